// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/sourcereading.h"

#include <algorithm>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using std::chrono::milliseconds;

namespace {

constexpr int readAheadKilobytes = 8 * 1024;
constexpr milliseconds statusInterval{50}; ///< how soon the end of the read is seen where no block tells of it

/// Fills the pipe for one reading thread.
class PipeSink final : public Domain::RecordSink
{
public:
    PipeSink(std::shared_ptr<const Source> source, std::shared_ptr<RecordPipe> pipe)
        : m_source(std::move(source)), m_pipe(std::move(pipe)), m_block(std::make_unique<RecordBlock>())
    {
        // With bounds fixed the plan's own times are not looked at by who reads: see fixBounds().
        if (const auto *from = std::get_if<Domain::AtTime>(&m_source->read.from))
            m_fromMs = from->ms;
        if (const auto *until = std::get_if<Domain::UntilTime>(&m_source->read.until))
            m_untilMs = until->ms;
        m_isBounded = std::ranges::equal(m_source->read.fromPerPartition, m_source->read.untilPerPartition, {}, &std::pair<const Domain::TopicPartition, Domain::SeekTarget>::first,
                                         &std::pair<const Domain::TopicPartition, Domain::Offset>::first);
    }
    PipeSink(const PipeSink &) = delete;
    PipeSink &operator=(const PipeSink &) = delete;
    ~PipeSink() override
    {
        publish();
        m_pipe->wake();
    }

    bool wants(const Domain::Record &record) override
    {
        return m_block && isInTime(record.timestamp) && isAmongOffsets(record) && isInBounds(record);
    }

    void record(const Domain::Record &record) override
    {
        if (!m_block || m_block->add(record))
            return;
        ship();
        if (m_block)
            m_block->add(record);
    }

    void gap(const Domain::Gap &gap) override
    {
        if (m_block)
            m_block->add(gap);
    }

    /// Whatever there is: what is not handed over now might lie here until the broker sends more.
    void publish() override
    {
        if (m_block && !m_block->isEmpty())
            ship();
    }

    bool isFull() const override { return !m_block; }

private:
    void ship() { m_block = m_pipe->put(std::move(m_block)); }

    bool isInTime(const Domain::Timestamp &timestamp) const
    {
        if (timestamp.type == Domain::TimestampType::None)
            return true;
        return (!m_fromMs || timestamp.ms >= *m_fromMs) && (!m_untilMs || timestamp.ms < *m_untilMs);
    }

    bool isAmongOffsets(const Domain::Record &record)
    {
        if (m_source->only.empty())
            return true;
        const Domain::TopicPartition place{record.topic, record.partition};
        if (!m_offsets || place != m_place) {
            const auto found = m_source->only.find(place);
            if (found == m_source->only.end())
                return false;
            m_place = place;
            m_offsets = &found->second;
        }
        return std::binary_search(m_offsets->begin(), m_offsets->end(), record.offset);
    }

    /// A partition that was added after the bounds were fixed has none.
    bool isInBounds(const Domain::Record &record)
    {
        const auto &bounds = m_source->read.untilPerPartition;
        if (!m_isBounded || bounds.empty())
            return true;
        const Domain::TopicPartition place{record.topic, record.partition};
        if (!m_bounded || place != *m_bounded) {
            if (!bounds.contains(place))
                return false;
            m_bounded = place;
        }
        return true;
    }

