// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/consumerthread.h"

#include "kafka/arrivalreading.h"
#include "kafka/backwardreading.h"
#include "kafka/connectgate.h"
#include "kafka/kafkaerrors.h"
#include "kafka/mergedreading.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

namespace Kafka {

using Domain::ErrorCode;
using Domain::ReadState;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

constexpr auto connectPatience = 9s; ///< every failure to connect is told within 10 s
constexpr auto idlePatience = 50ms;  ///< longest wait for a record; pause() is noticed within it
constexpr auto tickInterval = 100ms;
constexpr auto policyPatience = 20ms; ///< it was asked before the offsets, so the answer is usually there
constexpr auto publishInterval = 20ms;
constexpr auto overrunPause = 5ms;
constexpr auto overrunPatience = 500ms;
constexpr unsigned sensibleThreads = 4;
constexpr std::size_t likelyPartitions = 8; ///< before they are known
// Newest first: what is fetched beyond a window is thrown away, and at the end of the log the next window waits for the answer
// to a request for more.
constexpr int windowFetchWaitMs = 5;
constexpr int windowQueueShare = 4;

Domain::Error noConnection(std::chrono::seconds waited)
{
    return {.code = ErrorCode::DeadlineExceeded,
            .args = {{"what", "connection"}, {"seconds", std::to_string(waited.count())}},
            .retriable = true};
}

} // namespace

ConsumerThread::ConsumerThread(ReadContext context, Domain::ReadPlan plan, Domain::RecordSinkFactory sinkFactory,
                               std::shared_ptr<Domain::ReadBoard> board, ReadShare share)
    : m_context(std::move(context)), m_sinkFactory(std::move(sinkFactory)), m_board(std::move(board)),
      m_wishes(share.wishes ? share.wishes : m_board), m_isFurther(share.wishes != nullptr), m_topics(m_run), m_watch(m_run),
      m_feed(m_run), m_intake(m_run, m_watch, m_feed), m_connectBy(Clock::now() + connectPatience)
{
    m_run.plan = std::move(plan);
    m_run.given = std::move(share.ranges);
    if (m_run.plan.newestFirst && m_run.plan.isLive())
        m_run.plan.until = Domain::UntilEnd{}; // nothing follows what comes last
    m_run.canLookUpTimes = m_context.canLookUpTimes;
}

void ConsumerThread::run(const std::stop_token &stop)
{
    m_run.stop = stop;
    m_run.topics.resize(m_run.plan.topics.size());
    if (!waitForGate(stop) || !openClient(likelyPartitions) || !findTopics(stop) || !makeSlots() || !makeStrategy(stop))
        return;
    const std::stop_callback wake(stop, [this] {
        m_run.client->wake();
        m_team.requestStop();
    });
    if (!startPartitions(stop))
        return;
    split();
    m_run.sink->publish();
    loop(stop);
}

bool ConsumerThread::waitForGate(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        switch (m_context.gate->wait(stop, 100ms)) {
        case ConnectGate::State::Open: return true;
        case ConnectGate::State::Refused: return fail(m_context.gate->error().value_or(noConnection(connectPatience)));
        case ConnectGate::State::Waiting: break;
        }
        m_run.trouble = m_context.gate->error();
        if (isTimeOver())
            return fail(m_run.trouble.value_or(noConnection(connectPatience)));
        publishSoon();
    }
    setState(ReadState::Stopped);
    return false;
}

bool ConsumerThread::openClient(std::size_t partitions)
{
    m_run.openAnotherClient = [this, partitions] {
        ClientOptions options{.role = ClientRole::Consumer, .isolation = m_run.plan.isolation};
        // Compressed batches grow when they arrive, so a small read-ahead asks for little at a time as well.
        options.prefetchKilobytes = m_run.plan.readAheadKilobytes;
        options.fetchKilobytes = std::clamp(m_run.plan.readAheadKilobytes / 64, 64, options.fetchKilobytes);
        options.consumerThreads = m_isFurther || maySplit() ? mostThreads() : 1;
        if (m_run.plan.newestFirst) {
            options.fetchWaitMs = windowFetchWaitMs;
            options.partitionQueues = windowQueueShare;
        } else if (isMerged()) {
            options.partitionQueues = int(partitions);
        }
        return ConsumerClient::open(m_context.profile, m_context.secrets, m_run.plan.topics, options);
    };
    auto client = m_run.openAnotherClient();
    if (!client)
        return fail(client.error());
    m_run.client = std::move(client).value();
    return true;
}

bool ConsumerThread::findTopics(const std::stop_token &stop)
{
    milliseconds patience = 1s; // short at first: an error event says more, and sooner, than the call
    while (!stop.stop_requested()) {
        const auto left = std::chrono::ceil<milliseconds>(m_connectBy - Clock::now());
        m_topics.ask(std::clamp<milliseconds>(left, 100ms, patience), [this] { serveTroubles(); });
        if (m_run.failure)
            return fail(*m_run.failure);
        if (isTimeOver())
            m_topics.giveUp(noConnection(connectPatience));
        if (m_topics.isDone())
            return true;
        publishSoon();
        patience = std::min<milliseconds>(patience * 2, 4s);
        m_wishes->waitForWish(stop, m_wishes->wishes(), 150ms);
    }
    setState(ReadState::Stopped);
    return false;
}

