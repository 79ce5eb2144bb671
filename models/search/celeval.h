// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/record.h"
#include "search/celvalue.h"

#include <string_view>

namespace Search {

/// Evaluates one expression once, against a record or (null) nothing. Error: BadFilter with args problem; and position, length and
/// suggestion where the expression itself is wrong.
Domain::Result<CelValue> evaluate(std::string_view expression, const Domain::Record *record, std::string_view topic);

} // namespace Search
