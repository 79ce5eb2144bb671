// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/readcommand.h"
#include "store/recordingwriter.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace Domain;

namespace {

/// stderr of a stretch of time, as a file.
class Stderr
{
public:
    explicit Stderr(const QString &name) : m_name(name), m_before(::dup(STDERR_FILENO))
    {
        std::fflush(stderr);
        const int file = ::open(qPrintable(name), O_CREAT | O_TRUNC | O_WRONLY, 0600);
        ::dup2(file, STDERR_FILENO);
        ::close(file);
    }
    ~Stderr() { take(); }
    QString take()
    {
        if (m_before >= 0) {
            std::fflush(stderr);
            ::dup2(m_before, STDERR_FILENO);
            ::close(std::exchange(m_before, -1));
        }
        QFile file(m_name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private:
    const QString m_name;
    int m_before;
};

} // namespace

/// `playhead read` over a recording: everything but the broker.
class tst_ReadCommand : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        recording = folder.filePath(QStringLiteral("x.playhead"));
        output = folder.filePath(QStringLiteral("out"));
        Store::RecordingInfo info;
        for (const char *name : {"orders", "payments"}) {
            info.plan.topics.push_back(name);
            info.topics.push_back({.name = name, .partitions = {PartitionId(0), PartitionId(1)}});
        }
        auto writer = Store::RecordingWriter::create(recording.toStdString(), info);
        QVERIFY(writer);
        for (std::uint16_t topic = 0; topic < 2; ++topic)
            for (int partition = 0; partition < 2; ++partition)
                for (int n = 0; n < 50; ++n) {
                    const std::string key = "key-" + std::to_string(n);
                    const std::string value = "{\"n\":" + std::to_string(n) + (n % 10 == 0 ? "}" : ",\"amount\":" + std::to_string(n * 10) + "}");
                    Record record;
                    record.topic = topic;
                    record.partition = PartitionId(partition);
                    record.offset = Offset(n);
                    record.timestamp = {1'700'000'000'000 + n * 1000 + topic * 10 + partition, TimestampType::Create};
                    record.key = key;
                    record.value = value;
                    writer.value()->add(record);
                }
        QVERIFY(writer.value()->finish({}));
    }

