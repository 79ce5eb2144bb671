// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsonchildren.h"
#include "codec/problem.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Changing JSON by its bytes, so that what is not changed stays as it was written.
namespace Replay {

/// Why `text` is no JSON text; none: it is one.
Codec::Problem jsonProblem(std::string_view text);
/// "the value is no JSON: it breaks off at byte 12"
std::string notJson(std::string_view what, const Codec::Problem &problem);

/// The value of a text that is JSON: its kind and its bytes, blanks around it left out.
Codec::JsonChild rootOf(std::string_view text);

/// Calls `visit` for each member or element of an object or list that is known to be well-formed. `depth`: levels around it.
template<typename Visit>
void eachChild(std::string_view text, const Codec::JsonChild &parent, int depth, Visit visit)
{
    Codec::JsonChildren children(text, parent.begin, depth);
    Codec::JsonChild child;
    std::size_t budget = std::string_view::npos;
    while (children.next(child, budget) == Codec::JsonChildren::Result::Child) {
        visit(child);
        budget = std::string_view::npos;
    }
}

/// Writes an object again, member by member in their order, each kept, changed or dropped. Blanks and commas go with the members.
class ObjectWriter
{
public:
    ObjectWriter(std::string &out, std::string_view text, const Codec::JsonChild &object);

    void keep(const Codec::JsonChild &member);
    void drop(const Codec::JsonChild &member);
    /// `writeValue` appends the new one.
    template<typename Write>
    void change(const Codec::JsonChild &member, Write writeValue)
    {
        lead(member);
        m_out += m_text.substr(member.keyBegin, member.begin - member.keyBegin);
        writeValue();
    }
    /// Behind all of them, spaced as the last one is. `key` with its quotes.
    template<typename Write>
    void add(std::string_view key, Write writeValue)
    {
        leadNew();
        (m_out += key) += m_colon;
        writeValue();
    }
    void finish();

private:
    void pass(const Codec::JsonChild &member);
    void lead(const Codec::JsonChild &member);
    void leadNew();

    std::string &m_out;
    std::string_view m_text;
    const Codec::JsonChild m_object;
    std::size_t m_done;                   ///< up to here the text is dealt with
    std::string_view m_afterBrace = {};   ///< blanks in front of the first member
    std::string_view m_afterComma = {};   ///< blanks in front of the newest one
    std::string_view m_between = {};      ///< comma and blanks in front of the newest one
    std::string_view m_colon = ":";
    std::size_t m_members = 0;
    std::size_t m_written = 0;
};

} // namespace Replay
