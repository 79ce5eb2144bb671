// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/readoutput.h"
#include "app/commands/topicsoutput.h"

#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace Domain;
using Session::ExportFile;
using Session::ExportFormat;

namespace {

std::shared_ptr<ExportFile> output(int descriptor, ExportFormat format)
{
    Session::ExportTarget target{.format = format};
    target.about.plan.topics = {"t"};
    return ExportFile::onDescriptor(descriptor, target);
}

} // namespace

class tst_CommandOutput : public QObject
{
    Q_OBJECT
private slots:
    void topicsAsJson()
    {
        ClusterSnapshot snapshot;
        snapshot.clusterId = "abc";
        snapshot.brokers = {{BrokerId(1), "h\"1", 9092, std::nullopt}};
        snapshot.topics = {{"orders", {{PartitionId(0), BrokerId(1), {BrokerId(1), BrokerId(2)}, {BrokerId(1)}}, {PartitionId(1), std::nullopt, {BrokerId(2)}, {}}}, std::nullopt}};
        const std::vector<OffsetAnswer> answers{{Offset(5), -1, std::nullopt}, {}, {Offset(9007199254740993), -1, std::nullopt}, {}};
        const App::TopicsOutput output(snapshot, answers);
        QCOMPARE(QString::fromStdString(output.json()),
                 QStringLiteral("{\"clusterId\":\"abc\",\"brokers\":[{\"id\":1,\"host\":\"h\\\"1\",\"port\":9092}],\"topics\":[{\"name\":\"orders\",\"partitions\":["
                                "{\"id\":0,\"leader\":1,\"replicas\":[1,2],\"isr\":[1],\"low\":5,\"high\":9007199254740993},"
                                "{\"id\":1,\"leader\":-1,\"replicas\":[2],\"isr\":[],\"low\":null,\"high\":null}]}]}\n"));
        QVERIFY(!output.complete());
    }

    void anEmptyClusterIsComplete()
    {
        const ClusterSnapshot snapshot;
        const std::vector<OffsetAnswer> none;
        const App::TopicsOutput output(snapshot, none);
        QVERIFY(output.complete());
        QCOMPARE(QString::fromStdString(output.json()), QStringLiteral("{\"clusterId\":null,\"brokers\":[],\"topics\":[]}\n"));
    }

    void linesOfSeveralThreadsNeverMix()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        const auto writer = output(file.handle(), ExportFormat::Values);
        const auto factory = ExportFile::sinks(writer);
        constexpr int perThread = 20'000;
        const auto run = [&](char letter) {
            const auto sink = factory();
            const std::string value(97, letter);
            Record record;
            record.value = value;
            for (int i = 0; i < perThread; ++i) {
                sink->record(record);
                if (i % 500 == 0)
                    sink->publish();
            }
        };
        {
            const std::jthread a(run, 'a');
            const std::jthread b(run, 'b');
        }
        file.seek(0);
        const QByteArrayList lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 2 * perThread + 1);
        for (const QByteArray &line : lines)
            QVERIFY(line.isEmpty() || (line.size() == 97 && line.count(line.front()) == 97));
        QCOMPARE(writer->totals().records, std::uint64_t(2 * perThread));
    }

    void nullValuesAreCountedNotWritten()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        const auto writer = output(file.handle(), ExportFormat::Values);
        ExportFile::sinks(writer)()->record(Record{});
        QCOMPARE(file.size(), 0);
        QCOMPARE(writer->totals().nullValues, std::uint64_t(1));
        QCOMPARE(writer->totals().records, std::uint64_t(1));
    }

    void aFullOutputIsSaidAndStopsTheSink()
    {
        const int full = ::open("/dev/full", O_WRONLY);
        QVERIFY(full >= 0);
        const auto writer = output(full, ExportFormat::Jsonl);
        const auto sink = ExportFile::sinks(writer)();
        sink->record(Record{});
        QVERIFY(sink->hasRoom());
        sink->publish();
        QVERIFY(!sink->hasRoom());
        QVERIFY(!App::failureText(*writer).empty());
        QCOMPARE(writer->totals().records, std::uint64_t(0));
        ::close(full);
    }

    void statsNameAtMostAThousandGaps()
    {
        const auto writer = output(-1, ExportFormat::Jsonl);
        const auto sink = ExportFile::sinks(writer)();
        sink->gap(Gap{.partition = PartitionId(1), .from = Offset(10), .to = Offset(12), .reason = GapReason::Retention});
        QCOMPARE(QString::fromStdString(App::statsLine(writer->totals(), {.scanned = 9, .matched = 3, .errors = 2, .bytesScanned = 800, .late = 1}, {"t"}, 1.5, true)),
                 QStringLiteral("{\"records\":0,\"bytes\":0,\"seconds\":1.500,\"gapOffsets\":2,\"gaps\":[{\"partition\":1,\"from\":10,\"to\":12,\"reason\":\"retention\"}],"
                                "\"scanned\":9,\"matched\":3,\"errors\":2,\"bytesScanned\":800,\"late\":1,\"complete\":true}\n"));
        for (int i = 0; i < 1500; ++i)
            sink->gap(Gap{.from = Offset(i), .to = Offset(i + 1)});
        const auto totals = writer->totals();
        QVERIFY(App::statsLine(totals, {}, {"t", "u"}, 0, false).find("{\"topic\":\"t\",\"partition\":0,") != std::string::npos);
        QCOMPARE(totals.gaps.size(), ExportFile::maxGaps);
        QCOMPARE(totals.gapOffsets, std::uint64_t(1502));
        QVERIFY(App::statsLine(totals, {}, {"t", "u"}, 0, false).find("\"gapsTruncated\":true,\"scanned\":0") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(tst_CommandOutput)
#include "tst_commandoutput.moc"
