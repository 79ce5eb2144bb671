// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/exportjob.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "store/recordingcluster.h"
#include "tests/support/fakecluster.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace TestSupport;
using Session::ExportFormat;
using Session::ExportJob;
using State = Session::ExportJob::State;

namespace {

QByteArray contents(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

Store::ThreadStarter threads()
{
    return [](const std::string &, std::function<void(std::stop_token)> body) -> std::shared_ptr<void> {
        return std::make_shared<std::jthread>([body = std::move(body)](const std::stop_token &stop) { body(stop); });
    };
}

} // namespace

class TestExportJob : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        script = std::make_shared<FakeScript>();
        script->addTopic("orders", 3);
        std::vector<FakeRecord> records = fakeRecords(3, 100);
        records[0].value = std::nullopt;
        records[1].value = std::string("=1+1");
        records[2].value = std::string("\xff\0\x01", 3);
        script->setRecords("orders", records);
        cluster = fakeCluster(script);
        plan = {};
        plan.topics = {"orders"};
        session = std::make_unique<Session::ReadSession>(*cluster, std::size_t(1) << 30);
        rows = std::make_unique<Session::RecordRows>(*session);
        session->start(plan);
        QTRY_COMPARE(rows->size(), quint64(300));
        file = folder.filePath(QStringLiteral("out"));
        QFile::remove(file);
        QFile::remove(file + QStringLiteral(".part"));
    }
    void cleanup()
    {
        rows.reset();
        session.reset();
    }

    Session::ExportTarget target(ExportFormat format) const
    {
        Session::ExportTarget target{.file = file.toStdString(), .format = format};
        target.about.plan = plan;
        target.about.topics = {{.name = "orders", .partitions = {Domain::PartitionId(0), Domain::PartitionId(1), Domain::PartitionId(2)}}};
        return target;
    }

    void loadedRowsAsLines()
    {
        ExportJob job(target(ExportFormat::Jsonl));
        QSignalSpy finished(&job, &ExportJob::finished);
        job.startRows(*rows, {{0, 300}});
        QVERIFY(finished.wait());
        QCOMPARE(job.progress().state, State::Done);
        QCOMPARE(job.progress().records, quint64(300));
        QCOMPARE(job.progress().done, quint64(300));
        const QByteArrayList lines = contents(file).split('\n');
        QCOMPARE(lines.size(), 301);
        QVERIFY(lines.front().startsWith("{\"topic\":\"orders\",\"partition\":0,\"offset\":0,"));
        QVERIFY(!QFile::exists(file + QStringLiteral(".part")));
    }

    void aSelectionOnly()
    {
        ExportJob job(target(ExportFormat::Jsonl));
        QSignalSpy finished(&job, &ExportJob::finished);
        job.startRows(*rows, {{3, 2}, {299, 10}}); // beyond the end there is nothing
        QVERIFY(finished.wait());
        QCOMPARE(job.progress().records, quint64(3));
        QCOMPARE(contents(file).count('\n'), 3);
    }

    void rowsThatGoMeanwhileAreExportedAllTheSame()
    {
        ExportJob job(target(ExportFormat::Values));
        QSignalSpy finished(&job, &ExportJob::finished);
        job.startRows(*rows, {{0, 300}});
        session->start(plan); // everything is gone, before the first turn of the event loop
        QVERIFY(finished.wait());
        QCOMPARE(job.progress().records, quint64(299));
        QCOMPARE(job.progress().nullValues, quint64(1));
    }

    void csvWithAndWithoutTheGuard()
    {
        for (const bool guard : {true, false}) {
            Session::ExportTarget to = target(ExportFormat::Csv);
            to.formulaGuard = guard;
            ExportJob job(to);
            QSignalSpy finished(&job, &ExportJob::finished);
            job.startRows(*rows, {{0, 300}});
            QVERIFY(finished.wait());
            const QByteArray text = contents(file);
            QVERIFY(text.startsWith("topic,partition,offset,timestamp,timestampType,key,value,headers\r\n"));
            QCOMPARE(text.contains(",'=1+1,"), guard);
            QCOMPARE(text.contains(",=1+1,"), !guard);
            QVERIFY(text.contains(",base64:/wAB,"));
        }
    }

    void aRecordingReadsBackTheSame()
    {
        ExportJob lines(target(ExportFormat::Jsonl));
        QSignalSpy finished(&lines, &ExportJob::finished);
        lines.startRead(*cluster, plan);
        QVERIFY(finished.wait());
        const QByteArrayList expected = sorted(contents(file));
        for (const bool fromRows : {true, false}) {
            ExportJob job(target(ExportFormat::Recording));
            QSignalSpy done(&job, &ExportJob::finished);
            if (fromRows)
                job.startRows(*rows, {{0, rows->size()}});
            else
                job.startRead(*cluster, plan);
            QVERIFY(done.wait());
            QCOMPARE(job.progress().state, State::Done);
            QVERIFY(QFile::rename(file, file + QStringLiteral(".playhead")));
            const auto recording = Store::openRecording(file.toStdString() + ".playhead", threads());
            ExportJob again(target(ExportFormat::Jsonl));
            QSignalSpy readAgain(&again, &ExportJob::finished);
            again.startRead(*recording, plan);
            QVERIFY(readAgain.wait());
            QCOMPARE(again.progress().state, State::Done);
            QCOMPARE(sorted(contents(file)), expected);
            QFile::remove(file + QStringLiteral(".playhead"));
        }
    }

    void aFilterDecides()
    {
        const auto filter = Search::Filter::compile({.mode = Search::Mode::Text, .pattern = "k99", .parts = Search::KeyPart});
        QVERIFY(filter);
        ExportJob recorded(target(ExportFormat::Recording));
        QSignalSpy done(&recorded, &ExportJob::finished);
        recorded.startRead(*cluster, plan);
        QVERIFY(done.wait());
        QVERIFY(QFile::rename(file, file + QStringLiteral(".playhead")));
        const auto recording = Store::openRecording(file.toStdString() + ".playhead", threads());
        ExportJob job(target(ExportFormat::Jsonl));
        QSignalSpy finished(&job, &ExportJob::finished);
        job.startRead(*recording, plan, filter.value());
        QVERIFY(finished.wait());
        QFile::remove(file + QStringLiteral(".playhead"));
        QCOMPARE(job.progress().records, quint64(3)); // one of each partition
        QCOMPARE(job.progress().done, quint64(300));
        QCOMPARE(job.progress().total, quint64(300));
    }

    void aFullDiskLeavesThePartAndSaysSo_data()
    {
        QTest::addColumn<bool>("fromRows");
        QTest::newRow("rows") << true;
        QTest::newRow("read") << false;
    }
    void aFullDiskLeavesThePartAndSaysSo()
    {
        QFETCH(bool, fromRows);
        Session::ExportTarget to = target(ExportFormat::Jsonl);
        to.file = "/dev/full";
        ExportJob job(to);
        QSignalSpy finished(&job, &ExportJob::finished);
        if (fromRows)
            job.startRows(*rows, {{0, 300}});
        else
            job.startRead(*cluster, plan);
        QVERIFY(finished.wait());
        QCOMPARE(job.progress().state, State::Failed);
        QCOMPARE(job.progress().error->code, Domain::ErrorCode::FileUnwritable);
        QCOMPARE(job.progress().error->technical, std::string("No space left on device"));
        QVERIFY(QFile::exists(QStringLiteral("/dev/full")));
    }

    void aFolderThatIsNotThere()
    {
        Session::ExportTarget to = target(ExportFormat::Csv);
        to.file = "/nonexistent/out.csv";
        ExportJob job(to);
        QSignalSpy finished(&job, &ExportJob::finished);
        job.startRows(*rows, {{0, 300}});
        QVERIFY(finished.wait());
        QCOMPARE(job.progress().error->arg("file"), std::string("/nonexistent/out.csv.part"));
    }

    void cancellingLeavesNothing()
    {
        script->hold();
        ExportJob job(target(ExportFormat::Jsonl));
        QSignalSpy finished(&job, &ExportJob::finished);
        job.startRead(*cluster, plan);
        QVERIFY(QFile::exists(file + QStringLiteral(".part")));
        job.cancel();
        QCOMPARE(finished.count(), 1);
        QCOMPARE(job.progress().state, State::Cancelled);
        QVERIFY(!QFile::exists(file + QStringLiteral(".part")));
        QVERIFY(!QFile::exists(file));
        script->release();
        {
            ExportJob gone(target(ExportFormat::Jsonl));
            gone.startRows(*rows, {{0, 300}});
        }
        QTRY_VERIFY(!QFile::exists(file + QStringLiteral(".part")));
    }

private:
    static QByteArrayList sorted(const QByteArray &text)
    {
        QByteArrayList lines = text.split('\n');
        std::sort(lines.begin(), lines.end());
        return lines;
    }

    QTemporaryDir folder;
    QString file;
    std::shared_ptr<FakeScript> script;
    std::unique_ptr<FakeCluster> cluster;
    Domain::ReadPlan plan;
    std::unique_ptr<Session::ReadSession> session;
    std::unique_ptr<Session::RecordRows> rows;
};

QTEST_GUILESS_MAIN(TestExportJob)
#include "tst_exportjob.moc"
