// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/readrun.h"

#include <optional>
#include <vector>

namespace Kafka {

/// Gets a read past what the client cannot or will not read. librdkafka asks for a damaged batch, or one above
/// receive.message.max.bytes, again and again; here it is reported once, its end is found by probing, and the offsets in
/// it become a gap `refused`.
class Refusals
{
public:
    explicit Refusals(ReadRun &run) : m_run(run) {}

    static bool isDamage(rd_kafka_resp_err_t code);

    /// librdkafka could not read the batch at `offset`.
    void damaged(Slot &slot, Domain::Offset offset, rd_kafka_resp_err_t code, Clock::time_point now);
    /// A response was above the limit; the broker does not say which partition it was for.
    void overlong(std::optional<Domain::BrokerId> broker, const Domain::Error &error, Clock::time_point now);
    /// A record or the end of the log came from the slot. False: it only answered a probe; the place is fetched again.
    bool admit(Slot &slot, Clock::time_point now);

private:
    bool mayHoldOverlong(const Slot &slot, std::optional<Domain::BrokerId> broker) const;
    void beginProbe(Slot &slot, Domain::Offset bad, Clock::time_point now);
    void continueProbe(Slot &slot, Clock::time_point now);
    void beginTrial(const std::vector<Slot *> &candidates, Clock::time_point now);
    void endTrial(Clock::time_point now);
    Domain::Offset knownEnd(const Slot &slot) const;
    Domain::Error errorFor(const Slot &slot, Domain::Offset offset, rd_kafka_resp_err_t code) const;

    ReadRun &m_run;
    /// While one partition is suspected of an overlong batch, the others of its broker are not fetched.
    std::optional<Domain::PartitionId> m_onTrial;
    std::vector<Domain::PartitionId> m_suspended;
};

} // namespace Kafka
