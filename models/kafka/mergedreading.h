// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/batchintake.h"
#include "kafka/lanemerge.h"
#include "kafka/readstrategy.h"

#include <vector>

namespace Kafka {

/// All partitions in one order, oldest first: by record time (ReadOrder::Time), or one after the other (ReadOrder::Offset). Each is
/// fetched into a queue of its own, and only the one that everything waits for is polled: librdkafka's queues bound what is
/// held. A partition at its end is not waited for while the read is live, nor is one that is silent; one whose broker is away
/// is waited for as long as it may come back soon. What comes of those later is late.
class MergedReading final : public ReadStrategy
{
public:
    MergedReading(ReadRun &run, BatchIntake &intake);

    void prepare() override;
    void begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now) override;
    bool step(std::chrono::milliseconds patience) override;
    bool isOver() const override;
    void record(Slot &slot, const Domain::Record &record, bool isWanted) override;
    void gap(Slot &slot, const Domain::Gap &gap) override;
    void removedBelow(Slot &slot, Domain::Offset low) override { slot.reader.removedBelow(low); }
    void handOverRest() override;
    void describe(const Slot &slot, Domain::PartitionProgress &progress) const override;

private:
    enum class Turn { HandedOver, Moved, Empty };
    Turn serve(Slot &slot, Clock::time_point now);
    void handOver(LaneMerge::Lane &lane);
    bool mayPass(const Slot &slot, Clock::time_point now) const;
    void pollPassed();
    void startAhead(std::size_t first, Clock::time_point now);
    void holdGaps(Slot &slot);
    void await(Slot &slot, Clock::time_point now);

    ReadRun &m_run;
    BatchIntake &m_intake;
    bool m_isByTime;
    bool m_startsAll;            ///< otherwise only some partitions ahead are fetched
    LaneMerge m_merge;
    std::vector<std::vector<Domain::Gap>> m_gaps; ///< by slot: stand before its next record
    std::int64_t m_lastKey;
    std::size_t m_passed = 0;
    Slot *m_awaited = nullptr;
};

} // namespace Kafka
