// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/latencyhistogram.h"
#include "produce/producerun.h"
#include "produce/recordmaker.h"

#include <deque>

namespace Produce {

/// The writing side of a DeliveryBoard, and who tells of each report. The run's thread only.
class DeliveryKeeper
{
public:
    DeliveryKeeper(std::shared_ptr<DeliveryBoard> board, ProduceRun::OnReport onReport) : m_board(std::move(board)), m_onReport(std::move(onReport)) {}

    void setState(RunState state);
    void setTransaction(TransactionState state);
    void setError(const Domain::Error &error);
    void setPlanned(std::uint64_t planned);

    /// A record goes out; numbers rise by one.
    void sent(std::uint64_t number, const MadeRecord &record);
    /// … or there is none for this number.
    void notMade(std::uint64_t number, const Domain::Error &error);
    /// The broker's acknowledgement, where the outcome is known only later: counts for rate and latency.
    void acknowledged(const Domain::DeliveryReport &report);
    /// What became of a record in the end.
    void reported(const Domain::DeliveryReport &report);
    /// Rate and latencies, every now and then.
    void tick(std::chrono::steady_clock::time_point now);

    Totals totals() const;

private:
    void add(Delivery delivery);
    Delivery *find(std::uint64_t number);
    void keepReported(const Delivery &delivery);
    void changed();

    std::shared_ptr<DeliveryBoard> m_board;
    ProduceRun::OnReport m_onReport;
    LatencyHistogram m_latencies;
    std::uint64_t m_acknowledged = 0;
    std::deque<std::pair<std::chrono::steady_clock::time_point, std::uint64_t>> m_samples; ///< of m_acknowledged
};

} // namespace Produce
