// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/readcommand.h"

#include "items/numbertext.h"
#include "kafka/kafkacluster.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace App {

using namespace std::chrono_literals;
using Domain::ErrorCode;
using Domain::ReadState;

namespace {

constexpr std::chrono::milliseconds connectDeadline = 9s; // a clear sentence within 10 s
constexpr std::chrono::milliseconds troubleDeadline = 3s; // the same trouble all the time: waiting longer tells nothing more
constexpr std::chrono::milliseconds interruptDeadline = 1s;

void say(const QString &sentence)
{
    std::fprintf(stderr, "playhead: %s\n", qPrintable(sentence));
}

bool allFailed(const Domain::ReadStatus &status)
{
    return !status.partitions.empty() && std::all_of(status.partitions.begin(), status.partitions.end(), [](const Domain::PartitionProgress &p) {
        return p.state == Domain::PartitionProgress::State::Failed && (!p.error || p.error->code != ErrorCode::OffsetOutOfRange);
    });
}

} // namespace

ReadCommand::ReadCommand(Services &services, CommandLine line, QObject *parent)
    : Command(parent), m_services(services), m_line(std::move(line)),
      m_writer(std::make_shared<RecordWriter>(STDOUT_FILENO, m_line.format, m_line.plan.topics))
{
    m_connectDeadline.setSingleShot(true);
    m_connectDeadline.setInterval(connectDeadline);
    connect(&m_connectDeadline, &QTimer::timeout, this, &ReadCommand::giveUp);
    m_troubleDeadline.setSingleShot(true);
    m_troubleDeadline.setInterval(troubleDeadline);
    connect(&m_troubleDeadline, &QTimer::timeout, this, &ReadCommand::giveUp);
}

void ReadCommand::start()
{
    m_clock.start();
    m_connectDeadline.start();
    m_services.resolve(m_line.target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
        if (m_ended)
            return;
        if (resolved)
            return open(resolved.value());
        printError(resolved.error());
        end(nothingRead, false);
    });
}

void ReadCommand::open(const Services::Resolved &resolved)
{
    m_cluster = Kafka::openCluster(resolved.profile, resolved.secrets, m_services.reaper);
    m_reader = std::make_unique<Session::RecordReader>(*m_cluster, m_line.plan, RecordWriter::sinks(m_writer));
    connect(m_reader.get(), &Session::RecordReader::statusChanged, this, &ReadCommand::onStatus);
    connect(m_reader.get(), &Session::RecordReader::finished, this, &ReadCommand::onFinished);
    m_reader->start(5ms);
}

void ReadCommand::interrupt()
{
    if (!m_reader || m_interrupted)
        return giveUpWaiting();
    m_interrupted = true;
    m_reader->stop();
    QTimer::singleShot(interruptDeadline, this, &ReadCommand::giveUpWaiting);
}

void ReadCommand::giveUpWaiting()
{
    if (m_ended)
        return;
    say(QCoreApplication::translate("ReadCommand", "Stopped before the end was reached."));
    end(incomplete, false);
}

void ReadCommand::onStatus()
{
    const Domain::ReadStatus &status = m_reader->status();
    if (status.state != ReadState::Connecting)
        m_connectDeadline.stop();
    watchTrouble(status);
    // The sink says it has no room only when the output is gone: nothing will make it come back.
    if (status.state == ReadState::BudgetReached)
        m_reader->stop();
}

void ReadCommand::watchTrouble(const Domain::ReadStatus &status)
{
    const bool isShutOut = status.state == ReadState::Connecting && status.error && status.error->code <= ErrorCode::NotAuthorized;
    if (!isShutOut)
        m_troubleDeadline.stop();
    else if (!m_troubleDeadline.isActive())
        m_troubleDeadline.start();
}

void ReadCommand::giveUp()
{
    if (m_ended)
        return;
    std::optional<Domain::Error> error = m_reader ? m_reader->status().error : std::nullopt;
    if (!error && m_cluster)
        error = m_cluster->connectionState().error;
    printError(error ? *error : Domain::Error{.code = ErrorCode::DeadlineExceeded, .args = {{"what", "connecting"}, {"seconds", "9"}}});
    end(nothingRead, false);
}

void ReadCommand::onFinished()
{
    if (m_ended)
        return;
    const Domain::ReadStatus &status = m_reader->status();
    if (status.error)
        printError(*status.error);
    // What ends the whole read ends each of its partitions: once is enough.
    if (status.state != ReadState::Failed || !status.error)
        for (const Domain::PartitionProgress &partition : status.partitions)
            if (partition.state == Domain::PartitionProgress::State::Failed && partition.error && partition.error != status.error)
                printError(*partition.error);
    if (status.state == ReadState::Stopped && m_writer->failure().empty())
        say(QCoreApplication::translate("ReadCommand", "Stopped before the end was reached."));
    end(exitCode(status), status.complete());
}

int ReadCommand::exitCode(const Domain::ReadStatus &status) const
{
    if (!m_writer->failure().empty())
        return incomplete;
    if (status.complete())
        return done;
    if (status.records == 0 && (status.state == ReadState::Failed || allFailed(status)))
        return nothingRead;
    return incomplete;
}

void ReadCommand::end(int exitCode, bool complete)
{
    if (m_ended)
        return;
    m_ended = true;
    m_connectDeadline.stop();
    m_troubleDeadline.stop();
    const std::string failure = m_writer->failure();
    if (!failure.empty())
        say(QCoreApplication::translate("ReadCommand", "Cannot write the output: %1.").arg(QString::fromStdString(failure)));
    const RecordWriter::Totals totals = m_writer->totals();
    if (totals.nullValues > 0)
        say(QCoreApplication::translate("ReadCommand", "%1 records with a null value left out.").arg(Items::countText(totals.nullValues)));
    if (m_line.stats)
        std::fputs(statsLine(totals, static_cast<double>(m_clock.nsecsElapsed()) / 1e9, complete && failure.empty()).c_str(), stderr);
    emit finished(exitCode);
}

} // namespace App
