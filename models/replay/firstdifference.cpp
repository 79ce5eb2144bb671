// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/firstdifference.h"

#include "replay/recordshaper.h"
#include "replay/sourcereading.h"

#include <algorithm>
#include <deque>
#include <map>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using namespace std::chrono_literals;

namespace {

using Kind = Difference::Kind;

struct Parts
{
    Hash128 key = {};
    Hash128 value = {};
    Hash128 headers = {};
    std::optional<std::int64_t> timestampMs = {}; ///< none: not known, or the target's own
};

/// A record as it was sent.
struct Expected
{
    std::uint16_t sourceTopic = 0;
    std::int32_t sourcePartition = 0;
    std::int64_t sourceOffset = 0;
    std::string topic = {};
    std::optional<std::int32_t> partition = {}; ///< none: any
    Parts parts = {};
};

/// A record as it is.
struct Found
{
    Domain::PartitionName place = {};
    std::int64_t offset = 0;
    Parts parts = {};
};

using SourceKey = std::tuple<std::uint16_t, std::int32_t, std::int64_t>;

Parts partsOf(const Domain::Record &record, std::span<const Domain::Header> headers)
{
    Parts parts{bytesHash(record.key), bytesHash(record.value), headersHash(headers), {}};
    if (record.timestamp.type != Domain::TimestampType::LogAppend)
        parts.timestampMs = record.timestamp.type == Domain::TimestampType::None ? -1 : record.timestamp.ms;
    return parts;
}

std::optional<Kind> differing(const Parts &expected, const Parts &found)
{
    if (!(expected.key == found.key))
        return Kind::Key;
    if (!(expected.value == found.value))
        return Kind::Value;
    if (!(expected.headers == found.headers))
        return Kind::Headers;
    if (expected.timestampMs && found.timestampMs && *expected.timestampMs != *found.timestampMs)
        return Kind::Timestamp;
    return std::nullopt;
}

/// The source with nothing but the window in it.
Source sourceOf(const Plan &plan, const WindowEntry &window)
{
    Source source = plan.source;
    for (auto &[place, until] : source.read.untilPerPartition) {
        source.read.fromPerPartition[place] = Domain::AtOffset{Domain::Offset(0)};
        until = Domain::Offset(0);
    }
    for (const Advance &a : window.source) {
        const Domain::TopicPartition place{a.topic, Domain::PartitionId(a.partition)};
        source.read.fromPerPartition[place] = Domain::AtOffset{Domain::Offset(a.from)};
        source.read.untilPerPartition[place] = Domain::Offset(a.next);
    }
    return source;
}

Domain::Result<std::vector<Expected>> expectedOf(Domain::Cluster &cluster, const Plan &plan, const std::string &runId, const WindowEntry &window,
                                                 const std::stop_token &stop)
{
    auto shaper = RecordShaper::make(plan, runId);
    if (!shaper)
        return shaper.error();
    auto reading = SourceReading::open(cluster, sourceOf(plan, window), {});
    if (!reading)
        return reading.error();
    std::vector<Expected> expected;
    for (;;) {
        const SourceReading::Next next = (*reading)->next(50ms);
        if (stop.stop_requested())
            return Error{.code = ErrorCode::Cancelled};
        if (next == SourceReading::Next::End)
            break;
        if (next == SourceReading::Next::Nothing)
            continue;
        for (const Domain::Record &record : (*reading)->block().records()) {
            if ((*shaper)->shape(record) != RecordShaper::Shape::Send)
                continue;
            const Domain::OutgoingRecord &out = (*shaper)->outgoing();
            Expected e{record.topic, record.partition.value(), record.offset.value(), (*shaper)->targetTopic()};
            if (out.partition)
                e.partition = out.partition->value();
            e.parts = {bytesHash(out.key), bytesHash(out.value), headersHash((*shaper)->ownHeaders()), {}};
            if ((*shaper)->isTimeOfSource())
                e.parts.timestampMs = out.timestampMs;
            expected.push_back(std::move(e));
        }
    }
    if (!(*reading)->complete())
        return (*reading)->error().value_or(Error{.code = ErrorCode::Internal, .args = {{"what", "reading the source"}}});
    std::sort(expected.begin(), expected.end(), [](const Expected &a, const Expected &b) {
        return std::tie(a.sourceTopic, a.sourcePartition, a.sourceOffset) < std::tie(b.sourceTopic, b.sourcePartition, b.sourceOffset);
    });
    return expected;
}

Difference differenceOf(const Plan &plan, const Expected &expected, Kind kind, const Found *found)
{
    Difference difference{.kind = kind,
                          .sourceTopic = plan.source.read.topics[expected.sourceTopic],
                          .sourcePartition = Domain::PartitionId(expected.sourcePartition),
                          .sourceOffset = Domain::Offset(expected.sourceOffset),
                          .topic = expected.topic,
                          .partition = Domain::PartitionId(expected.partition.value_or(-1))};
    if (found != nullptr) {
        difference.topic = found->place.topic;
        difference.partition = found->place.partition;
        difference.offset = Domain::Offset(found->offset);
    }
    return difference;
}

/// By topic: a scan reads one.
Domain::Status scanAll(Domain::Cluster &target, const std::vector<ScanRange> &ranges, const std::stop_token &stop,
                       const std::function<void(const std::string &, const Domain::Record &)> &visit)
{
    std::map<std::string, std::vector<ScanRange>> byTopic;
    for (const ScanRange &range : ranges)
        byTopic[range.place.topic].push_back(range);
    for (const auto &[topic, ofTopic] : byTopic) {
        const Domain::Status scanned = scanTarget(target, ofTopic, stop, [&, &name = topic](const Domain::Record &record) {
            visit(name, record);
            return true;
        });
        if (!scanned)
            return scanned;
    }
    return std::monostate{};
}

/// Each record says where it comes from.
std::optional<Difference> compareByProvenance(const Plan &plan, const std::vector<Expected> &expected, std::map<SourceKey, std::vector<Found>> &found,
                                              const std::set<Domain::PartitionName> &thinned)
{
    for (const Expected &e : expected) {
        const auto there = found.find({e.sourceTopic, e.sourcePartition, e.sourceOffset});
        if (there == found.end() && (e.partition ? thinned.contains({e.topic, Domain::PartitionId(*e.partition)}) : !thinned.empty()))
            continue;
        if (there == found.end())
            return differenceOf(plan, e, Kind::Lost, nullptr);
        if (there->second.size() > 1)
            return differenceOf(plan, e, Kind::Doubled, &there->second.back());
        const Found &f = there->second.front();
        if (f.place.topic != e.topic || (e.partition && f.place.partition.value() != *e.partition))
            return differenceOf(plan, e, Kind::Partition, &f);
        if (const auto kind = differing(e.parts, f.parts))
            return differenceOf(plan, e, *kind, &f);
        found.erase(there);
    }
    if (found.empty())
        return std::nullopt;
    const Found &surplus = found.begin()->second.front();
    return Difference{.kind = Kind::Foreign, .topic = surplus.place.topic, .partition = surplus.place.partition, .offset = Domain::Offset(surplus.offset)};
}

/// Nothing says where a record comes from, but each partition has them in the order in which they were sent: what stands at the next place must be
/// the next one of some partition of the source.
class OrderedComparison
{
public:
    OrderedComparison(const Plan &plan, const std::vector<Expected> &expected, const std::set<Domain::PartitionName> &thinned) : m_plan(plan), m_thinned(thinned)
    {
        for (const Expected &e : expected)
            m_queues[{e.sourceTopic, e.sourcePartition}].push_back(&e);
    }

