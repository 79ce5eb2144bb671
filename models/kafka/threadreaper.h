// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace Kafka {

/// Asks its thread to stop when it goes; never waits for it. Safe to destroy on any thread, the thread itself included.
class ThreadTicket
{
public:
    ThreadTicket() = default;
    explicit ThreadTicket(std::stop_source source) : m_source(std::move(source)) {}
    ThreadTicket(ThreadTicket &&) = default;
    ThreadTicket &operator=(ThreadTicket &&other)
    {
        m_source.request_stop();
        m_source = std::move(other.m_source);
        return *this;
    }
    ~ThreadTicket() { m_source.request_stop(); }

    void requestStop() { m_source.request_stop(); }
    bool stopRequested() const { return m_source.stop_requested(); }

private:
    std::stop_source m_source{std::nostopstate};
};

/// Starts every thread of models/kafka and joins it when it is over, so that closing a cluster or a read costs the user
/// nothing but a stop request (architecture T4). One for the program, made and finished by app/; clusters and sources
/// share it. All members may be called from any thread.
class ThreadReaper
{
public:
    ThreadReaper();
    ThreadReaper(const ThreadReaper &) = delete;
    ThreadReaper &operator=(const ThreadReaper &) = delete;
    /// finish(3 s) if nobody did it before.
    ~ThreadReaper();

    /// Runs `body` on a new thread called `name` (15 characters are kept) with `niceness` set before it starts, so that
    /// threads it makes inherit both the priority and the rule. `body` must end soon after its token is stopped and must
    /// own what it uses.
    [[nodiscard]] ThreadTicket spawn(std::string name, int niceness, std::function<void(std::stop_token)> body);

    /// Asks all threads to stop and waits at most `patience`. Returns the names of those still living, which are then left
    /// alone: a program that is about to end should do so by std::_Exit when this is not empty.
    std::vector<std::string> finish(std::chrono::milliseconds patience = std::chrono::seconds(3));

    /// Names of the threads that have not ended yet.
    std::vector<std::string> living() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace Kafka
