// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celprogram.h"

namespace Search::Cel {

/// A rough cost of evaluating a node, to put the cheap side of && and || first: reading the record's numbers costs next to nothing,
/// its headers little, its bytes more, its JSON most.
std::uint64_t costOf(const Program &program, std::uint32_t node);

} // namespace Search::Cel
