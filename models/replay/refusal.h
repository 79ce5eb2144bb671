// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <map>
#include <string>

namespace Replay {

/// ReplayRefused for one of the problems of a run (README.md lists them), with its sentence as `detail`.
Domain::Error refusal(const std::string &problem, std::map<std::string, std::string> args = {});

} // namespace Replay
