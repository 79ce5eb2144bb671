// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/producecommand.h"

#include "app/writepermission.h"
#include "codec/jsonl.h"
#include "domain/unixtime.h"
#include "items/errortext.h"
#include "items/numbertext.h"

#include <QElapsedTimer>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace App {

using namespace std::chrono_literals;
using Domain::ErrorCode;
using Domain::Outcome;
using Produce::TransactionState;

namespace {

constexpr std::chrono::milliseconds metadataDeadline = 9s; // a clear sentence within 10 s
constexpr std::chrono::milliseconds factsDeadline = 4s;
constexpr std::uint64_t mostPlanned = 1'000'000;   // records that a dry run looks at
constexpr std::uint64_t endlessPlanned = 1'000;    // … of those that have no end
constexpr int toldBadLines = 10;
constexpr qint64 planSliceMs = 20;

std::string_view outcomeWord(Outcome outcome)
{
    return outcome == Outcome::Done ? "done" : outcome == Outcome::Failed ? "failed" : "unknown";
}

/// With a transaction outcomes come after its end, so the word is known.
std::string_view transactionWord(TransactionState state)
{
    switch (state) {
    case TransactionState::Committed: return "committed";
    case TransactionState::Aborted: return "aborted";
    case TransactionState::Unknown: return "unknown";
    case TransactionState::Open:
    case TransactionState::None: break;
    }
    return {};
}

} // namespace

ProduceCommand::ProduceCommand(Services &services, CommandLine line, QObject *parent)
    : Command(parent), m_services(services), m_line(std::move(line)), m_handover(this)
{
    connect(&m_planTimer, &QTimer::timeout, this, &ProduceCommand::plan);
}

std::string ProduceCommand::outputLine(const Produce::Delivery &delivery, std::string_view transaction)
{
    const Domain::DeliveryReport &report = delivery.report;
    std::string out = "{\"partition\":" + (report.partition ? std::to_string(report.partition->value()) : "null");
    out += ",\"offset\":" + (report.offset ? std::to_string(report.offset->value()) : "null");
    out += ",\"timestamp\":" + (report.timestamp.type == Domain::TimestampType::None ? "null" : std::to_string(report.timestamp.ms));
    out.append(",\"outcome\":\"").append(outcomeWord(report.outcome)).append("\"");
    if (!transaction.empty())
        out.append(",\"transaction\":\"").append(transaction).append("\"");
    if (report.error) {
        out += ",\"error\":";
        Codec::appendJsonValue(out, std::string_view(Items::errorLine(*report.error).toStdString()));
        out += ",\"record\":" + std::to_string(delivery.number);
    }
    return out + "}\n";
}

void ProduceCommand::end(int exitCode)
{
    m_planTimer.stop();
    if (!std::exchange(m_ended, true))
        emit finished(exitCode);
}

void ProduceCommand::fail(const Domain::Error &error, int exitCode)
{
    if (m_ended)
        return;
    printError(error);
    end(exitCode);
}

void ProduceCommand::start()
{
    Produce::ProduceRequest fields = m_line.request;
    fields.input.reset();
    if (const auto checked = Produce::RecordMaker::make(fields, 1); !checked)
        return fail(checked.error(), checked.error().code == ErrorCode::FileUnreadable ? nothingRead : wrongUsage);
    m_services.resolve(m_line.target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
        if (m_ended)
            return;
        if (resolved)
            open(resolved.value());
        else
            fail(resolved.error());
    });
}

void ProduceCommand::interrupt()
{
    if (m_job && m_job->isRunning() && !std::exchange(m_interrupted, true))
        return m_job->stop();
    end(m_job ? incomplete : nothingRead);
}

void ProduceCommand::open(const Services::Resolved &resolved)
{
    m_cluster = m_services.openCluster(resolved);
    const Domain::Status permitted = permitWrites(resolved.profile, m_cluster->writes().get(), m_line.yes);
    if (!permitted && m_line.execute)
        return fail(permitted.error());
    if (!permitted)
        m_locked = permitted.error().arg("reason");
    askTopic();
}

/// What the cluster answers, in this thread and as long as the command goes.
template<typename T, typename Function>
Domain::Reply<T> ProduceCommand::reply(Function function)
{
    return [this, function, handle = m_handover.handle()](Domain::Result<T> answer) {
        handle.post([this, function, answer = std::move(answer)] {
            if (!m_ended)
                function(answer);
        });
    };
}

void ProduceCommand::askTopic()
{
    m_cluster->requestMetadata(m_line.request.topic, metadataDeadline, reply<Domain::ClusterSnapshot>([this](const Domain::Result<Domain::ClusterSnapshot> &answer) {
        if (!answer)
            return fail(answer.error());
        const Domain::Topic *topic = answer->topic(m_line.request.topic);
        if (!topic || topic->partitions.empty())
            return fail({.code = ErrorCode::UnknownTopic, .args = {{"topic", m_line.request.topic}}});
        askFacts(static_cast<std::int32_t>(topic->partitions.size()));
    }));
}

