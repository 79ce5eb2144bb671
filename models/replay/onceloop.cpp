// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/onceloop.h"

#include "replay/refusal.h"
#include "replay/targetscan.h"

#include <algorithm>
#include <utility>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Outcome;
using namespace std::chrono_literals;

namespace {

constexpr auto slice = 50ms;
constexpr auto commitWait = 30s;
constexpr auto abortWait = 5s;
constexpr auto stopWait = 100ms;
/// A transaction that was open for so long may have been ended by its coordinator, which looks like another producer's doing.
constexpr auto transactionAge = 50s;
constexpr std::uint64_t pollEvery = 256;

} // namespace

OnceLoop::OnceLoop(const RunContext &context) : RunLoop(context), m_limits(limitsOf(context.plan.tempo)), m_tally(Mode::VerifiedOnce, m_sources, m_topics), m_isFresh(!context.isResumed) {}

std::string OnceLoop::transactionalId() const
{
    return "playhead-replay-" + m_run.runId;
}

RunLoop::End OnceLoop::attempt()
{
    m_tally.clear();
    m_failure.reset();
    m_isOpen = false;
    if (const Domain::Status resolved = resolvePending(); !resolved)
        return isStopping() ? stopped() : failed(resolved.error());
    if (const Domain::Status alone = checkAlone(); !alone)
        return isStopping() ? stopped() : failed(alone.error());
    if (const Domain::Status opened = openFeed(); !opened)
        return failed(opened.error());
    for (;;) {
        const Filled filled = fill();
        if (filled == Filled::Stopped) {
            abandonWindow();
            return stopped();
        }
        if (filled == Filled::Failed) {
            abortWindow();
            return failed(*m_failure);
        }
        const std::optional<Error> sourceError = filled == Filled::SourceEnd ? feedError() : std::nullopt;
        if (filled == Filled::SourceEnd && !sourceError)
            passEnds(m_tally);
        if (const auto error = close()) {
            if (error->code == ErrorCode::Cancelled)
                return stopped();
            return failed(*error);
        }
        if (sourceError)
            return failed(*sourceError);
        if (filled == Filled::SourceEnd)
            return {};
    }
}

/// The last window may have been committed, or not: only the log can tell.
Domain::Status OnceLoop::resolvePending()
{
    if (!m_run.history.pending)
        return std::monostate{};
    const WindowEntry window = *m_run.history.pending;
    const auto isThere = wasCommitted(m_run.target, window, m_run.runId, m_run.plan.source.read.topics,
                                       [this](const std::string &waitingFor) { tellWaiting(waitingFor); }, m_run.stop);
    m_waitingFor.clear();
    if (!isThere)
        return isThere.error();
    if (const Domain::Status noted = *isThere ? m_run.ledger.committed(window.number) : m_run.ledger.gone(window.number); !noted)
        return noted;
    if (*isThere)
        settle(window);
    m_run.history.pending.reset();
    return std::monostate{};
}

void OnceLoop::tellWaiting(const std::string &waitingFor)
{
    m_waitingFor = waitingFor;
    show(waitingFor.empty() ? RunState::Opening : RunState::Waiting, true);
}

/// Our producer keeps others out from now on; one that was here before may have gone on where we do not know of it.
Domain::Status OnceLoop::checkAlone()
{
    if (std::exchange(m_isFresh, false))
        return std::monostate{};
    const auto isMore = holdsMore(m_run.target, m_run.history, m_run.runId, [this](const std::string &waitingFor) { tellWaiting(waitingFor); }, m_run.stop);
    m_waitingFor.clear();
    if (!isMore)
        return isMore.error();
    return *isMore ? Domain::Status(refusal("journal-behind")) : Domain::Status(std::monostate{});
}

bool OnceLoop::isFull(Clock::time_point now) const
{
    return m_tally.sentRecords() >= m_limits.records || m_tally.bytes() >= m_limits.bytes || now - m_opened >= m_limits.time;
}

