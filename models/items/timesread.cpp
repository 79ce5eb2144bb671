// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/timesread.h"

#include "session/readsession.h"
#include "session/timeline.h"

#include <algorithm>
#include <limits>

namespace Items {

namespace {

constexpr qint64 Ever = std::numeric_limits<qint64>::max();

Domain::TopicPartition nameOf(const Session::TimelinePartition &partition)
{
    return {std::uint16_t(partition.topic), partition.id};
}

/// Every record up to the end has been handed over.
bool isAtEnd(const Session::ReadSession &session)
{
    const Domain::ReadState state = session.status().state;
    return state == Domain::ReadState::Waiting || (session.status().complete() && !session.canReadLater() && std::holds_alternative<Domain::UntilEnd>(session.plan().until));
}

} // namespace

void TimesRead::restart()
{
    m_times.clear();
    m_taken = 0;
}

bool TimesRead::take(const Session::ReadSession &session, quint64 most)
{
    const quint64 size = session.order().size();
    if (size > MostRows) {
        m_times.clear();
        return false;
    }
    const quint64 end = std::min(size, m_taken + most);
    Store::RowColumns columns;
    for (; m_taken < end; ++m_taken) {
        const Store::ArrivalOrder::Place place = session.order().at(m_taken);
        if (session.snapshot().columns(place.run, place.index, columns) && !columns.isGap && columns.timestamp.ms >= 0)
            m_times[{columns.topic, columns.partition}].push_back(columns.timestamp.ms);
    }
    return m_taken < size;
}

bool TimesRead::isComplete(const Session::ReadSession &session) const
{
    return m_taken == session.order().size() && m_taken <= MostRows && session.filter() == nullptr;
}

std::optional<std::pair<qint64, qint64>> TimesRead::span(const Session::ReadSession &session, const Session::Timeline &timeline) const
{
    if (!isComplete(session) || timeline.axis() != Session::Timeline::Axis::Time)
        return std::nullopt;
    qint64 firstOfLatest = -Ever; // before it, some partition has not been read
    qint64 lastOfEarliest = Ever;
    for (const Session::TimelinePartition &partition : timeline.partitions()) {
        if (partition.span() == 0)
            continue;
        const auto times = m_times.find(nameOf(partition));
        if (times == m_times.end()) {
            firstOfLatest = Ever;
            lastOfEarliest = -Ever;
            break;
        }
        const auto [least, most] = std::minmax_element(times->second.begin(), times->second.end());
        firstOfLatest = std::max(firstOfLatest, *least);
        lastOfEarliest = std::min(lastOfEarliest, *most);
    }
    const bool fromBeginning = !session.canReadEarlier() && session.recordsReleasedInFront() == 0;
    const bool toEnd = isAtEnd(session) && session.recordsReleasedBehind() == 0;
    const qint64 from = fromBeginning ? -Ever : firstOfLatest;
    const qint64 until = toEnd ? Ever : lastOfEarliest;
    return from < until ? std::optional(std::pair(from, until)) : std::nullopt;
}

std::vector<std::vector<qint64>> TimesRead::byPartition(const Session::Timeline &timeline) const
{
    std::vector<std::vector<qint64>> all;
    for (const Session::TimelinePartition &partition : timeline.partitions()) {
        const auto times = m_times.find(nameOf(partition));
        all.push_back(times == m_times.end() ? std::vector<qint64>() : times->second);
        std::sort(all.back().begin(), all.back().end());
    }
    return all;
}

quint64 TimesRead::datedAfter(qint64 ms) const
{
    quint64 count = 0;
    for (const auto &[partition, times] : m_times)
        count += quint64(std::count_if(times.begin(), times.end(), [ms](qint64 time) { return time > ms; }));
    return count;
}

} // namespace Items
