// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/producerun.h"

#include "produce/deliverykeeper.h"
#include "produce/pacer.h"
#include "produce/recordmaker.h"
#include "produce/reportspool.h"
#include "produce/requestfile.h"
#include "produce/transactionplan.h"

#include <algorithm>
#include <random>

namespace Produce {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Domain::DeliveryReport;
using Domain::Error;
using Domain::ErrorCode;
using Domain::Outcome;
using Failure = std::optional<Error>;

constexpr auto openWait = 15s;
constexpr auto metadataWait = 10s;
constexpr auto endWait = 60s;      // of a commit or an abort
constexpr auto longestPause = 20ms; // between two looks at the stop token
constexpr auto stopPatience = 100ms; // for what is in flight, once stop was asked
constexpr auto closeWait = 1s;
constexpr auto tickEvery = 100ms;
constexpr auto pollEvery = 5ms;
constexpr std::size_t leastQueueBytes = 32 * 1024 * 1024;
constexpr std::size_t queueRecords = 50'000; // the board shows them all: see DeliveryBoard::keptDeliveries

std::uint64_t newSeed()
{
    std::random_device device;
    return std::uint64_t(device()) << 32 | device();
}

std::string planText(const ProduceRequest &request, std::uint64_t planned)
{
    std::string text = std::holds_alternative<UntilStopped>(request.repeat) ? "records until stopped" : planned > 0 ? std::to_string(planned) + " records" : "records of an input";
    if (request.transaction != Transaction::None)
        text += request.transaction == Transaction::Commit ? ", one transaction, commit" : ", one transaction, abort";
    return text;
}

} // namespace

class ProduceRun::Private
{
public:
    Private(std::shared_ptr<Domain::WriteGate> aGate, ProduceRequest aRequest, std::int64_t aMaxMessageBytes, const std::shared_ptr<DeliveryBoard> &board, OnReport onReport)
        : gate(std::move(aGate)), request(std::move(aRequest)), maxMessageBytes(aMaxMessageBytes), keeper(board, std::move(onReport)), pacer(request.perSecond)
    {
    }

    /// → why it ended early.
    Failure run(const std::stop_token &stop);

private:
    Failure open();
    Domain::ProducerSettings settings() const;
    void send(const std::stop_token &stop);
    bool makeNext();
    void wait(Clock::time_point until);
    void poll(std::chrono::milliseconds wait);
    void onReport(const DeliveryReport &report);
    void drain(const std::stop_token &stop);
    void endTransaction(bool isStopped);
    void tellSpooled(Outcome outcome, const Failure &error);
    bool hasTransaction() const { return request.transaction != Transaction::None; }

    const std::shared_ptr<Domain::WriteGate> gate;
    const ProduceRequest request;
    const std::int64_t maxMessageBytes;
    DeliveryKeeper keeper;
    Pacer pacer;
    std::unique_ptr<RecordMaker> maker;
    Domain::TransactionSettings transaction;
    std::unique_ptr<Domain::Producer> producer;
    std::optional<MadeRecord> made; ///< the next one to be sent
    std::uint64_t number = 0;       ///< of the last one made
    bool isAtEnd = false;
    Failure failure;                ///< nothing more is sent because of it
    ReportSpool spool;              ///< with a transaction: reports until its end
    std::string note;               ///< of the journal's line
    std::vector<Domain::Header> scratch;
    Clock::time_point lastTick = {};
    Clock::time_point lastPoll = {};
};

Domain::ProducerSettings ProduceRun::Private::settings() const
{
    Domain::ProducerSettings settings{.partitioner = request.partitioner,
                                      .compression = request.compression,
                                      .acks = request.acks,
                                      .isIdempotent = hasTransaction() || (request.isIdempotent && request.acks == Domain::Acks::All),
                                      .maxMessageBytes = maxMessageBytes,
                                      .queueBytes = std::max(leastQueueBytes, static_cast<std::size_t>(std::max<std::int64_t>(maxMessageBytes, 0)) * 2),
                                      .queueRecords = queueRecords};
    if (hasTransaction())
        settings.transaction = transaction;
    return settings;
}

