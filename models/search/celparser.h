// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"

#include <string_view>
#include <variant>

namespace Search::Cel {

/// Reads one expression by the grammar of the CEL language definition, without protobuf messages. Any input ends at once: see the
/// limits in celast.h. Names are not resolved yet.
std::variant<Ast, SyntaxError> parse(std::string_view source);

} // namespace Search::Cel
