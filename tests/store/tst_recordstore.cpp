// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "storefixture.h"

#include "store/arrivalorder.h"

#include <QTest>

#include <sys/resource.h>

#include <cstdio>
#include <limits>

using namespace Store;

namespace {

constexpr std::size_t MiB = std::size_t(1) << 20;

OwnedRecord plainRecord(std::int64_t offset, std::size_t valueSize, std::int32_t partition = 0)
{
    OwnedRecord record;
    record.partition = Domain::PartitionId(partition);
    record.offset = Domain::Offset(offset);
    record.timestamp = {1'767'322'800'000 + offset % 1'000'000'007, Domain::TimestampType::Create};
    record.key = std::string(16, 'k');
    record.value = std::string(valueSize, static_cast<char>('a' + offset % 26));
    return record;
}

void put(Domain::RecordSink &sink, const OwnedRecord &record)
{
    std::vector<Domain::Header> headers;
    sink.record(record.borrow(headers));
}

/// Reads a row through every way there is and fails where they differ.
bool readRow(const StoreSnapshot &snapshot, const ArrivalOrder &order, std::uint64_t position, Row &row, std::vector<Domain::Header> &headers)
{
    const ArrivalOrder::Place place = order.at(position);
    RowColumns columns;
    return snapshot.read(place.run, place.index, row, headers) && snapshot.columns(place.run, place.index, columns)
        && columns.isGap == row.isGap && columns.offset == (row.isGap ? row.gap.from : row.record.offset)
        && columns.partition == (row.isGap ? row.gap.partition : row.record.partition)
        && columns.topic == (row.isGap ? row.gap.topic : row.record.topic)
        && (row.isGap || columns.timestamp == row.record.timestamp);
}

} // namespace

class TestRecordStore : public QObject
{
    Q_OBJECT
private slots:
    void anEmptyStoreHoldsNothing();
    void recordsComeBackExactly_data();
    void recordsComeBackExactly();
    void distancesAtTheLimitsComeBack();
    void valuesOfEverySizeComeBack();
    void aHundredMegabyteValueComesBack();
    void aHundredThousandHeadersComeBack();
    void headersCanBeCut();
    void aMillionRandomRecordsComeBack();
    void gapsAreRowsButNotRecords();
    void rowsAreShownOnlyWhenPublished();
    void bytesPastAValueCanBeRead();
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

void TestRecordStore::recordsComeBackExactly_data()
{
    constexpr std::int64_t Min = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t Max = std::numeric_limits<std::int64_t>::max();
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<qint64>("time");
    for (const std::int64_t offset : {std::int64_t(0), std::int64_t(4'294'967'295), std::int64_t(4'294'967'296), Max - 1, Max, std::int64_t(-1), Min})
        for (const std::int64_t time : {std::int64_t(0), std::int64_t(-1), Max, Min, std::int64_t(1) << 47, -(std::int64_t(1) << 47), std::int64_t(1'767'322'800'000)})
            QTest::addRow("%lld at %lld", static_cast<long long>(offset), static_cast<long long>(time)) << qint64(offset) << qint64(time);
}

void TestRecordStore::recordsComeBackExactly()
{
    QFETCH(qint64, offset);
    QFETCH(qint64, time);
    const std::vector<std::optional<std::string>> texts = {std::nullopt, std::string(), std::string("null"), std::string("\0\xff\xfe\n", 4), std::string(130, 'x')};
    std::vector<OwnedRecord> records;
    for (int type = 0; type < 3; ++type)
        for (const auto &key : texts)
            for (const auto &value : texts)
                for (const std::int64_t at : {std::int64_t(offset), std::int64_t(1000), std::int64_t(offset)}) {
                    OwnedRecord record;
                    record.topic = static_cast<std::uint16_t>(type == 2 ? 65535 : type);
                    record.partition = Domain::PartitionId(type == 1 ? std::numeric_limits<std::int32_t>::max() : type);
                    record.offset = Domain::Offset(at);
                    record.timestamp = {at == 1000 ? 5 : time, static_cast<Domain::TimestampType>(type)};
                    record.key = key;
                    record.value = value;
                    if (type == 1)
                        record.headers = {{"a", "1"}, {"a", "1"}, {"", std::nullopt}, {std::string("\0\x80", 2), ""}, {"z", std::string(200, 'v')}};
                    if (type == 2)
                        record.leaderEpoch = static_cast<std::int32_t>(records.size() % 7);
                    records.push_back(record);
                }

    RecordStore store(256 * MiB);
    const auto writer = store.openWriter(false);
    for (const OwnedRecord &record : records)
        put(*writer, record);
    writer->publish();
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(records.size()));
    Row row;
    std::vector<Domain::Header> headers;
    for (std::size_t i = 0; i < records.size(); ++i) {
        QVERIFY(readRow(store.snapshot(), order, i, row, headers));
        QVERIFY2(sameRecord(records[i], row), qPrintable(QString::number(i)));
        QVERIFY(store.snapshot().read(order.idAt(i), row, headers));
        QVERIFY(sameRecord(records[i], row));
    }
}

void TestRecordStore::distancesAtTheLimitsComeBack()
{
    // Each record as far from the one before as a delta reaches, and one more; often enough that no new base is made for it.
    constexpr std::int64_t distances[] = {(std::int64_t(1) << 32) - 1, std::int64_t(1) << 32, (std::int64_t(1) << 47) - 1,
                                          std::int64_t(1) << 47,       -(std::int64_t(1) << 47), std::numeric_limits<std::int64_t>::max()};
    RecordStore store(256 * MiB);
    const auto writer = store.openWriter(false);
    std::vector<OwnedRecord> records;
    for (int round = 0; round < 3000; ++round)
        for (const std::int64_t distance : distances)
            for (const std::int64_t at : {std::int64_t(0), distance}) {
                OwnedRecord record = plainRecord(0, 3, round % 2 ? 0 : round);
                record.offset = Domain::Offset(at);
                record.timestamp.ms = at;
                records.push_back(record);
                put(*writer, record);
            }
    writer->publish();
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(records.size()));
    Row row;
    std::vector<Domain::Header> headers;
    for (std::size_t i = 0; i < records.size(); ++i) {
        QVERIFY(readRow(store.snapshot(), order, i, row, headers));
        QVERIFY2(sameRecord(records[i], row), qPrintable(QString::number(i)));
    }
}

