// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/connectionwatch.h"

#include <charconv>

namespace Kafka {

using Kind = Domain::ConnectionState::Kind;
using Domain::BrokerId;
using Domain::Error;
using Domain::ErrorCode;

namespace {

constexpr auto silenceLimit = std::chrono::seconds(5);
/// librdkafka reconnects only to brokers it needs: an old error of one that nobody needs says nothing about now.
constexpr auto idleErrorLife = std::chrono::seconds(15);
constexpr std::size_t maxDown = 1000;

std::optional<BrokerId> brokerOf(const Error &error)
{
    const std::string text = error.arg("broker");
    std::int32_t id = 0;
    if (text.empty() || std::from_chars(text.data(), text.data() + text.size(), id).ec != std::errc())
        return std::nullopt;
    return BrokerId(id);
}

Error silentBroker(const BrokerStats &broker)
{
    const auto colon = broker.address.rfind(':');
    Error error{.code = ErrorCode::NoAnswer, .retriable = true};
    error.args["host"] = broker.address.substr(0, colon);
    error.args["port"] = colon == std::string::npos ? std::string() : broker.address.substr(colon + 1);
    if (broker.nodeId >= 0)
        error.args["broker"] = std::to_string(broker.nodeId);
    return error; // no seconds in it: the state would change every second
}

} // namespace

void ConnectionWatch::noteContact()
{
    const std::lock_guard lock(m_mutex);
    m_hadContact = true;
    m_anyUp = true;
    m_newest.reset();
    publish(Kind::Up);
}

Error ConnectionWatch::asAdvertised(const Error &error, BrokerId broker) const
{
    const bool unreachable = error.code == ErrorCode::NameNotResolved || error.code == ErrorCode::ConnectionRefused
                             || error.code == ErrorCode::ConnectTimeout;
    if (!unreachable || !m_hadContact || m_seenUp.contains(broker))
        return error;
    Error advertised = error;
    advertised.code = ErrorCode::AdvertisedUnreachable;
    return advertised;
}

void ConnectionWatch::noteError(const Error &error, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    if (m_state.kind == Kind::Refused)
        return;
    Error known = error;
    if (const auto broker = brokerOf(error)) {
        known = asAdvertised(error, *broker);
        if (m_down.size() < maxDown || m_down.contains(*broker))
            m_down.insert_or_assign(*broker, Down{known, now});
    }
    m_newest = known;
    if (!m_troubleSince)
        m_troubleSince = now;
    publish(m_anyUp ? Kind::Up : Kind::Trouble);
}

void ConnectionWatch::noteStats(const std::vector<BrokerStats> &brokers, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    if (m_state.kind == Kind::Refused)
        return;
    bool anyUp = false;
    for (const BrokerStats &broker : brokers) {
        const bool silent = broker.isUp && broker.waitingFor > 0 && std::chrono::milliseconds(broker.silentMs) > silenceLimit;
        anyUp = anyUp || (broker.isUp && !silent);
        if (silent)
            m_newest = silentBroker(broker);
        if (broker.nodeId < 0)
            continue;
        const BrokerId id(broker.nodeId);
        if (silent) {
            m_down.insert_or_assign(id, Down{silentBroker(broker), now});
        } else if (broker.isUp) {
            m_down.erase(id);
            m_seenUp.insert(id);
        } else if (const auto it = m_down.find(id); broker.isIdle && it != m_down.end() && now - it->second.since > idleErrorLife) {
            m_down.erase(it);
        }
    }
    if (!m_hadContact)
        return; // a bootstrap connection may be up that has not been let in yet
    m_anyUp = anyUp;
    if (anyUp)
        m_newest.reset();
    publish(anyUp || !m_newest ? Kind::Up : Kind::Trouble);
}

void ConnectionWatch::refuse(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    m_down.clear();
    m_newest = error;
    publish(Kind::Refused);
}

void ConnectionWatch::publish(Kind kind)
{
    if (m_state.kind == Kind::Refused)
        return;
    if (kind == Kind::Up)
        m_troubleSince.reset();
    else if (!m_troubleSince)
        m_troubleSince = Clock::now();
    Domain::ConnectionState state;
    state.kind = kind;
    if (kind != Kind::Up)
        state.error = m_newest;
    for (const auto &[id, down] : m_down)
        state.brokersDown.emplace_back(id, down.error);
    if (state == m_state)
        return;
    m_state = std::move(state);
    m_generation.fetch_add(1, std::memory_order_release);
}

Domain::ConnectionState ConnectionWatch::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

std::optional<ConnectionWatch::Clock::time_point> ConnectionWatch::troubleSince() const
{
    const std::lock_guard lock(m_mutex);
    return m_troubleSince;
}

} // namespace Kafka
