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
    Text,     ///< for eyes; not stable
    Recording ///< opens again without a broker
};

/// Where an export goes and what it looks like.
struct ExportTarget
{
    std::string file = {};
    ExportFormat format = ExportFormat::Jsonl;
    bool formulaGuard = true;      ///< Csv: see Codec::FormulaGuard
    bool headsNothing = true;      ///< Csv: the header is there without a row, too
    Store::RecordingInfo about = {}; ///< its plan's topics name Record::topic; the rest is for recordings
};

/// Where an export is written, by the window and by `playhead read`: a file, FILE.part until finish(), or a descriptor. Records are
/// formatted in the threads that read. Shared by the owner and its sinks, which may live a little longer. Any thread.
class ExportFile
{
public:
    static Domain::Result<std::shared_ptr<ExportFile>> create(const ExportTarget &target);
    /// Lines to what is open already and stays open, such as stdout.
    static std::shared_ptr<ExportFile> onDescriptor(int descriptor, const ExportTarget &target);
    ExportFile(const ExportFile &) = delete;
    ExportFile &operator=(const ExportFile &) = delete;

    /// For one thread each. Whole lines are handed over, so those of several threads never mix.
    static Domain::RecordSinkFactory sinks(const std::shared_ptr<ExportFile> &file);

    // Nothing is written any more. Both wait for a write that is under way.
    Domain::Status finish(const std::vector<Store::RecordingSpan> &spans); ///< a file gets its name; waits for the disk
    void discard();                                                       ///< no file
    /// The same without waiting. False: somebody is writing.
    bool tryDiscard();

    struct Totals
    {
        std::uint64_t records = 0;
        std::uint64_t bytes = 0;            ///< key + value + headers
        std::uint64_t nullValues = 0;       ///< of the records: left out by Values
        std::uint64_t gapOffsets = 0;
        std::vector<Domain::Gap> gaps = {}; ///< at most maxGaps, in no order
        bool gapsTruncated = false;
    };
    static constexpr std::size_t maxGaps = 1000;
    Totals totals() const; ///< of what has been written
    /// FileUnwritable with the system's sentence: no more can be written.
    std::optional<Domain::Error> failure() const;

private:
    class Sink;
    explicit ExportFile(ExportTarget target) : m_target(std::move(target)), m_needsHeader(m_target.format == ExportFormat::Csv) {}
    std::string_view topic(std::uint16_t index) const;
    void write(const std::string &lines, const Totals &part);
    void addGap(const Domain::Gap &gap);
    void writeHeader();
    void remove();

    const ExportTarget m_target;
    std::shared_ptr<Store::RecordingWriter> m_recording;
    std::atomic<bool> m_failed = false;
    std::mutex m_writing;       ///< the order of writes: held as long as a disk or the reader of a pipe takes its time
    // below: under m_writing
    std::optional<Store::PartFile> m_lines;
    bool m_needsHeader;
    bool m_isOver = false;
    mutable std::mutex m_mutex; ///< below; never held while writing
    Totals m_totals;
    std::optional<Domain::Error> m_failure;
};

} // namespace Session
