// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "spinelines.h"

#include <span>

namespace Bench {

/// A figure or two: prints its lines and tells whether all bars are reached.
using Line = bool (*)(const Context &);

/// The main function of a bench: NAME [--pairs N] [--seconds N] [LINE…] runs all lines, or those that are named by their number,
/// on a display and with settings of their own. Exit code 1: a line is short; 2: the arguments are not understood.
int runLines(const char *name, std::span<const Line> lines, int argc, char **argv);

} // namespace Bench
