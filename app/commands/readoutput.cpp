// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/readoutput.h"

#include <unistd.h>

namespace App {

namespace {

/// Hands everything to two sinks.
class BothSinks final : public Domain::RecordSink
{
public:
    BothSinks(std::unique_ptr<Domain::RecordSink> first, std::unique_ptr<Domain::RecordSink> second) : m_first(std::move(first)), m_second(std::move(second)) {}

    void record(const Domain::Record &record) override
    {
        m_first->record(record);
        m_second->record(record);
    }
    void gap(const Domain::Gap &gap) override
    {
        m_first->gap(gap);
        m_second->gap(gap);
    }
    void publish() override
    {
        m_first->publish();
        m_second->publish();
    }
    bool hasRoom() const override { return m_first->hasRoom() && m_second->hasRoom(); }

private:
    std::unique_ptr<Domain::RecordSink> m_first;
    std::unique_ptr<Domain::RecordSink> m_second;
};

} // namespace

Domain::Result<std::unique_ptr<ReadOutput>> ReadOutput::open(const CommandLine &line, const Store::RecordingInfo &info)
{
    std::unique_ptr<ReadOutput> output(new ReadOutput);
    const std::vector<std::string> &topics = info.plan.topics;
    if (line.outputFile.isEmpty()) {
        output->m_writer = std::make_shared<RecordWriter>(STDOUT_FILENO, line.format, topics);
        return output;
    }
    const std::string name = line.outputFile.toLocal8Bit().toStdString();
    if (line.format == ReadFormat::Playhead) {
        auto recording = Store::RecordingWriter::create(name, info);
        if (!recording)
            return recording.error();
        output->m_recording = std::move(recording).value();
        output->m_writer = std::make_shared<RecordWriter>(-1, line.format, topics);
        return output;
    }
    auto file = Store::PartFile::create(name);
    if (!file)
        return file.error();
    output->m_writer = std::make_shared<RecordWriter>(std::move(file).value(), line.format, topics);
    return output;
}

Domain::RecordSinkFactory ReadOutput::sinks() const
{
    Domain::RecordSinkFactory lines = RecordWriter::sinks(m_writer);
    if (!m_recording)
        return lines;
    return [recording = Store::RecordingWriter::sinks(m_recording), lines = std::move(lines)]() -> std::unique_ptr<Domain::RecordSink> {
        return std::make_unique<BothSinks>(recording(), lines());
    };
}

std::string ReadOutput::failure() const
{
    if (m_recording)
        if (const std::optional<Domain::Error> error = m_recording->failure())
            return error->technical.empty() ? error->arg("what") : error->technical;
    return m_writer->failure();
}

Domain::Status ReadOutput::finish(const Domain::ReadStatus &status, bool newestFirst)
{
    if (m_recording)
        return m_recording->finish(Store::recordingSpans(status, newestFirst));
    return m_writer->finish();
}

void ReadOutput::discard()
{
    if (m_recording)
        m_recording->discard();
    m_writer->discard();
}

} // namespace App