    std::shared_ptr<const Source> m_source;
    std::shared_ptr<RecordPipe> m_pipe;
    std::unique_ptr<RecordBlock> m_block; ///< null: closed, nobody wants more
    std::optional<std::int64_t> m_fromMs;
    std::optional<std::int64_t> m_untilMs;
    Domain::TopicPartition m_place;
    const std::vector<Domain::Offset> *m_offsets = nullptr;
    bool m_isBounded = false; ///< every partition has both bounds, as fixBounds() makes them
    std::optional<Domain::TopicPartition> m_bounded;
};

Error refused(const char *problem, const char *detail)
{
    return {.code = ErrorCode::ReplayRefused, .args = {{"problem", problem}, {"detail", detail}}};
}

Domain::ReadPlan readPlanOf(const Source &source, const SourceReading::Options &options)
{
    Domain::ReadPlan plan = source.read;
    plan.order = options.order;
    plan.newestFirst = false;
    plan.readAheadKilobytes = readAheadKilobytes;
    for (const auto &[place, offset] : options.from)
        plan.fromPerPartition[place] = Domain::AtOffset{offset};
    return plan;
}

/// Offsets of the gap that were to be replayed.
std::uint64_t wantedOffsets(const Source &source, const Domain::Gap &gap)
{
    if (source.only.empty())
        return static_cast<std::uint64_t>(std::max<std::int64_t>(gap.span().value(), 0));
    const auto found = source.only.find({gap.topic, gap.partition});
    if (found == source.only.end())
        return 0;
    const std::vector<Domain::Offset> &offsets = found->second;
    return static_cast<std::uint64_t>(std::lower_bound(offsets.begin(), offsets.end(), gap.to) - std::lower_bound(offsets.begin(), offsets.end(), gap.from));
}

} // namespace

Domain::Result<std::unique_ptr<SourceReading>> SourceReading::open(Domain::Cluster &cluster, const Source &source, const Options &options)
{
    if (source.read.isLive())
        return refused("no-end", "the source has no end");
    if (source.read.limit)
        return refused("limit", "a number of records is no bound that a second read would keep");
    std::shared_ptr<const Search::Filter> filter;
    if (source.filter) {
        auto compiled = Search::Filter::compile(*source.filter);
        if (!compiled)
            return compiled.error();
        filter = *compiled;
    }
    std::unique_ptr<SourceReading> reading(new SourceReading(std::make_shared<const Source>(source), options.bufferBytes));
    Domain::RecordSinkFactory sinks = [kept = reading->m_source, pipe = reading->m_pipe] { return std::make_unique<PipeSink>(kept, pipe); };
    if (filter) {
        reading->m_counters = std::make_shared<Search::ScanCounters>();
        sinks = Search::matchingSinks({.filter = filter, .topics = std::make_shared<const std::vector<std::string>>(source.read.topics)}, reading->m_counters,
                                      std::move(sinks));
    }
    reading->m_read = cluster.startRead(readPlanOf(source, options), std::move(sinks));
    return reading;
}

SourceReading::SourceReading(std::shared_ptr<const Source> source, std::size_t bufferBytes)
    : m_source(std::move(source)), m_pipe(std::make_shared<RecordPipe>(bufferBytes))
{
}

SourceReading::~SourceReading()
{
    stop();
}

void SourceReading::stop()
{
    m_pipe->close();
    if (m_read)
        m_read->stop();
}

SourceReading::Next SourceReading::next(milliseconds wait)
{
    if (m_block)
        m_pipe->giveBack(std::move(m_block));
    const auto deadline = std::chrono::steady_clock::now() + wait;
    for (;;) {
        // In this order: what was put before the read became final is then found.
        lookAtStatus();
        const bool isOver = Domain::isFinal(m_status.state);
        const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
        m_block = m_pipe->take(isOver ? milliseconds(0) : std::clamp(left, milliseconds(0), statusInterval));
        if (m_block) {
            countVanished();
            return Next::Block;
        }
        if (isOver)
            return Next::End;
        if (left <= milliseconds(0))
            return Next::Nothing;
    }
}

void SourceReading::lookAtStatus()
{
    const std::uint64_t generation = m_read->statusGeneration();
    if (generation == m_generation)
        return;
    m_generation = generation;
    m_status = m_read->status();
}

void SourceReading::countVanished()
{
    for (const RecordBlock::PlacedGap &placed : m_block->gaps())
        if (placed.gap.reason == Domain::GapReason::Retention || placed.gap.reason == Domain::GapReason::Refused)
            m_vanished += wantedOffsets(*m_source, placed.gap);
}

std::optional<Error> SourceReading::error() const
{
    if (m_status.error)
        return m_status.error;
    for (const Domain::PartitionProgress &partition : m_status.partitions)
        if (partition.error)
            return partition.error;
    return std::nullopt;
}

} // namespace Replay
