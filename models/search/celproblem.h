// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "search/celast.h"

namespace Search::Cel {

/// What is wrong with an expression, as the error everybody knows.
Domain::Error filterError(const SyntaxError &error);
Domain::Error evaluationError(const std::string &problem);

} // namespace Search::Cel
