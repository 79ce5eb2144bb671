// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/readrange.h"
#include "domain/record.h"
#include "kafka/gaptracker.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace Kafka {

/// What one partition of a read does with each thing that comes from the log: which records are wanted, which gaps stand
/// between them, and when it is over. Pure (no librdkafka, no clock); owned by the reading thread.
class PartitionReader
{
public:
    using State = Domain::PartitionProgress::State;

    enum class Verdict {
        Deliver,  ///< hand over, after takeGaps()
        PassOver, ///< not asked for (its time), counted as read
        Drop      ///< seen before, or at or beyond the end
    };

    explicit PartitionReader(Domain::TopicPartition place) : m_place(place), m_gaps(place, Domain::Offset()) {}

    /// The range is known; an empty one is done at once. Its gap, if any, is in takeGaps().
    void begin(const Domain::PartitionRange &range, const Domain::ReadUntil &until);

    /// A record at `offset`. `nowMs` tells which timestamps lie in the future.
    Verdict record(Domain::Offset offset, const Domain::Timestamp &timestamp, std::int64_t nowMs);
    /// Nothing more at `position` for now. Bounded: done when that is at or beyond the end.
    void endOfLog(Domain::Offset position);
    /// Retention removed what is below `low`.
    void removedBelow(Domain::Offset low);
    /// A batch from `from` on is damaged, the log goes on behind it.
    void damagedFrom(Domain::Offset from) { m_gaps.refuse(from, std::nullopt); }
    /// Offsets in [from, to) cannot be read; goes on at `to`.
    void refused(Domain::Offset from, Domain::Offset to);
    void fail(Domain::Error error);

    /// Gaps found since the last call; they stand in front of what comes next.
    std::vector<Domain::Gap> takeGaps() { return std::exchange(m_pending, {}); }
    bool hasGaps() const { return !m_pending.empty(); }

    Domain::TopicPartition place() const { return m_place; }
    Domain::PartitionId id() const { return m_place.partition; }
    State state() const { return m_state; }
    bool isOver() const { return m_state == State::Done || m_state == State::Failed; }
    Domain::Offset asked() const { return m_asked; }
    Domain::Offset position() const { return m_gaps.position(); }
    std::optional<Domain::Offset> end() const { return m_end; }
    const std::optional<Domain::Error> &failure() const { return m_failure; }

private:
    void reached(Domain::Offset position);
    void append(std::vector<Domain::Gap> gaps);

    Domain::TopicPartition m_place;
    State m_state = State::Pending;
    Domain::Offset m_asked;
    std::optional<Domain::Offset> m_end;
    std::optional<std::int64_t> m_passOverBefore;
    std::optional<Domain::UntilTime> m_untilTime;
    GapTracker m_gaps;
    std::vector<Domain::Gap> m_pending;
    std::optional<Domain::Error> m_failure;
};

} // namespace Kafka
