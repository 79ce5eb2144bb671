// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Where each partition of a plan starts and ends in a recording: the part of RecordingRun that is over before the first record.

#include "store/recordingrun.h"

#include <algorithm>
#include <limits>
#include <set>

namespace Store {

using Domain::Offset;
using Domain::PartitionId;
using Domain::PartitionProgress;

namespace {

std::int64_t unixNowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Domain::Error unknownPartition(const std::string &topic, PartitionId id)
{
    return {.code = Domain::ErrorCode::UnknownPartition, .args = {{"topic", topic}, {"partition", std::to_string(id.value())}}, .fatal = true};
}

Domain::Error beyondTheEnd(const std::string &topic, const RecordingLog &log, Offset asked)
{
    return {.code = Domain::ErrorCode::OffsetOutOfRange,
            .args = {{"topic", topic},
                     {"partition", std::to_string(log.partition.value())},
                     {"offset", std::to_string(asked.value())},
                     {"low", std::to_string(log.begin.value())},
                     {"high", std::to_string(log.end.value())}},
            .fatal = true};
}

/// The partitions that the plan names, or all.
bool isChosen(const Domain::ReadPlan &plan, PartitionId id)
{
    return plan.partitions.empty() || std::find(plan.partitions.begin(), plan.partitions.end(), id) != plan.partitions.end();
}

} // namespace

std::optional<Domain::Error> RecordingRun::findPartitions()
{
    std::set<PartitionId> existing;
    for (std::size_t topic = 0; topic < m_plan.topics.size(); ++topic) {
        const auto inFile = m_file->topicIndex(m_plan.topics[topic]);
        if (!inFile)
            return Domain::Error{.code = Domain::ErrorCode::UnknownTopic, .args = {{"topic", m_plan.topics[topic]}}, .fatal = true};
        for (const RecordingLog &log : m_file->logs()) {
            if (log.topic != *inFile)
                continue;
            existing.insert(log.partition);
            if (!isChosen(m_plan, log.partition))
                continue;
            m_cursors.push_back({.log = &log, .index = m_cursors.size()});
            m_status.partitions.push_back({.topic = static_cast<std::uint16_t>(topic), .id = log.partition});
        }
    }
    for (const PartitionId id : m_plan.partitions)
        if (!existing.contains(id))
            return unknownPartition(m_plan.topic(), id);
    RecordingLookup lookup(*m_file);
    const std::int64_t nowMs = unixNowMs();
    for (Cursor &cursor : m_cursors)
        if (!m_stop.stop_requested())
            start(cursor, m_status.partitions[cursor.index], lookup, nowMs);
    return std::nullopt;
}

void RecordingRun::start(Cursor &cursor, PartitionProgress &progress, RecordingLookup &lookup, std::int64_t nowMs) const
{
    const RecordingLog &log = *cursor.log;
    const Domain::TopicPartition place{progress.topic, progress.id};
    const auto ownStart = m_plan.fromPerPartition.find(place);
    const Domain::SeekTarget &from = ownStart == m_plan.fromPerPartition.end() ? m_plan.from : ownStart->second;

    cursor.begin = log.begin;
    cursor.end = log.end;
    if (const auto *at = std::get_if<Domain::AtOffset>(&from)) {
        cursor.begin = std::max(at->offset, log.begin);
    } else if (const auto *time = std::get_if<Domain::AtTime>(&from)) {
        cursor.passOverBefore = time->ms;
        const RecordingLookup::Answer first = lookup.firstAtTime(log, time->ms);
        if (first) // what cannot be looked up is read through
            cursor.begin = first.value() ? first.value()->offset : log.end;
    } else if (const auto *tail = std::get_if<Domain::Tail>(&from)) {
        const std::int64_t held = (log.end - log.begin).value();
        cursor.begin = Offset(log.end.value() - std::clamp<std::int64_t>(tail->count, 0, held));
    } else if (std::holds_alternative<Domain::End>(from)) {
        cursor.begin = log.end;
    }

    const auto ownEnd = m_plan.untilPerPartition.find(place);
    if (ownEnd != m_plan.untilPerPartition.end()) {
        cursor.end = std::min(ownEnd->second, log.end);
    } else if (const auto *at = std::get_if<Domain::UntilOffset>(&m_plan.until)) {
        cursor.end = std::min(at->offset, log.end);
    } else if (const auto *time = std::get_if<Domain::UntilTime>(&m_plan.until)) {
        cursor.passOverFrom = time->ms;
        cursor.end = lookup.endAtTime(log, *time, nowMs);
    }

    progress.begin = cursor.begin;
    progress.logEnd = log.end;
    progress.state = PartitionProgress::State::Reading;
    if (cursor.begin > log.end) {
        progress.error = beyondTheEnd(m_plan.topics[progress.topic], log, cursor.begin);
        progress.state = PartitionProgress::State::Failed;
        cursor.end = cursor.begin;
    }
    cursor.end = std::max(cursor.begin, cursor.end);
    progress.end = cursor.end;
    progress.position = m_plan.newestFirst ? cursor.end : cursor.begin;
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
