// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafkaproxy.h"

#include "kafkarequest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <list>
#include <utility>

struct KafkaProxy::Door
{
    int node = 0;
    int listener = -1;
    int port = 0;
    int target = 0; ///< guarded by the proxy's mutex
    std::jthread acceptor;
};

struct KafkaProxy::Connection
{
    ~Connection()
    {
        ::close(client);
        ::close(broker);
    }
    /// Wakes both pumps; the sockets are closed with the last of them.
    void cut() const
    {
        shutdown(client, SHUT_RDWR);
        shutdown(broker, SHUT_RDWR);
    }
    int client = -1;
    int broker = -1;
    int node = 0;
    std::uint64_t number = 0;
    std::mutex mutex;
    std::map<std::uint32_t, int> asked; ///< correlation id → request, until it is answered
};

namespace {

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(std::uint16_t(port));
    return address;
}

int connectTo(int port)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (port > 0 && connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

void sendAtOnce(int fd)
{
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t n = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes.remove_prefix(std::size_t(n));
    }
    return true;
}

bool isReadable(int fd)
{
    pollfd one{.fd = fd, .events = POLLIN, .revents = 0};
    return poll(&one, 1, 20) > 0;
}

/// Calls `take` with each whole message (length field and all) that arrives, until one of the two says no.
template<typename Take>
void eachMessage(int fd, Take take)
{
    std::string in;
    std::vector<char> buffer(1 << 18);
    std::size_t at = 0;
    for (;;) {
        const ssize_t n = recv(fd, buffer.data(), buffer.size(), 0);
        if (n <= 0)
            return;
        in.append(buffer.data(), std::size_t(n));
        while (in.size() - at >= 4) {
            const std::size_t size = 4 + std::size_t(KafkaRequest::number(std::string_view(in).substr(at), 4));
            if (in.size() - at < size)
                break;
            if (!take(std::string_view(in).substr(at, size)))
                return;
            at += size;
        }
        in.erase(0, std::exchange(at, 0));
    }
}

} // namespace

KafkaProxy::KafkaProxy(int nodes)
{
    for (int node = 1; node <= nodes; ++node) {
        auto door = std::make_unique<Door>();
        door->node = node;
        door->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (bind(door->listener, reinterpret_cast<sockaddr *>(&address), size) || listen(door->listener, 64)
            || getsockname(door->listener, reinterpret_cast<sockaddr *>(&address), &size))
            std::abort();
        door->port = ntohs(address.sin_port);
        m_doors.push_back(std::move(door));
    }
    for (const auto &door : m_doors)
        door->acceptor = std::jthread([this, door = door.get()](const std::stop_token &stop) { accept(*door, stop); });
}

KafkaProxy::~KafkaProxy()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_changed.notify_all();
    for (const auto &door : m_doors)
        door->acceptor.request_stop();
    closeAll();
    for (const auto &door : m_doors) {
        door->acceptor.join(); // and with it the pumps of its connections
        close(door->listener);
    }
}

int KafkaProxy::port(int node) const
{
    return m_doors.at(std::size_t(node - 1))->port;
}

std::string KafkaProxy::bootstrap() const
{
    std::string text;
    for (const auto &door : m_doors)
        text += (text.empty() ? "" : ",") + ("127.0.0.1:" + std::to_string(door->port));
    return text;
}

void KafkaProxy::setTarget(int node, int port)
{
    const std::lock_guard lock(m_mutex);
    m_doors.at(std::size_t(node - 1))->target = port;
}

std::vector<KafkaProxy::Request> KafkaProxy::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::vector<KafkaProxy::Request> KafkaProxy::mutating() const
{
    std::vector<Request> found = requests();
    std::erase_if(found, [](const Request &request) { return !request.isMutating(); });
    return found;
}

std::size_t KafkaProxy::count(int api) const
{
    const std::lock_guard lock(m_mutex);
    return std::size_t(std::count_if(m_requests.begin(), m_requests.end(), [api](const Request &request) { return request.api == api; }));
}

void KafkaProxy::clear()
{
    const std::lock_guard lock(m_mutex);
    m_requests.clear();
}

void KafkaProxy::cut(const Cut &cut)
{
    const std::lock_guard lock(m_mutex);
    m_cut = cut;
}

int KafkaProxy::cutsMade() const
{
    const std::lock_guard lock(m_mutex);
    return m_cuts;
}

