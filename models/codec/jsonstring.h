// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace Codec {

/// An escape in a JSON string, and the character it stands for.
struct JsonEscape
{
    char bytes[4] = {};
    std::size_t size = 0;   ///< of the character
    std::size_t length = 0; ///< of the escape; 0: it is none
    std::string_view text() const { return {bytes, size}; }
};

/// The escape that begins with the backslash at `at`: two \u together where they are a surrogate pair; a lone half becomes U+FFFD.
JsonEscape jsonEscape(std::string_view text, std::size_t at);

/// The text a JSON string token stands for: quotes off, escapes resolved; a lone half of a surrogate pair becomes U+FFFD. Takes
/// anything and never fails: what is no escape stays as it is. For copying; what is shown keeps its escapes.
std::string jsonStringText(std::string_view token);

} // namespace Codec
