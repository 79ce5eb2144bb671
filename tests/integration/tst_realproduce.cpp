// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/kafkabroker.h"
#include "tests/support/programrun.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

/// `playhead produce` against real brokers, read back by Kafka's own client: exactly what was meant, and what became of each record.
class RealProduce final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void initTestCase();
    void whatWasReadIsSentAgainAsItWas_data();
    void whatWasReadIsSentAgainAsItWas();
    void oddTimesArriveAsGiven();
    void keysGoWhereJavaSendsThem();
    void headersKeepOrderAndNulls();
    void aTransactionIsSeenOnlyWhenCommitted();
    void aDryRunWritesNothing();
    void brokenLinesAreToldAndTheOthersSent();
    void whatTheBrokerRefusesHasFailed();
    void anUnknownTopicIsNotMade();
    void aBrokerThatGoesLeavesNoWrongWord();

private:
    static bool isNewer() { return *static_cast<bool *>(QTest::qGlobalData("newer", qMetaTypeId<bool>())); }
    KafkaBroker &broker() { return isNewer() ? m_newer : m_older; }
    ProgramRun playhead(const char *command, const QStringList &arguments, const QByteArray &input = {});
    bool create(const QString &topic, int partitions, const QStringList &config = {});
    QList<QJsonObject> dump(const QString &topic, const QString &isolation = QStringLiteral("committed"));

    KafkaBroker m_older{KafkaBroker::Version::V3_9};
    KafkaBroker m_newer{KafkaBroker::Version::V4};
    QTemporaryDir m_dir;
};

namespace {

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

QList<QJsonObject> objects(const QByteArray &lines)
{
    QList<QJsonObject> list;
    for (const QByteArray &line : lines.split('\n'))
        if (!line.isEmpty())
            list.append(QJsonDocument::fromJson(line).object());
    return list;
}

/// Records by partition, in order, without the topic and the offset.
QMap<int, QList<QByteArray>> contents(const QList<QJsonObject> &records)
{
    QMap<int, QList<std::pair<qint64, QByteArray>>> places;
    for (QJsonObject record : records) {
        const int partition = record[u"partition"].toInt();
        const qint64 offset = record[u"offset"].toInteger();
        for (const char *name : {"topic", "partition", "offset"})
            record.remove(QLatin1String(name));
        places[partition].append({offset, QJsonDocument(record).toJson(QJsonDocument::Compact)});
    }
    QMap<int, QList<QByteArray>> result;
    for (auto place = places.begin(); place != places.end(); ++place) {
        std::sort(place->begin(), place->end());
        for (const auto &[offset, text] : *place)
            result[place.key()].append(text);
    }
    return result;
}

int countOf(const QList<QJsonObject> &lines, const char *outcome)
{
    return int(std::count_if(lines.begin(), lines.end(), [outcome](const QJsonObject &line) { return line[u"outcome"].toString() == QLatin1String(outcome); }));
}

} // namespace

void RealProduce::initTestCase_data()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

void RealProduce::initTestCase()
{
    for (KafkaBroker *started : {&m_older, &m_newer}) {
        QVERIFY2(started->start(), qPrintable(started->error()));
        QVERIFY2(!started->oracle({QStringLiteral("fill"), QStringLiteral("kinds"), QStringLiteral("header-names")}).isNull(), qPrintable(started->error()));
    }
}

