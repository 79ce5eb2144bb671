// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/stepchain.h"
#include "tests/support/fakeread.h"

#include <QTest>

#include <string>
#include <vector>

using namespace Replay;
using namespace std::string_literals;
using TestSupport::FakeRecord;

/// Steps one after the other on one record, and what is left of it.
class TestStepChain : public QObject
{
    Q_OBJECT

private slots:
    void withoutStepsEverythingIsBorrowed();
    void keepsAndDrops();
    void setsHeadersInPlace();
    void headerFromAnExpression_data();
    void headerFromAnExpression();
    void removesHeaders();
    void patchesValues();
    void tombstonesPass();
    void givesKeys_data();
    void givesKeys();
    void returnsToTheOriginalPlace();
    void refusesABrokenOrigin_data();
    void refusesABrokenOrigin();
    void movesTimes();
    void redactsOrFails();
    void laterStepsSeeWhatEarlierOnesMade();
    void aFailedStepLeavesTheRecord();
    void badStepsAreNamed_data();
    void badStepsAreNamed();
    void memoryIsUsedAgain();
};

namespace {

/// A record, the chain on it, and what came out.
struct Applied
{
    explicit Applied(FakeRecord record, const std::vector<Step> &steps, Domain::TimestampType type = Domain::TimestampType::Create) : owned(std::move(record))
    {
        for (const auto &[name, value] : owned.headers)
            headers.push_back({name, value ? std::optional<Domain::BytesView>(*value) : std::nullopt});
        source.partition = Domain::PartitionId(owned.partition);
        source.offset = Domain::Offset(owned.offset);
        source.timestamp = {owned.timestampMs, type};
        if (owned.key)
            source.key = *owned.key;
        if (owned.value)
            source.value = *owned.value;
        source.headers = headers;
        const auto chain = StepChain::compile(steps);
        if (!chain) {
            status = chain.error();
            return;
        }
        application = (*chain)->application(std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"orders"}));
        makesTimestamps = (*chain)->makesTimestamps();
        result.take(source);
        status = application->apply(result, source);
    }

    std::string problem() const { return status ? "none" : status.error().arg("problem"); }
    std::string key() const { return result.key ? std::string(*result.key) : "(null)"; }
    std::string value() const { return result.value ? std::string(*result.value) : "(null)"; }
    std::string headersText() const
    {
        std::string text;
        for (const Domain::Header &header : result.headers)
            ((text += header.name) += "=") += header.value ? std::string(*header.value) + ";" : "(null);";
        return text;
    }

    FakeRecord owned;
    std::vector<Domain::Header> headers;
    Domain::Record source;
    std::unique_ptr<StepChain::Application> application;
    StepRecord result;
    Domain::Status status = std::monostate();
    bool makesTimestamps = false;
};

FakeRecord order()
{
    return {.partition = 2, .offset = 17, .timestampMs = 1'000, .key = "k1", .value = R"({"id":5,"amount":1.50,"who":"A"})",
            .headers = {{"trace", "t1"}, {"a", "1"}, {"trace", "t2"}, {"none", std::nullopt}}};
}

std::string bigEndian(std::uint64_t number, int bytes)
{
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text += static_cast<char>(number >> (8 * i) & 0xff);
    return text;
}

} // namespace

