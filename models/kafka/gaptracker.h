// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/record.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace Kafka {

/// Accounts for every offset of one partition: it was a record, or it is covered by a gap. Pure; owned by the reading
/// thread's PartitionReader.
class GapTracker
{
public:
    GapTracker(Domain::TopicPartition place, Domain::Offset position) : m_place(place), m_position(position) {}

    Domain::Offset position() const { return m_position; } ///< the next offset not accounted for

    bool isDuplicate(Domain::Offset offset) const { return offset < m_position; }
    /// A record stands at the position itself: the common case, without a gap.
    bool isNext(Domain::Offset offset) const { return offset == m_position; }
    /// The record at `offset` was handled.
    void passed(Domain::Offset offset) { m_position = Domain::Offset(offset.value() + 1); }

    /// Moves to `to` and returns the gaps in between, in order: what was refused, and holes for the rest.
    std::vector<Domain::Gap> advanceTo(Domain::Offset to);
    /// Moves to `low`: retention removed what is below.
    std::vector<Domain::Gap> removedBelow(Domain::Offset low);
    /// Moves without a gap, over what nobody asked for.
    void jumpTo(Domain::Offset to);

    /// The client refused offsets `from` up to `to` (exclusive), or up to the next record when its end is not known.
    void refuse(Domain::Offset from, std::optional<Domain::Offset> to);

private:
    void append(std::vector<Domain::Gap> &gaps, Domain::Offset from, Domain::Offset to, Domain::GapReason reason);

    Domain::TopicPartition m_place;
    Domain::Offset m_position;
    std::optional<Domain::Offset> m_refusedFrom;
    std::optional<Domain::Offset> m_refusedTo;
};

} // namespace Kafka
