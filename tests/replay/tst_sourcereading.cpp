// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/sourcereading.h"
#include "tests/support/fakecluster.h"

#include <QTest>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace Replay;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Domain::Offset;
using Domain::PartitionId;
using Domain::TopicPartition;
using TestSupport::FakeRecord;
using TestSupport::FakeScript;

/// The pipe between the reading threads and the one that takes: nothing lost, nothing changed, never more than its bound.
class TestSourceReading : public QObject
{
    Q_OBJECT

private slots:
    void blocksKeepEveryByte();
    void aBlockTakesOneRecordOfAnySize();
    void everythingComesInOrder();
    void chosenOffsetsTimesAndFilter();
    void aFullPipeHoldsTheReader();
    void stopFreesAHeldReader();
    void manyReadersOneTaker();
    void gapsStandWhereTheyBelong();
    void failedReadsTellWhy();
    void sourcesThatCannotBeReadTwiceAreRefused();
};

namespace {

Domain::Record borrow(const FakeRecord &record, std::vector<Domain::Header> &headers)
{
    headers.clear();
    for (const auto &[name, value] : record.headers)
        headers.push_back({name, value ? std::optional<Domain::BytesView>(*value) : std::nullopt});
    Domain::Record view;
    view.topic = record.topic;
    view.partition = PartitionId(record.partition);
    view.offset = Offset(record.offset);
    view.timestamp = {record.timestampMs, record.timestampType};
    if (record.key)
        view.key = *record.key;
    if (record.value)
        view.value = *record.value;
    view.headers = headers;
    return view;
}

Source sourceOf(std::vector<std::string> topics = {"orders"})
{
    Source source;
    source.read.topics = std::move(topics);
    return source;
}

/// "p/o" of everything that comes.
std::vector<std::string> drain(SourceReading &reading)
{
    std::vector<std::string> places;
    for (;;) {
        switch (reading.next(100ms)) {
        case SourceReading::Next::End: return places;
        case SourceReading::Next::Nothing: break;
        case SourceReading::Next::Block:
            for (const Domain::Record &record : reading.block().records())
                places.push_back(std::to_string(record.partition.value()) + '/' + std::to_string(record.offset.value()));
        }
    }
}

/// A read that a test drives by hand.
struct ByHand
{
    explicit ByHand(SourceReading::Options options = {}, const Source &source = sourceOf())
    {
        script->addTopic("orders", 3);
        script->hold();
        auto opened = SourceReading::open(cluster, source, options);
        if (opened)
            reading = std::move(opened).value();
        read = script->lastRead();
    }
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    TestSupport::FakeCluster cluster{script};
    std::unique_ptr<SourceReading> reading;
    std::shared_ptr<TestSupport::FakeRead> read;
};

} // namespace

void TestSourceReading::blocksKeepEveryByte()
{
    std::vector<FakeRecord> records{{.partition = 1, .offset = 5, .timestampMs = -1, .key = "", .value = std::nullopt, .headers = {{"", ""}, {"h", std::nullopt}, {"h", "\0x"s}}},
                                    {.partition = 0, .offset = 1, .key = std::nullopt, .value = "\xff\0\n"s}};
    RecordBlock block;
    std::vector<Domain::Header> headers;
    for (int round = 0; round < 2; ++round) {
        for (FakeRecord &record : records) {
            FakeRecord gone = record;
            QVERIFY(block.add(borrow(gone, headers)));
            gone = {};
        }
        QCOMPARE(block.records().size(), records.size());
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Domain::Record expected = borrow(records[i], headers);
            const Domain::Record &found = block.records()[i];
            QCOMPARE(found.offset, expected.offset);
            QCOMPARE(found.timestamp, expected.timestamp);
            QVERIFY(found.key == expected.key);
            QVERIFY(found.value == expected.value);
            QVERIFY(std::ranges::equal(found.headers, expected.headers));
        }
        block.clear();
        QVERIFY(block.isEmpty());
    }
}

