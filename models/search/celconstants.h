// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celprogram.h"

namespace Search::Cel {

/// Whether a computed value is small enough to be kept in a program.
bool isSmall(const Data &data);

/// A copy of a computed value in the program's own memory.
Data kept(const Data &data, Program &program);

} // namespace Search::Cel
