// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/runloop.h"

#include "replay/asking.h"
#include "replay/refusal.h"
#include "replay/targetscan.h"

#include <algorithm>
#include <limits>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t queueBytes = 16 * 1024 * 1024; ///< of records waiting or in flight: what keeps a run within its memory

constexpr auto showInterval = 50ms;
constexpr auto openWait = 10s;
constexpr auto factsWait = 5s;
constexpr auto transactionTimeout = 60s;
constexpr std::int64_t usualMessageBytes = 1'000'000;
constexpr std::size_t mostTopics = 10'000;

std::string targetNames(const Plan &plan)
{
    std::string names = plan.target.topic;
    for (const auto &[source, target] : plan.target.topics)
        names += (names.empty() ? "" : ",") + target;
    return names;
}

/// Kafka's codes for what will be refused again; others come and go with brokers and transactions.
bool isAboutTheRecord(const std::string &origin)
{
    constexpr std::string_view codes[] = {"INVALID_RECORD", "INVALID_MSG", "INVALID_MSG_SIZE", "POLICY_VIOLATION", "UNSUPPORTED_FOR_MESSAGE_FORMAT",
                                          "UNSUPPORTED_COMPRESSION_TYPE", "INVALID_REQUIRED_ACKS"};
    return std::find(std::begin(codes), std::end(codes), origin) != std::end(codes);
}

std::string planLine(const Plan &plan)
{
    return plan.mode == Mode::VerifiedOnce ? "replay, verified once" : "replay, at least once";
}

} // namespace

WindowLimits limitsOf(const Tempo &tempo)
{
    WindowLimits limits;
    if (!std::holds_alternative<AsFastAsPossible>(tempo))
        limits.time = 200ms; // readers of committed records are to see an even stream
    return limits;
}

RunLoop::RunLoop(const RunContext &context)
    : m_run(context), m_pacer(context.plan.tempo), m_reports([this](const Domain::DeliveryReport &r) { report(r); })
{
    m_topics.reserve(mostTopics);
}

bool RunLoop::isPermanent(const Error &error)
{
    if (error.code == ErrorCode::SendRefused)
        return isAboutTheRecord(error.origin);
    switch (error.code) {
    case ErrorCode::AuthenticationFailed:
    case ErrorCode::MechanismNotOffered:
    case ErrorCode::NotAuthorized:
    case ErrorCode::RecordTooLarge:
    case ErrorCode::Unsupported:
    case ErrorCode::UnknownProperty:
    case ErrorCode::PropertyNotAllowed:
    case ErrorCode::BadPropertyValue:
    case ErrorCode::BadFilter:
    case ErrorCode::RecordingBroken:
    case ErrorCode::FileUnreadable:
    case ErrorCode::FileUnwritable:
    case ErrorCode::WritesLocked:
    case ErrorCode::JournalUnwritable:
    case ErrorCode::SendTooLarge:
    case ErrorCode::SendTimestamp:
    case ErrorCode::Fenced:
    case ErrorCode::BadStep:
    case ErrorCode::StepFailed:
    case ErrorCode::ReplayRefused:
    case ErrorCode::TopicRecreated:
        return true;
    default:
        return false;
    }
}

std::chrono::milliseconds RunLoop::patienceWith(const Error &error) const
{
    if (isPermanent(error))
        return 0ms;
    // A broker that comes back does not know everything at once; a topic that was deleted stays away.
    const bool isMissing = error.code == ErrorCode::UnknownTopic || error.code == ErrorCode::UnknownPartition || error.code == ErrorCode::TopicDeleted;
    return isMissing ? 10s : 5min;
}

void RunLoop::run()
{
    auto lastProgress = Clock::now();
    auto backOff = 250ms;
    std::uint64_t windows = m_run.history.windowCount;
    for (;;) {
        show(RunState::Opening, true);
        End end;
        if (const Domain::Status opened = openProducer(); opened)
            end = attempt();
        else
            end = isStopping() ? stopped() : failed(opened.error());
        m_feed.reset();
        m_producer.reset();
        if (m_run.history.windowCount != windows) {
            windows = m_run.history.windowCount;
            lastProgress = Clock::now();
            backOff = 250ms;
        }
        if (end.kind == End::Kind::Failed && isStopping() && !isPermanent(*end.error))
            end = stopped(); // trouble that would be tried again is no reason why it has not gone on
        if (end.kind == End::Kind::Failed && !isStopping() && Clock::now() - lastProgress < patienceWith(*end.error)) {
            if (waitBefore(backOff, *end.error)) {
                backOff = std::min<std::chrono::milliseconds>(backOff * 2, 10s);
                continue;
            }
            end = stopped();
        }
        return finish(end);
    }
}

