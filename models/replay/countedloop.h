// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/runloop.h"

#include <deque>
#include <memory>
#include <set>

namespace Replay {

/// At least once: records as they are, sent without a break. They are counted in stretches; those whose records are all acknowledged become
/// one line of the ledger. What was sent and is not there yet, at most one window, may be sent again by a resumed run. The run's thread.
class CountedLoop final : public RunLoop
{
public:
    explicit CountedLoop(const RunContext &context);

    static constexpr std::uint64_t stretchRecords = 1'000;
    static constexpr std::uint64_t mostUncertain = 20'000;         ///< records sent and not in the ledger
    static constexpr std::uint64_t mostUncertainBytes = 16 * 1024 * 1024;

private:
    std::string transactionalId() const override { return {}; }
    End attempt() override;
    void report(const Domain::DeliveryReport &report) override;

    std::optional<End> sendAll();
    /// False: m_failure says why, or stopped.
    bool sendRecord();
    bool give(std::uint16_t topic, std::uint32_t place, std::int64_t offset);
    bool refuse(std::uint32_t place, std::int64_t offset, const Domain::Error &error);
    bool isStoppedPartition(std::uint16_t topic, const Domain::OutgoingRecord &record) const;
    WindowTally &tally() { return *m_stretches.back(); }
    void checkOrder(WindowTally &tally, std::size_t slot, std::int32_t partition, std::int64_t offset);
    void openStretch();
    /// Writes down what is certain; all that is closed and acknowledged, when it is worth a line or `isForced`.
    Domain::Status checkpoint(bool isForced);
    bool waitForReports();

    std::deque<std::unique_ptr<WindowTally>> m_stretches; ///< the last one is open; a record's number tells its stretch and slot
    std::vector<std::unique_ptr<WindowTally>> m_spare;
    std::uint64_t m_firstStretch = 0;  ///< number of m_stretches.front()
    std::uint64_t m_uncertainBytes = 0;
    std::uint64_t m_uncertainRecords = 0;
    Clock::time_point m_checkpointed = {};
    std::set<std::pair<std::uint16_t, std::int32_t>> m_stoppedPartitions; ///< of the target
    PlaceNumbers m_targets;
    std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> m_order; ///< by target, by source: offsets of the last record there and here
    std::optional<Domain::Error> m_failure;
};

} // namespace Replay