ProgramRun RealProduce::playhead(const char *command, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(QStringLiteral(PLAYHEAD_PROGRAM), QStringList{QLatin1String(command), QStringLiteral("--bootstrap"), broker().bootstrap()} + arguments);
    process.write(input);
    process.closeWriteChannel();
    return finishRun(process, 90'000);
}

bool RealProduce::create(const QString &topic, int partitions, const QStringList &config)
{
    return !broker().oracle(QStringList{QStringLiteral("create"), topic, QString::number(partitions), QStringLiteral("1")} + config).isNull();
}

QList<QJsonObject> RealProduce::dump(const QString &topic, const QString &isolation)
{
    return objects(broker().oracle({QStringLiteral("dump"), topic, QStringLiteral("--isolation"), isolation}));
}

void RealProduce::whatWasReadIsSentAgainAsItWas_data()
{
    QTest::addColumn<QString>("topic");
    QTest::newRow("kinds") << QStringLiteral("kinds");
    QTest::newRow("header-names") << QStringLiteral("header-names");
}

void RealProduce::whatWasReadIsSentAgainAsItWas()
{
    QFETCH(QString, topic);
    const QString copy = topic + QStringLiteral("-copy");
    QVERIFY2(create(copy, 3, {QStringLiteral("max.message.bytes=4000000"), QStringLiteral("retention.ms=-1"), QStringLiteral("message.timestamp.after.max.ms=9223372036854775807")}),
             qPrintable(broker().error()));
    const ProgramRun read = playhead("read", {topic, QStringLiteral("--order"), QStringLiteral("offset")});
    QCOMPARE(read.exitCode, 0);
    const ProgramRun sent = playhead("produce", {copy, QStringLiteral("--input"), QStringLiteral("-"), QStringLiteral("--execute")}, read.out);
    QVERIFY2(sent.exitCode == 0, sent.err.constData());
    const auto before = contents(dump(topic));
    QVERIFY(!before.isEmpty());
    QCOMPARE(contents(dump(copy)), before);
    QCOMPARE(objects(sent.out).size(), read.out.count('\n'));
}

void RealProduce::oddTimesArriveAsGiven()
{
    const QString topic = QStringLiteral("times");
    QVERIFY(create(topic, 1, {QStringLiteral("retention.ms=-1"), QStringLiteral("message.timestamp.after.max.ms=9223372036854775807")}));
    const QList<qint64> times{1, -1, -5000, -62'135'596'800'000, 253'402'300'799'999};
    QByteArray lines;
    for (const qint64 time : times)
        lines += "{\"value\":\"x\",\"timestamp\":" + QByteArray::number(time) + "}\n";
    const ProgramRun sent = playhead("produce", words("times --input - --execute"), lines);
    QVERIFY2(sent.exitCode == 0, sent.err.constData());
    QList<qint64> arrived;
    for (const QJsonObject &record : dump(topic))
        arrived.append(record[u"timestamp"].toInteger());
    QCOMPARE(arrived, times);
    const ProgramRun zero = playhead("produce", words("times --input - --execute"), "{\"value\":\"x\",\"timestamp\":0}\n");
    QCOMPARE(zero.exitCode, 3);
    QCOMPARE(countOf(objects(zero.out), "failed"), 1);
    QCOMPARE(dump(topic).size(), times.size());
}

void RealProduce::keysGoWhereJavaSendsThem()
{
    const QString topic = QStringLiteral("keys");
    QVERIFY(create(topic, 12));
    QRandomGenerator random(17);
    QByteArray lines;
    QByteArray keys;
    for (int i = 0; i < 10'000; ++i) {
        QByteArray key(1 + i % 40, '\0');
        for (char &byte : key)
            byte = char(random.bounded(256));
        keys += key.toBase64() + '\n';
        lines += "{\"key\":{\"base64\":\"" + key.toBase64() + "\"},\"value\":\"" + QByteArray::number(i) + "\"}\n";
    }
    QFile file(m_dir.filePath(QStringLiteral("keys-%1").arg(isNewer())));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(keys) == keys.size());
    file.close();
    const ProgramRun sent = playhead("produce", words("keys --input - --compression lz4 --execute"), lines);
    QVERIFY2(sent.exitCode == 0, sent.err.constData());
    const QList<QByteArray> wanted = broker().oracle({QStringLiteral("partitions"), QStringLiteral("12"), file.fileName()}).trimmed().split('\n');
    QCOMPARE(wanted.size(), 10'000);
    const QList<QJsonObject> records = dump(topic);
    QCOMPARE(records.size(), 10'000);
    for (const QJsonObject &record : records)
        QCOMPARE(record[u"partition"].toInt(), wanted[record[u"value"].toString().toInt()].toInt());
}

void RealProduce::headersKeepOrderAndNulls()
{
    const QString topic = QStringLiteral("headers");
    QVERIFY(create(topic, 1));
    const ProgramRun sent = playhead("produce", words("headers --value-null --key-empty --header b=1 --header-null a --header b=2 --header-hex c=ff00 --header d= --execute"));
    QVERIFY2(sent.exitCode == 0, sent.err.constData());
    const QList<QJsonObject> records = dump(topic);
    QCOMPARE(records.size(), 1);
    QVERIFY(records[0][u"value"].isNull());
    QCOMPARE(records[0][u"key"].toString(QStringLiteral("(null)")), QString());
    const QJsonArray expected = QJsonDocument::fromJson(R"([["b","1"],["a",null],["b","2"],["c",{"base64":"/wA="}],["d",""]])").array();
    QCOMPARE(records[0][u"headers"].toArray(), expected);
}

void RealProduce::aTransactionIsSeenOnlyWhenCommitted()
{
    const QString topic = QStringLiteral("ends");
    QVERIFY(create(topic, 2));
    for (const char *end : {"abort", "commit"}) {
        const ProgramRun sent = playhead("produce", words("ends --template --repeat 50 --execute --transaction") + QStringList{QLatin1String(end), QStringLiteral("--value"), QStringLiteral("{{seq(1)}}")});
        QVERIFY2(sent.exitCode == 0, sent.err.constData());
        const QList<QJsonObject> lines = objects(sent.out);
        QCOMPARE(lines.size(), 50);
        for (const QJsonObject &line : lines) {
            QCOMPARE(line[u"outcome"].toString(), QStringLiteral("done"));
            QCOMPARE(line[u"transaction"].toString(), QLatin1String(end) == QLatin1String("abort") ? QStringLiteral("aborted") : QStringLiteral("committed"));
        }
        QCOMPARE(dump(topic).size(), QLatin1String(end) == QLatin1String("abort") ? 0 : 50);
    }
    QCOMPARE(dump(topic, QStringLiteral("uncommitted")).size(), 100);
}

void RealProduce::aDryRunWritesNothing()
{
    const QString topic = QStringLiteral("dry");
    QVERIFY(create(topic, 3, {QStringLiteral("max.message.bytes=1000"), QStringLiteral("cleanup.policy=compact")}));
    const ProgramRun run = playhead("produce", words("dry --input -"), "{\"key\":\"k\",\"value\":\"v\"}\n{\"value\":\"no key\"}\n{\"key\":\"k\",\"value\":\"" + QByteArray(1000, 'x') + "\"}\nno\n");
    QCOMPARE(run.exitCode, 3);
    const QJsonObject plan = QJsonDocument::fromJson(run.out).object();
    QCOMPARE(plan[u"records"].toInt(), 3);
    QCOMPARE(plan[u"badLines"].toInt(), 1);
    QStringList findings;
    for (const QJsonValue &finding : plan[u"findings"].toArray())
        findings.append(finding[u"finding"].toString());
    QCOMPARE(findings, (QStringList{QStringLiteral("no-key-on-compacted"), QStringLiteral("too-large")}));
    QCOMPARE(dump(topic).size(), 0);
}

void RealProduce::brokenLinesAreToldAndTheOthersSent()
{
    const QString topic = QStringLiteral("broken");
    QVERIFY(create(topic, 1));
    const ProgramRun run = playhead("produce", words("broken --input - --execute"), "{\"value\":\"1\"}\nnonsense\n{\"value\":\"3\"}\n{\"value\":4}\n");
    QCOMPARE(run.exitCode, 3);
    const QList<QJsonObject> lines = objects(run.out);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(countOf(lines, "done"), 2);
    QCOMPARE(countOf(lines, "failed"), 2);
    QVERIFY(run.out.contains("Line 2 of standard input"));
    QVERIFY(run.out.contains("Line 4 of standard input"));
    QCOMPARE(dump(topic).size(), 2);
}

void RealProduce::whatTheBrokerRefusesHasFailed()
{
    QVERIFY(create(QStringLiteral("strict"), 2, {QStringLiteral("max.message.bytes=2000"), QStringLiteral("message.timestamp.before.max.ms=1000"), QStringLiteral("message.timestamp.after.max.ms=1000")}));
    QVERIFY(create(QStringLiteral("keyed"), 1, {QStringLiteral("cleanup.policy=compact")}));
    const auto refused = [&](const QStringList &arguments) {
        const ProgramRun run = playhead("produce", arguments + QStringList{QStringLiteral("--execute")});
        const QList<QJsonObject> lines = objects(run.out);
        return run.exitCode == 3 && lines.size() == 1 && countOf(lines, "failed") == 1 && !lines[0][u"error"].toString().isEmpty();
    };
    QVERIFY(refused({QStringLiteral("strict"), QStringLiteral("--value"), QString(5000, u'x')}));
    QVERIFY(refused(words("strict --value x --timestamp 1")));
    QVERIFY(refused(words("strict --value x --timestamp 2100-01-01")));
    QVERIFY(refused(words("strict --value x --partition 2")));
    QVERIFY(refused(words("keyed --value x")));
    QCOMPARE(dump(QStringLiteral("strict"), QStringLiteral("uncommitted")).size(), 0);
    QCOMPARE(dump(QStringLiteral("keyed"), QStringLiteral("uncommitted")).size(), 0);
}

void RealProduce::anUnknownTopicIsNotMade()
{
    const ProgramRun run = playhead("produce", words("not-there --value x --execute"));
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.out.isEmpty());
    const ProgramRun topics = playhead("topics", words("--json"));
    QVERIFY(!topics.out.contains("not-there"));
}

/// The broker is killed in the middle: what is Done is in the log, what is Failed is not.
void RealProduce::aBrokerThatGoesLeavesNoWrongWord()
{
    const QString topic = QStringLiteral("gone");
    QVERIFY(create(topic, 1));
    QProcess process;
    process.start(QStringLiteral(PLAYHEAD_PROGRAM), QStringList{QStringLiteral("produce"), QStringLiteral("--bootstrap"), broker().bootstrap()}
                                                       + words("gone --value {{seq(1)}} --template --repeat forever --rate 200 --execute"));
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).count('\n') > 50, 30'000);
    QVERIFY(broker().killNode(1));
    process.terminate(); // as an interrupt does: what is in flight is given up and told
    ProgramRun run = finishRun(process, 30'000);
    QVERIFY2(broker().startNode(1), qPrintable(broker().error()));
    const QList<QJsonObject> lines = objects(out + run.out);
    const QList<QJsonObject> records = dump(topic);
    const int done = countOf(lines, "done");
    const int unknown = countOf(lines, "unknown");
    QVERIFY2(records.size() >= done && records.size() <= done + unknown, qPrintable(QStringLiteral("%1 there, %2 done, %3 unknown").arg(records.size()).arg(done).arg(unknown)));
    QCOMPARE(run.exitCode, done == lines.size() ? 0 : 3);
    const ProgramRun after = playhead("produce", words("gone --value after --execute"));
    QVERIFY2(after.exitCode == 0, after.err.constData());
}

QTEST_GUILESS_MAIN(RealProduce)
#include "tst_realproduce.moc"
