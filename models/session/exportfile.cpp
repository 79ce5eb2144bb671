// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/exportfile.h"

#include "codec/csv.h"
#include "codec/jsonl.h"

namespace Session {

namespace {

constexpr std::size_t flushBytes = 256 * 1024;

} // namespace

class ExportFile::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<ExportFile> file) : m_file(std::move(file))
    {
        if (m_file->m_recording)
            m_recording = Store::RecordingWriter::sinks(m_file->m_recording)();
    }
    ~Sink() override { publish(); }

    void record(const Domain::Record &record) override
    {
        const ExportTarget &target = m_file->m_target;
        const std::vector<std::string> &topics = target.about.plan.topics;
        const std::string_view topic = record.topic < topics.size() ? std::string_view(topics[record.topic]) : std::string_view();
        switch (target.format) {
        case ExportFormat::Jsonl: Codec::appendJsonl(m_lines, record, topic); break;
        case ExportFormat::Csv: Codec::appendCsv(m_lines, record, topic, target.formulaGuard ? Codec::FormulaGuard::On : Codec::FormulaGuard::Off); break;
        case ExportFormat::Values:
            if (!Codec::appendValueLine(m_lines, record)) {
                m_file->m_nullValues.fetch_add(1, std::memory_order_relaxed);
                return;
            }
            break;
        case ExportFormat::Recording: m_recording->record(record); break;
        }
        m_file->m_records.fetch_add(1, std::memory_order_relaxed);
        if (m_lines.size() >= flushBytes)
            publish();
    }
    void gap(const Domain::Gap &gap) override
    {
        if (m_recording)
            m_recording->gap(gap);
    }
    void publish() override
    {
        if (m_recording)
            m_recording->publish();
        if (!m_lines.empty())
            m_file->write(m_lines);
        m_lines.clear();
    }
    bool hasRoom() const override { return !m_file->hasFailed() && (!m_recording || m_recording->hasRoom()); }

private:
    std::shared_ptr<ExportFile> m_file;
    std::unique_ptr<Domain::RecordSink> m_recording;
    std::string m_lines;
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
    file->m_needsHeader = target.format == ExportFormat::Csv;
    return file;
}

Domain::RecordSinkFactory ExportFile::sinks(const std::shared_ptr<ExportFile> &file)
{
    return [file]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(file); };
}

void ExportFile::write(const std::string &lines)
{
    const std::lock_guard lock(m_mutex);
    if (m_isOver || !m_lines)
        return;
    if (m_needsHeader) {
        m_needsHeader = false;
        std::string header;
        Codec::appendCsvHeader(header);
        m_lines->write(header);
    }
    if (!m_lines->write(lines))
        m_failed = true;
}

Domain::Status ExportFile::finish(const std::vector<Store::RecordingSpan> &spans)
{
    const std::lock_guard lock(m_mutex);
    m_isOver = true;
    if (m_recording)
        return m_recording->finish(spans);
    if (m_needsHeader) { // a table without rows is one all the same
        std::string header;
        Codec::appendCsvHeader(header);
        m_lines->write(header);
    }
    return m_lines->finish();
}

void ExportFile::discard()
{
    const std::lock_guard lock(m_mutex);
    m_isOver = true;
    if (m_recording)
        m_recording->discard();
    if (m_lines)
        m_lines->discard();
}

std::optional<Domain::Error> ExportFile::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_recording ? m_recording->failure() : m_lines->failure();
}

} // namespace Session
