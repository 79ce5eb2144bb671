// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/statistics.h"

#include "search/matchingsink.h"
#include "session/ownerthread.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "session/rowcollector.h"

#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <tuple>

namespace Session {

namespace {

constexpr int lookMs = 100;

/// Each partition's rows in rising offsets, which is what tells whether times run backward.
void sortByPlace(const Store::StoreSnapshot &snapshot, std::vector<Store::RowId> &ids)
{
    struct Key
    {
        std::uint16_t topic;
        Domain::PartitionId partition;
        Domain::Offset offset;
        Store::RowId id;
    };
    std::vector<Key> keys;
    keys.reserve(ids.size());
    Store::RowColumns columns;
    for (const Store::RowId id : ids)
        if (snapshot.columns(id, columns))
            keys.push_back({columns.topic, columns.partition, columns.offset, id});
    const auto before = [](const Key &a, const Key &b) { return std::tie(a.topic, a.partition, a.offset) < std::tie(b.topic, b.partition, b.offset); };
    if (!std::is_sorted(keys.begin(), keys.end(), before))
        std::stable_sort(keys.begin(), keys.end(), before);
    std::transform(keys.begin(), keys.end(), ids.begin(), [](const Key &key) { return key.id; });
    ids.resize(keys.size());
}

} // namespace

struct Statistics::Work
{
    Store::StoreSnapshot snapshot;
    std::vector<Store::RowId> ids;
    std::atomic<bool> cancelled = false;
    std::atomic<quint64> done = 0;
    std::mutex mutex; ///< the statistics, while several threads read
    std::shared_ptr<Store::RecordStatistics> statistics = std::make_shared<Store::RecordStatistics>();
    bool isOver = false; ///< under the mutex: the result is handed out and must not change any more

    void countRows()
    {
        sortByPlace(snapshot, ids);
        std::vector<Domain::Header> headers;
        Store::Row row;
        for (const Store::RowId id : ids) {
            if (cancelled)
                break;
            if (snapshot.read(id, row, headers)) {
                if (row.isGap)
                    statistics->add(row.gap);
                else
                    statistics->add(row.record);
            }
            done.fetch_add(1, std::memory_order_relaxed);
        }
        ids = {};
        snapshot = {};
    }
};

class Statistics::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<Work> work) : m_work(std::move(work)) {}
    void record(const Domain::Record &record) override
    {
        const std::lock_guard lock(m_work->mutex);
        if (!m_work->isOver)
            m_work->statistics->add(record);
    }
    void gap(const Domain::Gap &gap) override
    {
        const std::lock_guard lock(m_work->mutex);
        if (!m_work->isOver)
            m_work->statistics->add(gap);
    }
    void publish() override {}

private:
    std::shared_ptr<Work> m_work;
};

Statistics::Statistics(QObject *parent) : QObject(parent), m_work(std::make_shared<Work>()), m_handover(this)
{
    connect(&m_timer, &QTimer::timeout, this, &Statistics::look);
}

Statistics::~Statistics()
{
    m_work->cancelled = true;
}

void Statistics::startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges)
{
    assertOwnerThread(this);
    Q_ASSERT_X(m_progress.state == State::Idle, "Statistics", "they are made once");
    m_progress.state = State::Running;
    m_topics = rows.session().plan().topics;
    m_collector = new RowCollector(rows, std::move(ranges), this);
    m_progress.total = m_collector->total();
    connect(m_collector, &RowCollector::finished, this, &Statistics::countRows);
    m_timer.start(lookMs);
}

void Statistics::countRows()
{
    if (m_progress.state != State::Running)
        return;
    m_work->snapshot = m_collector->snapshot();
    m_work->ids = m_collector->takeIds();
    m_collector->deleteLater();
    m_collector = nullptr;
    QThreadPool::globalInstance()->start([work = m_work, handle = m_handover.handle(), this] {
        work->countRows();
        handle.post([this] { end(m_work->cancelled ? State::Cancelled : State::Done); });
    });
}

void Statistics::startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter)
{
    assertOwnerThread(this);
    Q_ASSERT_X(m_progress.state == State::Idle, "Statistics", "they are made once");
    m_progress.state = State::Running;
    m_topics = plan.topics;
    Domain::ReadPlan rising = plan; // the order does not count, but times must be seen as they were written
    rising.order = Domain::ReadOrder::Arrival;
    rising.newestFirst = false;
    Domain::RecordSinkFactory sinks = [work = m_work]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(work); };
    if (filter) {
        const auto topics = std::make_shared<const std::vector<std::string>>(plan.topics);
        sinks = Search::matchingSinks({.filter = std::move(filter), .topics = topics}, std::make_shared<Search::ScanCounters>(), std::move(sinks));
    }
    m_reader = std::make_unique<RecordReader>(cluster, rising, std::move(sinks));
    connect(m_reader.get(), &RecordReader::finished, this, [this] {
        const Domain::ReadStatus &status = m_reader->status();
        const bool isStopped = status.state == Domain::ReadState::Stopped;
        end(status.complete() ? State::Done : isStopped ? State::Cancelled : status.records > 0 ? State::Incomplete : State::Failed, status.error);
    });
    m_reader->start(std::chrono::milliseconds(lookMs));
    m_timer.start(lookMs);
}

void Statistics::look()
{
    if (!m_reader) {
        m_progress.done = m_work->done.load(std::memory_order_relaxed);
    } else {
        m_progress.done = 0;
        m_progress.total = 0;
        for (const Domain::PartitionProgress &partition : m_reader->status().partitions) {
            if (!partition.end || *partition.end < partition.begin)
                continue;
            m_progress.total += static_cast<quint64>((*partition.end - partition.begin).value());
            m_progress.done += static_cast<quint64>(std::max<std::int64_t>((partition.position - partition.begin).value(), 0));
        }
    }
    emit progressChanged();
}

void Statistics::cancel()
{
    assertOwnerThread(this);
    if (m_progress.state != State::Running)
        return;
    m_work->cancelled = true; // the thread ends with what it has
    if (m_reader)
        m_reader->stop();
    if (m_collector) {
        delete m_collector;
        m_collector = nullptr;
        end(State::Cancelled);
    }
}

void Statistics::end(State state, std::optional<Domain::Error> error)
{
    if (m_progress.state != State::Running)
        return;
    m_timer.stop();
    look();
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->isOver = true;
        m_result = m_work->statistics;
    }
    m_progress.state = state;
    m_progress.error = std::move(error);
    emit finished();
}

} // namespace Session
