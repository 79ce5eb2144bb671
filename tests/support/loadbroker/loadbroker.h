// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "recordbatch.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace LoadBroker {

struct Options
{
    int port = 0; ///< 0: any free one
    std::string topic = "load";
    int partitions = 1;
    std::int64_t recordsPerPartition = 10'000'000; ///< rounded up to whole batches
    std::int64_t growthPerSecond = 0;              ///< records a second appended to the topic, from the start of the server on
    int extraTopics = 0;                           ///< named topic-00000 …, for metadata
    int partitionsPerExtraTopic = 10;
    BatchShape shape;
};

/// A synthetic single-node broker for measuring clients: a topic of any length out of a few prebuilt batches, in constant
/// memory, at more than the speed of a real broker. Speaks what librdkafka needs to read: ApiVersions, Metadata,
/// ListOffsets (beginning and end), Fetch. Listens on loopback only. Runs in a process of its own (playhead_loadbroker), so
/// that its work is not mixed up with the client's.
class Server
{
public:
    explicit Server(const Options &options);
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;
    ~Server();

    /// Hides the Needle in the last partition, in the record at this offset. Call it before serve().
    void placeNeedle(std::int64_t offset);
    /// The port, or 0 when it cannot be had; errno tells why.
    int listen();
    /// Serves one thread a connection; returns only when listening fails.
    void serve();

    // For connections, any thread
    const Options &options() const { return m_options; }
    int port() const { return m_port; }
    static std::string extraTopic(int index);
    int partitionsOf(const std::string &topic) const; ///< 0: no such topic
    std::int64_t endOffset() const;                   ///< of every partition
    const std::string &batchAt(int partition, std::int64_t batch) const;

private:
    Options m_options;
    std::vector<std::string> m_batches;
    std::string m_needleBatch;
    std::int64_t m_needleAt = -1; ///< batch number
    std::chrono::steady_clock::time_point m_start;
    int m_socket = -1;
    int m_port = 0;
};

} // namespace LoadBroker
