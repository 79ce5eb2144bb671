// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/steprun.h"
#include "search/expression.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace Replay {

namespace {

class RekeyRun final : public StepRun
{
public:
    explicit RekeyRun(std::unique_ptr<Search::Expression::Evaluation> evaluation) : m_evaluation(std::move(evaluation)) {}

    Problem apply(StepRecord &record, const StepContext &context) override
    {
        const Domain::Record current = currentRecord(record, context.source);
        const auto result = m_evaluation->evaluate(&current, context.topic);
        if (!result)
            return result.error().arg("problem");
        if (result->type == Search::Cel::Type::Null) {
            record.key.reset();
            return std::nullopt;
        }
        const std::optional<std::string> text = plainText(*result);
        if (!text)
            return "the expression gives a number that JSON cannot hold";
        std::string &made = record.make();
        made = *text;
        record.key = made;
        return std::nullopt;
    }

private:
    std::unique_ptr<Search::Expression::Evaluation> m_evaluation;
};

/// Which headers of a dead-letter queue tell where a record first was.
struct OriginHeaders
{
    std::string topic;
    std::string partition; ///< empty: not told
    bool isBinary = false; ///< the partition: 4 bytes, big-endian
    std::string prefix;    ///< of all that the queue has added; empty: only the two
};

OriginHeaders headersOf(const OriginalPlaceStep &step)
{
    switch (step.origin) {
    case Origin::Spring: return {"kafka_dlt-original-topic", "kafka_dlt-original-partition", true, "kafka_dlt-"};
    case Origin::Connect: return {"__connect.errors.topic", "__connect.errors.partition", false, "__connect.errors."};
    case Origin::Plain: break;
    }
    return {step.topicHeader, step.partitionHeader, false, {}};
}

std::optional<std::int32_t> partitionOf(std::string_view bytes, bool isBinary)
{
    std::int32_t partition = -1;
    if (isBinary) {
        if (bytes.size() != sizeof(std::uint32_t))
            return std::nullopt;
        std::uint32_t number = 0;
        for (const char byte : bytes)
            number = number << 8 | static_cast<unsigned char>(byte);
        partition = static_cast<std::int32_t>(number);
    } else {
        const auto read = std::from_chars(bytes.data(), bytes.data() + bytes.size(), partition);
        if (read.ec != std::errc() || read.ptr != bytes.data() + bytes.size())
            return std::nullopt;
    }
    return partition >= 0 ? std::optional(partition) : std::nullopt;
}

class OriginalPlaceRun final : public StepRun
{
public:
    explicit OriginalPlaceRun(const OriginalPlaceStep &step) : m_headers(headersOf(step)), m_keepsPartition(step.keepsPartition), m_removes(step.removesHeaders) {}

    Problem apply(StepRecord &record, const StepContext &) override
    {
        const auto topic = first(record, m_headers.topic);
        if (!topic || topic->empty())
            return "there is no header " + m_headers.topic;
        std::optional<Domain::PartitionId> partition;
        if (m_keepsPartition && !m_headers.partition.empty()) {
            const auto bytes = first(record, m_headers.partition);
            const auto number = bytes ? partitionOf(*bytes, m_headers.isBinary) : std::nullopt;
            if (!number)
                return (bytes ? "the header is no partition: " : "there is no header ") + m_headers.partition;
            partition = Domain::PartitionId(*number);
        }
        record.partition = partition;
        std::string &made = record.make();
        made = *topic;
        record.topic = &made;
        if (m_removes)
            std::erase_if(record.headers, [this](const Domain::Header &header) { return isOfTheQueue(header.name); });
        return std::nullopt;
    }

private:
    /// A record that failed again has them again, further back: the first ones tell where it first was.
    static std::optional<std::string_view> first(const StepRecord &record, std::string_view name)
    {
        for (const Domain::Header &header : record.headers)
            if (header.name == name)
                return header.value;
        return std::nullopt;
    }
    bool isOfTheQueue(std::string_view name) const
    {
        return m_headers.prefix.empty() ? name == m_headers.topic || (!m_headers.partition.empty() && name == m_headers.partition) : name.starts_with(m_headers.prefix);
    }

    OriginHeaders m_headers;
    bool m_keepsPartition;
    bool m_removes;
};

class TimestampRun final : public StepRun
{
public:
    explicit TimestampRun(const TimestampStep &step) : m_step(step) {}

    Problem apply(StepRecord &record, const StepContext &context) override
    {
        const bool hasTime = context.source.timestamp.type != Domain::TimestampType::None;
        switch (m_step.kind) {
        case TimestampStep::Kind::Keep:
            record.isNow = false;
            record.timestampMs = hasTime ? std::optional(context.source.timestamp.ms) : std::nullopt;
            break;
        case TimestampStep::Kind::Now:
            record.isNow = true;
            record.timestampMs.reset();
            break;
        case TimestampStep::Kind::Shift: return shift(record);
        }
        return std::nullopt;
    }

private:
    Problem shift(StepRecord &record) const
    {
        std::int64_t moved = 0;
        if (!record.timestampMs)
            return std::nullopt;
        if (__builtin_add_overflow(*record.timestampMs, m_step.shiftMs, &moved))
            return "the time would be out of range";
        record.timestampMs = moved;
        return std::nullopt;
    }

    TimestampStep m_step;
};

} // namespace

Domain::Result<StepFactory> compileStep(const RekeyStep &step)
{
    auto expression = Search::Expression::compile(step.expression);
    if (!expression)
        return badStep(expression.error());
    return StepFactory([expression = *expression](const auto &) { return std::make_unique<RekeyRun>(expression->evaluation()); });
}

Domain::Result<StepFactory> compileStep(const OriginalPlaceStep &step)
{
    if (step.origin == Origin::Plain && step.topicHeader.empty())
        return badStep("no header is named that holds the topic");
    return StepFactory([step](const auto &) { return std::make_unique<OriginalPlaceRun>(step); });
}

Domain::Result<StepFactory> compileStep(const TimestampStep &step)
{
    return StepFactory([step](const auto &) { return std::make_unique<TimestampRun>(step); });
}

} // namespace Replay