    void filters_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("records");
        QTest::newRow("all") << QStringList{} << 200;
        QTest::newRow("one topic") << QStringList{QStringLiteral("payments")} << 100;
        QTest::newRow("text") << QStringList{QStringLiteral("--text"), QStringLiteral("key-7")} << 4;
        QTest::newRow("text, elsewhere") << QStringList{QStringLiteral("--text"), QStringLiteral("key-7"), QStringLiteral("--in"), QStringLiteral("value,headers")} << 0;
        QTest::newRow("text, case") << QStringList{QStringLiteral("--text"), QStringLiteral("KEY-7"), QStringLiteral("--case"), QStringLiteral("insensitive")} << 4;
        QTest::newRow("regex") << QStringList{QStringLiteral("--regex"), QStringLiteral("^key-[12]$")} << 8;
        QTest::newRow("expression") << QStringList{QStringLiteral("--filter"), QStringLiteral("partition == 1 && value.n >= 48 && topic == 'orders'")} << 2;
        QTest::newRow("matches at most") << QStringList{QStringLiteral("--text"), QStringLiteral("key"), QStringLiteral("--max-matches"), QStringLiteral("7")} << 7;
        QTest::newRow("limit") << QStringList{QStringLiteral("--limit"), QStringLiteral("9")} << 9;
        QTest::newRow("range") << QStringList{QStringLiteral("--from"), QStringLiteral("offset:10"), QStringLiteral("--until"), QStringLiteral("offset:12")} << 8;
    }
    void filters()
    {
        QFETCH(QStringList, options);
        QFETCH(int, records);
        QCOMPARE(run(options), 0);
        QCOMPARE(lines().size(), records);
        const QString stats = errors.section(u'\n', -2, -2);
        QVERIFY2(stats.contains(QStringLiteral("{\"records\":%1,").arg(records)), qPrintable(errors));
        QVERIFY2(stats.contains(QStringLiteral("\"matched\":%1,").arg(records)), qPrintable(errors));
        QVERIFY2(stats.endsWith(QStringLiteral("\"complete\":true}")), qPrintable(errors));
    }

    void orders()
    {
        QCOMPARE(run({QStringLiteral("--order"), QStringLiteral("time")}), 0);
        QCOMPARE(times(), sorted(times(), false));
        QCOMPARE(lines().size(), 200);
        QCOMPARE(run({QStringLiteral("--order"), QStringLiteral("time"), QStringLiteral("--newest-first")}), 0);
        QCOMPARE(times(), sorted(times(), true));
        QCOMPARE(lines().size(), 200);
    }

    void recordsThatCannotBeEvaluatedAreSaid()
    {
        QCOMPARE(run({QStringLiteral("--filter"), QStringLiteral("value.amount > 400")}), 0);
        QCOMPARE(lines().size(), 36);
        QVERIFY2(errors.contains(QStringLiteral("playhead: 20 records could not be evaluated: no such key 'amount'\n")), qPrintable(errors));
        QVERIFY(errors.contains(QStringLiteral("\"scanned\":200,\"matched\":36,\"errors\":20,")));
    }

    void aBadFilterIsWrongUsageAndShowsWhere()
    {
        QCOMPARE(run({QStringLiteral("--filter"), QStringLiteral("value.n >")}), 2);
        QVERIFY2(errors.contains(QStringLiteral("value.n >\n")) && errors.contains(QStringLiteral("^ column ")), qPrintable(errors));
        QCOMPARE(run({QStringLiteral("--regex"), QStringLiteral("a(b")}), 2);
        QVERIFY(!QFile::exists(output) && !QFile::exists(output + QStringLiteral(".part")));
    }

    void noneFound()
    {
        QCOMPARE(run({QStringLiteral("--text"), QStringLiteral("nowhere")}), 0);
        QCOMPARE(lines().size(), 0);
        QCOMPARE(run({QStringLiteral("--text"), QStringLiteral("nowhere"), QStringLiteral("--fail-if-none")}), 4);
        QCOMPARE(run({QStringLiteral("--text"), QStringLiteral("key"), QStringLiteral("--fail-if-none")}), 0);
        QCOMPARE(run({QStringLiteral("--format"), QStringLiteral("csv"), QStringLiteral("--text"), QStringLiteral("nowhere")}), 0);
        QCOMPARE(lines().size(), 0); // not even the row of names
    }

    void csv()
    {
        QCOMPARE(run({QStringLiteral("--format"), QStringLiteral("csv"), QStringLiteral("--text"), QStringLiteral("key-7"), QStringLiteral("orders")}), 0);
        QCOMPARE(lines().size(), 3);
        QCOMPARE(lines().front(), QByteArray("topic,partition,offset,timestamp,timestampType,key,value,headers\r"));
        QCOMPARE(lines().at(1), QByteArray("orders,0,7,1700000007000,create,key-7,\"{\"\"n\"\":7,\"\"amount\"\":70}\",[]\r"));
    }

    void aRecordingOfARecording()
    {
        QCOMPARE(run({}), 0);
        QByteArrayList before = lines();
        QCOMPARE(run({QStringLiteral("--format"), QStringLiteral("playhead")}), 0);
        const QString copy = folder.filePath(QStringLiteral("copy.playhead"));
        QFile::remove(copy);
        QVERIFY(QFile::rename(output, copy));
        QCOMPARE(run({}, copy), 0);
        QByteArrayList after = lines();
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        QCOMPARE(after, before);
    }

    void aBrokenRecordingIsIncomplete()
    {
        QFile file(recording);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QFile cut(folder.filePath(QStringLiteral("cut.playhead")));
        QVERIFY(cut.open(QIODevice::WriteOnly));
        cut.write(bytes.left(bytes.size() * 2 / 3));
        cut.close();
        QCOMPARE(run({}, cut.fileName()), 3);
        QVERIFY(lines().size() >= 50 && lines().size() < 200);
        QCOMPARE(errors.count(QStringLiteral("The recording")), 1);
        QCOMPARE(run({}, folder.filePath(QStringLiteral("none.playhead"))), 1);
        QVERIFY(errors.contains(QStringLiteral("Cannot read the file")));
    }

    void aFullDiskIsIncomplete()
    {
        const QString kept = std::exchange(output, QStringLiteral("/dev/full"));
        QCOMPARE(run({}), 3);
        output = kept;
        QVERIFY2(errors.contains(QStringLiteral("No space left on device")), qPrintable(errors));
        QVERIFY(QFile::exists(QStringLiteral("/dev/full")));
    }

    void anUnknownTopic()
    {
        QCOMPARE(run({QStringLiteral("nothing")}), 1);
        QVERIFY(!QFile::exists(output + QStringLiteral(".part")));
    }

private:
    int run(const QStringList &options, const QString &file = {})
    {
        if (!output.startsWith(QStringLiteral("/dev")))
            QFile::remove(output);
        const auto line = App::parseCommandLine(QStringList{QStringLiteral("read"), file.isEmpty() ? recording : file, QStringLiteral("--stats"), QStringLiteral("--output"), output} + options);
        if (!line) {
            qWarning("%s", line.error().arg("argument").c_str());
            return -1;
        }
        Stderr captured(folder.filePath(QStringLiteral("stderr")));
        int code = -1;
        {
            App::Services services;
            App::ReadCommand command(services, line.value());
            QSignalSpy finished(&command, &App::Command::finished);
            command.start();
            if (finished.isEmpty())
                finished.wait(20'000);
            code = finished.isEmpty() ? -1 : finished.front().front().toInt();
        }
        errors = captured.take();
        return code;
    }

    QByteArrayList lines() const
    {
        QFile file(output);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArrayList list = file.readAll().split('\n');
        list.removeLast();
        return list;
    }

    QList<qint64> times() const
    {
        QList<qint64> list;
        for (const QByteArray &line : lines())
            list.append(line.mid(line.indexOf("\"timestamp\":") + 12, 13).toLongLong());
        return list;
    }
    static QList<qint64> sorted(QList<qint64> list, bool falling)
    {
        std::sort(list.begin(), list.end());
        if (falling)
            std::reverse(list.begin(), list.end());
        return list;
    }

    QTemporaryDir folder;
    QString recording;
    QString output;
    QString errors;
};

QTEST_GUILESS_MAIN(tst_ReadCommand)
#include "tst_readcommand.moc"
