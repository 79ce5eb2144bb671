// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandline.h"

namespace App {

/// Runs the program with its window: until it is closed, or until the pictures of --shot and --shots are written. → exit code.
int runWindow(int argc, char **argv, const CommandLine &line);

} // namespace App
