// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/requestfields.h"

#include "codec/base64.h"
#include "codec/hexdump.h"
#include "codec/jsontokens.h"
#include "codec/utf8.h"
#include "items/formattext.h"
#include "items/safetext.h"
#include "produce/template.h"

#include <QCoreApplication>

#include <algorithm>

namespace Items {

namespace {

using Produce::Field;
using Produce::FieldKind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::RequestFields)
};

constexpr std::size_t mostHexBytes = 256;
constexpr qsizetype mostLine = 64 * 1024; // a longer line makes the editor slow

/// What a text editor gives back as it got it: no carriage return, no separators that it takes for line ends, no control characters.
bool survivesEditor(const std::string &bytes)
{
    if (bytes.size() > mostEditedBytes || Codec::firstInvalid(bytes) != Codec::npos)
        return false;
    const QString text = QString::fromStdString(bytes);
    if (text.toStdString() != bytes) // a byte order mark at the start is lost
        return false;
    qsizetype line = 0;
    for (const QChar c : text) {
        const char16_t code = c.unicode();
        const bool isControl = (code < 0x20 && code != u'\t' && code != u'\n') || code == 0x7f;
        const bool isChanged = code == 0x2028 || code == 0x2029 || code == 0xa0 || code == 0xfeff || code == 0xfdd0 || code == 0xfdd1;
        line = code == u'\n' ? 0 : line + 1;
        if (isControl || isChanged || line > mostLine)
            return false;
    }
    return true;
}

/// An object or an array: a bare word or number is text to whoever looks at it.
bool isJsonDocument(const std::string &text)
{
    const std::size_t first = text.find_first_not_of(" \t\n");
    if (first == std::string::npos || (text[first] != '{' && text[first] != '['))
        return false;
    Codec::JsonTokenizer tokens(text);
    while (tokens.next()) {
    }
    return tokens.isDone();
}

bool looksLikeTemplate(const Field &field)
{
    return field.text.find("{{") != std::string::npos;
}

int characters(std::string_view text, std::size_t bytes)
{
    return int(QString::fromUtf8(text.data(), qsizetype(std::min(bytes, text.size()))).size());
}

FieldProblem placed(const std::string &text, std::size_t position, std::size_t length, const QString &words)
{
    FieldProblem problem;
    position = std::min(position, text.size());
    problem.position = characters(text, position);
    problem.length = std::max(1, characters(std::string_view(text).substr(position), length));
    const auto line = 1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(position), '\n');
    const std::size_t begin = position == 0 ? std::string::npos : text.rfind('\n', position - 1);
    const std::size_t lineStart = begin == std::string::npos ? 0 : begin + 1;
    const int column = 1 + characters(std::string_view(text).substr(lineStart), position - lineStart);
    problem.text = line > 1 ? Words::tr("Line %1, column %2: %3").arg(line).arg(column).arg(words) : Words::tr("Column %1: %2").arg(column).arg(words);
    return problem;
}

std::size_t number(const Domain::Error &error, const char *name)
{
    const auto it = error.args.find(name);
    return it == error.args.end() ? 0 : std::size_t(std::max(0LL, QString::fromStdString(it->second).toLongLong()));
}

QString argument(const Domain::Error &error, const char *name)
{
    const auto it = error.args.find(name);
    return it == error.args.end() ? QString() : safeText(it->second);
}

std::optional<FieldProblem> templateProblem(const std::string &text)
{
    const auto compiled = Produce::Template::compile(text);
    if (compiled)
        return std::nullopt;
    const Domain::Error &error = compiled.error();
    QString words = argument(error, "problem");
    if (const QString suggestion = argument(error, "suggestion"); !suggestion.isEmpty())
        words = Words::tr("%1. Did you mean %2?").arg(words, suggestion);
    return placed(text, number(error, "position"), std::max<std::size_t>(1, number(error, "length")), words);
}

/// Each function replaced by as many digits, which stand where a value or a part of a string may stand: places stay as they are.
std::string withoutTemplates(std::string text)
{
    for (const auto &[begin, length] : Produce::Template::stretches(text)) {
        if (begin <= text.size())
            std::fill_n(text.begin() + std::ptrdiff_t(begin), std::min(length, text.size() - begin), '1');
    }
    return text;
}

std::optional<FieldProblem> jsonProblem(const std::string &text, bool hasTemplates)
{
    const std::string plain = hasTemplates ? withoutTemplates(text) : text;
    Codec::JsonTokenizer tokens(plain);
    while (tokens.next()) {
    }
    if (tokens.isDone())
        return std::nullopt;
    const Codec::Problem problem = tokens.problem() ? tokens.problem() : Codec::Problem{Codec::Problem::Kind::UnexpectedEnd, text.size(), 0};
    return placed(text, problem.position, 1, Words::tr("no JSON: %1").arg(problemText(problem)));
}

