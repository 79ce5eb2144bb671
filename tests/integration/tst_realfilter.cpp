// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/searchcases.h"

#include <QTest>

using namespace SearchTest;

/// `playhead read` with a filter finds exactly the records that another client reads and for which the same condition, written by
/// hand, is true; and counts exactly those as errors for which it cannot be told.
class RealFilter final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsExactlyWhatIsThere_data();
    void findsExactlyWhatIsThere();
    void stopsAtTheWantedNumber_data();
    void stopsAtTheWantedNumber();
    void findsInARange();
    void nothingFoundIsNoFailureUnlessAskedFor();
    void aBadFilterShowsWhere_data();
    void aBadFilterShowsWhere();

private:
    static const std::vector<Case> &cases();
    struct Question
    {
        const Topics &side;
        QStringList topics;
        bool newestFirst = false;
        QString isolation;
    };
    static QStringList arguments(const Question &question, const Case &filter);
    static void check(const Question &question, const Case &filter, const ProgramRun &run);

    BothVersions m_sides{{QStringLiteral("search-compacted"), QStringLiteral("search-mix"), QStringLiteral("search-second"), QStringLiteral("search-cut"),
                          QStringLiteral("search-large"), QStringLiteral("search-late"), QStringLiteral("search-transactions"), QStringLiteral("search-open")}};
};

namespace {

const QString committed = QStringLiteral("committed");
const QString uncommitted = QStringLiteral("uncommitted");

struct Expectation
{
    LinesByPartition matches;
    qint64 scanned = 0;
    qint64 matched = 0;
    qint64 errors = 0;
    quint64 bytes = 0;
};

Expectation expectation(const Topics &side, const QStringList &topics, const Case &filter, const QString &isolation)
{
    Expectation all;
    for (const QString &topic : topics)
        for (const OracleRecord &record : side.records(topic, isolation)) {
            const Found found = filter.expected(record);
            ++all.scanned;
            all.bytes += record.payload();
            all.errors += found == Found::Error ? 1 : 0;
            all.matched += found == Found::Yes ? 1 : 0;
            if (found == Found::Yes)
                all.matches[{topic, record.partition}].append(record.line);
        }
    return all;
}

} // namespace

const std::vector<Case> &RealFilter::cases()
{
    static const std::vector<Case> all = [] {
        std::vector<Case> list = textCases();
        for (auto *const more : {&regexCases, &expressionCases})
            for (Case &each : (*more)())
                list.push_back(std::move(each));
        return list;
    }();
    return all;
}

void RealFilter::initTestCase()
{
    const QString failure = m_sides.fill();
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
}

void RealFilter::findsExactlyWhatIsThere_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

/// Both versions, both directions and both isolation levels in turn: all of them are taken over the cases.
void RealFilter::findsExactlyWhatIsThere()
{
    QFETCH(int, index);
    const Case &filter = cases()[static_cast<std::size_t>(index)];
    const bool isOdd = index % 2 != 0;
    const QString isolation = index % 4 < 2 ? committed : uncommitted;
    const QStringList &topics = m_sides.newer.names();
    std::vector<Question> questions{{isOdd ? m_sides.older : m_sides.newer, topics, false, isolation},
                                    {isOdd ? m_sides.newer : m_sides.older, topics, true, isolation == committed ? uncommitted : committed}};
    if (index % 3 == 0) // one topic alone
        questions.push_back({m_sides.newer, {topics[index % topics.size()]}, index % 2 != 0, isolation});
    std::vector<ProgramRun> runs(questions.size());
    QThreadPool pool; // side by side
    for (std::size_t i = 0; i < questions.size(); ++i)
        pool.start([&runs, &questions, &filter, i] { runs[i] = questions[i].side.read(questions[i].topics, arguments(questions[i], filter)); });
    pool.waitForDone();
    for (std::size_t i = 0; i < questions.size(); ++i)
        check(questions[i], filter, runs[i]);
}

