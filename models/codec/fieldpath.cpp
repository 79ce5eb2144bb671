// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/fieldpath.h"

#include "codec/jsonchildren.h"
#include "codec/jsonstring.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace Codec {

namespace {

FieldValue::Kind kindOf(std::string_view raw)
{
    switch (raw.front()) {
    case '{':
        return FieldValue::Kind::Object;
    case '[':
        return FieldValue::Kind::Array;
    case '"':
        return FieldValue::Kind::String;
    case 'n':
        return FieldValue::Kind::Null;
    case 't':
    case 'f':
        return FieldValue::Kind::Bool;
    default:
        return FieldValue::Kind::Number;
    }
}

bool isNamed(std::string_view key, const std::string &name)
{
    const std::string_view inside = key.size() < 2 ? std::string_view() : key.substr(1, key.size() - 2);
    return inside.find('\\') == std::string_view::npos ? inside == name : jsonStringText(key) == name;
}

std::string_view withoutBlanks(std::string_view bytes)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = bytes.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return bytes.substr(first, bytes.find_last_not_of(blanks) - first + 1);
}

/// The whole of a part as one value: JSON where it is a scalar or looks like an object or array, text otherwise.
FieldValue whole(std::string_view bytes)
{
    const std::string_view text = withoutBlanks(bytes);
    if (!text.empty() && (text.front() == '{' || text.front() == '['))
        return {kindOf(text), text};
    JsonTokenizer tokens(text);
    const auto token = tokens.next();
    if (token && token->isLast && !tokens.next() && tokens.isDone())
        return {kindOf(text), text};
    return {FieldValue::Kind::Text, bytes};
}

} // namespace

std::optional<FieldPath> FieldPath::parse(std::string_view text)
{
    FieldPath path;
    if (text.starts_with("record."))
        text.remove_prefix(7);
    const auto take = [&text](std::string_view word) {
        const bool has = text.starts_with(word) && (text.size() == word.size() || text[word.size()] == '.' || text[word.size()] == '[');
        if (has)
            text.remove_prefix(word.size());
        return has;
    };
    if (take("value"))
        path.m_part = Part::Value;
    else if (take("key"))
        path.m_part = Part::Key;
    else if (take("headers"))
        path.m_part = Part::Header;
    else
        return std::nullopt;
    if (!parseSteps(text, path.m_steps) || path.m_steps.size() > maxSteps)
        return std::nullopt;
    if (path.m_part != Part::Header)
        return path;
    if (path.m_steps.empty() || !path.m_steps.front().name)
        return std::nullopt;
    path.m_header = *path.m_steps.front().name;
    path.m_steps.erase(path.m_steps.begin());
    return path;
}

bool FieldPath::parseSteps(std::string_view rest, std::vector<Step> &steps)
{
    while (!rest.empty() && steps.size() <= maxSteps) {
        Step step;
        if (rest.front() == '.') {
            const std::size_t end = std::min(rest.find_first_of(".[", 1), rest.size());
            step.name = std::string(rest.substr(1, end - 1));
            if (step.name->empty())
                return false;
            rest.remove_prefix(end);
        } else if (rest.starts_with("[\"")) {
            std::size_t end = 2;
            while (end < rest.size() && rest[end] != '"')
                end += rest[end] == '\\' ? 2 : 1;
            if (end + 1 >= rest.size() || rest[end + 1] != ']')
                return false;
            step.name = jsonStringText(rest.substr(1, end));
            rest.remove_prefix(end + 2);
        } else if (rest.front() == '[') {
            const std::size_t end = rest.find(']');
            if (end == std::string_view::npos)
                return false;
            const auto [last, problem] = std::from_chars(rest.data() + 1, rest.data() + end, step.index);
            if (problem != std::errc() || last != rest.data() + end)
                return false;
            rest.remove_prefix(end + 1);
        } else
            return false;
        steps.push_back(std::move(step));
    }
    return true;
}

std::optional<Domain::BytesView> FieldPath::partOf(const Domain::Record &record) const
{
    if (m_part != Part::Header)
        return m_part == Part::Key ? record.key : record.value;
    const auto header = std::ranges::find(record.headers, std::string_view(m_header), &Domain::Header::name);
    if (header == record.headers.end())
        return std::nullopt;
    return header->value.value_or(Domain::BytesView("null", 4));
}

FieldValue FieldPath::find(const Domain::Record &record, std::size_t budget) const
{
    const auto part = partOf(record);
    if (!part)
        return {};
    const std::string_view bytes = *part;
    if (m_steps.empty())
        return bytes.size() > budget ? FieldValue{FieldValue::Kind::TooFar} : whole(bytes);
    std::size_t at = 0;
    int depth = 0;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Step &step = m_steps[i];
        const std::size_t opening = bytes.find_first_not_of(" \t\r\n", at);
        if (opening == std::string_view::npos || bytes[opening] != (step.name ? '{' : '['))
            return {};
        JsonChildren children(bytes, at, depth++);
        JsonChild child;
        JsonChildren::Result result = JsonChildren::Result::End;
        std::size_t index = 0;
        while ((result = children.next(child, budget)) == JsonChildren::Result::Child)
            if (step.name ? isNamed(bytes.substr(child.keyBegin, child.keyEnd - child.keyBegin), *step.name) : index++ == step.index)
                break;
        if (result == JsonChildren::Result::Again)
            return {FieldValue::Kind::TooFar};
        if (result != JsonChildren::Result::Child)
            return {};
        at = child.begin;
        if (i + 1 == m_steps.size()) {
            const std::string_view raw = bytes.substr(child.begin, child.end - child.begin);
            return raw.empty() ? FieldValue{} : FieldValue{kindOf(raw), raw};
        }
    }
    return {};
}

double numberValue(std::string_view token)
{
    double value = 0;
    const auto [end, problem] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (problem != std::errc::result_out_of_range)
        return value;
    const bool isSmall = token.find("e-") != std::string_view::npos || token.find("E-") != std::string_view::npos;
    const double far = isSmall ? 0 : std::numeric_limits<double>::infinity();
    return token.starts_with('-') ? -far : far;
}

} // namespace Codec
