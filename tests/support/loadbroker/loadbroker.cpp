// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "loadbroker.h"

#include "connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <thread>

namespace LoadBroker {

namespace {

constexpr int Templates = 32; ///< more than processor caches hold, so that no client profits from hot data

} // namespace

Server::Server(const Options &options)
    : m_options(options)
{
    BatchShape plain = m_options.shape;
    plain.needleAt = -1;
    for (int seed = 1; seed <= Templates; ++seed)
        m_batches.push_back(makeBatch(plain, seed));
    const std::int64_t records = m_options.shape.records;
    m_options.recordsPerPartition = (m_options.recordsPerPartition + records - 1) / records * records;
}

Server::~Server()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

void Server::placeNeedle(std::int64_t offset)
{
    BatchShape shape = m_options.shape;
    shape.needleAt = static_cast<int>(offset % shape.records);
    m_needleBatch = makeBatch(shape, Templates + 1);
    m_needleAt = offset / shape.records;
}

int Server::listen()
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(m_options.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), size) != 0 || ::listen(m_socket, 64) != 0
        || ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return 0;
    m_port = ntohs(address.sin_port);
    m_start = std::chrono::steady_clock::now();
    return m_port;
}

void Server::serve()
{
    for (;;) {
        const int client = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            return;
        const int on = 1;
        const int sendBuffer = 4 << 20;
        ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::setsockopt(client, SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
        std::thread([this, client] { Connection(*this, client).serve(); }).detach();
    }
}

std::string Server::extraTopic(int index)
{
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "topic-%05d", index);
    return name.data();
}

int Server::partitionsOf(const std::string &topic) const
{
    if (topic == m_options.topic)
        return m_options.partitions;
    int index = -1;
    if (std::sscanf(topic.c_str(), "topic-%5d", &index) != 1 || index < 0 || index >= m_options.extraTopics)
        return 0;
    return topic == extraTopic(index) ? m_options.partitionsPerExtraTopic : 0;
}

std::int64_t Server::endOffset() const
{
    const std::chrono::duration<double> running = std::chrono::steady_clock::now() - m_start;
    const double grown = running.count() * static_cast<double>(m_options.growthPerSecond) / m_options.partitions;
    return m_options.recordsPerPartition + static_cast<std::int64_t>(grown) / m_options.shape.records * m_options.shape.records;
}

const std::string &Server::batchAt(int partition, std::int64_t batch) const
{
    if (batch == m_needleAt && partition == m_options.partitions - 1)
        return m_needleBatch;
    return m_batches[static_cast<std::size_t>(batch * 7 + partition) % m_batches.size()];
}

} // namespace LoadBroker
