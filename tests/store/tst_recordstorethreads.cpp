// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "storefixture.h"

#include "store/arrivalorder.h"

#include <QTest>

#include <array>
#include <atomic>
#include <mutex>
#include <thread>

using namespace Store;

namespace {

constexpr std::size_t MiB = std::size_t(1) << 20;
constexpr int Writers = 4;
#ifdef PLAYHEAD_SANITIZED
constexpr std::int64_t RecordsPerWriter = 40'000;
#else
constexpr std::int64_t RecordsPerWriter = 200'000;
#endif

/// The value of a record tells which it is, so that a reader can check any row by itself.
std::string valueOf(std::int32_t partition, std::int64_t offset)
{
    std::string value = std::to_string(partition) + ':' + std::to_string(offset) + ':';
    value.resize(200 + static_cast<std::size_t>(offset % 1000 ? offset % 300 : 1'100'000), static_cast<char>('a' + offset % 26));
    return value;
}

/// The stop token ends it when the test has failed: nobody makes room then.
void write(const std::stop_token &stop, Domain::RecordSink &sink, std::int32_t partition)
{
    Domain::Record record;
    record.partition = Domain::PartitionId(partition);
    for (std::int64_t offset = 0; offset < RecordsPerWriter; ++offset) {
        const std::string value = valueOf(partition, offset);
        const Domain::Header header{"offset", value};
        record.offset = Domain::Offset(offset);
        record.timestamp = {offset * 3, Domain::TimestampType::Create};
        record.value = value;
        record.headers = std::span(&header, offset % 5 == 0 ? 1 : 0);
        if (offset % 1000 == 0)
            sink.gap({0, record.partition, record.offset, record.offset + Domain::OffsetSpan(1), Domain::GapReason::Hole});
        sink.record(record);
        if (offset % 100 == 99) {
            sink.publish();
            while (!sink.hasRoom() && !stop.stop_requested())
                std::this_thread::yield();
        }
    }
}

bool isRight(const Row &row)
{
    if (row.isGap)
        return row.gap.span() == Domain::OffsetSpan(1) && row.gap.from.value() % 1000 == 0;
    return row.record.value == valueOf(row.record.partition.value(), row.record.offset.value())
        && row.headerCount == (row.record.offset.value() % 5 == 0 ? 1U : 0U) && row.record.timestamp.ms == row.record.offset.value() * 3;
}

/// What the owner gives to a reading thread, as it would to a filter.
struct Shared
{
    std::mutex mutex;
    StoreSnapshot snapshot;
    std::vector<Run> runs;
    std::atomic<std::uint64_t> rowsRead = 0;
    std::atomic<std::uint64_t> wrong = 0;
};

void readSome(const std::stop_token &stop, Shared &shared)
{
    std::vector<Domain::Header> headers;
    Row row;
    while (!stop.stop_requested()) {
        StoreSnapshot snapshot;
        std::vector<Run> runs;
        {
            const std::scoped_lock lock(shared.mutex);
            snapshot = shared.snapshot;
            runs = shared.runs;
        }
        for (const Run &run : runs)
            for (std::uint32_t index = run.first; index < run.first + run.count; index += 97) {
                if (!snapshot.read(run, index, row, headers) || !isRight(row))
                    ++shared.wrong;
                ++shared.rowsRead;
            }
        std::this_thread::yield();
    }
}

} // namespace

class TestRecordStoreThreads : public QObject
{
    Q_OBJECT
private slots:
    void writersReadersAndAnEvictingOwnerAgree();
    void clearingUnderWritersLosesNothingElse();
};

void TestRecordStoreThreads::writersReadersAndAnEvictingOwnerAgree()
{
    RecordStore store(24 * MiB);
    Shared shared;
    std::atomic<int> writing = Writers;
    std::vector<std::jthread> writers;
    for (int i = 0; i < Writers; ++i)
        writers.emplace_back([&writing, i, factory = store.writerFactory(true)](const std::stop_token &stop) {
            write(stop, *factory(), i); // the sink is gone, and has published all, before `writing` tells
            --writing;
        });
    std::jthread reader([&shared](const std::stop_token &stop) { readSome(stop, shared); });

    ArrivalOrder order;
    std::array<std::int64_t, Writers> next{};
    std::uint64_t rows = 0;
    std::uint64_t dropped = 0;
    std::vector<Domain::Header> headers;
    Row row;
    for (bool last = false; !last;) {
        last = writing == 0;
        const std::vector<Run> runs = store.takeNewRuns();
        const StoreSnapshot snapshot = store.snapshot();
        order.append(runs);
        for (const Run &run : runs) {
            for (std::uint32_t index = run.first; index < run.first + run.count; ++index) {
                QVERIFY(snapshot.read(run, index, row, headers));
                QVERIFY(isRight(row));
                if (!row.isGap) // every record, each once, in the order of its partition
                    QCOMPARE(row.record.offset.value(), next[static_cast<std::size_t>(row.record.partition.value())]++);
            }
            rows += run.count;
        }
        const ArrivalOrder::Dropped gone = order.drop(store.evict(true));
        QCOMPARE(gone.back, std::uint64_t(0));
        dropped += gone.front;
        {
            const std::scoped_lock lock(shared.mutex);
            shared.snapshot = store.snapshot();
            shared.runs = order.runs();
        }
    }
    reader.request_stop();
    reader.join();
    for (const std::int64_t offset : next)
        QCOMPARE(offset, RecordsPerWriter);
    QCOMPARE(rows, static_cast<std::uint64_t>(Writers * (RecordsPerWriter + RecordsPerWriter / 1000)));
    QCOMPARE(order.size(), rows - dropped);
    QVERIFY(dropped > 0);
    QVERIFY(shared.rowsRead > 0);
    QCOMPARE(shared.wrong.load(), std::uint64_t(0));
}

void TestRecordStoreThreads::clearingUnderWritersLosesNothingElse()
{
    RecordStore store(256 * MiB);
    std::vector<std::jthread> writers;
    for (int i = 0; i < 20; ++i) {
        std::atomic<bool> started = false;
        writers.emplace_back([&started, i, factory = store.writerFactory(false)] {
            const std::unique_ptr<Domain::RecordSink> sink = factory();
            started = true;
            started.notify_one();
            Domain::Record record;
            record.partition = Domain::PartitionId(i);
            const std::string value(5000, 'x');
            record.value = value;
            for (int offset = 0; offset < 2000; ++offset) {
                record.offset = Domain::Offset(offset);
                sink->record(record);
                sink->publish();
            }
        });
        started.wait(false);
        std::vector<Domain::Header> headers;
        Row row;
        for (const Run &run : store.takeNewRuns()) {
            QVERIFY(store.snapshot().read(run, run.first, row, headers));
            QCOMPARE(row.record.partition.value(), i); // nothing of a run before the last clear()
        }
        if (i < 19)
            store.clear();
    }
    writers.clear();
    std::uint64_t rows = 0;
    for (const Run &run : store.takeNewRuns())
        rows += run.count;
    QVERIFY(rows <= 2000);
    QVERIFY(store.recordCount() == 2000);
}

QTEST_APPLESS_MAIN(TestRecordStoreThreads)
#include "tst_recordstorethreads.moc"