void KafkaProxy::setStalled(bool isStalled)
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStalled = isStalled;
    }
    m_changed.notify_all();
}

void KafkaProxy::setRefusing(bool isRefusing)
{
    const std::lock_guard lock(m_mutex);
    m_isRefusing = isRefusing;
}

void KafkaProxy::dropConnections()
{
    closeAll();
}

void KafkaProxy::closeAll()
{
    const std::lock_guard lock(m_mutex);
    for (const auto &weak : m_connections)
        if (const auto connection = weak.lock())
            connection->cut();
    std::erase_if(m_connections, [](const auto &weak) { return weak.expired(); });
}

void KafkaProxy::accept(Door &door, const std::stop_token &stop)
{
    std::list<std::pair<std::jthread, std::weak_ptr<Connection>>> pumps;
    while (!stop.stop_requested()) {
        std::erase_if(pumps, [](const auto &pump) { return pump.second.expired(); }); // joins what has just ended
        if (!isReadable(door.listener))
            continue;
        const int client = accept4(door.listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        const auto connection = std::make_shared<Connection>();
        connection->client = client;
        connection->node = door.node;
        int target = 0;
        {
            const std::lock_guard lock(m_mutex);
            target = m_isRefusing || m_isOver ? 0 : door.target;
            connection->number = ++m_connectionsMade;
        }
        connection->broker = connectTo(target);
        if (connection->broker < 0)
            continue;
        sendAtOnce(connection->client);
        sendAtOnce(connection->broker);
        {
            const std::lock_guard lock(m_mutex);
            if (m_isRefusing || m_isOver)
                continue;
            m_connections.push_back(connection);
        }
        pumps.emplace_back(std::jthread([this, connection] { pumpRequests(connection); }), connection);
        pumps.emplace_back(std::jthread([this, connection] { pumpAnswers(connection); }), connection);
    }
}

void KafkaProxy::pumpRequests(const std::shared_ptr<Connection> &connection)
{
    eachMessage(connection->client, [&](std::string_view message) {
        const KafkaRequest request(message.substr(4));
        {
            const std::lock_guard lock(connection->mutex);
            connection->asked[request.correlation] = request.api;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back({.node = connection->node, .connection = connection->number, .api = request.api, .version = request.version,
                                  .client = request.client, .size = message.size(), .mayCreateTopics = request.mayCreateTopics()});
        }
        return pass(*connection, Side::Request, request.api, message);
    });
    connection->cut();
}

void KafkaProxy::pumpAnswers(const std::shared_ptr<Connection> &connection)
{
    eachMessage(connection->broker, [&](std::string_view message) {
        int api = -1;
        {
            const std::lock_guard lock(connection->mutex);
            const auto it = connection->asked.find(std::uint32_t(KafkaRequest::number(message.substr(4), 4)));
            if (it != connection->asked.end()) {
                api = it->second;
                connection->asked.erase(it);
            }
        }
        return pass(*connection, Side::Answer, api, message);
    });
    connection->cut();
}

bool KafkaProxy::pass(Connection &connection, Side side, int api, std::string_view message)
{
    bool isCut = false, refuses = false;
    const std::size_t size = allowed(side, api, message.size(), isCut, refuses);
    const bool isSent = sendAll(side == Side::Request ? connection.broker : connection.client, message.substr(0, size));
    if (isCut)
        connection.cut();
    if (refuses)
        closeAll();
    return isSent && !isCut;
}

std::size_t KafkaProxy::allowed(Side side, int api, std::size_t size, bool &isCut, bool &refuses)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_isStalled || m_isOver; });
    if (!m_cut || m_cut->side != side || (m_cut->api >= 0 && m_cut->api != api))
        return size;
    if (m_cut->skip > 0) {
        --m_cut->skip;
        return size;
    }
    if (size <= m_cut->bytes) {
        m_cut->bytes -= size;
        return size;
    }
    isCut = true;
    refuses = m_cut->thenRefuse;
    m_isRefusing |= refuses;
    ++m_cuts;
    const std::size_t bytes = m_cut->bytes;
    m_cut.reset();
    return bytes;
}

std::string KafkaProxy::Request::text() const
{
    return "api " + std::to_string(api) + " version " + std::to_string(version) + " of " + client + ", " + std::to_string(size) + " bytes"
        + (mayCreateTopics ? ", may create topics" : "");
}

bool KafkaProxy::Request::isMutating() const
{
    return mayCreateTopics || KafkaRequest::changesSomething(api);
}
