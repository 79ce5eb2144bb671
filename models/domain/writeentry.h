// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writejournal.h"

#include <cstdint>
#include <optional>
#include <string>

namespace Domain {

/// What was written once, as the journal keeps it. Text of a file that anybody may have edited: show through SafeText only.
struct WriteEntry
{
    std::string id = {};
    std::int64_t whenMs = 0;              ///< of the intent
    WritePlace place = {};
    WriteIntent intent = {};
    std::optional<WriteEnd> end = {};     ///< none: not over yet, or the program ended before it was known
    std::int64_t endedMs = 0;
    bool isRunning = false;               ///< no end yet, and the process that began it lives
};

} // namespace Domain
