// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordinglookup.h"

#include "domain/readrange.h"

#include <algorithm>
#include <limits>

namespace Store {

using Domain::Offset;
using Domain::Timestamp;

Domain::Status RecordingLookup::load(const RecordingBlock &block)
{
    if (m_loaded == block.position)
        return std::monostate{};
    m_loaded.reset();
    const Domain::Status status = m_file.load(block, m_reader);
    if (status)
        m_loaded = block.position;
    return status;
}

template<typename Accept>
std::optional<RecordingLookup::Place> RecordingLookup::find(Accept accept, std::size_t from) const
{
    for (std::size_t i = from; i < m_reader.size(); ++i)
        if (!m_reader.isGap(i) && accept(m_reader.timestamp(i)))
            return Place{m_reader.first(i), m_reader.timestamp(i)};
    return std::nullopt;
}

RecordingLookup::Answer RecordingLookup::firstAtOrAfter(const RecordingLog &log, Offset offset)
{
    for (std::size_t i = log.blockOf(offset); i < log.blocks.size(); ++i) {
        if (log.blocks[i].records == 0)
            continue;
        if (const Domain::Status status = load(log.blocks[i]); !status)
            return status.error();
        if (const auto place = find([](const Timestamp &) { return true; }, m_reader.indexOf(offset)))
            return Answer(place);
    }
    return Answer(std::optional<Place>());
}

RecordingLookup::Answer RecordingLookup::firstAtTime(const RecordingLog &log, std::int64_t ms)
{
    for (const RecordingBlock &block : log.blocks) {
        if (block.minMs > block.maxMs || block.maxMs < ms)
            continue;
        if (const Domain::Status status = load(block); !status)
            return status.error();
        if (const auto place = find([ms](const Timestamp &t) { return t.type != Domain::TimestampType::None && t.ms >= ms; }))
            return Answer(place);
    }
    return Answer(std::optional<Place>());
}

RecordingLookup::Answer RecordingLookup::newest(const RecordingLog &log)
{
    std::int64_t newest = std::numeric_limits<std::int64_t>::min();
    bool isAny = false;
    for (const RecordingBlock &block : log.blocks)
        if (block.minMs <= block.maxMs) {
            newest = std::max(newest, block.maxMs);
            isAny = true;
        }
    return isAny ? firstAtTime(log, newest) : Answer(std::optional<Place>());
}

Offset RecordingLookup::endAtTime(const RecordingLog &log, const Domain::UntilTime &until, std::int64_t nowMs)
{
    for (const RecordingBlock &block : log.blocks) {
        if (block.minMs > block.maxMs || block.maxMs < until.ms || !load(block))
            continue;
        if (const auto place = find([&](const Timestamp &t) { return Domain::endsRead(until, t, nowMs); }))
            return place->offset;
    }
    return log.end;
}

} // namespace Store
