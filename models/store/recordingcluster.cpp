// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingcluster.h"

#include "domain/readboard.h"
#include "store/recordingfile.h"
#include "store/recordinglookup.h"
#include "store/recordingrun.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace Store {

namespace {

using Domain::BrokerId;
using Domain::Error;
using Domain::ErrorCode;
using Domain::OffsetAnswer;
using Domain::OffsetQuery;

using OpenResult = Domain::Result<std::shared_ptr<const RecordingFile>>;

/// The file, once it is open, and what is asked of it meanwhile. Shared by the cluster, its thread and its reads.
class Desk
{
public:
    struct Request
    {
        Domain::RequestId id = 0;
        std::function<void(const OpenResult &)> run;
    };

    void opened(OpenResult result)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_result.emplace(std::move(result));
            m_generation.fetch_add(1, std::memory_order_acq_rel);
        }
        m_changed.notify_all();
    }
    /// None: stopped before.
    std::optional<OpenResult> waitUntilOpen(const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return m_result.has_value(); });
        return m_result;
    }
    std::optional<OpenResult> result() const
    {
        const std::lock_guard lock(m_mutex);
        return m_result;
    }
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }

    Domain::RequestId add(std::function<void(const OpenResult &)> run)
    {
        Domain::RequestId id = 0;
        {
            const std::lock_guard lock(m_mutex);
            id = ++m_newest;
            m_requests.push_back({id, std::move(run)});
        }
        m_changed.notify_all();
        return id;
    }
    void cancel(Domain::RequestId id)
    {
        Request dropped; // destroyed outside the lock
        const std::lock_guard lock(m_mutex);
        for (auto it = m_requests.begin(); it != m_requests.end(); ++it)
            if (it->id == id) {
                dropped = std::move(*it);
                m_requests.erase(it);
                break;
            }
    }
    std::optional<Request> next(const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, stop, [this] { return !m_requests.empty(); }) || stop.stop_requested())
            return std::nullopt;
        Request request = std::move(m_requests.front());
        m_requests.pop_front();
        return request;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<OpenResult> m_result;
    std::deque<Request> m_requests;
    Domain::RequestId m_newest = 0;
    std::atomic<std::uint64_t> m_generation{1};
};

void serve(Desk &desk, const std::string &file, const std::stop_token &stop)
{
    desk.opened(RecordingFile::open(file, stop));
    const std::optional<OpenResult> result = desk.result();
    while (const auto request = desk.next(stop))
        request->run(*result);
}

