// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayplan.h"

#include <QTest>

#include <functional>
#include <random>
#include <set>
#include <string>

using namespace Replay;
using Domain::Offset;
using Domain::PartitionId;
using Domain::TopicPartition;

/// A plan written, read back and named by its hash.
class TestReplayPlan : public QObject
{
    Q_OBJECT

private slots:
    void everythingComesBack_data();
    void everythingComesBack();
    void bytesThatAreNoTextComeBack();
    void eachFieldChangesTheHash();
    void manyOffsetsAreShort();
    void damageIsRefused_data();
    void damageIsRefused();
    void anyByteChangedIsRefusedOrReadsAgain();
};

Q_DECLARE_METATYPE(Replay::Plan)

namespace {

Plan fullPlan()
{
    Plan plan;
    plan.source.connection = "local \"x\"\n";
    plan.source.clusterId = "abc";
    plan.source.read.topics = {"orders", "payments"};
    plan.source.read.partitions = {PartitionId(0), PartitionId(3)};
    plan.source.read.from = Domain::AtTime{-5};
    plan.source.read.until = Domain::UntilTime{1'767'225'600'000, 0};
    plan.source.read.fromPerPartition = {{TopicPartition{0, PartitionId(0)}, Domain::AtOffset{Offset(7)}},
                                         {TopicPartition{1, PartitionId(3)}, Domain::Tail{9}},
                                         {TopicPartition{1, PartitionId(0)}, Domain::End{}}};
    plan.source.read.untilPerPartition = {{TopicPartition{0, PartitionId(0)}, Offset(9'223'372'036'854'775'807LL)}};
    plan.source.read.limit = 12;
    plan.source.read.isolation = Domain::IsolationLevel::Uncommitted;
    plan.source.read.order = Domain::ReadOrder::Time;
    plan.source.read.newestFirst = true;
    plan.source.filter = Search::FilterSpec{Search::Mode::Regex, "a\\d+", Search::KeyPart, Search::CaseRule::Insensitive, true};
    plan.source.only = {{TopicPartition{0, PartitionId(0)}, {Offset(1), Offset(2), Offset(3), Offset(10), Offset(12)}}, {TopicPartition{1, PartitionId(3)}, {}}};
    plan.source.leftOut = {{TopicPartition{0, PartitionId(0)}, 44}};
    plan.steps = {{KeepStep{"value.a > 1"}},
                  {DropStep{"true"}, false},
                  {SetHeaderStep{"h", std::nullopt, false}},
                  {SetHeaderStep{"h", "value.x", true}},
                  {RemoveHeaderStep{"r"}},
                  {PatchStep{R"({"a":null})"}},
                  {RekeyStep{"key"}},
                  {OriginalPlaceStep{Origin::Plain, "t", "p", false, false}},
                  {TimestampStep{TimestampStep::Kind::Shift, -3'600'000}},
                  {RedactStep{{"a.b", "c[*]"}, "null"}}};
    plan.target.connection = "staging";
    plan.target.clusterId = "def";
    plan.target.topic = "copy";
    plan.target.topics = {{"orders", "orders-2"}};
    plan.target.partitioning = Target::Partitioning::Fixed;
    plan.target.fixed = PartitionId(5);
    plan.target.partitioner = Domain::Partitioner::Fnv1aRandom;
    plan.target.compression = Domain::Compression::Zstd;
    plan.tempo = OriginalGaps{0.1};
    plan.mode = Mode::AtLeastOnce;
    plan.stopsAtRefusal = false;
    return plan;
}

Plan smallPlan()
{
    Plan plan;
    plan.source.read.topics = {"orders"};
    return plan;
}

} // namespace

void TestReplayPlan::everythingComesBack_data()
{
    QTest::addColumn<Plan>("plan");
    QTest::newRow("small") << smallPlan();
    QTest::newRow("full") << fullPlan();
    Plan rate = smallPlan();
    rate.tempo = Rate{1234.5678};
    rate.source.read.until = Domain::UntilLive{};
    rate.source.read.from = Domain::End{};
    QTest::newRow("rate, live") << rate;
    Plan offset = smallPlan();
    offset.source.read.from = Domain::AtOffset{Offset(5)};
    offset.source.read.until = Domain::UntilOffset{Offset(8)};
    QTest::newRow("offsets") << offset;
}

void TestReplayPlan::everythingComesBack()
{
    QFETCH(Plan, plan);
    const std::string text = writePlan(plan);
    QVERIFY(text.find('\n') == std::string::npos);
    const auto read = readPlan(text);
    QVERIFY2(read.ok(), read ? "" : read.error().arg("problem").c_str());
    QVERIFY(*read == plan);
    QCOMPARE(writePlan(*read), text);
    QCOMPARE(planHash(*read), planHash(plan));
}

