// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "store/partfile.h"
#include "store/recordingblock.h"
#include "store/recordingformat.h"

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace Store {

/// Writes a `.playhead` file: FILE.part until finish(). Shared by whoever made it and its sinks, because a reading thread may
/// live a little longer than the read's owner. Any thread.
class RecordingWriter
{
public:
    /// Creates FILE.part and writes what is known so far. FileUnwritable.
    static Domain::Result<std::shared_ptr<RecordingWriter>> create(const std::string &file, const RecordingInfo &info);
    RecordingWriter(const RecordingWriter &) = delete;
    RecordingWriter &operator=(const RecordingWriter &) = delete;

    /// A sink for one reading thread of the plan in RecordingInfo. It has no room when the file cannot be written any more.
    static Domain::RecordSinkFactory sinks(const std::shared_ptr<RecordingWriter> &writer);

    // What the sinks do; for rows that are there already. Offsets of a partition in any order within one block, each once.
    void add(const Domain::Record &record);
    void add(const Domain::Gap &gap);
    /// Writes what is held back, at most every few seconds: what a program that is killed leaves behind.
    void flushNow(bool always);

    /// Index, name: the recording is whole then. Nothing is taken afterwards.
    Domain::Status finish(const std::vector<RecordingSpan> &spans);
    /// Removes FILE.part.
    void discard();

    /// Why no more can be written; FILE.part is left.
    std::optional<Domain::Error> failure() const;
    bool hasFailed() const { return m_hasFailed.load(std::memory_order_relaxed); }
    std::uint64_t bytesWritten() const;

private:
    class Sink;
    using Place = Domain::TopicPartition;

    explicit RecordingWriter(PartFile file) : m_file(std::move(file)) {}
    BlockBuilder &builder(const Place &place);
    void afterAdding(BlockBuilder &builder, std::size_t before);
    void flush(BlockBuilder &builder);
    void flushAll();

    mutable std::mutex m_mutex; ///< everything below
    PartFile m_file;
    std::map<Place, BlockBuilder> m_builders;
    std::map<Place, std::map<Domain::Offset, Domain::Offset>> m_written; ///< first → end of the blocks
    BlockBuilder *m_last = nullptr; ///< the newest one used: records of a partition come in a row
    Place m_lastPlace;
    std::vector<RecordingBlock> m_blocks;
    std::size_t m_held = 0; ///< bytes in the builders
    std::chrono::steady_clock::time_point m_lastFlush = std::chrono::steady_clock::now();
    std::optional<Domain::Error> m_misuse;
    bool m_isOver = false;
    std::atomic<bool> m_hasFailed = false;
};

/// What a run has covered of each partition, for RecordingWriter::finish().
std::vector<RecordingSpan> recordingSpans(const Domain::ReadStatus &status, bool newestFirst);

} // namespace Store
