// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandline.h"
#include "session/exportfile.h"

#include <memory>
#include <string>
#include <vector>

namespace App {

/// Opens what `playhead read` is to write: lines on stdout or in a file, or a recording. `info` is for a recording.
Domain::Result<std::shared_ptr<Session::ExportFile>> openOutput(const CommandLine &line, const Store::RecordingInfo &info);
/// Non-empty when the output cannot take more: the system's sentence ("Broken pipe", "No space left on device").
std::string failureText(const Session::ExportFile &output);

/// What a read did beside what it wrote.
struct ScanFigures
{
    std::uint64_t scanned = 0;
    std::uint64_t matched = 0;
    std::uint64_t errors = 0; ///< records that could not be evaluated
    std::uint64_t bytesScanned = 0;
    std::uint64_t late = 0;
};

/// The line of --stats: {"records","bytes","seconds","gapOffsets","gaps":[{"partition","from","to","reason"}],"scanned","matched",
/// "errors","bytesScanned","late","complete"} and LF. `topics`: the gaps name theirs when there are several.
std::string statsLine(Session::ExportFile::Totals totals, const ScanFigures &scan, const std::vector<std::string> &topics, double seconds, bool complete);

} // namespace App
