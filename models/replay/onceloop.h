// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/runloop.h"

namespace Replay {

/// Verified once: window after window, each a transaction of its own. Its intent is on disk before the commit is asked for; where the answer
/// stays away, the target is asked what became of it, with a new producer. The run's thread.
class OnceLoop final : public RunLoop
{
public:
    explicit OnceLoop(const RunContext &context);

private:
    std::string transactionalId() const override;
    End attempt() override;
    void report(const Domain::DeliveryReport &report) override;

    enum class Filled : std::uint8_t { Closed, SourceEnd, Stopped, Failed };
    Domain::Status resolvePending();
    Domain::Status checkAlone();
    void tellWaiting(const std::string &waitingFor);
    Filled fill();
    bool isFull(Clock::time_point now) const;
    bool sendRecord();
    Domain::Status beginWindow();
    bool flush();
    /// Flush, intent, commit, outcome. None: done.
    std::optional<Domain::Error> close();
    std::optional<Domain::Error> commit(const WindowEntry &window);
    void abortWindow();
    void abandonWindow();
    std::optional<Domain::Error> endOfWindow(const Domain::TransactionEnd &end, const WindowEntry &window);

    const WindowLimits m_limits;
    WindowTally m_tally;
    bool m_isOpen = false;
    bool m_isFresh; ///< nobody else can know of the run yet
    Clock::time_point m_opened = {};
    std::uint64_t m_first = 0; ///< number of the window's first record
    std::optional<Domain::Error> m_failure;
};

} // namespace Replay
