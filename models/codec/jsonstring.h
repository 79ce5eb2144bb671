// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

namespace Codec {

/// The text a JSON string token stands for: quotes off, escapes resolved; a lone half of a surrogate pair becomes U+FFFD. Takes
/// anything and never fails: what is no escape stays as it is. For copying; what is shown keeps its escapes.
std::string jsonStringText(std::string_view token);

} // namespace Codec
