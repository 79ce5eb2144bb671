// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

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

} // namespace Search
