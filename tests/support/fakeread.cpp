// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/fakeread.h"

#include <algorithm>

namespace TestSupport {

std::vector<FakeRecord> fakeRecords(int partitions, int count)
{
    constexpr std::int64_t newYear2026 = 1'767'225'600'000;
    std::vector<FakeRecord> records;
    for (int offset = 0; offset < count; ++offset)
        for (int partition = 0; partition < partitions; ++partition)
            records.push_back({partition, offset, newYear2026 + offset * 1000LL, "k" + std::to_string(offset),
                               "{\"partition\":" + std::to_string(partition) + ",\"offset\":" + std::to_string(offset) + "}"});
    return records;
}

class FakeRead::Source final : public Domain::RecordSource
{
public:
    explicit Source(std::shared_ptr<FakeRead> read) : m_read(std::move(read)) {}
    ~Source() override { m_read->m_sourceGone = true; }

    void pause() override
    {
        m_read->m_paused = true;
        m_read->change([](Domain::ReadStatus &s) { s.state = Domain::isFinal(s.state) ? s.state : Domain::ReadState::Paused; });
    }
    void resume() override
    {
        m_read->m_paused = false;
        ++m_read->m_resumes;
        m_read->change([](Domain::ReadStatus &s) { s.state = Domain::isFinal(s.state) ? s.state : Domain::ReadState::Reading; });
    }
    void stop() override
    {
        m_read->m_stopped = true;
        m_read->change([](Domain::ReadStatus &s) { s.state = Domain::isFinal(s.state) ? s.state : Domain::ReadState::Stopped; });
    }
    std::uint64_t statusGeneration() const override
    {
        m_read->beLookedAt();
        return m_read->m_generation;
    }
    Domain::ReadStatus status() const override { return m_read->status(); }

private:
    std::shared_ptr<FakeRead> m_read;
};

FakeRead::FakeRead(Domain::ReadPlan plan, Domain::RecordSinkFactory sinks) : m_plan(std::move(plan)), m_sinks(std::move(sinks)) {}

std::unique_ptr<Domain::RecordSource> FakeRead::makeSource()
{
    return std::make_unique<Source>(shared_from_this());
}

FakeRead::Mine &FakeRead::mine()
{
    Domain::RecordSinkFactory factory;
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_sinkOf.find(std::this_thread::get_id());
        if (it != m_sinkOf.end())
            return it->second;
        factory = m_sinks;
    }
    Mine made{factory()};
    const std::lock_guard lock(m_mutex);
    return m_sinkOf.emplace(std::this_thread::get_id(), std::move(made)).first->second;
}

namespace {

/// What a record of a test is to a sink; `headers` is its room.
Domain::Record borrow(const FakeRecord &record, std::vector<Domain::Header> &headers)
{
    for (const auto &[name, value] : record.headers)
        headers.push_back({name, value ? std::optional<Domain::BytesView>(*value) : std::nullopt});
    Domain::Record view;
    view.topic = record.topic;
    view.partition = Domain::PartitionId(record.partition);
    view.offset = Domain::Offset(record.offset);
    view.timestamp = {record.timestampMs, record.timestampType};
    if (record.key)
        view.key = *record.key;
    if (record.value)
        view.value = *record.value;
    view.headers = headers;
    return view;
}

} // namespace

void FakeRead::record(const FakeRecord &record)
{
    std::vector<Domain::Header> headers;
    const Domain::Record view = borrow(record, headers);
    Mine &m = mine();
    m.sink->record(view);
    ++m.records;
    m.bytes += view.payloadSize();
}

void FakeRead::offer(const FakeRecord &record)
{
    std::vector<Domain::Header> headers;
    const Domain::Record view = borrow(record, headers);
    Mine &m = mine();
    if (m.sink->isFull())
        return;
    if (m.sink->wants(view))
        m.sink->record(view);
    ++m.records;
    m.bytes += view.payloadSize();
}

void FakeRead::gap(int partition, std::int64_t from, std::int64_t to, Domain::GapReason reason)
{
    Mine &m = mine();
    m.sink->gap({0, Domain::PartitionId(partition), Domain::Offset(from), Domain::Offset(to), reason});
    m.gapOffsets += static_cast<std::uint64_t>(to - from);
}

void FakeRead::publish()
{
    Mine &m = mine();
    m.sink->publish();
    change([&m](Domain::ReadStatus &status) {
        status.records += std::exchange(m.records, 0);
        status.bytes += std::exchange(m.bytes, 0);
        status.gapOffsets += std::exchange(m.gapOffsets, 0);
        if (status.state == Domain::ReadState::Connecting)
            status.state = Domain::ReadState::Reading;
    });
}

