// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandoptions.h"

namespace App {

/// The options of `playhead read` (and those that `timeline` shares with it), checked one by one and together.
Domain::Status readPlanArguments(const CommandOptions &options, CommandLine &line);
Domain::Status readFilterArguments(const CommandOptions &options, CommandLine &line);
Domain::Status readOutputArguments(const CommandOptions &options, CommandLine &line);

} // namespace App
