// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "spinelines.h"

namespace Bench {

// One function a figure of "./dev bench find", in findlines.cpp; each prints its lines and tells whether all bars are reached.
bool findOne(const Context &context);         // 1
bool findByField(const Context &context);     // 2
bool scanRate(const Context &context);        // 3
bool refilter(const Context &context);        // 4
bool sortByTime(const Context &context);      // 5
bool scanMemory(const Context &context);      // 6
bool scanLatency(const Context &context);     // 7
bool filterInAFrame(const Context &context);  // 8
bool refilterByField(const Context &context); // 9

} // namespace Bench
