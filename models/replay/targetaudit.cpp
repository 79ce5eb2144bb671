// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/targetaudit.h"

#include <algorithm>

namespace Replay {

namespace {

bool makesTimes(const Plan &plan)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(), [](const Step &step) {
        const auto *time = std::get_if<TimestampStep>(&step.what);
        return step.isOn && time != nullptr && time->kind == TimestampStep::Kind::Now;
    });
}

} // namespace

WindowIndex::WindowIndex(Mode mode, const std::vector<WindowEntry> &windows)
{
    const auto add = [this](std::uint16_t topic, std::int32_t partition, const Span &span) {
        const std::uint32_t place = m_numbers.of(topic, partition);
        if (place >= m_places.size())
            m_places.resize(place + 1);
        m_places[place].spans.push_back(span);
    };
    for (std::uint32_t i = 0; i < windows.size(); ++i) {
        if (mode == Mode::VerifiedOnce)
            for (const Advance &a : windows[i].source)
                add(a.topic, a.partition, {a.from, a.next, i});
        else
            for (const Landed &landed : windows[i].target) {
                const auto known = std::find(m_topics.begin(), m_topics.end(), landed.topic);
                const auto topic = static_cast<std::uint16_t>(known - m_topics.begin());
                if (known == m_topics.end())
                    m_topics.push_back(landed.topic);
                for (const auto &[from, until] : landed.runs)
                    add(topic, landed.partition, {from, until, i});
            }
    }
    for (Place &place : m_places)
        std::sort(place.spans.begin(), place.spans.end(), [](const Span &a, const Span &b) { return a.from < b.from; });
}

std::uint16_t WindowIndex::targetTopic(const std::string &name) const
{
    return static_cast<std::uint16_t>(std::find(m_topics.begin(), m_topics.end(), name) - m_topics.begin());
}

std::optional<std::uint32_t> WindowIndex::find(std::uint16_t topic, std::int32_t partition, std::int64_t offset)
{
    const std::uint32_t number = m_numbers.of(topic, partition);
    if (number >= m_places.size())
        return std::nullopt;
    Place &place = m_places[number];
    const auto fits = [offset](const Span &span) { return offset >= span.from && offset < span.until; };
    for (std::size_t i = place.last; i < std::min(place.last + 2, place.spans.size()); ++i)
        if (fits(place.spans[i])) {
            place.last = i;
            return place.spans[i].window;
        }
    const auto behind = std::upper_bound(place.spans.begin(), place.spans.end(), offset, [](std::int64_t o, const Span &span) { return o < span.from; });
    if (behind == place.spans.begin() || !fits(*std::prev(behind)))
        return std::nullopt;
    place.last = static_cast<std::size_t>(std::prev(behind) - place.spans.begin());
    return place.spans[place.last].window;
}

TargetAudit::TargetAudit(const Plan &plan, const RunHistory &history) : m_plan(plan), m_history(history), m_index(plan.mode, history.windows), m_hasTimes(!makesTimes(plan)) {}

TargetAudit::Partition &TargetAudit::partitionOf(const std::string &topic, std::int32_t partition)
{
    if (m_last == nullptr || m_lastName.partition.value() != partition || m_lastName.topic != topic) {
        m_lastName = {topic, Domain::PartitionId(partition)};
        m_last = &m_partitions[m_lastName];
    }
    return *m_last;
}

Difference TargetAudit::at(const std::string &topic, const Domain::Record &record, Difference::Kind kind) const
{
    return {.kind = kind, .topic = topic, .partition = record.partition, .offset = record.offset};
}

bool TargetAudit::take(const std::string &topic, const Domain::Record &record)
{
    return m_plan.mode == Mode::VerifiedOnce ? takeOnce(topic, record) : takeCounted(topic, record);
}

