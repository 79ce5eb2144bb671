// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandline.h"
#include "domain/recordsource.h"
#include "store/partfile.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace App {

/// Where `playhead read` writes lines: formats records in the reading threads and writes them to a descriptor or a file. Shared by
/// the command and its sinks, because a reading thread may live a little longer than the command. Any thread.
class RecordWriter
{
public:
    RecordWriter(int descriptor, ReadFormat format, std::vector<std::string> topics);
    RecordWriter(Store::PartFile file, ReadFormat format, std::vector<std::string> topics);

    /// A sink for one reading thread. Each hands over whole lines, so lines of several threads never mix.
    static Domain::RecordSinkFactory sinks(const std::shared_ptr<RecordWriter> &writer);

    /// Nothing is written any more; a file gets its name.
    Domain::Status finish();
    /// Nothing is written any more; a file is removed.
    void discard();

    struct Totals
    {
        std::uint64_t records = 0;
        std::uint64_t bytes = 0;     ///< key + value + headers
        std::uint64_t nullValues = 0; ///< left out by the format `value`
        std::uint64_t gapOffsets = 0;
        std::vector<Domain::Gap> gaps = {}; ///< at most maxGaps
        bool gapsTruncated = false;
    };
    Totals totals() const;
    /// Non-empty when the output cannot take more: the system's sentence ("Broken pipe", "No space left on device").
    std::string failure() const;

    static constexpr std::size_t maxGaps = 1000;

private:
    class Sink;
    void write(const std::string &lines, const Totals &part);
    void writeBytes(const std::string &bytes);
    std::string_view topic(std::uint16_t index) const { return index < m_topics.size() ? std::string_view(m_topics[index]) : std::string_view(); }
    void addGap(const Domain::Gap &gap);

    std::optional<Store::PartFile> m_file; ///< under m_writing
    const int m_descriptor;
    const ReadFormat m_format;
    const std::vector<std::string> m_topics; ///< by Record::topic
    std::atomic<bool> m_failed = false;
    bool m_needsHeader;         ///< under m_writing
    bool m_isOver = false;      ///< under m_writing
    std::mutex m_writing;       ///< the order of writes: held as long as the reader of a pipe takes its time
    mutable std::mutex m_mutex; ///< everything below; never held while writing
    Totals m_totals;
    std::string m_failure;
};

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
std::string statsLine(const RecordWriter::Totals &totals, const ScanFigures &scan, const std::vector<std::string> &topics, double seconds, bool complete);

} // namespace App
