// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "kafka/readrun.h"

#include <cstdint>
#include <optional>
#include <string>

namespace Kafka {

/// Whether the topics of a running read are still there, are still the same, and who leads their partitions. Metadata is asked for
/// only where something is suspect. Part of a reading thread.
class TopicWatch
{
public:
    explicit TopicWatch(ReadRun &run) : m_run(run) {}

    /// The leaders of all partitions of a topic, from metadata.
    void note(std::uint16_t index, const Domain::Topic &topic);
    /// Asks for metadata of what is suspect, but not too often.
    void ask(Clock::time_point now);
    void askIdentities();
    void takeIdentities(); ///< a topic that is another by now fails
    bool isAnySuspect() const;

    static Domain::Error recreated(const std::string &topic, std::optional<Domain::PartitionId> id);
    static Domain::Error noLeader(const std::string &topic, Domain::PartitionId id);

private:
    bool isRead(std::uint16_t topic) const; ///< some of it is still to be read
    bool ask(std::uint16_t index);          ///< false: nobody answered

    ReadRun &m_run;
    Clock::time_point m_lastAsked = {};
};

} // namespace Kafka
