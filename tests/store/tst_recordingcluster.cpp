// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordingfixture.h"

#include <QTest>

#include <algorithm>

using namespace RecordingTest;
using namespace std::chrono_literals;
using Domain::OffsetQuery;
using Domain::ReadOrder;
using Domain::ReadState;

namespace {

constexpr std::int64_t startMs = 1'700'000'000'000;

/// What a plan asks for, the slow and simple way.
std::vector<Kept> naive(const std::vector<Kept> &records, const Domain::ReadPlan &plan)
{
    std::vector<Kept> wanted = records;
    if (plan.order == ReadOrder::Time)
        std::stable_sort(wanted.begin(), wanted.end(), [](const Kept &a, const Kept &b) {
            return std::tie(a.timestamp.ms, a.topic, a.partition, a.offset) < std::tie(b.timestamp.ms, b.topic, b.partition, b.offset);
        });
    else
        std::stable_sort(wanted.begin(), wanted.end(), [](const Kept &a, const Kept &b) {
            return std::tie(a.topic, a.partition, a.offset) < std::tie(b.topic, b.partition, b.offset);
        });
    if (plan.newestFirst)
        std::reverse(wanted.begin(), wanted.end());
    return wanted;
}

std::vector<std::int64_t> offsets(const Outcome &outcome)
{
    std::vector<std::int64_t> list;
    for (const Kept &record : outcome.records)
        list.push_back(record.offset);
    return list;
}

} // namespace