bool ConsumerThread::makeSlots()
{
    if (const auto error = m_topics.makeSlots())
        return fail(*error);
    m_run.trouble.reset();
    return true;
}

bool ConsumerThread::makeStrategy(const std::stop_token &stop)
{
    if (isMerged() && m_run.slots.size() > 2 * likelyPartitions) {
        m_run.client.reset(); // each partition's queue would be too large
        m_topics.forget(); // a handle that knows no leaders starts half a second later
        if (!openClient(m_run.slots.size()) || !findTopics(stop))
            return false;
    }
    if (m_run.plan.newestFirst)
        m_strategy = std::make_unique<BackwardReading>(m_run, m_intake);
    else if (isMerged())
        m_strategy = std::make_unique<MergedReading>(m_run, m_intake);
    else
        m_strategy = std::make_unique<ArrivalReading>(m_run, m_intake);
    m_run.strategy = m_strategy.get();
    m_run.sink = m_sinkFactory();
    m_strategy->prepare();
    for (std::uint16_t index = 0; index < m_run.topics.size(); ++index)
        if (const Domain::Topic *topic = m_topics.found(index)) {
            m_watch.noteTopic(index, *topic);
            if (!m_context.profile.isDemo) // its cluster cannot tell and would only let the call time out
                m_run.client->policy(index).ask();
        }
    return true;
}

bool ConsumerThread::startPartitions(const std::stop_token &stop)
{
    // Until the first answer: one partition without a leader must not keep the others waiting.
    while (!stop.stop_requested()) {
        const Clock::time_point now = Clock::now();
        m_watch.startPending(now);
        const bool answered = m_watch.takeAnswers(idlePatience, now);
        serveTroubles();
        if (m_run.failure)
            return fail(*m_run.failure);
        if (answered || m_strategy->isOver() || isTimeOver()) {
            notePolicies(policyPatience);
            return true;
        }
        publishSoon();
        if (!m_run.client->isAsking())
            m_wishes->waitForWish(stop, m_wishes->wishes(), idlePatience);
    }
    setState(ReadState::Stopped);
    return false;
}

int ConsumerThread::mostThreads() const
{
    return m_context.threads > 0 ? m_context.threads : int(std::clamp(std::thread::hardware_concurrency(), 1u, sensibleThreads));
}

bool ConsumerThread::maySplit() const
{
    const Domain::ReadPlan &plan = m_run.plan;
    return !m_isFurther && plan.order == Domain::ReadOrder::Arrival && !plan.newestFirst && !plan.isLive() && !plan.limit && mostThreads() > 1;
}

void ConsumerThread::split()
{
    if (!maySplit())
        return;
    std::vector<Domain::PartitionRange> ranges;
    for (const Slot &slot : m_run.slots)
        if (slot.reader.state() == Domain::PartitionProgress::State::Reading && m_run.client->isStarted(slot.reader.place()))
            ranges.push_back({.place = slot.reader.place(), .asked = slot.reader.position(), .begin = slot.reader.position(),
                              .end = slot.reader.end(), .passOverBefore = slot.passOverBefore});
    std::vector<ReadShare::Ranges> shares = ReadTeam::split(ranges, mostThreads(), m_context.worthSplitting);
    if (shares.size() < 2)
        return;
    shares.erase(shares.begin()); // our own
    std::set<Domain::TopicPartition> given;
    for (const ReadShare::Ranges &share : shares)
        for (const auto &[place, range] : share)
            given.insert(place);
    publish();
    const std::vector<Domain::PartitionProgress> progress = m_status.partitions;
    m_run.removeSlots(given);
    m_team.start(m_context, m_run.plan, m_sinkFactory, m_wishes, std::move(shares), progress);
}

void ConsumerThread::loop(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        if (m_run.failure) {
            m_strategy->handOverRest();
            m_run.sink->publish();
            m_team.stop();
            fail(*m_run.failure);
            return;
        }
        if (isReadToItsEnd())
            return;
        if (waitsForWish(stop))
            continue;
        setState(readingState());
        if (m_status.state == ReadState::Stopped)
            return;
        if (m_strategy->isOver())
            waitForTeam(stop);
        else if (m_strategy->step(idlePatience))
            m_run.sink->publish();
        serveTroubles();
        tick();
        publishSoon();
    }
    setState(ReadState::Stopped);
}

bool ConsumerThread::isReadToItsEnd()
{
    const bool isLimitReached = m_run.isLimitReached() || m_team.isLimitReached();
    if (!isLimitReached && !(m_strategy->isOver() && m_team.isOver()))
        return false;
    m_team.stop();
    m_run.sink.reset(); // publishes what it held back for records that do not come any more
    setState(isLimitReached ? ReadState::LimitReached : ReadState::Finished);
    return true;
}

