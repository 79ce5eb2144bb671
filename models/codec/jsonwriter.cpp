// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonwriter.h"

#include "codec/jsonl.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace Codec {

void JsonWriter::separate()
{
    if (!m_isFirst)
        m_out += ',';
    m_isFirst = false;
}

void JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_isFirst = true;
}

void JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_isFirst = false;
}

void JsonWriter::name(std::string_view name)
{
    separate();
    appendJsonValue(m_out, name);
    m_out += ':';
    m_isFirst = true; // its value needs no comma
}

void JsonWriter::text(std::string_view value)
{
    separate();
    appendJsonValue(m_out, value);
}

void JsonWriter::raw(std::string_view json)
{
    separate();
    m_out += json;
}

void JsonWriter::real(double value)
{
    std::array<char, 32> digits = {};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), std::isfinite(value) ? value : 0.0);
    raw({digits.data(), end.ptr});
}

void JsonWriter::fixed(double value, int digits)
{
    std::array<char, 400> text = {}; // the largest double has 309 digits
    const auto end = std::to_chars(text.data(), text.data() + text.size(), std::isfinite(value) ? value : 0.0, std::chars_format::fixed, std::min(digits, 60));
    raw({text.data(), end.ptr});
}

} // namespace Codec
