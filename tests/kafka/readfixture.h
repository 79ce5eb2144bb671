// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/kafka/mockbroker.h"

#include <chrono>
#include <memory>
#include <utility>

namespace KafkaTest {

/// A mock cluster, and reads of it, for one test function: end() belongs into cleanup().
class ReadFixture
{
protected:
    void begin(int brokers = 1)
    {
        m_reaper = std::make_shared<Kafka::ThreadReaper>();
        m_broker = std::make_unique<MockBroker>(brokers);
    }
    /// False: a thread did not end.
    bool end(std::chrono::seconds patience = std::chrono::seconds(5))
    {
        const bool isOver = m_reaper->finish(patience).empty();
        m_broker.reset();
        return isOver;
    }
    Run start(const Domain::ReadPlan &plan, std::shared_ptr<Collected> into = std::make_shared<Collected>())
    {
        return Run(contextFor(m_broker->bootstrap(), m_reaper), plan, std::move(into));
    }

    std::shared_ptr<Kafka::ThreadReaper> m_reaper;
    std::unique_ptr<MockBroker> m_broker;
};

} // namespace KafkaTest