std::optional<FieldProblem> hexProblem(const std::string &text)
{
    bool isHalf = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool isBlank = c == ' ' || c == '\t' || c == '\n';
        const bool isDigit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (isBlank && isHalf)
            return placed(text, i, 1, Words::tr("hex digits come in pairs"));
        if (!isBlank && !isDigit)
            return placed(text, i, 1, Words::tr("no hex digit"));
        isHalf = isDigit && !isHalf;
    }
    return isHalf ? std::optional(placed(text, text.size(), 1, Words::tr("hex digits come in pairs"))) : std::nullopt;
}

} // namespace

QString fieldKindName(FieldKind kind)
{
    switch (kind) {
    case FieldKind::Null: return Words::tr("null");
    case FieldKind::Empty: return Words::tr("Empty");
    case FieldKind::Text: return Words::tr("Text");
    case FieldKind::Json: return Words::tr("JSON");
    case FieldKind::Hex: return Words::tr("Hex");
    case FieldKind::Base64: return Words::tr("Base64");
    case FieldKind::File: return Words::tr("File");
    }
    return {};
}

Field fieldOf(const std::optional<std::string> &bytes, bool mayBeJson)
{
    if (!bytes)
        return {FieldKind::Null, {}};
    if (bytes->empty())
        return {FieldKind::Empty, {}};
    if (survivesEditor(*bytes))
        return {mayBeJson && isJsonDocument(*bytes) ? FieldKind::Json : FieldKind::Text, *bytes};
    Field field;
    field.kind = bytes->size() <= mostHexBytes ? FieldKind::Hex : FieldKind::Base64;
    if (field.kind == FieldKind::Hex)
        Codec::appendHex(field.text, *bytes);
    else
        Codec::appendBase64(field.text, *bytes);
    return field;
}

Produce::ProduceRequest requestOf(const RecordContent &record)
{
    Produce::ProduceRequest request;
    request.topic = record.topic;
    request.key = fieldOf(record.key);
    request.value = fieldOf(record.value);
    for (const RecordContent::Header &header : record.headers)
        request.headers.push_back({header.name, fieldOf(header.value, false)});
    request.partition = record.partition;
    if (record.timestamp.type == Domain::TimestampType::Create && record.timestamp.ms != 0)
        request.timestampMs = record.timestamp.ms;
    const auto inHeader = [](const Produce::HeaderField &header) { return looksLikeTemplate(header.value); };
    request.hasTemplates = !looksLikeTemplate(request.key) && !looksLikeTemplate(request.value) && std::none_of(request.headers.begin(), request.headers.end(), inHeader);
    return request;
}

std::optional<FieldProblem> fieldProblem(const Field &field, bool hasTemplates)
{
    const bool mayHoldTemplate = field.kind == FieldKind::Text || field.kind == FieldKind::Json;
    if (mayHoldTemplate && hasTemplates) {
        if (auto problem = templateProblem(field.text))
            return problem;
    }
    switch (field.kind) {
    case FieldKind::Json: return jsonProblem(field.text, hasTemplates);
    case FieldKind::Hex: return hexProblem(field.text);
    case FieldKind::Base64: return Codec::decodeBase64(field.text) ? std::nullopt : std::optional(FieldProblem{Words::tr("This is no base64 with its padding."), -1, 0});
    case FieldKind::File: return field.text.empty() ? std::optional(FieldProblem{Words::tr("Name a file."), -1, 0}) : std::nullopt;
    default: return std::nullopt;
    }
}

std::vector<std::pair<int, int>> templateStretches(const QString &text)
{
    std::vector<std::pair<int, int>> result;
    if (!text.contains(QLatin1String("{{")))
        return result;
    const std::string bytes = text.toStdString();
    for (const auto &[begin, length] : Produce::Template::stretches(bytes))
        result.emplace_back(characters(bytes, begin), characters(std::string_view(bytes).substr(std::min(begin, bytes.size())), length));
    return result;
}

std::optional<QString> formattedJson(const QString &json)
{
    const std::string text = json.toStdString();
    const std::string plain = withoutTemplates(text);
    Codec::JsonTokenizer tokens(plain);
    std::string out;
    int depth = 0;
    using Kind = Codec::JsonToken::Kind;
    Kind last = Kind::Space;
    const auto newLine = [&out, &depth] { out.append(1, '\n').append(std::size_t(depth) * 2, ' '); };
    while (const auto token = tokens.next()) {
        if (token->kind == Kind::Space)
            continue;
        const bool isOpened = last == Kind::BeginObject || last == Kind::BeginArray;
        if (token->isEnd()) {
            --depth;
            if (!isOpened)
                newLine();
        } else if (token->isFirst && (isOpened || last == Kind::Comma)) {
            newLine();
        } else if (last == Kind::Colon && token->isFirst) {
            out += ' ';
        }
        out.append(text, token->begin, token->end - token->begin);
        if (token->isBegin())
            ++depth;
        last = token->kind;
    }
    return tokens.isDone() ? std::optional(QString::fromStdString(out)) : std::nullopt;
}

} // namespace Items
