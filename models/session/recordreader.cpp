// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/recordreader.h"

#include "session/ownerthread.h"

#include <limits>

namespace Session {

RecordReader::RecordReader(Domain::Cluster &cluster, Domain::ReadPlan plan, Domain::RecordSinkFactory sinks, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_plan(std::move(plan)), m_sinks(std::move(sinks))
{
    connect(&m_timer, &QTimer::timeout, this, &RecordReader::look);
}

RecordReader::~RecordReader() = default;

void RecordReader::start(std::chrono::milliseconds interval)
{
    assertOwnerThread(this);
    Q_ASSERT_X(!m_source, "RecordReader", "a reader runs once");
    m_source = m_cluster.startRead(m_plan, std::move(m_sinks));
    m_status = m_source->status();
    m_generation = std::numeric_limits<std::uint64_t>::max(); // the first look reports whatever there is by then
    m_timer.start(interval);
}

void RecordReader::pause()
{
    assertOwnerThread(this);
    if (m_source)
        m_source->pause();
}

void RecordReader::resume()
{
    assertOwnerThread(this);
    if (m_source)
        m_source->resume();
}

void RecordReader::stop()
{
    assertOwnerThread(this);
    if (m_source)
        m_source->stop();
}

const Domain::ReadPlan &RecordReader::plan() const
{
    assertOwnerThread(this);
    return m_plan;
}

const Domain::ReadStatus &RecordReader::status() const
{
    assertOwnerThread(this);
    return m_status;
}

void RecordReader::look()
{
    // The generation first: a change that comes in between is seen again at the next look instead of being missed.
    const std::uint64_t generation = m_source->statusGeneration();
    if (generation == m_generation)
        return;
    m_generation = generation;
    m_status = m_source->status();
    const bool over = Domain::isFinal(m_status.state);
    if (over)
        m_timer.stop();
    emit statusChanged();
    if (over)
        emit finished();
}

} // namespace Session
