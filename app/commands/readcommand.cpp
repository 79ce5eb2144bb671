// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/readcommand.h"

#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
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

/// The sentence, and below it the filter with a mark under what is wrong.
void printFilterError(const Domain::Error &error, const std::string &pattern)
{
    constexpr std::size_t maxShown = 200;
    printError(error);
    const std::size_t position = std::strtoull(error.arg("position").c_str(), nullptr, 10);
    const bool isPlain = std::all_of(pattern.begin(), pattern.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (isPlain && !error.arg("position").empty() && pattern.size() <= maxShown && position <= pattern.size())
        std::fprintf(stderr, "          %s\n          %*s^ column %zu\n", pattern.c_str(), static_cast<int>(position), "", position + 1);
}

const char *modeOption(Search::Mode mode)
{
    switch (mode) {
    case Search::Mode::Text: return "--text ";
    case Search::Mode::Regex: return "--regex ";
    case Search::Mode::Expression: break;
    }
    return "--filter ";
}

Store::RecordingInfo recordingInfo(const CommandLine &line, const Domain::ClusterSnapshot &snapshot, const std::string &source)
{
    Store::RecordingInfo info{.program = "playhead " PLAYHEAD_VERSION, .clusterId = snapshot.clusterId, .source = source, .reason = "playhead read"};
    info.madeMs = QDateTime::currentMSecsSinceEpoch();
    info.plan = line.plan;
    if (line.filter)
        info.filter = modeOption(line.filter->mode) + line.filter->pattern;
    for (const std::string &name : line.plan.topics) {
        Store::RecordingTopic topic{.name = name};
        if (const Domain::Topic *found = snapshot.topic(name))
            for (const Domain::Partition &partition : found->partitions)
                topic.partitions.push_back(partition.id);
        info.topics.push_back(std::move(topic));
    }
    return info;
}

bool allFailed(const Domain::ReadStatus &status)
{
    return !status.partitions.empty() && std::all_of(status.partitions.begin(), status.partitions.end(), [](const Domain::PartitionProgress &p) {
        return p.state == Domain::PartitionProgress::State::Failed && (!p.error || p.error->code != ErrorCode::OffsetOutOfRange);
    });
}

} // namespace

ReadCommand::ReadCommand(Services &services, CommandLine line, QObject *parent)
    : Command(parent), m_services(services), m_line(std::move(line)), m_handover(this)
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
    if (m_line.filter) {
        const auto filter = Search::Filter::compile(*m_line.filter);
        if (!filter) {
            printFilterError(filter.error(), m_line.filter->pattern);
            m_ended = true;
            emit finished(wrongUsage);
            return;
        }
        m_filter = filter.value();
        m_counters = std::make_shared<Search::ScanCounters>();
    }
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
    m_cluster = m_services.openCluster(resolved);
    if (m_cluster->isRecording())
        m_connectDeadline.stop(); // one without an index is read through first
    if (m_line.plan.topics.empty() || m_line.format == ReadFormat::Playhead)
        askTopics(resolved.profile.name);
    else
        read({}, resolved.profile.name);
}

/// A recording tells which topics there are, and is told which partitions there were.
void ReadCommand::askTopics(const std::string &source)
{
    const std::string topic = m_line.plan.topics.size() == 1 ? m_line.plan.topic() : std::string();
    m_cluster->requestMetadata(topic, connectDeadline, [this, source, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
        handle.post([this, source, reply = std::move(reply)] {
            if (m_ended)
                return;
            if (reply)
                return read(reply.value(), source);
            printError(reply.error());
            end(nothingRead, false);
        });
    });
}

