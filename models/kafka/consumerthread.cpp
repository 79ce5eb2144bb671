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
                               std::shared_ptr<ReadBoard> board)
    : m_context(std::move(context)), m_sinkFactory(std::move(sinkFactory)), m_board(std::move(board)), m_watch(m_run),
      m_feed(m_run), m_intake(m_run, m_watch, m_feed), m_connectBy(Clock::now() + connectPatience)
{
    m_run.plan = std::move(plan);
    if (m_run.plan.newestFirst && m_run.plan.isLive())
        m_run.plan.until = Domain::UntilEnd{}; // nothing follows what comes last
    m_run.canLookUpTimes = m_context.canLookUpTimes;
}

void ConsumerThread::run(const std::stop_token &stop)
{
    m_run.stop = stop;
    m_run.topics.resize(m_run.plan.topics.size());
    m_findings.resize(m_run.plan.topics.size());
    if (!waitForGate(stop) || !openClient(likelyPartitions) || !findTopics(stop) || !makeSlots() || !makeStrategy(stop))
        return;
    const std::stop_callback wake(stop, [this] { m_run.client->wake(); });
    if (!startPartitions(stop))
        return;
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
    const auto isOpen = [](const Finding &finding) { return finding.isOpen(); };
    milliseconds patience = 1s; // short at first: an error event says more, and sooner, than the call
    while (!stop.stop_requested()) {
        askTopics(patience);
        if (m_run.failure)
            return fail(*m_run.failure);
        if (std::none_of(m_findings.begin(), m_findings.end(), isOpen))
            return true;
        if (isTimeOver()) {
            for (Finding &finding : m_findings)
                finding.isLost |= finding.isOpen();
            return true;
        }
        publishSoon();
        patience = std::min<milliseconds>(patience * 2, 4s);
        m_board->waitForWish(stop, m_board->resumes(), m_board->isPaused(), 150ms);
    }
    setState(ReadState::Stopped);
    return false;
}

void ConsumerThread::askTopics(milliseconds patience)
{
    for (std::uint16_t index = 0; index < m_findings.size(); ++index) {
        Finding &finding = m_findings[index];
        if (!finding.isOpen())
            continue;
        const auto left = std::chrono::ceil<milliseconds>(m_connectBy - Clock::now());
        Domain::Result<Domain::Topic> topic = m_run.client->askTopic(index, std::clamp<milliseconds>(left, 100ms, patience));
        serveTroubles();
        if (m_run.failure)
            return;
        const std::optional<Domain::Error> error = topic ? topic->error : topic.error();
        if (!error) {
            finding.topic = std::move(topic).value();
            m_run.trouble.reset();
            continue;
        }
        // A topic made a moment ago may not be known everywhere yet.
        const bool mayPass = error->code == ErrorCode::UnknownTopic ? ++finding.unknown < 3 : error->retriable && !error->fatal;
        if (!m_run.trouble || error->code != ErrorCode::DeadlineExceeded)
            m_run.trouble = m_run.trouble.value_or(*error);
        finding.error = mayPass ? m_run.trouble : error;
        finding.isLost = !mayPass;
        if (!topic && mayPass)
            return; // nobody answers: not the next question either
    }
}

bool ConsumerThread::makeSlots()
{
    std::set<std::string> seen;
    for (std::uint16_t index = 0; index < m_findings.size(); ++index) {
        if (!seen.insert(m_run.plan.topics[index]).second)
            continue; // named twice: the first stands for both
        const Finding &finding = m_findings[index];
        std::optional<Domain::Error> error = finding.topic ? std::nullopt : std::optional(finding.error.value_or(noConnection(connectPatience)));
        if (finding.topic) {
            std::vector<Domain::PartitionId> existing;
            for (const Domain::Partition &partition : finding.topic->partitions)
                existing.push_back(partition.id);
            const auto chosen = choosePartitions(m_run.plan, index, existing);
            if (chosen)
                m_run.addSlots(index, *chosen);
            else
                error = chosen.error();
        }
        if (error && m_findings.size() == 1)
            return fail(*error);
        if (error)
            m_run.addLostTopic(index, *error);
    }
    const auto isLost = [](const Slot &slot) { return slot.reader.failure().has_value(); };
    if (!m_run.slots.empty() && std::all_of(m_run.slots.begin(), m_run.slots.end(), isLost))
        return fail(*m_run.slots.front().reader.failure());
    m_run.trouble.reset();
    return true;
}

bool ConsumerThread::makeStrategy(const std::stop_token &stop)
{
    if (isMerged() && m_run.slots.size() > 2 * likelyPartitions) {
        m_run.client.reset(); // each partition's queue would be too large
        for (Finding &finding : m_findings) // a handle that knows no leaders starts half a second later
            finding.topic.reset();
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
    for (std::uint16_t index = 0; index < m_findings.size(); ++index)
        if (m_findings[index].topic) {
            m_watch.noteTopic(index, *m_findings[index].topic);
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
            m_board->waitForWish(stop, m_board->resumes(), m_board->isPaused(), idlePatience);
    }
    setState(ReadState::Stopped);
    return false;
}

void ConsumerThread::loop(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        if (m_run.failure) {
            m_strategy->handOverRest();
            m_run.sink->publish();
            fail(*m_run.failure);
            return;
        }
        if (m_run.isLimitReached() || m_strategy->isOver()) {
            m_run.sink.reset(); // publishes what it held back for records that do not come any more
            setState(m_run.isLimitReached() ? ReadState::LimitReached : ReadState::Finished);
            return;
        }
        if (waitsForWish(stop))
            continue;
        setState(readingState());
        if (m_status.state == ReadState::Stopped)
            return;
        if (m_strategy->step(idlePatience))
            m_run.sink->publish();
        serveTroubles();
        tick();
        publishSoon();
    }
    setState(ReadState::Stopped);
}

bool ConsumerThread::waitsForWish(const std::stop_token &stop)
{
    const bool paused = m_board->isPaused();
    const std::uint64_t seen = m_board->resumes();
    if (!paused && m_run.sink->hasRoom()) {
        m_roomySince = Clock::now();
        return false;
    }
    if (!paused && m_run.plan.isLive() && Clock::now() - m_roomySince < overrunPatience) {
        // Whoever follows the end makes room by itself, by letting go of the oldest; it only could not keep up for a moment.
        m_board->waitForWish(stop, seen, paused, overrunPause);
        return true;
    }
    setState(paused ? ReadState::Paused : ReadState::BudgetReached);
    while (!stop.stop_requested() && m_board->isPaused() == paused && m_board->resumes() == seen) {
        m_board->waitForWish(stop, seen, paused, 250ms);
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
        if (m_findings[index].topic && !m_run.topics[index].isCompacted)
            m_run.topics[index].isCompacted = m_run.client->policy(index).isCompacted(patience).value_or(false);
}

ReadState ConsumerThread::readingState() const
{
    if (!m_run.plan.isLive())
        return ReadState::Reading;
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
    return m_board->publish(m_status);
}

bool ConsumerThread::fail(const Domain::Error &error)
{
    m_run.failure = error;
    setState(ReadState::Failed);
    return false;
}

} // namespace Kafka
