// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "storerows.h"

#include <QTest>

#include <sys/resource.h>

#include <cstdio>
#include <limits>

using namespace Store;
using namespace StoreTest;

/// What a RecordStore shows when, and what outlives it.
class TestRecordStore : public QObject
{
    Q_OBJECT
private slots:
    void anEmptyStoreHoldsNothing();
    void gapsAreRowsButNotRecords();
    void rowsAreShownOnlyWhenPublished();
    void bytesPastAValueCanBeRead();
    void clearForgetsEverything();
    void aWriterOfAFormerRunWritesIntoNothing();
    void aWriterMayOutliveTheStore();
    void manyPartitionsFitOneStore();
    void lackOfMemoryBecomesAGap();
};

void TestRecordStore::anEmptyStoreHoldsNothing()
{
    RecordStore store(MiB);
    QCOMPARE(store.bytesHeld(), std::size_t(0));
    QCOMPARE(store.payloadBytes(), std::size_t(0));
    QVERIFY(store.takeNewRuns().empty());
    QVERIFY(store.evict(true).empty());
    Row row;
    RowColumns columns;
    std::vector<Domain::Header> headers;
    QVERIFY(!store.snapshot().read(RowId(0), row, headers));
    QVERIFY(!StoreSnapshot().read(RowId(0), row, headers));
    QVERIFY(!store.snapshot().columns(Run{0, 0, 1, 0, 0}, 0, columns));
    QVERIFY(!store.snapshot().read(Run{SlotCount, 0, 1, 0, 0}, 0, row, headers));
    const auto writer = store.openWriter(false);
    writer->publish();
    QCOMPARE(store.bytesHeld(), std::size_t(0)); // a silent topic takes no chunk
}

void TestRecordStore::gapsAreRowsButNotRecords()
{
    constexpr std::int64_t Max = std::numeric_limits<std::int64_t>::max();
    const std::vector<Domain::Gap> gaps = {
        {3, Domain::PartitionId(9), Domain::Offset(0), Domain::Offset(Max), Domain::GapReason::Retention},
        {0, Domain::PartitionId(0), Domain::Offset(5), Domain::Offset(6), Domain::GapReason::Hole},
        {0, Domain::PartitionId(0), Domain::Offset(Max - 1), Domain::Offset(Max), Domain::GapReason::Refused},
        {65535, Domain::PartitionId(1 << 30), Domain::Offset(7), Domain::Offset(1000), Domain::GapReason::Released}};
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    for (const Domain::Gap &gap : gaps) {
        writer->gap(gap);
        put(*writer, plainRecord(gap.to.value(), 5));
    }
    writer->gap(gaps[1]);
    writer->publish();
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(9));
    QCOMPARE(order.recordCount(), std::uint64_t(4));
    QCOMPARE(order.gapCount(), std::uint64_t(5));
    QCOMPARE(store.recordCount(), std::uint64_t(4));
    QCOMPARE(store.gapCount(), std::uint64_t(5));
    QCOMPARE(store.payloadBytes(), std::size_t(4 * 21));
    Row row;
    std::vector<Domain::Header> headers;
    for (std::size_t i = 0; i < 9; ++i) {
        QVERIFY(readRow(store.snapshot(), order, i, row, headers));
        QCOMPARE(row.isGap, i % 2 == 0);
        if (row.isGap)
            QVERIFY(row.gap == gaps[i == 8 ? 1 : i / 2]);
        else
            QVERIFY(sameRecord(plainRecord(gaps[i / 2].to.value(), 5), row));
    }
}

void TestRecordStore::rowsAreShownOnlyWhenPublished()
{
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, plainRecord(0, 5));
    QVERIFY(store.takeNewRuns().empty());
    Row row;
    std::vector<Domain::Header> headers;
    QVERIFY(!store.snapshot().read(RowId(0), row, headers));
    writer->publish();
    const std::vector<Run> runs = store.takeNewRuns();
    QCOMPARE(runs.size(), std::size_t(1));
    QCOMPARE(runs[0].count, 1U);
    QVERIFY(store.snapshot().read(runs[0], 0, row, headers));
    QVERIFY(!store.snapshot().read(runs[0], 1, row, headers));
    QVERIFY(store.takeNewRuns().empty());
}

void TestRecordStore::bytesPastAValueCanBeRead()
{
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, plainRecord(0, 5));
    put(*writer, plainRecord(1, 4096 * 256 - 30)); // as large as a row inside a chunk can be
    put(*writer, plainRecord(2, 4096 * 300 - 22)); // in a mapping of its own, ending with its page
    writer->publish();
    Row row;
    std::vector<Domain::Header> headers;
    const Run run = store.takeNewRuns().at(0);
    for (std::uint32_t i = 0; i < 3; ++i) {
        QVERIFY(store.snapshot().read(run, i, row, headers));
        volatile char last = 0;
        for (std::size_t k = 0; k < 64; ++k)
            last = row.record.value->data()[row.record.value->size() + k];
        Q_UNUSED(last)
    }
}

