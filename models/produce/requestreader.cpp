// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/requestfile.h"

#include "codec/base64.h"
#include "codec/jsonchildren.h"
#include "codec/jsonstring.h"
#include "produce/requestwords.h"

#include <charconv>
#include <limits>

namespace Produce {

namespace {

using Codec::JsonChild;
using Codec::JsonToken;

constexpr std::size_t maxRequestBytes = 16 * 1024 * 1024;
constexpr std::size_t maxHeaders = 10'000;
constexpr int version = 1;

/// Reads a request, part by part. Once there is a problem nothing more is read.
class Reader
{
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    bool read(ProduceRequest &out)
    {
        if (m_text.size() > maxRequestBytes)
            return fail("it is larger than 16 MiB");
        Codec::JsonTokenizer tokenizer(m_text);
        while (tokenizer.next()) { }
        const std::size_t begin = m_text.find_first_not_of(" \t\r\n");
        if (!tokenizer.isDone())
            return fail("it is no valid JSON: it breaks off at byte " + std::to_string(tokenizer.problem().position));
        if (m_text[begin] != '{')
            return fail("it is no JSON object");
        bool hasVersion = false;
        const bool isRead = eachChild(begin, 0, [&](const std::string &name, const JsonChild &child) {
            hasVersion = hasVersion || name == "playheadRequest";
            return part(name, child, out);
        });
        return isRead && (hasVersion || fail("it is no request of this program: playheadRequest is missing"));
    }
    const std::string &problem() const { return m_problem; }

private:
    bool fail(std::string problem)
    {
        if (m_problem.empty())
            m_problem = std::move(problem);
        return false;
    }
    std::string_view raw(const JsonChild &child) const { return m_text.substr(child.begin, child.end - child.begin); }

    template<typename Visit>
    bool eachChild(std::size_t at, int depth, Visit visit)
    {
        Codec::JsonChildren children(m_text, at, depth);
        JsonChild child;
        std::size_t budget = std::string_view::npos;
        while (children.next(child, budget) == Codec::JsonChildren::Result::Child)
            if (!visit(Codec::jsonStringText(m_text.substr(child.keyBegin, child.keyEnd - child.keyBegin)), child))
                return false;
        return true;
    }

    bool part(const std::string &name, const JsonChild &child, ProduceRequest &out)
    {
        if (name == "playheadRequest") {
            int number = 0;
            return this->number(name, child, number) && (number == version || fail("it was saved by a newer version (" + std::to_string(number).substr(0, 12) + ')'));
        }
        if (name == "topic")
            return text(name, child, 1, out.topic);
        if (name == "key" || name == "value")
            return field(name, child, 1, name == "key" ? out.key : out.value, nullptr);
        if (name == "headers")
            return headers(child, out);
        if (name == "input")
            return input(child, out.input.emplace());
        return setting(name, child, out);
    }

    bool setting(const std::string &name, const JsonChild &child, ProduceRequest &out)
    {
        if (name == "templates")
            return boolean(name, child, out.hasTemplates);
        if (name == "seed")
            return number(name, child, out.seed);
        if (name == "partition") {
            std::int32_t partition = 0;
            if (raw(child) == "null")
                return out.partition.reset(), true;
            return number(name, child, partition) && (out.partition = Domain::PartitionId(partition), partition >= 0 || fail("partition is negative"));
        }
        if (name == "timestampMs")
            return raw(child) == "null" ? (out.timestampMs.reset(), true) : number(name, child, out.timestampMs.emplace());
        if (name == "partitioner")
            return word(name, child, partitioners, out.partitioner);
        if (name == "compression")
            return word(name, child, compressions, out.compression);
        if (name == "acks")
            return word(name, child, acksWords, out.acks);
        if (name == "idempotent")
            return boolean(name, child, out.isIdempotent);
        if (name == "repeat")
            return repeat(child, out.repeat);
        if (name == "perSecond")
            return number(name, child, out.perSecond) && ((out.perSecond >= 0 && out.perSecond <= 1e9) || fail("perSecond is no rate"));
        if (name == "transaction")
            return word(name, child, transactions, out.transaction);
        return name != "stopsAtFailure" ? fail("there is no " + name.substr(0, 40)) : boolean(name, child, out.stopsAtFailure);
    }

    bool repeat(const JsonChild &child, Repeat &out)
    {
        if (child.kind == JsonToken::Kind::Number) {
            Times times;
            out = times;
            return number("repeat", child, std::get<Times>(out).count) && (std::get<Times>(out).count > 0 || fail("repeat is 0"));
        }
        const std::string word = Codec::jsonStringText(raw(child));
        out = word == "once" ? Repeat(Once{}) : Repeat(UntilStopped{});
        return word == "once" || word == "until stopped" || fail("repeat is no number, \"once\" or \"until stopped\"");
    }

    template<typename Number>
    bool number(const std::string &name, const JsonChild &child, Number &out)
    {
        const std::string_view digits = raw(child);
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        return (child.kind == JsonToken::Kind::Number && result.ec == std::errc() && result.ptr == digits.data() + digits.size()) || fail(name + " is no number that fits");
    }

