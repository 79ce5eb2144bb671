// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/readoutput.h"

#include "codec/jsonl.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <tuple>
#include <unistd.h>

namespace App {

namespace {

Session::ExportFormat exportFormat(ReadFormat format)
{
    switch (format) {
    case ReadFormat::Jsonl: return Session::ExportFormat::Jsonl;
    case ReadFormat::Text: return Session::ExportFormat::Text;
    case ReadFormat::Value: return Session::ExportFormat::Values;
    case ReadFormat::Csv: return Session::ExportFormat::Csv;
    case ReadFormat::Playhead: return Session::ExportFormat::Recording;
    }
    return Session::ExportFormat::Jsonl;
}

const char *reasonWord(Domain::GapReason reason)
{
    switch (reason) {
    case Domain::GapReason::Retention: return "retention";
    case Domain::GapReason::Hole: return "hole";
    case Domain::GapReason::Refused: return "refused";
    case Domain::GapReason::Released: return "released";
    }
    return "hole";
}

} // namespace

Domain::Result<std::shared_ptr<Session::ExportFile>> openOutput(const CommandLine &line, const Store::RecordingInfo &info)
{
    const Session::ExportTarget target{.file = line.outputFile.toLocal8Bit().toStdString(), .format = exportFormat(line.format), .headsNothing = false, .about = info};
    if (line.outputFile.isEmpty())
        return Session::ExportFile::onDescriptor(STDOUT_FILENO, target);
    return Session::ExportFile::create(target);
}

std::string failureText(const Session::ExportFile &output)
{
    const std::optional<Domain::Error> error = output.failure();
    return !error ? std::string() : error->technical.empty() ? error->arg("what") : error->technical;
}

std::string statsLine(Session::ExportFile::Totals totals, const ScanFigures &scan, const std::vector<std::string> &topics, double seconds, bool complete)
{
    std::sort(totals.gaps.begin(), totals.gaps.end(), [](const Domain::Gap &a, const Domain::Gap &b) {
        return std::tie(a.topic, a.partition, a.from) < std::tie(b.topic, b.partition, b.from);
    });
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%.3f", seconds);
    std::string line = R"({"records":)" + std::to_string(totals.records) + R"(,"bytes":)" + std::to_string(totals.bytes) + R"(,"seconds":)" + time.data()
        + R"(,"gapOffsets":)" + std::to_string(totals.gapOffsets) + R"(,"gaps":[)";
    for (std::size_t i = 0; i < totals.gaps.size(); ++i) {
        const Domain::Gap &gap = totals.gaps[i];
        line += i > 0 ? ",{" : "{";
        if (topics.size() > 1 && gap.topic < topics.size()) {
            line += R"("topic":)";
            Codec::appendJsonValue(line, std::string_view(topics[gap.topic]));
            line += ',';
        }
        line += R"("partition":)" + std::to_string(gap.partition.value()) + R"(,"from":)" + std::to_string(gap.from.value()) + R"(,"to":)"
            + std::to_string(gap.to.value()) + R"(,"reason":")" + reasonWord(gap.reason) + R"("})";
    }
    line += ']';
    if (totals.gapsTruncated)
        line += R"(,"gapsTruncated":true)";
    for (const auto &[name, figure] : {std::pair("scanned", scan.scanned), std::pair("matched", scan.matched), std::pair("errors", scan.errors),
                                       std::pair("bytesScanned", scan.bytesScanned), std::pair("late", scan.late)})
        line += std::string(",\"") + name + "\":" + std::to_string(figure);
    return line + R"(,"complete":)" + (complete ? "true" : "false") + "}\n";
}

} // namespace App