void TestRecordStore::valuesOfEverySizeComeBack()
{
    RecordStore store(1024 * MiB);
    const auto writer = store.openWriter(false);
    std::vector<std::size_t> sizes;
    for (const std::size_t around : {std::size_t(0), std::size_t(127), std::size_t(16384), MiB, 2 * MiB, 16 * MiB - 128, 16 * MiB, 17 * MiB})
        for (std::size_t size = around > 20 ? around - 20 : 0; size < around + 4; ++size)
            if (around < 16 * MiB - 128 || size % 8 == 0)
                sizes.push_back(size);
    for (std::size_t i = 0; i < sizes.size(); ++i)
        put(*writer, plainRecord(static_cast<std::int64_t>(i), sizes[i]));
    writer->publish();
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), std::uint64_t(sizes.size()));
    Row row;
    std::vector<Domain::Header> headers;
    const StoreSnapshot snapshot = store.snapshot();
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        QVERIFY(readRow(snapshot, order, i, row, headers));
        QVERIFY2(sameRecord(plainRecord(static_cast<std::int64_t>(i), sizes[i]), row), qPrintable(QString::number(sizes[i])));
    }
}

void TestRecordStore::aHundredMegabyteValueComesBack()
{
    RecordStore store(256 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, plainRecord(0, 10));
    put(*writer, plainRecord(1, 100'000'000));
    put(*writer, plainRecord(2, 10));
    writer->publish();
    QVERIFY(store.bytesHeld() > 100'000'000);
    QVERIFY(store.bytesHeld() < 101'000'000); // pages never written are not held
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    Row row;
    std::vector<Domain::Header> headers;
    for (std::uint64_t i = 0; i < 3; ++i) {
        QVERIFY(readRow(store.snapshot(), order, i, row, headers));
        QVERIFY(sameRecord(plainRecord(static_cast<std::int64_t>(i), i == 1 ? 100'000'000 : 10), row));
    }
}

