// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/readrange.h"
#include "domain/unixtime.h"
#include "replay/asking.h"
#include "replay/dryrun.h"

#include <algorithm>
#include <limits>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using Domain::IsolationLevel;
using Domain::Offset;
using Domain::OffsetAnswer;
using Domain::OffsetQuery;
using Domain::TopicPartition;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t singleTopics = 8; ///< more of them: all topics at once

/// Asks what is needed to turn the plan of a source into offsets.
class BoundsFinder
{
public:
    BoundsFinder(Domain::Cluster &cluster, Source &source, milliseconds wait, const std::stop_token &stop)
        : m_cluster(cluster), m_source(source), m_deadline(Clock::now() + wait), m_stop(stop)
    {
    }

    std::optional<Error> run()
    {
        if (m_source.read.limit)
            return Error{.code = ErrorCode::ReplayRefused, .args = {{"problem", "limit"}, {"detail", "a number of records is no bound that a second read would keep"}}};
        m_source.read.newestFirst = false;
        if (m_source.read.isLive())
            m_source.read.until = Domain::UntilEnd{};
        if (auto error = findPlaces())
            return error;
        for (const auto &ask : {&BoundsFinder::askOwnEnds, &BoundsFinder::askHighWatermarks})
            if (auto error = (this->*ask)())
                return error;
        for (const TopicPartition &place : m_places)
            if (auto error = fix(place))
                return error;
        return std::nullopt;
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Known
    {
        Domain::LogBounds bounds = {};
        std::optional<Offset> untilTime = {}; ///< first record beyond the end in time
        std::optional<Error> error = {};
    };

    milliseconds left() const { return std::max(std::chrono::ceil<milliseconds>(m_deadline - Clock::now()), milliseconds(1)); }
    const std::string &topicOf(const TopicPartition &place) const { return m_source.read.topics[place.topic]; }

    std::optional<Error> findPlaces()
    {
        const std::vector<std::string> &topics = m_source.read.topics;
        std::optional<Domain::ClusterSnapshot> all;
        for (std::size_t i = 0; i < topics.size(); ++i) {
            if (!all || topics.size() <= singleTopics) {
                auto answer = ask<Domain::ClusterSnapshot>(m_cluster, left(), m_stop, [&](auto reply) {
                    return m_cluster.requestMetadata(topics.size() <= singleTopics ? topics[i] : std::string(), left(), std::move(reply));
                });
                if (!answer)
                    return answer.error();
                all = std::move(answer).value();
            }
            if (auto error = addTopic(*all, static_cast<std::uint16_t>(i)))
                return error;
        }
        return std::nullopt;
    }

    std::optional<Error> addTopic(const Domain::ClusterSnapshot &snapshot, std::uint16_t index)
    {
        const std::string &name = m_source.read.topics[index];
        if (m_source.clusterId.empty())
            m_source.clusterId = snapshot.clusterId;
        const Domain::Topic *const topic = snapshot.topic(name);
        if (!topic)
            return Error{.code = ErrorCode::UnknownTopic, .args = {{"topic", name}}};
        if (topic->error)
            return topic->error;
        std::vector<Domain::PartitionId> existing;
        for (const Domain::Partition &partition : topic->partitions)
            existing.push_back(partition.id);
        const auto chosen = Domain::choosePartitions(m_source.read, index, existing);
        if (!chosen)
            return chosen.error();
        for (const Domain::PartitionId id : *chosen)
            m_places.push_back({index, id});
        return std::nullopt;
    }

    /// Where the source ends in time, if a look-up can tell: not where the end lies in the future.
    std::optional<std::int64_t> endTime(const TopicPartition &place) const
    {
        const Domain::ReadUntil until = Domain::untilOf(m_source.read, place);
        const auto *time = std::get_if<Domain::UntilTime>(&until);
        if (!time || !m_cluster.canLookUpTimes())
            return std::nullopt;
        const std::int64_t lateness = std::max<std::int64_t>(time->latenessMs, 0);
        if (time->ms > std::numeric_limits<std::int64_t>::max() - lateness)
            return std::nullopt;
        const std::int64_t end = time->ms + lateness;
        return end >= 0 && end <= m_nowMs ? std::optional(end) : std::nullopt;
    }

    std::optional<Error> askOwnEnds()
    {
        std::vector<OffsetQuery> queries;
        std::vector<std::function<void(Known &, const OffsetAnswer &)>> takers;
        std::vector<TopicPartition> places;
        const auto add = [&](const TopicPartition &place, OffsetQuery::Kind kind, std::int64_t ms, auto taker) {
            queries.push_back({topicOf(place), place.partition, kind, ms});
            places.push_back(place);
            takers.emplace_back(taker);
        };
        for (const TopicPartition &place : m_places) {
            add(place, OffsetQuery::Kind::Beginning, 0, [](Known &known, const OffsetAnswer &answer) { known.bounds.low = answer.offset.value_or(Offset(0)); });
            add(place, OffsetQuery::Kind::End, 0, [](Known &known, const OffsetAnswer &answer) { known.bounds.end = answer.offset.value_or(Offset(0)); });
            if (const auto ms = Domain::timeToLookUp(m_source.read, place, m_cluster.canLookUpTimes()))
                add(place, OffsetQuery::Kind::AtTime, *ms, [](Known &known, const OffsetAnswer &answer) { known.bounds.atTime = answer.offset; });
            if (const auto ms = endTime(place))
                add(place, OffsetQuery::Kind::AtTime, *ms, [this](Known &known, const OffsetAnswer &answer) {
                    // A record dated in the future tells nothing about what follows it.
                    if (answer.timestampMs <= m_nowMs)
                        known.untilTime = answer.offset;
                });
        }
        return askOffsets(std::move(queries), m_source.read.isolation, places, takers);
    }

    std::optional<Error> askHighWatermarks()
    {
        if (m_source.read.isolation != IsolationLevel::Committed || m_cluster.isRecording())
            return std::nullopt;
        std::vector<OffsetQuery> queries;
        for (const TopicPartition &place : m_places)
            queries.push_back({topicOf(place), place.partition, OffsetQuery::Kind::End, 0});
        const std::vector<std::function<void(Known &, const OffsetAnswer &)>> takers(
            m_places.size(), [](Known &known, const OffsetAnswer &answer) { known.bounds.high = answer.offset; });
        return askOffsets(std::move(queries), IsolationLevel::Uncommitted, m_places, takers);
    }

    std::optional<Error> askOffsets(std::vector<OffsetQuery> queries, IsolationLevel isolation, const std::vector<TopicPartition> &places,
                                    const std::vector<std::function<void(Known &, const OffsetAnswer &)>> &takers)
    {
        const auto answers = ask<std::vector<OffsetAnswer>>(m_cluster, left(), m_stop, [&](auto reply) {
            return m_cluster.requestOffsets(std::move(queries), isolation, false, left(), std::move(reply));
        });
        if (!answers)
            return answers.error();
        for (std::size_t i = 0; i < answers->size() && i < takers.size(); ++i) {
            Known &known = m_known[places[i]];
            if ((*answers)[i].error)
                return (*answers)[i].error;
            takers[i](known, (*answers)[i]);
        }
        return std::nullopt;
    }

    std::optional<Error> fix(const TopicPartition &place)
    {
        const Known &known = m_known[place];
        const auto range = Domain::resolvePartition(m_source.read, place, known.bounds, m_cluster.canLookUpTimes());
        if (range.error)
            return range.error;
        Offset begin = range.begin;
        Offset end = range.end.value_or(known.bounds.end);
        std::optional<Offset> wanted = known.bounds.high; // how far it would go without open transactions
        const Domain::ReadUntil until = Domain::untilOf(m_source.read, place);
        if (const auto *at = std::get_if<Domain::UntilOffset>(&until); at && wanted)
            wanted = std::min(*wanted, at->offset);
        if (known.untilTime && *known.untilTime > begin && *known.untilTime < end) {
            end = *known.untilTime;
            wanted = end;
        }
        if (!m_source.only.empty()) {
            const auto chosen = m_source.only.find(place);
            const bool hasAny = chosen != m_source.only.end() && !chosen->second.empty();
            begin = hasAny ? chosen->second.front() : begin; // what was removed meanwhile is to be missed
            end = hasAny ? std::min(chosen->second.back() + Domain::OffsetSpan(1), end) : begin;
            wanted = end;
        }
        end = std::max(begin, end);
        if (wanted && *wanted > end)
            m_source.leftOut[place] = (*wanted - end).value();
        m_source.read.fromPerPartition[place] = Domain::AtOffset{begin};
        m_source.read.untilPerPartition[place] = end;
        return std::nullopt;
    }

    Domain::Cluster &m_cluster;
    Source &m_source;
    const Clock::time_point m_deadline;
    const std::stop_token &m_stop;
    const std::int64_t m_nowMs = Domain::unixNowMs();
    std::vector<TopicPartition> m_places;
    std::map<TopicPartition, Known> m_known;
};

} // namespace

Domain::Result<Source> fixBounds(Domain::Cluster &cluster, Source source, milliseconds wait, const std::stop_token &stop)
{
    if (auto error = BoundsFinder(cluster, source, wait, stop).run())
        return *error;
    return source;
}

} // namespace Replay
