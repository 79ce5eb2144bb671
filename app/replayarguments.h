// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandoptions.h"

namespace App {

/// Which of its tasks `playhead replay` is asked for; the other arguments depend on it.
Domain::Status readReplayTask(const CommandOptions &options, ReplayRequest &request);
/// The options of `playhead replay` beside those of its source (range, filter), put together into its request.
Domain::Status readReplayArguments(const CommandOptions &options, CommandLine &line);

} // namespace App