void ReadCommand::read(const Domain::ClusterSnapshot &snapshot, const std::string &source)
{
    if (m_line.plan.topics.empty())
        for (const Domain::Topic &topic : snapshot.topics)
            m_line.plan.topics.push_back(topic.name);
    auto output = openOutput(m_line, recordingInfo(m_line, snapshot, source));
    if (!output) {
        printError(output.error());
        return end(nothingRead, false);
    }
    m_output = std::move(output).value();
    Domain::RecordSinkFactory sinks = Session::ExportFile::sinks(m_output);
    if (m_filter) {
        const auto topics = std::make_shared<const std::vector<std::string>>(m_line.plan.topics);
        sinks = Search::matchingSinks({.filter = m_filter, .topics = topics, .maxMatches = m_line.maxMatches}, m_counters, std::move(sinks));
    }
    m_reader = std::make_unique<Session::RecordReader>(*m_cluster, m_line.plan, std::move(sinks));
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
    if (status.state == ReadState::Stopped && !m_output->failure())
        say(QCoreApplication::translate("ReadCommand", "Stopped before the end was reached."));
    end(exitCode(status), status.complete());
}

int ReadCommand::exitCode(const Domain::ReadStatus &status) const
{
    if (m_output->failure())
        return incomplete;
    if (status.complete())
        return m_line.failIfNone && m_output->totals().records == 0 ? noneFound : done;
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
    const bool written = finishOutput(exitCode);
    const Session::ExportFile::Totals totals = m_output ? m_output->totals() : Session::ExportFile::Totals();
    tellProblems(totals);
    if (m_line.stats)
        std::fputs(statsLine(totals, figures(totals), m_line.plan.topics, static_cast<double>(m_clock.nsecsElapsed()) / 1e9, complete && written).c_str(), stderr);
    emit finished(written ? exitCode : std::max(exitCode, int(incomplete)));
}

/// A file gets its name also when the read was ended early: what was read is whole. False: it could not be written.
bool ReadCommand::finishOutput(int exitCode)
{
    if (!m_output)
        return true;
    if (const std::string failure = failureText(*m_output); !failure.empty()) {
        say(QCoreApplication::translate("ReadCommand", "Cannot write the output: %1.").arg(QString::fromStdString(failure)));
        if (!m_line.outputFile.isEmpty())
            say(QCoreApplication::translate("ReadCommand", "What was written before is in %1.part.").arg(m_line.outputFile));
        return false;
    }
    const Domain::ReadStatus status = m_reader ? m_reader->status() : Domain::ReadStatus();
    if (exitCode == nothingRead) {
        m_output->discard();
        return true;
    }
    if (!Domain::isFinal(status.state))
        return true; // a thread is stuck in writing: the .part stays
    const Domain::Status finished = m_output->finish(Store::recordingSpans(status, m_line.plan.newestFirst));
    if (!finished)
        printError(finished.error());
    return finished.ok();
}

void ReadCommand::tellProblems(const Session::ExportFile::Totals &totals) const
{
    if (totals.nullValues > 0)
        say(QCoreApplication::translate("ReadCommand", "%1 records with a null value left out.").arg(Items::countText(totals.nullValues)));
    if (!m_counters || m_counters->totals().errors == 0)
        return;
    const std::vector<Search::ScanCounters::Failure> failures = m_counters->failures();
    const QString first = failures.empty() ? QString() : Items::safeText(failures.front().problem, 200);
    say(QCoreApplication::translate("ReadCommand", "%1 records could not be evaluated: %2").arg(Items::countText(m_counters->totals().errors), first));
}

ScanFigures ReadCommand::figures(const Session::ExportFile::Totals &totals) const
{
    const Domain::ReadStatus status = m_reader ? m_reader->status() : Domain::ReadStatus();
    if (!m_counters)
        return {.scanned = status.records, .matched = totals.records, .bytesScanned = status.bytes, .late = status.lateRecords};
    const Search::ScanCounters::Totals scan = m_counters->totals();
    return {.scanned = scan.scanned, .matched = scan.matched, .errors = scan.errors, .bytesScanned = scan.bytesScanned, .late = status.lateRecords};
}

} // namespace App