    bool boolean(const std::string &name, const JsonChild &child, bool &out)
    {
        out = raw(child) == "true";
        return out || raw(child) == "false" || fail(name + " is neither true nor false");
    }

    template<typename T, std::size_t n>
    bool word(const std::string &name, const JsonChild &child, const Domain::WordList<T, n> &words, T &out)
    {
        const std::string given = child.kind == JsonToken::Kind::String ? Codec::jsonStringText(raw(child)) : std::string();
        if (const auto value = Domain::valueOf(words, given)) {
            out = *value;
            return true;
        }
        return fail(name + " has no such value: " + given.substr(0, 40));
    }

    /// A string, {"base64":"…"}, or a list of lines.
    bool text(const std::string &name, const JsonChild &child, int depth, std::string &out)
    {
        out.clear();
        if (child.kind == JsonToken::Kind::String) {
            out = Codec::jsonStringText(raw(child));
            return true;
        }
        if (child.kind == JsonToken::Kind::BeginArray) {
            bool isFirst = true;
            return eachChild(child.begin, depth, [&](const std::string &, const JsonChild &element) {
                std::string line;
                if (element.kind == JsonToken::Kind::BeginArray || !text(name, element, depth + 1, line))
                    return fail(name + " is no list of lines");
                out.append(isFirst ? "" : "\n").append(line);
                isFirst = false;
                return true;
            });
        }
        bool isGiven = false;
        if (child.kind == JsonToken::Kind::BeginObject)
            eachChild(child.begin, depth, [&](const std::string &inner, const JsonChild &base64) {
                auto bytes = inner == "base64" && base64.kind == JsonToken::Kind::String ? Codec::decodeBase64(Codec::jsonStringText(raw(base64))) : std::nullopt;
                isGiven = bytes.has_value();
                out = isGiven ? std::move(*bytes) : std::string();
                return isGiven;
            });
        return isGiven || fail(name + " is no text");
    }

    bool field(const std::string &where, const JsonChild &child, int depth, Field &out, std::string *name)
    {
        if (child.kind != JsonToken::Kind::BeginObject)
            return fail(where + " is no object");
        out = {};
        return eachChild(child.begin, depth, [&](const std::string &part, const JsonChild &inner) {
            if (part == "kind")
                return word("kind", inner, fieldKinds, out.kind);
            if (part == "text")
                return text(where, inner, depth + 1, out.text);
            return part == "name" && name ? text("name", inner, depth + 1, *name) : fail(where + " has no " + part.substr(0, 40));
        });
    }

    bool headers(const JsonChild &child, ProduceRequest &out)
    {
        if (child.kind != JsonToken::Kind::BeginArray)
            return fail("headers is no list");
        out.headers.clear();
        return eachChild(child.begin, 1, [&](const std::string &, const JsonChild &element) {
            if (out.headers.size() >= maxHeaders)
                return fail("there are more than 10,000 headers");
            HeaderField &header = out.headers.emplace_back();
            return field("a header", element, 2, header.value, &header.name);
        });
    }

    bool input(const JsonChild &child, InputFile &out)
    {
        if (child.kind != JsonToken::Kind::BeginObject)
            return fail("input is no object");
        return eachChild(child.begin, 1, [&](const std::string &name, const JsonChild &inner) {
            if (name == "format")
                return word(name, inner, inputFormats, out.format);
            if (name == "keepsPartition" || name == "keepsTimestamp")
                return boolean(name, inner, name == "keepsPartition" ? out.keepsPartition : out.keepsTimestamp);
            if (name == "headerColumns")
                return columns(inner, out.headerColumns);
            std::string *const target = name == "path"              ? &out.path
                                        : name == "keyColumn"       ? &out.keyColumn
                                        : name == "valueColumn"     ? &out.valueColumn
                                        : name == "timestampColumn" ? &out.timestampColumn
                                        : name == "partitionColumn" ? &out.partitionColumn
                                                                    : nullptr;
            return target ? text(name, inner, 2, *target) : fail("input has no " + name.substr(0, 40));
        });
    }

    bool columns(const JsonChild &child, std::vector<std::string> &out)
    {
        out.clear();
        return (child.kind == JsonToken::Kind::BeginArray || fail("headerColumns is no list")) && eachChild(child.begin, 2, [&](const std::string &, const JsonChild &element) {
            return out.size() < maxHeaders && text("a column", element, 3, out.emplace_back());
        });
    }

    const std::string_view m_text;
    std::string m_problem;
};

} // namespace

Domain::Result<ProduceRequest> readRequest(std::string_view text)
{
    ProduceRequest request;
    Reader reader(text);
    if (!reader.read(request))
        return Domain::Error{.code = Domain::ErrorCode::BadRequestFile, .args = {{"problem", reader.problem().empty() ? "it cannot be read" : reader.problem()}}};
    return request;
}

} // namespace Produce
