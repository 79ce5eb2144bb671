// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/countedloop.h"

#include <algorithm>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr auto slice = 50ms;
constexpr auto checkpointInterval = 500ms;
constexpr std::uint64_t pollEvery = 256;

} // namespace

CountedLoop::CountedLoop(const RunContext &context) : RunLoop(context) {}

RunLoop::End CountedLoop::attempt()
{
    m_stretches.clear();
    m_uncertainBytes = m_uncertainRecords = 0;
    m_firstStretch += 1'000'000; // reports of an earlier attempt can then not be taken for this one's
    m_failure.reset();
    m_order.clear();
    m_checkpointed = Clock::now();
    openStretch();
    if (const Domain::Status opened = openFeed(); !opened)
        return failed(opened.error());
    const std::optional<End> early = sendAll();
    if (isStopping())
        m_producer->abandon(m_reports);
    const bool isAllThere = waitForReports();
    if (!early && isAllThere)
        passEnds(tally());
    if (isAllThere)
        openStretch(); // closes the last one
    if (const Domain::Status noted = checkpoint(true); !noted)
        return failed(noted.error());
    if (isStopping())
        return stopped();
    if (m_failure)
        return failed(*m_failure);
    return early.value_or(End());
}

/// None: the source has been read to its end.
std::optional<RunLoop::End> CountedLoop::sendAll()
{
    std::uint64_t turns = 0;
    for (;;) {
        const bool isTurn = turns++ % pollEvery == 0;
        if (isTurn) {
            poll(0ms);
            show(m_run.board.isPaused() ? RunState::Paused : RunState::Sending);
        }
        if (isStopping())
            return stopped();
        if (m_failure || m_producer->fatalError())
            return failed(m_failure ? *m_failure : *m_producer->fatalError());
        const bool isCrowded = m_uncertainRecords >= mostUncertain || m_uncertainBytes >= mostUncertainBytes;
        if (isTurn || isCrowded || tally().sentRecords() >= stretchRecords) {
            if (tally().sentRecords() >= stretchRecords || (isTurn && Clock::now() - m_checkpointed > checkpointInterval && tally().hasAdvanced()))
                openStretch();
            if (const Domain::Status noted = checkpoint(isCrowded); !noted)
                return failed(noted.error());
        }
        if (isCrowded || m_run.board.isPaused()) {
            poll(isCrowded ? 5ms : slice);
            if (m_run.board.isPaused())
                m_pacer.restart();
            turns = 0;
            continue;
        }
        const SourceFeed::Got got = m_feed->next(0ms, tally());
        if (got == SourceFeed::Got::End) {
            if (const auto error = feedError())
                return failed(*error);
            return std::nullopt;
        }
        if (got == SourceFeed::Got::Nothing) {
            m_feed->next(m_producer->unreported() > 0 ? 5ms : slice, tally());
            turns = 0;
            continue;
        }
        if (!m_pacer.isFree() && !isDue(m_feed->record(), slice)) {
            turns = 0;
            continue;
        }
        if (!sendRecord())
            return isStopping() ? stopped() : failed(m_failure.value_or(Error{.code = ErrorCode::Internal, .args = {{"what", "send"}}}));
    }
}

bool CountedLoop::sendRecord()
{
    const Domain::Record &record = m_feed->record();
    const std::int64_t offset = record.offset.value();
    const std::uint32_t place = m_feed->place();
    ++m_meter.read;
    const RecordShaper::Shape shape = m_shaper->shape(record);
    if (shape == RecordShaper::Shape::Dropped) {
        ++m_meter.dropped;
        tally().dropped();
        m_feed->take(tally());
        return true;
    }
    if (shape == RecordShaper::Shape::Refused)
        return refuse(place, offset, m_shaper->error());
    const auto topic = targetTopic(m_shaper->targetTopic());
    if (!topic)
        return refuse(place, offset, topic.error());
    if (const Domain::Status fits = checkPartition(*topic, m_shaper->outgoing()); !fits)
        return refuse(place, offset, fits.error());
    if (!m_stoppedPartitions.empty() && isStoppedPartition(*topic, m_shaper->outgoing()))
        return refuse(place, offset, {.code = ErrorCode::SendAbandoned, .args = {{"topic", m_topics[*topic]}}});
    return give(*topic, place, offset);
}

bool CountedLoop::give(std::uint16_t topic, std::uint32_t place, std::int64_t offset)
{
    const Domain::OutgoingRecord &outgoing = m_shaper->outgoing();
    const std::uint64_t number = (m_firstStretch + m_stretches.size() - 1) * stretchRecords + tally().sentRecords();
    while (m_producer->send(outgoing, number) == Domain::Producer::Sent::Full) {
        show(RunState::Sending);
        if (isStopping() || m_failure)
            return false;
        poll(slice);
    }
    const std::size_t bytes = outgoing.payloadSize();
    tally().sent(place, offset, topic, m_shaper->content(), *outgoing.timestampMs, bytes);
    ++m_meter.sent;
    ++m_uncertainRecords;
    m_uncertainBytes += bytes;
    m_pacer.sent();
    m_feed->take(tally());
    return true;
}

