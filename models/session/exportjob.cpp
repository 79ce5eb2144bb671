// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/exportjob.h"

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

/// Rows in the order in which a recording takes them, each once.
void sortForRecording(const Store::StoreSnapshot &snapshot, std::vector<Store::RowId> &ids)
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
    std::sort(keys.begin(), keys.end(), [](const Key &a, const Key &b) { return a.place() < b.place(); });
    keys.erase(std::unique(keys.begin(), keys.end(), [](const Key &a, const Key &b) { return a.place() == b.place(); }), keys.end());
    ids.clear();
    for (const Key &key : keys)
        ids.push_back(key.id);
}

} // namespace

struct ExportJob::Work
{
    Store::StoreSnapshot snapshot;
    std::vector<Store::RowId> ids;
    std::shared_ptr<ExportFile> file;
    bool isRecording = false;
    std::atomic<bool> cancelled = false;
    std::atomic<quint64> done = 0;

    Domain::Status run();
};

Domain::Status ExportJob::Work::run()
{
    if (isRecording)
        sortForRecording(snapshot, ids);
    {
        const std::unique_ptr<Domain::RecordSink> sink = ExportFile::sinks(file)();
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
    }
    if (cancelled) {
        file->discard();
        return std::monostate{};
    }
    if (const std::optional<Domain::Error> failure = file->failure())
        return *failure;
    return file->finish({});
}

ExportJob::ExportJob(ExportTarget target, QObject *parent) : QObject(parent), m_target(std::move(target)), m_handover(this)
{
    connect(&m_timer, &QTimer::timeout, this, &ExportJob::look);
}

ExportJob::~ExportJob()
{
    if (m_progress.state == State::Running)
        cancel();
}

/// A file that cannot be made is told from the event loop, as everything else.
bool ExportJob::open()
{
    assertOwnerThread(this);
    Q_ASSERT_X(m_progress.state == State::Idle, "ExportJob", "a job runs once");
    m_progress.state = State::Running;
    auto file = ExportFile::create(m_target);
    if (!file) {
        QTimer::singleShot(0, this, [this, error = file.error()] { end(State::Failed, error); });
        return false;
    }
    m_file = std::move(file).value();
    m_timer.start(lookMs);
    return true;
}

void ExportJob::startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges)
{
    if (!open())
        return;
    m_collector = new RowCollector(rows, std::move(ranges), this);
    m_progress.total = m_collector->total();
    connect(m_collector, &RowCollector::finished, this, &ExportJob::writeRows);
}

void ExportJob::writeRows()
{
    if (m_progress.state != State::Running)
        return;
    m_work = std::make_shared<Work>();
    m_work->snapshot = m_collector->snapshot();
    m_work->ids = m_collector->takeIds();
    m_work->file = m_file;
    m_work->isRecording = m_target.format == ExportFormat::Recording;
    m_collector->deleteLater();
    m_collector = nullptr;
    QThreadPool::globalInstance()->start([work = m_work, handle = m_handover.handle(), this] {
        const Domain::Status status = work->run();
        handle.post([this, status] { end(status ? State::Done : State::Failed, status ? std::nullopt : std::optional(status.error())); });
    });
}

void ExportJob::startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter)
{
    if (!open())
        return;
    Domain::RecordSinkFactory sinks = ExportFile::sinks(m_file);
    if (filter) {
        const auto topics = std::make_shared<const std::vector<std::string>>(plan.topics);
        sinks = Search::matchingSinks({.filter = std::move(filter), .topics = topics}, std::make_shared<Search::ScanCounters>(), std::move(sinks));
    }
    m_reader = std::make_unique<RecordReader>(cluster, plan, std::move(sinks));
    connect(m_reader.get(), &RecordReader::finished, this, &ExportJob::readFinished);
    m_reader->start(std::chrono::milliseconds(lookMs));
}

void ExportJob::look()
{
    if (m_work)
        m_progress.done = m_work->done.load(std::memory_order_relaxed);
    if (m_reader) {
        m_progress.done = 0;
        m_progress.total = 0;
        for (const Domain::PartitionProgress &partition : m_reader->status().partitions) {
            if (!partition.end)
                continue;
            const std::int64_t span = (*partition.end - partition.begin).value();
            const std::int64_t read = m_reader->plan().newestFirst ? (*partition.end - partition.position).value() : (partition.position - partition.begin).value();
            m_progress.total += static_cast<quint64>(std::max<std::int64_t>(span, 0));
            m_progress.done += static_cast<quint64>(std::clamp<std::int64_t>(read, 0, std::max<std::int64_t>(span, 0)));
        }
        if (m_reader->status().state == Domain::ReadState::BudgetReached)
            m_reader->stop(); // the file takes no more
    }
    if (m_file) {
        m_progress.records = m_file->records();
        m_progress.nullValues = m_file->nullValues();
    }
    emit progressChanged();
}

void ExportJob::readFinished()
{
    if (m_progress.state != State::Running)
        return;
    look();
    const Domain::ReadStatus status = m_reader->status();
    if (const std::optional<Domain::Error> failure = m_file->failure())
        return end(State::Failed, failure);
    if (status.state == Domain::ReadState::Failed && status.records == 0) {
        m_file->discard();
        return end(State::Failed, status.error);
    }
    std::optional<Domain::Error> problem = status.complete() ? std::nullopt : status.error;
    for (const Domain::PartitionProgress &partition : status.partitions)
        if (!problem && partition.state == Domain::PartitionProgress::State::Failed)
            problem = partition.error;
    // Giving the file its name waits for the disk.
    QThreadPool::globalInstance()->start(
        [file = m_file, spans = Store::recordingSpans(status, m_reader->plan().newestFirst), isComplete = status.complete(), problem, handle = m_handover.handle(), this] {
            const Domain::Status finished = file->finish(spans);
            handle.post([this, finished, isComplete, problem] {
                if (!finished)
                    end(State::Failed, finished.error());
                else
                    end(isComplete ? State::Done : State::Incomplete, problem);
            });
        });
}

void ExportJob::cancel()
{
    assertOwnerThread(this);
    if (m_progress.state != State::Running)
        return;
    delete m_collector;
    m_collector = nullptr;
    if (m_reader)
        m_reader->stop();
    if (m_work)
        m_work->cancelled = true; // the thread removes the file
    else if (m_file)
        m_file->discard();
    end(State::Cancelled);
}

void ExportJob::end(State state, std::optional<Domain::Error> error)
{
    if (m_progress.state != State::Running)
        return;
    m_timer.stop();
    look();
    m_progress.state = state;
    m_progress.error = std::move(error);
    emit finished();
}

} // namespace Session
