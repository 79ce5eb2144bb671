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

namespace Domain {

/// The little that a running read shares between its source (any thread) and its reading threads: the newest status one way, the
/// wish to pause the other way. Owned by both. The source stops the thread itself, through its token.
class ReadBoard
{
public:
    // The source's side
    ReadStatus status() const;
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    void pause();
    void resume();
    /// The end by the user's wish. A read that has handed over nothing yet is Stopped at once; a running one by its thread.
    void stop();

    // The reading thread's side
    /// False: the run is over already (stopped while connecting); nothing was taken over and nothing more may be handed over.
    bool publish(const ReadStatus &status);
    bool isPaused() const { return m_paused.load(std::memory_order_acquire); }
    /// Rises with each pause() and resume(), also of a read that was not paused: how a read at its budget learns to ask again.
    /// To be read before isPaused(), so that no wish is overlooked.
    std::uint64_t wishes() const { return m_wishes.load(std::memory_order_acquire); }
    /// Waits until wishes() differs from `seen`, `stop` is requested or `patience` is over.
    void waitForWish(const std::stop_token &stop, std::uint64_t seen, std::chrono::milliseconds patience);

private:
    void wish(bool toPause);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wished;
    ReadStatus m_status;
    std::atomic<std::uint64_t> m_generation{1};
    std::atomic<std::uint64_t> m_wishes{0};
    std::atomic<bool> m_paused{false};
};

} // namespace Domain
