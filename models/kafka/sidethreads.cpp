// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/sidethreads.h"

namespace Kafka {

namespace {

constexpr int niceness = 10; // the window stays smooth (architecture T8)

} // namespace

void SideThreads::run(Domain::RequestId id, const std::string &name, std::chrono::steady_clock::time_point deadline, int seconds, Body body)
{
    auto work = [core = m_core, id, deadline, seconds, body = std::move(body)](const std::stop_token &stop) {
        if (!waitForContact(*core, id, stop))
            return;
        const CallScope scope{.deadline = deadline,
                              .isWanted = [&] {
                                  return !stop.stop_requested() && core->book.holds(id) && core->gate->state() != ConnectGate::State::Refused;
                              },
                              .seconds = seconds};
        body(*core, scope);
        if (const auto refused = core->gate->state() == ConnectGate::State::Refused ? core->gate->error() : std::nullopt)
            core->book.fail(id, *refused);
    };
    ThreadTicket ticket = m_reaper->spawn(name, niceness, std::move(work));
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_tickets, [this](const auto &entry) { return !m_core->book.holds(entry.first); });
    m_tickets.insert_or_assign(id, std::move(ticket));
}

void SideThreads::cancel(Domain::RequestId id)
{
    const std::lock_guard lock(m_mutex);
    m_tickets.erase(id);
}

bool SideThreads::waitForContact(ClusterCore &core, Domain::RequestId id, const std::stop_token &stop)
{
    while (core.book.holds(id) && !stop.stop_requested()) {
        switch (core.gate->wait(stop, std::chrono::milliseconds(100))) {
        case ConnectGate::State::Open: return true;
        case ConnectGate::State::Refused: core.book.fail(id, core.gate->error().value_or(Domain::Error{})); return false;
        case ConnectGate::State::Waiting: break;
        }
    }
    return false;
}

} // namespace Kafka
