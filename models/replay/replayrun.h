// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/replayplan.h"
#include "replay/verify.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Replay {

enum class RunState : std::uint8_t {
    Opening,   ///< lock, producer, and with a resumed run the look-up of its last window
    Waiting,   ///< for an open transaction of somebody else on the target: see waitingFor
    Sending,
    Paused,
    Ending,
    Verifying,
    Ended
};

/// A record that could not be sent, or was not.
struct Trouble
{
    std::string topic = {};      ///< source
    Domain::PartitionId partition = {};
    Domain::Offset offset = {};
    Domain::Outcome outcome = Domain::Outcome::Failed;
    Domain::Error error = {};
};

struct RunStatus
{
    static constexpr std::size_t mostTroubles = 1'000;

    RunState state = RunState::Opening;
    std::uint64_t read = 0;        ///< of this process; resumed runs start behind what is done
    std::uint64_t dropped = 0;
    std::uint64_t sent = 0;
    std::uint64_t acknowledged = 0;///< of the whole run; verified once: committed
    std::uint64_t failed = 0;
    std::uint64_t unknown = 0;
    std::uint64_t vanished = 0;    ///< offsets of the range that were gone when they were to be read (retention)
    std::uint64_t total = 0;       ///< offsets of the whole range
    std::uint64_t done = 0;        ///< offsets of it that are dealt with
    std::uint64_t bytes = 0;
    double perSecond = 0;          ///< over the last 2 s
    std::string waitingFor = {};   ///< "partition 3 of orders has an open transaction from offset 1,204 on"
    std::vector<Trouble> troubles = {};
    std::optional<Domain::Error> error = {}; ///< Ended: why it is not complete; it can be resumed unless fatal
    bool complete = false;         ///< Ended: all of the plan was sent and acknowledged
    std::optional<Verdict> verdict = {};
};

/// What a run shows; written by its thread, copied out under its lock.
class RunBoard
{
public:
    RunStatus status() const;
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    /// Any thread, acts within 200 ms. A pause closes the open window.
    void pause(bool on) { m_isPaused.store(on); }
    bool isPaused() const { return m_isPaused.load(); }

    void update(const std::function<void(RunStatus &)> &change); ///< the run's thread

private:
    mutable std::mutex m_mutex;
    std::atomic<std::uint64_t> m_generation = 0;
    std::atomic<bool> m_isPaused = false;
    RunStatus m_status;
};

/// Windows of a run: what becomes visible, and certain, at once.
struct WindowLimits
{
    std::uint64_t records = 10'000;
    std::uint64_t bytes = 16 * 1024 * 1024;
    std::chrono::milliseconds time{5'000}; ///< 200 ms where a rate or tempo is set
};

/// A new run id: 26 characters, sortable by time.
std::string newRunId();

/// Carries out a plan, or goes on with a run whose journal is in `folder`. Both block until all is over; worker thread. Stopping aborts the open window and leaves a run that can be
/// resumed. Clusters must outlive the call. Each writes the run's journal (runjournal.h) before it acts.
void startRun(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::string &runId, const std::string &folder,
              RunBoard &board, const std::stop_token &stop);
/// Errors in the board's status: ReplayUnknown, ReplayBusy (another process holds it), ReplayJournalBroken, …
void resumeRun(Domain::Cluster &source, Domain::Cluster &target, const std::string &runId, const std::string &folder, RunBoard &board,
               const std::stop_token &stop);
/// Goes on with a run whose journal is lost: what the target holds of it counts (refused on compacted targets).
void resumeWithoutJournal(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::string &runId, const std::string &folder,
                          RunBoard &board, const std::stop_token &stop);
/// Reads back what the run has written and compares; the verdict is kept with the journal.
void verifyRun(Domain::Cluster &source, Domain::Cluster &target, const std::string &runId, const std::string &folder, RunBoard &board,
               const std::stop_token &stop);

} // namespace Replay
