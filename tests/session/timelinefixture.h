// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/timeline.h"
#include "tests/support/fakecluster.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <random>

/// A timeline over a fake cluster, for several test programs.
namespace TimelineTest {

using namespace TestSupport;
using Session::Timeline;
using Session::TimelineBucket;
using Kind = Domain::OffsetQuery::Kind;

inline constexpr qint64 Start = 1'767'225'600'000; // 2026-01-01, where fakeRecords() begins
inline constexpr qint64 Second = 1000;

inline qint64 sum(const Timeline &timeline)
{
    qint64 total = 0;
    for (const TimelineBucket &bucket : timeline.buckets())
        total += bucket.total;
    return total;
}

/// Records of each partition in order of time, at uneven distances.
inline std::vector<FakeRecord> unevenRecords(int partitions, int count, Domain::TimestampType type = Domain::TimestampType::Create)
{
    std::mt19937 random(7);
    std::vector<FakeRecord> records;
    for (int p = 0; p < partitions; ++p) {
        qint64 ms = Start + p * 100;
        for (int i = 0; i < count; ++i) {
            ms += 1 + random() % (i % 500 == 0 ? 900'000 : 2000);
            records.push_back({.partition = p, .offset = 50 + i, .timestampMs = ms, .timestampType = type});
        }
    }
    return records;
}

/// What the test class has beside being a QObject.
class TimelineFixture
{
protected:
    void setUp()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_script = std::make_shared<FakeScript>();
        m_cluster = fakeCluster(m_script);
        m_timeline = std::make_unique<Timeline>(*m_cluster);
        m_timeline->setClock([this] { return m_now; });
        m_now = Start + 86'400 * Second;
        m_timeline->setMaxBars(64);
    }

    void tearDown()
    {
        m_timeline.reset();
        m_cluster.reset();
        m_script.reset();
    }
    void setRecords(const std::string &topic, int partitions, const std::vector<FakeRecord> &records)
    {
        m_script->addTopic(topic, partitions);
        m_script->setRecords(topic, records);
    }
    void open()
    {
        m_timeline->open({"orders"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
    }
    void giveNext()
    {
        QTRY_VERIFY(m_script->heldAnswers() > 0);
        m_script->release(1, false);
    }
    std::vector<Domain::OffsetQuery> lastRequest() const
    {
        const auto all = m_script->offsetRequests();
        return all.empty() ? std::vector<Domain::OffsetQuery>() : all.back();
    }
    static std::size_t lookUps(const std::vector<Domain::OffsetQuery> &request)
    {
        return static_cast<std::size_t>(std::count_if(request.begin(), request.end(), [](const Domain::OffsetQuery &q) { return q.kind == Kind::AtTime && q.ms > Start; }));
    }
    static qint64 firstTime(const std::vector<FakeRecord> &records)
    {
        return std::min_element(records.begin(), records.end(), [](const FakeRecord &a, const FakeRecord &b) { return a.timestampMs < b.timestampMs; })->timestampMs;
    }
    static qint64 lastTime(const std::vector<FakeRecord> &records)
    {
        return std::max_element(records.begin(), records.end(), [](const FakeRecord &a, const FakeRecord &b) { return a.timestampMs < b.timestampMs; })->timestampMs;
    }

    std::shared_ptr<FakeScript> m_script;
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::unique_ptr<Timeline> m_timeline;
    qint64 m_now = 0;
};

} // namespace TimelineTest
