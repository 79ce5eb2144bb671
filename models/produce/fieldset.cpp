// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/fieldset.h"

#include "codec/base64.h"
#include "codec/jsontokens.h"
#include "codec/utf8.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Produce {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Result;
using Domain::Status;

constexpr std::size_t shownBytes = 40;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Error badField(const std::string &where, std::string_view text, std::string expected, std::size_t position)
{
    return {.code = ErrorCode::BadArgument,
            .args = {{"argument", where},
                     {"value", std::string(text.substr(0, Codec::characterBorder(text, std::min(shownBytes, text.size()))))},
                     {"expected", std::move(expected)},
                     {"position", std::to_string(position)}}};
}

Error badTemplate(const std::string &where, std::string problem)
{
    return {.code = ErrorCode::BadTemplate, .args = {{"where", where}, {"problem", std::move(problem)}}};
}

int hexValue(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Result<std::string> fromHex(const std::string &where, const std::string &text)
{
    std::string bytes;
    int half = -1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isBlank(text[i]))
            continue;
        const int value = hexValue(text[i]);
        if (value < 0)
            return badField(where, text, "hexadecimal digits in pairs (byte " + std::to_string(i) + " is none)", i);
        if (half >= 0)
            bytes += static_cast<char>(half << 4 | value);
        half = half >= 0 ? -1 : value;
    }
    if (half >= 0)
        return badField(where, text, "hexadecimal digits in pairs (one is missing at the end)", text.size());
    return bytes;
}

Result<std::string> fromBase64(const std::string &where, const std::string &text)
{
    std::string packed;
    std::copy_if(text.begin(), text.end(), std::back_inserter(packed), [](char c) { return !isBlank(c); });
    auto bytes = Codec::decodeBase64(packed);
    if (!bytes)
        return badField(where, text, "base64 with its padding", 0);
    return std::move(*bytes);
}

Error unreadable(const std::string &path, const char *why)
{
    return {.code = ErrorCode::FileUnreadable, .args = {{"file", path}}, .technical = why};
}

Result<std::string> fromFile(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return unreadable(path, std::strerror(errno));
    struct stat found = {};
    std::string bytes;
    std::string why;
    if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode))
        why = "not a regular file";
    while (why.empty() && bytes.size() <= FieldSet::maxFieldBytes) {
        constexpr std::size_t piece = 1024 * 1024;
        const std::size_t size = bytes.size();
        bytes.resize(size + piece);
        const ssize_t count = ::read(descriptor, bytes.data() + size, piece);
        bytes.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (count < 0 && errno != EINTR)
            why = std::strerror(errno);
        if (count == 0)
            break;
    }
    ::close(descriptor);
    if (bytes.size() > FieldSet::maxFieldBytes)
        why = "larger than 128 MiB";
    return why.empty() ? Result<std::string>(std::move(bytes)) : unreadable(path, why.c_str());
}

} // namespace

std::string jsonProblem(std::string_view text)
{
    Codec::JsonTokenizer tokenizer(text);
    while (tokenizer.next()) { }
    return tokenizer.isDone() ? std::string() : "it is no valid JSON: it breaks off at byte " + std::to_string(tokenizer.problem().position);
}

Result<FieldSet::Part> FieldSet::prepareText(const Field &field, Part part, bool hasTemplates)
{
    const bool isJson = field.kind == FieldKind::Json;
    if (hasTemplates) {
        auto compiled = Template::compile(field.text);
        if (!compiled) {
            Error error = compiled.error();
            error.args["where"] = part.where;
            return error;
        }
        if (!compiled->isPlain()) {
            part.text = std::move(compiled).value();
            part.isJson = isJson;
            return part;
        }
        TemplateScope scope;
        compiled->fill(part.bytes, scope);
    } else {
        part.bytes = field.text;
    }
    if (isJson) {
        Codec::JsonTokenizer tokenizer(part.bytes);
        while (tokenizer.next()) { }
        if (!tokenizer.isDone())
            return badField(part.where, part.bytes, "valid JSON (it breaks off at byte " + std::to_string(tokenizer.problem().position) + ")", tokenizer.problem().position);
    }
    return part;
}

Result<FieldSet::Part> FieldSet::prepare(const Field &field, const std::string &where, bool hasTemplates)
{
    Part part{.where = where};
    if (field.kind == FieldKind::Null) {
        part.isNull = true;
        return part;
    }
    if (field.kind == FieldKind::Empty)
        return part;
    if (field.kind != FieldKind::File && field.text.size() > maxFieldBytes)
        return badField(where, field.text, "at most 128 MiB", maxFieldBytes);
    if (field.kind == FieldKind::Text || field.kind == FieldKind::Json)
        return prepareText(field, std::move(part), hasTemplates);
    auto bytes = field.kind == FieldKind::Hex ? fromHex(where, field.text) : field.kind == FieldKind::Base64 ? fromBase64(where, field.text) : fromFile(field.text);
    if (!bytes)
        return bytes.error();
    part.bytes = std::move(bytes).value();
    return part;
}

Result<FieldSet> FieldSet::make(const ProduceRequest &request)
{
    FieldSet set;
    std::set<std::string, std::less<>> said;
    const auto take = [&](const Field &field, const std::string &where, Part &out) -> Status {
        auto part = prepare(field, where, request.hasTemplates);
        if (!part)
            return part.error();
        out = std::move(part).value();
        const Status same = out.text.checkSame(said);
        if (same)
            return same;
        Error error = same.error();
        error.args["where"] = where;
        return error;
    };
    if (const Status status = take(request.key, "key", set.m_key); !status)
        return status.error();
    for (const HeaderField &header : request.headers) {
        Part value;
        if (const Status status = take(header.value, "header " + header.name, value); !status)
            return status.error();
        set.m_headers.push_back({header.name, std::move(value)});
    }
    if (const Status status = take(request.value, "value", set.m_value); !status)
        return status.error();
    return set;
}

Status FieldSet::fillPart(const Part &part, std::optional<std::string> &out, TemplateScope &scope)
{
    out.reset();
    if (part.isNull)
        return std::monostate{};
    out = part.bytes;
    if (!part.text.fill(*out, scope))
        return badTemplate(part.where, "filled in, it is larger than 128 MiB");
    if (part.isJson)
        if (std::string problem = jsonProblem(*out); !problem.empty())
            return badTemplate(part.where, "filled in, " + problem);
    return std::monostate{};
}

Status FieldSet::fillAround(MadeRecord &record, TemplateScope &scope) const
{
    if (const Status status = fillPart(m_key, record.key, scope); !status)
        return status;
    record.headers.resize(m_headers.size());
    for (std::size_t i = 0; i < m_headers.size(); ++i) {
        record.headers[i].first = m_headers[i].name;
        if (const Status status = fillPart(m_headers[i].value, record.headers[i].second, scope); !status)
            return status;
    }
    return std::monostate{};
}

Status FieldSet::fill(MadeRecord &record, TemplateScope &scope) const
{
    if (const Status status = fillAround(record, scope); !status)
        return status;
    return fillPart(m_value, record.value, scope);
}

bool FieldSet::usesLine() const
{
    return m_key.text.calls("line") || m_value.text.calls("line")
        || std::any_of(m_headers.begin(), m_headers.end(), [](const HeaderPart &header) { return header.value.text.calls("line"); });
}

bool FieldSet::isPlain() const
{
    return m_key.text.isPlain() && m_value.text.isPlain()
        && std::all_of(m_headers.begin(), m_headers.end(), [](const HeaderPart &header) { return header.value.text.isPlain(); });
}

} // namespace Produce
