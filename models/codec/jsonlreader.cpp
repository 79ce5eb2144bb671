// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonlreader.h"

#include "codec/base64.h"
#include "codec/jsonchildren.h"
#include "codec/jsonstring.h"

#include <charconv>

namespace Codec {

namespace {

/// Reads one line. Once there is a problem nothing more is read.
class LineReader
{
public:
    LineReader(std::string_view line, std::string &problem) : m_line(line), m_problem(problem) {}

    bool read(JsonlRecord &record)
    {
        const std::size_t begin = m_line.find_first_not_of(" \t\r\n");
        if (begin == std::string_view::npos || m_line[begin] != '{')
            return fail("the line is no JSON object");
        JsonTokenizer tokenizer(m_line);
        while (tokenizer.next()) { }
        if (!tokenizer.isDone())
            return fail("the line is no valid JSON: it breaks off at byte " + std::to_string(tokenizer.problem().position));
        return eachChild(begin, 0, [&](const JsonChild &child) { return field(jsonStringText(m_line.substr(child.keyBegin, child.keyEnd - child.keyBegin)), child, record); });
    }

private:
    template<typename Visit>
    bool eachChild(std::size_t at, int depth, Visit visit)
    {
        JsonChildren children(m_line, at, depth);
        JsonChild child;
        std::size_t budget = std::string_view::npos;
        while (children.next(child, budget) == JsonChildren::Result::Child)
            if (!visit(child))
                return false;
        return true;
    }
    bool fail(std::string problem)
    {
        m_problem = std::move(problem);
        return false;
    }
    std::string_view raw(const JsonChild &child) const { return m_line.substr(child.begin, child.end - child.begin); }

    bool field(const std::string &name, const JsonChild &child, JsonlRecord &record)
    {
        if (name == "topic") {
            std::optional<std::string> topic;
            return bytes(name, child, 1, topic) && (topic || fail("topic is null")) && (record.topic = std::move(*topic), true);
        }
        if (name == "partition") {
            std::int32_t partition = 0;
            return number(name, child, partition) && (record.partition = Domain::PartitionId(partition), record.hasPartition = true);
        }
        if (name == "offset") {
            std::int64_t offset = 0;
            return number(name, child, offset) && (record.offset = Domain::Offset(offset), true);
        }
        if (name == "timestamp")
            return timestamp(name, child, record.timestamp);
        if (name == "timestampType")
            return timestampType(child, record.timestamp);
        if (name == "key")
            return bytes(name, child, 1, record.key);
        if (name == "value")
            return bytes(name, child, 1, record.value);
        return name != "headers" || headers(child, record);
    }

    template<typename Number>
    bool number(const std::string &name, const JsonChild &child, Number &out)
    {
        const std::string_view text = raw(child);
        const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
        const bool isWhole = child.kind == JsonToken::Kind::Number && result.ec == std::errc() && result.ptr == text.data() + text.size();
        return isWhole || fail(name + " is no whole number that fits");
    }

    /// A time without a type, as in a line written by hand, is the producer's.
    bool timestamp(const std::string &name, const JsonChild &child, Domain::Timestamp &out)
    {
        if (raw(child) == "null") {
            out.type = Domain::TimestampType::None;
            return true;
        }
        if (out.type == Domain::TimestampType::None && !m_hasType)
            out.type = Domain::TimestampType::Create;
        return number(name, child, out.ms);
    }

    bool timestampType(const JsonChild &child, Domain::Timestamp &out)
    {
        const std::string word = jsonStringText(raw(child));
        m_hasType = true;
        out.type = word == "create" ? Domain::TimestampType::Create : word == "append" ? Domain::TimestampType::LogAppend : Domain::TimestampType::None;
        return out.type != Domain::TimestampType::None || word == "none" || fail("timestampType is not create, append or none");
    }

    /// A string, null, or {"base64":"…"}.
    bool bytes(const std::string &name, const JsonChild &child, int depth, std::optional<std::string> &out)
    {
        out.reset();
        if (child.kind == JsonToken::Kind::String) {
            out = jsonStringText(raw(child));
            return true;
        }
        if (raw(child) == "null")
            return true;
        int fields = 0;
        const bool isRead = child.kind == JsonToken::Kind::BeginObject && eachChild(child.begin, depth, [&](const JsonChild &inner) {
            const bool isBase64 = jsonStringText(m_line.substr(inner.keyBegin, inner.keyEnd - inner.keyBegin)) == "base64" && inner.kind == JsonToken::Kind::String;
            if (isBase64)
                out = decodeBase64(jsonStringText(raw(inner)));
            return isBase64 && ++fields == 1 && out.has_value();
        });
        return (isRead && fields == 1) || fail(name + " is no string, null or {\"base64\":\"…\"}");
    }

    bool headers(const JsonChild &child, JsonlRecord &record)
    {
        if (child.kind != JsonToken::Kind::BeginArray)
            return fail("headers is no list");
        record.headers.clear();
        return eachChild(child.begin, 1, [&](const JsonChild &pair) {
            std::vector<std::optional<std::string>> parts;
            const bool isPair = pair.kind == JsonToken::Kind::BeginArray && eachChild(pair.begin, 2, [&](const JsonChild &part) {
                return parts.size() < 2 && bytes("a header", part, 3, parts.emplace_back());
            });
            if (!isPair || parts.size() != 2 || !parts[0])
                return fail("headers is no list of [name, value]");
            record.headers.emplace_back(std::move(*parts[0]), std::move(parts[1]));
            return true;
        });
    }

    std::string_view m_line;
    std::string &m_problem;
    bool m_hasType = false;
};

} // namespace

Domain::Record JsonlRecord::borrow(std::vector<Domain::Header> &scratch) const
{
    scratch.clear();
    for (const auto &[name, headerValue] : headers)
        scratch.push_back({name, headerValue ? std::optional<Domain::BytesView>(*headerValue) : std::nullopt});
    Domain::Record record;
    record.partition = partition;
    record.offset = offset;
    record.timestamp = timestamp;
    record.key = key;
    record.value = value;
    record.headers = scratch;
    return record;
}

std::optional<JsonlRecord> readJsonl(std::string_view line, std::string &problem)
{
    JsonlRecord record;
    return LineReader(line, problem).read(record) ? std::optional(std::move(record)) : std::nullopt;
}

} // namespace Codec
