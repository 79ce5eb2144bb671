// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/templatereader.h"

#include "codec/jsonstring.h"
#include "codec/utf8.h"
#include "produce/randomstream.h"

namespace Produce {

namespace {

constexpr std::size_t maxArguments = 10'000;
constexpr std::size_t maxNumber = 32; // digits

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isNumberByte(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
}

} // namespace

bool TemplateReader::fail(std::string problem, std::size_t position, std::size_t length, std::string suggestion)
{
    m_problem = {std::move(problem), std::min(position, m_text.size()), length, std::move(suggestion)};
    return false;
}

void TemplateReader::skipBlanks()
{
    while (m_at < m_text.size() && isBlank(m_text[m_at]))
        ++m_at;
}

bool TemplateReader::take(char c)
{
    skipBlanks();
    if (m_at >= m_text.size() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

std::string_view TemplateReader::word()
{
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && isWordByte(m_text[m_at]))
        ++m_at;
    return m_text.substr(begin, m_at - begin);
}

bool TemplateReader::read(std::vector<CheckedCall> &calls)
{
    if (m_text.size() > Template::maxTextBytes)
        return fail("it is longer than 16 MiB", 0);
    std::size_t most = m_text.size();
    while (m_at < m_text.size()) {
        const std::size_t open = m_text.find("{{", m_at);
        const std::string_view plain = m_text.substr(m_at, open == std::string_view::npos ? open : open - m_at);
        if (!plain.empty())
            calls.push_back({.texts = {std::string(plain)}});
        if (open == std::string_view::npos)
            return true;
        m_at = open + 2;
        CheckedCall next;
        if (calls.size() >= Template::maxCalls)
            return fail("it has more than 100,000 parts", open, 2);
        if (!call(next))
            return false;
        most += next.most;
        if (most > Template::maxFilledBytes)
            return fail("filled in, it would be larger than 128 MiB", open, m_at - open);
        calls.push_back(std::move(next));
    }
    return true;
}

/// Behind the {{: a function, or a text in quotes, up to the }}.
bool TemplateReader::call(CheckedCall &out)
{
    const std::size_t open = m_at - 2;
    skipBlanks();
    if (m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\'')) {
        TemplateArgument text;
        if (!quoted(text))
            return false;
        out.texts = {std::move(text.text)};
    } else {
        const std::size_t begin = m_at;
        const std::string name(word());
        if (name.empty())
            return fail("a function is expected behind {{; two braces that are meant as such are written {{\"{{\"}}", open, 2);
        const auto known = templateCall(name);
        if (!known)
            return fail("there is no function " + name.substr(0, 40), begin, name.size(), suggestFunction(name));
        std::vector<TemplateArgument> given;
        const std::size_t argumentsBegin = m_at;
        if (!take('('))
            return fail("( is expected behind " + name, m_at, 1, name + "()");
        if (!arguments(given))
            return false;
        auto checked = checkCall(*known, given, m_problem, begin, m_at - begin);
        if (!checked)
            return false;
        out = std::move(*checked);
        choose(out, m_text.substr(argumentsBegin, m_at - argumentsBegin));
    }
    skipBlanks();
    if (m_text.substr(m_at, 2) != "}}")
        return fail(m_at >= m_text.size() ? "}} is missing at the end" : "}} is expected here", m_at >= m_text.size() ? open : m_at, m_at >= m_text.size() ? 2 : 1);
    m_at += 2;
    return true;
}

/// Behind the (, up to the ).
bool TemplateReader::arguments(std::vector<TemplateArgument> &out)
{
    if (take(')'))
        return true;
    do {
        if (out.size() >= maxArguments)
            return fail("there are more than 10,000 arguments", m_at);
        if (!argument(out.emplace_back()))
            return false;
    } while (take(','));
    return take(')') || fail(") or , is expected here", m_at);
}

bool TemplateReader::argument(TemplateArgument &out)
{
    skipBlanks();
    if (m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\''))
        return quoted(out);
    out.position = m_at;
    while (m_at < m_text.size() && isNumberByte(m_text[m_at]) && m_at - out.position <= maxNumber)
        ++m_at;
    out.length = m_at - out.position;
    out.text = m_text.substr(out.position, out.length);
    if (out.length == 0)
        return fail("a number or a text in quotes is expected here", m_at);
    return out.length <= maxNumber || fail("the number has too many digits", out.position, out.length);
}

/// A text in double or single quotes, with the escapes of JSON.
bool TemplateReader::quoted(TemplateArgument &out)
{
    out.isText = true;
    out.position = m_at;
    const char quote = m_text[m_at++];
    while (m_at < m_text.size() && m_text[m_at] != quote) {
        if (m_text[m_at] != '\\') {
            out.text += m_text[m_at++];
            continue;
        }
        if (m_text.substr(m_at + 1, 1) == "'") {
            out.text += '\'';
            m_at += 2;
            continue;
        }
        const Codec::JsonEscape escape = Codec::jsonEscape(m_text, m_at);
        if (escape.length == 0)
            return fail("there is no such escape", m_at, 2);
        out.text += escape.text();
        m_at += escape.length;
    }
    if (m_at >= m_text.size())
        return fail("the quote at the end of the text is missing", out.position);
    ++m_at;
    out.length = m_at - out.position;
    return true;
}

/// Which random numbers a call draws: those of the function, its arguments and how often it was called with them in this text, and not
/// of the text it stands in. So the first uuid() of the key is the first uuid() of the value. A person has a name and an address.
void TemplateReader::choose(CheckedCall &call, std::string_view writtenArguments)
{
    std::string key(templateName(call.call));
    for (const char c : writtenArguments)
        if (!isBlank(c))
            key += c;
    const std::uint64_t ordinal = m_ordinals[key]++;
    if (call.call == TemplateCall::Email)
        key = "name()";
    call.stream = RandomStream::mix(RandomStream::hash(key), ordinal);
}

} // namespace Produce
