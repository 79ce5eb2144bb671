// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/searchtopics.h"

#include <QTest>

#include <limits>
#include <tuple>

using namespace SearchTest;

/// The orders of `playhead read`, against what another client reads, sorted.
class RealOrder final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void timeIsASort_data();
    void timeIsASort();
    void offsetIsOnePartitionAfterTheOther_data();
    void offsetIsOnePartitionAfterTheOther();
    void lateRecordsAreCounted_data();
    void lateRecordsAreCounted();
    void lateRecordsNewestFirstAreAllThere_data();
    void lateRecordsNewestFirstAreAllThere();

private:
    const Topics &side(bool newer) const { return newer ? m_sides.newer : m_sides.older; }

    BothVersions m_sides{{QStringLiteral("search-mix"), QStringLiteral("search-second"), QStringLiteral("search-cut"), QStringLiteral("search-transactions"),
                          QStringLiteral("search-late")}};
};

namespace {

const QString committed = QStringLiteral("committed");
const QString uncommitted = QStringLiteral("uncommitted");

/// By time, topic, partition and offset; of each partition what is dated before an earlier record counts as of that one's time.
OracleRecords sortedByTime(const Topics &side, const QStringList &topics, const QString &isolation)
{
    struct Placed
    {
        std::tuple<qint64, qsizetype, int, qint64> place;
        const OracleRecord *record = nullptr;
    };
    std::vector<Placed> placed;
    for (qsizetype topic = 0; topic < topics.size(); ++topic) {
        std::map<int, qint64> latest;
        for (const OracleRecord &record : side.records(topics[topic], isolation)) {
            qint64 &time = latest.try_emplace(record.partition, record.timestamp).first->second;
            time = std::max(time, record.timestamp);
            placed.push_back({{time, topic, record.partition, record.offset}, &record});
        }
    }
    std::sort(placed.begin(), placed.end(), [](const Placed &a, const Placed &b) { return a.place < b.place; });
    OracleRecords sorted;
    for (const Placed &each : placed)
        sorted.push_back(*each.record);
    return sorted;
}

QList<QByteArray> linesOf(const OracleRecords &records)
{
    QList<QByteArray> lines;
    for (const OracleRecord &record : records)
        lines.append(record.line);
    return lines;
}

void addSides()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

bool isPurchase(const OracleRecord &record)
{
    return record.value && record.value->find("\"purchase\"") != std::string::npos;
}

} // namespace

void RealOrder::initTestCase()
{
    const QString failure = m_sides.fill();
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
}

void RealOrder::timeIsASort_data()
{
    QTest::addColumn<bool>("newer");
    QTest::addColumn<QStringList>("topics");
    QTest::addColumn<QString>("isolation");
    QTest::addColumn<bool>("newestFirst");
    QTest::addColumn<QStringList>("more");
    const QStringList one{QStringLiteral("search-mix")};
    const QStringList two{QStringLiteral("search-mix"), QStringLiteral("search-second")};
    const QStringList four{QStringLiteral("search-cut"), QStringLiteral("search-mix"), QStringLiteral("search-second"), QStringLiteral("search-transactions")};
    const QStringList text{QStringLiteral("--text"), QStringLiteral("\"purchase\""), QStringLiteral("--in"), QStringLiteral("value")};
    for (const bool newer : {false, true})
        for (const bool newestFirst : {false, true}) {
            const auto row = [=](const char *name, const QStringList &topics, const QString &isolation, const QStringList &more) {
                QTest::addRow("%s, %s, %s first", name, newer ? "4" : "3.9", newestFirst ? "newest" : "oldest") << newer << topics << isolation << newestFirst << more;
            };
            row("one topic", one, committed, {});
            row("two topics", two, committed, {});
            row("cut and transactions", four, committed, {});
            row("uncommitted", four, uncommitted, {});
            row("limit", two, committed, {QStringLiteral("--limit"), QStringLiteral("50")});
            row("matches", four, committed, text);
            row("some matches", four, uncommitted, text + QStringList{QStringLiteral("--max-matches"), QStringLiteral("33")});
            row("span", two, committed, {QStringLiteral("--from"), QStringLiteral("time:1790000100123"), QStringLiteral("--until"), QStringLiteral("time:1790000300124")});
        }
}

