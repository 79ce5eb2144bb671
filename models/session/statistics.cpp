// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/statistics.h"

#include "session/ownerthread.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <mutex>

namespace Session {

struct Statistics::Count
{
    std::mutex mutex; ///< all of it
    std::shared_ptr<Store::RecordStatistics> statistics = std::make_shared<Store::RecordStatistics>();
    bool isOver = false; ///< the result is handed out and must not change any more
};

class Statistics::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<Count> count) : m_count(std::move(count)) {}
    void record(const Domain::Record &record) override { add(record); }
    void gap(const Domain::Gap &gap) override { add(gap); }
    void publish() override {}

private:
    void add(const auto &what)
    {
        const std::lock_guard lock(m_count->mutex);
        if (!m_count->isOver)
            m_count->statistics->add(what);
    }

    std::shared_ptr<Count> m_count;
};

Statistics::Statistics(QObject *parent) : QObject(parent), m_count(std::make_shared<Count>())
{
    connect(&m_pass, &RecordPass::progressed, this, &Statistics::look);
    connect(&m_pass, &RecordPass::finished, this, &Statistics::takeEnd);
}

Statistics::~Statistics() = default;

Domain::RecordSinkFactory Statistics::sinks() const
{
    return [count = m_count]() -> std::unique_ptr<Domain::RecordSink> { return std::make_unique<Sink>(count); };
}

void Statistics::start(const std::vector<std::string> &topics)
{
    Q_ASSERT_X(m_progress.state == State::Idle, "Statistics", "they are made once");
    m_progress.state = State::Running;
    m_topics = topics;
}

/// Each partition's rows in rising offsets, which is what tells whether times run backward.
void Statistics::startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges)
{
    assertOwnerThread(this);
    start(rows.session().plan().topics);
    m_pass.startRows(rows, std::move(ranges), RecordPass::Order::Place, sinks());
}

void Statistics::startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter)
{
    assertOwnerThread(this);
    start(plan.topics);
    Domain::ReadPlan rising = plan; // the order does not count, but times must be seen as they were written
    rising.order = Domain::ReadOrder::Arrival;
    rising.newestFirst = false;
    m_pass.startRead(cluster, rising, std::move(filter), sinks());
}

void Statistics::look()
{
    m_progress.done = m_pass.done();
    m_progress.total = m_pass.total();
    emit progressChanged();
}

void Statistics::takeEnd()
{
    if (!m_pass.reader() || m_pass.reader()->status().complete())
        return end(State::Done);
    end(m_pass.reader()->status().records > 0 ? State::Incomplete : State::Failed, m_pass.problem());
}

void Statistics::cancel()
{
    assertOwnerThread(this);
    if (m_progress.state != State::Running)
        return;
    m_pass.cancel();
    end(State::Cancelled);
}

void Statistics::end(State state, std::optional<Domain::Error> error)
{
    look();
    {
        const std::lock_guard lock(m_count->mutex);
        m_count->isOver = true;
        m_result = m_count->statistics;
    }
    m_progress.state = state;
    m_progress.error = std::move(error);
    emit finished();
}

} // namespace Session
