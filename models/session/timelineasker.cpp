// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelineasker.h"

#include <algorithm>

namespace Session {

using namespace std::chrono_literals;
using Kind = Domain::OffsetQuery::Kind;

namespace {

constexpr std::chrono::milliseconds AnswerDeadline = 30s;
constexpr std::chrono::milliseconds Patience = 2s;
constexpr qint64 QuickMs = 50;  ///< a batch that is faster than this may be larger: the way there and back costs more than it
constexpr qint64 LongMs = 120;  ///< a newer wish should not wait longer
constexpr std::size_t MostEdgesAtOnce = 32;
constexpr std::size_t MostSamples = 4096; ///< of one request: Domain::Cluster

} // namespace

TimelineAsker::TimelineAsker(Domain::Cluster &cluster, const std::vector<std::string> &topics, TimelineLog &log, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_topics(topics), m_log(log), m_handover(std::in_place, this)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_waitingFor = m_underWay;
        if (m_underWay.size() == 1)
            m_log.partitions[m_underWay.front()].isSlow = true;
        emit waitChanged();
    });
}

void TimelineAsker::abandon()
{
    m_handover.reset();
    m_patience.stop();
}

void TimelineAsker::add(Asked &asked, std::size_t p, Kind kind, qint64 ms) const
{
    asked.queries.push_back({m_topics[m_log.partitions[p].topic], m_log.partitions[p].id, kind, ms});
    asked.partitions.push_back(p);
}

/// While asking partition by partition: the one whose turn it is, slow ones last.
std::optional<std::size_t> TimelineAsker::partitionToAsk(const std::vector<qint64> &wanted) const
{
    for (const bool slow : {false, true})
        for (std::size_t p = 0; p < m_log.partitions.size(); ++p)
            if (m_log.partitions[p].isSlow == slow && std::any_of(wanted.begin(), wanted.end(), [&](qint64 edge) { return !m_log.isKnown(edge, p); }))
                return p;
    return std::nullopt;
}

bool TimelineAsker::askEdges(const std::vector<qint64> &wanted, bool first)
{
    const std::optional<std::size_t> only = m_splits ? partitionToAsk(wanted) : std::nullopt;
    Asked asked;
    std::size_t edges = 0;
    for (const qint64 edge : wanted) {
        if (edges == m_edgesAtOnce && !first)
            break;
        const std::size_t before = asked.queries.size();
        for (std::size_t p = only.value_or(0); p < (only ? *only + 1 : m_log.partitions.size()); ++p)
            if (!m_log.isKnown(edge, p))
                add(asked, p, Kind::AtTime, edge);
        edges += asked.queries.size() > before;
    }
    if (asked.queries.empty())
        return false;
    send(std::move(asked), !first);
    return true;
}

void TimelineAsker::askEnds(const std::vector<qint64> &edges, bool times)
{
    Asked asked;
    for (std::size_t p = 0; p < m_log.partitions.size(); ++p) {
        if (!m_log.partitions[p].isCounted())
            continue;
        add(asked, p, Kind::End, 0);
        if (times)
            add(asked, p, Kind::MaxTimestamp, 0);
        for (const qint64 edge : edges)
            add(asked, p, Kind::AtTime, edge);
    }
    send(std::move(asked), true);
}

void TimelineAsker::begin(std::vector<std::size_t> partitions)
{
    std::sort(partitions.begin(), partitions.end());
    partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
    m_underWay = std::move(partitions);
    m_isBusy = true;
    m_sinceSent.start();
    m_patience.start();
}

void TimelineAsker::end()
{
    m_isBusy = false;
    m_patience.stop();
    const bool wasSlow = !m_waitingFor.empty();
    if (m_underWay.size() == 1 && m_splits)
        m_log.partitions[m_underWay.front()].isSlow = wasSlow;
    m_quickInTurn = wasSlow ? 0 : m_quickInTurn + 1;
    // Whoever was slow is not slow any more: all together again.
    m_splits = wasSlow || (m_splits && m_quickInTurn <= 2 * m_log.partitions.size());
    if (wasSlow || m_sinceSent.elapsed() > LongMs)
        m_edgesAtOnce = std::max<std::size_t>(1, m_edgesAtOnce / 2);
    else if (m_sinceSent.elapsed() < QuickMs)
        m_edgesAtOnce = std::min(MostEdgesAtOnce, m_edgesAtOnce * 2);
    const bool hadWaited = !m_waitingFor.empty();
    m_waitingFor.clear();
    if (hadWaited)
        emit waitChanged();
    emit answered();
}

void TimelineAsker::send(Asked asked, bool bulk)
{
    begin(asked.partitions);
    std::vector<Domain::OffsetQuery> queries = asked.queries;
    // High means the high watermark: uncommitted.
    m_cluster.requestOffsets(std::move(queries), Domain::IsolationLevel::Uncommitted, bulk, AnswerDeadline,
                             [this, asked = std::move(asked), handle = m_handover->handle()](Answers reply) {
                                 handle.post([this, asked, reply = std::move(reply)] { take(asked, reply); });
                             });
}