void TestRecordStore::clearForgetsEverything()
{
    RecordStore store(256 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, plainRecord(0, 5));
    writer->publish();
    const Run run = store.takeNewRuns().at(0);
    StoreSnapshot before = store.snapshot();
    store.clear();
    QCOMPARE(store.recordCount(), std::uint64_t(0));
    QCOMPARE(store.payloadBytes(), std::size_t(0));
    QCOMPARE(store.budget(), 256 * MiB);
    Row row;
    std::vector<Domain::Header> headers;
    QVERIFY(before.read(run, 0, row, headers));
    QVERIFY(!store.snapshot().read(run, 0, row, headers));

    const auto next = store.openWriter(false);
    put(*next, plainRecord(1, 5));
    next->publish();
    const Run fresh = store.takeNewRuns().at(0);
    QVERIFY(fresh.generation != run.generation);
    QVERIFY(!before.read(fresh, 0, row, headers));
    QVERIFY(!store.snapshot().read(run, 0, row, headers));
}

void TestRecordStore::aWriterOfAFormerRunWritesIntoNothing()
{
    RecordStore store(256 * MiB);
    const Domain::RecordSinkFactory factory = store.writerFactory(true);
    auto writer = factory();
    put(*writer, plainRecord(0, 5));
    store.clear();
    const auto late = factory(); // a thread that was slow to start
    for (int i = 0; i < 100'000; ++i) {
        put(*writer, plainRecord(i, 1000));
        put(*late, plainRecord(i, 1000));
    }
    writer->publish();
    late->publish();
    QVERIFY(!writer->hasRoom());
    QVERIFY(store.takeNewRuns().empty());
    QVERIFY(store.bytesHeld() < MiB);
    writer.reset();
    QCOMPARE(store.bytesHeld(), std::size_t(0));
}

void TestRecordStore::aWriterMayOutliveTheStore()
{
    auto store = std::make_unique<RecordStore>(256 * MiB);
    const Domain::RecordSinkFactory factory = store->writerFactory(false);
    const auto writer = factory();
    put(*writer, plainRecord(0, 5));
    store.reset();
    put(*writer, plainRecord(1, 20 * MiB));
    writer->gap({});
    writer->publish();
    QVERIFY(!writer->hasRoom());
    QVERIFY(!factory()->hasRoom());
}

void TestRecordStore::manyPartitionsFitOneStore()
{
    RecordStore store(256 * MiB);
    const auto writer = store.openWriter(false);
    constexpr std::int32_t Partitions = 150'000; // more than a chunk has streams
    for (std::int32_t i = 0; i < Partitions; ++i)
        put(*writer, plainRecord(i, 1, i));
    writer->publish();
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(Partitions));
    Row row;
    std::vector<Domain::Header> headers;
    const StoreSnapshot snapshot = store.snapshot();
    for (std::int32_t i = 0; i < Partitions; ++i) {
        QVERIFY(readRow(snapshot, order, static_cast<std::uint64_t>(i), row, headers));
        QVERIFY(sameRecord(plainRecord(i, 1, i), row));
    }
}

void TestRecordStore::lackOfMemoryBecomesAGap()
{
    RecordStore store(1024 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, plainRecord(0, 5));
    const OwnedRecord large = plainRecord(1, 200 * MiB);
    std::vector<Domain::Header> headers;
    Domain::Record borrowed = large.borrow(headers);

#ifdef PLAYHEAD_SANITIZED
    return; // sanitizers need address space of their own, so it cannot be made scarce
#endif
    std::size_t pages = 0;
    std::FILE *statm = std::fopen("/proc/self/statm", "r");
    QVERIFY(statm && std::fscanf(statm, "%zu", &pages) == 1);
    std::fclose(statm);
    rlimit former{};
    QCOMPARE(getrlimit(RLIMIT_AS, &former), 0);
    const rlimit tight{pages * 4096 + 64 * MiB, former.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
    writer->record(borrowed);
    borrowed.offset = Domain::Offset(2);
    writer->record(borrowed);
    QCOMPARE(setrlimit(RLIMIT_AS, &former), 0);
    put(*writer, plainRecord(3, 5));
    writer->publish();

    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(4));
    QCOMPARE(order.recordCount(), std::uint64_t(2));
    Row row;
    QVERIFY(readRow(store.snapshot(), order, 1, row, headers));
    QVERIFY(row.isGap);
    QVERIFY(row.gap == (Domain::Gap{0, Domain::PartitionId(0), Domain::Offset(1), Domain::Offset(2), Domain::GapReason::Released}));
    QVERIFY(readRow(store.snapshot(), order, 2, row, headers));
    QCOMPARE(row.gap.from, Domain::Offset(2));
    QVERIFY(readRow(store.snapshot(), order, 3, row, headers));
    QVERIFY(sameRecord(plainRecord(3, 5), row));
}

QTEST_APPLESS_MAIN(TestRecordStore)
#include "tst_recordstore.moc"
