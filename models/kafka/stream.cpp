// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/stream.h"

#include <openssl/err.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace Kafka {

namespace {

constexpr std::size_t maxServers = 16;
constexpr std::size_t maxAddresses = 16;

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    const auto last = text.find_last_not_of(" \t");
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

HostPort parseOne(std::string text)
{
    if (const auto scheme = text.find("://"); scheme != std::string::npos)
        text.erase(0, scheme + 3);
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        const bool hasPort = close != std::string::npos && close + 1 < text.size() && text[close + 1] == ':';
        return {text.substr(1, close == std::string::npos ? close : close - 1), hasPort ? text.substr(close + 2) : "9092"};
    }
    const auto colon = text.rfind(':');
    return colon == std::string::npos ? HostPort{text, "9092"} : HostPort{text.substr(0, colon), text.substr(colon + 1)};
}

int openSocket(const SocketAddress &address)
{
    const int fd = socket(address.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return fd;
}

int pendingError(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

} // namespace

std::vector<HostPort> parseBootstrap(const std::string &servers)
{
    std::vector<HostPort> list;
    std::size_t start = 0;
    while (start <= servers.size() && list.size() < maxServers) {
        const auto comma = std::min(servers.find(',', start), servers.size());
        if (std::string one = trimmed(std::string_view(servers).substr(start, comma - start)); !one.empty())
            list.push_back(parseOne(std::move(one)));
        start = comma + 1;
    }
    return list;
}

Domain::Result<std::vector<SocketAddress>> resolve(const HostPort &hostPort, int family)
{
    addrinfo hints{};
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *raw = nullptr;
    const int failure = getaddrinfo(hostPort.host.c_str(), hostPort.port.c_str(), &hints, &raw);
    const std::unique_ptr<addrinfo, decltype([](addrinfo *list) { freeaddrinfo(list); })> list(raw);
    if (failure)
        return Domain::Error{.code = Domain::ErrorCode::NameNotResolved,
                             .args = {{"host", hostPort.host}, {"port", hostPort.port}},
                             .technical = failure == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(failure),
                             .retriable = true};
    std::vector<SocketAddress> addresses;
    for (const addrinfo *entry = raw; entry && addresses.size() < maxAddresses; entry = entry->ai_next) {
        SocketAddress address;
        std::copy_n(reinterpret_cast<const char *>(entry->ai_addr), entry->ai_addrlen, reinterpret_cast<char *>(&address.bytes));
        address.size = entry->ai_addrlen;
        address.family = entry->ai_family;
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
            address.text = text.data();
        addresses.push_back(std::move(address));
    }
    return addresses;
}

std::string joined(const std::vector<SocketAddress> &addresses)
{
    std::string text;
    for (const SocketAddress &address : addresses)
        text += (text.empty() ? "" : ", ") + address.text;
    return text;
}

std::string joined(const std::vector<Stream::Attempt> &attempts)
{
    std::string text;
    for (const Stream::Attempt &attempt : attempts)
        text += (text.empty() ? "" : ", ") + attempt.address + ": "
                + (attempt.errorNumber == 0 ? std::string("connected") : std::generic_category().message(attempt.errorNumber));
    return text;
}

Stream &Stream::operator=(Stream &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_tls, other.m_tls);
    std::swap(m_reason, other.m_reason);
    return *this;
}

Stream::~Stream()
{
    m_tls.reset();
    if (m_fd >= 0)
        close(m_fd);
}

bool Stream::waitFor(int descriptor, short events, const CallScope &scope)
{
    while (scope.goesOn()) {
        pollfd one{.fd = descriptor, .events = events, .revents = 0};
        if (poll(&one, 1, int(std::min<std::int64_t>(50, scope.left().count()))) > 0)
            return true;
    }
    return false;
}

std::pair<Stream, std::vector<Stream::Attempt>> Stream::connect(const std::vector<SocketAddress> &addresses, const CallScope &scope)
{
    std::vector<Attempt> attempts;
    std::vector<Stream> streams;
    std::vector<pollfd> waiting;
    for (const SocketAddress &address : addresses) {
        Stream &stream = streams.emplace_back(openSocket(address));
        int error = stream.isOpen() ? 0 : errno;
        if (stream.isOpen() && ::connect(stream.m_fd, reinterpret_cast<const sockaddr *>(&address.bytes), address.size) != 0)
            error = errno;
        attempts.push_back({address.text, error});
        waiting.push_back({.fd = error == EINPROGRESS ? stream.m_fd : -1, .events = POLLOUT, .revents = 0});
    }
    const auto isPending = [&] {
        for (const pollfd &one : waiting)
            if (one.fd >= 0)
                return true;
        return false;
    };
    while (isPending() && scope.goesOn()) {
        if (poll(waiting.data(), waiting.size(), int(std::min<std::int64_t>(50, scope.left().count()))) <= 0)
            continue;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (waiting[i].fd < 0 || !waiting[i].revents)
                continue;
            attempts[i].errorNumber = pendingError(waiting[i].fd);
            waiting[i].fd = -1;
        }
    }
    Stream connected;
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        if (attempts[i].errorNumber == EINPROGRESS)
            attempts[i].errorNumber = ETIMEDOUT;
        if (attempts[i].errorNumber == 0 && !connected.isOpen())
            connected = std::move(streams[i]);
    }
    return {std::move(connected), std::move(attempts)};
}

int Stream::step(bool isWrite, char *data, int size, short &wanted)
{
    if (!m_tls) {
        const ssize_t n = isWrite ? send(m_fd, data, std::size_t(size), MSG_NOSIGNAL) : recv(m_fd, data, std::size_t(size), 0);
        if (n > 0)
            return int(n);
        wanted = isWrite ? POLLOUT : POLLIN;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            return 0;
        m_reason = n == 0 ? "connection closed" : std::generic_category().message(errno);
        return -1;
    }
    ERR_clear_error();
    const int n = isWrite ? SSL_write(m_tls.get(), data, size) : SSL_read(m_tls.get(), data, size);
    if (n > 0)
        return n;
    const int error = SSL_get_error(m_tls.get(), n);
    wanted = error == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return 0;
    const unsigned long code = ERR_peek_last_error();
    const char *text = code ? ERR_reason_error_string(code) : nullptr;
    m_reason = text ? text : "connection closed";
    return -1;
}

Stream::Outcome Stream::write(const std::string &bytes, const CallScope &scope)
{
    std::string copy = bytes; // SSL_write and send take the same buffer again after "try again"
    std::size_t done = 0;
    while (done < copy.size()) {
        short wanted = POLLOUT;
        const int n = step(true, copy.data() + done, int(copy.size() - done), wanted);
        if (n < 0)
            return Outcome::Closed;
        done += std::size_t(n);
        if (n == 0 && !waitFor(m_fd, wanted, scope))
            return Outcome::TimedOut;
    }
    return Outcome::Done;
}

Stream::Outcome Stream::readSome(std::string &bytes, const CallScope &scope)
{
    std::array<char, 4096> buffer{};
    for (;;) {
        short wanted = POLLIN;
        const int n = step(false, buffer.data(), int(buffer.size()), wanted);
        if (n > 0) {
            bytes.append(buffer.data(), std::size_t(n));
            return Outcome::Done;
        }
        if (n < 0)
            return Outcome::Closed;
        if (!waitFor(m_fd, wanted, scope))
            return Outcome::TimedOut;
    }
}

} // namespace Kafka
