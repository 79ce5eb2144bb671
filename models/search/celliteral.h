// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"

#include <string_view>

namespace Search::Cel {

/// Reads a string or bytes token: prefix and quotes off, escapes resolved. On an error its position is in bytes of `token`.
bool readString(std::string_view token, bool isBytes, std::string &out, SyntaxError &error);

/// Reads an integer token (decimal or 0x, u at the end for uint); false: out of range.
bool readInt(std::string_view token, bool isNegative, std::int64_t &out);
bool readUint(std::string_view token, std::uint64_t &out);
/// Never fails for a token of the lexer: what is too large is infinite, what is too small is zero.
double readDouble(std::string_view token);

} // namespace Search::Cel
