// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/recordpass.h"

#include "search/matchingsink.h"
#include "session/ownerthread.h"
#include "session/recordrows.h"
#include "session/rowcollector.h"

#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <tuple>

namespace Session {

namespace {

constexpr int lookMs = 100;

void sortByPlace(const Store::StoreSnapshot &snapshot, std::vector<Store::RowId> &ids)
{
    struct Key
    {
        std::uint16_t topic;
        Domain::PartitionId partition;
        Domain::Offset offset;
        Store::RowId id;
        auto place() const { return std::tie(topic, partition, offset); }
    };
    std::vector<Key> keys;
    keys.reserve(ids.size());
    Store::RowColumns columns;
    for (const Store::RowId id : ids)
        if (snapshot.columns(id, columns))
            keys.push_back({columns.topic, columns.partition, columns.offset, id});
    const auto before = [](const Key &a, const Key &b) { return a.place() < b.place(); };
    if (!std::is_sorted(keys.begin(), keys.end(), before))
        std::sort(keys.begin(), keys.end(), before);
    keys.erase(std::unique(keys.begin(), keys.end(), [](const Key &a, const Key &b) { return a.place() == b.place(); }), keys.end());
    ids.clear();
    for (const Key &key : keys)
        ids.push_back(key.id);
}

/// Offsets between the beginning of a partition's range and its end, and how many of them have been read.
std::pair<quint64, quint64> readOf(const Domain::PartitionProgress &partition, bool newestFirst)
{
    if (!partition.end)
        return {0, 0};
    const std::int64_t span = std::max<std::int64_t>((*partition.end - partition.begin).value(), 0);
    const std::int64_t read = newestFirst ? (*partition.end - partition.position).value() : (partition.position - partition.begin).value();
    return {static_cast<quint64>(span), static_cast<quint64>(std::clamp<std::int64_t>(read, 0, span))};
}

} // namespace

struct RecordPass::Work
{
    Order order = Order::Shown;
    Domain::RecordSinkFactory sinks;
    Store::StoreSnapshot snapshot = {};
    std::vector<Store::RowId> ids = {};
    std::atomic<bool> cancelled = false;
    std::atomic<quint64> done = 0;

    void run()
    {
        if (order == Order::Place)
            sortByPlace(snapshot, ids);
        const std::unique_ptr<Domain::RecordSink> sink = sinks();
        std::vector<Domain::Header> headers;
        Store::Row row;
        for (const Store::RowId id : ids) {
            if (cancelled || !sink->hasRoom())
                break;
            if (snapshot.read(id, row, headers)) {
                if (row.isGap)
                    sink->gap(row.gap);
                else
                    sink->record(row.record);
            }
            done.fetch_add(1, std::memory_order_relaxed);
        }
        sink->publish();
        ids = {};
        snapshot = {};
    }
};

RecordPass::RecordPass(QObject *parent) : QObject(parent), m_handover(this)
{
    connect(&m_timer, &QTimer::timeout, this, &RecordPass::look);
}

RecordPass::~RecordPass()
{
    cancel();
}

void RecordPass::startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges, Order order, Domain::RecordSinkFactory sinks)
{
    assertOwnerThread(this);
    Q_ASSERT_X(!m_work && !m_reader, "RecordPass", "a pass runs once");
    m_isRunning = true;
    m_work = std::make_shared<Work>();
    m_work->order = order;
    m_work->sinks = std::move(sinks);
    m_collector = new RowCollector(rows, std::move(ranges), this);
    m_rows = m_collector->total();
    connect(m_collector, &RowCollector::finished, this, &RecordPass::readRows);
    m_timer.start(lookMs);
}

void RecordPass::readRows()
{
    m_work->snapshot = m_collector->snapshot();
    m_work->ids = m_collector->takeIds();
    m_collector->deleteLater();
    m_collector = nullptr;
    QThreadPool::globalInstance()->start([work = m_work, handle = m_handover.handle(), this] {
        work->run();
        handle.post([this] { end(); });
    });
}

void RecordPass::startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter, Domain::RecordSinkFactory sinks)
{
    assertOwnerThread(this);
    Q_ASSERT_X(!m_work && !m_reader, "RecordPass", "a pass runs once");
    m_isRunning = true;
    if (filter) {
        const auto topics = std::make_shared<const std::vector<std::string>>(plan.topics);
        sinks = Search::matchingSinks({.filter = std::move(filter), .topics = topics}, std::make_shared<Search::ScanCounters>(), std::move(sinks));
    }
    m_reader = std::make_unique<RecordReader>(cluster, plan, std::move(sinks));
    connect(m_reader.get(), &RecordReader::finished, this, &RecordPass::end);
    m_reader->start(std::chrono::milliseconds(lookMs));
    m_timer.start(lookMs);
}

void RecordPass::look()
{
    if (m_reader && m_reader->status().state == Domain::ReadState::BudgetReached)
        m_reader->stop(); // a sink that is full once stays full
    emit progressed();
}

quint64 RecordPass::done() const
{
    quint64 sum = m_work ? m_work->done.load(std::memory_order_relaxed) : 0;
    if (m_reader)
        for (const Domain::PartitionProgress &partition : m_reader->status().partitions)
            sum += readOf(partition, m_reader->plan().newestFirst).second;
    return sum;
}

quint64 RecordPass::total() const
{
    quint64 sum = m_rows;
    if (m_reader)
        for (const Domain::PartitionProgress &partition : m_reader->status().partitions)
            sum += readOf(partition, m_reader->plan().newestFirst).first;
    return sum;
}

std::optional<Domain::Error> RecordPass::problem() const
{
    if (!m_reader || m_reader->status().complete())
        return std::nullopt;
    std::optional<Domain::Error> problem = m_reader->status().error;
    for (const Domain::PartitionProgress &partition : m_reader->status().partitions)
        if (!problem && partition.state == Domain::PartitionProgress::State::Failed)
            problem = partition.error;
    return problem;
}

void RecordPass::cancel()
{
    assertOwnerThread(this);
    m_isRunning = false;
    m_timer.stop();
    delete m_collector;
    m_collector = nullptr;
    if (m_work)
        m_work->cancelled = true;
    if (m_reader)
        m_reader->stop();
}

void RecordPass::end()
{
    if (!std::exchange(m_isRunning, false))
        return;
    m_timer.stop();
    emit finished();
}

} // namespace Session
