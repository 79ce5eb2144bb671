// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

namespace Settings {

/// Names a process of this machine so that another one, later, can tell whether it still lives: number and start. Free functions, any thread.
std::string ownProcessMark();
bool isProcessAlive(const std::string &mark);

} // namespace Settings
