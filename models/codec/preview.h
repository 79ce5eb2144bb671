// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/format.h"
#include "codec/syntax.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Codec {

/// One line of text for a table cell.
struct Preview
{
    struct Span
    {
        Syntax syntax = Syntax::Plain;
        std::uint32_t begin = 0; ///< bytes of `text`
        std::uint32_t end = 0;
    };

    /// Valid UTF-8 of at most maxPreviewCharacters characters; may hold control characters (make it safe before showing it).
    /// Bytes that are no character stand as U+FFFD.
    std::string text;
    std::vector<Span> spans;         ///< in order, covering all of `text`
    Format format = Format::Text;    ///< what was used; never Automatic
    bool isCut = false;              ///< the value goes on
    Problem problem = {};            ///< see hasFailed, and Detection::problem
    bool hasFailed = false;          ///< the chosen format does not fit; `text` is the first bytes in hex
};

inline constexpr std::size_t maxPreviewCharacters = 256;

/// Decodes no more than the cell can show, however long the value is. `chosen` Automatic: per record, see detect(). Null and
/// empty values are not asked for here; an empty one gives an empty text.
Preview preview(std::string_view bytes, Format chosen = Format::Automatic, bool isKey = false);

} // namespace Codec