void ProduceCommand::askFacts(std::int32_t partitionCount)
{
    m_cluster->requestTopicFacts(m_line.request.topic, factsDeadline, reply<Domain::TopicFacts>([this, partitionCount](const Domain::Result<Domain::TopicFacts> &answer) {
        go(answer ? answer.value() : Domain::TopicFacts{}, partitionCount); // what is not told is found out by sending
    }));
}

void ProduceCommand::go(const Domain::TopicFacts &facts, std::int32_t partitionCount)
{
    if (m_line.execute)
        return send(facts);
    auto maker = Produce::RecordMaker::make(m_line.request, m_line.request.seed != 0 ? m_line.request.seed : 1);
    if (!maker)
        return fail(maker.error());
    m_maker = std::move(maker).value();
    m_plan.emplace(m_line.request, facts, partitionCount, Domain::unixNowMs());
    m_planTimer.start(0);
}

/// A slice of the dry run, so that an interrupt is heard.
void ProduceCommand::plan()
{
    QElapsedTimer clock;
    clock.start();
    const bool isEndless = std::holds_alternative<Produce::UntilStopped>(m_line.request.repeat);
    while (clock.elapsed() < planSliceMs) {
        if (!m_maker->isReady(5ms))
            return;
        if (m_looked++ >= (isEndless ? endlessPlanned : mostPlanned)) {
            m_plan->setIncomplete();
            break;
        }
        const auto made = m_maker->next();
        if (!made && made.error().fatal)
            return fail(made.error());
        if (!made) {
            m_plan->addBadLine();
            if (m_badLinesTold++ < toldBadLines)
                printError(made.error());
        } else if (made->has_value()) {
            m_plan->add(**made);
        } else {
            break;
        }
    }
    if (clock.elapsed() >= planSliceMs)
        return;
    const std::string text = m_plan->json(m_locked);
    const bool isWritten = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    std::fprintf(stderr, "playhead: %s\n", qPrintable(tr("A dry run: nothing was sent. Add --execute to send.")));
    end(isWritten && !m_plan->hasTrouble() ? done : incomplete);
}

void ProduceCommand::send(const Domain::TopicFacts &facts)
{
    m_job = std::make_unique<Session::ProduceJob>(m_cluster);
    connect(m_job.get(), &Session::ProduceJob::changed, this, &ProduceCommand::onChanged);
    connect(m_job.get(), &Session::ProduceJob::ended, this, &ProduceCommand::onEnded);
    // The run's thread prints: what it has not written yet keeps it from sending more, so memory stays flat.
    const auto board = std::make_shared<std::weak_ptr<Produce::DeliveryBoard>>();
    const bool hasTransaction = m_line.request.transaction != Produce::Transaction::None;
    m_job->start(m_line.request, facts.maxMessageBytes, [broken = m_outputBroken, board, hasTransaction](const Produce::Delivery &delivery) {
        if (broken->load(std::memory_order_relaxed))
            return;
        const auto living = hasTransaction ? board->lock() : nullptr;
        const std::string text = outputLine(delivery, living ? transactionWord(living->status().transaction) : std::string_view());
        if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
            broken->store(true, std::memory_order_relaxed);
    });
    *board = m_job->board();
}

void ProduceCommand::onChanged()
{
    if (std::fflush(stdout) != 0)
        *m_outputBroken = true;
    if (*m_outputBroken && m_job->isRunning() && !std::exchange(m_interrupted, true))
        m_job->stop();
}

int ProduceCommand::exitCode(const Produce::DeliveryBoard::Status &status) const
{
    const Produce::Totals &totals = status.totals;
    if (*m_outputBroken)
        return incomplete;
    if (totals.sent == 0 && status.error)
        return nothingRead;
    const bool isEndless = std::holds_alternative<Produce::UntilStopped>(m_line.request.repeat);
    const bool isUncertain = totals.unknown > 0 && m_line.request.acks != Domain::Acks::None;
    const bool isCut = m_interrupted && !isEndless;
    return status.error || totals.failed > 0 || isUncertain || isCut ? incomplete : done;
}

void ProduceCommand::tellTotals(const Produce::DeliveryBoard::Status &status) const
{
    const Produce::Totals &totals = status.totals;
    QString text = tr("%1 done, %2 failed, %3 unknown").arg(Items::countText(totals.done), Items::countText(totals.failed), Items::countText(totals.unknown));
    switch (status.transaction) {
    case TransactionState::Committed: text += tr("; the transaction was committed"); break;
    case TransactionState::Aborted: text += tr("; the transaction was aborted: readers of committed records see none of them"); break;
    case TransactionState::Unknown: text += tr("; whether the transaction was committed is unknown"); break;
    case TransactionState::Open:
    case TransactionState::None: break;
    }
    std::fprintf(stderr, "playhead: %s.\n", qPrintable(text));
}

void ProduceCommand::onEnded()
{
    if (m_ended)
        return;
    errno = 0;
    if (std::fflush(stdout) != 0)
        *m_outputBroken = true;
    if (*m_outputBroken)
        std::fprintf(stderr, "playhead: %s\n", qPrintable(tr("Cannot write the output: %1.").arg(QString::fromLocal8Bit(std::strerror(errno)))));
    const Produce::DeliveryBoard::Status &status = m_job->status();
    if (status.error)
        printError(*status.error);
    tellTotals(status);
    end(exitCode(status));
}

} // namespace App
