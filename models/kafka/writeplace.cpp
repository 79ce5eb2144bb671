// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/writeplace.h"

#include "kafka/certificate.h"
#include "kafka/kafkaerrors.h"

#include <stop_token>

namespace Kafka {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto idPatience = 2s;
constexpr auto idSlice = 100ms;

} // namespace

std::string principalOf(const Domain::ConnectionProfile &profile)
{
    if (profile.usesSasl())
        return "User:" + profile.saslUsername;
    const std::string subject = profile.usesTls() && !profile.certificateFile.empty() ? certificateSubject(profile.certificateFile) : std::string();
    return subject.empty() ? "anonymous" : subject;
}

Domain::Result<Domain::WritePlace> WritePlaceFinder::find(Clock::time_point deadline)
{
    const auto left = std::max<Clock::duration>(deadline - Clock::now(), 0ms);
    const auto state = m_core->gate->wait(std::stop_token(), std::chrono::ceil<std::chrono::milliseconds>(left));
    if (state != ConnectGate::State::Open) {
        const int seconds = int(std::chrono::ceil<std::chrono::seconds>(left).count());
        return m_core->gate->error().value_or(errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, "connection", seconds));
    }
    return Domain::WritePlace{.clusterId = askClusterId(deadline), .profile = m_core->profile.name, .principal = principalOf(m_core->profile)};
}

std::string WritePlaceFinder::askClusterId(Clock::time_point deadline)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_clusterId.empty())
            return m_clusterId;
    }
    std::string found;
    for (const auto end = std::min(deadline, Clock::now() + idPatience); found.empty() && Clock::now() < end;) {
        const HandleAccess::Loan loan(m_core->access);
        if (!loan)
            break; // the cluster has been closed; the journal says "unknown"
        const auto start = Clock::now();
        if (char *id = rd_kafka_clusterid(loan.handle(), int(idSlice.count()))) {
            found = id;
            rd_kafka_mem_free(loan.handle(), id);
        } else if (Clock::now() - start < idSlice / 2) {
            break; // it has none
        }
    }
    const std::lock_guard lock(m_mutex);
    m_clusterId = found;
    return found;
}

} // namespace Kafka
