// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/filerecords.h"

#include "codec/jsonlreader.h"
#include "domain/unixtime.h"
#include "produce/csvmapping.h"
#include "produce/linesource.h"

namespace Produce {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Result;
using Got = LineSource::Got;
using Next = Result<std::optional<MadeRecord>>;

constexpr std::chrono::milliseconds longWait{200};

bool isBlankLine(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// What the three formats share: lines, passes over the file, numbers, and the words for a line that cannot be read.
class FileRecords : public RecordMaker
{
public:
    FileRecords(const ProduceRequest &request, FieldSet fields, std::uint64_t seed, std::int64_t nowMs)
        : m_request(request), m_input(*request.input), m_fields(std::move(fields)), m_seed(seed), m_nowMs(nowMs)
    {
        if (const Times *times = std::get_if<Times>(&request.repeat))
            m_passesLeft = times->count;
        m_isEndless = std::holds_alternative<UntilStopped>(request.repeat);
    }

    /// Opens the file and reads what stands before the records.
    virtual Domain::Status begin()
    {
        auto source = LineSource::open(m_input.path);
        if (!source)
            return source.error();
        m_source = std::move(source).value();
        return std::monostate{};
    }

    std::uint64_t planned() const override { return 0; }
    bool isReady(std::chrono::milliseconds wait) override
    {
        while (!m_hasEnded && !m_next)
            if (!step(wait))
                return false;
        return true;
    }

    Next next() override
    {
        while (!isReady(longWait)) { }
        Next made = m_next ? std::move(*m_next) : Next(std::optional<MadeRecord>());
        m_next.reset();
        return made;
    }

protected:
    /// A line; nothing: no record ends with it.
    virtual std::optional<Next> take(std::string_view line) = 0;
    /// The end of the file; nothing: it ends well.
    virtual std::optional<Next> finish() { return std::nullopt; }

    Next bad(std::string problem, std::uint64_t line = 0) const
    {
        const std::string file = m_input.path == "-" ? "standard input" : m_input.path;
        return Error{.code = ErrorCode::BadInput,
                     .args = {{"file", file}, {"line", std::to_string(line > 0 ? line : m_source->number())}, {"problem", std::move(problem)}}};
    }
    Next bad(const Error &error) const { return bad(error.arg("where") + ": " + error.arg("problem")); }
    TemplateScope scope(std::string_view line)
    {
        return {.seed = m_seed, .number = m_number++, .nowMs = m_nowMs < 0 ? Domain::unixNowMs() : m_nowMs, .line = line};
    }
    MadeRecord blank() const { return {.partition = m_request.partition, .timestampMs = m_request.timestampMs}; }

    const ProduceRequest m_request;
    const InputFile m_input;
    FieldSet m_fields;
    std::unique_ptr<LineSource> m_source;

private:
    /// Takes one line. False: none has come yet.
    bool step(std::chrono::milliseconds wait)
    {
        std::string_view line;
        const Got got = m_source->next(line, wait);
        switch (got) {
        case Got::Line: m_next = take(line); break;
        case Got::TooLong: m_next = bad("it is longer than 512 MiB"); break;
        case Got::Wait: return false;
        case Got::Broken: m_next = Next(m_source->error()); break;
        case Got::End: m_next = finish();
        }
        if (m_next)
            m_madeInPass = true;
        if (m_next && !*m_next && m_next->error().fatal)
            m_hasEnded = true;
        else if (got == Got::End && !m_next)
            if (const Domain::Status status = beginPass(); !status)
                m_next = Next(status.error());
        return true;
    }

    /// The next pass over the file, if there is one. A pass that gave nothing is the last, or it would never end.
    Domain::Status beginPass()
    {
        const bool again = m_isEndless || --m_passesLeft > 0;
        if (!again || !std::exchange(m_madeInPass, false) || m_input.path == "-") {
            m_hasEnded = true;
            return std::monostate{};
        }
        const Domain::Status status = begin();
        m_hasEnded = !status;
        return status;
    }

    std::uint64_t m_seed;
    std::int64_t m_nowMs;
    std::optional<Next> m_next; ///< made, not asked for yet
    std::uint64_t m_passesLeft = 1;
    bool m_isEndless = false;
    bool m_madeInPass = false;
    bool m_hasEnded = false;
    std::uint64_t m_number = 0;
};

class JsonlRecords final : public FileRecords
{
public:
    using FileRecords::FileRecords;

protected:
    std::optional<Next> take(std::string_view line) override
    {
        if (isBlankLine(line))
            return std::nullopt;
        std::string problem;
        auto read = Codec::readJsonl(line, problem);
        if (!read)
            return bad(std::move(problem));
        MadeRecord record = blank();
        record.key = std::move(read->key);
        record.value = std::move(read->value);
        record.headers = std::move(read->headers);
        if (!record.partition && m_input.keepsPartition && read->hasPartition)
            record.partition = read->partition;
        if (!record.timestampMs && m_input.keepsTimestamp && read->timestamp.type != Domain::TimestampType::None)
            record.timestampMs = read->timestamp.ms;
        return std::optional(std::move(record));
    }
};

class LineRecords final : public FileRecords
{
public:
    using FileRecords::FileRecords;

protected:
    std::optional<Next> take(std::string_view line) override
    {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        MadeRecord record = blank();
        TemplateScope filling = scope(line);
        const bool isWhole = m_fields.valueUsesLine();
        if (const Domain::Status status = isWhole ? m_fields.fill(record, filling) : m_fields.fillAround(record, filling); !status)
            return bad(status.error());
        if (!isWhole)
            record.value = std::string(line);
        if (!isWhole && m_request.value.kind == FieldKind::Json)
            if (std::string problem = jsonProblem(line); !problem.empty())
                return bad(std::move(problem));
        return std::optional(std::move(record));
    }
};

class CsvRecords final : public FileRecords
{
public:
    using FileRecords::FileRecords;

    Domain::Status begin() override
    {
        m_mapping.reset();
        m_reader = CsvReader();
        m_row.clear();
        return FileRecords::begin();
    }

protected:
    std::optional<Next> take(std::string_view line) override
    {
        const bool isFirst = m_row.empty() && !m_mapping;
        if (isFirst && line.starts_with("\xEF\xBB\xBF"))
            line.remove_prefix(3); // a spreadsheet's byte order mark
        if (m_row.empty() && isBlankLine(line))
            return std::nullopt;
        if (m_row.empty())
            m_rowLine = m_source->number();
        m_row.append(line).append(1, '\n');
        const CsvReader::Got got = m_reader.take(line);
        if (got == CsvReader::Got::More)
            return std::nullopt;
        std::string row = std::exchange(m_row, {});
        row.pop_back();
        if (got == CsvReader::Got::Bad)
            return bad(m_reader.problem(), m_rowLine);
        if (!m_mapping)
            return heading();
        return record(row);
    }

    std::optional<Next> finish() override
    {
        const bool isOpen = !std::exchange(m_row, {}).empty() && m_reader.finish() == CsvReader::Got::Bad;
        return isOpen ? std::optional(bad(m_reader.problem(), m_rowLine)) : std::nullopt;
    }

private:
    std::optional<Next> heading()
    {
        std::string problem;
        m_mapping = CsvMapping::make(m_request.input.value(), m_reader.row(), problem);
        if (m_mapping)
            return std::nullopt;
        Next error = bad(std::move(problem), m_rowLine);
        Error fatal = error.error();
        fatal.fatal = true; // no row can be understood
        return Next(fatal);
    }

    Next record(std::string_view row)
    {
        MadeRecord made = blank();
        TemplateScope filling = scope(row);
        if (const Domain::Status status = m_mapping->hasValue() ? m_fields.fillAround(made, filling) : m_fields.fill(made, filling); !status)
            return bad(status.error());
        std::string problem;
        if (!m_mapping->apply(m_reader.row(), made, problem))
            return bad(std::move(problem), m_rowLine);
        if (m_request.partition)
            made.partition = m_request.partition;
        if (m_request.timestampMs)
            made.timestampMs = m_request.timestampMs;
        return std::optional(std::move(made));
    }

    CsvReader m_reader;
    std::optional<CsvMapping> m_mapping;
    std::string m_row; ///< as it stands in the file
    std::uint64_t m_rowLine = 1;
};

std::unique_ptr<FileRecords> makeReader(const ProduceRequest &request, FieldSet fields, std::uint64_t seed, std::int64_t nowMs)
{
    switch (request.input->format) {
    case InputFile::Format::Jsonl: return std::make_unique<JsonlRecords>(request, std::move(fields), seed, nowMs);
    case InputFile::Format::Csv: return std::make_unique<CsvRecords>(request, std::move(fields), seed, nowMs);
    case InputFile::Format::Lines: break;
    }
    return std::make_unique<LineRecords>(request, std::move(fields), seed, nowMs);
}

} // namespace

Result<std::unique_ptr<RecordMaker>> makeFileRecords(const ProduceRequest &request, FieldSet fields, std::uint64_t seed, std::int64_t nowMs)
{
    const bool isOnce = std::holds_alternative<Once>(request.repeat) || (std::holds_alternative<Times>(request.repeat) && std::get<Times>(request.repeat).count == 1);
    if (request.input->path == "-" && !isOnce)
        return Error{.code = ErrorCode::BadArgument, .args = {{"argument", "repeat"}, {"value", "standard input"}, {"expected", "a file, which can be read again"}}};
    auto reader = makeReader(request, std::move(fields), seed, nowMs);
    if (const Domain::Status status = reader->begin(); !status)
        return status.error();
    return std::unique_ptr<RecordMaker>(std::move(reader));
}

} // namespace Produce
