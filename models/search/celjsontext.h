// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celdata.h"

#include <cstddef>
#include <string_view>

/// Single tokens of JSON: checked once, converted when asked for.
namespace Search::Cel {

/// Bytes of the number at the beginning of `token` (RFC 8259 §6); 0: there is none.
std::size_t numberLength(std::string_view token);

/// A valid number: int where it has no fraction and no exponent and fits, else uint, else double (infinite where that is too small).
Data number(std::string_view token);

/// What is between the quotes of a string token; blanks may follow it.
std::string_view stringBody(std::string_view token);

/// Whether every backslash of a string token begins a valid escape.
bool areEscapesValid(std::string_view token);

/// Resolves the escapes of a string's body into `out`, which has room for raw.size(). → bytes written. A lone half of a surrogate pair
/// becomes U+FFFD.
std::size_t unescape(std::string_view raw, char *out);

/// Whether the body stands for `text`.
bool isUnescaped(std::string_view raw, std::string_view text);

} // namespace Search::Cel