/// A record that cannot be sent: the end of the run, or told and passed by, as the plan says.
bool CountedLoop::refuse(std::uint32_t place, std::int64_t offset, const Error &error)
{
    if (isPermanent(error) || error.code == ErrorCode::SendAbandoned)
        addTrouble(place, offset, Outcome::Failed, error);
    if (m_run.plan.stopsAtRefusal || !(isPermanent(error) || error.code == ErrorCode::SendAbandoned)) {
        m_failure = error;
        return false;
    }
    tally().failed();
    m_feed->take(tally());
    return true;
}

/// By key the client chooses as it would have: nothing goes behind a record that was refused for good.
bool CountedLoop::isStoppedPartition(std::uint16_t topic, const Domain::OutgoingRecord &record) const
{
    const auto partition = record.partition ? record.partition : Domain::partitionOfKey(m_run.plan.target.partitioner, record.key, partitionCount(topic));
    return partition && m_stoppedPartitions.contains({topic, partition->value()});
}

void CountedLoop::report(const Domain::DeliveryReport &report)
{
    const std::uint64_t stretch = report.number / stretchRecords;
    if (stretch < m_firstStretch || stretch - m_firstStretch >= m_stretches.size())
        return;
    WindowTally &tally = *m_stretches[stretch - m_firstStretch];
    const std::size_t slot = report.number % stretchRecords;
    if (slot >= tally.sentRecords())
        return;
    if (report.outcome == Outcome::Done && report.offset && report.partition) {
        tally.landed(slot, report.partition->value(), report.offset->value());
        checkOrder(tally, slot, report.partition->value(), report.offset->value());
        ++m_meter.reported;
        return;
    }
    const WindowTally::Slot sent = tally.slot(slot);
    const Error error = report.error.value_or(Error{.code = ErrorCode::Internal, .args = {{"what", "delivery"}}});
    const bool isForGood = report.outcome == Outcome::Failed && (isPermanent(error) || (isBesideTheRefused(error) && !m_run.plan.stopsAtRefusal));
    if (isForGood || (report.outcome == Outcome::Unknown && error.code != ErrorCode::SendAbandoned))
        addTrouble(sent.source, sent.offset, report.outcome, error);
    if (!isForGood || m_run.plan.stopsAtRefusal) {
        if (!m_failure || (isForGood && !isPermanent(*m_failure)))
            m_failure = error;
        return; // its slot stays open: the run goes on from there when it is resumed
    }
    tally.lost(slot);
    tally.failed();
    if (report.partition)
        m_stoppedPartitions.insert({sent.topic, report.partition->value()});
}

/// What nothing at the target tells afterwards: no header says where a record comes from.
void CountedLoop::checkOrder(WindowTally &tally, std::size_t slot, std::int32_t partition, std::int64_t offset)
{
    const WindowTally::Slot &sent = tally.slot(slot);
    const std::uint32_t target = m_targets.of(sent.topic, partition);
    if (target >= m_order.size())
        m_order.resize(target + 1);
    auto &known = m_order[target];
    if (sent.source >= known.size())
        known.resize(sent.source + 1, {-1, -1});
    auto &[lastSource, lastTarget] = known[sent.source];
    if ((sent.offset > lastSource) != (offset > lastTarget))
        tally.disordered({m_sources[sent.source].first, m_sources[sent.source].second, sent.offset, m_topics[sent.topic], partition, offset});
    if (offset > lastTarget)
        known[sent.source] = {sent.offset, offset};
}

void CountedLoop::openStretch()
{
    if (m_spare.empty())
        m_spare.push_back(std::make_unique<WindowTally>(Mode::AtLeastOnce, m_sources, m_topics));
    m_spare.back()->clear();
    m_stretches.push_back(std::move(m_spare.back()));
    m_spare.pop_back();
}

Domain::Status CountedLoop::checkpoint(bool isForced)
{
    std::size_t certain = 0;
    while (certain + 1 < m_stretches.size() && m_stretches[certain]->openRecords() == 0)
        ++certain;
    const bool isDue = isForced || certain >= mostUncertain / stretchRecords / 2 || Clock::now() - m_checkpointed > checkpointInterval;
    if (certain == 0 || !isDue)
        return std::monostate{};
    WindowEntry window = m_stretches.front()->entry(m_run.history.windowCount + 1);
    for (std::size_t i = 1; i < certain; ++i)
        WindowTally::append(window, m_stretches[i]->entry(0));
    if (!window.source.empty()) {
        if (const Domain::Status noted = m_run.ledger.window(window); !noted)
            return noted;
        settle(window);
    }
    for (std::size_t i = 0; i < certain; ++i) {
        m_uncertainRecords -= m_stretches.front()->sentRecords();
        m_uncertainBytes -= m_stretches.front()->bytes();
        m_spare.push_back(std::move(m_stretches.front()));
        m_stretches.pop_front();
    }
    m_firstStretch += certain;
    m_checkpointed = Clock::now();
    return std::monostate{};
}

/// All that was sent is acknowledged, or given up for a reason.
bool CountedLoop::waitForReports()
{
    while (m_producer->unreported() > 0 && !m_producer->fatalError()) {
        if (isStopping())
            m_producer->abandon(m_reports);
        else
            poll(slice);
        show(RunState::Ending);
    }
    return std::all_of(m_stretches.begin(), m_stretches.end(), [](const auto &s) { return s->openRecords() == 0; });
}

} // namespace Replay
