// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

/// Small servers on 127.0.0.1 for what no broker does: silence, HTTP, hanging up, refusing a password a countable number of times.
namespace KafkaTest {

/// Accepts connections and lets `serve` talk on each in its own thread; the port is the system's choice.
class LoopbackServer
{
public:
    using Serve = std::function<void(int socket, const std::stop_token &)>;

    explicit LoopbackServer(Serve serve) : m_serve(std::move(serve)), m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) || listen(m_listener, 64)
            || getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size))
            std::abort();
        m_port = ntohs(address.sin_port);
        m_acceptor = std::jthread([this](const std::stop_token &stop) { accept(stop); });
    }
    ~LoopbackServer()
    {
        m_acceptor.request_stop();
        m_acceptor.join();
        close(m_listener);
    }
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    int port() const { return m_port; }
    int connections() const { return m_connections; }

    /// True when there is something to read within 20 ms.
    static bool readable(int socket)
    {
        pollfd one{.fd = socket, .events = POLLIN, .revents = 0};
        return poll(&one, 1, 20) > 0;
    }

private:
    void accept(const std::stop_token &stop)
    {
        std::vector<std::jthread> talks;
        while (!stop.stop_requested()) {
            if (!readable(m_listener))
                continue;
            const int socket = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                continue;
            ++m_connections;
            talks.emplace_back([this, socket, stop] {
                m_serve(socket, stop);
                close(socket);
            });
        }
    }

    Serve m_serve;
    int m_listener;
    int m_port = 0;
    std::atomic<int> m_connections = 0;
    std::jthread m_acceptor;
};

/// Accepts and says nothing.
inline void stayHalfOpen(int socket, const std::stop_token &stop)
{
    char buffer[4096];
    while (!stop.stop_requested())
        if (LoopbackServer::readable(socket) && recv(socket, buffer, sizeof buffer, 0) <= 0)
            return;
}

/// A web server that does not understand.
inline void answerHttp(int socket, const std::stop_token &stop)
{
    char buffer[4096];
    while (!stop.stop_requested() && !LoopbackServer::readable(socket)) {}
    if (recv(socket, buffer, sizeof buffer, 0) > 0)
        send(socket, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", 47, MSG_NOSIGNAL);
}

/// Hangs up on the first bytes.
inline void hangUp(int socket, const std::stop_token &stop)
{
    char buffer[4096];
    while (!stop.stop_requested() && !LoopbackServer::readable(socket)) {}
    static_cast<void>(recv(socket, buffer, sizeof buffer, 0));
}

/// Answers clear text as a TLS listener does: with the alert "unexpected message".
inline void answerTlsAlert(int socket, const std::stop_token &stop)
{
    char buffer[4096];
    while (!stop.stop_requested() && !LoopbackServer::readable(socket)) {}
    if (recv(socket, buffer, sizeof buffer, 0) > 0)
        send(socket, "\x15\x03\x03\x00\x02\x02\x0a", 7, MSG_NOSIGNAL);
}

/// A broker that offers SASL PLAIN, refuses every login and counts them.
class RefusingBroker
{
public:
    void serve(int socket, const std::stop_token &stop)
    {
        std::string in;
        while (!stop.stop_requested()) {
            char buffer[4096];
            if (!LoopbackServer::readable(socket))
                continue;
            const ssize_t n = recv(socket, buffer, sizeof buffer, 0);
            if (n <= 0)
                return;
            in.append(buffer, std::size_t(n));
            while (in.size() >= 12 && in.size() >= 4 + number(in, 0, 4)) {
                const std::string request = in.substr(4, number(in, 0, 4));
                in.erase(0, 4 + number(in, 0, 4));
                if (!answer(socket, int(number(request, 0, 2)), int(number(request, 2, 2)), request.substr(4, 4)))
                    return;
            }
        }
    }
    int logins() const { return m_logins; }

private:
    static std::size_t number(const std::string &text, std::size_t at, std::size_t size)
    {
        std::size_t value = 0;
        for (std::size_t i = at; i < at + size; ++i)
            value = value << 8 | static_cast<unsigned char>(text[i]);
        return value;
    }
    static std::string big(std::size_t value, int size)
    {
        std::string text;
        for (int i = size - 1; i >= 0; --i)
            text += char(value >> (8 * i));
        return text;
    }
    static std::string string(const std::string &text) { return big(text.size(), 2) + text; }

    bool answer(int socket, int key, int version, const std::string &correlation)
    {
        std::string body;
        if (key == 18) { // ApiVersions; a version above 0 is refused with UNSUPPORTED_VERSION in version 0's format
            const std::vector<std::pair<int, int>> offered{{18, 0}, {17, 1}, {36, 1}, {3, 9}};
            body = big(version > 0 ? 35 : 0, 2) + big(offered.size(), 4);
            for (const auto &[api, newest] : offered)
                body += big(std::size_t(api), 2) + big(0, 2) + big(std::size_t(newest), 2);
        } else if (key == 17) { // SaslHandshake
            body = big(0, 2) + big(1, 4) + string("PLAIN");
        } else if (key == 36) { // SaslAuthenticate
            ++m_logins;
            body = big(58, 2) + string("Authentication failed: Invalid username or password") + big(0, 4) + (version > 0 ? big(0, 8) : "");
        } else {
            return false;
        }
        const std::string message = big(correlation.size() + body.size(), 4) + correlation + body;
        return send(socket, message.data(), message.size(), MSG_NOSIGNAL) == ssize_t(message.size());
    }

    std::atomic<int> m_logins = 0;
};

} // namespace KafkaTest
