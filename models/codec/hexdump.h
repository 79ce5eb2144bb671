// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

namespace Codec {

/// Appends two lower case digits a byte, `separator` between bytes (0: none): "7b 22 6f".
void appendHex(std::string &out, std::string_view bytes, char separator = ' ');

/// Lines of offset, 16 bytes and their ASCII, as the byte view shows them; `firstOffset` is the offset of bytes[0].
std::string hexDump(std::string_view bytes, std::size_t firstOffset = 0);

} // namespace Codec
