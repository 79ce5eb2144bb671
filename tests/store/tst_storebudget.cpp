// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "storerows.h"

#include <QTest>

#include <limits>

using namespace Store;
using namespace StoreTest;

/// How much a RecordStore holds, who has to wait, and what goes first.
class TestStoreBudget : public QObject
{
    Q_OBJECT
private slots:
    void overheadIsSmall_data();
    void overheadIsSmall();
    void oddOffsetsAndTimesDoNotMakeTheirNeighboursLarge();
    void aBoundedWriterStopsAtTheBudget();
    void aLiveWriterHasSlackButNotWithoutBound();
    void aSmallBudgetDoesNotStallManyLiveWriters();
    void evictionLetsTheOldestSlotsGo();
    void evictionLetsTheNewestSlotsGo();
    void evictionSparesWhatIsBeingWritten();
    void largeRecordsCanBeEvictedAtOnce();
    void aReusedSlotHasANewGeneration();
    void aSnapshotOutlivesEvictionAndStore();
};

void TestStoreBudget::overheadIsSmall_data()
{
    QTest::addColumn<int>("valueSize");
    QTest::addColumn<double>("largestRatio");
    QTest::addRow("100 B") << 100 << 1.20;
    QTest::addRow("500 B") << 500 << 1.06;
}

void TestStoreBudget::overheadIsSmall()
{
    QFETCH(int, valueSize);
    QFETCH(double, largestRatio);
    constexpr std::int64_t Count = 400'000;
    RecordStore store(1024 * MiB);
    const auto writer = store.openWriter(false);
    const OwnedRecord record = plainRecord(0, static_cast<std::size_t>(valueSize));
    std::vector<Domain::Header> headers;
    Domain::Record borrowed = record.borrow(headers);
    for (std::int64_t i = 0; i < Count; ++i) {
        borrowed.offset = Domain::Offset(i);
        borrowed.partition = Domain::PartitionId(static_cast<std::int32_t>(i % 12));
        writer->record(borrowed);
    }
    writer->publish();
    QCOMPARE(store.payloadBytes(), std::size_t(Count) * (16 + static_cast<std::size_t>(valueSize)));
    const double ratio = static_cast<double>(store.bytesHeld()) / static_cast<double>(store.payloadBytes());
    QVERIFY2(ratio <= largestRatio, qPrintable(QString::number(ratio)));
    const double overhead = static_cast<double>(store.bytesHeld() - store.payloadBytes()) / Count;
    QVERIFY2(overhead <= 22, qPrintable(QString::number(overhead)));
}

void TestStoreBudget::oddOffsetsAndTimesDoNotMakeTheirNeighboursLarge()
{
    RecordStore store(1024 * MiB);
    const auto writer = store.openWriter(false);
    OwnedRecord odd = plainRecord(std::numeric_limits<std::int64_t>::max() - 1'000'000, 100);
    odd.timestamp.ms = std::numeric_limits<std::int64_t>::min();
    put(*writer, odd);
    for (std::int64_t i = 0; i < 100'000; ++i)
        put(*writer, plainRecord(i, 100));
    writer->publish();
    QVERIFY(static_cast<double>(store.bytesHeld()) / static_cast<double>(store.payloadBytes()) < 1.20);
}

void TestStoreBudget::aBoundedWriterStopsAtTheBudget()
{
    RecordStore store(24 * MiB);
    const auto writer = store.openWriter(false);
    std::int64_t offset = 0;
    while (writer->hasRoom()) {
        for (int i = 0; i < 1000; ++i)
            put(*writer, plainRecord(offset++, 100));
        writer->publish();
        QVERIFY(offset < 1'000'000);
    }
    QVERIFY(store.bytesHeld() >= 24 * MiB);
    QVERIFY(store.bytesHeld() < 25 * MiB);
    store.setBudget(32 * MiB);
    QVERIFY(writer->hasRoom());
    QCOMPARE(store.budget(), 32 * MiB);
}

void TestStoreBudget::aLiveWriterHasSlackButNotWithoutBound()
{
    RecordStore store(32 * MiB);
    const auto writer = store.openWriter(true);
    std::int64_t offset = 0;
    const auto fill = [&] {
        while (writer->hasRoom()) {
            for (int i = 0; i < 1000; ++i)
                put(*writer, plainRecord(offset++, 1000));
            writer->publish();
        }
    };
    fill();
    QVERIFY(store.bytesHeld() >= 96 * MiB);
    QVERIFY(store.bytesHeld() < 130 * MiB);
    (void)store.takeNewRuns();
    QVERIFY(!store.evict(true).empty());
    QVERIFY(writer->hasRoom());
    QVERIFY(store.bytesHeld() <= 32 * MiB);
}

void TestStoreBudget::aSmallBudgetDoesNotStallManyLiveWriters()
{
    RecordStore store(MiB);
    std::vector<std::unique_ptr<Domain::RecordSink>> writers;
    for (int i = 0; i < 12; ++i) {
        writers.push_back(store.openWriter(true));
        for (int k = 0; k < 12; ++k)
            put(*writers.back(), plainRecord(k, MiB - 100));
        writers.back()->publish();
    }
    (void)store.takeNewRuns();
    (void)store.evict(true);
    for (const auto &writer : writers)
        QVERIFY(writer->hasRoom());
}

void TestStoreBudget::evictionLetsTheOldestSlotsGo()
{
    RecordStore store(40 * MiB);
    const auto writer = store.openWriter(true);
    ArrivalOrder order;
    std::int64_t offset = 0;
    std::int64_t first = 0;
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 1000; ++i)
            put(*writer, plainRecord(offset++, 1000));
        writer->publish();
        order.append(store.takeNewRuns());
        const std::vector<Run> gone = store.evict(true);
        const ArrivalOrder::Dropped foretold = order.wouldDrop(gone);
        const ArrivalOrder::Dropped dropped = order.drop(gone);
        QCOMPARE(dropped.back, std::uint64_t(0));
        QCOMPARE(foretold.front, dropped.front);
        QCOMPARE(dropped.frontRecords, dropped.front);
        first += static_cast<std::int64_t>(dropped.front);
        QVERIFY(store.bytesHeld() <= 40 * MiB);
        QCOMPARE(order.recordCount(), store.recordCount());
        Row row;
        std::vector<Domain::Header> headers;
        QVERIFY(readRow(store.snapshot(), order, 0, row, headers));
        QVERIFY(sameRecord(plainRecord(first, 1000), row));
        QVERIFY(readRow(store.snapshot(), order, order.size() - 1, row, headers));
        QVERIFY(sameRecord(plainRecord(offset - 1, 1000), row));
    }
    QVERIFY(first > 100'000);
    QCOMPARE(order.size(), std::uint64_t(offset - first));
    QVERIFY(store.payloadBytes() == order.size() * 1016);
}