OnceLoop::Filled OnceLoop::fill()
{
    std::uint64_t turns = 0;
    for (;;) {
        // Looking at the clock and the reports costs more than a record does.
        const bool isTurn = turns++ % pollEvery == 0;
        if (isTurn) {
            poll(0ms);
            show(m_run.board.isPaused() ? RunState::Paused : RunState::Sending);
        }
        if (isStopping())
            return Filled::Stopped;
        if (m_failure || m_producer->fatalError()) {
            m_failure = m_failure ? m_failure : m_producer->fatalError();
            return Filled::Failed;
        }
        if (m_isOpen && (m_tally.sentRecords() >= m_limits.records || m_tally.bytes() >= m_limits.bytes || (isTurn && isFull(Clock::now()))))
            return Filled::Closed;
        if (m_run.board.isPaused()) {
            if (m_isOpen)
                return Filled::Closed;
            poll(slice);
            m_pacer.restart();
            turns = 0;
            continue;
        }
        const SourceFeed::Got got = m_feed->next(0ms, m_tally);
        if (got == SourceFeed::Got::End)
            return Filled::SourceEnd;
        if (got == SourceFeed::Got::Nothing) {
            m_feed->next(m_isOpen ? 5ms : slice, m_tally);
            turns = 0;
            continue;
        }
        if (!m_pacer.isFree() && !isDue(m_feed->record(), slice)) {
            turns = 0;
            continue;
        }
        if (!sendRecord())
            return isStopping() ? Filled::Stopped : Filled::Failed;
    }
}

/// False: stopped, or m_failure says why.
bool OnceLoop::sendRecord()
{
    const Domain::Record &record = m_feed->record();
    const std::int64_t offset = record.offset.value();
    const std::uint32_t place = m_feed->place();
    const RecordShaper::Shape shape = m_shaper->shape(record);
    ++m_meter.read;
    if (shape == RecordShaper::Shape::Dropped) {
        ++m_meter.dropped;
        m_tally.dropped();
        m_feed->take(m_tally);
        return true;
    }
    const auto refuse = [&](const Error &error) {
        m_failure = error;
        if (isPermanent(error))
            addTrouble(place, offset, Outcome::Failed, error);
        return false;
    };
    if (shape == RecordShaper::Shape::Refused)
        return refuse(m_shaper->error());
    const auto topic = targetTopic(m_shaper->targetTopic());
    if (!topic)
        return refuse(topic.error());
    if (const Domain::Status fits = checkPartition(*topic, m_shaper->outgoing()); !fits)
        return refuse(fits.error());
    if (!m_isOpen)
        if (const Domain::Status begun = beginWindow(); !begun)
            return refuse(begun.error());
    const Domain::OutgoingRecord &outgoing = m_shaper->outgoing();
    const std::uint64_t number = m_first + m_tally.sentRecords();
    while (m_producer->send(outgoing, number) == Domain::Producer::Sent::Full) {
        show(RunState::Sending);
        if (isStopping() || m_failure)
            return false;
        poll(slice);
    }
    m_tally.sent(place, offset, *topic, m_shaper->content(), *outgoing.timestampMs, outgoing.payloadSize());
    ++m_meter.sent;
    m_pacer.sent();
    m_feed->take(m_tally);
    return true;
}

Domain::Status OnceLoop::beginWindow()
{
    m_first += 1'000'000; // reports of an earlier window can then not be taken for this one's
    m_opened = Clock::now();
    if (const Domain::Status begun = m_producer->begin(); !begun)
        return begun;
    m_isOpen = true;
    return std::monostate{};
}

void OnceLoop::report(const Domain::DeliveryReport &report)
{
    // A record refused by send() is reported before it has its slot: never, since reports come from poll() only.
    if (report.number < m_first || report.number - m_first >= m_tally.sentRecords())
        return;
    const std::size_t slot = report.number - m_first;
    if (report.outcome == Outcome::Done && report.offset && report.partition) {
        m_tally.landed(slot, report.partition->value(), report.offset->value());
        ++m_meter.reported;
        return;
    }
    const WindowTally::Slot sent = m_tally.slot(slot);
    m_tally.lost(slot);
    const Error error = report.error.value_or(Error{.code = ErrorCode::Internal, .args = {{"what", "delivery"}}});
    if (error.code == ErrorCode::SendAbandoned)
        return; // its window is being aborted: for another reason
    if (isPermanent(error) && (!m_failure || !isPermanent(*m_failure))) {
        m_failure = error;
        addTrouble(sent.source, sent.offset, report.outcome, error);
    } else if (!m_failure) {
        m_failure = error;
    }
}

