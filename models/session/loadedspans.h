// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "store/row.h"
#include "store/storesnapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace Session {

/// Which offsets of each partition are loaded: what reading on begins from. Plain state of the GUI thread.
class LoadedSpans
{
public:
    struct Span
    {
        Domain::Offset begin;
        Domain::Offset end;    ///< exclusive
        bool isBeginSure = false; ///< not only what rows happen to show: the reader's word, or rows that were let go
        bool isEndSure = false;
    };
    /// From where to where the next window goes, by partition; empty: there is nothing more.
    using Window = std::map<Domain::TopicPartition, Span>;

    void clear();
    /// Rows were loaded. Some nanoseconds a row.
    void add(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs);
    /// Rows are about to go from one end of the log: `isOldest` from the beginning.
    void remove(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs, bool isOldest);
    /// What the reader of the run tells about holes and partitions without a record: where it began, and where it finished. A run that
    /// ended in another way may have read ahead of what it handed over: then the rows decide. May be told again and again.
    void learn(const Domain::ReadStatus &status, bool newestFirst);
    void take(const Window &window);
    /// Which slot may hold the record, and in which of the runs; quick for the millions of rows that do not.
    std::optional<Store::RowId> find(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs, Domain::TopicPartition place, Domain::Offset offset) const;

    /// The bounds of the log, as they are asked for.
    void setBounds(Domain::TopicPartition partition, std::optional<Domain::Offset> low, std::optional<Domain::Offset> high);
    bool knowsBounds() const { return m_knowsBounds; }
    void setKnowsBounds() { m_knowsBounds = true; }
    void forgetBounds();

    /// About `records` offsets before (after) what is loaded, shared by the partitions.
    Window earlier(std::int64_t records) const;
    Window later(std::int64_t records) const;
    bool hasEarlier() const;
    bool hasLater() const;

    const std::map<Domain::TopicPartition, Span> &spans() const { return m_spans; }

private:
    struct Bounds
    {
        std::optional<Domain::Offset> low;
        std::optional<Domain::Offset> high;
    };
    using Spans = std::map<Domain::TopicPartition, Span>;
    Spans m_spans;
    std::unordered_map<std::uint64_t, Spans> m_slots; ///< by slot and generation: what its rows cover
    std::map<Domain::TopicPartition, Bounds> m_bounds;
    bool m_knowsBounds = false;
};

} // namespace Session