/// Everything that may fail before the first record.
Failure ProduceRun::Private::open()
{
    if (!gate)
        return Error{.code = ErrorCode::WritesLocked, .args = {{"reason", "recording"}}};
    auto wantedMaker = RecordMaker::make(request, newSeed());
    if (!wantedMaker)
        return wantedMaker.error();
    maker = std::move(wantedMaker).value();
    keeper.setPlanned(maker->planned());
    if (hasTransaction()) {
        auto planned = planTransaction(request, maker->planned());
        if (!planned)
            return planned.error();
        transaction = std::move(planned).value();
    }
    const Domain::WriteIntent intent{.action = "produce",
                                     .target = request.topic,
                                     .plan = planText(request, maker->planned()),
                                     .planHash = requestHash(request),
                                     .records = maker->planned()};
    auto opened = gate->openProducer(intent, settings(), openWait);
    if (!opened)
        return opened.error();
    producer = std::move(opened).value();
    if (const auto count = producer->partitionCount(request.topic, metadataWait); !count)
        return count.error();
    if (hasTransaction()) {
        if (const Domain::Status begun = producer->begin(); !begun)
            return begun.error();
        keeper.setTransaction(TransactionState::Open);
    }
    return std::nullopt;
}

Failure ProduceRun::Private::run(const std::stop_token &stop)
{
    keeper.setState(RunState::Opening);
    failure = open();
    if (!failure) {
        keeper.setState(RunState::Sending);
        send(stop);
        keeper.setState(RunState::Ending);
        drain(stop);
        if (hasTransaction())
            endTransaction(stop.stop_requested());
        note = note.empty() && stop.stop_requested() ? "stopped" : note;
    }
    if (producer)
        producer->close(closeWait, [this](const DeliveryReport &report) { onReport(report); }, failure ? "ended early" : note);
    producer.reset();
    keeper.tick(Clock::now());
    return failure;
}

/// False: there is none to send now.
bool ProduceRun::Private::makeNext()
{
    if (made)
        return true;
    if (!maker->isReady(0ms)) {
        poll(0ms);
        if (!maker->isReady(longestPause))
            return false;
    }
    auto next = maker->next();
    if (!next && next.error().fatal) {
        failure = next.error();
    } else if (!next) {
        keeper.notMade(++number, next.error());
        pacer.sent();
        if (request.stopsAtFailure)
            failure = next.error();
    } else if (next->has_value()) {
        made = std::move(*std::move(next).value());
        keeper.sent(++number, *made);
    } else {
        isAtEnd = true;
    }
    return made.has_value();
}

void ProduceRun::Private::wait(Clock::time_point until)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    poll(std::clamp<std::chrono::milliseconds>(left, 0ms, longestPause));
}

void ProduceRun::Private::send(const std::stop_token &stop)
{
    while (!stop.stop_requested() && !failure && !isAtEnd) {
        const Clock::time_point now = Clock::now();
        if (now - lastPoll >= pollEvery)
            poll(0ms);
        if (const Clock::time_point due = pacer.due(now); due > now) {
            wait(due);
            continue;
        }
        if (!makeNext())
            continue;
        const Domain::Producer::Sent sent = producer->send(made->borrow(request.topic, scratch), number);
        if (sent == Domain::Producer::Sent::Full) {
            poll(longestPause);
            continue;
        }
        made.reset();
        pacer.sent();
        if (const auto &fatal = producer->fatalError())
            failure = *fatal;
    }
    if (made) // made, and never given to the producer
        onReport({.number = number, .outcome = Outcome::Failed, .error = failure ? *failure : Error{.code = ErrorCode::SendAbandoned, .args = {{"topic", request.topic}}}});
    made.reset();
}

void ProduceRun::Private::poll(std::chrono::milliseconds wait)
{
    producer->poll(wait, [this](const DeliveryReport &report) { onReport(report); });
    lastPoll = Clock::now();
    if (lastPoll - lastTick >= tickEvery) {
        keeper.tick(lastPoll);
        lastTick = lastPoll;
    }
}