bool FakeRead::hasRoom()
{
    return mine().sink->hasRoom();
}

void FakeRead::closeSink()
{
    std::unique_ptr<Domain::RecordSink> gone;
    const std::lock_guard lock(m_mutex);
    const auto it = m_sinkOf.find(std::this_thread::get_id());
    if (it == m_sinkOf.end())
        return;
    gone = std::move(it->second.sink);
    m_sinkOf.erase(it);
}

bool FakeRead::isAskedFor(const FakeRecord &record) const
{
    const Domain::PartitionId partition(record.partition);
    if (!m_plan.partitions.empty() && std::find(m_plan.partitions.begin(), m_plan.partitions.end(), partition) == m_plan.partitions.end())
        return false;
    const auto own = m_plan.fromPerPartition.find({.partition = partition});
    const Domain::SeekTarget &from = own == m_plan.fromPerPartition.end() ? m_plan.from : own->second;
    if (std::holds_alternative<Domain::End>(from))
        return false;
    if (const auto *at = std::get_if<Domain::AtOffset>(&from); at && record.offset < at->offset.value())
        return false;
    if (const auto *at = std::get_if<Domain::AtTime>(&from); at && record.timestampMs < at->ms)
        return false;
    if (const auto *until = std::get_if<Domain::UntilOffset>(&m_plan.until); until && record.offset >= until->offset.value())
        return false;
    if (const auto end = m_plan.untilPerPartition.find({.partition = partition}); end != m_plan.untilPerPartition.end())
        return record.offset < end->second.value();
    const auto *time = std::get_if<Domain::UntilTime>(&m_plan.until);
    return !time || record.timestampMs < time->ms;
}

void FakeRead::serve(const std::vector<FakeRecord> &records)
{
    std::map<int, std::int64_t> ends;
    for (const FakeRecord &r : records)
        ends[r.partition] = std::max(ends[r.partition], r.offset + 1);
    std::uint64_t given = 0;
    std::map<int, Domain::PartitionProgress> progress;
    std::vector<FakeRecord> turned(m_plan.newestFirst ? records.rbegin() : records.rend(), records.rend());
    for (const FakeRecord &r : m_plan.newestFirst ? turned : records) {
        if (m_stopped || m_sourceGone || (m_plan.limit && given == *m_plan.limit))
            break;
        const auto own = m_plan.fromPerPartition.find({.partition = Domain::PartitionId(r.partition)});
        const Domain::SeekTarget &from = own == m_plan.fromPerPartition.end() ? m_plan.from : own->second;
        const auto *tail = std::get_if<Domain::Tail>(&from);
        if (!isAskedFor(r) || (tail && r.offset < ends[r.partition] - tail->count))
            continue;
        if (mine().sink->isFull())
            break;
        offer(r); // as a source does: the sink is asked first
        ++given;
        Domain::PartitionProgress &p = progress[r.partition];
        const Domain::Offset next(r.offset + 1);
        if (p.state == Domain::PartitionProgress::State::Pending)
            p = {0, Domain::PartitionId(r.partition), Domain::PartitionProgress::State::Done, Domain::Offset(r.offset), next, next};
        p.begin = std::min(p.begin, Domain::Offset(r.offset));
        p.end = std::max(*p.end, next);
        p.position = m_plan.newestFirst ? p.begin : *p.end;
    }
    const bool isFull = mine().sink->isFull();
    publish();
    closeSink();
    change([&](Domain::ReadStatus &status) {
        status.partitions.clear();
        for (const auto &[id, p] : progress)
            status.partitions.push_back(p);
    });
    if (m_stopped)
        setState(Domain::ReadState::Stopped);
    else if (isFull || (m_plan.limit && given == *m_plan.limit))
        setState(Domain::ReadState::LimitReached);
    else
        setState(m_plan.isLive() ? Domain::ReadState::Waiting : Domain::ReadState::Finished);
}

void FakeRead::atNextLook(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    m_atNextLook = std::move(call);
}

void FakeRead::beLookedAt()
{
    std::function<void()> call;
    {
        const std::lock_guard lock(m_mutex);
        call.swap(m_atNextLook);
    }
    if (call)
        call();
}

void FakeRead::setState(Domain::ReadState state, std::optional<Domain::Error> error)
{
    change([&](Domain::ReadStatus &status) {
        status.state = state;
        status.error = std::move(error);
    });
}

void FakeRead::change(const std::function<void(Domain::ReadStatus &)> &edit)
{
    const std::lock_guard lock(m_mutex);
    edit(m_status);
    ++m_generation;
}

Domain::ReadStatus FakeRead::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

} // namespace TestSupport
