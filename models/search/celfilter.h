// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filter.h"

namespace Search {

/// Compiles a filter whose pattern is an expression; see Filter::compile() for the errors. A record matches when the expression gives true;
/// what gives neither true nor false is an error.
Domain::Result<std::shared_ptr<const Filter>> compileExpression(const FilterSpec &spec);

} // namespace Search
