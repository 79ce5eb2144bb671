// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>

namespace Codec {

/// Why bytes are not what they were taken for. Items::problemText puts it into words.
struct Problem
{
    enum class Kind : std::uint8_t {
        None,
        InvalidUtf8,     ///< `byte` at `position` does not belong to a well-formed character
        TooDeep,         ///< nested deeper than JsonTokenizer::maxDepth
        UnexpectedByte,  ///< JSON does not allow `byte` here
        UnexpectedEnd,   ///< the bytes end inside a JSON value
        BadNumber,
        BadEscape,
        BadLiteral,
        ControlInString, ///< a raw control character inside a JSON string
        TrailingBytes,   ///< something follows the JSON value
        WrongSize        ///< the size does not fit the format (integer: 1, 2, 4, 8 bytes; UUID: 16 bytes or its text)
    };

    Kind kind = Kind::None;
    std::size_t position = 0;
    unsigned char byte = 0;

    explicit operator bool() const { return kind != Kind::None; }
    bool operator==(const Problem &) const = default;
};

} // namespace Codec
