// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/backwardwindow.h"
#include "kafka/batchintake.h"
#include "kafka/lanemerge.h"
#include "kafka/readstrategy.h"

#include <deque>
#include <vector>

namespace Kafka {

/// Newest first: windows of some partitions at a time, each handed over in falling order when it is complete; by time or one
/// partition after the other through a merge.
class BackwardReading final : public ReadStrategy
{
public:
    BackwardReading(ReadRun &run, BatchIntake &intake);

    void begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now) override;
    bool step(std::chrono::milliseconds patience) override;
    bool isOver() const override;
    void record(Slot &slot, const Domain::Record &record, bool isWanted) override;
    void gap(Slot &slot, const Domain::Gap &gap) override;
    void removedBelow(Slot &slot, Domain::Offset low) override;
    std::optional<bool> knownWish(const Slot &slot, Domain::Offset offset) const override;
    void handOverRest() override;
    void describe(const Slot &slot, Domain::PartitionProgress &progress) const override;

private:
    struct Partition
    {
        BackwardWindow window;
        std::optional<Domain::PartitionRange> probed = {}; ///< its end is being found, from what was looked up on; nothing is handed over
        bool isOpen = false;   ///< being fetched
        std::optional<std::int64_t> passOverBefore = {};
        std::size_t due = 0;            ///< complete rows that wait to be handed over
        Domain::Offset shownFrom = {};  ///< all from here on was handed over; while rows are due
    };

    bool isFinished(const Slot &slot) const { return m_partitions[slot.index].window.isDone(); }
    void beginProbe(Slot &slot, const Domain::PartitionRange &range);
    void endProbe(Slot &slot);
    void beginWindows(Slot &slot, const Domain::PartitionRange &range);
    void openWindows(Clock::time_point now);
    void openWindow(Slot &slot, Clock::time_point now);
    void beginReader(Slot &slot);
    bool closeWindows();
    void closeWindow(Slot &slot);
    void take(Slot &slot, std::vector<HeldRow> rows);
    bool handOverDue();
    void handOver(std::deque<HeldRow> &due);
    bool mayPass(const Slot &slot, Clock::time_point now) const;

    ReadRun &m_run;
    BatchIntake &m_intake;
    Domain::ReadOrder m_order;
    std::vector<Partition> m_partitions; ///< by slot
    std::vector<std::size_t> m_open;     ///< slots whose window is being fetched
    std::deque<std::size_t> m_turns;     ///< Arrival: whose window is next
    std::deque<HeldRow> m_due;           ///< Arrival: complete, not handed over yet
    LaneMerge m_merge;                   ///< the other orders
    std::int64_t m_lastKey;
};

} // namespace Kafka
