// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingfile.h"

#include "store/byteform.h"
#include "store/crc32c.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace Store {

using Domain::ErrorCode;
using Domain::Offset;
namespace Limits = RecordingLimits;

namespace {

constexpr std::uint64_t maxInfoBytes = std::uint64_t(64) << 20;

Domain::Error unreadable(const std::string &file, int number)
{
    return {.code = ErrorCode::FileUnreadable, .args = {{"file", file}}, .technical = std::strerror(number), .fatal = true};
}

Domain::TopicPartition placeOf(const RecordingBlock &block)
{
    return {block.topic, block.partition};
}

} // namespace

std::size_t RecordingLog::blockOf(Offset offset) const
{
    const auto it = std::upper_bound(blocks.begin(), blocks.end(), offset, [](Offset at, const RecordingBlock &block) { return at < block.end; });
    return static_cast<std::size_t>(it - blocks.begin());
}

Domain::Result<std::shared_ptr<const RecordingFile>> RecordingFile::open(const std::string &file, const std::stop_token &stop)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe must not keep us waiting
    if (descriptor < 0)
        return unreadable(file, errno);
    struct stat found = {};
    const bool isFile = ::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
    const std::shared_ptr<RecordingFile> recording(new RecordingFile(file, descriptor, isFile ? static_cast<std::uint64_t>(found.st_size) : 0));
    if (!isFile)
        return unreadable(file, S_ISDIR(found.st_mode) ? EISDIR : EINVAL);
    if (const Domain::Status head = recording->readHead(); !head)
        return head.error();
    if (!recording->readIndex())
        recording->scan(stop);
    return std::shared_ptr<const RecordingFile>(recording);
}

RecordingFile::~RecordingFile()
{
    ::close(m_descriptor);
}

Domain::Error RecordingFile::broken(const char *problem, std::uint64_t position) const
{
    return {.code = ErrorCode::RecordingBroken, .args = {{"file", m_file}, {"problem", problem}, {"position", std::to_string(position)}}, .fatal = true};
}

