// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/producejob.h"

#include "session/ownerthread.h"

namespace Session {

namespace {

using namespace std::chrono_literals;

constexpr auto lookInterval = 50ms;
constexpr std::int64_t usualMaxMessageBytes = 1'048'588; ///< Kafka's default

/// What the run's thread needs, and what it tells when it is over.
struct Work
{
    std::shared_ptr<Domain::Cluster> cluster;
    std::unique_ptr<Produce::ProduceRun> run;
};

} // namespace

ProduceJob::ProduceJob(std::shared_ptr<Domain::Cluster> cluster, QObject *parent) : QObject(parent), m_cluster(std::move(cluster))
{
    connect(&m_timer, &QTimer::timeout, this, &ProduceJob::look);
}

ProduceJob::~ProduceJob() = default;

void ProduceJob::start(const Produce::ProduceRequest &request, std::optional<std::int64_t> maxMessageBytes, Produce::ProduceRun::OnReport onReport)
{
    assertOwnerThread(this);
    Q_ASSERT(!m_board);
    auto work = std::make_shared<Work>();
    work->cluster = m_cluster;
    work->run = std::make_unique<Produce::ProduceRun>(m_cluster->writes(), request, maxMessageBytes.value_or(usualMaxMessageBytes), std::move(onReport));
    m_board = work->run->board();
    m_thread = m_cluster->startThread("produce", [work](const std::stop_token &stop) { work->run->run(stop); });
    m_timer.start(lookInterval);
}

void ProduceJob::stop()
{
    assertOwnerThread(this);
    m_thread.reset(); // asks it to stop; its board goes on telling
}

bool ProduceJob::isRunning() const
{
    assertOwnerThread(this);
    return m_board && m_status.state != Produce::RunState::Ended;
}

void ProduceJob::look()
{
    if (m_board->generation() == m_status.generation)
        return;
    m_status = m_board->status();
    emit changed();
    if (m_status.state != Produce::RunState::Ended)
        return;
    m_timer.stop();
    emit ended();
}

} // namespace Session
