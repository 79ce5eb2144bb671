// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "search/filter.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace Search {

/// What a scan has done so far. Shared by the scan's owner and the reading threads; any thread.
class ScanCounters
{
public:
    struct Totals
    {
        std::uint64_t scanned = 0;
        std::uint64_t bytesScanned = 0; ///< key + value + headers
        std::uint64_t matched = 0;
        std::uint64_t errors = 0;
    };
    /// Where a record could not be evaluated, and why.
    struct Failure
    {
        std::uint16_t topic = 0;
        Domain::PartitionId partition = {};
        Domain::Offset offset = {};
        std::string problem = {};
    };

    Totals totals() const;
    std::vector<Failure> failures() const; ///< the first maxFailures
    static constexpr std::size_t maxFailures = 1000;

    void add(const Totals &part);
    void note(Failure failure);
    /// Takes one of the wanted matches; false: there were `maxMatches` already.
    bool claimMatch(std::uint64_t maxMatches);
    bool isFull(std::optional<std::uint64_t> maxMatches) const;

private:
    std::atomic<std::uint64_t> m_scanned = 0;
    std::atomic<std::uint64_t> m_bytes = 0;
    std::atomic<std::uint64_t> m_matched = 0;
    std::atomic<std::uint64_t> m_errors = 0;
    std::atomic<std::size_t> m_noted = 0;
    mutable std::mutex m_mutex;
    std::vector<Failure> m_failures;
};

/// What a scan keeps. Records that could not be evaluated are counted and never kept.
struct ScanWish
{
    std::shared_ptr<const Filter> filter = {};
    std::shared_ptr<const std::vector<std::string>> topics = {}; ///< names for Record::topic
    std::optional<std::uint64_t> maxMatches = {};
    bool keepGaps = true; ///< pass gaps on
};

/// Sinks that pass on to `inner` only what the filter matches: matching happens in the reading thread, on the reader's own bytes
/// (RecordSink::wants), so what is passed by is never copied. A match is counted when it is handed over (RecordSink::record), so
/// that a plan in another order gets the first ones of that order. Full (RecordSink::isFull), in all threads, when maxMatches are
/// handed over; what is asked about after that is passed by unseen. The counters follow with each publish().
Domain::RecordSinkFactory matchingSinks(ScanWish wish, std::shared_ptr<ScanCounters> counters, Domain::RecordSinkFactory inner);

} // namespace Search
