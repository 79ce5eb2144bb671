// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandoptions.h"

namespace App {

/// The options of `playhead produce`, put together into its request. `words`: the topic. Reads the file of --request, nothing else.
Domain::Status readProduceArguments(const CommandOptions &options, const QStringList &words, CommandLine &line);

} // namespace App