void TestSourceReading::aBlockTakesOneRecordOfAnySize()
{
    RecordBlock block;
    FakeRecord large{.value = std::string(3'000'000, 'v')};
    for (int i = 0; i < 20'000; ++i)
        large.headers.emplace_back("n" + std::to_string(i), "x");
    std::vector<Domain::Header> headers;
    const Domain::Record record = borrow(large, headers);
    QVERIFY(block.add(record));
    QVERIFY(!block.add(record));
    QVERIFY(block.records()[0].value == record.value);
    QVERIFY(std::ranges::equal(block.records()[0].headers, record.headers));
    QVERIFY(block.weight() > 3'000'000);
    block.clear();
    const FakeRecord small{.value = "v"};
    std::size_t count = 0;
    while (block.add(borrow(small, headers)))
        ++count;
    QCOMPARE(count, RecordBlock::mostRecords);
}

void TestSourceReading::everythingComesInOrder()
{
    const auto script = std::make_shared<FakeScript>();
    script->addTopic("orders", 3);
    script->setRecords("orders", TestSupport::fakeRecords(3, 5'000));
    TestSupport::FakeCluster cluster(script);
    auto reading = SourceReading::open(cluster, sourceOf(), {.from = {{TopicPartition{0, PartitionId(1)}, Offset(4'000)}}});
    QVERIFY(reading.ok());
    std::map<char, std::int64_t> next{{'0', 0}, {'1', 4'000}, {'2', 0}};
    for (const std::string &place : drain(**reading))
        QCOMPARE(std::stoll(place.substr(2)), next[place[0]]++);
    QVERIFY((*reading)->complete());
    for (const auto &[partition, offset] : next)
        QCOMPARE(offset, std::int64_t(5'000));
}

void TestSourceReading::chosenOffsetsTimesAndFilter()
{
    const auto script = std::make_shared<FakeScript>();
    script->addTopic("orders", 3);
    script->setRecords("orders", TestSupport::fakeRecords(3, 100)); // a second apart
    TestSupport::FakeCluster cluster(script);
    Source source = sourceOf();
    source.only = {{TopicPartition{0, PartitionId(0)}, {Offset(3), Offset(50)}}, {TopicPartition{0, PartitionId(2)}, {Offset(99)}}};
    QCOMPARE(drain(**SourceReading::open(cluster, source, {})), (std::vector<std::string>{"0/3", "0/50", "2/99"}));

    source = sourceOf();
    source.read.from = Domain::AtTime{1'767'225'600'000 + 10'000};
    source.read.until = Domain::UntilTime{1'767'225'600'000 + 12'000};
    for (int p = 0; p < 2; ++p) { // bounds as fixBounds() makes them; the third partition came later
        source.read.fromPerPartition[{0, PartitionId(p)}] = Domain::AtOffset{Offset(0)};
        source.read.untilPerPartition[{0, PartitionId(p)}] = Offset(100);
    }
    QCOMPARE(drain(**SourceReading::open(cluster, source, {})), (std::vector<std::string>{"0/10", "1/10", "0/11", "1/11"}));

    source = sourceOf();
    source.filter = Search::FilterSpec{.mode = Search::Mode::Expression, .pattern = "value.offset > 97 && (partition != 1 || value.missing)"};
    auto reading = SourceReading::open(cluster, source, {});
    QCOMPARE(drain(**reading), (std::vector<std::string>{"0/98", "2/98", "0/99", "2/99"}));
    QCOMPARE((*reading)->counters()->totals().errors, std::uint64_t(2));
    source.filter->pattern = "value.";
    QCOMPARE(SourceReading::open(cluster, source, {}).error().code, Domain::ErrorCode::BadFilter);
}

void TestSourceReading::aFullPipeHoldsTheReader()
{
    ByHand by({.bufferBytes = 1024 * 1024});
    std::atomic<int> given = 0;
    std::jthread reader([&] {
        for (int i = 0; i < 100; ++i) {
            by.read->offer({.partition = 0, .offset = i, .value = std::string(100'000, 'x')});
            by.read->publish();
            ++given;
        }
        by.read->closeSink();
        by.read->setState(Domain::ReadState::Finished);
    });
    QTRY_VERIFY(given >= 9);
    for (int i = 0; i < 100; ++i)
        std::this_thread::yield();
    QVERIFY2(given <= 12, std::to_string(given).c_str()); // it waits: nobody takes
    const auto places = drain(*by.reading);
    QCOMPARE(places.size(), std::size_t(100));
    QCOMPARE(places.back(), "0/99"s);
}

void TestSourceReading::stopFreesAHeldReader()
{
    ByHand by({.bufferBytes = 1024});
    std::atomic<int> given = 0;
    std::atomic<bool> isOver = false;
    std::jthread reader([&] {
        while (!by.read->isStopped()) {
            by.read->offer({.partition = 0, .offset = given++, .value = std::string(1'000, 'x')});
            by.read->publish();
        }
        by.read->closeSink();
        isOver = true;
    });
    QTRY_VERIFY(given >= 1);
    const auto started = std::chrono::steady_clock::now();
    by.reading->stop();
    QTRY_VERIFY(isOver);
    while (by.reading->next(100ms) != SourceReading::Next::End) { }
    QVERIFY(std::chrono::steady_clock::now() - started < 2s);
    QVERIFY(!by.reading->complete());
}

void TestSourceReading::manyReadersOneTaker()
{
    ByHand by({.bufferBytes = 64 * 1024});
    constexpr int threads = 4;
    constexpr int count = 20'000;
    std::atomic<int> over = 0;
    std::vector<std::jthread> readers;
    for (int p = 0; p < threads; ++p)
        readers.emplace_back([&, p] {
            for (int i = 0; i < count; ++i) {
                by.read->offer({.partition = p, .offset = i, .value = std::to_string(p) + ':' + std::to_string(i)});
                if (i % 97 == 0)
                    by.read->publish();
            }
            by.read->closeSink();
            if (++over == threads)
                by.read->setState(Domain::ReadState::Finished);
        });
    std::vector<std::int64_t> next(threads, 0);
    SourceReading::Next got = SourceReading::Next::Nothing;
    while ((got = by.reading->next(100ms)) != SourceReading::Next::End)
        if (got == SourceReading::Next::Block)
            for (const Domain::Record &record : by.reading->block().records()) {
                const auto p = static_cast<std::size_t>(record.partition.value());
                QCOMPARE(record.offset.value(), next[p]);
                QCOMPARE(std::string(*record.value), std::to_string(p) + ':' + std::to_string(next[p]));
                ++next[p];
            }
    QCOMPARE(next, std::vector<std::int64_t>(threads, count));
}

void TestSourceReading::gapsStandWhereTheyBelong()
{
    Source source = sourceOf();
    source.only = {{TopicPartition{0, PartitionId(0)}, {Offset(1), Offset(2), Offset(7), Offset(9)}}};
    ByHand by({}, source);
    std::jthread([&] {
        by.read->gap(0, 0, 5, Domain::GapReason::Retention);
        by.read->offer({.partition = 0, .offset = 7, .value = "x"});
        by.read->gap(0, 8, 9, Domain::GapReason::Hole);
        by.read->gap(0, 9, 10, Domain::GapReason::Refused);
        by.read->publish();
        by.read->closeSink();
        by.read->setState(Domain::ReadState::Finished);
    }).join();
    QVERIFY(by.reading->next(1s) == SourceReading::Next::Block);
    QCOMPARE(by.reading->block().records().size(), std::size_t(1));
    QCOMPARE(by.reading->block().gaps().size(), std::size_t(3));
    QCOMPARE(by.reading->block().gaps()[0].before, std::size_t(0));
    QCOMPARE(by.reading->block().gaps()[1].before, std::size_t(1));
    QCOMPARE(by.reading->vanished(), std::uint64_t(3)); // 1 and 2 removed, 9 refused; the hole holds nothing
    QVERIFY(by.reading->next(1s) == SourceReading::Next::End);
    QVERIFY(by.reading->complete());
}

void TestSourceReading::failedReadsTellWhy()
{
    ByHand by;
    std::jthread([&] {
        by.read->offer({.partition = 0, .offset = 0, .value = "x"});
        by.read->publish();
        by.read->closeSink();
        by.read->setState(Domain::ReadState::Failed, Domain::Error{.code = Domain::ErrorCode::TopicDeleted});
    }).join();
    QCOMPARE(drain(*by.reading).size(), std::size_t(1));
    QVERIFY(!by.reading->complete());
    QCOMPARE(by.reading->error()->code, Domain::ErrorCode::TopicDeleted);
}

void TestSourceReading::sourcesThatCannotBeReadTwiceAreRefused()
{
    TestSupport::FakeCluster cluster(std::make_shared<FakeScript>());
    Source source = sourceOf();
    source.read.limit = 5;
    QCOMPARE(SourceReading::open(cluster, source, {}).error().code, Domain::ErrorCode::ReplayRefused);
    source = sourceOf();
    source.read.until = Domain::UntilLive{};
    QCOMPARE(SourceReading::open(cluster, source, {}).error().arg("problem"), "no-end"s);
}

QTEST_APPLESS_MAIN(TestSourceReading)
#include "tst_sourcereading.moc"