    /// `found`: none where the record of that offset is gone.
    std::optional<Difference> compare(const Domain::PartitionName &place, std::int64_t offset, const Found *found)
    {
        const Expected *first = nullptr;
        Queue *firstQueue = nullptr;
        for (auto &[source, queue] : m_queues) {
            const auto next = nextOf(queue, place);
            if (next == queue.end())
                continue;
            if (found != nullptr && !differing((*next)->parts, found->parts)) {
                queue.erase(next);
                return std::nullopt;
            }
            if (first == nullptr) {
                first = *next;
                firstQueue = &queue;
            }
        }
        if (found == nullptr && first != nullptr && m_thinned.contains(place)) {
            firstQueue->erase(nextOf(*firstQueue, place));
            return std::nullopt;
        }
        if (first == nullptr)
            return found == nullptr ? std::nullopt : std::optional(Difference{.kind = Kind::Foreign, .topic = place.topic, .partition = place.partition, .offset = Domain::Offset(offset)});
        if (found == nullptr)
            return differenceOf(m_plan, *first, Kind::Lost, nullptr);
        return differenceOf(m_plan, *first, isLater(*first, *found) ? Kind::Order : *differing(first->parts, found->parts), found);
    }

private:
    using Queue = std::deque<const Expected *>;

    static Queue::iterator nextOf(Queue &queue, const Domain::PartitionName &place)
    {
        return std::find_if(queue.begin(), queue.end(), [&place](const Expected *e) {
            return e->topic == place.topic && (!e->partition || *e->partition == place.partition.value());
        });
    }
    /// The record that was found is a later one.
    bool isLater(const Expected &first, const Found &found) const
    {
        const Queue &queue = m_queues.at({first.sourceTopic, first.sourcePartition});
        return std::any_of(queue.begin(), queue.end(), [&found](const Expected *e) { return !differing(e->parts, found.parts); });
    }

