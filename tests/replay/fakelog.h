// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writegate.h"
#include "tests/support/fakecluster.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// The target of a replay in memory: a log with transactions and their markers behind a WriteGate, read through a fake cluster. What a
/// transaction has written shows at its commit; what was aborted leaves a hole. Any thread.
class FakeLog final : public Domain::WriteGate, public std::enable_shared_from_this<FakeLog>
{
public:
    explicit FakeLog(const std::string &topic, int partitions) : m_topic(topic), m_partitions(partitions), m_script(std::make_shared<TestSupport::FakeScript>())
    {
        Domain::ConnectionProfile profile;
        profile.name = "target";
        m_lock = std::make_shared<Domain::WriteLock>(profile);
        m_script->addTopic(topic, partitions);
        m_next.resize(static_cast<std::size_t>(partitions), 0);
        m_low.resize(static_cast<std::size_t>(partitions), 0);
    }
    /// Once it is owned by a shared_ptr.
    std::unique_ptr<TestSupport::FakeCluster> cluster()
    {
        m_script->setWrites(shared_from_this());
        show();
        return TestSupport::fakeCluster(m_script);
    }
    const std::shared_ptr<TestSupport::FakeScript> &script() const { return m_script; }

    // Faults
    enum class Commit { Done, UnknownDone, UnknownGone, Failed };
    void nextCommits(std::vector<Commit> commits)
    {
        const std::lock_guard guard(m_mutex);
        m_commits.assign(commits.begin(), commits.end());
    }
    /// Asked at each commit, before it happens.
    std::function<void(int number)> atCommit;
    /// What becomes of a record; none: it is written.
    std::function<std::optional<Domain::Error>(const Domain::OutgoingRecord &)> refusal;
    bool isLogAppend = false;
    int swapAt = -1; ///< the so-many-th record and the next one of partition 0 change places

    // What is there
    std::vector<TestSupport::FakeRecord> records() const
    {
        const std::lock_guard guard(m_mutex);
        return m_records;
    }
    /// Changes what is there, as nobody should.
    void tamper(const std::function<void(std::vector<TestSupport::FakeRecord> &)> &change)
    {
        {
            const std::lock_guard guard(m_mutex);
            change(m_records);
        }
        show();
    }
    void removeBelow(int partition, std::int64_t low)
    {
        {
            const std::lock_guard guard(m_mutex);
            m_low[static_cast<std::size_t>(partition)] = low;
            std::erase_if(m_records, [&](const auto &r) { return r.partition == partition && r.offset < low; });
        }
        show();
    }
    void append(TestSupport::FakeRecord record) ///< by somebody else
    {
        {
            const std::lock_guard guard(m_mutex);
            record.offset = m_next[static_cast<std::size_t>(record.partition)]++;
            m_records.push_back(std::move(record));
        }
        show();
    }
    int opened() const { return m_opened; }
    int commits() const { return m_commitCount; }

    // WriteGate
    const std::shared_ptr<Domain::WriteLock> &lock() const override { return m_lock; }
    Domain::Result<std::unique_ptr<Domain::Producer>> openProducer(const Domain::WriteIntent &, const Domain::ProducerSettings &settings, std::chrono::milliseconds) override
    {
        if (const Domain::Status allowed = m_lock->check(); !allowed)
            return allowed.error();
        ++m_opened;
        return std::unique_ptr<Domain::Producer>(std::make_unique<LogProducer>(shared_from_this(), settings, ++m_epoch));
    }
    Domain::Result<std::vector<Domain::Status>> createTopics(const Domain::WriteIntent &, const std::vector<Domain::NewTopic> &topics, std::chrono::milliseconds) override
    {
        return std::vector<Domain::Status>(topics.size(), Domain::Status(std::monostate{}));
    }

private:
    class LogProducer final : public Domain::Producer
    {
    public:
        LogProducer(std::shared_ptr<FakeLog> log, const Domain::ProducerSettings &settings, int epoch) : m_log(std::move(log)), m_settings(settings), m_epoch(epoch) {}
        ~LogProducer() override { m_log->show(); }

