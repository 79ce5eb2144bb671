// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/watermarktable.h"

#include <QTest>

#include <algorithm>

using Kind = Domain::OffsetQuery::Kind;
using Queries = std::vector<Domain::OffsetQuery>;
using Session::WatermarkTable;

namespace {

std::string nameOf(int topic)
{
    return "topic-" + std::to_string(100 + topic);
}

Session::SharedSnapshot snapshot(int topics, int partitions)
{
    Domain::ClusterSnapshot result;
    for (int t = 0; t < topics; ++t) {
        Domain::Topic topic;
        topic.name = nameOf(t);
        for (int p = 0; p < partitions; ++p) {
            Domain::Partition partition;
            partition.id = Domain::PartitionId(p);
            partition.leader = Domain::BrokerId(1);
            topic.partitions.push_back(partition);
        }
        result.topics.push_back(topic);
    }
    return std::make_shared<const Domain::ClusterSnapshot>(std::move(result));
}

Domain::Error failure()
{
    return Domain::Error{.code = Domain::ErrorCode::LeaderMoved};
}

/// Every partition goes from 10 to 110; queries of `failing` fail.
std::vector<Domain::OffsetAnswer> answersTo(const Queries &queries, std::optional<Kind> failing = {})
{
    std::vector<Domain::OffsetAnswer> answers(queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (queries[i].kind == failing)
            answers[i].error = failure();
        else
            answers[i].offset = Domain::Offset(queries[i].kind == Kind::Beginning ? 10 : 110);
    }
    return answers;
}

bool has(const Queries &queries, Kind kind)
{
    return std::ranges::any_of(queries, [kind](const Domain::OffsetQuery &query) { return query.kind == kind; });
}

} // namespace

/// What is asked in which order, and what an answer makes known.
class TestWatermarkTable : public QObject
{
    Q_OBJECT

private slots:
    void init() { table = WatermarkTable(); }

    void endsOfAllComeBeforeTheFirstBeginning()
    {
        table.setSnapshot(snapshot(25, 10));
        table.askAll();
        std::vector<Queries> asked;
        for (Queries queries = next(); !queries.empty(); queries = next()) {
            QVERIFY(!(has(queries, Kind::End) && has(queries, Kind::Beginning)));
            QVERIFY(asked.empty() || has(asked.back(), Kind::End) || !has(queries, Kind::End));
            QVERIFY(queries.size() <= 100);
            asked.push_back(queries);
        }
        QCOMPARE(asked.size(), 6U); // 250 ends, 250 beginnings, 100 at a time
        for (const Queries &queries : asked)
            QCOMPARE(table.merge(queries, answersTo(queries)).size(), queries.size() / 10);
        for (int t = 0; t < 25; ++t)
            QCOMPARE(table.span(nameOf(t)), Domain::OffsetSpan(1000));
    }

    void onlyTheEndIsKnownInBetween()
    {
        table.setSnapshot(snapshot(25, 10));
        table.askAll();
        const Queries queries = next();
        table.merge(queries, answersTo(queries));
        QCOMPARE(table.of(nameOf(0)).at(9).high, Domain::Offset(110));
        QVERIFY(!table.of(nameOf(0)).at(9).low);
        QVERIFY(!table.span(nameOf(0)));
    }

    void whatFitsOneRequestIsAskedAtOnce()
    {
        table.setSnapshot(snapshot(10, 10));
        table.askAll();
        const Queries queries = next();
        QCOMPARE(queries.size(), 200U);
        QVERIFY(next().empty());
        table.merge(queries, answersTo(queries));
        QCOMPARE(table.span(nameOf(9)), Domain::OffsetSpan(1000));
    }

