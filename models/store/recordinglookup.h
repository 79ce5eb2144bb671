// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "store/recordingfile.h"

#include <cstdint>
#include <optional>

namespace Store {

/// Finds records of a recording by offset and time: exact, through the index and one block each. Keeps the block it read last,
/// so questions in rising order cost little. One thread each; the file must outlive it.
class RecordingLookup
{
public:
    struct Place
    {
        Domain::Offset offset;
        Domain::Timestamp timestamp;
    };
    /// None: no such record.
    using Answer = Domain::Result<std::optional<Place>>;

    explicit RecordingLookup(const RecordingFile &file) : m_file(file) {}

    Answer firstAtOrAfter(const RecordingLog &log, Domain::Offset offset);
    /// The first record dated `ms` or later.
    Answer firstAtTime(const RecordingLog &log, std::int64_t ms);
    /// The first of the newest records.
    Answer newest(const RecordingLog &log);
    /// Where a read until a time ends: at the first record of which Domain::endsRead() is true; the log's end when there is none, or
    /// where a block cannot be read.
    Domain::Offset endAtTime(const RecordingLog &log, const Domain::UntilTime &until, std::int64_t nowMs);

private:
    Domain::Status load(const RecordingBlock &block);
    template<typename Accept>
    std::optional<Place> find(Accept accept, std::size_t from = 0) const;

    const RecordingFile &m_file;
    BlockReader m_reader;
    std::optional<std::uint64_t> m_loaded; ///< position of the block in m_reader
};

} // namespace Store