void ProduceRun::Private::onReport(const DeliveryReport &report)
{
    keeper.acknowledged(report);
    const bool hasFailed = report.outcome == Outcome::Failed || (report.outcome == Outcome::Unknown && request.acks != Domain::Acks::None);
    const bool ends = report.error && report.error->code == ErrorCode::WritesLocked; // for every record to come, too
    if (hasFailed && !failure && (ends || request.stopsAtFailure || hasTransaction()))
        failure = report.error.value_or(Error{});
    if (!hasTransaction())
        return keeper.reported(report);
    if (const Domain::Status kept = spool.append(report); !kept && !failure)
        failure = kept.error();
}

/// Until everything is reported; once stop was asked, what is not reported soon is given up.
void ProduceRun::Private::drain(const std::stop_token &stop)
{
    const auto reports = [this](const DeliveryReport &report) { onReport(report); };
    while (producer->unreported() > 0 && !stop.stop_requested() && !producer->fatalError()) {
        producer->flush(longestPause, reports);
        if (const Clock::time_point now = Clock::now(); now - lastTick >= tickEvery) {
            keeper.tick(now);
            lastTick = now;
        }
    }
    if (producer->unreported() > 0 && !producer->flush(stopPatience, reports))
        producer->abandon(reports);
}

void ProduceRun::Private::endTransaction(bool isStopped)
{
    const auto reports = [this](const DeliveryReport &report) { onReport(report); };
    const bool commits = request.transaction == Transaction::Commit && !isStopped && !failure;
    const Domain::TransactionEnd end = commits ? producer->commit(endWait, reports) : producer->abort(endWait, reports);
    if (producer->unreported() > 0)
        producer->abandon(reports);
    const Error whatFailed = end.error.value_or(Error{.code = ErrorCode::TransactionFailed, .args = {{"id", transaction.id}, {"what", commits ? "commit" : "abort"}}});
    if (commits && end.outcome == Outcome::Unknown) {
        keeper.setTransaction(TransactionState::Unknown);
        failure = whatFailed;
        note = "end of the transaction unknown";
        return tellSpooled(Outcome::Unknown, whatFailed);
    }
    // What was never committed is aborted: by this, or by the broker when the transaction's time is over.
    keeper.setTransaction(commits && end.outcome == Outcome::Done ? TransactionState::Committed : TransactionState::Aborted);
    if (commits && end.outcome == Outcome::Done) {
        note = "transaction committed";
        return tellSpooled(Outcome::Done, {});
    }
    if (request.transaction == Transaction::Abort && !failure) {
        note = "transaction aborted as asked";
        return tellSpooled(Outcome::Done, {});
    }
    if (commits)
        failure = whatFailed;
    note = "transaction aborted";
    tellSpooled(Outcome::Failed, failure ? *failure : Error{.code = ErrorCode::SendAbandoned, .args = {{"topic", request.topic}}});
}

/// What the broker has acknowledged inside the transaction ended as the transaction did. What it had not: in an aborted one nothing is left
/// of it.
void ProduceRun::Private::tellSpooled(Outcome outcome, const Failure &error)
{
    const Domain::Status read = spool.forEach([&](DeliveryReport report) {
        const bool changes = report.outcome == Outcome::Done ? outcome != Outcome::Done : report.outcome == Outcome::Unknown && outcome == Outcome::Failed;
        if (changes) {
            report.outcome = outcome;
            report.error = report.error ? report.error : error;
            report.offset = outcome == Outcome::Failed ? std::nullopt : report.offset;
        }
        keeper.reported(report);
    });
    if (!read)
        failure = read.error();
}

ProduceRun::ProduceRun(std::shared_ptr<Domain::WriteGate> gate, ProduceRequest request, std::int64_t maxMessageBytes, OnReport onReport)
    : m_board(std::make_shared<DeliveryBoard>())
{
    d = std::make_unique<Private>(std::move(gate), std::move(request), maxMessageBytes, m_board, std::move(onReport));
}

ProduceRun::~ProduceRun() = default;

void ProduceRun::run(const std::stop_token &stop)
{
    const Failure failure = d->run(stop);
    DeliveryKeeper keeper(m_board, {});
    if (failure)
        keeper.setError(*failure);
    keeper.setState(RunState::Ended);
}

} // namespace Produce
