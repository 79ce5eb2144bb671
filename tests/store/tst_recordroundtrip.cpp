// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "storerows.h"

#include <QTest>

#include <limits>

using namespace Store;
using namespace StoreTest;

/// What goes into a RecordStore comes out as it was.
class TestRecordRoundTrip : public QObject
{
    Q_OBJECT
private slots:
    void recordsComeBackExactly_data();
    void recordsComeBackExactly();
    void distancesAtTheLimitsComeBack();
    void valuesOfEverySizeComeBack();
    void aHundredMegabyteValueComesBack();
    void aHundredThousandHeadersComeBack();
    void headersCanBeCut();
    void aMillionRandomRecordsComeBack();
};

void TestRecordRoundTrip::recordsComeBackExactly_data()
{
    constexpr std::int64_t Min = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t Max = std::numeric_limits<std::int64_t>::max();
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<qint64>("time");
    for (const std::int64_t offset : {std::int64_t(0), std::int64_t(4'294'967'295), std::int64_t(4'294'967'296), Max - 1, Max, std::int64_t(-1), Min})
        for (const std::int64_t time : {std::int64_t(0), std::int64_t(-1), Max, Min, std::int64_t(1) << 47, -(std::int64_t(1) << 47), std::int64_t(1'767'322'800'000)})
            QTest::addRow("%lld at %lld", static_cast<long long>(offset), static_cast<long long>(time)) << qint64(offset) << qint64(time);
}

void TestRecordRoundTrip::recordsComeBackExactly()
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

void TestRecordRoundTrip::distancesAtTheLimitsComeBack()
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

void TestRecordRoundTrip::valuesOfEverySizeComeBack()
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

void TestRecordRoundTrip::aHundredMegabyteValueComesBack()
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

void TestRecordRoundTrip::aHundredThousandHeadersComeBack()
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

void TestRecordRoundTrip::headersCanBeCut()
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

void TestRecordRoundTrip::aMillionRandomRecordsComeBack()
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

QTEST_APPLESS_MAIN(TestRecordRoundTrip)
#include "tst_recordroundtrip.moc"