bool RecordingFile::readAt(std::uint64_t position, std::size_t size, std::string &bytes) const
{
    bytes.clear();
    if (position > m_size || size > m_size - position)
        return false;
    bytes.resize(size);
    for (std::size_t at = 0; at < size;) {
        const ssize_t got = ::pread(m_descriptor, bytes.data() + at, size - at, static_cast<off_t>(position + at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += static_cast<std::size_t>(got);
    }
    return true;
}

bool RecordingFile::readFrame(std::uint64_t position, FrameHeader &header, std::string &payload) const
{
    std::string head;
    return readAt(position, Limits::frameHeaderSize, head) && readFrameHeader(head, header) && readAt(position + Limits::frameHeaderSize, header.size, payload)
        && crc32c(payload) == header.crc;
}

Domain::Status RecordingFile::readHead()
{
    std::string head;
    if (!readAt(0, Limits::fileHeaderSize, head) || head.compare(0, 8, "PLAYHEAD") != 0)
        return broken("it is no recording", 0);
    ByteReader in(std::string_view(head).substr(8));
    const auto version = in.fixed<std::uint32_t>();
    if (in.fixed<std::uint32_t>() != crc32c(std::string_view(head).substr(0, 12)))
        return broken("its first bytes are not as they were written", 8);
    if (version > Limits::version || version == 0)
        return Domain::Error{.code = ErrorCode::RecordingNewer, .args = {{"file", m_file}, {"version", std::to_string(version)}}, .fatal = true};
    FrameHeader frame;
    std::string payload;
    if (!readFrame(Limits::fileHeaderSize, frame, payload) || frame.kind != FrameKind::Info || frame.size > maxInfoBytes || !decodeInfo(payload, m_info))
        return broken("what it tells about itself cannot be read", Limits::fileHeaderSize);
    m_firstBlock = Limits::fileHeaderSize + Limits::frameHeaderSize + frame.size;
    return std::monostate{};
}

bool RecordingFile::readIndex()
{
    std::string trailer;
    std::uint64_t position = 0;
    if (m_size < m_firstBlock + Limits::trailerSize || !readAt(m_size - Limits::trailerSize, Limits::trailerSize, trailer) || !readTrailer(trailer, position))
        return false;
    FrameHeader frame;
    std::string payload;
    std::vector<RecordingSpan> spans;
    std::vector<RecordingBlock> blocks;
    if (position < m_firstBlock || !readFrame(position, frame, payload) || frame.kind != FrameKind::Index || !decodeIndex(payload, spans, blocks))
        return false;
    if (!isPlausible(spans, blocks))
        return false;
    arrange(spans, std::move(blocks));
    return true;
}

bool RecordingFile::isPlausible(const std::vector<RecordingSpan> &spans, const std::vector<RecordingBlock> &blocks) const
{
    const auto isTopic = [this](std::uint16_t topic) { return topic < m_info.topics.size(); };
    for (const RecordingSpan &span : spans)
        if (!isTopic(span.topic) || span.begin < Offset(0) || span.end < span.begin)
            return false;
    for (const RecordingBlock &block : blocks)
        if (!isTopic(block.topic) || block.first < Offset(0) || block.end <= block.first || block.position < m_firstBlock || block.position > m_size
            || block.size > m_size - block.position)
            return false;
    return true;
}

void RecordingFile::scan(const std::stop_token &stop)
{
    std::vector<RecordingBlock> blocks;
    std::uint64_t position = m_firstBlock;
    FrameHeader frame;
    std::string payload;
    BlockReader reader;
    bool isWhole = false;
    while (position < m_size && !stop.stop_requested()) {
        if (!readFrame(position, frame, payload))
            break;
        isWhole = frame.kind == FrameKind::Index;
        if (isWhole)
            break;
        RecordingBlock block{.position = position};
        if (frame.kind != FrameKind::Block || !reader.describe(std::move(payload), block) || block.topic >= m_info.topics.size())
            break;
        blocks.push_back(block);
        position += Limits::frameHeaderSize + frame.size;
    }
    m_isCut = !isWhole;
    if (isWhole)
        m_problem = broken("its index cannot be used, so all of it was read through", position);
    else if (position >= m_size)
        m_problem = broken("it was not finished: its end is missing", m_size);
    else
        m_problem = broken("a block is damaged or cut off", position);
    arrange({}, std::move(blocks));
}

void RecordingFile::arrange(const std::vector<RecordingSpan> &spans, std::vector<RecordingBlock> blocks)
{
    std::map<Domain::TopicPartition, RecordingLog> logs;
    std::stable_sort(blocks.begin(), blocks.end(), [](const RecordingBlock &a, const RecordingBlock &b) {
        return placeOf(a) != placeOf(b) ? placeOf(a) < placeOf(b) : a.first < b.first;
    });
    for (const RecordingBlock &block : blocks) {
        RecordingLog &log = logs[placeOf(block)];
        if (!log.blocks.empty() && block.first < log.end) {
            m_isCut = true;
            if (!m_problem)
                m_problem = broken("two blocks hold the same offsets", block.position);
            continue;
        }
        if (log.blocks.empty())
            log.begin = block.first;
        log.end = block.end;
        log.blocks.push_back(block);
    }
    for (const RecordingSpan &span : spans) {
        RecordingLog &log = logs[{span.topic, span.partition}];
        log.begin = log.blocks.empty() ? span.begin : std::min(log.begin, span.begin);
        log.end = std::max(log.end, span.end);
        log.isComplete = span.isComplete;
    }
    for (std::size_t topic = 0; topic < m_info.topics.size(); ++topic)
        for (const Domain::PartitionId partition : m_info.topics[topic].partitions)
            logs[{static_cast<std::uint16_t>(topic), partition}];
    for (auto &[place, log] : logs) {
        log.topic = place.topic;
        log.partition = place.partition;
        m_logs.push_back(std::move(log));
    }
}

const RecordingLog *RecordingFile::log(std::uint16_t topic, Domain::PartitionId partition) const
{
    const Domain::TopicPartition place{topic, partition};
    const auto it = std::lower_bound(m_logs.begin(), m_logs.end(), place, [](const RecordingLog &log, const Domain::TopicPartition &wanted) {
        return Domain::TopicPartition{log.topic, log.partition} < wanted;
    });
    return it != m_logs.end() && it->topic == topic && it->partition == partition ? &*it : nullptr;
}

std::optional<std::uint16_t> RecordingFile::topicIndex(const std::string &name) const
{
    for (std::size_t i = 0; i < m_info.topics.size(); ++i)
        if (m_info.topics[i].name == name)
            return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

Domain::Status RecordingFile::load(const RecordingBlock &block, BlockReader &reader) const
{
    FrameHeader frame;
    std::string payload;
    if (!readFrame(block.position, frame, payload) || frame.kind != FrameKind::Block || frame.size != block.size
        || !reader.load(std::move(payload), block.topic, block.partition, block.first, block.end))
        return broken("a block is damaged", block.position);
    return std::monostate{};
}

} // namespace Store
