// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/requestlane.h"

namespace Kafka {

void RequestLane::add(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_added.notify_one();
}

std::optional<RequestLane::Job> RequestLane::next(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_added.wait(lock, stop, [this] { return !m_jobs.empty(); }))
        return std::nullopt;
    Job job = std::move(m_jobs.front());
    m_jobs.pop_front();
    return job;
}

void RequestLane::work(const std::stop_token &stop)
{
    while (auto job = next(stop))
        if (!stop.stop_requested())
            serve(std::move(*job), stop);
}

bool RequestLane::waitForContact(const Job &job, const std::stop_token &stop)
{
    while (m_core->book.holds(job.id) && !stop.stop_requested()) {
        switch (m_core->gate->wait(stop, std::chrono::milliseconds(100))) {
        case ConnectGate::State::Open: return true;
        case ConnectGate::State::Refused:
            m_core->book.fail(job.id, m_core->gate->error().value_or(Domain::Error{}));
            return false;
        case ConnectGate::State::Waiting: break;
        }
    }
    return false;
}

void RequestLane::serve(Job job, const std::stop_token &stop)
{
    if (!waitForContact(job, stop))
        return;
    const CallScope scope{.deadline = job.deadline,
                          .isWanted = [&] {
                              return !stop.stop_requested() && m_core->book.holds(job.id)
                                     && m_core->gate->state() != ConnectGate::State::Refused;
                          },
                          .seconds = job.seconds};
    {
        const HandleAccess::Loan loan(m_core->access);
        if (loan)
            job.run(loan.handle(), scope);
    }
    // Nobody is left without an answer when the handle went away under the request.
    if (const auto refused = m_core->gate->state() == ConnectGate::State::Refused ? m_core->gate->error() : std::nullopt)
        m_core->book.fail(job.id, *refused);
}

} // namespace Kafka
