// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filterrows.h"
#include "store/roworder.h"
#include "store/storesnapshot.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Session {

/// Which rows of a slot count, and in which life of the slot.
struct SlotRange
{
    std::uint32_t generation = 0;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
};
/// By slot.
using SlotTable = std::vector<SlotRange>;

/// One piece of work for the pool: rows that came are filtered, put in order, and merged with what was there. Made by RecordRows,
/// shared by the pool's threads; whoever finishes last calls back. Everything but the atomics is written by one thread at a time:
/// the maker before, a slice's thread until it is done, the last thread until it calls back.
class RowJob
{
public:
    enum class Sorting : std::uint8_t { Arrival, Offset, Time, Path };

    /// A list of rows and what changes in it.
    struct Change
    {
        bool isAppend = false;            ///< `tail` behind what was there; otherwise `whole` instead of it
        std::vector<Store::RowId> tail = {};
        Store::RowIds whole = {};
        std::uint64_t trailingGaps = 0;
    };

    /// Some of the rows, tested in one go. Numbers: see Store::ArrivalOrder::firstNumber().
    struct Slice
    {
        std::vector<Store::Run> runs = {};
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        Search::FilteredRows found = {};
        std::atomic<bool> isDone = false;
        /// How many of `ids`, a list of `found`, stand before the row of that number.
        std::size_t countBefore(const std::vector<Store::RowId> &ids, std::uint64_t number) const;
    };

    // What to do
    Store::StoreSnapshot snapshot;
    std::vector<Store::Run> runs;
    std::uint64_t firstNumber = 0; ///< of the first row of `runs`
    std::shared_ptr<const Search::Filter> filter;
    std::shared_ptr<const std::vector<std::string>> topics;
    Sorting sorting = Sorting::Arrival;
    std::string path;       ///< Sorting::Path
    bool isWhole = false;   ///< all rows: nothing of what was there counts
    bool isFront = false;   ///< Arrival: the rows stand before all others
    // What was there, for merging
    Store::RowIds matches;
    Store::RowIds errors;
    std::uint64_t trailingGaps = 0;
    Store::TimeMaxima maxima;
    std::vector<std::uint32_t> generations; ///< by slot: of the rows in `matches` and `errors`
    SlotTable living;      ///< not empty: rows outside are taken out

    // What came of it; valid after the call back
    Change newMatches;
    Change newErrors;
    Store::RowSet late;

    std::stop_source stop;
    std::vector<std::unique_ptr<Slice>> slices;
    std::atomic<std::uint64_t> tested = 0;
    std::atomic<std::uint64_t> matched = 0;
    std::atomic<std::uint64_t> failed = 0;

    std::uint64_t records() const; ///< to test
    std::string firstProblem() const;

    /// Starts it in the pool. `done` is called in the last pool thread, unless the job was stopped.
    static void start(std::shared_ptr<RowJob> job, std::function<void()> done);

private:
    void slice();
    void work(const std::function<void()> &done);
    void test(Slice &slice);
    void finish();
    std::vector<Store::RowId> collect(std::vector<Store::RowId> Search::FilteredRows::*list) const;
    Change merge(const Store::RowIds &before, std::uint64_t trailing, std::vector<Store::RowId> rows, bool areMatches);
    bool isGone(Store::RowId id) const;
    Store::RowIds survivors(const Store::RowIds &list) const;

    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::size_t> m_left = 0;
};

} // namespace Session