void RealOrder::timeIsASort()
{
    QFETCH(bool, newer);
    QFETCH(QStringList, topics);
    QFETCH(QString, isolation);
    QFETCH(bool, newestFirst);
    QFETCH(QStringList, more);
    OracleRecords expected = sortedByTime(side(newer), topics, isolation);
    if (more.contains(QStringLiteral("--text")))
        std::erase_if(expected, [](const OracleRecord &record) { return !isPurchase(record); });
    if (more.contains(QStringLiteral("--from")))
        std::erase_if(expected, [](const OracleRecord &record) { return record.timestamp < 1'790'000'100'123 || record.timestamp >= 1'790'000'300'124; });
    QList<QByteArray> lines = linesOf(expected);
    if (newestFirst)
        std::reverse(lines.begin(), lines.end());
    for (const auto &[option, count] : {std::pair(QStringLiteral("--limit"), 50), std::pair(QStringLiteral("--max-matches"), 33)})
        if (more.contains(option))
            lines.resize(std::min<qsizetype>(lines.size(), count));
    QVERIFY(lines.size() > 30);

    QStringList arguments{QStringLiteral("--order"), QStringLiteral("time"), QStringLiteral("--isolation"), isolation, QStringLiteral("--stats")};
    if (newestFirst)
        arguments += QStringLiteral("--newest-first");
    const ProgramRun run = side(newer).read(topics, arguments + more);
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QByteArray difference = SearchTest::difference(SearchTest::linesOf(run.out), lines);
    QVERIFY2(difference.isEmpty(), difference.constData());
    QCOMPARE(statsOf(run)[u"late"].toInteger(-1), 0);
    QCOMPARE(statsOf(run)[u"complete"].toBool(), true);
}

void RealOrder::offsetIsOnePartitionAfterTheOther_data()
{
    addSides();
}

void RealOrder::offsetIsOnePartitionAfterTheOther()
{
    QFETCH(bool, newer);
    const QStringList topics{QStringLiteral("search-cut"), QStringLiteral("search-late"), QStringLiteral("search-mix"), QStringLiteral("search-transactions")};
    QList<QByteArray> expected;
    for (const QString &topic : topics)
        expected += linesOf(side(newer).records(topic)); // the other client reads one partition after the other, too
    const QStringList arguments{QStringLiteral("--order"), QStringLiteral("offset")};
    const ProgramRun run = side(newer).read(topics, arguments);
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QByteArray difference = SearchTest::difference(SearchTest::linesOf(run.out), expected);
    QVERIFY2(difference.isEmpty(), difference.constData());

    const ProgramRun turned = side(newer).read(topics, arguments + QStringList{QStringLiteral("--newest-first")});
    QVERIFY2(turned.exitCode == 0, turned.err.constData());
    const QList<QByteArray> lines = SearchTest::linesOf(turned.out);
    const QByteArray turnedDifference = SearchTest::difference(linesByPartition(lines), reversed(linesByPartition(expected)));
    QVERIFY2(turnedDifference.isEmpty(), turnedDifference.constData());
    std::vector<std::pair<QString, int>> stretches;
    for (const QByteArray &line : lines)
        if (const auto place = linesByPartition({line}).begin()->first; stretches.empty() || stretches.back() != place)
            stretches.push_back(place);
    QCOMPARE(stretches.size(), linesByPartition(expected).size()); // each partition in one piece
}

void RealOrder::lateRecordsAreCounted_data()
{
    addSides();
}

void RealOrder::lateRecordsAreCounted()
{
    QFETCH(bool, newer);
    const QStringList topics{QStringLiteral("search-late"), QStringLiteral("search-mix")};
    std::map<int, qint64> latest;
    qint64 late = 0;
    for (const OracleRecord &record : side(newer).records(topics[0])) {
        qint64 &time = latest.try_emplace(record.partition, record.timestamp).first->second;
        late += record.timestamp < time ? 1 : 0;
        time = std::max(time, record.timestamp);
    }
    QVERIFY(late > 20);
    const ProgramRun run = side(newer).read(topics, {QStringLiteral("--order"), QStringLiteral("time"), QStringLiteral("--stats")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QByteArray difference = SearchTest::difference(SearchTest::linesOf(run.out), linesOf(sortedByTime(side(newer), topics, committed)));
    QVERIFY2(difference.isEmpty(), difference.constData());
    QCOMPARE(statsOf(run)[u"late"].toInteger(-1), late);
}

void RealOrder::lateRecordsNewestFirstAreAllThere_data()
{
    addSides();
}

/// Falling offsets in each partition, and falling times but for the late ones.
void RealOrder::lateRecordsNewestFirstAreAllThere()
{
    QFETCH(bool, newer);
    const QStringList topics{QStringLiteral("search-late"), QStringLiteral("search-mix")};
    const ProgramRun run = side(newer).read(topics, {QStringLiteral("--order"), QStringLiteral("time"), QStringLiteral("--newest-first"), QStringLiteral("--stats")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QList<QByteArray> lines = SearchTest::linesOf(run.out);
    const QByteArray difference = SearchTest::difference(linesByPartition(lines), reversed(linesByPartition(linesOf(sortedByTime(side(newer), topics, committed)))));
    QVERIFY2(difference.isEmpty(), difference.constData());
    qint64 late = 0;
    qint64 earliest = std::numeric_limits<qint64>::max();
    for (const QByteArray &line : lines) {
        const qint64 time = oracleRecord(line).timestamp;
        late += time > earliest ? 1 : 0;
        earliest = std::min(earliest, time);
    }
    QVERIFY(statsOf(run)[u"late"].toInteger() > 0);
    QVERIFY(late > 0);
}

QTEST_GUILESS_MAIN(RealOrder)
#include "tst_realorder.moc"
