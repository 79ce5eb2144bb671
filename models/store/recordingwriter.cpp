// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingwriter.h"

namespace Store {

using Domain::Offset;

namespace {

constexpr std::size_t blockBytes = 128 * 1024; ///< a look-up by time reads one of them
constexpr std::size_t heldBytes = std::size_t(32) << 20;
constexpr std::chrono::seconds flushInterval{5};
constexpr std::size_t recordSlack = 64; ///< what a record adds to its own bytes, apart from its headers' lengths

std::size_t encodedSize(const Domain::Record &record)
{
    return record.payloadSize() + recordSlack + 20 * record.headers.size();
}

} // namespace

class RecordingWriter::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<RecordingWriter> writer) : m_writer(std::move(writer)) {}
    void record(const Domain::Record &record) override { m_writer->add(record); }
    void gap(const Domain::Gap &gap) override { m_writer->add(gap); }
    void publish() override { m_writer->flushNow(false); }
    bool hasRoom() const override { return !m_writer->hasFailed(); }

private:
    std::shared_ptr<RecordingWriter> m_writer;
};

Domain::Result<std::shared_ptr<RecordingWriter>> RecordingWriter::create(const std::string &file, const RecordingInfo &info)
{
    Domain::Result<PartFile> part = PartFile::create(file);
    if (!part)
        return part.error();
    const std::shared_ptr<RecordingWriter> writer(new RecordingWriter(std::move(part).value()));
    std::string head;
    appendFileHeader(head);
    appendFrame(head, FrameKind::Info, encodeInfo(info));
    if (!writer->m_file.write(head))
        return *writer->m_file.failure();
    return writer;
}

Domain::RecordSinkFactory RecordingWriter::sinks(const std::shared_ptr<RecordingWriter> &writer)
{
    return [writer]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(writer); };
}

BlockBuilder &RecordingWriter::builder(const Place &place)
{
    if (!m_last || m_lastPlace != place) {
        m_last = &m_builders.try_emplace(place, place.topic, place.partition).first->second;
        m_lastPlace = place;
    }
    return *m_last;
}

void RecordingWriter::add(const Domain::Record &record)
{
    const std::lock_guard lock(m_mutex);
    if (m_isOver || m_hasFailed)
        return;
    BlockBuilder &to = builder({record.topic, record.partition});
    const std::size_t before = to.bytes();
    // What a reader of the file would not take is not written; it is said instead.
    if (encodedSize(record) > RecordingLimits::frameBytes - blockBytes || record.headers.size() > RecordingLimits::headersPerRecord)
        to.add(Domain::Gap{record.topic, record.partition, record.offset, Offset(record.offset.value() + 1), Domain::GapReason::Refused});
    else
        to.add(record);
    afterAdding(to, before);
}

void RecordingWriter::add(const Domain::Gap &gap)
{
    const std::lock_guard lock(m_mutex);
    if (m_isOver || m_hasFailed)
        return;
    BlockBuilder &to = builder({gap.topic, gap.partition});
    const std::size_t before = to.bytes();
    to.add(gap);
    afterAdding(to, before);
}

void RecordingWriter::afterAdding(BlockBuilder &builder, std::size_t before)
{
    m_held += builder.bytes() - before;
    if (builder.bytes() >= blockBytes)
        flush(builder);
    else if (m_held >= heldBytes)
        flushAll();
}

void RecordingWriter::flush(BlockBuilder &builder)
{
    if (builder.isEmpty())
        return;
    m_held -= builder.bytes();
    RecordingBlock block;
    const std::string payload = builder.take(block);
    auto &written = m_written[{block.topic, block.partition}];
    const auto next = written.lower_bound(block.first);
    if ((next != written.end() && next->first < block.end) || (next != written.begin() && std::prev(next)->second > block.first)) {
        m_misuse = Domain::Error{.code = Domain::ErrorCode::Internal, .args = {{"what", "records for a recording came out of order"}}};
        m_hasFailed = true;
        return;
    }
    block.position = m_file.size();
    std::string frame;
    frame.reserve(payload.size() + RecordingLimits::frameHeaderSize);
    appendFrame(frame, FrameKind::Block, payload);
    if (!m_file.write(frame)) {
        m_hasFailed = true;
        return;
    }
    written.emplace_hint(next, block.first, block.end);
    m_blocks.push_back(block);
}

void RecordingWriter::flushAll()
{
    for (auto &[place, builder] : m_builders)
        if (!m_hasFailed)
            flush(builder);
    m_lastFlush = std::chrono::steady_clock::now();
}

void RecordingWriter::flushNow(bool always)
{
    const std::lock_guard lock(m_mutex);
    if (!m_isOver && !m_hasFailed && (always || std::chrono::steady_clock::now() - m_lastFlush >= flushInterval))
        flushAll();
}

Domain::Status RecordingWriter::finish(const std::vector<RecordingSpan> &spans)
{
    const std::lock_guard lock(m_mutex);
    if (m_isOver)
        return std::monostate{};
    m_isOver = true;
    if (!m_hasFailed)
        flushAll();
    if (m_misuse)
        return *m_misuse;
    const std::uint64_t position = m_file.size();
    std::string tail;
    appendFrame(tail, FrameKind::Index, encodeIndex(spans, m_blocks));
    appendTrailer(tail, position);
    m_file.write(tail);
    const Domain::Status status = m_file.finish();
    m_hasFailed = !status;
    return status;
}

void RecordingWriter::discard()
{
    const std::lock_guard lock(m_mutex);
    m_isOver = true;
    m_file.discard();
}

std::optional<Domain::Error> RecordingWriter::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_misuse ? m_misuse : m_file.failure();
}

std::uint64_t RecordingWriter::bytesWritten() const
{
    const std::lock_guard lock(m_mutex);
    return m_file.size();
}

std::vector<RecordingSpan> recordingSpans(const Domain::ReadStatus &status, bool newestFirst)
{
    std::vector<RecordingSpan> spans;
    for (const Domain::PartitionProgress &partition : status.partitions) {
        using State = Domain::PartitionProgress::State;
        if (partition.state == State::Pending)
            continue;
        RecordingSpan span{.topic = partition.topic, .partition = partition.id, .begin = partition.begin, .end = partition.position};
        if (newestFirst) {
            span.begin = partition.position;
            span.end = partition.end.value_or(partition.position);
        }
        span.isComplete = partition.state == State::Done;
        if (span.begin <= span.end)
            spans.push_back(span);
    }
    return spans;
}

} // namespace Store