void TestStepChain::withoutStepsEverythingIsBorrowed()
{
    const Applied applied(order(), {Step{.what = DropStep{"true"}, .isOn = false}});
    QVERIFY(applied.status.ok());
    QCOMPARE(applied.result.key->data(), applied.source.key->data());
    QCOMPARE(applied.result.value->data(), applied.source.value->data());
    QVERIFY(std::equal(applied.headers.begin(), applied.headers.end(), applied.result.headers.begin(), applied.result.headers.end()));
    QCOMPARE(applied.result.timestampMs, std::optional<std::int64_t>(1'000));
    QCOMPARE(applied.result.droppedBy, 0);
    QVERIFY(StepChain::compile({Step{.what = DropStep{"true"}, .isOn = false}}).value()->isEmpty());
    QVERIFY(!StepChain::compile({Step{.what = DropStep{"true"}}}).value()->isEmpty());
}

void TestStepChain::keepsAndDrops()
{
    QCOMPARE(Applied(order(), {{KeepStep{"value.id == 5"}}, {DropStep{"value.id == 6"}}}).result.droppedBy, 0);
    QCOMPARE(Applied(order(), {{KeepStep{"value.id == 6"}}}).result.droppedBy, 1);
    QCOMPARE(Applied(order(), {{KeepStep{"topic == 'orders' && partition == 2 && offset == 17"}}, {DropStep{"key == 'k1'"}}}).result.droppedBy, 2);
    const Applied dropped(order(), {{DropStep{"true"}}, {KeepStep{"value.missing > 1"}}}); // nothing is asked of what is dropped
    QVERIFY(dropped.status.ok());
    QCOMPARE(dropped.result.droppedBy, 1);
    const Applied failed(order(), {{KeepStep{"value.missing > 1"}}});
    QCOMPARE(failed.status.error().code, Domain::ErrorCode::StepFailed);
    QCOMPARE(failed.status.error().arg("step"), "1"s);
    QCOMPARE(failed.status.error().arg("topic"), "orders"s);
    QCOMPARE(failed.status.error().arg("partition"), "2"s);
    QCOMPARE(failed.status.error().arg("offset"), "17"s);
    QVERIFY(failed.problem().find("missing") != std::string::npos);
}

void TestStepChain::setsHeadersInPlace()
{
    QCOMPARE(Applied(order(), {{SetHeaderStep{"trace", "new", false}}}).headersText(), "trace=new;a=1;none=(null);"s);
    QCOMPARE(Applied(order(), {{SetHeaderStep{"b", "\x00\xff"s, false}}}).headersText(), "trace=t1;a=1;trace=t2;none=(null);b=\x00\xff;"s);
    QCOMPARE(Applied(order(), {{SetHeaderStep{"a", std::nullopt, false}}}).headersText(), "trace=t1;a=(null);trace=t2;none=(null);"s);
    QCOMPARE(Applied(order(), {{SetHeaderStep{"a", "value.id", false}}}).headersText(), "trace=t1;a=value.id;trace=t2;none=(null);"s);
}

void TestStepChain::headerFromAnExpression_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("text") << QByteArray("'x' + value.who") << QByteArray("xA");
    QTest::newRow("int") << QByteArray("value.id") << QByteArray("5");
    QTest::newRow("double") << QByteArray("value.amount") << QByteArray("1.5");
    QTest::newRow("bool") << QByteArray("value.id == 5") << QByteArray("true");
    QTest::newRow("null") << QByteArray("null") << QByteArray("(null)");
    QTest::newRow("bytes") << QByteArray("b'\\xff\\x00'") << QByteArray("\xff\x00", 2);
    QTest::newRow("list") << QByteArray("[value.id, 'a']") << QByteArray("[5,\"a\"]");
    QTest::newRow("map") << QByteArray("{'a': value.who}") << QByteArray("{\"a\":\"A\"}");
    QTest::newRow("time") << QByteArray("timestamp") << QByteArray("1970-01-01T00:00:01Z");
    QTest::newRow("headers") << QByteArray("headers['a']") << QByteArray("1");
}

void TestStepChain::headerFromAnExpression()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    const Applied applied(order(), {{RemoveHeaderStep{"trace"}}, {RemoveHeaderStep{"none"}}, {SetHeaderStep{"h", expression.toStdString(), true}}});
    QCOMPARE(applied.problem(), "none"s);
    QCOMPARE(QByteArray::fromStdString(applied.headersText()), "a=1;h=" + expected + ";");
}

void TestStepChain::removesHeaders()
{
    QCOMPARE(Applied(order(), {{RemoveHeaderStep{"trace"}}}).headersText(), "a=1;none=(null);"s);
    QCOMPARE(Applied(order(), {{RemoveHeaderStep{"nobody"}}}).headersText(), "trace=t1;a=1;trace=t2;none=(null);"s);
}

void TestStepChain::patchesValues()
{
    const Applied applied(order(), {{PatchStep{R"({"who":null,"id":"{{value.id * 2}}","at":"{{string(partition) + '/' + key}}","m":"{{ {'a': 1.5} }}"})"}}});
    QCOMPARE(applied.problem(), "none"s);
    QCOMPARE(applied.value(), R"({"id":10,"amount":1.50,"at":"2/k1","m":{"a":1.5}})"s);
    QCOMPARE(applied.key(), "k1"s);
    FakeRecord text = order();
    text.value = "plain";
    QCOMPARE(Applied(text, {{PatchStep{"{}"}}}).problem(), "the value is no JSON: it breaks off at byte 0"s);
    text.value = "";
    QCOMPARE(Applied(text, {{PatchStep{"{}"}}}).status.ok(), false);
    QVERIFY(!Applied(order(), {{PatchStep{R"({"x":"{{1.0 / 0.0}}"})"}}}).status.ok());
}

void TestStepChain::tombstonesPass()
{
    FakeRecord tombstone = order();
    tombstone.value.reset();
    const Applied applied(tombstone, {{PatchStep{R"({"a":"{{value.id}}"})"}}, {RedactStep{.paths = {"a"}}}});
    QCOMPARE(applied.problem(), "none"s);
    QCOMPARE(applied.value(), "(null)"s);
}