void TestReplayPlan::bytesThatAreNoTextComeBack()
{
    Plan plan = smallPlan();
    plan.steps = {{SetHeaderStep{std::string("\xff\x00n", 3), std::string("\x80\n"), false}}};
    const auto read = readPlan(writePlan(plan));
    QVERIFY(read.ok());
    QVERIFY(*read == plan);
}

void TestReplayPlan::eachFieldChangesTheHash()
{
    const std::vector<std::function<void(Plan &)>> changes{
        [](Plan &) {},
        [](Plan &plan) { plan.source.connection += '!'; },
        [](Plan &plan) { plan.source.read.topics[1] += '!'; },
        [](Plan &plan) { plan.source.read.untilPerPartition.begin()->second = Offset(1); },
        [](Plan &plan) { plan.source.filter.reset(); },
        [](Plan &plan) { plan.source.only.begin()->second.pop_back(); },
        [](Plan &plan) { plan.steps[0].isOn = false; },
        [](Plan &plan) { std::swap(plan.steps[0], plan.steps[1]); },
        [](Plan &plan) { plan.steps.pop_back(); },
        [](Plan &plan) { plan.target.topic += '!'; },
        [](Plan &plan) { plan.target.topics.clear(); },
        [](Plan &plan) { plan.target.fixed = PartitionId(6); },
        [](Plan &plan) { plan.tempo = OriginalGaps{0.2}; },
        [](Plan &plan) { plan.tempo = Rate{0.1}; },
        [](Plan &plan) { plan.mode = Mode::VerifiedOnce; },
    };
    std::set<std::string> hashes;
    for (const auto &change : changes) {
        Plan plan = fullPlan();
        change(plan);
        hashes.insert(planHash(plan));
    }
    QCOMPARE(hashes.size(), changes.size());
    QCOMPARE(planHash(fullPlan()).size(), std::size_t(32));
}

void TestReplayPlan::manyOffsetsAreShort()
{
    Plan plan = smallPlan();
    std::vector<Offset> &offsets = plan.source.only[TopicPartition{0, PartitionId(0)}];
    for (int i = 0; i < 200'000; ++i)
        offsets.push_back(Offset(i < 100'000 ? i : 2LL * i));
    const std::string text = writePlan(plan);
    QVERIFY(text.size() < 2'400'000);
    const auto read = readPlan(text);
    QVERIFY(read.ok());
    QVERIFY(*read == plan);
}

void TestReplayPlan::damageIsRefused_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *after) { QTest::newRow(name) << QByteArray(before) << QByteArray(after); };
    row("newer", "\"version\":1", "\"version\":2");
    row("cut off", "\"stopsAtRefusal\":false}", "\"stopsAtRefusal\":fa");
    row("unknown step", "\"kind\":\"keep\"", "\"kind\":\"keeq\"");
    row("unknown mode", "\"at-least-once\"", "\"perhaps\"");
    row("number as text", "\"fixed\":5", "\"fixed\":\"5\"");
    row("partition too large", "\"fixed\":5", "\"fixed\":5000000000");
    row("no such topic", "[{\"topic\":0,\"partition\":0,\"until\"", "[{\"topic\":9,\"partition\":0,\"until\"");
    row("topic's index", "[{\"topic\":0,\"partition\":0,\"runs\"", "[{\"topic\":2,\"partition\":0,\"runs\"");
    row("offsets fall", "[[1,3],[10,10]", "[[1,3],[2,10]");
    row("run backward", "[[1,3]", "[[3,1]");
    row("endless run", "[12,12]]", "[12,9223372036854775807]]");
    row("no topics", "\"topics\":[\"orders\",\"payments\"]", "\"topics\":[]");
    row("list for an object", "\"tempo\":{\"factor\":0.1}", "\"tempo\":[]");
}

void TestReplayPlan::damageIsRefused()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QByteArray text = QByteArray::fromStdString(writePlan(fullPlan()));
    QVERIFY2(text.contains(before), text.constData());
    text.replace(before, after);
    const auto read = readPlan(text.toStdString());
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, Domain::ErrorCode::ReplayJournalBroken);
    QVERIFY(!read.error().arg("problem").empty());
}

void TestReplayPlan::anyByteChangedIsRefusedOrReadsAgain()
{
    const std::string text = writePlan(fullPlan());
    std::mt19937 random(5);
    for (int i = 0; i < 2'000; ++i) {
        std::string damaged = text;
        damaged[random() % damaged.size()] = static_cast<char>(random());
        if (const auto read = readPlan(damaged))
            QVERIFY(readPlan(writePlan(*read)).value() == *read);
    }
    QVERIFY(!readPlan(std::string(1'000'000, '[')).ok());
    QVERIFY(!readPlan("").ok());
    QVERIFY(!readPlan("[]").ok());
}

QTEST_APPLESS_MAIN(TestReplayPlan)
#include "tst_replayplan.moc"