bool OnceLoop::flush()
{
    const auto deadline = Clock::now() + transactionAge;
    while (m_tally.openRecords() > 0 && !m_failure && !m_producer->fatalError() && !isStopping() && Clock::now() < deadline) {
        poll(slice);
        show(RunState::Sending);
    }
    if (!m_failure)
        m_failure = m_producer->fatalError();
    return m_tally.openRecords() == 0 && !m_failure && !isStopping();
}

std::optional<Error> OnceLoop::close()
{
    if (!m_isOpen) {
        if (!m_tally.hasAdvanced())
            return std::nullopt;
        // Nothing of it is to be sent: certain at once.
        const WindowEntry window = m_tally.entry(m_run.history.windowCount + 1);
        if (const Domain::Status noted = m_run.ledger.window(window); !noted)
            return noted.error();
        settle(window);
        m_tally.clear();
        return std::nullopt;
    }
    if (!flush()) {
        if (isStopping()) {
            abandonWindow();
            return Error{.code = ErrorCode::Cancelled};
        }
        const Error why = m_failure.value_or(Error{.code = ErrorCode::DeadlineExceeded, .args = {{"what", "acknowledgement"}}, .retriable = true});
        abortWindow();
        return why;
    }
    return commit(m_tally.entry(m_run.history.windowCount + 1));
}

std::optional<Error> OnceLoop::commit(const WindowEntry &window)
{
    if (const Domain::Status noted = m_run.ledger.intent(window); !noted) {
        abortWindow();
        return noted.error();
    }
    m_run.history.pending = window;
    m_isOpen = false;
    const Domain::TransactionEnd end = m_producer->commit(commitWait, m_reports);
    if (end.outcome == Outcome::Done) {
        const Domain::Status noted = m_run.ledger.committed(window.number);
        if (!noted)
            return noted.error(); // it is looked up when the run is resumed
        settle(window);
        m_tally.clear();
        return std::nullopt;
    }
    return endOfWindow(end, window);
}

std::optional<Error> OnceLoop::endOfWindow(const Domain::TransactionEnd &end, const WindowEntry &window)
{
    Error error = end.error.value_or(Error{.code = ErrorCode::TransactionFailed, .args = {{"id", transactionalId()}, {"what", "commit"}}, .retriable = true});
    if (error.code == ErrorCode::Fenced && Clock::now() - m_opened > transactionAge)
        error = {.code = ErrorCode::TransactionFailed, .args = {{"id", transactionalId()}, {"what", "timeout"}}, .technical = error.technical, .retriable = true};
    if (end.outcome == Outcome::Failed) {
        if (const Domain::Status noted = m_run.ledger.gone(window.number); !noted)
            return noted.error();
        m_run.history.pending.reset();
    }
    return error; // Unknown: the window stays pending; the next attempt looks it up
}

void OnceLoop::abortWindow()
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    const auto opened = m_opened;
    const std::optional<Error> failure = m_failure;
    m_producer->abandon(m_reports);
    m_producer->abort(abortWait, m_reports);
    if (!m_failure || !isPermanent(*m_failure)) // the reason, and not what follows from giving up
        m_failure = failure;
    if (m_failure && m_failure->code == ErrorCode::Fenced && Clock::now() - opened > transactionAge)
        m_failure = Error{.code = ErrorCode::TransactionFailed, .args = {{"id", transactionalId()}, {"what", "timeout"}}, .retriable = true};
}

/// Stopping: quickly. What the broker still holds open ends with the next opening, or by itself.
void OnceLoop::abandonWindow()
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    m_producer->abandon(m_reports);
    m_producer->abort(stopWait, m_reports);
}

} // namespace Replay
