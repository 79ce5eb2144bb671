// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Codec {

/// Appends the bytes as base64 (RFC 4648 §4, with padding).
void appendBase64(std::string &out, std::string_view bytes);

/// The bytes of base64 with its padding; none: it is not, to the letter.
std::optional<std::string> decodeBase64(std::string_view text);

} // namespace Codec