bool RunLoop::waitBefore(std::chrono::milliseconds time, const Error &error)
{
    m_run.board.update([&](RunStatus &status) {
        status.state = RunState::Waiting;
        status.error = error;
    });
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, m_run.stop, time, [] { return false; });
    return !isStopping();
}

void RunLoop::finish(const End &end)
{
    std::optional<Error> error = end.error;
    if (end.kind == End::Kind::Complete)
        if (const Domain::Status noted = m_run.ledger.complete(); !noted)
            error = noted.error();
    if (end.kind == End::Kind::Stopped)
        error = Error{.code = ErrorCode::Cancelled};
    m_waitingFor.clear();
    const RunHistory &history = m_run.history;
    show(RunState::Ending, true);
    m_run.board.update([&](RunStatus &status) {
        status.state = RunState::Ended;
        status.error = error;
        status.complete = end.kind == End::Kind::Complete && !error && history.failed == 0 && history.vanished == 0;
    });
}

Domain::ProducerSettings RunLoop::producerSettings()
{
    if (!m_maxMessageBytes) {
        // A batch may not be larger than the smallest of the topics allows.
        std::int64_t most = std::numeric_limits<std::int64_t>::max();
        for (const std::string &source : m_run.plan.source.read.topics) {
            const std::string &topic = m_run.plan.target.topicFor(source);
            const auto facts = ask<Domain::TopicFacts>(m_run.target, factsWait, m_run.stop,
                                                       [&](Domain::Reply<Domain::TopicFacts> reply) { return m_run.target.requestTopicFacts(topic, factsWait, std::move(reply)); });
            if (facts && facts->maxMessageBytes)
                most = std::min(most, *facts->maxMessageBytes);
        }
        m_maxMessageBytes = most == std::numeric_limits<std::int64_t>::max() ? usualMessageBytes : most;
    }
    Domain::ProducerSettings settings;
    settings.queueBytes = queueBytes;
    settings.partitioner = m_run.plan.target.partitioner;
    settings.compression = m_run.plan.target.compression;
    settings.maxMessageBytes = *m_maxMessageBytes;
    settings.messageTimeout = 5min; // a restart of brokers is to pass unnoticed
    if (const std::string id = transactionalId(); !id.empty()) {
        settings.messageTimeout = transactionTimeout - 10s;
        settings.transaction = Domain::TransactionSettings{id, transactionTimeout};
    }
    return settings;
}

Domain::Status RunLoop::openProducer()
{
    const std::shared_ptr<Domain::WriteGate> gate = m_run.target.writes();
    if (!gate)
        return Error{.code = ErrorCode::WritesLocked, .args = {{"profile", m_run.plan.target.connection}, {"reason", "recording"}}};
    if (!m_shaper) {
        auto shaper = RecordShaper::make(m_run.plan, m_run.runId);
        if (!shaper)
            return shaper.error();
        m_shaper = std::move(shaper.value());
    }
    const Domain::WriteIntent intent{.action = "replay", .target = targetNames(m_run.plan), .plan = planLine(m_run.plan), .planHash = planHash(m_run.plan),
                                     .runId = m_run.runId};
    auto producer = gate->openProducer(intent, producerSettings(), openWait);
    if (!producer)
        return producer.error();
    m_producer = std::move(producer.value());
    return noteTargets();
}

/// Where the run begins at its target, as long as nothing of it is there.
Domain::Status RunLoop::noteTargets()
{
    for (const std::string &source : m_run.plan.source.read.topics)
        if (const std::string &topic = m_run.plan.target.topicFor(source); !topic.empty())
            if (const auto noted = targetTopic(topic); !noted)
                return noted.error();
    return std::monostate{};
}

Domain::Status RunLoop::openFeed()
{
    SourceReading::Options options;
    for (const auto &[place, offset] : m_run.history.positions)
        options.from[{place.first, Domain::PartitionId(place.second)}] = Domain::Offset(offset);
    if (std::holds_alternative<OriginalGaps>(m_run.plan.tempo))
        options.order = Domain::ReadOrder::Time;
    auto reading = SourceReading::open(m_run.source, m_run.plan.source, options);
    if (!reading)
        return reading.error();
    m_feed = std::make_unique<SourceFeed>(std::move(reading.value()), m_run.plan.source, m_sources);
    m_pacer.restart();
    return std::monostate{};
}

