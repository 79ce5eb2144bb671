// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace Kafka {

/// Says whether further handles of a cluster may connect: not before its shared handle was let in once, and not after the
/// credentials were refused (each new handle would try the password again, and accounts lock). Shared by the cluster and
/// its reads; all members may be called from any thread.
class ConnectGate
{
public:
    enum class State { Waiting, Open, Refused };

    State state() const;
    /// Blocks until the gate is open or refused, `stop` is requested or `patience` is over; returns the state then.
    State wait(const std::stop_token &stop, std::chrono::milliseconds patience) const;

    /// The shared handle was let in. Does nothing after refuse().
    void open();
    /// The broker refused the credentials, seen by whichever handle; final. The first reason is kept.
    void refuse(Domain::Error error);
    /// What keeps the shared handle from connecting right now; none when nothing does. Shown by reads while they wait.
    void setTrouble(std::optional<Domain::Error> error);

    /// Refused: why. Waiting: the newest trouble, if any. Open: none.
    std::optional<Domain::Error> error() const;

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable_any m_changed;
    State m_state = State::Waiting;
    std::optional<Domain::Error> m_error;
};

} // namespace Kafka