void TestStoreBudget::evictionLetsTheNewestSlotsGo()
{
    RecordStore store(256 * MiB);
    ArrivalOrder order;
    {
        const auto writer = store.openWriter(false);
        for (int i = 0; i < 100'000; ++i)
            put(*writer, plainRecord(i, 1000));
    }
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(100'000));
    store.setBudget(40 * MiB);
    const ArrivalOrder::Dropped dropped = order.drop(store.evict(false), false);
    QVERIFY(dropped.back > 50'000);
    QCOMPARE(dropped.front, std::uint64_t(0));
    QCOMPARE(order.size(), 100'000 - dropped.back);
    Row row;
    std::vector<Domain::Header> headers;
    QVERIFY(readRow(store.snapshot(), order, 0, row, headers));
    QVERIFY(sameRecord(plainRecord(0, 1000), row));
}

void TestStoreBudget::evictionSparesWhatIsBeingWritten()
{
    RecordStore store(0);
    const auto writer = store.openWriter(true);
    put(*writer, plainRecord(0, 5));
    writer->publish();
    const Run run = store.takeNewRuns().at(0);
    QVERIFY(store.evict(true).empty());
    QVERIFY(store.evict(false).empty());
    Row row;
    std::vector<Domain::Header> headers;
    QVERIFY(store.snapshot().read(run, 0, row, headers));
    put(*writer, plainRecord(1, 20 * MiB)); // closes the chunk, but it is not taken yet
    writer->publish();
    QVERIFY(store.evict(true).empty());
    (void)store.takeNewRuns();
    QCOMPARE(store.evict(true).size(), std::size_t(1));
}

void TestStoreBudget::largeRecordsCanBeEvictedAtOnce()
{
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(true);
    ArrivalOrder order;
    for (int i = 0; i < 20; ++i) {
        put(*writer, plainRecord(i, 30 * MiB));
        writer->publish();
        order.append(store.takeNewRuns());
        order.drop(store.evict(true));
        QVERIFY(store.bytesHeld() <= 64 * MiB);
    }
    QCOMPARE(order.size(), std::uint64_t(2));
}

void TestStoreBudget::aReusedSlotHasANewGeneration()
{
    RecordStore store(0);
    std::vector<Run> old;
    Row row;
    std::vector<Domain::Header> headers;
    for (int i = 0; i < 5000; ++i) { // more than there are slots
        {
            const auto writer = store.openWriter(true);
            put(*writer, plainRecord(i, 5));
        }
        const Run run = store.takeNewRuns().at(0);
        QVERIFY(store.snapshot().read(run, 0, row, headers));
        QVERIFY(sameRecord(plainRecord(i, 5), row));
        for (const Run &gone : old)
            QVERIFY(!store.snapshot().read(gone, 0, row, headers));
        QCOMPARE(store.evict(true), std::vector<Run>{run});
        QVERIFY(!store.snapshot().read(run, 0, row, headers));
        old.push_back(run);
        if (old.size() > 8)
            old.erase(old.begin());
    }
}

void TestStoreBudget::aSnapshotOutlivesEvictionAndStore()
{
    auto store = std::make_unique<RecordStore>(0);
    ArrivalOrder order;
    {
        const auto writer = store->openWriter(true);
        for (int i = 0; i < 40'000; ++i)
            put(*writer, plainRecord(i, 1000));
        put(*writer, plainRecord(40'000, 3 * MiB));
    }
    order.append(store->takeNewRuns());
    const StoreSnapshot snapshot = store->snapshot();
    const std::size_t held = store->bytesHeld();
    QVERIFY(store->evict(true).size() >= 2);
    QCOMPARE(store->bytesHeld(), held); // the snapshot holds it still
    QCOMPARE(store->payloadBytes(), std::size_t(0));
    store.reset();
    Row row;
    std::vector<Domain::Header> headers;
    for (std::uint64_t i = 0; i <= 40'000; ++i) {
        QVERIFY(readRow(snapshot, order, i, row, headers));
        QVERIFY(sameRecord(plainRecord(static_cast<std::int64_t>(i), i == 40'000 ? 3 * MiB : 1000), row));
    }
}

QTEST_APPLESS_MAIN(TestStoreBudget)
#include "tst_storebudget.moc"
