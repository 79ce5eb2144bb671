// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/recordwriter.h"

#include "codec/csv.h"
#include "codec/jsonl.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace App {

namespace {

constexpr std::size_t flushBytes = 256 * 1024;

const char *reasonWord(Domain::GapReason reason)
{
    switch (reason) {
    case Domain::GapReason::Retention: return "retention";
    case Domain::GapReason::Hole: return "hole";
    case Domain::GapReason::Refused: return "refused";
    case Domain::GapReason::Released: return "released";
    }
    return "hole";
}

} // namespace

class RecordWriter::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<RecordWriter> writer) : m_writer(std::move(writer)) { m_lines.reserve(2 * flushBytes); }
    ~Sink() override { publish(); }

    void record(const Domain::Record &record) override
    {
        const std::string_view topic = m_writer->topic(record.topic);
        switch (m_writer->m_format) {
        case ReadFormat::Jsonl: Codec::appendJsonl(m_lines, record, topic); break;
        case ReadFormat::Text: Codec::appendTextLine(m_lines, record, topic); break;
        case ReadFormat::Csv: Codec::appendCsv(m_lines, record, topic, Codec::FormulaGuard::On); break;
        case ReadFormat::Value: m_part.nullValues += Codec::appendValueLine(m_lines, record) ? 0 : 1; break;
        case ReadFormat::Playhead: break; // written by Store::RecordingWriter
        }
        ++m_part.records;
        m_part.bytes += record.payloadSize();
        if (m_lines.size() >= flushBytes)
            publish();
    }

    void gap(const Domain::Gap &gap) override { m_writer->addGap(gap); }

    void publish() override
    {
        if (m_part.records == 0)
            return;
        m_writer->write(m_lines, m_part);
        m_lines.clear();
        m_part = {};
    }

    bool hasRoom() const override { return !m_writer->m_failed.load(std::memory_order_relaxed); }

private:
    std::shared_ptr<RecordWriter> m_writer;
    std::string m_lines;
    Totals m_part;
};

RecordWriter::RecordWriter(int descriptor, ReadFormat format, std::vector<std::string> topics)
    : m_descriptor(descriptor), m_format(format), m_topics(std::move(topics)), m_needsHeader(format == ReadFormat::Csv)
{
}

RecordWriter::RecordWriter(Store::PartFile file, ReadFormat format, std::vector<std::string> topics)
    : m_file(std::move(file)), m_descriptor(m_file->descriptor()), m_format(format), m_topics(std::move(topics)), m_needsHeader(format == ReadFormat::Csv)
{
}

Domain::Status RecordWriter::finish()
{
    const std::lock_guard order(m_writing);
    m_isOver = true;
    return m_file ? m_file->finish() : Domain::Status(std::monostate{});
}

void RecordWriter::discard()
{
    const std::lock_guard order(m_writing);
    m_isOver = true;
    if (m_file)
        m_file->discard();
}

Domain::RecordSinkFactory RecordWriter::sinks(const std::shared_ptr<RecordWriter> &writer)
{
    return [writer]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(writer); };
}

void RecordWriter::write(const std::string &lines, const Totals &part)
{
    const std::lock_guard order(m_writing);
    if (m_failed || m_isOver)
        return;
    if (m_needsHeader) { // only with a first row: nothing found is no output
        m_needsHeader = false;
        std::string header;
        Codec::appendCsvHeader(header);
        writeBytes(header);
    }
    writeBytes(lines);
    if (m_failed)
        return;
    const std::lock_guard lock(m_mutex);
    m_totals.records += part.records;
    m_totals.bytes += part.bytes;
    m_totals.nullValues += part.nullValues;
}

void RecordWriter::writeBytes(const std::string &bytes)
{
    for (std::size_t at = 0; at < bytes.size() && !m_failed;) {
        const ssize_t n = ::write(m_descriptor, bytes.data() + at, bytes.size() - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            const std::lock_guard lock(m_mutex);
            m_failure = std::strerror(errno);
            m_failed = true;
            return;
        }
        at += static_cast<std::size_t>(n);
    }
}

void RecordWriter::addGap(const Domain::Gap &gap)
{
    const std::lock_guard lock(m_mutex);
    m_totals.gapOffsets += static_cast<std::uint64_t>(gap.span().value());
    if (m_totals.gaps.size() < maxGaps)
        m_totals.gaps.push_back(gap);
    else
        m_totals.gapsTruncated = true;
}

RecordWriter::Totals RecordWriter::totals() const
{
    const std::lock_guard lock(m_mutex);
    Totals totals = m_totals;
    std::sort(totals.gaps.begin(), totals.gaps.end(), [](const Domain::Gap &a, const Domain::Gap &b) {
        return a.topic != b.topic ? a.topic < b.topic : a.partition != b.partition ? a.partition < b.partition : a.from < b.from;
    });
    return totals;
}

std::string RecordWriter::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

std::string statsLine(const RecordWriter::Totals &totals, const ScanFigures &scan, const std::vector<std::string> &topics, double seconds, bool complete)
{
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%.3f", seconds);
    std::string line = R"({"records":)" + std::to_string(totals.records) + R"(,"bytes":)" + std::to_string(totals.bytes) + R"(,"seconds":)" + time.data()
        + R"(,"gapOffsets":)" + std::to_string(totals.gapOffsets) + R"(,"gaps":[)";
    for (std::size_t i = 0; i < totals.gaps.size(); ++i) {
        const Domain::Gap &gap = totals.gaps[i];
        line += i > 0 ? ",{" : "{";
        if (topics.size() > 1 && gap.topic < topics.size()) {
            line += R"("topic":)";
            Codec::appendJsonValue(line, std::string_view(topics[gap.topic]));
            line += ',';
        }
        line += R"("partition":)" + std::to_string(gap.partition.value()) + R"(,"from":)" + std::to_string(gap.from.value()) + R"(,"to":)"
            + std::to_string(gap.to.value()) + R"(,"reason":")" + reasonWord(gap.reason) + R"("})";
    }
    line += ']';
    if (totals.gapsTruncated)
        line += R"(,"gapsTruncated":true)";
    for (const auto &[name, figure] : {std::pair("scanned", scan.scanned), std::pair("matched", scan.matched), std::pair("errors", scan.errors),
                                       std::pair("bytesScanned", scan.bytesScanned), std::pair("late", scan.late)})
        line += std::string(",\"") + name + "\":" + std::to_string(figure);
    return line + R"(,"complete":)" + (complete ? "true" : "false") + "}\n";
}

} // namespace App