void TestStepChain::givesKeys_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("text") << QByteArray("value.who") << QByteArray("A");
    QTest::newRow("int") << QByteArray("value.id") << QByteArray("5");
    QTest::newRow("null") << QByteArray("value.id == 5 ? null : 'x'") << QByteArray("(null)");
    QTest::newRow("bytes") << QByteArray("b'\\x00\\xfe'") << QByteArray("\x00\xfe", 2);
    QTest::newRow("empty") << QByteArray("''") << QByteArray("");
}

void TestStepChain::givesKeys()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    const Applied applied(order(), {{RekeyStep{expression.toStdString()}}});
    QCOMPARE(applied.problem(), "none"s);
    QCOMPARE(QByteArray::fromStdString(applied.key()), expected);
    QCOMPARE(applied.result.key.has_value(), expected != "(null)");
}

void TestStepChain::returnsToTheOriginalPlace()
{
    FakeRecord dead = order();
    dead.headers = {{"mine", "1"},
                    {"kafka_dlt-original-topic", "shop"},
                    {"kafka_dlt-original-partition", bigEndian(258, 4)},
                    {"kafka_dlt-original-offset", bigEndian(99, 8)},
                    {"kafka_dlt-exception-message", "no"},
                    {"kafka_dlt-original-topic", "orders.DLT"}};
    const Applied spring(dead, {{OriginalPlaceStep{.origin = Origin::Spring}}});
    QCOMPARE(spring.problem(), "none"s);
    QCOMPARE(*spring.result.topic, "shop"s); // the first one: it failed again afterwards
    QCOMPARE(spring.result.partition, std::optional(Domain::PartitionId(258)));
    QCOMPARE(spring.headersText(), "mine=1;"s);

    dead.headers = {{"__connect.errors.topic", "t"}, {"__connect.errors.partition", "3"}, {"x", "y"}, {"__connect.errors.stage", "s"}};
    const Applied connect(dead, {{OriginalPlaceStep{.origin = Origin::Connect, .removesHeaders = false}}});
    QCOMPARE(*connect.result.topic, "t"s);
    QCOMPARE(connect.result.partition, std::optional(Domain::PartitionId(3)));
    QCOMPARE(connect.result.headers.size(), std::size_t(4));

    dead.headers = {{"from", "t"}, {"at", "x"}};
    const Applied plain(dead, {{OriginalPlaceStep{.origin = Origin::Plain, .topicHeader = "from"}}});
    QCOMPARE(*plain.result.topic, "t"s);
    QVERIFY(!plain.result.partition);
    QCOMPARE(plain.headersText(), "at=x;"s);
    const Applied free(dead, {{OriginalPlaceStep{.origin = Origin::Plain, .topicHeader = "from", .partitionHeader = "at", .keepsPartition = false}}});
    QCOMPARE(free.problem(), "none"s);
    QVERIFY(!free.result.partition);
    QCOMPARE(free.headersText(), ""s);
}

void TestStepChain::refusesABrokenOrigin_data()
{
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<QByteArray>("partition");
    QTest::newRow("no topic") << QByteArray() << QByteArray(4, '\0');
    QTest::newRow("no partition") << QByteArray("t") << QByteArray();
    QTest::newRow("text instead of four bytes") << QByteArray("t") << QByteArray("3");
    QTest::newRow("negative") << QByteArray("t") << QByteArray("\xff\xff\xff\xff");
}

void TestStepChain::refusesABrokenOrigin()
{
    QFETCH(QByteArray, topic);
    QFETCH(QByteArray, partition);
    FakeRecord dead = order();
    dead.headers = {{"kafka_dlt-original-topic", topic.toStdString()}};
    if (!partition.isEmpty())
        dead.headers.emplace_back("kafka_dlt-original-partition", partition.toStdString());
    const Applied applied(dead, {{OriginalPlaceStep{}}});
    QCOMPARE(applied.status.ok(), false);
    QVERIFY(applied.result.topic == nullptr);
    QCOMPARE(applied.result.headers.size(), dead.headers.size());
}

