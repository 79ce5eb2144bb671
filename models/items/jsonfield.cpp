// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/jsonfield.h"

#include "codec/jsonchildren.h"
#include "codec/jsonstring.h"
#include "items/formattext.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace Items {

namespace {

using Kind = JsonField::Kind;

constexpr std::size_t summaryBytes = 2048;
constexpr qsizetype maxSummaryFields = 6;
constexpr std::size_t maxCopyBytes = 16 * 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Items::FieldTreeModel", text);
}

std::string_view part(std::string_view bytes, const ByteRange &range)
{
    return bytes.substr(range.begin, range.size());
}

std::string_view withoutQuotes(std::string_view token)
{
    if (token.size() >= 2 && token.front() == '"' && token.back() == '"')
        return token.substr(1, token.size() - 2);
    return token;
}

/// "2 items", "{sku, qty}": from the first bytes of the container; "≥" or "…" when it goes on beyond them.
QString summary(std::string_view bytes, const JsonField &field)
{
    using Result = Codec::JsonChildren::Result;
    Codec::JsonChildren children(bytes, field.value.begin, field.depth);
    Codec::JsonChild child;
    std::size_t budget = summaryBytes;
    quint64 count = 0;
    QStringList names;
    Result result = Result::Child;
    while ((result = children.next(child, budget)) == Result::Child) {
        ++count;
        if (field.kind == Kind::Array)
            continue;
        if (names.size() == maxSummaryFields)
            break;
        names << safeText(withoutQuotes(bytes.substr(child.keyBegin, child.keyEnd - child.keyBegin)), 32);
    }
    const bool goesOn = result != Result::End;
    if (field.kind == Kind::Object) {
        if (goesOn)
            names << QString(QChar(0x2026));
        return QLatin1Char('{') + names.join(QStringLiteral(", ")) + QLatin1Char('}');
    }
    const QString items = count == 1 && !goesOn ? tr("1 item") : tr("%1 items").arg(countText(count));
    return goesOn ? QChar(0x2265) + QStringLiteral(" ") + items : items;
}

bool isInt64(std::string_view token)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(token.data(), token.data() + token.size(), number);
    return read.ec == std::errc() && read.ptr == token.data() + token.size();
}

} // namespace

QString fieldName(std::string_view bytes, const JsonField &field)
{
    if (!field.key.isEmpty())
        return safeText(withoutQuotes(part(bytes, field.key)));
    return field.kind == Kind::Problem ? QString(QChar(0x2026)) : QString::number(field.row);
}

QString fieldValue(std::string_view bytes, const JsonField &field)
{
    if (field.kind == Kind::Problem)
        return problemText(field.problem);
    if (field.isContainer())
        return summary(bytes, field);
    return safeText(part(bytes, field.value));
}

QString fieldToolTip(std::string_view bytes, const JsonField &field, bool isName)
{
    if (field.kind == Kind::Problem)
        return problemText(field.problem).toHtmlEscaped();
    // The tags make it rich text whatever the value looks like.
    return QStringLiteral("<span>") + safeRichText(part(bytes, isName ? field.key : field.value)) + QStringLiteral("</span>");
}

QString fieldType(std::string_view bytes, const JsonField &field)
{
    switch (field.kind) {
    case Kind::Object:
        return tr("object");
    case Kind::Array:
        return tr("array");
    case Kind::String:
        return tr("string");
    case Kind::Number:
        return field.value.size() <= 20 && isInt64(part(bytes, field.value)) ? tr("int64") : tr("number");
    case Kind::Boolean:
        return tr("boolean");
    case Kind::Null:
        return tr("null");
    case Kind::Problem:
        return tr("broken");
    }
    return {};
}

QString fieldCopy(std::string_view bytes, const JsonField &field)
{
    if (field.kind == Kind::Problem)
        return problemText(field.problem);
    const std::string_view token = part(bytes, field.value).substr(0, maxCopyBytes);
    return QString::fromStdString(field.kind == Kind::String ? Codec::jsonStringText(token) : std::string(token));
}

Codec::Syntax fieldSyntax(JsonField::Kind kind)
{
    switch (kind) {
    case Kind::String:
        return Codec::Syntax::String;
    case Kind::Number:
        return Codec::Syntax::Number;
    case Kind::Boolean:
    case Kind::Null:
        return Codec::Syntax::Literal;
    default:
        return Codec::Syntax::Punctuation;
    }
}

} // namespace Items
