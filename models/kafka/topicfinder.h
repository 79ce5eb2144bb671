// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "kafka/readrun.h"

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace Kafka {

/// Finds the topics of a read, as far as they exist and may be seen: one that is missing or denied does not keep the others from
/// being read. Part of a reading thread.
class TopicFinder
{
public:
    explicit TopicFinder(ReadRun &run) : m_run(run) {}

    /// Asks for all that are still sought, `patience` for each; `serve` is called after each answer.
    void ask(std::chrono::milliseconds patience, const std::function<void()> &serve);
    bool isDone() const;
    /// The time is over: what was not found is lost, with its own error or this one.
    void giveUp(const Domain::Error &error);
    void forget(); ///< asks again for those that were found
    const Domain::Topic *found(std::uint16_t topic) const { return topic < m_findings.size() && m_findings[topic].topic ? &*m_findings[topic].topic : nullptr; }

    /// The slots of the run. An error: there is nothing to read at all.
    std::optional<Domain::Error> makeSlots() const;

private:
    struct Finding
    {
        std::optional<Domain::Topic> topic;
        std::optional<Domain::Error> error; ///< final once `isLost`
        int unknown = 0;                    ///< answers in a row without it
        bool isLost = false;
        bool isOpen() const { return !topic && !isLost; }
    };
    std::optional<Domain::Error> addSlots(std::uint16_t topic) const;

    ReadRun &m_run;
    std::vector<Finding> m_findings; ///< by topic
};

} // namespace Kafka