/// A recording behaves like a cluster.
class TestRecordingCluster : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        // Two topics of three partitions, 2,000 records each: several blocks a partition.
        records = plainRecords(2, 3, 2000);
        std::vector<Store::RecordingSpan> spans;
        for (std::uint16_t t = 0; t < 2; ++t)
            for (int p = 0; p < 3; ++p)
                spans.push_back({.topic = t, .partition = PartitionId(p), .begin = Offset(0), .end = Offset(2000), .isComplete = true});
        file = folder.filePath(QStringLiteral("x.playhead")).toStdString();
        QVERIFY(writeRecording(file, records, 2, 3, {}, spans));
        cluster = Store::openRecording(file, threads());
    }

    void metadata()
    {
        const auto all = answer<Domain::ClusterSnapshot>([&](auto reply) { cluster->requestMetadata({}, 5s, reply); });
        QVERIFY(all);
        QCOMPARE(all->clusterId, std::string("cluster-1"));
        QCOMPARE(all->topics.size(), std::size_t(2));
        QCOMPARE(all->topics[1].partitions.size(), std::size_t(3));
        QVERIFY(all->topics[1].partitions[0].leader);
        const auto none = answer<Domain::ClusterSnapshot>([&](auto reply) { cluster->requestMetadata("nothing", 5s, reply); });
        QCOMPARE(none->topics.at(0).error->code, Domain::ErrorCode::UnknownTopic);
        QVERIFY(cluster->isRecording() && cluster->canLookUpTimes());
        QCOMPARE(cluster->connectionState().kind, Domain::ConnectionState::Kind::Up);
    }

    void offsetsAreExact()
    {
        std::vector<OffsetQuery> queries{{"topic-0", PartitionId(0), OffsetQuery::Kind::Beginning},
                                         {"topic-0", PartitionId(0), OffsetQuery::Kind::End},
                                         {"topic-1", PartitionId(2), OffsetQuery::Kind::MaxTimestamp},
                                         {"topic-1", PartitionId(2), OffsetQuery::Kind::AtTime, std::numeric_limits<std::int64_t>::max()},
                                         {"topic-1", PartitionId(9), OffsetQuery::Kind::End},
                                         {"nothing", PartitionId(0), OffsetQuery::Kind::End}};
        for (int n = 0; n < 2000; n += 7)
            queries.push_back({"topic-0", PartitionId(2), OffsetQuery::Kind::AtTime, startMs + n * 1000 + 101});
        const auto answers = answer<std::vector<Domain::OffsetAnswer>>(
            [&](auto reply) { cluster->requestOffsets(queries, Domain::IsolationLevel::Committed, false, 5s, reply); });
        QVERIFY(answers);
        QCOMPARE(answers->size(), queries.size());
        QCOMPARE(*answers->at(0).offset, Offset(0));
        QCOMPARE(*answers->at(1).offset, Offset(2000));
        QCOMPARE(*answers->at(2).offset, Offset(1999));
        QCOMPARE(answers->at(2).timestampMs, startMs + 1999 * 1000 + 100);
        QVERIFY(!answers->at(3).offset && !answers->at(3).error);
        QCOMPARE(answers->at(4).error->code, Domain::ErrorCode::UnknownPartition);
        QCOMPARE(answers->at(5).error->code, Domain::ErrorCode::UnknownTopic);
        for (std::size_t i = 6; i < answers->size(); ++i) // partition 2 is 100 ms behind: the next record it is
            QCOMPARE(answers->at(i).offset.value_or(Offset(2000)), Offset(static_cast<std::int64_t>(7 * (i - 6) + 1)));
    }

    void recordTimes()
    {
        const std::vector<Domain::RecordTimeQuery> queries{{"topic-0", PartitionId(1), Offset(0)}, {"topic-0", PartitionId(1), Offset(1234)}, {"topic-0", PartitionId(1), Offset(2000)}};
        const auto answers = answer<std::vector<Domain::RecordTimeAnswer>>([&](auto reply) { cluster->requestRecordTimes(queries, 5s, reply); });
        QCOMPARE(*answers->at(1).offset, Offset(1234));
        QCOMPARE(answers->at(1).timestamp.ms, startMs + 1'234'000);
        QVERIFY(!answers->at(2).offset && !answers->at(2).error);
        const auto committed = answer<std::vector<Domain::OffsetAnswer>>([&](auto reply) { cluster->requestCommittedOffsets("g", {}, 5s, reply); });
        QCOMPARE(committed.error().code, Domain::ErrorCode::Unsupported);
    }

    void orders_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("newestFirst");
        QTest::newRow("offset") << int(ReadOrder::Offset) << false;
        QTest::newRow("time") << int(ReadOrder::Time) << false;
        QTest::newRow("time, newest first") << int(ReadOrder::Time) << true;
    }
    void orders()
    {
        QFETCH(int, order);
        QFETCH(bool, newestFirst);
        Domain::ReadPlan plan = planFor(2);
        plan.order = static_cast<ReadOrder>(order);
        plan.newestFirst = newestFirst;
        const Outcome outcome = read(*cluster, plan);
        QVERIFY(outcome.status.complete());
        QCOMPARE(outcome.status.lateRecords, std::uint64_t(0));
        QVERIFY(outcome.records == naive(records, plan));
    }

    void offsetsFallNewestFirst()
    {
        for (const ReadOrder order : {ReadOrder::Arrival, ReadOrder::Offset}) {
            Domain::ReadPlan plan = planFor(2);
            plan.newestFirst = true;
            plan.order = order;
            const Outcome outcome = read(*cluster, plan);
            QCOMPARE(outcome.records.size(), records.size());
            std::map<std::pair<int, int>, std::int64_t> last;
            for (const Kept &record : outcome.records) {
                const auto [it, isNew] = last.try_emplace({record.topic, record.partition}, record.offset);
                QCOMPARE(record.offset, isNew ? 1999 : it->second - 1);
                it->second = record.offset;
            }
            for (const Domain::PartitionProgress &partition : outcome.status.partitions)
                QCOMPARE(partition.position, Offset(0));
        }
    }

    void ranges_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"offset", "time", "tail", "own"}) {
            QTest::addRow("%s first", kind) << 0 << 3 << QString::fromLatin1(kind);
            QTest::addRow("%s middle", kind) << 777 << 900 << QString::fromLatin1(kind);
            QTest::addRow("%s last", kind) << 1990 << 10 << QString::fromLatin1(kind);
            QTest::addRow("%s none", kind) << 500 << 0 << QString::fromLatin1(kind);
        }
    }
    void ranges()
    {
        QFETCH(int, from);
        QFETCH(int, count);
        QFETCH(QString, kind);
        Domain::ReadPlan plan = planFor(1);
        plan.partitions = {PartitionId(1)};
        plan.from = Domain::AtOffset{Offset(from)};
        plan.until = Domain::UntilOffset{Offset(from + count)};
        if (kind == u"time") {
            plan.from = Domain::AtTime{startMs + from * 1000 - 500};
            plan.until = Domain::UntilTime{.ms = startMs + (from + count) * 1000 - 500};
        } else if (kind == u"tail") {
            plan.from = Domain::Tail{2000 - from};
        } else if (kind == u"own") {
            plan.from = Domain::End{};
            plan.until = Domain::UntilEnd{};
            plan.fromPerPartition[{0, PartitionId(1)}] = Domain::AtOffset{Offset(from)};
            plan.untilPerPartition[{0, PartitionId(1)}] = Offset(from + count);
        }
        std::vector<std::int64_t> expected;
        for (int n = 0; n < count; ++n)
            expected.push_back(from + n);
        QCOMPARE(offsets(read(*cluster, plan)), expected);
        plan.newestFirst = true;
        std::reverse(expected.begin(), expected.end());
        QCOMPARE(offsets(read(*cluster, plan)), expected);
    }

    void limits()
    {
        Domain::ReadPlan plan = planFor(2);
        plan.limit = 5;
        const Outcome outcome = read(*cluster, plan);
        QCOMPARE(outcome.status.state, ReadState::LimitReached);
        QCOMPARE(outcome.records.size(), std::size_t(5));
        plan.limit = 0;
        QCOMPARE(read(*cluster, plan).records.size(), std::size_t(0));
    }

    void whatIsNotThere()
    {
        Domain::ReadPlan plan = planFor(1);
        plan.partitions = {PartitionId(7)};
        QCOMPARE(read(*cluster, plan).status.error->code, Domain::ErrorCode::UnknownPartition);
        plan = {.topics = {"nothing"}};
        const Outcome outcome = read(*cluster, plan);
        QCOMPARE(outcome.status.state, ReadState::Failed);
        QCOMPARE(outcome.status.error->code, Domain::ErrorCode::UnknownTopic);
        plan = planFor(1);
        plan.partitions = {PartitionId(1)};
        plan.from = Domain::AtOffset{Offset(2001)};
        QCOMPARE(read(*cluster, plan).status.partitions.at(0).error->code, Domain::ErrorCode::OffsetOutOfRange);
        const auto broken = Store::openRecording(folder.filePath(QStringLiteral("none.playhead")).toStdString(), threads());
        QCOMPARE(read(*broken, planFor(1)).status.error->code, Domain::ErrorCode::FileUnreadable);
        QCOMPARE(broken->connectionState().kind, Domain::ConnectionState::Kind::Refused);
        QVERIFY(!answer<Domain::ClusterSnapshot>([&](auto reply) { broken->requestMetadata({}, 5s, reply); }));
    }

    void oneOfSeveralTopicsIsNotThere()
    {
        Domain::ReadPlan plan = planFor(1);
        plan.topics.push_back("nothing");
        const Outcome outcome = read(*cluster, plan);
        QCOMPARE(outcome.status.state, ReadState::Finished);
        QVERIFY(!outcome.status.complete());
        QCOMPARE(outcome.records.size(), std::size_t(6000));
        QCOMPARE(outcome.status.partitions.size(), std::size_t(4));
        QCOMPARE(outcome.status.partitions.back().error->code, Domain::ErrorCode::UnknownTopic);
    }

    void whatLiesBelowTheFirstIsAGap_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("newestFirst");
        QTest::addColumn<int>("until");
        for (const int until : {500, 150, 60})
            for (const bool newestFirst : {false, true})
                for (const ReadOrder order : {ReadOrder::Arrival, ReadOrder::Offset, ReadOrder::Time})
                    QTest::addRow("order %d%s until %d", int(order), newestFirst ? ", newest first" : "", until) << int(order) << newestFirst << until;
    }
    /// The log began at 100 when it was recorded; reading a cluster tells the same.
    void whatLiesBelowTheFirstIsAGap()
    {
        QFETCH(int, order);
        QFETCH(bool, newestFirst);
        QFETCH(int, until);
        std::vector<Kept> cut = plainRecords(1, 2, 300);
        std::erase_if(cut, [](const Kept &record) { return record.offset < 100; });
        const std::string other = folder.filePath(QStringLiteral("cut.playhead")).toStdString();
        QVERIFY(writeRecording(other, cut, 1, 2));
        Domain::ReadPlan plan = planFor(1);
        plan.order = static_cast<ReadOrder>(order);
        plan.newestFirst = newestFirst;
        plan.from = Domain::AtOffset{Offset(10)};
        plan.until = Domain::UntilOffset{Offset(until)};
        const Outcome outcome = read(other, plan);
        const int to = std::min(until, 100);
        QVERIFY(outcome.status.complete());
        QCOMPARE(outcome.records.size(), std::size_t(2 * (std::min(until, 300) - to)));
        QCOMPARE(outcome.gaps.size(), std::size_t(2));
        for (const Domain::Gap &gap : outcome.gaps)
            QVERIFY(gap == (Domain::Gap{.partition = gap.partition, .from = Offset(10), .to = Offset(to), .reason = Domain::GapReason::Retention}));
        QCOMPARE(outcome.status.gapOffsets, std::uint64_t(2 * (to - 10)));
        for (const Domain::PartitionProgress &partition : outcome.status.partitions) {
            QCOMPARE(partition.begin, Offset(10));
            QCOMPARE(partition.position, Offset(newestFirst ? 10 : std::min(until, 300)));
        }
    }

    void aLiveReadEndsAtTheEnd()
    {
        Domain::ReadPlan plan = planFor(1);
        plan.from = Domain::Tail{1};
        plan.until = Domain::UntilLive{};
        const Outcome outcome = read(*cluster, plan);
        QCOMPARE(outcome.status.state, ReadState::Finished);
        QCOMPARE(outcome.records.size(), std::size_t(3));
    }

    void lateRecordsAreCounted()
    {
        std::vector<Kept> disorder;
        for (const std::int64_t ms : {100, 300, 200, 250, 400})
            disorder.push_back({.offset = static_cast<std::int64_t>(disorder.size()), .timestamp = {ms, Domain::TimestampType::Create}});
        for (const std::int64_t ms : {150, 260, 500})
            disorder.push_back({.partition = 1, .offset = static_cast<std::int64_t>(disorder.size()) - 5, .timestamp = {ms, Domain::TimestampType::Create}});
        disorder.push_back({.partition = 1, .offset = 3}); // without a time: stays where it is
        const std::string other = folder.filePath(QStringLiteral("late.playhead")).toStdString();
        QVERIFY(writeRecording(other, disorder, 1, 2));
        Domain::ReadPlan plan = planFor(1);
        plan.order = ReadOrder::Time;
        const Outcome outcome = read(other, plan);
        std::vector<std::int64_t> times;
        for (const Kept &record : outcome.records)
            times.push_back(record.timestamp.ms);
        QCOMPARE(times, (std::vector<std::int64_t>{100, 150, 260, 300, 200, 250, 400, 500, -1}));
        QCOMPARE(outcome.status.lateRecords, std::uint64_t(2));
    }

    void pausesStopsAndWaitsForRoom()
    {
        struct Gate
        {
            std::atomic<bool> hasRoom = false;
            std::atomic<int> records = 0;
        };
        class GateSink final : public Domain::RecordSink
        {
        public:
            explicit GateSink(std::shared_ptr<Gate> gate) : m_gate(std::move(gate)) {}
            void record(const Domain::Record &) override { ++m_gate->records; }
            void gap(const Domain::Gap &) override {}
            void publish() override {}
            bool hasRoom() const override { return m_gate->hasRoom; }

        private:
            std::shared_ptr<Gate> m_gate;
        };
        const auto gate = std::make_shared<Gate>();
        const auto source = cluster->startRead(planFor(2), [gate] { return std::make_unique<GateSink>(gate); });
        QTRY_COMPARE(source->status().state, ReadState::BudgetReached);
        const int before = gate->records;
        QVERIFY(before < 12'000);
        source->pause();
        QTRY_COMPARE(source->status().state, ReadState::Paused);
        gate->hasRoom = true;
        source->resume();
        QTRY_COMPARE(source->status().state, ReadState::Finished);
        QCOMPARE(gate->records.load(), 12'000);
        gate->hasRoom = false;
        const auto stopped = cluster->startRead(planFor(2), [gate] { return std::make_unique<GateSink>(gate); });
        QTRY_COMPARE(stopped->status().state, ReadState::BudgetReached);
        stopped->stop();
        QTRY_COMPARE(stopped->status().state, ReadState::Stopped);
    }

    void aFullSinkEndsTheRead()
    {
        class ThreeSink final : public Domain::RecordSink
        {
        public:
            bool wants(const Domain::Record &record) override { return record.offset.value() % 2 == 1; }
            void record(const Domain::Record &) override { ++m_count; }
            void gap(const Domain::Gap &) override {}
            void publish() override {}
            bool isFull() const override { return m_count >= 3; }

        private:
            int m_count = 0;
        };
        Domain::ReadPlan plan = planFor(1);
        plan.order = ReadOrder::Offset;
        const auto source = cluster->startRead(plan, [] { return std::make_unique<ThreeSink>(); });
        const Domain::ReadStatus status = waitForEnd(*source);
        QCOMPARE(status.state, ReadState::LimitReached);
        QCOMPARE(status.records, std::uint64_t(6)); // offered
    }

private:
    QTemporaryDir folder;
    std::string file;
    std::vector<Kept> records;
    std::unique_ptr<Domain::Cluster> cluster;
};

QTEST_GUILESS_MAIN(TestRecordingCluster)
#include "tst_recordingcluster.moc"
