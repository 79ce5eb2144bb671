// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordstage.h"
#include "subject.h"

#include "tests/support/fakecluster.h"

#include <algorithm>
#include <ctime>

namespace Bench {

namespace {

constexpr int TickRows = 1000;
constexpr int TicksPerRound = 10;
constexpr int Rounds = 8;

double threadSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// A reading whose records this thread writes itself.
class FedStage
{
public:
    FedStage()
        : m_script(std::make_shared<TestSupport::FakeScript>())
        , m_cluster(TestSupport::fakeCluster(m_script))
        , m_stage(*m_cluster, std::size_t(8) << 30)
    {
        m_script->addTopic("load", 1);
        m_record.key = std::string(16, 'k');
        m_record.value = R"({"id":12345,"user":{"name":"User 5af1","city":"Paris"},"amount":94.25,"status":"active","note":"abcdef"})";
        m_stage.view.setFollowing(true);
    }
    Q_DISABLE_COPY_MOVE(FedStage)

    /// Starts anew and holds this many rows.
    bool fill(int rows)
    {
        m_record.offset = 0;
        Domain::ReadPlan plan;
        plan.topics = {"load"};
        plan.until = Domain::UntilLive{};
        m_stage.session.start(plan);
        for (int written = 0; written < rows; written += 100'000)
            write(std::min(100'000, rows - written));
        return waitUntil([this, rows] { return m_stage.model.rowCount() >= rows; });
    }

    /// The CPU time this thread spends from the moment rows are published until they are painted.
    std::optional<double> tick()
    {
        const int rows = m_stage.model.rowCount();
        write(TickRows);
        PaintWatch painted(m_stage.view.viewport(), [this, rows] { return m_stage.model.rowCount() >= rows + TickRows; });
        const double start = threadSeconds();
        if (!painted.wait())
            return std::nullopt;
        return threadSeconds() - start;
    }

private:
    void write(int rows)
    {
        const auto read = m_script->lastRead();
        for (int i = 0; i < rows; ++i) {
            m_record.timestampMs = 1'767'322'800'000 + m_record.offset;
            read->record(m_record);
            ++m_record.offset;
        }
        read->publish();
    }

    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<Domain::Cluster> m_cluster;
    RecordStage m_stage;
    TestSupport::FakeRecord m_record;
};

double median(std::vector<double> values)
{
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

} // namespace

std::optional<double> tickRatio(const QStringList &arguments)
{
    FedStage small;
    FedStage large;
    if (!large.fill(arguments.value(1).toInt()))
        return std::nullopt;
    std::vector<double> smallTicks;
    std::vector<double> largeTicks;
    for (int round = 0; round < Rounds; ++round) {
        if (!small.fill(arguments.value(0).toInt())) // anew, or it would not stay small
            return std::nullopt;
        for (int i = 0; i < TicksPerRound; ++i) {
            const std::optional<double> a = small.tick();
            const std::optional<double> b = large.tick();
            if (!a || !b)
                return std::nullopt;
            smallTicks.push_back(*a);
            largeTicks.push_back(*b);
        }
    }
    std::fprintf(stderr, "  tick with painting: %.3g ms large, %.3g ms small\n", median(largeTicks) * 1e3, median(smallTicks) * 1e3);
    return median(largeTicks) / median(smallTicks);
}

} // namespace Bench