    const Plan &m_plan;
    const std::set<Domain::PartitionName> &m_thinned;
    std::map<std::pair<std::uint16_t, std::int32_t>, Queue> m_queues;
};

Domain::Result<std::optional<Difference>> differenceOnce(Domain::Cluster &target, const Plan &plan, const std::string &runId, const WindowEntry &window,
                                                         const std::vector<Expected> &expected, const std::vector<ScanRange> &ranges,
                                                         const std::set<Domain::PartitionName> &thinned, const std::stop_token &stop)
{
    std::map<SourceKey, std::vector<Found>> found;
    const std::vector<std::string> &topics = plan.source.read.topics;
    const Domain::Status scanned = scanAll(target, ranges, stop, [&](const std::string &topic, const Domain::Record &record) {
        const auto from = provenanceOf(record, runId);
        const auto source = from && from->isReadable ? std::find(topics.begin(), topics.end(), from->topic) : topics.end();
        const auto number = static_cast<std::uint16_t>(source - topics.begin());
        const bool isOfWindow = source != topics.end() && std::any_of(window.source.begin(), window.source.end(), [&](const Advance &a) {
            return a.topic == number && a.partition == from->partition && from->offset >= a.from && from->offset < a.next;
        });
        if (!isOfWindow)
            return;
        std::vector<Domain::Header> own(record.headers.begin(), record.headers.end());
        own.erase(own.begin() + static_cast<std::ptrdiff_t>(from->header), own.begin() + static_cast<std::ptrdiff_t>(from->header) + 2);
        found[{number, from->partition, from->offset}].push_back({{topic, record.partition}, record.offset.value(), partsOf(record, own)});
    });
    if (!scanned)
        return scanned.error();
    return compareByProvenance(plan, expected, found, thinned);
}

Domain::Result<std::optional<Difference>> differenceCounted(Domain::Cluster &target, const Plan &plan, const WindowEntry &window, const std::vector<Expected> &expected,
                                                            const std::set<Domain::PartitionName> &thinned, const std::stop_token &stop)
{
    OrderedComparison comparison(plan, expected, thinned);
    for (const Landed &landed : window.target) {
        const Domain::PartitionName place{landed.topic, Domain::PartitionId(landed.partition)};
        std::map<std::int64_t, Found> found;
        const Domain::Status scanned = scanTarget(target, {{place, landed.runs.front().first, landed.runs.back().second}}, stop, [&](const Domain::Record &record) {
            found[record.offset.value()] = {place, record.offset.value(), partsOf(record, record.headers)};
            return true;
        });
        if (!scanned)
            return scanned.error();
        for (const auto &[from, until] : landed.runs)
            for (std::int64_t offset = from; offset < until; ++offset) {
                const auto there = found.find(offset);
                if (const auto difference = comparison.compare(place, offset, there == found.end() ? nullptr : &there->second))
                    return difference;
            }
    }
    return std::optional<Difference>();
}

} // namespace

Domain::Result<std::optional<Difference>> firstDifference(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::string &runId,
                                                          const WindowEntry &window, const std::vector<ScanRange> &ranges,
                                                          const std::set<Domain::PartitionName> &thinned, const std::stop_token &stop)
{
    const auto expected = expectedOf(source, plan, runId, window, stop);
    if (!expected)
        return expected.error();
    if (plan.mode == Mode::VerifiedOnce)
        return differenceOnce(target, plan, runId, window, *expected, ranges, thinned, stop);
    return differenceCounted(target, plan, window, *expected, thinned, stop);
}

} // namespace Replay