QStringList RealFilter::arguments(const Question &question, const Case &filter)
{
    QStringList all = filter.arguments + QStringList{QStringLiteral("--isolation"), question.isolation, QStringLiteral("--stats")};
    if (question.newestFirst)
        all += QStringLiteral("--newest-first");
    return all;
}

void RealFilter::check(const Question &question, const Case &filter, const ProgramRun &run)
{
    const auto &[side, topics, newestFirst, isolation] = question;
    const Expectation expected = expectation(side, topics, filter, isolation);
    if (topics.size() > 1)
        QVERIFY2(expected.matched > 0 && expected.matched < expected.scanned, "this case tells nothing");
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QByteArray difference = SearchTest::difference(linesByPartition(linesOf(run.out)), newestFirst ? reversed(expected.matches) : expected.matches);
    QVERIFY2(difference.isEmpty(), QByteArray((topics + arguments(question, filter)).join(u' ').toUtf8() + '\n' + difference).constData());
    const QJsonObject stats = statsOf(run);
    QCOMPARE(stats[u"scanned"].toInteger(), expected.scanned);
    QCOMPARE(stats[u"matched"].toInteger(), expected.matched);
    QCOMPARE(stats[u"errors"].toInteger(), expected.errors);
    QCOMPARE(stats[u"bytesScanned"].toInteger(), static_cast<qint64>(expected.bytes));
    QCOMPARE(stats[u"records"].toInteger(), expected.matched);
    QCOMPARE(stats[u"complete"].toBool(), true);
    QCOMPARE(run.err.contains("could not be evaluated"), expected.errors > 0);
}

