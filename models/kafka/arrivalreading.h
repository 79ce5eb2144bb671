// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/batchintake.h"
#include "kafka/readstrategy.h"

namespace Kafka {

/// All partitions at once, handed over as they come.
class ArrivalReading final : public ReadStrategy
{
public:
    ArrivalReading(ReadRun &run, BatchIntake &intake) : m_run(run), m_intake(intake) {}

    void begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now) override;
    bool step(std::chrono::milliseconds patience) override { return m_intake.poll(patience) > 0; }
    bool isOver() const override;
    void record(Slot &, const Domain::Record &record, bool isWanted) override
    {
        if (isWanted)
            m_run.handOver(record);
    }
    void gap(Slot &, const Domain::Gap &gap) override { m_run.handOver(gap); }
    void removedBelow(Slot &slot, Domain::Offset low) override { slot.reader.removedBelow(low); }

private:
    ReadRun &m_run;
    BatchIntake &m_intake;
};

} // namespace Kafka
