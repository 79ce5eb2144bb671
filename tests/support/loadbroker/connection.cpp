// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "connection.h"

#include <endian.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace LoadBroker {

namespace {

enum Api : std::int16_t { Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3, ApiVersions = 18 };
struct Supported { std::int16_t api; std::int16_t lowest; std::int16_t highest; };
// Produce is not served: librdkafka takes it as the sign that record batches may be fetched.
constexpr Supported supported[] = {{Produce, 0, 7}, {Fetch, 4, 11}, {ListOffsets, 1, 2}, {Metadata, 0, 4}, {ApiVersions, 0, 3}};

enum ErrorCode : std::int16_t { OffsetOutOfRange = 1, UnknownTopicOrPartition = 3 };
constexpr std::int64_t Beginning = -2;
constexpr std::int64_t End = -1;
constexpr std::size_t LargestRequest = std::size_t(100) << 20;
constexpr int LongestWaitMs = 100;

} // namespace

Connection::Connection(const Server &server, int socket)
    : m_server(server)
    , m_socket(socket)
{
}

Connection::~Connection()
{
    ::close(m_socket);
}

void Connection::serve()
{
    std::string request;
    for (;;) {
        std::uint32_t size = 0;
        if (!readAll(reinterpret_cast<char *>(&size), sizeof size) || be32toh(size) > LargestRequest)
            return;
        request.resize(be32toh(size));
        if (!readAll(request.data(), request.size()))
            return;
        WireReader reader(request);
        if (!answer(reader) || !send())
            return;
    }
}

