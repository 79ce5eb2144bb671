// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordingfixture.h"

#include "store/recordingfile.h"
#include "store/recordingrun.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <map>

#include <sys/mman.h>
#include <unistd.h>

using namespace RecordingTest;

namespace {

using Place = std::tuple<int, int, std::int64_t>;

QByteArray contents(const std::string &name)
{
    QFile file(QString::fromStdString(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Ten thousand recordings that are cut off, flipped or scribbled over: none of them crashes or hangs the reader, nothing wrong is
/// shown, and every record of a block that is whole and stands before the damage is there.
class TestRecordingDamage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        whole = folder.filePath(QStringLiteral("whole.playhead")).toStdString();
        memory = ::memfd_create("damaged", MFD_CLOEXEC); // twenty thousand files would wait for the disk
        QVERIFY(memory >= 0);
        damaged = "/proc/self/fd/" + std::to_string(memory);
        const std::vector<Kept> records = hostileRecords(3, 2, 3, 12);
        auto writer = Store::RecordingWriter::create(whole, infoFor(2, 3));
        QVERIFY(writer);
        const auto sink = Store::RecordingWriter::sinks(writer.value())();
        for (std::size_t i = 0; i < records.size(); ++i) {
            records[i].into(*sink);
            original.emplace(Place{records[i].topic, records[i].partition, records[i].offset}, records[i]);
            if (i % 24 == 23)
                writer.value()->flushNow(true); // several blocks a partition
        }
        QVERIFY(writer.value()->finish({}));
        bytes = contents(whole);
        const auto opened = Store::RecordingFile::open(whole);
        QVERIFY(opened);
        for (const Store::RecordingLog &log : opened.value()->logs())
            blocks.insert(blocks.end(), log.blocks.begin(), log.blocks.end());
        QVERIFY(blocks.size() >= 12);
    }

    void cleanupTestCase() { ::close(memory); }

    void tenThousandDamagedOnes()
    {
        std::mt19937 random(20260131);
        for (int round = 0; round < 10'000; ++round) {
            QByteArray copy = bytes;
            const auto at = static_cast<qsizetype>(random() % static_cast<std::size_t>(copy.size()));
            qsizetype firstDamage = at;
            switch (random() % 4) {
            case 0: copy.truncate(at); break;
            case 1: copy[at] = static_cast<char>(copy[at] ^ (1 << (random() % 8))); break;
            case 2:
                for (qsizetype i = at; i < std::min(at + 40, copy.size()); ++i)
                    copy[i] = static_cast<char>(random());
                break;
            default: copy.insert(at, QByteArray(static_cast<qsizetype>(1 + random() % 9), static_cast<char>(random()))); break;
            }
            check(copy, firstDamage, round);
            if (QTest::currentTestFailed())
                return;
        }
    }

    /// The checksums are right, what stands in them is not: what somebody would make who wants to do harm.
    void tenThousandWithGoodChecksums()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 10'000; ++round) {
            std::string file;
            Store::appendFileHeader(file);
            Store::appendFrame(file, Store::FrameKind::Info, mutated(random, Store::encodeInfo(infoFor(2, 3))));
            std::vector<Store::RecordingBlock> index;
            for (const Store::RecordingBlock &block : blocks) {
                const std::string payload = bytes.mid(static_cast<qsizetype>(block.position + Store::RecordingLimits::frameHeaderSize), block.size).toStdString();
                Store::RecordingBlock entry = block;
                entry.position = file.size();
                Store::appendFrame(file, Store::FrameKind::Block, mutated(random, payload));
                if (random() % 8 == 0)
                    entry.size = static_cast<std::uint32_t>(random());
                if (random() % 8 == 0)
                    entry.end = Offset(static_cast<std::int64_t>(random()) << (random() % 33));
                index.push_back(entry);
            }
            const std::uint64_t position = random() % 10 == 0 ? random() : file.size();
            Store::appendFrame(file, Store::FrameKind::Index, mutated(random, Store::encodeIndex({{.topic = 1, .partition = PartitionId(2), .begin = Offset(0), .end = Offset(99), .isComplete = true}}, index)));
            Store::appendTrailer(file, position);
            write(QByteArray::fromStdString(file));
            const Outcome outcome = readDamaged(static_cast<int>(random() % 3), random() % 2 == 0);
            QVERIFY(Domain::isFinal(outcome.status.state));
        }
    }

