// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/record.h"
#include "search/celvalue.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace Search {

/// Evaluates one expression once, against a record or (null) nothing. Error: BadFilter with args problem; and position, length and
/// suggestion where the expression itself is wrong.
Domain::Result<CelValue> evaluate(std::string_view expression, const Domain::Record *record, std::string_view topic);

/// Names of the fields in some JSON as an expression writes them behind `value`: "user.name", "items", "headers[\"trace-id\"]"; at most
/// `limit`, each once, in the order they come. Of a list the first object is looked at ("items[0].price"). Nothing for what is no JSON.
std::vector<std::string> fieldPaths(std::string_view json, std::size_t limit);

} // namespace Search
