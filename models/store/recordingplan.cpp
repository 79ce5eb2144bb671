// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Where each partition of a plan starts and ends in a recording: the part of RecordingRun that is over before the first record.

#include "store/recordingrun.h"

#include "domain/readrange.h"
#include "domain/unixtime.h"

#include <algorithm>
#include <limits>

namespace Store {

using Domain::Offset;
using Domain::PartitionId;
using Domain::PartitionProgress;

Domain::Result<std::vector<const RecordingLog *>> RecordingRun::findLogs(std::uint16_t topic) const
{
    const auto inFile = m_file->topicIndex(m_plan.topics[topic]);
    if (!inFile)
        return Domain::Error{.code = Domain::ErrorCode::UnknownTopic, .args = {{"topic", m_plan.topics[topic]}}, .fatal = true};
    std::vector<PartitionId> existing;
    for (const RecordingLog &log : m_file->logs())
        if (log.topic == *inFile)
            existing.push_back(log.partition);
    const auto chosen = Domain::choosePartitions(m_plan, topic, existing);
    if (!chosen)
        return chosen.error();
    std::vector<const RecordingLog *> logs;
    for (const PartitionId id : chosen.value())
        logs.push_back(m_file->log(*inFile, id));
    return logs;
}

std::optional<Domain::Error> RecordingRun::findPartitions()
{
    for (std::uint16_t topic = 0; topic < m_plan.topics.size(); ++topic) {
        const auto logs = findLogs(topic);
        if (!logs) { // one entry stands for the topic, as in a read of a cluster
            m_status.partitions.push_back({.topic = topic, .id = PartitionId(-1), .state = PartitionProgress::State::Failed, .error = logs.error()});
            continue;
        }
        for (const RecordingLog *log : logs.value()) {
            m_cursors.push_back({.log = log, .index = m_status.partitions.size()});
            m_status.partitions.push_back({.topic = topic, .id = log->partition});
        }
    }
    if (m_cursors.empty() && !m_status.partitions.empty())
        return m_status.partitions.front().error;
    RecordingLookup lookup(*m_file);
    const std::int64_t nowMs = Domain::unixNowMs();
    for (Cursor &cursor : m_cursors)
        if (!m_stop.stop_requested())
            start(cursor, m_status.partitions[cursor.index], lookup, nowMs);
    return std::nullopt;
}

void RecordingRun::start(Cursor &cursor, PartitionProgress &progress, RecordingLookup &lookup, std::int64_t nowMs) const
{
    const RecordingLog &log = *cursor.log;
    const Domain::TopicPartition place{progress.topic, progress.id};
    Domain::LogBounds bounds{.low = log.begin, .end = log.end};
    bool canLookUpTimes = true;
    if (const auto ms = Domain::timeToLookUp(m_plan, place, true)) {
        const RecordingLookup::Answer first = lookup.firstAtTime(log, *ms);
        canLookUpTimes = first.ok(); // what cannot be looked up is read through
        if (first && first.value())
            bounds.atTime = first.value()->offset;
    }
    const Domain::ReadUntil until = Domain::untilOf(m_plan, place);
    if (const auto *time = std::get_if<Domain::UntilTime>(&until)) {
        cursor.passOverFrom = time->ms;
        bounds.atUntil = lookup.endAtTime(log, *time, nowMs);
    }
    const Domain::PartitionRange range = Domain::resolvePartition(m_plan, place, bounds, canLookUpTimes);
    cursor.begin = range.begin;
    cursor.end = std::max(range.begin, range.end.value_or(log.end));
    cursor.passOverBefore = range.passOverBefore;
    cursor.removed = range.gap;

    progress.begin = range.asked;
    progress.end = range.end;
    progress.logEnd = log.end;
    progress.position = m_plan.newestFirst ? cursor.end : range.asked;
    progress.error = range.error;
    progress.state = range.error ? PartitionProgress::State::Failed : PartitionProgress::State::Reading;
    cursor.isOver = cursor.begin == cursor.end;
    cursor.time = m_plan.newestFirst ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
    if (m_plan.newestFirst) {
        const std::size_t last = log.blockOf(Offset(cursor.end.value() - 1));
        cursor.block = std::min(last, log.blocks.size() - 1); // none: wraps to beyond the end
        if (last < log.blocks.size() && log.blocks[last].first >= cursor.end)
            --cursor.block;
    } else {
        cursor.block = log.blockOf(cursor.begin);
    }
}

} // namespace Store