bool Connection::readAll(char *to, std::size_t size)
{
    while (size > 0) {
        const ssize_t n = ::read(m_socket, to, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        to += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool Connection::writeAll(std::vector<iovec> &parts)
{
    for (std::size_t i = 0; i < parts.size();) {
        ssize_t n = ::writev(m_socket, &parts[i], static_cast<int>(std::min<std::size_t>(parts.size() - i, 512)));
        if (n < 0 && errno != EINTR)
            return false;
        for (; i < parts.size() && n >= static_cast<ssize_t>(parts[i].iov_len); ++i)
            n -= static_cast<ssize_t>(parts[i].iov_len);
        if (i < parts.size() && n > 0) {
            parts[i].iov_base = static_cast<char *>(parts[i].iov_base) + n;
            parts[i].iov_len -= static_cast<std::size_t>(n);
        }
    }
    return true;
}

bool Connection::answer(WireReader &request)
{
    const std::int16_t api = request.int16();
    const std::int16_t version = request.int16();
    const std::int32_t correlation = request.int32();
    (void)request.text(); // client id
    m_inserts.clear();
    m_answer.bytes().clear();
    m_answer.int32(0); // size, filled in by send()
    m_answer.int32(correlation);
    switch (api) {
    case ApiVersions: apiVersions(version); break;
    case Metadata: metadata(request, version); break;
    case ListOffsets: listOffsets(request, version); break;
    case Fetch: fetch(request, version); break;
    default: return false;
    }
    return request.ok();
}

void Connection::apiVersions(int version)
{
    const bool flexible = version >= 3;
    m_answer.int16(0);
    if (flexible)
        m_answer.int8(static_cast<std::int64_t>(std::size(supported)) + 1);
    else
        m_answer.int32(static_cast<std::int64_t>(std::size(supported)));
    for (const Supported &s : supported) {
        m_answer.int16(s.api);
        m_answer.int16(s.lowest);
        m_answer.int16(s.highest);
        if (flexible)
            m_answer.int8(0);
    }
    if (version >= 1)
        m_answer.int32(0);
    if (flexible)
        m_answer.int8(0);
}

void Connection::metadata(WireReader &request, int version)
{
    const std::int32_t count = request.int32();
    std::vector<std::string> topics;
    for (std::int32_t i = 0; i < count && request.ok(); ++i)
        topics.push_back(request.text());
    if (count < 0 || (version == 0 && count == 0)) {
        topics.push_back(m_server.options().topic);
        for (int i = 0; i < m_server.options().extraTopics; ++i)
            topics.push_back(Server::extraTopic(i));
    }
    if (version >= 3)
        m_answer.int32(0);
    m_answer.int32(1); // brokers
    m_answer.int32(1);
    m_answer.text("127.0.0.1");
    m_answer.int32(m_server.port());
    if (version >= 1)
        m_answer.nullText(); // rack
    if (version >= 2)
        m_answer.text("load");
    if (version >= 1)
        m_answer.int32(1); // controller
    m_answer.int32(static_cast<std::int64_t>(topics.size()));
    for (const std::string &topic : topics)
        metadataOf(topic, version);
}

void Connection::metadataOf(const std::string &topic, int version)
{
    const int partitions = m_server.partitionsOf(topic);
    m_answer.int16(partitions ? 0 : UnknownTopicOrPartition);
    m_answer.text(topic);
    if (version >= 1)
        m_answer.int8(0);
    m_answer.int32(partitions);
    for (int i = 0; i < partitions; ++i) {
        m_answer.int16(0);
        m_answer.int32(i);
        m_answer.int32(1); // leader
        m_answer.int32(1); // replicas
        m_answer.int32(1);
        m_answer.int32(1); // in sync
        m_answer.int32(1);
    }
}

void Connection::listOffsets(WireReader &request, int version)
{
    request.int32(); // replica
    if (version >= 2) {
        request.int8(); // isolation: nothing here is part of a transaction
        m_answer.int32(0);
    }
    const std::int32_t topics = request.int32();
    m_answer.int32(topics);
    for (std::int32_t t = 0; t < topics && request.ok(); ++t) {
        const std::string topic = request.text();
        const std::int32_t partitions = request.int32();
        m_answer.text(topic);
        m_answer.int32(partitions);
        for (std::int32_t p = 0; p < partitions && request.ok(); ++p) {
            const std::int32_t partition = request.int32();
            const std::int64_t time = request.int64();
            const bool known = partition >= 0 && partition < m_server.partitionsOf(topic);
            m_answer.int32(partition);
            m_answer.int16(known ? 0 : UnknownTopicOrPartition);
            m_answer.int64(-1);
            // The batches repeat, so times do not rise: a look-up by time finds nothing.
            m_answer.int64(!known ? -1 : time == Beginning ? 0 : time == End ? m_server.endOffset() : -1);
        }
    }
}

void Connection::fetch(WireReader &request, int version)
{
    request.int32(); // replica
    const std::int32_t waitMs = request.int32();
    request.int32(); // least bytes: whatever there is
    FetchLimits limits;
    limits.total = request.int32();
    request.int8(); // isolation
    if (version >= 7) {
        request.int32(); // session: none are kept, every request is a full one
        request.int32();
    }
    m_answer.int32(0);
    if (version >= 7) {
        m_answer.int16(0);
        m_answer.int32(0);
    }
    const std::int32_t topics = request.int32();
    m_answer.int32(topics);
    for (std::int32_t t = 0; t < topics && request.ok(); ++t) {
        const std::string topic = request.text();
        const std::int32_t partitions = request.int32();
        m_answer.text(topic);
        m_answer.int32(partitions);
        for (std::int32_t p = 0; p < partitions && request.ok(); ++p)
            fetchPartition(request, version, topic, limits);
    }
    if (limits.sent == 0 && waitMs > 0) { // ends early when the client asks for something else
        pollfd readable{m_socket, POLLIN, 0};
        ::poll(&readable, 1, std::min(waitMs, LongestWaitMs));
    }
}

void Connection::fetchPartition(WireReader &request, int version, const std::string &topic, FetchLimits &limits)
{
    const std::int32_t partition = request.int32();
    if (version >= 9)
        request.int32(); // leader epoch
    const std::int64_t from = request.int64();
    if (version >= 5)
        request.int64(); // log start
    limits.partition = request.int32();
    const bool known = partition >= 0 && partition < m_server.partitionsOf(topic);
    const std::int64_t end = known ? m_server.endOffset() : -1;
    const bool inRange = known && from >= 0 && from <= end;
    m_answer.int32(partition);
    m_answer.int16(!known ? UnknownTopicOrPartition : inRange ? 0 : OffsetOutOfRange);
    m_answer.int64(end);
    m_answer.int64(end); // last stable
    if (version >= 5)
        m_answer.int64(0);
    m_answer.int32(0); // aborted transactions
    if (version >= 11)
        m_answer.int32(-1);
    const std::size_t sizeAt = m_answer.size();
    m_answer.int32(0);
    const std::int64_t records = m_server.options().shape.records;
    std::int64_t sent = 0;
    for (std::int64_t batch = from / records; inRange && batch * records < end; ++batch) {
        const std::string &bytes = m_server.batchAt(partition, batch);
        const auto size = static_cast<std::int64_t>(bytes.size());
        if ((sent && sent + size > limits.partition) || (limits.sent && limits.sent + size > limits.total))
            break;
        m_inserts.push_back({m_answer.size(), &bytes, batch * records});
        sent += size;
        limits.sent += size;
    }
    m_answer.patchInt32(sizeAt, sent);
}

bool Connection::send()
{
    std::size_t inserted = 0;
    for (const Insert &insert : m_inserts)
        inserted += insert.batch->size();
    m_answer.patchInt32(0, static_cast<std::int64_t>(m_answer.size() - 4 + inserted));

    std::vector<iovec> parts;
    std::vector<std::uint64_t> baseOffsets(m_inserts.size());
    std::size_t done = 0;
    for (std::size_t i = 0; i < m_inserts.size(); ++i) {
        const Insert &insert = m_inserts[i];
        if (insert.at > done)
            parts.push_back({m_answer.bytes().data() + done, insert.at - done});
        done = insert.at;
        baseOffsets[i] = htobe64(static_cast<std::uint64_t>(insert.baseOffset));
        parts.push_back({&baseOffsets[i], sizeof baseOffsets[i]});
        // writev() takes pointers to what it may not change as pointers to what it may.
        parts.push_back({const_cast<char *>(insert.batch->data()) + sizeof baseOffsets[i], insert.batch->size() - sizeof baseOffsets[i]});
    }
    if (done < m_answer.size())
        parts.push_back({m_answer.bytes().data() + done, m_answer.size() - done});
    return writeAll(parts);
}

} // namespace LoadBroker
