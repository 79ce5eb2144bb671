// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/loadedspans.h"

#include <algorithm>

namespace Session {

using Domain::Offset;
using Domain::TopicPartition;

namespace {

/// Calls `see(span, offset)` for every row, with the span of its partition.
template<typename Spans, typename See>
void forEachRow(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs, Spans &spans, See see)
{
    Store::RowColumns columns;
    typename Spans::mapped_type *span = nullptr;
    TopicPartition last;
    for (const Store::Run &run : runs)
        for (std::uint32_t i = run.first; i < run.first + run.count; ++i) {
            if (!snapshot.columns(run, i, columns))
                break;
            const TopicPartition place{columns.topic, columns.partition};
            if (!span || last != place) {
                span = &spans.try_emplace(place, LoadedSpans::Span{columns.offset, columns.offset}).first->second;
                last = place;
            }
            see(*span, columns.offset);
        }
}

std::uint64_t keyOf(const Store::Run &run)
{
    return std::uint64_t(run.generation) << 32 | run.slot;
}

Offset after(Offset offset)
{
    return offset + Domain::OffsetSpan(1);
}

} // namespace

void LoadedSpans::clear()
{
    *this = LoadedSpans();
}

void LoadedSpans::add(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs)
{
    // Slot by slot, so that a record can be found without looking at all.
    for (const Store::Run &run : runs) {
        Spans fresh;
        forEachRow(snapshot, {run}, fresh, [](Span &span, Offset offset) {
            span.begin = std::min(span.begin, offset);
            span.end = std::max(span.end, after(offset));
        });
        Spans &slot = m_slots[keyOf(run)];
        for (const auto &[place, span] : fresh)
            for (Spans *spans : {&m_spans, &slot}) {
                Span &known = spans->try_emplace(place, span).first->second;
                known.begin = std::min(known.begin, span.begin);
                known.end = std::max(known.end, span.end);
            }
    }
}

std::optional<Store::RowId> LoadedSpans::find(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs, TopicPartition place, Offset offset) const
{
    Store::RowColumns columns;
    for (const Store::Run &run : runs) {
        const auto slot = m_slots.find(keyOf(run));
        if (slot == m_slots.end())
            continue;
        const auto span = slot->second.find(place);
        if (span == slot->second.end() || offset < span->second.begin || offset >= span->second.end)
            continue;
        for (std::uint32_t i = run.first; i < run.first + run.count && snapshot.columns(run, i, columns); ++i)
            if (columns.offset == offset && !columns.isGap && columns.partition == place.partition && columns.topic == place.topic)
                return Store::rowId(run.slot, i);
    }
    return std::nullopt;
}

void LoadedSpans::remove(const Store::StoreSnapshot &snapshot, const std::vector<Store::Run> &runs, bool isOldest)
{
    for (const Store::Run &run : runs)
        m_slots.erase(keyOf(run));
    forEachRow(snapshot, runs, m_spans, [isOldest](Span &span, Offset offset) {
        if (isOldest)
            span.begin = std::min(std::max(span.begin, after(offset)), span.end);
        else
            span.end = std::max(std::min(span.end, offset), span.begin);
        (isOldest ? span.isBeginSure : span.isEndSure) = true;
    });
}

void LoadedSpans::learn(const Domain::ReadStatus &status, bool newestFirst)
{
    const bool isFinished = status.state == Domain::ReadState::Finished;
    for (const Domain::PartitionProgress &progress : status.partitions) {
        if (progress.state == Domain::PartitionProgress::State::Pending || progress.state == Domain::PartitionProgress::State::Failed)
            continue;
        const Offset start = newestFirst ? progress.end.value_or(progress.position) : progress.begin;
        Span &span = m_spans.try_emplace({progress.topic, progress.id}, Span{start, start}).first->second;
        const auto lower = [&span](Offset to) {
            span.begin = std::min(span.begin, to);
            span.isBeginSure = true;
        };
        const auto raise = [&span](Offset to) {
            span.end = std::max(span.end, to);
            span.isEndSure = true;
        };
        if (!span.isBeginSure && (!newestFirst || isFinished))
            lower(newestFirst ? progress.position : start);
        if (!span.isEndSure && (newestFirst || isFinished))
            raise(newestFirst ? start : progress.position);
    }
}

void LoadedSpans::take(const Window &window)
{
    for (const auto &[place, read] : window) {
        Span &span = m_spans.try_emplace(place, Span{read.begin, read.end}).first->second;
        span.begin = std::min(span.begin, read.begin);
        span.end = std::max(span.end, read.end);
    }
}

void LoadedSpans::setBounds(TopicPartition partition, std::optional<Offset> low, std::optional<Offset> high)
{
    Bounds &bounds = m_bounds[partition];
    if (low)
        bounds.low = low;
    if (high)
        bounds.high = high;
}

void LoadedSpans::forgetBounds()
{
    m_bounds.clear();
    m_knowsBounds = false;
}

LoadedSpans::Window LoadedSpans::earlier(std::int64_t records) const
{
    Window window;
    const std::int64_t share = std::max<std::int64_t>(records / std::max<std::int64_t>(std::int64_t(m_spans.size()), 1), 1);
    for (const auto &[place, span] : m_spans) {
        const auto bounds = m_bounds.find(place);
        const Offset low = bounds == m_bounds.end() ? Offset(0) : bounds->second.low.value_or(Offset(0));
        if (span.begin > low)
            window[place] = {std::max(low, Offset(span.begin.value() - std::min(share, span.begin.value()))), span.begin};
    }
    return window;
}

LoadedSpans::Window LoadedSpans::later(std::int64_t records) const
{
    Window window;
    const std::int64_t share = std::max<std::int64_t>(records / std::max<std::int64_t>(std::int64_t(m_spans.size()), 1), 1);
    for (const auto &[place, span] : m_spans) {
        const auto bounds = m_bounds.find(place);
        if (bounds == m_bounds.end() || !bounds->second.high || *bounds->second.high <= span.end)
            continue;
        window[place] = {span.end, std::min(*bounds->second.high, span.end + Domain::OffsetSpan(share))};
    }
    return window;
}

bool LoadedSpans::hasEarlier() const
{
    return !earlier(1).empty();
}

bool LoadedSpans::hasLater() const
{
    return m_knowsBounds ? !later(1).empty() : !m_spans.empty();
}

} // namespace Session