void TimelineAsker::take(const Asked &asked, const Answers &answers)
{
    m_error = answers ? std::nullopt : std::optional(answers.error());
    for (std::size_t i = 0; answers && i < asked.queries.size(); ++i) {
        TimelinePartition &partition = m_log.partitions[asked.partitions[i]];
        const Domain::OffsetAnswer answer = i < answers->size() ? (*answers)[i] : Domain::OffsetAnswer{.error = Domain::Error{}};
        const Domain::OffsetQuery &query = asked.queries[i];
        if (query.kind == Kind::MaxTimestamp) { // brokers before 3.0 do not know it
            if (!answer.error && answer.offset)
                m_log.lastTime = std::max(m_log.lastTime.value_or(m_log.begin), std::min<qint64>(answer.timestampMs, m_log.latestTime));
        } else if (answer.error) {
            partition.error = answer.error;
        } else if (query.kind == Kind::AtTime) {
            m_log.setLookUp(query.ms, asked.partitions[i], answer.offset, answer.timestampMs);
        } else if (answer.offset && partition.end) {
            partition.end = std::max(*partition.end, *answer.offset);
        }
    }
    end();
}

bool TimelineAsker::askSamples(int each, qint64 from, qint64 to)
{
    std::vector<Domain::RecordTimeQuery> queries;
    std::vector<std::size_t> partitions;
    for (std::size_t p = 0; p < m_log.partitions.size(); ++p) {
        const TimelinePartition &partition = m_log.partitions[p];
        if (partition.span() == 0 || (m_log.method != TimelineLog::Method::Sample && !partition.sampledFrom))
            continue;
        TimelineSamples &samples = m_log.samples[p];
        const qint64 first = partition.sampledFrom.value_or(*partition.begin).value();
        const bool isPart = from < to && !samples.isEmpty();
        const qint64 low = isPart ? std::max(first, partition.begin->value() + m_log.below(p, from)) : first;
        const qint64 high = std::max(low, isPart ? partition.begin->value() + m_log.below(p, to) : partition.end->value()) - 1;
        for (int i = 0; i < each && queries.size() < MostSamples; ++i) {
            const qint64 offset = low + static_cast<qint64>(static_cast<double>(high - low) * i / std::max(1, each - 1));
            if (offset > high || samples.wasAsked(offset))
                continue;
            samples.noteAsked(offset);
            queries.push_back({m_topics[partition.topic], partition.id, Domain::Offset(offset)});
            partitions.push_back(p);
        }
    }
    if (queries.empty())
        return false;
    begin(partitions);
    m_cluster.requestRecordTimes(std::move(queries), AnswerDeadline, [this, partitions, handle = m_handover->handle()](TimeAnswers reply) {
        handle.post([this, partitions, reply = std::move(reply)] { takeSamples(partitions, reply); });
    });
    return true;
}

void TimelineAsker::askTypes()
{
    std::vector<Domain::RecordTimeQuery> queries;
    std::vector<std::size_t> partitions;
    for (std::size_t p = 0; p < m_log.partitions.size(); ++p) {
        if (m_log.partitions[p].span() == 0 || m_log.partitions[p].timestampType != Domain::TimestampType::None)
            continue;
        queries.push_back({m_topics[m_log.partitions[p].topic], m_log.partitions[p].id, *m_log.partitions[p].begin});
        partitions.push_back(p);
    }
    if (queries.empty() || queries.size() > MostSamples)
        return;
    m_typesAsked = true;
    m_cluster.requestRecordTimes(std::move(queries), AnswerDeadline, [this, partitions, handle = m_handover->handle()](TimeAnswers reply) {
        handle.post([this, partitions, reply = std::move(reply)] { takeTypes(partitions, reply); });
    });
}

void TimelineAsker::takeTypes(const std::vector<std::size_t> &partitions, const TimeAnswers &answers)
{
    for (std::size_t i = 0; answers && i < std::min(partitions.size(), answers->size()); ++i)
        if (const Domain::RecordTimeAnswer &answer = (*answers)[i]; !answer.error && answer.offset)
            m_log.partitions[partitions[i]].timestampType = answer.timestamp.type;
    m_typesAsked = false;
    emit typesKnown();
}

void TimelineAsker::takeSamples(const std::vector<std::size_t> &partitions, const TimeAnswers &answers)
{
    m_error = answers ? std::nullopt : std::optional(answers.error());
    for (std::size_t i = 0; answers && i < std::min(partitions.size(), answers->size()); ++i) {
        const Domain::RecordTimeAnswer &answer = (*answers)[i];
        TimelinePartition &partition = m_log.partitions[partitions[i]];
        if (answer.error)
            partition.error = answer.error;
        if (answer.error || !answer.offset)
            continue;
        partition.timestampType = answer.timestamp.type;
        if (answer.timestamp.type != Domain::TimestampType::None)
            m_log.samples[partitions[i]].add(answer.offset->value(), answer.timestamp.ms);
    }
    end();
}

} // namespace Session