void ConsumerThread::waitForTeam(const std::stop_token &stop)
{
    m_wishes->waitForWish(stop, m_wishes->wishes(), publishInterval);
}

bool ConsumerThread::waitsForWish(const std::stop_token &stop)
{
    const std::uint64_t seen = m_wishes->wishes();
    const bool paused = m_wishes->isPaused();
    if (!paused && (m_run.sink->hasRoom() || m_strategy->isOver())) {
        m_roomySince = Clock::now();
        return false;
    }
    if (!paused && m_run.plan.isLive() && Clock::now() - m_roomySince < overrunPatience) {
        // Whoever follows the end makes room by itself, by letting go of the oldest; it only could not keep up for a moment.
        m_wishes->waitForWish(stop, seen, overrunPause);
        return true;
    }
    setState(paused ? ReadState::Paused : ReadState::BudgetReached);
    while (!stop.stop_requested() && m_wishes->wishes() == seen) {
        m_wishes->waitForWish(stop, seen, 250ms);
        serveTroubles(); // they would pile up otherwise
        if (!paused && m_run.plan.isLive() && m_run.sink->hasRoom())
            break;
    }
    return true;
}

void ConsumerThread::serveTroubles()
{
    for (const ConsumerClient::Trouble &trouble : m_run.client->takeTroubles()) {
        if (trouble.error.code == ErrorCode::AuthenticationFailed) {
            m_context.gate->refuse(trouble.error); // accounts lock: nobody tries this password again
            m_run.failure = trouble.error;
        } else if (m_run.slots.empty()) {
            m_run.trouble = trouble.error;
        } else {
            m_watch.takeTrouble(trouble);
        }
    }
}

void ConsumerThread::tick()
{
    const Clock::time_point now = Clock::now();
    if (now - m_lastTick < tickInterval)
        return;
    m_lastTick = now;
    notePolicies(0ms);
    m_strategy->tick(now);
    m_watch.tick(now, m_intake.lastDrained());
}

void ConsumerThread::notePolicies(milliseconds patience)
{
    for (std::uint16_t index = 0; index < m_run.topics.size(); ++index)
        if (m_topics.found(index) && !m_run.topics[index].isCompacted)
            m_run.topics[index].isCompacted = m_run.client->policy(index).isCompacted(patience).value_or(false);
}

ReadState ConsumerThread::readingState() const
{
    if (!m_run.plan.isLive())
        return m_strategy->isOver() ? m_team.state() : ReadState::Reading;
    const bool waits = std::all_of(m_run.slots.begin(), m_run.slots.end(), [](const Slot &slot) {
        return slot.reader.isOver() || (slot.reader.state() == Domain::PartitionProgress::State::AtEnd && !slot.isLost);
    });
    return waits ? ReadState::Waiting : ReadState::Reading;
}

void ConsumerThread::setState(ReadState state)
{
    if (m_status.state == state)
        return;
    m_status.state = state;
    if (!publish())
        m_status.state = ReadState::Stopped;
}

void ConsumerThread::publishSoon()
{
    // Copying the status of thousands of partitions takes time, too.
    if (Clock::now() - m_lastPublished >= publishInterval + std::chrono::microseconds(20) * m_run.slots.size())
        publish();
}

bool ConsumerThread::publish()
{
    m_lastPublished = Clock::now();
    m_status.records = m_run.records;
    m_status.bytes = m_run.bytes;
    m_status.gapOffsets = m_run.gapOffsets;
    m_status.lateRecords = m_run.lateRecords;
    m_status.error = m_run.failure ? m_run.failure : m_run.trouble;
    m_status.waitingFor = m_status.state == ReadState::Reading ? m_run.waitingFor : std::string();
    m_status.partitions.resize(m_run.slots.size());
    for (std::size_t i = 0; i < m_run.slots.size(); ++i) {
        const Slot &slot = m_run.slots[i];
        Domain::PartitionProgress &progress = m_status.partitions[i];
        progress.topic = slot.reader.place().topic;
        progress.id = slot.reader.id();
        progress.state = slot.reader.state();
        progress.begin = slot.reader.asked();
        progress.position = slot.reader.position();
        progress.end = slot.reader.end();
        progress.logEnd = slot.logEnd;
        if (slot.logEnd && !slot.reader.isOver())
            progress.logEnd = std::max(*slot.logEnd, slot.reader.position()); // what was read is newer than what was told
        progress.error = slot.reader.isOver() ? slot.reader.failure() : slot.trouble;
        if (m_strategy)
            m_strategy->describe(slot, progress);
    }
    if (!m_team.isEmpty())
        m_team.addTo(m_status);
    return m_board->publish(m_status);
}

bool ConsumerThread::fail(const Domain::Error &error)
{
    m_run.failure = error;
    setState(ReadState::Failed);
    return false;
}

} // namespace Kafka
