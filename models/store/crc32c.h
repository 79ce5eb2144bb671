// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace Store {

/// CRC-32C (Castagnoli, RFC 3720 §B.4) of `bytes`; "123456789" gives 0xE3069283. Any thread.
std::uint32_t crc32c(std::string_view bytes);

} // namespace Store
