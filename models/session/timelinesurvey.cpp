// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelinesurvey.h"

#include <algorithm>
#include <array>
#include <limits>

namespace Session {

using namespace std::chrono_literals;
using Kind = Domain::OffsetQuery::Kind;

namespace {

constexpr std::chrono::milliseconds MetadataDeadline = 10s;
constexpr std::chrono::milliseconds BoundsDeadline = 30s;
constexpr qint64 MinuteMs = 60'000;

} // namespace

TimelineSurvey::TimelineSurvey(Domain::Cluster &cluster, std::vector<std::string> topics, std::vector<Domain::PartitionId> partitions, qint64 nowMs,
                               QObject *parent)
    : QObject(parent), m_cluster(cluster), m_topics(std::move(topics)), m_wanted(std::move(partitions)), m_now(nowMs), m_found(m_topics.size()),
      m_handover(this)
{
    log.latestTime = m_now + MinuteMs;
}

void TimelineSurvey::start()
{
    m_metadataLeft = m_topics.size();
    for (std::size_t topic = 0; topic < m_topics.size(); ++topic)
        m_cluster.requestMetadata(m_topics[topic], MetadataDeadline,
                                  [this, topic, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
                                      handle.post([this, topic, reply = std::move(reply)] { takeMetadata(topic, reply); });
                                  });
}

void TimelineSurvey::takeMetadata(std::size_t topic, const Domain::Result<Domain::ClusterSnapshot> &reply)
{
    const Domain::Topic *found = reply ? reply->topic(m_topics[topic]) : nullptr;
    if (!reply)
        topicErrors.push_back({topic, reply.error()});
    else if (!found)
        topicErrors.push_back({topic, Domain::Error{.code = Domain::ErrorCode::UnknownTopic, .args = {{"topic", m_topics[topic]}}}});
    else if (found->error)
        topicErrors.push_back({topic, *found->error});
    else
        for (const Domain::Partition &partition : found->partitions)
            if (m_wanted.empty() || std::find(m_wanted.begin(), m_wanted.end(), partition.id) != m_wanted.end())
                m_found[topic].push_back(partition.id);
    if (--m_metadataLeft > 0)
        return;
    std::sort(topicErrors.begin(), topicErrors.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    if (topicErrors.size() == m_topics.size())
        fail(topicErrors.front().second);
    else
        askBounds();
}

void TimelineSurvey::ask(std::vector<Domain::OffsetQuery> queries, void (TimelineSurvey::*take)(const Answers &))
{
    m_cluster.requestOffsets(std::move(queries), Domain::IsolationLevel::Uncommitted, false, BoundsDeadline,
                             [this, take, handle = m_handover.handle()](Answers reply) {
                                 handle.post([this, take, reply = std::move(reply)] { (this->*take)(reply); });
                             });
}

/// Everything in one question: begin, end and where in time the first and the last record stand.
void TimelineSurvey::askBounds()
{
    for (std::size_t topic = 0; topic < m_found.size(); ++topic)
        for (const Domain::PartitionId id : m_found[topic])
            log.partitions.push_back({.topic = topic, .id = id});
    m_times.resize(log.partitions.size());
    log.samples.resize(log.partitions.size());
    log.readTimes.resize(log.partitions.size());
    std::vector<Domain::OffsetQuery> queries;
    const auto add = [&](Kind kind, qint64 ms) {
        for (const TimelinePartition &partition : log.partitions)
            queries.push_back({m_topics[partition.topic], partition.id, kind, ms});
    };
    add(Kind::Beginning, 0);
    add(Kind::End, 0);
    m_canLookUp = m_cluster.canLookUpTimes();
    if (m_canLookUp) {
        add(Kind::MaxTimestamp, 0);
        add(Kind::AtTime, Year2000);
    }
    if (queries.empty())
        finish();
    else
        ask(std::move(queries), &TimelineSurvey::takeBounds);
}

void TimelineSurvey::takeBounds(const Answers &answers)
{
    if (!answers)
        return fail(answers.error());
    const std::size_t count = log.partitions.size();
    constexpr std::array<Kind, 4> kinds{Kind::Beginning, Kind::End, Kind::MaxTimestamp, Kind::AtTime};
    for (std::size_t i = 0; i < answers->size() && i < kinds.size() * count; ++i)
        takeBound(i % count, kinds[i / count], (*answers)[i]);
    const auto failed = std::find_if(log.partitions.begin(), log.partitions.end(), [](const TimelinePartition &p) { return p.error.has_value(); });
    if (std::none_of(log.partitions.begin(), log.partitions.end(), [](const TimelinePartition &p) { return p.isCounted(); }))
        return fail(failed == log.partitions.end() ? Domain::Error{} : *failed->error);
    hasRecords = std::any_of(log.partitions.begin(), log.partitions.end(), [](const TimelinePartition &p) { return p.span() > 0; });
    if (!m_canLookUp)
        log.method = TimelineLog::Method::Sample;
    if (hasRecords && log.method == TimelineLog::Method::LookUp)
        askEnds();
    else
        finish();
}

void TimelineSurvey::takeBound(std::size_t p, Kind kind, const Domain::OffsetAnswer &answer)
{
    TimelinePartition &partition = log.partitions[p];
    switch (kind) {
    case Kind::Beginning:
    case Kind::End:
        if (answer.error)
            partition.error = answer.error;
        else
            (kind == Kind::Beginning ? partition.begin : partition.end) = answer.offset;
        break;
    case Kind::MaxTimestamp: // brokers before 3.0 do not know it; the time of the last record will do
        if (!answer.error && answer.offset && answer.timestampMs >= 0)
            m_times[p].last = answer.timestampMs;
        break;
    case Kind::AtTime:
        m_canLookUp = m_canLookUp && !(answer.error && answer.error->code == Domain::ErrorCode::Unsupported);
        if (!answer.error && answer.offset && partition.begin) {
            m_times[p].first = answer.timestampMs;
            datedBefore2000 += std::max<qint64>(0, answer.offset->value() - partition.begin->value());
        }
        break;
    }
}

/// Where the look-ups told no time: the times of the first and the last record.
void TimelineSurvey::askEnds()
{
    std::vector<Domain::RecordTimeQuery> queries;
    for (std::size_t p = 0; p < log.partitions.size(); ++p) {
        const TimelinePartition &partition = log.partitions[p];
        if (partition.span() == 0)
            continue;
        if (!m_times[p].first)
            queries.push_back({m_topics[partition.topic], partition.id, *partition.begin});
        if (!m_times[p].last)
            queries.push_back({m_topics[partition.topic], partition.id, Domain::Offset(partition.end->value() - 1)});
    }
    if (queries.empty())
        return askFuture();
    m_cluster.requestRecordTimes(queries, BoundsDeadline, [this, queries, handle = m_handover.handle()](TimeAnswers reply) {
        handle.post([this, queries, reply = std::move(reply)] { takeEnds(queries, reply); });
    });
}

void TimelineSurvey::takeEnds(const std::vector<Domain::RecordTimeQuery> &queries, const TimeAnswers &answers)
{
    for (std::size_t i = 0; answers && i < std::min(queries.size(), answers->size()); ++i) {
        const Domain::RecordTimeAnswer &answer = (*answers)[i];
        for (std::size_t p = 0; p < log.partitions.size(); ++p) {
            if (m_topics[log.partitions[p].topic] != queries[i].topic || log.partitions[p].id != queries[i].partition || !answer.offset)
                continue;
            if (answer.timestamp.type == Domain::TimestampType::None)
                continue;
            log.partitions[p].timestampType = answer.timestamp.type;
            std::optional<qint64> &time = !m_times[p].first && queries[i].offset == *log.partitions[p].begin ? m_times[p].first : m_times[p].last;
            time = answer.timestamp.ms;
            if (m_times[p].first && *m_times[p].first < Year2000 && &time == &m_times[p].first)
                datedBefore2000 += log.partitions[p].span(); // or the look-up would have found a later one
        }
    }
    askFuture();
}

/// What stands behind a record dated after now cannot be looked up by time.
void TimelineSurvey::askFuture()
{
    std::vector<Domain::OffsetQuery> queries;
    std::vector<std::size_t> asked;
    for (std::size_t p = 0; p < log.partitions.size(); ++p) {
        if (log.partitions[p].span() == 0 || !m_times[p].last || *m_times[p].last <= log.latestTime)
            continue;
        queries.push_back({m_topics[log.partitions[p].topic], log.partitions[p].id, Kind::AtTime, log.latestTime + 1});
        asked.push_back(p);
    }
    if (queries.empty())
        return finish();
    m_cluster.requestOffsets(std::move(queries), Domain::IsolationLevel::Uncommitted, false, BoundsDeadline,
                             [this, asked, handle = m_handover.handle()](Answers reply) {
                                 handle.post([this, asked, reply = std::move(reply)] { takeFuture(asked, reply); });
                             });
}

void TimelineSurvey::takeFuture(const std::vector<std::size_t> &asked, const Answers &answers)
{
    reachesNow = true;
    for (std::size_t i = 0; answers && i < std::min(asked.size(), answers->size()); ++i) {
        TimelinePartition &partition = log.partitions[asked[i]];
        const Domain::OffsetAnswer &answer = (*answers)[i];
        if (!answer.error && answer.offset && *answer.offset < *partition.end)
            partition.sampledFrom = std::max(*answer.offset, *partition.begin);
    }
    finish();
}

void TimelineSurvey::finish()
{
    std::optional<qint64> first;
    std::optional<qint64> last;
    for (const qint64 earliest : {Year2000, std::numeric_limits<qint64>::min()}) { // odd times only where there are no others
        for (std::size_t p = 0; p < m_times.size(); ++p) {
            for (const std::optional<qint64> &time : {m_times[p].first, m_times[p].last}) {
                if (log.partitions[p].span() == 0 || !time || *time < earliest || *time > log.latestTime)
                    continue;
                first = std::min(first.value_or(*time), *time);
                last = std::max(last.value_or(*time), *time);
            }
        }
        if (first)
            break;
    }
    hasTimes = first.has_value() || reachesNow;
    if (hasTimes) {
        log.begin = first.value_or(m_now);
        log.end = reachesNow ? std::max(m_now, last.value_or(m_now) + 1) : *last + 1;
    }
    emit finished();
}

void TimelineSurvey::fail(Domain::Error reason)
{
    error = std::move(reason);
    emit finished();
}

} // namespace Session
