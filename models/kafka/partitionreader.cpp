// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/partitionreader.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace Kafka {

using Domain::Offset;
using Domain::Timestamp;
using Domain::TimestampType;

namespace {

bool isDated(const Timestamp &timestamp)
{
    return timestamp.type != TimestampType::None;
}

std::int64_t plusSaturated(std::int64_t ms, std::int64_t more)
{
    return more > 0 && ms > std::numeric_limits<std::int64_t>::max() - more ? std::numeric_limits<std::int64_t>::max() : ms + more;
}

} // namespace

void PartitionReader::begin(const PartitionRange &range, const Domain::ReadUntil &until)
{
    m_asked = range.asked;
    m_end = range.end;
    m_passOverBefore = range.passOverBefore;
    if (const auto *time = std::get_if<Domain::UntilTime>(&until))
        m_untilTime = *time;
    m_gaps = GapTracker(m_place, range.asked);
    if (range.error) {
        fail(*range.error);
        return;
    }
    if (range.gap)
        append(m_gaps.removedBelow(range.gap->to));
    m_gaps.jumpTo(m_end ? std::min(range.begin, std::max(*m_end, range.asked)) : range.begin);
    m_state = range.isEmpty() ? State::Done : State::Reading;
}

PartitionReader::Verdict PartitionReader::record(Offset offset, const Timestamp &timestamp, std::int64_t nowMs)
{
    if (isOver() || m_gaps.isDuplicate(offset))
        return Verdict::Drop;
    if (m_end && offset >= *m_end) {
        reached(*m_end);
        return Verdict::Drop;
    }
    if (isPastEndTime(timestamp, nowMs)) {
        m_state = State::Done;
        return Verdict::Drop;
    }

    m_state = State::Reading;
    const bool tooOld = m_passOverBefore && isDated(timestamp) && timestamp.ms < *m_passOverBefore;
    const bool tooNew = m_untilTime && isDated(timestamp) && timestamp.ms >= m_untilTime->ms;
    if (!m_gaps.isNext(offset) && !tooOld)
        append(m_gaps.advanceTo(offset));
    m_gaps.passed(offset);
    if (m_end && m_gaps.position() >= *m_end)
        m_state = State::Done;
    return tooOld || tooNew ? Verdict::PassOver : Verdict::Deliver;
}

void PartitionReader::endOfLog(Offset position)
{
    if (isOver())
        return;
    reached(m_end ? std::min(position, *m_end) : position);
}

void PartitionReader::reached(Offset position)
{
    append(m_gaps.advanceTo(position));
    if (m_end && m_gaps.position() >= *m_end)
        m_state = State::Done;
    else
        m_state = State::AtEnd;
}

void PartitionReader::removedBelow(Offset low)
{
    if (isOver())
        return;
    append(m_gaps.removedBelow(m_end ? std::min(low, *m_end) : low));
    if (m_end && m_gaps.position() >= *m_end)
        m_state = State::Done;
}

void PartitionReader::refused(Offset from, Offset to)
{
    if (isOver())
        return;
    const Offset end = m_end ? std::min(to, *m_end) : to;
    m_gaps.refuse(from, end);
    append(m_gaps.advanceTo(end));
    if (m_end && m_gaps.position() >= *m_end)
        m_state = State::Done;
}

void PartitionReader::fail(Domain::Error error)
{
    if (isOver())
        return;
    m_failure = std::move(error);
    m_state = State::Failed;
}

bool PartitionReader::isPastEndTime(const Timestamp &timestamp, std::int64_t nowMs) const
{
    if (!m_untilTime || !isDated(timestamp))
        return false;
    // A clock that runs ahead must not end the read: what is dated later than now tells nothing about what follows.
    if (timestamp.ms > nowMs)
        return false;
    const std::int64_t lateness = timestamp.type == TimestampType::LogAppend ? 0 : m_untilTime->latenessMs;
    return timestamp.ms >= plusSaturated(m_untilTime->ms, lateness);
}

void PartitionReader::append(std::vector<Domain::Gap> gaps)
{
    m_pending.insert(m_pending.end(), std::make_move_iterator(gaps.begin()), std::make_move_iterator(gaps.end()));
}

} // namespace Kafka
