// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/readrun.h"

#include <memory>
#include <optional>

namespace Kafka {

/// Gets a read past what the client cannot or will not read. librdkafka asks for a damaged batch, or one above
/// receive.message.max.bytes, again and again; here its end is found by trying, and the offsets in it become a gap
/// `refused`. Trying is done on a client of its own: a failure there costs no other partition its connection, and no
/// answer to an older request can be taken for one to the newer. It blocks the reading thread, for a second at most as a rule.
class Refusals
{
public:
    explicit Refusals(ReadRun &run) : m_run(run) {}

    static bool isDamage(rd_kafka_resp_err_t code);

    /// librdkafka could not read the batch at `offset`.
    void damaged(Slot &slot, Domain::Offset offset, rd_kafka_resp_err_t code, Clock::time_point now);
    /// A response was above the limit; librdkafka does not say which partition it was for, and tells the same error once
    /// in 30 s only. From then on tick() has a closer look at partitions that are silent.
    void overlong(std::optional<Domain::BrokerId> broker, const Domain::Error &error);
    void tick(Clock::time_point now, Clock::time_point lastDrained);

private:
    enum class Outcome { Works, Fails, Unknown };

    bool isBehind(const Slot &slot) const;
    Outcome examine(Slot &slot);
    void skip(Slot &slot, Domain::Offset bad);
    std::optional<Domain::Offset> findEnd(const Slot &slot, Domain::Offset bad);
    Outcome tryAt(const Slot &slot, Domain::Offset offset);
    Outcome awaitOutcome();
    Domain::Offset knownEnd(const Slot &slot) const;
    Domain::Error errorFor(const Slot &slot, Domain::Offset offset, rd_kafka_resp_err_t code) const;

    ReadRun &m_run;
    bool m_isOverlongSeen = false;
    std::unique_ptr<ConsumerClient> m_prober; ///< while a stretch is being measured
};

} // namespace Kafka
