// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/jsonedit.h"

#include <algorithm>

namespace Replay {

using Codec::JsonChild;
using Codec::JsonToken;

Codec::Problem jsonProblem(std::string_view text)
{
    Codec::JsonTokenizer tokenizer(text);
    while (tokenizer.next()) { }
    return tokenizer.problem();
}

std::string notJson(std::string_view what, const Codec::Problem &problem)
{
    if (problem.kind == Codec::Problem::Kind::TooDeep)
        return std::string(what) + " is nested too deep";
    return std::string(what) + " is no JSON: it breaks off at byte " + std::to_string(problem.position);
}

JsonChild rootOf(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    JsonChild root;
    root.begin = std::min(text.find_first_not_of(blanks), text.size());
    root.end = text.find_last_not_of(blanks) + 1;
    switch (root.begin < text.size() ? text[root.begin] : ' ') {
    case '{': root.kind = JsonToken::Kind::BeginObject; break;
    case '[': root.kind = JsonToken::Kind::BeginArray; break;
    case '"': root.kind = JsonToken::Kind::String; break;
    case 't': case 'f': case 'n': root.kind = JsonToken::Kind::Literal; break;
    default: root.kind = JsonToken::Kind::Number;
    }
    return root;
}

ObjectWriter::ObjectWriter(std::string &out, std::string_view text, const JsonChild &object)
    : m_out(out), m_text(text), m_object(object), m_done(object.begin + 1)
{
    m_out += '{';
}

void ObjectWriter::keep(const JsonChild &member)
{
    lead(member);
    m_out += m_text.substr(member.keyBegin, member.end - member.keyBegin);
}

void ObjectWriter::drop(const JsonChild &member)
{
    pass(member);
}

void ObjectWriter::pass(const JsonChild &member)
{
    m_between = m_text.substr(m_done, member.keyBegin - m_done);
    if (m_members++ == 0)
        m_afterBrace = m_afterComma = m_between;
    else
        m_afterComma = m_between.substr(m_between.find(',') + 1);
    m_colon = m_text.substr(member.keyEnd, member.begin - member.keyEnd);
    m_done = member.end;
}

void ObjectWriter::lead(const JsonChild &member)
{
    pass(member);
    m_out += m_written++ == 0 ? m_afterBrace : m_between;
}

void ObjectWriter::leadNew()
{
    if (m_written++ == 0) {
        m_out += m_afterBrace;
        return;
    }
    (m_out += ',') += m_afterComma;
}

void ObjectWriter::finish()
{
    const bool isBare = (m_members == 0) != (m_written == 0); // all new, or all gone: blanks of the old one mean nothing
    if (!isBare)
        m_out += m_text.substr(m_done, m_object.end - 1 - m_done);
    m_out += '}';
}

} // namespace Replay
