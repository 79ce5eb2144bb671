// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/partitionreader.h"

#include <algorithm>
#include <iterator>

namespace Kafka {

using Domain::Offset;
using Domain::Timestamp;

void PartitionReader::begin(const Domain::PartitionRange &range, const Domain::ReadUntil &until)
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
    if (m_untilTime && Domain::endsRead(*m_untilTime, timestamp, nowMs)) {
        m_state = State::Done;
        return Verdict::Drop;
    }

    m_state = State::Reading;
    const bool isDated = timestamp.type != Domain::TimestampType::None;
    const bool tooOld = isDated && m_passOverBefore && timestamp.ms < *m_passOverBefore;
    const bool tooNew = isDated && m_untilTime && timestamp.ms >= m_untilTime->ms;
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

void PartitionReader::append(std::vector<Domain::Gap> gaps)
{
    m_pending.insert(m_pending.end(), std::make_move_iterator(gaps.begin()), std::make_move_iterator(gaps.end()));
}

} // namespace Kafka
