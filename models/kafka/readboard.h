// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace Kafka {

/// The little that a running read shares between its source (any thread) and its reading thread: the newest status one
/// way, the wish to pause the other way. Owned by both.
class ReadBoard
{
public:
    // The source's side
    Domain::ReadStatus status() const;
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    void pause();
    void resume();
    /// The end by the user's wish. A read that has handed over nothing yet is Stopped at once; a running one by its thread.
    void stop();

    // The reading thread's side
    /// False: the run is over already (stopped while connecting); nothing was taken over and nothing more may be handed over.
    bool publish(const Domain::ReadStatus &status);
    bool isPaused() const { return m_paused.load(std::memory_order_acquire); }
    /// Rises with each resume(), also of a read that was not paused: how a read at its budget learns to ask again.
    std::uint64_t resumes() const { return m_resumes.load(std::memory_order_acquire); }
    /// Waits until resumes() differs from `seen` or pause() comes while not paused, `stop` is requested or `patience` is over.
    void waitForWish(const std::stop_token &stop, std::uint64_t seen, bool paused, std::chrono::milliseconds patience);

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wished;
    Domain::ReadStatus m_status;
    std::atomic<std::uint64_t> m_generation{1};
    std::atomic<std::uint64_t> m_resumes{0};
    std::atomic<bool> m_paused{false};
};

} // namespace Kafka
