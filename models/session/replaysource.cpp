// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/replaysource.h"

#include "session/ownerthread.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <algorithm>
#include <map>

namespace Session {

struct ReplaySelection::Found
{
    std::mutex mutex;
    std::map<Domain::TopicPartition, std::vector<Domain::Offset>> offsets;
};

namespace {

/// Where no offset is wanted of a partition, nothing of it is read.
void boundByOffsets(Replay::Source &source)
{
    source.read.from = Domain::End{};
    source.read.until = Domain::UntilEnd{};
    source.read.fromPerPartition.clear();
    source.read.untilPerPartition.clear();
    source.read.partitions.clear();
    for (auto &[place, offsets] : source.only) {
        std::sort(offsets.begin(), offsets.end());
        offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
        source.read.fromPerPartition[place] = Domain::AtOffset{offsets.front()};
        source.read.untilPerPartition[place] = offsets.back() + Domain::OffsetSpan(1);
        if (std::find(source.read.partitions.begin(), source.read.partitions.end(), place.partition) == source.read.partitions.end())
            source.read.partitions.push_back(place.partition);
    }
    std::sort(source.read.partitions.begin(), source.read.partitions.end());
}

} // namespace

Replay::Source wholeTopics(std::vector<std::string> topics)
{
    Replay::Source source;
    source.read.topics = std::move(topics);
    return source;
}

Replay::Source sourceOfPlan(const Domain::ReadPlan &plan)
{
    Replay::Source source;
    source.read = plan;
    source.read.order = Domain::ReadOrder::Arrival;
    source.read.newestFirst = false;
    source.read.limit.reset();
    if (plan.isLive())
        source.read.until = Domain::UntilEnd{};
    return source;
}

ReplaySelection::ReplaySelection(QObject *parent) : QObject(parent), m_found(std::make_shared<Found>())
{
    connect(&m_pass, &RecordPass::finished, this, &ReplaySelection::take);
}

ReplaySelection::~ReplaySelection() = default;

void ReplaySelection::start(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges)
{
    /// Owned by the thread that reads the rows.
    class Sink final : public Domain::RecordSink
    {
    public:
        explicit Sink(std::shared_ptr<Found> found) : m_found(std::move(found)) {}
        void record(const Domain::Record &record) override
        {
            const std::lock_guard lock(m_found->mutex);
            m_found->offsets[{record.topic, record.partition}].push_back(record.offset);
        }
        void gap(const Domain::Gap &) override {}
        void publish() override {}

    private:
        std::shared_ptr<Found> m_found;
    };
    m_plan = rows.session().plan();
    m_pass.startRows(rows, std::move(ranges), RecordPass::Order::Place, [found = m_found]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(found); });
}

void ReplaySelection::take()
{
    m_source = sourceOfPlan(m_plan);
    {
        const std::lock_guard lock(m_found->mutex);
        m_source.only = std::move(m_found->offsets);
    }
    boundByOffsets(m_source);
    emit finished();
}

} // namespace Session
