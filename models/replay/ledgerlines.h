// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/runhistory.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The lines of a run's journal as text. Pure; see RunLedger, which alone uses them.
namespace Replay::LedgerLines {

std::string plan(const std::string &runId, const std::string &plan, std::uint64_t total, std::int64_t nowMs);
std::string starts(const std::map<Domain::PartitionName, std::int64_t> &starts);
std::string window(std::string_view type, const WindowEntry &window, std::int64_t nowMs);
std::string outcome(std::string_view type, std::uint64_t window);
std::string complete(std::int64_t nowMs);
std::string verdict(const Verdict &verdict);

/// The line with its check sum, line break included; `chain` becomes it.
std::string sealed(std::string_view body, std::uint64_t &chain);
/// The JSON in front of the check sum; none: it does not fit. `chain` becomes the check sum.
std::optional<std::string> unsealed(std::string_view line, std::uint64_t &chain);

/// Adds what the line says to the history. False: `problem` tells what is wrong.
bool take(std::string_view body, RunHistory &history, bool keepsWindows, std::string &problem);

} // namespace Replay::LedgerLines
