// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/backwardwindow.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace Kafka {

using Domain::Gap;
using Domain::GapReason;
using Domain::Offset;

namespace {

constexpr std::int64_t largestWidth = std::int64_t(1) << 40;
constexpr std::int64_t growth = 2;
constexpr std::int64_t growthOverHoles = 8; ///< nothing was there: look further
constexpr std::int64_t recordOverhead = 32;
constexpr std::int64_t noTime = std::numeric_limits<std::int64_t>::max();

/// `lower` stands right below `upper`; holes that touch become one.
std::vector<Gap> joined(std::vector<Gap> lower, std::vector<Gap> upper)
{
    if (!lower.empty() && !upper.empty() && lower.back().to == upper.front().from && lower.back().reason == upper.front().reason) {
        upper.front().from = lower.back().from;
        upper.front().isMark &= lower.back().isMark && upper.front().span() <= Domain::OffsetSpan(2);
        lower.pop_back();
    }
    lower.insert(lower.end(), std::make_move_iterator(upper.begin()), std::make_move_iterator(upper.end()));
    return lower;
}

} // namespace

BackwardWindow::BackwardWindow(const Domain::PartitionRange &range, bool isByTime, const Limits &limits)
    : m_isBegun(true), m_isByTime(isByTime), m_limits(limits), m_place(range.place), m_asked(range.asked), m_begin(range.begin),
      m_end(std::max(range.end.value_or(range.begin), range.asked)), m_top(m_end), m_removed(range.gap),
      m_bound(isByTime ? noTime : 0),
      m_lowestPassed(noTime)
{
    if (m_removed)
        m_begin = std::max(m_begin, m_removed->to);
}

Offset BackwardWindow::openWindow()
{
    m_from = m_top.value() - m_begin.value() > m_width ? Offset(m_top.value() - m_width) : m_begin;
    return m_from;
}

void BackwardWindow::record(const Domain::Record &record, bool isWanted)
{
    m_seenBytes += std::int64_t(record.payloadSize()) + recordOverhead;
    if (!m_lowest) {
        m_lowest = m_from > m_begin ? record.offset : m_from;
        if (m_from > m_begin) // where this hole begins is seen from below
            m_gaps.clear();
    }
    const std::int64_t time = record.timestamp.type == Domain::TimestampType::None ? noTime : record.timestamp.ms;
    if (!isWanted && m_gaps.empty()) {
        std::int64_t &passed = m_rows.empty() ? m_lowestPassed : m_rows.back().key;
        passed = std::min(passed, time);
        return;
    }
    HeldRow row = isWanted ? HeldRow::copyOf(record) : HeldRow{};
    row.key = isWanted ? noTime : time;
    row.gaps = std::exchange(m_gaps, {});
    m_heldBytes += isWanted ? record.payloadSize() + sizeof(HeldRow) : 0;
    m_rows.push_back(std::move(row));
    if (m_heldBytes > m_limits.heldBytes)
        holdLess();
}

void BackwardWindow::gap(const Gap &gap)
{
    if (gap.reason != GapReason::Hole && !m_lowest)
        m_lowest = std::min(gap.from, m_gaps.empty() ? gap.from : m_gaps.front().from);
    m_gaps.push_back(gap);
}

void BackwardWindow::holdLess()
{
    while (m_heldBytes > m_limits.heldBytes && m_rows.size() > 1) {
        const HeldRow &lowest = m_rows.front();
        if (lowest.record) {
            m_heldBytes -= lowest.record->payloadSize() + sizeof(HeldRow);
            m_wanted.insert(lowest.record->offset.value());
            m_cutBelow = Offset(lowest.record->offset.value() + 1);
        } else {
            m_cutBelow = lowest.gaps.back().to;
        }
        m_lowestPassed = lowest.key;
        m_rows.pop_front();
    }
}

