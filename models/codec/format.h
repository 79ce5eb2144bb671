// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/problem.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Codec {

/// How bytes are read. Null and empty values have no format: the caller shows them as what they are.
enum class Format : std::uint8_t { Automatic, Json, Text, Integer, Uuid, Binary };

inline constexpr std::array allFormats{Format::Automatic, Format::Json, Format::Text, Format::Integer, Format::Uuid, Format::Binary};

struct Detection
{
    Format format = Format::Binary; ///< never Automatic
    /// Set when the bytes begin like something better and turn out not to be it (JSON that breaks off, text with foreign
    /// bytes, nesting beyond the limit).
    Problem problem = {};
};

/// Chooses a format by looking at the first 1,024 bytes at most. A bare JSON number, string, true or false counts as JSON in a
/// value and as text in a key; a bare null is always text, so that it looks different from a null value.
Detection detect(std::string_view bytes, bool isKey = false);

/// `chosen`, or what detect() says when it is Automatic; then the problem says why the chosen format does not fit (a
/// look at the first 1,024 bytes).
Detection resolve(Format chosen, std::string_view bytes, bool isKey = false);

/// A stable word for settings: "json", "text", …; "automatic".
std::string_view formatWord(Format format);
/// Automatic for unknown words.
Format formatFromWord(std::string_view word);

/// Big endian two's complement of 1, 2, 4 or 8 bytes.
std::optional<std::int64_t> bigEndianInteger(std::string_view bytes);

/// 16 bytes or the 36 characters of its text; lower case text with dashes. None: not a UUID.
std::optional<std::string> uuidText(std::string_view bytes);

} // namespace Codec