        Sent send(const Domain::OutgoingRecord &record, std::uint64_t number) override
        {
            if (m_reports.size() >= 5'000)
                return Sent::Full;
            if (const auto error = m_log->refusal ? m_log->refusal(record) : std::nullopt) {
                m_reports.push_back({.number = number, .outcome = Domain::Outcome::Failed, .partition = record.partition, .error = error});
                return Sent::Refused;
            }
            const std::lock_guard guard(m_log->m_mutex);
            const auto byKey = Domain::partitionOfKey(m_settings.partitioner, record.key, m_log->m_partitions);
            const int partition = record.partition ? record.partition->value() : byKey ? byKey->value() : static_cast<int>(number % static_cast<unsigned>(m_log->m_partitions));
            TestSupport::FakeRecord made{partition, m_log->m_next[static_cast<std::size_t>(partition)]++, *record.timestampMs};
            if (partition == 0 && m_log->swapAt >= 0) {
                const int n = m_log->swapAt--;
                made.offset += n == 1 ? 1 : n == 0 ? -1 : 0;
            }
            if (m_log->isLogAppend) {
                made.timestampMs = 1'800'000'000'000;
                made.timestampType = Domain::TimestampType::LogAppend;
            }
            if (record.key)
                made.key = std::string(*record.key);
            if (record.value)
                made.value = std::string(*record.value);
            for (const Domain::Header &h : record.headers)
                made.headers.emplace_back(std::string(h.name), h.value ? std::optional(std::string(*h.value)) : std::nullopt);
            m_reports.push_back({.number = number, .outcome = Domain::Outcome::Done, .partition = Domain::PartitionId(partition), .offset = Domain::Offset(made.offset)});
            (m_settings.transaction ? m_open : m_log->m_records).push_back(std::move(made));
            return Sent::Queued;
        }
        std::size_t poll(std::chrono::milliseconds wait, const Reports &reports) override
        {
            if (m_reports.empty())
                std::this_thread::yield();
            static_cast<void>(wait);
            const auto ready = std::exchange(m_reports, {});
            for (const Domain::DeliveryReport &report : ready)
                reports(report);
            return ready.size();
        }
        std::size_t unreported() const override { return m_reports.size(); }
        void abandon(const Reports &reports) override
        {
            for (const Domain::DeliveryReport &report : std::exchange(m_reports, {}))
                reports({.number = report.number, .outcome = Domain::Outcome::Unknown, .error = Domain::Error{.code = Domain::ErrorCode::SendAbandoned}});
            m_log->show();
        }
        bool flush(std::chrono::milliseconds wait, const Reports &reports) override
        {
            poll(wait, reports);
            return true;
        }
        Domain::Status begin() override
        {
            return std::monostate{};
        }
        Domain::TransactionEnd commit(std::chrono::milliseconds wait, const Reports &reports) override
        {
            flush(wait, reports);
            const int number = ++m_log->m_commitCount;
            if (m_log->atCommit)
                m_log->atCommit(number);
            Commit how = Commit::Done;
            {
                const std::lock_guard guard(m_log->m_mutex);
                if (!m_log->m_commits.empty()) {
                    how = m_log->m_commits.front();
                    m_log->m_commits.pop_front();
                }
            }
            const bool isFenced = m_epoch != m_log->m_epoch;
            end(!isFenced && (how == Commit::Done || how == Commit::UnknownDone));
            if (isFenced)
                return {.outcome = Domain::Outcome::Failed, .error = Domain::Error{.code = Domain::ErrorCode::Fenced}, .mustReopen = true};
            if (how == Commit::Done)
                return {.outcome = Domain::Outcome::Done};
            const Domain::Error error{.code = Domain::ErrorCode::TransactionFailed, .retriable = true};
            return {.outcome = how == Commit::Failed ? Domain::Outcome::Failed : Domain::Outcome::Unknown, .error = error, .mustReopen = true};
        }
        Domain::TransactionEnd abort(std::chrono::milliseconds wait, const Reports &reports) override
        {
            flush(wait, reports);
            end(false);
            return {.outcome = Domain::Outcome::Done};
        }
        Domain::Result<std::int32_t> partitionCount(const std::string &, std::chrono::milliseconds) override { return m_log->m_partitions; }
        const std::optional<Domain::Error> &fatalError() const override { return m_fatal; }
        void close(std::chrono::milliseconds wait, const Reports &reports, const std::string &) override { flush(wait, reports); }

    private:
        void end(bool isCommitted)
        {
            {
                const std::lock_guard guard(m_log->m_mutex);
                std::vector<bool> touched(static_cast<std::size_t>(m_log->m_partitions));
                for (TestSupport::FakeRecord &r : m_open) {
                    touched[static_cast<std::size_t>(r.partition)] = true;
                    if (isCommitted)
                        m_log->m_records.push_back(std::move(r));
                }
                for (std::size_t p = 0; p < touched.size(); ++p)
                    m_log->m_next[p] += touched[p]; // the marker
                m_open.clear();
            }
            m_log->show();
        }

        const std::shared_ptr<FakeLog> m_log;
        const Domain::ProducerSettings m_settings;
        const int m_epoch;
        std::vector<Domain::DeliveryReport> m_reports;
        std::vector<TestSupport::FakeRecord> m_open;
        std::optional<Domain::Error> m_fatal;
    };

    void show()
    {
        const std::lock_guard guard(m_mutex);
        m_script->setRecords(m_topic, m_records);
        for (int p = 0; p < m_partitions; ++p)
            m_script->setWatermarks(m_topic, p, m_low[static_cast<std::size_t>(p)], m_next[static_cast<std::size_t>(p)]);
    }

    const std::string m_topic;
    const int m_partitions;
    const std::shared_ptr<TestSupport::FakeScript> m_script;
    std::shared_ptr<Domain::WriteLock> m_lock;
    mutable std::mutex m_mutex;
    std::vector<TestSupport::FakeRecord> m_records;
    std::vector<std::int64_t> m_next;
    std::vector<std::int64_t> m_low;
    std::deque<Commit> m_commits;
    std::atomic<int> m_opened = 0;
    std::atomic<int> m_commitCount = 0;
    std::atomic<int> m_epoch = 0;
};