    void whatSomebodyLooksAtIsAskedFirstAndWhole()
    {
        table.setSnapshot(snapshot(25, 10));
        table.askAll();
        const Queries before = next();
        QCOMPARE(before.back().topic, nameOf(9));
        table.askFirst({nameOf(20), nameOf(22)});
        const Queries queries = next();
        QCOMPARE(queries.front().topic, nameOf(20));
        QCOMPARE(queries.at(20).topic, nameOf(22));
        table.merge(queries, answersTo(queries));
        QCOMPARE(table.span(nameOf(20)), Domain::OffsetSpan(1000));
        QVERIFY(!table.span(nameOf(10)));
        int beginnings = 0;
        for (Queries rest = next(); !rest.empty(); rest = next())
            beginnings += int(std::ranges::count_if(rest, [](const auto &q) { return q.topic == nameOf(20) || q.topic == nameOf(22); }));
        QCOMPARE(beginnings, 0); // they have been asked
    }

    void theLastFewEndsDoNotBringTheirBeginnings()
    {
        table.setSnapshot(snapshot(11, 10));
        table.askAll();
        QVERIFY(!has(next(), Kind::Beginning));
        const Queries last = next(); // of one topic
        QCOMPARE(last.size(), 10U);
        QVERIFY(!has(last, Kind::Beginning));
    }

    void anErrorIsOverWithTheNextAnswerToBoth()
    {
        table.setSnapshot(snapshot(1, 1));
        for (const Kind failing : {Kind::Beginning, Kind::End}) {
            ask(failing);
            QVERIFY(table.of(nameOf(0)).at(0).error); // whichever of the two failed
            ask(std::nullopt);
            QVERIFY(!table.of(nameOf(0)).at(0).error);
            QCOMPARE(table.span(nameOf(0)), Domain::OffsetSpan(100));
        }
    }

    void aRequestThatFailedLeavesItsReason()
    {
        table.setSnapshot(snapshot(25, 10));
        table.askAll();
        const Queries ends = next();
        QCOMPARE(table.merge(ends, failure()).size(), 10U);
        QVERIFY(table.of(nameOf(0)).at(0).error);
        QVERIFY(!table.of(nameOf(0)).at(0).high);
    }

    void askingAgainWhileBeginningsWaitAsksEachOnce()
    {
        table.setSnapshot(snapshot(25, 10));
        table.askAll();
        for (int i = 0; i < 3; ++i) {
            const Queries ends = next();
            table.merge(ends, answersTo(ends));
        }
        table.askAgain();
        std::size_t ends = 0;
        std::size_t beginnings = 0;
        for (Queries queries = next(); !queries.empty(); queries = next())
            (has(queries, Kind::End) ? ends : beginnings) += queries.size();
        QCOMPARE(ends, 250U);
        QCOMPARE(beginnings, 250U);
    }

    void beginningsFollowTheirTopicsThroughARefresh()
    {
        table.setSnapshot(snapshot(25, 10));
        table.askAll();
        for (int i = 0; i < 3; ++i)
            (void)next();
        Domain::ClusterSnapshot fewer = *snapshot(25, 10);
        fewer.topics.erase(fewer.topics.begin(), fewer.topics.begin() + 20);
        table.setSnapshot(std::make_shared<const Domain::ClusterSnapshot>(std::move(fewer)));
        const Queries beginnings = next();
        QCOMPARE(beginnings.size(), 50U);
        QCOMPARE(beginnings.front().topic, nameOf(20));
        QVERIFY(next().empty());
        QVERIFY(table.merge({{nameOf(3), Domain::PartitionId(0), Kind::End}}, answersTo({{nameOf(3), Domain::PartitionId(0), Kind::End}})).empty());
    }

private:
    Queries next() { return table.nextQueries(100, changed); }
    void ask(std::optional<Kind> failing)
    {
        table.askFirst({nameOf(0)});
        const Queries queries = next();
        QCOMPARE(queries.size(), 2U);
        table.merge(queries, answersTo(queries, failing));
    }

    WatermarkTable table;
    std::vector<std::string> changed;
};

QTEST_APPLESS_MAIN(TestWatermarkTable)
#include "tst_watermarktable.moc"