std::string fileName(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

Domain::ClusterSnapshot snapshotOf(const RecordingFile &file, const std::string &topic)
{
    const BrokerId self(0);
    Domain::ClusterSnapshot snapshot{.clusterId = file.info().clusterId, .brokers = {{.id = self, .host = fileName(file.file())}}};
    for (std::size_t i = 0; i < file.info().topics.size(); ++i) {
        Domain::Topic entry{.name = file.info().topics[i].name};
        if (!topic.empty() && entry.name != topic)
            continue;
        for (const RecordingLog &log : file.logs())
            if (log.topic == i)
                entry.partitions.push_back({.id = log.partition, .leader = self, .replicas = {self}, .isr = {self}});
        snapshot.topics.push_back(std::move(entry));
    }
    if (!topic.empty() && snapshot.topics.empty())
        snapshot.topics.push_back({.name = topic, .error = Error{.code = ErrorCode::UnknownTopic, .args = {{"topic", topic}}}});
    std::sort(snapshot.topics.begin(), snapshot.topics.end(), [](const Domain::Topic &a, const Domain::Topic &b) { return a.name < b.name; });
    return snapshot;
}

const RecordingLog *findLog(const RecordingFile &file, const std::string &topic, Domain::PartitionId partition, std::optional<Error> &error)
{
    const auto index = file.topicIndex(topic);
    const RecordingLog *log = index ? file.log(*index, partition) : nullptr;
    if (!index)
        error = Error{.code = ErrorCode::UnknownTopic, .args = {{"topic", topic}}};
    else if (!log)
        error = Error{.code = ErrorCode::UnknownPartition, .args = {{"topic", topic}, {"partition", std::to_string(partition.value())}}};
    return log;
}

template<typename Answer>
void take(const RecordingLookup::Answer &found, Answer &answer)
{
    if (!found) {
        answer.error = found.error();
    } else if (found.value()) {
        answer.offset = found.value()->offset;
        if constexpr (requires { answer.timestampMs; })
            answer.timestampMs = found.value()->timestamp.ms;
        else
            answer.timestamp = found.value()->timestamp;
    }
}

OffsetAnswer answerOf(const RecordingFile &file, RecordingLookup &lookup, const OffsetQuery &query)
{
    OffsetAnswer answer;
    const RecordingLog *log = findLog(file, query.topic, query.partition, answer.error);
    if (!log)
        return answer;
    switch (query.kind) {
    case OffsetQuery::Kind::Beginning: answer.offset = log->begin; break;
    case OffsetQuery::Kind::End: answer.offset = log->end; break;
    case OffsetQuery::Kind::MaxTimestamp: take(lookup.newest(*log), answer); break;
    case OffsetQuery::Kind::AtTime: take(lookup.firstAtTime(*log, query.ms), answer); break;
    }
    return answer;
}

class RecordingSource final : public Domain::RecordSource
{
public:
    RecordingSource(std::shared_ptr<Domain::ReadBoard> board, std::stop_source stop, std::shared_ptr<void> thread)
        : m_board(std::move(board)), m_stop(std::move(stop)), m_thread(std::move(thread))
    {
    }
    void pause() override { m_board->pause(); }
    void resume() override { m_board->resume(); }
    void stop() override
    {
        m_board->stop();
        m_stop.request_stop();
    }
    std::uint64_t statusGeneration() const override { return m_board->generation(); }
    Domain::ReadStatus status() const override { return m_board->status(); }

private:
    std::shared_ptr<Domain::ReadBoard> m_board;
    std::stop_source m_stop;
    std::shared_ptr<void> m_thread;
};

void readRecording(Desk &desk, const Domain::ReadPlan &plan, const Domain::RecordSinkFactory &sinks, const std::shared_ptr<Domain::ReadBoard> &board,
                   const std::stop_token &stop)
{
    const std::optional<OpenResult> opened = desk.waitUntilOpen(stop);
    if (opened && *opened) {
        RecordingRun(opened->value(), plan, sinks, board).run(stop);
        return;
    }
    Domain::ReadStatus status;
    status.state = opened ? Domain::ReadState::Failed : Domain::ReadState::Stopped;
    if (opened)
        status.error = opened->error();
    board->publish(status);
}

class RecordingCluster final : public Domain::Cluster
{
public:
    RecordingCluster(const std::string &file, ThreadStarter threads) : m_desk(std::make_shared<Desk>()), m_threads(std::move(threads))
    {
        m_thread = m_threads("recording", [desk = m_desk, file](const std::stop_token &stop) { serve(*desk, file, stop); });
    }

    Domain::RequestId requestMetadata(const std::string &topic, std::chrono::milliseconds, Domain::Reply<Domain::ClusterSnapshot> reply) override
    {
        return ask<Domain::ClusterSnapshot>(std::move(reply), [topic](const RecordingFile &file) { return snapshotOf(file, topic); });
    }

    Domain::RequestId requestOffsets(std::vector<OffsetQuery> queries, Domain::IsolationLevel, bool, std::chrono::milliseconds,
                                     Domain::Reply<std::vector<OffsetAnswer>> reply) override
    {
        return ask<std::vector<OffsetAnswer>>(std::move(reply), [queries = std::move(queries)](const RecordingFile &file) {
            RecordingLookup lookup(file);
            std::vector<OffsetAnswer> answers;
            for (const OffsetQuery &query : queries)
                answers.push_back(answerOf(file, lookup, query));
            return answers;
        });
    }

    Domain::RequestId requestBrokers(std::chrono::milliseconds, Domain::Reply<Domain::ClusterSnapshot> reply) override
    {
        return ask<Domain::ClusterSnapshot>(std::move(reply), [](const RecordingFile &file) { return snapshotOf(file, {}); });
    }

    Domain::RequestId requestRecordTimes(std::vector<Domain::RecordTimeQuery> queries, std::chrono::milliseconds,
                                         Domain::Reply<std::vector<Domain::RecordTimeAnswer>> reply) override
    {
        return ask<std::vector<Domain::RecordTimeAnswer>>(std::move(reply), [queries = std::move(queries)](const RecordingFile &file) {
            RecordingLookup lookup(file);
            std::vector<Domain::RecordTimeAnswer> answers(queries.size());
            for (std::size_t i = 0; i < queries.size(); ++i)
                if (const RecordingLog *log = findLog(file, queries[i].topic, queries[i].partition, answers[i].error))
                    take(lookup.firstAtOrAfter(*log, queries[i].offset), answers[i]);
            return answers;
        });
    }

    Domain::RequestId requestCommittedOffsets(const std::string &, std::vector<Domain::PartitionName>, std::chrono::milliseconds,
                                              Domain::Reply<std::vector<OffsetAnswer>> reply) override
    {
        return m_desk->add([reply = std::move(reply)](const OpenResult &) {
            reply(Error{.code = ErrorCode::Unsupported, .args = {{"what", "committed offsets in a recording"}}});
        });
    }

    Domain::RequestId requestTopicFacts(const std::string &, std::chrono::milliseconds, Domain::Reply<Domain::TopicFacts> reply) override
    {
        return m_desk->add([reply = std::move(reply)](const OpenResult &) {
            reply(Error{.code = ErrorCode::Unsupported, .args = {{"what", "topic configuration in a recording"}}});
        });
    }

    Domain::RequestId requestGroups(std::chrono::milliseconds, Domain::Reply<std::vector<Domain::GroupName>> reply) override
    {
        return m_desk->add([reply = std::move(reply)](const OpenResult &) {
            reply(Error{.code = ErrorCode::Unsupported, .args = {{"what", "consumer groups in a recording"}}});
        });
    }

    void cancel(Domain::RequestId request) override { m_desk->cancel(request); }

    std::shared_ptr<void> startThread(const std::string &name, std::function<void(std::stop_token)> body) override { return m_threads(name, std::move(body)); }

    std::unique_ptr<Domain::RecordSource> startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinks) override
    {
        auto board = std::make_shared<Domain::ReadBoard>();
        const std::stop_source source; // of stop(), which leaves the thread's handle alone
        std::shared_ptr<void> thread = m_threads("read recording", [desk = m_desk, plan, sinks = std::move(sinks), board, source](const std::stop_token &stop) {
            const std::stop_callback forward(stop, [&source] { source.request_stop(); });
            readRecording(*desk, plan, sinks, board, source.get_token());
        });
        return std::make_unique<RecordingSource>(std::move(board), source, std::move(thread));
    }

    Domain::ConnectionState connectionState() const override
    {
        using Kind = Domain::ConnectionState::Kind;
        const std::optional<OpenResult> result = m_desk->result();
        if (!result)
            return {.kind = Kind::Connecting};
        if (!*result)
            return {.kind = Kind::Refused, .error = result->error()};
        return {.kind = Kind::Up, .error = result->value()->problem()};
    }
    std::uint64_t connectionGeneration() const override { return m_desk->generation(); }
    bool canLookUpTimes() const override { return true; }
    bool isRecording() const override { return true; }

private:
    template<typename T, typename Answer>
    Domain::RequestId ask(Domain::Reply<T> reply, Answer answer)
    {
        return m_desk->add([reply = std::move(reply), answer = std::move(answer)](const OpenResult &opened) {
            if (opened)
                reply(answer(*opened.value()));
            else
                reply(opened.error());
        });
    }

    std::shared_ptr<Desk> m_desk;
    ThreadStarter m_threads;
    std::shared_ptr<void> m_thread;
};

} // namespace

std::unique_ptr<Domain::Cluster> openRecording(const std::string &file, ThreadStarter threads)
{
    return std::make_unique<RecordingCluster>(file, std::move(threads));
}

} // namespace Store
