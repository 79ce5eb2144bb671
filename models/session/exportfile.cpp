// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/exportfile.h"

#include "codec/csv.h"
#include "codec/jsonl.h"

namespace Session {

namespace {

constexpr std::size_t flushBytes = 256 * 1024;
constexpr std::uint64_t flushRecords = 4096; ///< a recording makes no lines, and is counted all the same

} // namespace

class ExportFile::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<ExportFile> file) : m_file(std::move(file))
    {
        if (m_file->m_recording)
            m_recording = Store::RecordingWriter::sinks(m_file->m_recording)();
        else
            m_lines.reserve(2 * flushBytes);
    }
    ~Sink() override { publish(); }

    void record(const Domain::Record &record) override
    {
        const ExportTarget &target = m_file->m_target;
        const std::string_view topic = m_file->topic(record.topic);
        switch (target.format) {
        case ExportFormat::Jsonl: Codec::appendJsonl(m_lines, record, topic); break;
        case ExportFormat::Csv: Codec::appendCsv(m_lines, record, topic, target.formulaGuard ? Codec::FormulaGuard::On : Codec::FormulaGuard::Off); break;
        case ExportFormat::Values: m_part.nullValues += Codec::appendValueLine(m_lines, record) ? 0 : 1; break;
        case ExportFormat::Text: Codec::appendTextLine(m_lines, record, topic); break;
        case ExportFormat::Recording: m_recording->record(record); break;
        }
        ++m_part.records;
        m_part.bytes += record.payloadSize();
        if (m_lines.size() >= flushBytes || m_part.records >= flushRecords)
            publish();
    }
    void gap(const Domain::Gap &gap) override
    {
        if (m_recording)
            m_recording->gap(gap);
        m_file->addGap(gap);
    }
    void publish() override
    {
        if (m_recording)
            m_recording->publish();
        if (m_part.records == 0)
            return;
        m_file->write(m_lines, m_part);
        m_lines.clear();
        m_part = {};
    }
    bool hasRoom() const override { return !m_file->m_failed.load(std::memory_order_relaxed) && (!m_recording || m_recording->hasRoom()); }

private:
    std::shared_ptr<ExportFile> m_file;
    std::unique_ptr<Domain::RecordSink> m_recording;
    std::string m_lines;
    Totals m_part;
};

Domain::Result<std::shared_ptr<ExportFile>> ExportFile::create(const ExportTarget &target)
{
    const std::shared_ptr<ExportFile> file(new ExportFile(target));
    if (target.format == ExportFormat::Recording) {
        auto recording = Store::RecordingWriter::create(target.file, target.about);
        if (!recording)
            return recording.error();
        file->m_recording = std::move(recording).value();
        return file;
    }
    auto lines = Store::PartFile::create(target.file);
    if (!lines)
        return lines.error();
    file->m_lines.emplace(std::move(lines).value());
    return file;
}

std::shared_ptr<ExportFile> ExportFile::onDescriptor(int descriptor, const ExportTarget &target)
{
    std::shared_ptr<ExportFile> file(new ExportFile(target));
    file->m_lines.emplace(Store::PartFile::onDescriptor(descriptor));
    return file;
}

Domain::RecordSinkFactory ExportFile::sinks(const std::shared_ptr<ExportFile> &file)
{
    return [file]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(file); };
}

std::string_view ExportFile::topic(std::uint16_t index) const
{
    const std::vector<std::string> &topics = m_target.about.plan.topics;
    return index < topics.size() ? std::string_view(topics[index]) : std::string_view();
}

void ExportFile::writeHeader()
{
    if (!std::exchange(m_needsHeader, false))
        return;
    std::string header;
    Codec::appendCsvHeader(header);
    m_lines->write(header);
}

void ExportFile::write(const std::string &lines, const Totals &part)
{
    const std::lock_guard order(m_writing);
    if (m_isOver || m_failed)
        return;
    bool isWritten = true;
    if (m_lines) {
        writeHeader();
        isWritten = m_lines->write(lines);
    }
    const std::lock_guard lock(m_mutex);
    if (!isWritten) {
        m_failure = m_lines->failure();
        m_failed = true;
        return;
    }
    m_totals.records += part.records;
    m_totals.bytes += part.bytes;
    m_totals.nullValues += part.nullValues;
}

void ExportFile::addGap(const Domain::Gap &gap)
{
    const std::lock_guard lock(m_mutex);
    m_totals.gapOffsets += static_cast<std::uint64_t>(gap.span().value());
    if (m_totals.gaps.size() < maxGaps)
        m_totals.gaps.push_back(gap);
    else
        m_totals.gapsTruncated = true;
}

Domain::Status ExportFile::finish(const std::vector<Store::RecordingSpan> &spans)
{
    const std::lock_guard order(m_writing);
    m_isOver = true;
    if (m_recording)
        return m_recording->finish(spans);
    if (m_target.headsNothing)
        writeHeader();
    return m_lines->finish();
}

void ExportFile::discard()
{
    const std::lock_guard order(m_writing);
    remove();
}

bool ExportFile::tryDiscard()
{
    const std::unique_lock order(m_writing, std::try_to_lock);
    if (order)
        remove();
    return order.owns_lock();
}

void ExportFile::remove()
{
    m_isOver = true;
    if (m_recording)
        m_recording->discard();
    if (m_lines)
        m_lines->discard();
}

ExportFile::Totals ExportFile::totals() const
{
    const std::lock_guard lock(m_mutex);
    return m_totals;
}

std::optional<Domain::Error> ExportFile::failure() const
{
    if (m_recording)
        return m_recording->failure();
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

} // namespace Session
