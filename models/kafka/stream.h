// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "kafka/callscope.h"
#include "kafka/clientwitness.h"

#include <openssl/ssl.h>

#include <netdb.h>
#include <sys/socket.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Kafka {

/// "host:port" of a bootstrap list.
struct HostPort
{
    std::string host;
    std::string port;
    std::string text() const { return host.find(':') == std::string::npos ? host + ":" + port : "[" + host + "]:" + port; }
};

/// Splits "a:9092, b, [::1]:9093"; a missing port is 9092. At most 16 are taken.
std::vector<HostPort> parseBootstrap(const std::string &servers);

struct SocketAddress
{
    sockaddr_storage bytes{};
    socklen_t size = 0;
    int family = AF_UNSPEC;
    std::string text; ///< "10.0.0.1"
};

/// getaddrinfo(), which may block for half a minute. Error: NameNotResolved.
Domain::Result<std::vector<SocketAddress>> resolve(const HostPort &hostPort, int family);

/// A TCP connection that never blocks for longer than 50 ms without a look at its scope; closes itself.
class Stream
{
public:
    Stream() = default;
    explicit Stream(int descriptor) : m_fd(descriptor) {}
    Stream(Stream &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)), m_tls(std::move(other.m_tls)) {}
    Stream &operator=(Stream &&other) noexcept;
    ~Stream();

    /// What became of one address.
    struct Attempt
    {
        std::string address;
        int errorNumber = 0; ///< 0: connected
    };
    /// Tries all addresses at once; the first that answers is kept, the outcome of every one is told.
    static std::pair<Stream, std::vector<Attempt>> connect(const std::vector<SocketAddress> &addresses, const CallScope &scope);

    bool isOpen() const { return m_fd >= 0; }
    int descriptor() const { return m_fd; }

    enum class Outcome { Done, Closed, TimedOut };
    Outcome write(const std::string &bytes, const CallScope &scope);
    /// Appends at least one byte to `bytes`.
    Outcome readSome(std::string &bytes, const CallScope &scope);
    /// The TLS alert or socket error that ended the stream, in OpenSSL's or the system's words.
    const std::string &reason() const { return m_reason; }

    struct FreeTls
    {
        void operator()(SSL *ssl) const { SSL_free(ssl); }
    };
    using Tls = std::unique_ptr<SSL, FreeTls>;
    void setTls(Tls tls) { m_tls = std::move(tls); }

    /// Waits for the socket; false when the scope is over.
    static bool waitFor(int descriptor, short events, const CallScope &scope);

private:
    /// One step of SSL or of the plain socket: bytes moved, 0 for "try again", −1 for the end.
    int step(bool isWrite, char *data, int size, short &wanted);

    int m_fd = -1;
    Tls m_tls;
    std::string m_reason;
};

std::string joined(const std::vector<SocketAddress> &addresses);  ///< "10.0.0.1, ::1"
std::string joined(const std::vector<Stream::Attempt> &attempts); ///< "10.0.0.1: connected, ::1: Connection refused"

} // namespace Kafka
