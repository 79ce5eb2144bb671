// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/recordsource.h"
#include "store/partfile.h"
#include "store/recordingwriter.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace Session {

enum class ExportFormat : std::uint8_t {
    Jsonl,    ///< one JSON object a line; reads back byte for byte
    Csv,      ///< RFC 4180
    Values,   ///< the values and a line feed each; null values are left out
    Recording ///< opens again without a broker
};

/// Where an export goes and what it looks like.
struct ExportTarget
{
    std::string file = {};
    ExportFormat format = ExportFormat::Jsonl;
    bool formulaGuard = true;      ///< Csv: see Codec::FormulaGuard
    Store::RecordingInfo about = {}; ///< its plan's topics name Record::topic; the rest is for recordings
};

/// The file of an export, FILE.part until finish(). Shared by the job and its sinks, any thread.
class ExportFile
{
public:
    static Domain::Result<std::shared_ptr<ExportFile>> create(const ExportTarget &target);
    ExportFile(const ExportFile &) = delete;
    ExportFile &operator=(const ExportFile &) = delete;

    /// For one thread each; whole lines of several threads never mix.
    static Domain::RecordSinkFactory sinks(const std::shared_ptr<ExportFile> &file);

    Domain::Status finish(const std::vector<Store::RecordingSpan> &spans);
    void discard(); ///< no file
    std::optional<Domain::Error> failure() const;
    bool hasFailed() const { return m_failed.load(std::memory_order_relaxed); }
    std::uint64_t records() const { return m_records.load(std::memory_order_relaxed); }
    std::uint64_t nullValues() const { return m_nullValues.load(std::memory_order_relaxed); } ///< left out by Values

private:
    class Sink;
    explicit ExportFile(ExportTarget target) : m_target(std::move(target)) {}
    void write(const std::string &lines);

    const ExportTarget m_target;
    std::shared_ptr<Store::RecordingWriter> m_recording;
    std::atomic<bool> m_failed = false;
    std::atomic<std::uint64_t> m_records = 0;
    std::atomic<std::uint64_t> m_nullValues = 0;
    mutable std::mutex m_mutex; ///< below
    std::optional<Store::PartFile> m_lines;
    bool m_isOver = false;
    bool m_needsHeader = false;
};

} // namespace Session
