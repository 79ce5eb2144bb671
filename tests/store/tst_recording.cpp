// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordingfixture.h"

#include "store/crc32c.h"
#include "store/recordingfile.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace RecordingTest;

namespace {

std::vector<Kept> byPlace(std::vector<Kept> records)
{
    std::sort(records.begin(), records.end(), [](const Kept &a, const Kept &b) {
        return std::tie(a.topic, a.partition, a.offset) < std::tie(b.topic, b.partition, b.offset);
    });
    return records;
}

} // namespace

/// Writing a recording and reading it back.
class TestRecording : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QVERIFY(folder.isValid());
        QFile::remove(QString::fromStdString(file()));
    }

    void theChecksumIsCastagnolis()
    {
        QCOMPARE(Store::crc32c("123456789"), 0xE3069283U);
        QCOMPARE(Store::crc32c(std::string_view()), 0U);
        QCOMPARE(Store::crc32c(std::string(32, '\0')), 0x8A9136AAU); // RFC 3720 §B.4
        QCOMPARE(Store::crc32c(std::string(32, '\xff')), 0x62A8AB43U);
    }

    void everyByteComesBack_data()
    {
        QTest::addColumn<int>("topics");
        QTest::addColumn<int>("partitions");
        QTest::addColumn<int>("count");
        QTest::newRow("one record") << 1 << 1 << 1;
        QTest::newRow("one partition, many blocks") << 1 << 1 << 5000;
        QTest::newRow("several topics") << 3 << 5 << 300;
    }
    void everyByteComesBack()
    {
        QFETCH(int, topics);
        QFETCH(int, partitions);
        QFETCH(int, count);
        for (std::uint32_t seed = 1; seed <= 3; ++seed) {
            const std::vector<Kept> records = hostileRecords(seed, topics, partitions, count);
            QVERIFY(writeRecording(file(), records, topics, partitions));
            QVERIFY(!QFile::exists(QString::fromStdString(file() + ".part")));
            const Outcome outcome = read(file(), planFor(topics));
            QVERIFY(outcome.status.complete());
            QVERIFY(!outcome.status.error);
            QCOMPARE(outcome.status.records, std::uint64_t(records.size()));
            QCOMPARE(outcome.records.size(), records.size());
            QVERIFY(byPlace(outcome.records) == byPlace(records));
        }
    }

    void largeValuesAndManyHeaders()
    {
        std::mt19937 random(7);
        Kept large{.offset = 5, .value = randomBytes(random, 5'000'000)};
        Kept headers{.offset = 6};
        for (int i = 0; i < 1000; ++i)
            headers.headers.emplace_back("h" + std::to_string(i % 10), i % 3 ? std::optional<std::string>(std::to_string(i)) : std::nullopt);
        const std::vector<Kept> records{large, headers};
        QVERIFY(writeRecording(file(), records, 1, 1));
        QVERIFY(read(file(), planFor(1)).records == records);
    }

    void offsetsAndTimesUpToTheirLimits()
    {
        constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max() - 1;
        const std::vector<Kept> records{{.offset = 0, .timestamp = {std::numeric_limits<std::int64_t>::min(), Domain::TimestampType::Create}},
                                        {.offset = last, .timestamp = {std::numeric_limits<std::int64_t>::max(), Domain::TimestampType::LogAppend}}};
        QVERIFY(writeRecording(file(), records, 1, 1));
        QVERIFY(read(file(), planFor(1)).records == records);
    }

    void recordsMayComeFallingOrFromSeveralThreads()
    {
        const std::vector<Kept> records = plainRecords(1, 4, 3000);
        auto writer = Store::RecordingWriter::create(file(), infoFor(1, 4));
        QVERIFY(writer);
        {
            const auto part = [&](int p) {
                const auto sink = Store::RecordingWriter::sinks(writer.value())();
                for (auto it = records.rbegin(); it != records.rend(); ++it)
                    if (it->partition == p)
                        it->into(*sink);
            };
            std::vector<std::jthread> running;
            for (int p = 0; p < 4; ++p)
                running.emplace_back(part, p);
        }
        QVERIFY(writer.value()->finish({}));
        QVERIFY(byPlace(read(file(), planFor(1)).records) == byPlace(records));
    }

    void gapsComeBack()
    {
        const std::vector<Kept> records{{.offset = 10}, {.offset = 20}};
        const std::vector<Domain::Gap> gaps{{.from = Offset(0), .to = Offset(10), .reason = Domain::GapReason::Retention},
                                            {.from = Offset(11), .to = Offset(20), .reason = Domain::GapReason::Hole},
                                            {.from = Offset(21), .to = Offset(22), .reason = Domain::GapReason::Hole, .isMark = true},
                                            {.from = Offset(22), .to = Offset(30), .reason = Domain::GapReason::Refused}};
        QVERIFY(writeRecording(file(), records, 1, 1, gaps));
        const Outcome outcome = read(file(), planFor(1));
        QVERIFY(outcome.records == records);
        QVERIFY(outcome.gaps == gaps);
        QCOMPARE(outcome.status.gapOffsets, std::uint64_t(28));
    }

    void whatItTellsAboutItself()
    {
        Store::RecordingInfo info = infoFor(2, 3);
        info.plan.partitions = {PartitionId(1), PartitionId(2)};
        info.plan.from = Domain::AtTime{-5};
        info.plan.fromPerPartition[{1, PartitionId(2)}] = Domain::Tail{7};
        info.plan.until = Domain::UntilTime{.ms = 99, .latenessMs = 3};
        info.plan.untilPerPartition[{0, PartitionId(1)}] = Offset(77);
        info.plan.limit = 0;
        info.plan.isolation = Domain::IsolationLevel::Uncommitted;
        info.plan.order = Domain::ReadOrder::Time;
        info.plan.newestFirst = true;
        auto writer = Store::RecordingWriter::create(file(), info);
        QVERIFY(writer);
        const std::vector<Store::RecordingSpan> spans{{.topic = 1, .partition = PartitionId(2), .begin = Offset(5), .end = Offset(9), .isComplete = true}};
        QVERIFY(writer.value()->finish(spans));
        const auto opened = Store::RecordingFile::open(file());
        QVERIFY(opened);
        QVERIFY(opened.value()->info() == info);
        QVERIFY(!opened.value()->problem());
        QCOMPARE(opened.value()->logs().size(), std::size_t(6)); // those without a record, too
        const Store::RecordingLog *log = opened.value()->log(1, PartitionId(2));
        QVERIFY(log && log->isComplete);
        QCOMPARE(log->begin, Offset(5));
        QCOMPARE(log->end, Offset(9));
    }

    void whatIsNotFinishedOpensUpToTheLastBlock()
    {
        const std::vector<Kept> records = plainRecords(1, 1, 3000);
        {
            auto writer = Store::RecordingWriter::create(file(), infoFor(1, 1));
            QVERIFY(writer);
            const auto sink = Store::RecordingWriter::sinks(writer.value())();
            for (const Kept &record : records)
                record.into(*sink);
            writer.value()->flushNow(true);
        }
        QVERIFY(!QFile::exists(QString::fromStdString(file())));
        const Outcome outcome = read(file() + ".part", planFor(1));
        QVERIFY(outcome.records == records);
        QCOMPARE(outcome.status.state, Domain::ReadState::Finished);
        QVERIFY(!outcome.status.complete());
        QCOMPARE(outcome.status.error->code, Domain::ErrorCode::RecordingBroken);
        QCOMPARE(outcome.status.error->arg("problem"), std::string("it was not finished: its end is missing"));
    }

    void aFullDiskIsSaid()
    {
        auto writer = Store::RecordingWriter::create("/dev/full", infoFor(1, 1));
        QVERIFY(!writer);
        QCOMPARE(writer.error().code, Domain::ErrorCode::FileUnwritable);
        QCOMPARE(writer.error().technical, std::string("No space left on device"));
        QVERIFY(QFile::exists(QStringLiteral("/dev/full")));
        QVERIFY(!QFile::exists(QStringLiteral("/dev/full.part")));
    }

    void recordsOutOfOrderAreNoRecording()
    {
        auto writer = Store::RecordingWriter::create(file(), infoFor(1, 1));
        QVERIFY(writer);
        const auto sink = Store::RecordingWriter::sinks(writer.value())();
        Kept{.offset = 1}.into(*sink);
        Kept{.offset = 9}.into(*sink);
        writer.value()->flushNow(true);
        Kept{.offset = 5}.into(*sink);
        QVERIFY(sink->hasRoom());
        writer.value()->flushNow(true);
        QVERIFY(!sink->hasRoom());
        QVERIFY(!writer.value()->finish({}));
    }

    void aFileThatIsNone()
    {
        const auto missing = Store::RecordingFile::open(folder.filePath(QStringLiteral("none.playhead")).toStdString());
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, Domain::ErrorCode::FileUnreadable);
        QCOMPARE(Store::RecordingFile::open(folder.path().toStdString()).error().code, Domain::ErrorCode::FileUnreadable);
        QFile other(QString::fromStdString(file()));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("{\"not\":\"a recording, though it is long enough to be one\"}");
        other.close();
        const auto opened = Store::RecordingFile::open(file());
        QCOMPARE(opened.error().code, Domain::ErrorCode::RecordingBroken);
        QCOMPARE(opened.error().arg("problem"), std::string("it is no recording"));
    }

    void aNewerVersionIsSaid()
    {
        std::string head;
        Store::appendFileHeader(head);
        head[8] = 2;
        head.resize(12);
        const std::uint32_t crc = Store::crc32c(head);
        for (int i = 0; i < 4; ++i)
            head += static_cast<char>(crc >> (8 * i));
        QFile out(QString::fromStdString(file()));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(head.data(), static_cast<qint64>(head.size()));
        out.close();
        const auto opened = Store::RecordingFile::open(file());
        QCOMPARE(opened.error().code, Domain::ErrorCode::RecordingNewer);
        QCOMPARE(opened.error().arg("version"), std::string("2"));
    }

private:
    std::string file() const { return folder.filePath(QStringLiteral("x.playhead")).toStdString(); }
    QTemporaryDir folder;
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
