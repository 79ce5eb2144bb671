// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectioncheck.h"

#include <atomic>
#include <cstddef>
#include <mutex>

namespace Kafka {

/// The steps of a check, written by its thread and read by whoever watches. Shared by both; thread-safe.
class CheckBoard
{
public:
    using Clock = std::chrono::steady_clock;
    using Step = Domain::CheckStep;

    void setSteps(std::vector<Step> steps)
    {
        const std::lock_guard lock(m_mutex);
        m_steps = std::move(steps);
        ++m_generation;
    }
    void start(std::size_t index)
    {
        change(index, [](Step &step) { step.outcome = Step::Outcome::Running; });
    }
    void pass(std::size_t index, std::string detail, Clock::time_point since)
    {
        change(index, [&](Step &step) {
            step.outcome = Step::Outcome::Passed;
            step.detail = std::move(detail);
            step.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since);
        });
    }
    void fail(std::size_t index, Domain::Error error, std::string detail, Clock::time_point since)
    {
        change(index, [&](Step &step) {
            step.outcome = Step::Outcome::Failed;
            step.error = std::move(error);
            step.detail = std::move(detail);
            step.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since);
        });
    }
    void finish()
    {
        m_finished = true;
        ++m_generation;
    }

    std::vector<Step> steps() const
    {
        const std::lock_guard lock(m_mutex);
        return m_steps;
    }
    std::uint64_t generation() const { return m_generation; }
    bool isFinished() const { return m_finished; }

private:
    template<typename Change>
    void change(std::size_t index, Change apply)
    {
        const std::lock_guard lock(m_mutex);
        apply(m_steps.at(index));
        ++m_generation;
    }

    mutable std::mutex m_mutex;
    std::vector<Step> m_steps;
    std::atomic<std::uint64_t> m_generation = 0;
    std::atomic<bool> m_finished = false;
};

} // namespace Kafka