void RealFilter::stopsAtTheWantedNumber_data()
{
    QTest::addColumn<bool>("newestFirst");
    QTest::addColumn<int>("count");
    for (const int count : {1, 7, 100'000})
        for (const bool newestFirst : {false, true})
            QTest::addRow("%d, %s first", count, newestFirst ? "newest" : "oldest") << newestFirst << count;
}

/// As many as wanted, and of each partition the first ones.
void RealFilter::stopsAtTheWantedNumber()
{
    QFETCH(bool, newestFirst);
    QFETCH(int, count);
    const Case filter{"", {QStringLiteral("--filter"), QStringLiteral("value.action == 'purchase'")}, [](const OracleRecord &record) {
                          const Json &json = record.valueJson;
                          return json.is_object() && json.contains("action") && json.at("action") == "purchase" ? Found::Yes : Found::No;
                      }};
    const QStringList topics{QStringLiteral("search-mix"), QStringLiteral("search-transactions")};
    for (const Topics *side : {&m_sides.older, &m_sides.newer}) {
        const Expectation all = expectation(*side, topics, filter, committed);
        QStringList arguments = filter.arguments + QStringList{QStringLiteral("--max-matches"), QString::number(count), QStringLiteral("--stats")};
        if (newestFirst)
            arguments += QStringLiteral("--newest-first");
        const ProgramRun run = side->read(topics, arguments);
        QVERIFY2(run.exitCode == 0, run.err.constData());
        const QList<QByteArray> lines = linesOf(run.out);
        QCOMPARE(lines.size(), std::min<qint64>(count, all.matched));
        QCOMPARE(statsOf(run)[u"matched"].toInteger(), lines.size());
        QCOMPARE(statsOf(run)[u"complete"].toBool(), true);
        LinesByPartition expected = newestFirst ? reversed(all.matches) : all.matches;
        const LinesByPartition ours = linesByPartition(lines);
        for (auto &[place, list] : expected)
            list.resize(ours.contains(place) ? std::min(list.size(), ours.at(place).size()) : 0);
        const QByteArray difference = SearchTest::difference(ours, expected);
        QVERIFY2(difference.isEmpty(), difference.constData());
    }
}

void RealFilter::findsInARange()
{
    const qint64 from = 1'790'000'100'123;
    const qint64 until = 1'790'000'200'124;
    const Case filter{"", {QStringLiteral("--text"), QStringLiteral("user-1"), QStringLiteral("--in"), QStringLiteral("key")}, [=](const OracleRecord &record) {
                          return record.key && record.key->find("user-1") != std::string::npos && record.timestamp >= from && record.timestamp < until ? Found::Yes : Found::No;
                      }};
    const QStringList topics{QStringLiteral("search-mix"), QStringLiteral("search-second"), QStringLiteral("search-late"), QStringLiteral("search-transactions")};
    for (const Topics *side : {&m_sides.older, &m_sides.newer})
        for (const bool newestFirst : {false, true}) {
            QStringList arguments = filter.arguments + QStringList{QStringLiteral("--case"), QStringLiteral("sensitive"), QStringLiteral("--from"), QStringLiteral("time:%1").arg(from), QStringLiteral("--until"), QStringLiteral("time:%1").arg(until)};
            if (newestFirst)
                arguments += QStringLiteral("--newest-first");
            const Expectation all = expectation(*side, topics, filter, committed);
            QVERIFY(all.matched > 0);
            const ProgramRun run = side->read(topics, arguments);
            QVERIFY2(run.exitCode == 0, run.err.constData());
            const QByteArray difference = SearchTest::difference(linesByPartition(linesOf(run.out)), newestFirst ? reversed(all.matches) : all.matches);
            QVERIFY2(difference.isEmpty(), difference.constData());
        }
}

void RealFilter::nothingFoundIsNoFailureUnlessAskedFor()
{
    const QStringList nothing{QStringLiteral("--filter"), QStringLiteral("value.action == 'nowhere'")};
    const QStringList failIfNone{QStringLiteral("--fail-if-none")};
    const QStringList csv{QStringLiteral("--format"), QStringLiteral("csv")};
    for (const Topics *side : {&m_sides.older, &m_sides.newer}) {
        for (const auto &[more, exitCode] : {std::pair(QStringList(), 0), std::pair(csv, 0), std::pair(failIfNone, 4)}) {
            const ProgramRun run = side->read({QStringLiteral("search-second")}, nothing + more);
            QCOMPARE(run.exitCode, exitCode);
            QCOMPARE(run.out, QByteArray());
        }
        const ProgramRun run = side->read({QStringLiteral("search-second")}, QStringList{QStringLiteral("--text"), QStringLiteral("purchase")} + failIfNone);
        QCOMPARE(run.exitCode, 0);
        QVERIFY(!run.out.isEmpty());
    }
}

void RealFilter::aBadFilterShowsWhere_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("column"); ///< counted from 1
    QTest::newRow("regex") << QStringLiteral("--regex") << QStringLiteral("ab(cd") << 6;
    QTest::newRow("regex class") << QStringLiteral("--regex") << QStringLiteral("abc[") << 5;
    QTest::newRow("operator") << QStringLiteral("--filter") << QStringLiteral("value.a === 1") << 11;
    QTest::newRow("end") << QStringLiteral("--filter") << QStringLiteral("value.a ==") << 11;
    QTest::newRow("name") << QStringLiteral("--filter") << QStringLiteral("offset > 3 && partiton == 1") << 15;
    QTest::newRow("string") << QStringLiteral("--filter") << QStringLiteral("value.a == \"x") << 12;
}

void RealFilter::aBadFilterShowsWhere()
{
    QFETCH(QString, option);
    QFETCH(QString, pattern);
    QFETCH(int, column);
    const ProgramRun run = m_sides.newer.read({QStringLiteral("search-second")}, {option, pattern});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, QByteArray());
    QVERIFY2(run.err.contains(QByteArray("column " + QByteArray::number(column) + '\n')), run.err.constData());
}

QTEST_GUILESS_MAIN(RealFilter)
#include "tst_realfilter.moc"