void TestStepChain::movesTimes()
{
    using Kind = TimestampStep::Kind;
    QCOMPARE(Applied(order(), {{TimestampStep{Kind::Shift, -2'000}}}).result.timestampMs, std::optional<std::int64_t>(-1'000));
    const Applied now(order(), {{TimestampStep{Kind::Now, 0}}});
    QVERIFY(now.result.isNow && !now.result.timestampMs && now.makesTimestamps);
    const Applied kept(order(), {{TimestampStep{Kind::Now, 0}}, {TimestampStep{Kind::Keep, 0}}});
    QVERIFY(!kept.result.isNow && !kept.makesTimestamps);
    QCOMPARE(kept.result.timestampMs, std::optional<std::int64_t>(1'000));
    QVERIFY(!Applied(order(), {{TimestampStep{Kind::Shift, std::numeric_limits<std::int64_t>::max()}}}).status.ok());
    QVERIFY(!Applied(order(), {{TimestampStep{Kind::Shift, 5}}}, Domain::TimestampType::None).result.timestampMs);
}

void TestStepChain::redactsOrFails()
{
    QCOMPARE(Applied(order(), {{RedactStep{.paths = {"who", "amount"}}}}).value(), R"({"id":5,"amount":"***","who":"***"})"s);
    FakeRecord text = order();
    text.value = "who: A";
    const Applied failed(text, {{RedactStep{.paths = {"who"}}}});
    QCOMPARE(failed.status.error().code, Domain::ErrorCode::StepFailed);
}

void TestStepChain::laterStepsSeeWhatEarlierOnesMade()
{
    const Applied applied(order(), {{PatchStep{R"({"n":"{{value.id + 1}}"})"}},
                                    {PatchStep{R"({"n":"{{value.n + 1}}"})"}},
                                    {RekeyStep{"'k' + string(value.n)"}},
                                    {SetHeaderStep{"was", "key", true}},
                                    {SetHeaderStep{"was2", "headers['was'] + '!'", true}},
                                    {TimestampStep{TimestampStep::Kind::Shift, 500}},
                                    {KeepStep{"key == 'k7' && timestampMs == 1500 && headers['was2'] == 'k7!'"}}});
    QCOMPARE(applied.problem(), "none"s);
    QCOMPARE(applied.result.droppedBy, 0);
    QCOMPARE(applied.value(), R"({"id":5,"amount":1.50,"who":"A","n":7})"s);
}

void TestStepChain::aFailedStepLeavesTheRecord()
{
    const Applied applied(order(), {{PatchStep{R"({"who":"B"})"}}, {PatchStep{R"({"a":"{{value.nothing}}"})"}}});
    QCOMPARE(applied.status.error().arg("step"), "2"s);
    QCOMPARE(applied.value(), R"({"id":5,"amount":1.50,"who":"B"})"s);
}

void TestStepChain::badStepsAreNamed_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<QByteArray>("position");
    QTest::newRow("expression") << 0 << QByteArray("8");
    QTest::newRow("empty condition") << 1 << QByteArray("0");
    QTest::newRow("patch") << 2 << QByteArray("5");
    QTest::newRow("expression in a patch") << 3 << QByteArray("12");
    QTest::newRow("header") << 4 << QByteArray("0");
    QTest::newRow("key") << 5 << QByteArray("0");
    QTest::newRow("path") << 6 << QByteArray("2");
    QTest::newRow("no path") << 7 << QByteArray("0");
    QTest::newRow("origin") << 8 << QByteArray("0");
}

void TestStepChain::badStepsAreNamed()
{
    QFETCH(int, step);
    QFETCH(QByteArray, position);
    const std::vector<Step> bad{{KeepStep{"value.a ="}},
                                {DropStep{"  "}},
                                {PatchStep{R"({"a":})"}},
                                {PatchStep{R"({"a":"{{1 + nix}}"})"}},
                                {SetHeaderStep{"h", "nobody", true}},
                                {RekeyStep{"valu.x"}},
                                {RedactStep{.paths = {"a", "b."}}},
                                {RedactStep{}},
                                {OriginalPlaceStep{.origin = Origin::Plain}}};
    const auto chain = StepChain::compile({{KeepStep{"true"}}, bad[static_cast<std::size_t>(step)]});
    QVERIFY(!chain.ok());
    QCOMPARE(chain.error().code, Domain::ErrorCode::BadStep);
    QCOMPARE(chain.error().arg("step"), "2"s);
    QVERIFY(!chain.error().arg("problem").empty());
    QCOMPARE(QByteArray::fromStdString(chain.error().arg("position")), position);
    QVERIFY(StepChain::compile({{KeepStep{"true"}}, {bad[static_cast<std::size_t>(step)].what, false}}).ok());
}

void TestStepChain::memoryIsUsedAgain()
{
    Applied applied(order(), {{PatchStep{R"({"n":1})"}}, {RekeyStep{"'k'"}}});
    const auto *const room = applied.result.made.front().get();
    for (int i = 0; i < 100; ++i) {
        applied.result.take(applied.source);
        QVERIFY(applied.application->apply(applied.result, applied.source).ok());
    }
    QCOMPARE(applied.result.made.size(), std::size_t(2));
    QCOMPARE(applied.result.made.front().get(), room);
    QCOMPARE(applied.value(), R"({"id":5,"amount":1.50,"who":"A","n":1})"s);
}

QTEST_APPLESS_MAIN(TestStepChain)
#include "tst_stepchain.moc"
