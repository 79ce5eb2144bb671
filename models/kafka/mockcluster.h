// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/record.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace Kafka {

/// librdkafka's mock cluster inside this process: loopback only, no Java, nothing on disk. It keeps 5 MiB a partition,
/// drops the oldest beyond that, and answers metadata, produce, fetch and begin/end offsets; no times, no admin calls.
/// Used by the demo and by tests. Besides WriteGate it is the one place that may produce, and only into itself.
/// One thread at a time.
class MockCluster
{
public:
    struct Topic
    {
        std::string name;
        int partitions = 1;
    };

    static Domain::Result<std::unique_ptr<MockCluster>> start(int brokers, const std::vector<Topic> &topics);
    ~MockCluster(); ///< a few milliseconds
    MockCluster(const MockCluster &) = delete;
    MockCluster &operator=(const MockCluster &) = delete;

    const std::string &bootstrap() const; ///< "127.0.0.1:port,…"

    /// Appends a record: by key (Java's partitioner) when `byKey`, else to record.partition. Offset and topic index are ignored;
    /// a timestamp of type None means now. False: refused (unknown partition, too large).
    bool produce(const std::string &topic, const Domain::Record &record, bool byKey);
    /// Waits until everything produced has arrived; false when it has not by then.
    bool flush(std::chrono::milliseconds deadline);

private:
    struct Private;
    explicit MockCluster(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace Kafka
