// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <functional>

namespace Session {

/// How many threads the pool has for work that only computes: max(2, cores − 1).
int poolThreads();

/// Runs `task` in a pool thread (nice +5: painting and reading go first). The task must not touch an object of the GUI thread, except
/// through a Handover::Handle, and must look at a stop token when it is long.
void runInPool(std::function<void()> task);

} // namespace Session