    void aFrameThatClaimsMoreThanThereIs()
    {
        std::string head;
        Store::appendFileHeader(head);
        std::string frame;
        Store::appendFrame(frame, Store::FrameKind::Info, std::string(100, 'x'));
        write(QByteArray::fromStdString(head + frame.substr(0, 40)));
        QCOMPARE(Store::RecordingFile::open(damaged).error().code, Domain::ErrorCode::RecordingBroken);
    }

private:
    void write(const QByteArray &content) const
    {
        const bool isEmpty = ::ftruncate(memory, 0) == 0;
        if (!isEmpty || ::pwrite(memory, content.constData(), static_cast<std::size_t>(content.size()), 0) != content.size())
            qFatal("cannot write");
    }

    static std::string mutated(std::mt19937 &random, std::string payload)
    {
        if (random() % 3 != 0 || payload.empty())
            return payload;
        for (auto n = 1 + random() % 3; n > 0 && !payload.empty(); --n) {
            const std::size_t at = random() % payload.size();
            if (random() % 6 == 0)
                payload.resize(at);
            else
                payload[at] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
        }
        return payload;
    }

    Outcome readDamaged(int order, bool newestFirst) const
    {
        Domain::ReadPlan plan = planFor(2);
        plan.order = static_cast<Domain::ReadOrder>(order);
        plan.newestFirst = newestFirst;
        Outcome outcome;
        const auto opened = Store::RecordingFile::open(damaged);
        if (!opened) {
            outcome.status.state = Domain::ReadState::Failed;
            outcome.status.error = opened.error();
            return outcome;
        }
        // In this thread: ten thousand threads would only take longer.
        const auto collected = std::make_shared<Collected>();
        const auto board = std::make_shared<Domain::ReadBoard>();
        Store::RecordingRun(opened.value(), plan, [collected] { return std::make_unique<Sink>(collected); }, board).run();
        outcome.status = board->status();
        outcome.records = collected->records;
        outcome.gaps = collected->gaps;
        return outcome;
    }

    void check(const QByteArray &copy, qsizetype firstDamage, int round)
    {
        write(copy);
        const Outcome outcome = readDamaged(round % 3, round % 2 == 1);
        QVERIFY2(Domain::isFinal(outcome.status.state), qPrintable(QString::number(round)));
        std::map<Place, int> seen;
        for (const Kept &record : outcome.records) {
            const auto it = original.find({record.topic, record.partition, record.offset});
            QVERIFY2(it != original.end() && it->second == record, qPrintable(QString::number(round)));
            ++seen[it->first];
        }
        if (outcome.status.state == Domain::ReadState::Failed)
            QVERIFY(outcome.status.error && firstDamage < static_cast<qsizetype>(blocks.front().position));
        for (const Store::RecordingBlock &block : blocks) {
            if (outcome.status.state == Domain::ReadState::Failed)
                break;
            if (static_cast<qsizetype>(block.position + Store::RecordingLimits::frameHeaderSize + block.size) > firstDamage)
                continue;
            for (const auto &[place, record] : original)
                if (std::get<0>(place) == block.topic && std::get<1>(place) == block.partition.value() && record.offset >= block.first.value() && record.offset < block.end.value())
                    QVERIFY2(seen[place] == 1, qPrintable(QString::number(round)));
        }
        const bool isAll = seen.size() == original.size();
        QVERIFY2(isAll || outcome.status.error, qPrintable(QString::number(round))); // what is missing is said
    }

    QTemporaryDir folder;
    std::string whole;
    int memory = -1;
    std::string damaged;
    QByteArray bytes;
    std::map<Place, Kept> original;
    std::vector<Store::RecordingBlock> blocks;
};

QTEST_GUILESS_MAIN(TestRecordingDamage)
#include "tst_recordingdamage.moc"
