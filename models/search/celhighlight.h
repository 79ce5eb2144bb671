// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celprogram.h"
#include "search/filterspec.h"

#include <string>
#include <vector>

namespace Search::Cel {

/// A text an expression looks for, and in which parts.
struct Sought
{
    std::string text;
    std::uint8_t parts = 0;
};

/// The strings compared with the key, the value, a header or something inside them: x == "…", x.contains("…"), x in ["…"].
std::vector<Sought> soughtTexts(const Program &program);

} // namespace Search::Cel
