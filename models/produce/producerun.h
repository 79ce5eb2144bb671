// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writegate.h"
#include "produce/producerequest.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Produce {

enum class RunState : std::uint8_t {
    Opening,
    Sending,
    Ending,  ///< all is sent (or stop was asked); waits for the last reports, or for the end of the transaction
    Ended
};

/// How the transaction ended; None: there was none.
enum class TransactionState : std::uint8_t { None, Open, Committed, Aborted, Unknown };

/// One record of the delivery table.
struct Delivery
{
    std::uint64_t number = 0; ///< 1 …, in the order of sending
    std::string key = {};     ///< first 64 bytes
    bool isNullKey = false;
    std::size_t size = 0;     ///< key, value and headers
    bool isReported = false;  ///< false: in flight; the rest of `report` is then empty
    Domain::DeliveryReport report = {};
};

struct Totals
{
    std::uint64_t sent = 0;
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    std::uint64_t unknown = 0;
    std::uint64_t planned = 0; ///< 0: not known (a stream, until stopped)
    std::uint64_t bytes = 0;
    double perSecond = 0;      ///< over the last 2 s
    std::chrono::microseconds latencyMedian = {};
    std::chrono::microseconds latency99 = {};
};

/// What a run shows while it goes. Written by the run's thread, read by any other: everything is copied out under one lock.
class DeliveryBoard
{
public:
    static constexpr std::size_t keptDeliveries = 100'000; ///< newest ones; failed and unknown ones are kept first

    struct Status
    {
        RunState state = RunState::Opening;
        TransactionState transaction = TransactionState::None;
        Totals totals = {};
        std::optional<Domain::Error> error = {}; ///< why it ended early
        std::uint64_t generation = 0;            ///< rises with every change
    };
    Status status() const;
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    /// Deliveries numbered from `first` on, at most `most`, in rising order.
    std::vector<Delivery> deliveries(std::uint64_t first, std::size_t most) const;
    /// The numbers that were reported since this was last called (for a view that shows rows already).
    std::vector<Delivery> takeReported();

private:
    friend class DeliveryKeeper;
    mutable std::mutex m_mutex;
    std::atomic<std::uint64_t> m_generation = 0;
    Status m_status;
    std::deque<Delivery> m_problems;   ///< failed and unknown ones from before m_deliveries; by number
    std::deque<Delivery> m_deliveries; ///< by number
    std::deque<std::uint64_t> m_reported;
};

/// Sends what a request asks for, through one producer. Made anywhere, run() once in a thread of its own; no Qt, no view.
class ProduceRun
{
public:
    /// Called in the run's thread for each report, in the order of the reports (the command prints them). With a transaction only
    /// after its end: until then nothing is certain. A record of a transaction that was aborted as asked is Done (the broker has
    /// acknowledged it; nobody who reads committed records sees it); one whose commit failed, or was stopped, is Failed.
    using OnReport = std::function<void(const Delivery &)>;

    /// `gate` null: nothing can be written there, and the run ends with WritesLocked.
    ProduceRun(std::shared_ptr<Domain::WriteGate> gate, ProduceRequest request, std::int64_t maxMessageBytes, OnReport onReport = {});
    ~ProduceRun();

    /// Blocks until all is over. Stopping: nothing more is sent at once (≤ 200 ms), what is in flight is reported.
    void run(const std::stop_token &stop);
    const std::shared_ptr<DeliveryBoard> &board() const { return m_board; }

private:
    class Private;
    std::unique_ptr<Private> d;
    std::shared_ptr<DeliveryBoard> m_board;
};

} // namespace Produce
