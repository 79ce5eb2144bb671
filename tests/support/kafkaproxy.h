// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// A wire tap on 127.0.0.1 between a client and the nodes of a KafkaBroker (KafkaBroker::startBehind()): it logs every request and
/// can be told to cut, stall or refuse connections. Plain text only. Threads of its own; every member may be called from any thread.
class KafkaProxy
{
public:
    /// Kafka's numbers of requests that tests ask for.
    enum Api { Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3, FindCoordinator = 10, CreateTopics = 19, InitProducerId = 22, AddPartitionsToTxn = 24, EndTxn = 26 };

    struct Request
    {
        int node = 1;
        std::uint64_t connection = 0;
        int api = -1;
        int version = -1;
        std::string client = {};    ///< client.id
        std::size_t size = 0;       ///< with its length field
        bool mayCreateTopics = false; ///< Metadata that lets the broker create what it does not know

        /// Changes something at the broker, or may.
        bool isMutating() const;
        std::string text() const; ///< "api 3 version 12 of playhead-1.0, 40 bytes"
    };

    explicit KafkaProxy(int nodes = 1);
    ~KafkaProxy();
    KafkaProxy(const KafkaProxy &) = delete;
    KafkaProxy &operator=(const KafkaProxy &) = delete;

    int nodes() const { return int(m_doors.size()); }
    int port(int node = 1) const; ///< nodes count from 1
    std::string bootstrap() const; ///< "127.0.0.1:port,…"
    /// Where the connections of a node go; until then they are closed at once.
    void setTarget(int node, int port);

    // What was asked
    std::vector<Request> requests() const;
    std::vector<Request> mutating() const;
    std::size_t count(int api) const;
    void clear();

    // Faults
    enum class Side { Request, Answer };
    struct Cut
    {
        Side side = Side::Answer; ///< Answer: the request reaches the broker, its answer does not reach the client
        int api = -1;             ///< −1: any
        int skip = 0;             ///< so many requests (answers) of that kind pass first
        std::size_t bytes = 0;    ///< and then so many bytes of that kind
        bool thenRefuse = false;  ///< all other connections are cut too, and new ones refused, until setRefusing(false)
    };
    /// Happens once; a new one replaces one that has not happened yet.
    void cut(const Cut &cut);
    int cutsMade() const;
    void setStalled(bool isStalled);   ///< nothing passes in either direction; connections stay
    void setRefusing(bool isRefusing); ///< new connections are closed at once
    void dropConnections();

private:
    struct Door;       // of one node
    struct Connection; // of one client

    void accept(Door &door, const std::stop_token &stop);
    void pumpRequests(const std::shared_ptr<Connection> &connection);
    void pumpAnswers(const std::shared_ptr<Connection> &connection);
    /// Sends a whole message on, or a part of it and then nothing more. False: the connection is over.
    bool pass(Connection &connection, Side side, int api, std::string_view message);
    std::size_t allowed(Side side, int api, std::size_t size, bool &isCut, bool &refuses);
    void closeAll();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Request> m_requests;
    std::optional<Cut> m_cut;
    int m_cuts = 0;
    bool m_isStalled = false;
    bool m_isRefusing = false;
    bool m_isOver = false;
    std::uint64_t m_connectionsMade = 0;
    std::vector<std::weak_ptr<Connection>> m_connections;
    std::vector<std::unique_ptr<Door>> m_doors;
};
