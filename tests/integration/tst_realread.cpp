// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/kafkabroker.h"
#include "tests/support/programrun.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

/// `playhead read` gives what another client reads, byte for byte, on both versions and at both isolation levels.
class RealRead final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void initTestCase();
    void equalsTheOtherClient_data();
    void equalsTheOtherClient();
    void holesAreGapsNotRecords();
    void removedRecordsAreARetentionGap();
    void unknownTopicIsAnError();

private:
    static bool isNewer() { return *static_cast<bool *>(QTest::qGlobalData("newer", qMetaTypeId<bool>())); }
    KafkaBroker &broker() { return isNewer() ? m_newer : m_older; }
    const QTemporaryDir &dumps() const { return isNewer() ? m_newerDumps : m_olderDumps; }
    ProgramRun playhead(const QStringList &arguments);

    KafkaBroker m_older{KafkaBroker::Version::V3_9};
    KafkaBroker m_newer{KafkaBroker::Version::V4};
    QTemporaryDir m_olderDumps; ///< what the other client read
    QTemporaryDir m_newerDumps;
};

namespace {

/// The lines by partition and offset; a program may take the partitions in any order.
QList<QByteArray> sortedLines(const QByteArray &output)
{
    static const QRegularExpression place(QStringLiteral("^\\{\"topic\":\"[^\"]*\",\"partition\":(\\d+),\"offset\":(\\d+),"));
    QList<std::pair<std::pair<int, qint64>, QByteArray>> lines;
    for (const QByteArray &line : output.split('\n')) {
        const QRegularExpressionMatch match = place.match(QString::fromLatin1(line.left(400)));
        if (match.hasMatch())
            lines.append({{match.captured(1).toInt(), match.captured(2).toLongLong()}, line});
        else if (!line.isEmpty())
            lines.append({{-1, lines.size()}, line}); // not a record: sorts first and is seen
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<QByteArray> sorted;
    for (const auto &line : lines)
        sorted.append(line.second);
    return sorted;
}

/// Per partition the offsets come in rising order, as they are printed.
bool risingOffsets(const QByteArray &output)
{
    static const QRegularExpression place(QStringLiteral("^\\{\"topic\":\"[^\"]*\",\"partition\":(\\d+),\"offset\":(\\d+),"));
    QHash<int, qint64> last;
    for (const QByteArray &line : output.split('\n')) {
        const QRegularExpressionMatch match = place.match(QString::fromLatin1(line.left(400)));
        if (!match.hasMatch())
            continue;
        const int partition = match.captured(1).toInt();
        const qint64 offset = match.captured(2).toLongLong();
        if (offset <= last.value(partition, -1))
            return false;
        last[partition] = offset;
    }
    return true;
}

} // namespace

void RealRead::initTestCase_data()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

void RealRead::initTestCase()
{
    for (KafkaBroker *started : {&m_older, &m_newer}) {
        QVERIFY2(started->start(), qPrintable(started->error()));
        QVERIFY2(!started->oracle({QStringLiteral("fill")}).isNull(), qPrintable(started->error()));
        const QTemporaryDir &folder = started == &m_newer ? m_newerDumps : m_olderDumps;
        QVERIFY2(!started->oracle({QStringLiteral("dump-all"), folder.path()}).isNull(), qPrintable(started->error()));
    }
}

ProgramRun RealRead::playhead(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(PLAYHEAD_PROGRAM), arguments);
    return finishRun(process, 60'000);
}

void RealRead::equalsTheOtherClient_data()
{
    QTest::addColumn<QString>("topic");
    QTest::addColumn<QString>("isolation");
    for (const char *topic : {"kinds", "header-names", "codec-none", "codec-gzip", "codec-snappy", "codec-lz4", "codec-zstd", "mixed-codecs", "append-time",
                              "odd-times", "transactions", "open-transaction", "compacted", "deleted-records", "empty", "many-partitions"})
        for (const char *isolation : {"committed", "uncommitted"})
            QTest::addRow("%s %s", topic, isolation) << QString::fromLatin1(topic) << QString::fromLatin1(isolation);
}

void RealRead::equalsTheOtherClient()
{
    QFETCH(QString, topic);
    QFETCH(QString, isolation);
    QFile dump(dumps().filePath(QStringLiteral("%1.%2").arg(topic, isolation)));
    QVERIFY(dump.open(QIODevice::ReadOnly));
    const QByteArray expected = dump.readAll();
    QCOMPARE(expected.isEmpty(), topic == QStringLiteral("empty"));

    const ProgramRun read = playhead({QStringLiteral("read"), QStringLiteral("--bootstrap"), broker().bootstrap(), topic, QStringLiteral("--isolation"), isolation});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    QVERIFY(risingOffsets(read.out));
    const QList<QByteArray> ours = sortedLines(read.out);
    const QList<QByteArray> theirs = sortedLines(expected);
    for (qsizetype i = 0; i < std::min(ours.size(), theirs.size()); ++i)
        if (ours[i] != theirs[i])
            QFAIL(QByteArray("ours   " + ours[i].left(600) + "\ntheirs " + theirs[i].left(600)).constData());
    QCOMPARE(ours.size(), theirs.size());
}

void RealRead::holesAreGapsNotRecords()
{
    const ProgramRun read = playhead({QStringLiteral("read"), QStringLiteral("--bootstrap"), broker().bootstrap(), QStringLiteral("compacted"), QStringLiteral("--stats")});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    QVERIFY2(read.err.contains("\"reason\":\"hole\""), read.err.constData());
    QVERIFY2(read.err.contains("\"complete\":true"), read.err.constData());
}

void RealRead::removedRecordsAreARetentionGap()
{
    const ProgramRun read = playhead({QStringLiteral("read"), QStringLiteral("--bootstrap"), broker().bootstrap(), QStringLiteral("deleted-records"), QStringLiteral("--partition"),
                                   QStringLiteral("0"), QStringLiteral("--from"), QStringLiteral("offset:10"), QStringLiteral("--stats")});
    QVERIFY2(read.exitCode == 0, read.err.constData());
    QVERIFY2(read.err.contains("{\"partition\":0,\"from\":10,\"to\":40,\"reason\":\"retention\"}"), read.err.constData());
    QVERIFY(read.out.startsWith("{\"topic\":\"deleted-records\",\"partition\":0,\"offset\":40,"));
}

void RealRead::unknownTopicIsAnError()
{
    const ProgramRun read = playhead({QStringLiteral("read"), QStringLiteral("--bootstrap"), broker().bootstrap(), QStringLiteral("no-such-topic")});
    QCOMPARE(read.exitCode, 1);
    QVERIFY(read.out.isEmpty());
    QVERIFY2(read.err.contains("no-such-topic"), read.err.constData());
}

QTEST_GUILESS_MAIN(RealRead)
#include "tst_realread.moc"
