// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/replaychild.h"
#include "tests/support/kafkabroker.h"

#include <QTemporaryDir>
#include <QtTest>

/// Whole topics through `playhead replay`, compared by Kafka's own client: holes of aborted transactions, tombstones, headers that repeat,
/// binary, old times; within a cluster and into another one of another version. PLAYHEAD_REPLAY_RECORDS says how many (50,000).
class RealReplayEqual final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void equal_data();
    void equal();
    void onlyWhatIsAskedFor();

private:
    KafkaBroker &broker(bool isNewer) { return isNewer ? m_newer : m_older; }
    bool create(KafkaBroker &broker, const QString &topic, const QStringList &configs);

    KafkaBroker m_older{KafkaBroker::Version::V3_9};
    KafkaBroker m_newer{KafkaBroker::Version::V4};
    QTemporaryDir m_folder;
    qint64 m_records = qEnvironmentVariableIsSet("PLAYHEAD_REPLAY_RECORDS") ? qEnvironmentVariable("PLAYHEAD_REPLAY_RECORDS").toLongLong() : 50'000;
};

namespace {

constexpr int partitions = 6;
constexpr int patienceMs = 900'000;
const QString source = QStringLiteral("source");

} // namespace

void RealReplayEqual::initTestCase()
{
    for (KafkaBroker *one : {&m_older, &m_newer}) {
        QVERIFY2(one->start(), qPrintable(one->error()));
        QVERIFY2(!one->oracle({QStringLiteral("mixed"), source, QString::number(m_records), QString::number(partitions)}).isNull(), qPrintable(one->error()));
    }
}

bool RealReplayEqual::create(KafkaBroker &broker, const QString &topic, const QStringList &configs)
{
    return !broker.oracle(QStringList{QStringLiteral("create"), topic, QString::number(partitions), QStringLiteral("1"), QStringLiteral("retention.ms=-1"),
                                      QStringLiteral("message.timestamp.before.max.ms=9223372036854775807")} + configs).isNull();
}

void RealReplayEqual::equal_data()
{
    QTest::addColumn<bool>("fromNewer");
    QTest::addColumn<bool>("toNewer");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QStringList>("configs");
    const QString once = QStringLiteral("verified-once");
    const QString atLeastOnce = QStringLiteral("at-least-once");
    QTest::newRow("4, same cluster, once") << true << true << once << QStringList();
    QTest::newRow("4, same cluster, at least once") << true << true << atLeastOnce << QStringList();
    QTest::newRow("3.9 to 4, once") << false << true << once << QStringList();
    QTest::newRow("4 to 3.9, at least once") << true << false << atLeastOnce << QStringList();
    QTest::newRow("3.9, same cluster, once, LogAppendTime") << false << false << once << QStringList{QStringLiteral("message.timestamp.type=LogAppendTime")};
}

void RealReplayEqual::equal()
{
    QFETCH(bool, fromNewer);
    QFETCH(bool, toNewer);
    QFETCH(QString, mode);
    QFETCH(QStringList, configs);
    static int number = 0;
    const QString target = QStringLiteral("copy-%1").arg(++number);
    KafkaBroker &from = broker(fromNewer);
    KafkaBroker &to = broker(toNewer);
    QVERIFY2(create(to, target, configs), qPrintable(to.error()));
    QStringList arguments{source, QStringLiteral("--to"), target, QStringLiteral("--mode"), mode};
    if (&from != &to)
        arguments += {QStringLiteral("--to-bootstrap"), to.bootstrap()};
    ReplayChild child(QStringLiteral(PLAYHEAD_PROGRAM), from.bootstrap(), m_folder.path(), arguments);
    QVERIFY(child.waitForEnd(patienceMs));
    QVERIFY2(child.exitCode() == 0, child.said().constData());
    const QJsonObject verdict = child.verdict();
    QCOMPARE(verdict[u"verdict"].toString(), QStringLiteral("PASS"));
    QCOMPARE(verdict[u"mode"].toString(), mode);
    QCOMPARE(verdict[u"acknowledged"].toInteger(), m_records);
    QCOMPARE(verdict[u"found"].toInteger(), m_records);
    qInfo("sent in %.1f s, verified in %.1f s", verdict[u"seconds"].toDouble(), verdict[u"verifySeconds"].toDouble());
    const QByteArray found = from.oracle({QStringLiteral("compare"), source, to.bootstrap(), target});
    QCOMPARE(found, QByteArray::number(m_records) + " lost 0 doubled 0\n");
}

/// The comparison sees what is not the same: a part of the records, with a header more, is not the whole.
void RealReplayEqual::onlyWhatIsAskedFor()
{
    QVERIFY2(create(m_newer, QStringLiteral("part"), {}), qPrintable(m_newer.error()));
    ReplayChild child(QStringLiteral(PLAYHEAD_PROGRAM), m_newer.bootstrap(), m_folder.path(),
                      {source, QStringLiteral("--to"), QStringLiteral("part"), QStringLiteral("--partitions"), QStringLiteral("0"), QStringLiteral("--until"), QStringLiteral("offset:100"),
                       QStringLiteral("--set-header"), QStringLiteral("redriven=yes")});
    QVERIFY(child.waitForEnd(patienceMs));
    QVERIFY2(child.exitCode() == 0, child.said().constData());
    const qint64 sent = child.verdict()[u"sent"].toInteger();
    QVERIFY(sent > 0 && sent <= 100);
    const QByteArray found = m_newer.oracle({QStringLiteral("compare"), source, m_newer.bootstrap(), QStringLiteral("part")});
    const QByteArray expected = QByteArray::number(sent) + " lost " + QByteArray::number(m_records) + " doubled " + QByteArray::number(sent) + "\npartition 0: ";
    QVERIFY2(found.startsWith(expected), found.constData());
}

QTEST_GUILESS_MAIN(RealReplayEqual)
#include "tst_realreplayequal.moc"