bool TargetAudit::takeOnce(const std::string &topic, const Domain::Record &record)
{
    const auto from = provenanceOf(record, m_history.runId);
    if (!from)
        return false;
    ++m_found;
    const std::vector<std::string> &topics = m_plan.source.read.topics;
    const auto source = from->isReadable ? std::find(topics.begin(), topics.end(), from->topic) : topics.end();
    const auto number = static_cast<std::uint16_t>(source - topics.begin());
    const auto window = source != topics.end() ? m_index.find(number, from->partition, from->offset) : std::nullopt;
    if (!window) {
        if (!m_foreign)
            m_foreign = at(topic, record, Difference::Kind::Foreign);
        return true;
    }
    std::int64_t &last = partitionOf(topic, record.partition.value())
                             .order.try_emplace(static_cast<std::uint64_t>(number) << 32 | static_cast<std::uint32_t>(from->partition), -1)
                             .first->second;
    if (from->offset <= last && !m_disorder) {
        m_disorder = at(topic, record, from->offset == last ? Difference::Kind::Doubled : Difference::Kind::Order);
        m_disorder->sourceTopic = *source;
        m_disorder->sourcePartition = Domain::PartitionId(from->partition);
        m_disorder->sourceOffset = Domain::Offset(from->offset);
    }
    last = std::max(last, from->offset);
    m_headers.assign(record.headers.begin(), record.headers.end());
    m_headers.erase(m_headers.begin() + static_cast<std::ptrdiff_t>(from->header), m_headers.begin() + static_cast<std::ptrdiff_t>(from->header) + 2);
    add(topic, *window, record, m_headers, {number, from->partition, from->offset, record.partition.value(), record.offset.value()});
    return true;
}

bool TargetAudit::takeCounted(const std::string &topic, const Domain::Record &record)
{
    const auto window = m_index.find(m_index.targetTopic(topic), record.partition.value(), record.offset.value());
    Strangers &strangers = partitionOf(topic, record.partition.value()).strangers;
    if (!window) {
        addStranger(strangers, lookOf(record));
        return false;
    }
    ++m_found;
    if (!strangers.counts.empty()) {
        if (const auto copy = strangers.counts.find(lookOf(record).low); copy != strangers.counts.end()) {
            ++m_doubled;
            if (--copy->second == 0)
                strangers.counts.erase(copy);
        }
    }
    add(topic, *window, record, record.headers, {.partition = record.partition.value(), .offset = record.offset.value()});
    return true;
}

Hash128 TargetAudit::lookOf(const Domain::Record &record) const
{
    const Hash128 content = contentHash(record.key, record.value, record.headers);
    return m_hasTimes && record.timestamp.type == Domain::TimestampType::Create ? timedHash(content, record.timestamp.ms) : content;
}

void TargetAudit::addStranger(Strangers &strangers, const Hash128 &look) const
{
    ++strangers.counts[look.low];
    strangers.order.push_back(look);
    if (strangers.order.size() <= Strangers::most)
        return;
    if (const auto oldest = strangers.counts.find(strangers.order.front().low); oldest != strangers.counts.end() && --oldest->second == 0)
        strangers.counts.erase(oldest);
    strangers.order.pop_front();
}

void TargetAudit::add(const std::string &topic, std::uint32_t window, const Domain::Record &record, std::span<const Domain::Header> headers, const RecordPlace &place)
{
    Sum &sum = partitionOf(topic, record.partition.value()).sums[window];
    const Hash128 placed = placedHash(m_plan.mode, contentHash(record.key, record.value, headers), place);
    const bool isLogAppend = record.timestamp.type == Domain::TimestampType::LogAppend;
    const Hash128 timed = timedHash(placed, record.timestamp.type == Domain::TimestampType::None ? -1 : record.timestamp.ms);
    ++sum.records;
    sum.content += placed;
    sum.timed += timed;
    sum.isLogAppend = sum.isLogAppend || isLogAppend;
    m_total += isLogAppend ? placed : timed;
}

const std::map<TargetAudit::Key, TargetAudit::Sum> &TargetAudit::sums()
{
    for (auto &[place, partition] : m_partitions) {
        for (const auto &[window, sum] : partition.sums)
            m_sums[{window, place}] = sum;
        partition.sums.clear();
    }
    return m_sums;
}

} // namespace Replay