Domain::Result<std::uint16_t> RunLoop::targetTopic(const std::string &name)
{
    if (m_lastTopic < m_topics.size() && m_topics[m_lastTopic] == name)
        return m_lastTopic;
    const auto known = std::find(m_topics.begin(), m_topics.end(), name);
    if (known != m_topics.end())
        return m_lastTopic = static_cast<std::uint16_t>(known - m_topics.begin());
    if (m_topics.size() == mostTopics)
        return refusal("topics", {{"topic", name}});
    const auto places = askPartitions(m_run.target, name, m_run.stop);
    if (!places)
        return places.error();
    if (!places->empty() && !m_run.history.starts.contains(places->front())) {
        const auto marks = askMarks(m_run.target, *places, m_run.stop);
        if (!marks)
            return marks.error();
        std::map<Domain::PartitionName, std::int64_t> starts;
        for (const auto &[place, m] : *marks)
            starts[place] = m.high;
        if (const Domain::Status noted = m_run.ledger.starts(starts); !noted)
            return noted.error();
        m_run.history.starts.merge(starts);
    }
    m_topics.push_back(name);
    m_partitionCounts.push_back(static_cast<std::int32_t>(places->size()));
    return m_lastTopic = static_cast<std::uint16_t>(m_topics.size() - 1);
}

Domain::Status RunLoop::checkPartition(std::uint16_t topic, const Domain::OutgoingRecord &record) const
{
    if (!record.partition || (record.partition->value() >= 0 && record.partition->value() < m_partitionCounts[topic]))
        return std::monostate{};
    return refusal("partitions", {{"topic", m_topics[topic]}, {"partition", std::to_string(record.partition->value())}});
}

bool RunLoop::isDue(const Domain::Record &record, std::chrono::milliseconds most)
{
    if (m_pacer.isFree())
        return true;
    const auto now = Clock::now();
    const auto due = m_pacer.due(now, record.timestamp.ms);
    if (due <= now)
        return true;
    poll(std::clamp<std::chrono::milliseconds>(std::chrono::ceil<std::chrono::milliseconds>(due - now), 1ms, std::max<std::chrono::milliseconds>(most, 1ms)));
    return Clock::now() >= due;
}

void RunLoop::settle(const WindowEntry &window)
{
    m_run.history.pending.reset();
    m_run.history.add(window, false);
}

void RunLoop::addTrouble(std::uint32_t source, std::int64_t offset, Domain::Outcome outcome, const Error &error)
{
    ++(outcome == Domain::Outcome::Unknown ? m_unknown : m_failed);
    if (m_troubles.size() >= RunStatus::mostTroubles)
        return;
    const auto &[topic, partition] = m_sources[source];
    m_troubles.push_back({m_run.plan.source.read.topics[topic], Domain::PartitionId(partition), Domain::Offset(offset), outcome, error});
}

void RunLoop::show(RunState state, bool isForced)
{
    const auto now = Clock::now();
    if (!isForced && now - m_shown < showInterval)
        return;
    m_shown = now;
    const RunHistory &history = m_run.history;
    m_run.board.update([&](RunStatus &status) {
        status.state = state;
        status.read = m_meter.read;
        status.dropped = m_meter.dropped;
        status.sent = m_meter.sent;
        status.acknowledged = history.acknowledged;
        status.failed = m_failed;
        status.unknown = m_unknown;
        status.vanished = history.vanished;
        status.total = history.total;
        status.done = std::min(history.done, history.total);
        status.bytes = history.bytes;
        status.perSecond = m_meter.perSecond(now);
        status.waitingFor = m_waitingFor;
        if (state == RunState::Sending)
            status.error.reset();
        for (; m_shownTroubles < m_troubles.size(); ++m_shownTroubles)
            status.troubles.push_back(m_troubles[m_shownTroubles]);
    });
}

void RunLoop::passEnds(WindowTally &tally)
{
    for (const auto &[place, until] : m_run.plan.source.read.untilPerPartition) {
        const auto from = m_run.plan.source.read.fromPerPartition.find(place);
        const auto *begin = from == m_run.plan.source.read.fromPerPartition.end() ? nullptr : std::get_if<Domain::AtOffset>(&from->second);
        const auto known = m_run.history.positions.find({place.topic, place.partition.value()});
        const std::int64_t position = known != m_run.history.positions.end() ? known->second : begin != nullptr ? begin->offset.value() : until.value();
        if (position < until.value())
            tally.passed(m_sources.of(place.topic, place.partition.value()), position, until.value());
    }
}

std::optional<Error> RunLoop::feedError() const
{
    if (m_feed->reading().complete())
        return std::nullopt;
    return m_feed->reading().error().value_or(Error{.code = ErrorCode::Internal, .args = {{"what", "reading the source"}}, .retriable = true});
}

} // namespace Replay
