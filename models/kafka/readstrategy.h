// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/readrange.h"
#include "domain/record.h"

#include <chrono>

namespace Kafka {

struct Slot;

/// One way of reading: what is fetched when, and in which order it reaches the sink. Belongs to a reading thread, which calls
/// step() until isOver(); the thread's feed and watch tell it what they let through.
class ReadStrategy
{
public:
    using Clock = std::chrono::steady_clock;

    virtual ~ReadStrategy() = default;
    /// All slots are known, nothing is started.
    virtual void prepare() {}
    /// The range of a slot is known.
    virtual void begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now) = 0;
    /// Takes what has come, waiting at most `patience` for it, and hands over a bounded part of what is due. True: something was done.
    virtual bool step(std::chrono::milliseconds patience) = 0;
    /// Nothing is left to read or to hand over.
    virtual bool isOver() const = 0;
    /// Called some times a second, before the watch looks for silent partitions.
    virtual void tick(Clock::time_point now) { static_cast<void>(now); }

    /// A record the plan asks for; only a wanted one is handed over. It is borrowed for the call.
    virtual void record(Slot &slot, const Domain::Record &record, bool isWanted) = 0;
    virtual void gap(Slot &slot, const Domain::Gap &gap) = 0;
    /// Whether the sink was asked for this record before (true or false: what it said), because it is read once more.
    virtual std::optional<bool> knownWish(const Slot &, Domain::Offset) const { return std::nullopt; }
    /// Retention has removed what is below `low`.
    virtual void removedBelow(Slot &slot, Domain::Offset low) = 0;

    /// The run fails: what was read already is handed over, as well ordered as it can be.
    virtual void handOverRest() {}
    /// What differs from the slot's reader.
    virtual void describe(const Slot &, Domain::PartitionProgress &) const {}
};

} // namespace Kafka
