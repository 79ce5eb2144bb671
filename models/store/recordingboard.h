// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace Store {

/// What a read of a recording shares between its source (any thread) and its reading thread: the newest status one way, the
/// wishes to pause and to stop the other way. Owned by both.
class RecordingBoard
{
public:
    // The source's side
    Domain::ReadStatus status() const;
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    void pause();
    void resume();
    /// A read that has handed over nothing yet is Stopped at once; a running one by its thread.
    void stop();

    // The reading thread's side
    std::stop_token token() const { return m_stop.get_token(); }
    void requestStop() { m_stop.request_stop(); }
    bool isPaused() const { return m_paused.load(std::memory_order_relaxed); }
    /// False: over already (stopped while connecting); nothing more may be handed over.
    bool publish(const Domain::ReadStatus &status);
    /// Rises with each pause() and resume(), also of a read that was not paused: how a read at its budget learns to ask again.
    std::uint64_t wishes() const;
    /// Waits until wishes() differs from `seen`, or for the stop.
    void waitForWish(std::uint64_t seen);

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wished;
    Domain::ReadStatus m_status;
    std::uint64_t m_wishes = 0;
    std::atomic<std::uint64_t> m_generation{1};
    std::atomic<bool> m_paused{false};
    std::stop_source m_stop;
};

} // namespace Store
