// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"
#include "store/storesnapshot.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace Store {

/// The rows of one run as one stretch of memory, for a search that goes over all of them at once and asks afterwards which row it
/// has hit. Between the rows' keys, values and headers lie their lengths and the like: what is found may have to be looked at
/// again through read(). Borrows from the snapshot. Any thread.
class ChunkScan
{
public:
    /// Nullopt: the run's generation is over. What of the run is not published is left out.
    static std::optional<ChunkScan> of(const StoreSnapshot &snapshot, const Run &run);

    std::uint32_t first() const { return m_first; }
    std::uint32_t end() const { return m_end; } ///< behind the last row

    bool isGap(std::uint32_t index) const;
    /// The bytes of a row above 1 MiB are elsewhere: not in bytes().
    bool isOutside(std::uint32_t index) const;
    struct Count { std::uint32_t gaps = 0; std::uint32_t outside = 0; };
    Count count() const;

    /// What the rows from `first` to before `end` hold, in their order. Neither of them may lie outside the scan.
    std::string_view bytes(std::uint32_t first, std::uint32_t end) const;
    const char *begin(std::uint32_t index) const;
    /// The row that holds the byte at `at`, which lies in the bytes of a row not before `from`.
    std::uint32_t rowAt(const char *at, std::uint32_t from) const;

    /// StoreSnapshot::read() for a row of the scan.
    void read(std::uint32_t index, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders) const;

private:
    ChunkScan(const Chunk &chunk, std::uint32_t first, std::uint32_t end) : m_chunk(&chunk), m_first(first), m_end(end) {}
    std::uint32_t flags(std::uint32_t index) const;
    const char *endOf(std::uint32_t index) const;

    const Chunk *m_chunk;
    std::uint32_t m_first;
    std::uint32_t m_end;
};

} // namespace Store
