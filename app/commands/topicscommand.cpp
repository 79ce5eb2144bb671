// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/topicscommand.h"

#include "app/commands/topicsoutput.h"

#include <QCoreApplication>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace App {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds metadataDeadline = 9s; // a clear sentence within 10 s
constexpr std::chrono::milliseconds offsetsDeadline = 60s;

} // namespace

TopicsCommand::TopicsCommand(Services &services, CommandLine line, QObject *parent)
    : Command(parent), m_services(services), m_line(std::move(line)), m_handover(this)
{
}

void TopicsCommand::start()
{
    m_services.resolve(m_line.target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
        if (resolved)
            open(resolved.value());
        else
            fail(resolved.error());
    });
}

void TopicsCommand::interrupt()
{
    emit finished(incomplete);
}

void TopicsCommand::fail(const Domain::Error &error)
{
    printError(error);
    emit finished(nothingRead);
}

void TopicsCommand::open(const Services::Resolved &resolved)
{
    m_cluster = m_services.openCluster(resolved);
    m_cluster->requestMetadata({}, metadataDeadline, [this, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
        handle.post([this, reply = std::move(reply)]() mutable {
            if (reply)
                askOffsets(std::move(reply).value());
            else
                fail(reply.error());
        });
    });
}

void TopicsCommand::askOffsets(Domain::ClusterSnapshot snapshot)
{
    m_snapshot = std::move(snapshot);
    std::vector<Domain::OffsetQuery> queries;
    for (const auto kind : {Domain::OffsetQuery::Kind::Beginning, Domain::OffsetQuery::Kind::End})
        for (const Domain::Topic &topic : m_snapshot.topics)
            for (const Domain::Partition &partition : topic.partitions)
                queries.push_back({topic.name, partition.id, kind});
    if (queries.empty())
        return print({});
    // High means the high watermark: uncommitted.
    m_cluster->requestOffsets(std::move(queries), Domain::IsolationLevel::Uncommitted, false, offsetsDeadline,
                              [this, handle = m_handover.handle()](Domain::Result<std::vector<Domain::OffsetAnswer>> reply) {
                                  handle.post([this, reply = std::move(reply)] {
                                      if (!reply)
                                          printError(reply.error());
                                      print(reply ? reply.value() : std::vector<Domain::OffsetAnswer>{});
                                  });
                              });
}

void TopicsCommand::print(const std::vector<Domain::OffsetAnswer> &answers)
{
    const TopicsOutput output(m_snapshot, answers);
    const std::string text = m_line.json ? output.json() : output.table();
    errno = 0;
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written)
        std::fprintf(stderr, "playhead: %s\n",
                     qPrintable(QCoreApplication::translate("TopicsCommand", "Cannot write the output: %1.").arg(QString::fromLocal8Bit(std::strerror(errno)))));
    for (const Domain::Topic &topic : m_snapshot.topics)
        if (topic.error)
            printError(*topic.error);
    emit finished(written && output.complete() ? done : incomplete);
}

} // namespace App
