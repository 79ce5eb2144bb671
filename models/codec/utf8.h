// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Bytes to readable text and back. Standard C++20, no state, safe on any thread. Nothing here trusts its input, and
/// everything costs what is asked for, never what the value is long.
namespace Codec {

inline constexpr std::size_t npos = std::string_view::npos;

/// Length (1 to 4) of the well-formed UTF-8 character that starts at `at`; 0: there is none (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF). `at` is below the size.
std::size_t characterLength(std::string_view bytes, std::size_t at);

/// Writes a character to `out`, which has room for 4 bytes; returns its length. 0: it is none (half of a surrogate pair, or above U+10FFFF).
std::size_t encode(std::uint32_t codePoint, char *out);

/// True when the bytes from `at` to the end could be the beginning of a character that was cut off.
bool isCutCharacter(std::string_view bytes, std::size_t at);

/// Position of the first byte that does not belong to a well-formed character; npos: all of it is UTF-8.
std::size_t firstInvalid(std::string_view bytes);

/// The greatest position ≤ `at` that does not split a character. Looks back at most 3 bytes, so it works inside
/// invalid text too.
std::size_t characterBorder(std::string_view bytes, std::size_t at);

} // namespace Codec