void TestRecordStore::aHundredThousandHeadersComeBack()
{
    OwnedRecord record = plainRecord(7, 3);
    for (int i = 0; i < 100'000; ++i)
        record.headers.emplace_back("name" + std::to_string(i % 10), i % 3 ? std::optional(std::to_string(i)) : std::nullopt);
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, record);
    writer->publish();
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    Row row;
    std::vector<Domain::Header> headers;
    QVERIFY(readRow(store.snapshot(), order, 0, row, headers));
    QVERIFY(sameRecord(record, row));
}

void TestRecordStore::headersCanBeCut()
{
    OwnedRecord record = plainRecord(7, 3);
    record.headers = {{"a", "1"}, {"b", std::nullopt}, {"c", "333"}};
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    put(*writer, record);
    writer->publish();
    const Run run = store.takeNewRuns().at(0);
    Row row;
    std::vector<Domain::Header> headers;
    QVERIFY(store.snapshot().read(run, 0, row, headers, 2));
    QCOMPARE(row.record.headers.size(), std::size_t(2));
    QCOMPARE(row.headerCount, std::size_t(3));
    QCOMPARE(row.payloadBytes, std::size_t(16 + 3 + 3 + 4));
    QVERIFY(store.snapshot().read(run, 0, row, headers, 0));
    QCOMPARE(row.record.headers.size(), std::size_t(0));
    QCOMPARE(row.headerCount, std::size_t(3));
}

void TestRecordStore::aMillionRandomRecordsComeBack()
{
    constexpr std::uint64_t Count = 1'000'000;
    const RecordMaker maker(42);
    RecordStore store(4096 * MiB);
    const auto writer = store.openWriter(false);
    std::size_t payload = 0;
    ArrivalOrder order;
    std::vector<Domain::Header> headers;
    for (std::uint64_t i = 0; i < Count; ++i) {
        const OwnedRecord record = maker.make(i);
        const Domain::Record borrowed = record.borrow(headers);
        payload += borrowed.payloadSize();
        writer->record(borrowed);
        if (i % 9973 == 0) {
            writer->publish();
            order.append(store.takeNewRuns());
        }
    }
    writer->publish();
    order.append(store.takeNewRuns());
    QCOMPARE(order.size(), Count);
    QCOMPARE(order.recordCount(), Count);
    QCOMPARE(store.recordCount(), Count);
    QCOMPARE(store.payloadBytes(), payload);
    const StoreSnapshot snapshot = store.snapshot();
    Row row;
    for (std::uint64_t i = 0; i < Count; ++i) {
        QVERIFY(readRow(snapshot, order, i, row, headers));
        if (!sameRecord(maker.make(i), row))
            QFAIL(qPrintable(QString::number(i)));
    }
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

void TestRecordStore::overheadIsSmall_data()
{
    QTest::addColumn<int>("valueSize");
    QTest::addColumn<double>("largestRatio");
    QTest::addRow("100 B") << 100 << 1.20;
    QTest::addRow("500 B") << 500 << 1.06;
}

void TestRecordStore::overheadIsSmall()
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

void TestRecordStore::oddOffsetsAndTimesDoNotMakeTheirNeighboursLarge()
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

void TestRecordStore::aBoundedWriterStopsAtTheBudget()
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

void TestRecordStore::aLiveWriterHasSlackButNotWithoutBound()
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

void TestRecordStore::aSmallBudgetDoesNotStallManyLiveWriters()
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

void TestRecordStore::evictionLetsTheOldestSlotsGo()
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

void TestRecordStore::evictionLetsTheNewestSlotsGo()
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

void TestRecordStore::evictionSparesWhatIsBeingWritten()
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

void TestRecordStore::largeRecordsCanBeEvictedAtOnce()
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

void TestRecordStore::aReusedSlotHasANewGeneration()
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

void TestRecordStore::aSnapshotOutlivesEvictionAndStore()
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