void BackwardWindow::removedBelow(Offset low)
{
    low = std::min(low, m_top);
    if (low <= m_begin)
        return;
    const Offset from = m_removed ? m_removed->from : m_begin;
    m_removed = Gap{.topic = m_place.topic, .partition = m_place.partition, .from = from, .to = low, .reason = GapReason::Retention};
    m_begin = low;
    m_from = std::max(m_from, low);
}

std::vector<HeldRow> BackwardWindow::closeWindow()
{
    std::vector<HeldRow> rows;
    const bool wasCut = m_cutBelow.has_value();
    m_above = joined(std::exchange(m_gaps, {}), std::move(m_above));
    if (!m_lowest && !wasCut) {
        m_top = m_from; // a hole from end to end
    } else {
        m_top = wasCut ? *m_cutBelow : *m_lowest;
        giveAbove(rows);
        while (!m_rows.empty()) {
            HeldRow row = std::move(m_rows.back());
            m_rows.pop_back();
            lowerBound(row.key);
            const bool isBelowUnknown = !wasCut && m_rows.empty() && row.record && row.begin() == m_top && (m_top > m_begin || m_removed);
            if (isBelowUnknown)
                m_heldBack = std::move(row);
            else
                give(std::move(row), rows);
        }
    }
    lowerBound(std::exchange(m_lowestPassed, noTime));
    rememberWishes();
    adapt(wasCut);
    if (m_top <= m_begin)
        finish(rows);
    return rows;
}

std::vector<HeldRow> BackwardWindow::giveUp()
{
    std::vector<HeldRow> rows;
    giveAbove(rows);
    m_isDone = true;
    return rows;
}

void BackwardWindow::rememberWishes()
{
    if (m_cutBelow)
        m_askedFrom = m_askedFrom ? std::min(*m_askedFrom, m_from) : m_from;
    m_wanted.erase(m_wanted.lower_bound(m_top.value()), m_wanted.end());
    if (m_askedFrom && m_top <= *m_askedFrom)
        m_askedFrom.reset();
    m_rows.clear();
    m_lowest.reset();
    m_cutBelow.reset();
    m_heldBytes = 0;
}

void BackwardWindow::adapt(bool wasCut)
{
    const std::int64_t seen = std::exchange(m_seenBytes, 0);
    if (wasCut) {
        m_width = std::max<std::int64_t>(m_width / 2, 1);
    } else if (seen == 0) {
        m_width = std::min(m_width * growthOverHoles, largestWidth);
    } else {
        const std::int64_t each = std::max<std::int64_t>(seen / m_width, 1);
        m_width = std::clamp<std::int64_t>(m_limits.windowBytes / each, 1, std::min(m_width * growth, largestWidth));
    }
}

void BackwardWindow::lowerBound(std::int64_t time)
{
    if (m_isByTime)
        m_bound = std::min(m_bound, time);
}

void BackwardWindow::give(HeldRow row, std::vector<HeldRow> &rows)
{
    if (m_isByTime && row.record && row.record->timestamp.type != Domain::TimestampType::None) {
        row.isLate = row.record->timestamp.ms > m_bound;
        lowerBound(row.record->timestamp.ms);
    }
    row.key = m_bound;
    rows.push_back(std::move(row));
}

void BackwardWindow::giveAbove(std::vector<HeldRow> &rows)
{
    if (m_heldBack || !m_above.empty()) {
        HeldRow row = m_heldBack ? std::move(*m_heldBack) : HeldRow{};
        row.gaps = joined(std::exchange(m_above, {}), std::move(row.gaps));
        m_heldBack.reset();
        give(std::move(row), rows);
    }
}

void BackwardWindow::finish(std::vector<HeldRow> &rows)
{
    if (m_removed)
        m_above.insert(m_above.begin(), *m_removed);
    giveAbove(rows);
    m_isDone = true;
}

std::optional<bool> BackwardWindow::knownWish(Offset offset) const
{
    if (!m_askedFrom || offset < *m_askedFrom || offset >= m_top)
        return std::nullopt;
    return m_wanted.contains(offset.value());
}

} // namespace Kafka
