// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "search/celast.h"

#include <cstddef>
#include <string>

namespace Search {

/// The error of Filter::compile(): what is wrong with the pattern, and at which of its bytes.
inline Domain::Error badFilter(std::string problem, std::size_t position, std::size_t length, std::string suggestion = {})
{
    Domain::Error error;
    error.code = Domain::ErrorCode::BadFilter;
    error.args = {{"problem", std::move(problem)},
                  {"position", std::to_string(position)},
                  {"length", std::to_string(length)},
                  {"suggestion", std::move(suggestion)}};
    return error;
}

inline Domain::Error badFilter(const Cel::SyntaxError &error)
{
    return badFilter(error.problem, error.position, error.length, error.suggestion);
}

} // namespace Search
