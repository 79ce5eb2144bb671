// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/kafka/ordersfixture.h"
#include "tests/support/kafkabroker.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace KafkaTest;
using Domain::IsolationLevel;
using Domain::Offset;
using Domain::PartitionId;
using Domain::ReadOrder;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 60'000;

using Key = std::pair<int, int>; ///< topic, partition

/// Per partition and in rising order: which offsets were records, and which were gaps.
struct Coverage
{
    std::vector<std::int64_t> records;
    std::vector<std::pair<std::int64_t, std::int64_t>> gaps; ///< touching ones joined
    bool operator==(const Coverage &) const = default;
};

std::map<Key, Coverage> coverageOf(const std::vector<Row> &rows)
{
    std::map<Key, Coverage> coverage;
    for (const Row &row : rows) {
        Coverage &one = coverage[{row.topic, row.partition}];
        if (row.gap)
            one.gaps.emplace_back(row.gap->from.value(), row.gap->to.value());
        else
            one.records.push_back(row.offset);
    }
    for (auto &[key, one] : coverage) {
        std::sort(one.records.begin(), one.records.end());
        std::sort(one.gaps.begin(), one.gaps.end());
        std::vector<std::pair<std::int64_t, std::int64_t>> joined;
        for (const auto &gap : one.gaps)
            if (!joined.empty() && joined.back().second == gap.first)
                joined.back().second = gap.second;
            else
                joined.push_back(gap);
        one.gaps = joined;
    }
    return coverage;
}

/// True when each partition's record times never run backward.
bool isInOrder(const std::vector<Row> &rows)
{
    std::map<Key, std::int64_t> last;
    for (const Row &row : rows) {
        const auto [at, isFirst] = last.try_emplace({row.topic, row.partition}, row.timestamp.ms);
        if (row.timestamp.ms < at->second)
            return false;
        at->second = row.timestamp.ms;
    }
    return true;
}

} // namespace

/// Orders and directions on real logs: transactions, compaction, retention, broker times, several topics.
class RealOrders final : public QObject
{
    Q_OBJECT

private:
    Run start(ReadPlan plan)
    {
        Kafka::ReadContext context = contextFor(m_broker.bootstrap().toStdString(), m_reaper);
        context.canLookUpTimes = true;
        return Run(context, plan);
    }

    KafkaBroker m_broker{KafkaBroker::Version::V4};
    std::shared_ptr<Kafka::ThreadReaper> m_reaper;

private slots:
    void initTestCase()
    {
        QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
        QVERIFY2(!m_broker.oracle({QStringLiteral("fill")}).isNull(), qPrintable(m_broker.error()));
    }
    void init() { m_reaper = std::make_shared<Kafka::ThreadReaper>(); }
    void cleanup() { QVERIFY(m_reaper->finish(std::chrono::seconds(10)).empty()); }

    void everyOrderGivesTheSameRecordsAndGaps_data()
    {
        QTest::addColumn<QStringList>("topics");
        QTest::addColumn<bool>("committed");
        QTest::addColumn<int>("from");
        for (const char *topic : {"kinds", "codec-zstd", "append-time", "odd-times", "transactions", "open-transaction", "compacted", "deleted-records", "empty", "many-partitions"})
            for (const bool committed : {true, false})
                QTest::addRow("%s %s", topic, committed ? "committed" : "uncommitted") << QStringList{QString::fromLatin1(topic)} << committed << -1;
        QTest::newRow("cut by retention, from within") << QStringList{QStringLiteral("deleted-records")} << true << 10;
        QTest::newRow("several topics") << QStringList{QStringLiteral("transactions"), QStringLiteral("codec-lz4"), QStringLiteral("compacted")} << true << -1;
    }
    void everyOrderGivesTheSameRecordsAndGaps()
    {
        QFETCH(QStringList, topics);
        QFETCH(bool, committed);
        QFETCH(int, from);
        ReadPlan plan;
        for (const QString &topic : topics)
            plan.topics.push_back(topic.toStdString());
        plan.isolation = committed ? IsolationLevel::Committed : IsolationLevel::Uncommitted;
        if (from >= 0)
            plan.from = Domain::AtOffset{Offset(from)};
        const Run arrival = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(arrival.isOver(), deadlineMs);
        const std::vector<Row> rows = arrival.collected->records();

        for (const ReadOrder order : {ReadOrder::Arrival, ReadOrder::Offset, ReadOrder::Time})
            for (const bool newestFirst : {false, true}) {
                plan.order = order;
                plan.newestFirst = newestFirst;
                const Run run = start(plan);
                QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
                QCOMPARE(int(run.state()), int(ReadState::Finished));
                QCOMPARE(run.status().complete(), arrival.status().complete());
                QCOMPARE(run.status().records, arrival.status().records);
                QCOMPARE(run.status().gapOffsets, arrival.status().gapOffsets);
                QVERIFY(coverageOf(run.collected->rows()) == coverageOf(arrival.collected->rows()));
                std::map<Key, std::int64_t> last;
                for (const Row &row : run.collected->records()) {
                    const auto before = last.find({row.topic, row.partition});
                    QVERIFY(before == last.end() || (newestFirst ? row.offset < before->second : row.offset > before->second));
                    last[{row.topic, row.partition}] = row.offset;
                }
                if (order == ReadOrder::Time && isInOrder(rows)) {
                    std::vector<Place> expected = placesOf(rows);
                    std::sort(expected.begin(), expected.end());
                    if (newestFirst)
                        std::reverse(expected.begin(), expected.end());
                    QVERIFY(placesOf(run.collected->records()) == expected);
                    QCOMPARE(run.status().lateRecords, std::uint64_t(0));
                }
            }
    }

    void timesBoundBothDirections_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::newRow("times of their makers") << QStringLiteral("codec-none");
        QTest::newRow("times of the broker") << QStringLiteral("append-time");
    }
    void timesBoundBothDirections()
    {
        QFETCH(QString, topic);
        ReadPlan plan{.topics = {topic.toStdString()}};
        const Run all = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(all.isOver(), deadlineMs);
        std::vector<Place> expected = placesOf(all.collected->records());
        std::sort(expected.begin(), expected.end());
        const std::int64_t from = std::get<0>(expected[expected.size() / 4]);
        const std::int64_t until = std::get<0>(expected[expected.size() / 2]) + 1;
        std::erase_if(expected, [&](const Place &place) { return std::get<0>(place) < from || std::get<0>(place) >= until; });
        QVERIFY(!expected.empty());
        plan.from = Domain::AtTime{from};
        plan.until = Domain::UntilTime{.ms = until};
        plan.order = ReadOrder::Time;
        const Run rising = start(plan);
        plan.newestFirst = true;
        const Run falling = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(rising.isOver() && falling.isOver(), deadlineMs);
        QVERIFY(placesOf(rising.collected->records()) == expected);
        std::reverse(expected.begin(), expected.end());
        QVERIFY(placesOf(falling.collected->records()) == expected);
    }
};

QTEST_GUILESS_MAIN(RealOrders)
#include "tst_realorders.moc"
