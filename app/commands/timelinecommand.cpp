// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/timelinecommand.h"

#include "codec/jsonl.h"

#include <QCoreApplication>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>

namespace App {

using namespace std::chrono_literals;
using Session::Timeline;

namespace {

constexpr std::chrono::milliseconds metadataDeadline = 9s; // a clear sentence within 10 s

void appendCounts(std::string &out, const Timeline &timeline, const Session::TimelineBucket &bucket)
{
    const std::vector<Session::TimelinePartition> &partitions = timeline.partitions(); // by topic
    bool isFirstTopic = true;
    for (std::size_t topic = 0; topic < timeline.topics().size(); ++topic) {
        std::string counts;
        for (std::size_t p = 0; p < partitions.size(); ++p)
            if (partitions[p].topic == topic && partitions[p].isCounted())
                counts += (counts.empty() ? "\"" : ",\"") + std::to_string(partitions[p].id.value()) + "\":" + std::to_string(bucket.counts[p]);
        if (counts.empty())
            continue;
        out += isFirstTopic ? "" : ",";
        isFirstTopic = false;
        Codec::appendJsonValue(out, std::string_view(timeline.topics()[topic]));
        out += ":{" + counts + '}';
    }
}

} // namespace

TimelineCommand::TimelineCommand(Services &services, CommandLine line, QObject *parent)
    : Command(parent), m_services(services), m_line(std::move(line)), m_handover(this)
{
}

void TimelineCommand::start()
{
    m_services.resolve(m_line.target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
        if (resolved)
            open(resolved.value());
        else
            fail(resolved.error());
    });
}

void TimelineCommand::interrupt()
{
    end(incomplete);
}

void TimelineCommand::end(int exitCode)
{
    if (!std::exchange(m_ended, true))
        emit finished(exitCode);
}

void TimelineCommand::fail(const Domain::Error &error)
{
    printError(error);
    end(nothingRead);
}

void TimelineCommand::open(const Services::Resolved &resolved)
{
    m_cluster = m_services.openCluster(resolved);
    if (m_line.plan.topics.empty())
        listTopics();
    else
        chart(m_line.plan.topics);
}

/// A recording needs no topic: all there are.
void TimelineCommand::listTopics()
{
    m_cluster->requestMetadata({}, metadataDeadline, [this, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
        handle.post([this, reply = std::move(reply)] {
            if (!reply)
                return fail(reply.error());
            std::vector<std::string> topics;
            for (const Domain::Topic &topic : reply->topics)
                topics.push_back(topic.name);
            chart(topics);
        });
    });
}

void TimelineCommand::chart(const std::vector<std::string> &topics)
{
    m_timeline = std::make_unique<Timeline>(*m_cluster);
    m_timeline->setReadsSmallLogs(false); // offsets are counted here, so that the sum is the log's span
    m_timeline->setMaxBars(m_line.buckets);
    m_timeline->setEdgeLimit(std::numeric_limits<int>::max()); // so many buckets were asked for in so many words
    connect(m_timeline.get(), &Timeline::changed, this, &TimelineCommand::onChanged);
    m_timeline->open(topics, m_line.plan.partitions, m_line.plan.isolation);
}

std::string TimelineCommand::json(const Timeline &timeline)
{
    std::string out = R"({"from":)" + std::to_string(timeline.begin()) + R"(,"to":)" + std::to_string(timeline.end()) + R"(,"buckets":[)";
    bool isFirst = true;
    for (const Session::TimelineBucket &bucket : timeline.buckets()) {
        out += (isFirst ? R"({"start":)" : R"(,{"start":)") + std::to_string(bucket.from) + R"(,"counts":{)";
        appendCounts(out, timeline, bucket);
        out += R"(},"approximate":)";
        out += bucket.isApproximate ? "true}" : "false}";
        isFirst = false;
    }
    out += "]}\n";
    return out;
}

void TimelineCommand::onChanged()
{
    if (m_ended || (m_timeline->state() != Timeline::State::Ready && m_timeline->state() != Timeline::State::Failed))
        return;
    const bool failed = m_timeline->state() == Timeline::State::Failed;
    if (failed && m_timeline->buckets().empty())
        return fail(m_timeline->error().value_or(Domain::Error{}));
    const std::string text = json(*m_timeline);
    errno = 0;
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written)
        std::fprintf(stderr, "playhead: %s\n",
                     qPrintable(QCoreApplication::translate("TimelineCommand", "Cannot write the output: %1.").arg(QString::fromLocal8Bit(std::strerror(errno)))));
    for (const auto &[topic, error] : m_timeline->topicErrors())
        printError(error);
    for (const Session::TimelinePartition &partition : m_timeline->partitions())
        if (partition.error)
            printError(*partition.error);
    if (failed && m_timeline->error())
        printError(*m_timeline->error());
    end(written && !failed && !m_timeline->isTotalLowerBound() ? done : incomplete);
}

} // namespace App
