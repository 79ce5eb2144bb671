// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "rowsmirror.h"

#include "tests/support/fakecluster.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace SessionTest;
using namespace TestSupport;
using Domain::ReadOrder;

namespace {

constexpr std::size_t MiB = 1024 * 1024;

Domain::ReadPlan plan(bool live = true)
{
    Domain::ReadPlan p;
    p.topics = {"orders"};
    if (live)
        p.until = Domain::UntilLive{};
    return p;
}

} // namespace

class TestRecordRows : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void passesRowsThrough();
    void newestFirstTurnsTheRows();
    void filtersWhatIsLoadedAndWhatComes();
    void whatWasShownStaysUntilTheResultIsThere();
    void showsWhatCouldNotBeEvaluated();
    void ordersByTimeWithLateRecordsMarked();
    void sortsByAField();
    void equalsTheSlowWayWhateverHappens_data();
    void equalsTheSlowWayWhateverHappens();
    void rowsAreFoundByTheirId();
    void anotherFilterWhileOneRunsWins();
    void mayDieAtAnyMoment();

private:
    void begin(std::size_t budget = 256 * MiB);
    void write(int partition, std::int64_t offset, std::int64_t time, const std::string &value);
    void writeSome(QRandomGenerator &random, int count, bool isLarge = false);
    bool agrees() const
    {
        return m_mirror->list == expectedRows(*m_session, m_rows->order(), m_rows->filter().get(), m_rows->isShowingErrors(), m_rows->isNewestFirst())
            && m_mirror->failures.isEmpty() && !m_rows->progress().isRunning;
    }

    std::shared_ptr<FakeScript> m_script;
    std::unique_ptr<FakeCluster> m_cluster;
    std::unique_ptr<Session::ReadSession> m_session;
    std::unique_ptr<Session::RecordRows> m_rows;
    std::unique_ptr<RowsMirror> m_mirror;
    std::map<int, std::int64_t> m_next;
};

void TestRecordRows::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_script = std::make_shared<FakeScript>();
    m_script->addTopic("orders", 3);
    m_cluster = fakeCluster(m_script);
    m_next.clear();
}

void TestRecordRows::cleanup()
{
    m_mirror.reset();
    m_rows.reset();
    m_session.reset();
    m_cluster.reset();
}

void TestRecordRows::begin(std::size_t budget)
{
    m_session = std::make_unique<Session::ReadSession>(*m_cluster, budget);
    m_rows = std::make_unique<Session::RecordRows>(*m_session);
    m_mirror = std::make_unique<RowsMirror>(*m_rows);
    m_session->start(plan());
}

void TestRecordRows::write(int partition, std::int64_t offset, std::int64_t time, const std::string &value)
{
    FakeRecord record{partition, offset, time};
    record.value = value;
    m_script->lastRead()->record(record);
}

void TestRecordRows::writeSome(QRandomGenerator &random, int count, bool isLarge)
{
    for (int i = 0; i < count; ++i) {
        const int partition = int(random.bounded(3));
        std::int64_t &next = m_next[partition];
        if (random.bounded(10) == 0) {
            m_script->lastRead()->gap(partition, next, next + 4);
            next += 4;
        } else {
            const std::string letters{char('a' + random.bounded(16)), char('a' + random.bounded(16))};
            write(partition, next, next / 2 * 10 + random.bounded(30), isLarge ? letters + std::string(8000, 'x') : letters);
            ++next;
        }
    }
    m_script->lastRead()->publish();
}

void TestRecordRows::passesRowsThrough()
{
    begin();
    QRandomGenerator random(1);
    writeSome(random, 500);
    QTRY_COMPARE(m_rows->size(), 500u);
    QVERIFY2(agrees(), qPrintable(m_mirror->failures.join(u'\n')));
    QCOMPARE(m_mirror->insertions, 1);
}

void TestRecordRows::newestFirstTurnsTheRows()
{
    begin();
    QRandomGenerator random(2);
    writeSome(random, 100);
    QTRY_COMPARE(m_rows->size(), 100u);
    m_rows->setNewestFirst(true);
    QVERIFY(agrees());
    writeSome(random, 100);
    QTRY_COMPARE(m_rows->size(), 200u);
    QVERIFY2(agrees(), qPrintable(m_mirror->failures.join(u'\n')));
}

void TestRecordRows::filtersWhatIsLoadedAndWhatComes()
{
    begin();
    QRandomGenerator random(3);
    writeSome(random, 1000);
    QTRY_COMPARE(m_rows->size(), 1000u);
    m_rows->setFilter(std::make_shared<LetterFilter>());
    QVERIFY(m_rows->progress().isRunning);
    QTRY_VERIFY(agrees());
    QVERIFY(m_rows->size() > 50 && m_rows->size() < 200);
    QCOMPARE(m_rows->progress().tested, m_session->recordsHeld());
    QCOMPARE(m_rows->progress().matched, m_rows->size());
    QVERIFY(m_rows->progress().errors > 50);
    QCOMPARE(m_rows->progress().firstProblem, QStringLiteral("no such key: e"));
    const int replacements = m_mirror->replacements;
    for (int i = 0; i < 5; ++i) {
        writeSome(random, 100);
        QTRY_COMPARE(m_session->order().size(), quint64(1100 + i * 100));
        QTRY_VERIFY2(agrees(), qPrintable(m_mirror->failures.join(u'\n')));
    }
    QCOMPARE(m_mirror->replacements, replacements); // what came was appended
    m_rows->setFilter({});
    QCOMPARE(m_rows->size(), 1500u);
    QVERIFY(agrees());
}

void TestRecordRows::whatWasShownStaysUntilTheResultIsThere()
{
    begin();
    QRandomGenerator random(4);
    writeSome(random, 300);
    QTRY_COMPARE(m_rows->size(), 300u);
    m_rows->setFilter(std::make_shared<LetterFilter>());
    QCOMPARE(m_rows->size(), 300u);
    QTRY_VERIFY(agrees());
    const quint64 matches = m_rows->size();
    m_rows->setFilter(std::make_shared<LetterFilter>('b'));
    QCOMPARE(m_rows->size(), matches);
    QTRY_VERIFY(agrees());
}

void TestRecordRows::showsWhatCouldNotBeEvaluated()
{
    begin();
    QRandomGenerator random(5);
    writeSome(random, 400);
    m_rows->setFilter(std::make_shared<LetterFilter>());
    QTRY_COMPARE(m_session->order().size(), 400u);
    QTRY_VERIFY(agrees());
    m_rows->showErrors(true);
    QVERIFY(agrees());
    QCOMPARE(m_rows->size(), m_rows->progress().errors);
    writeSome(random, 100);
    QTRY_COMPARE(m_session->order().size(), 500u);
    QTRY_VERIFY(agrees());
}

void TestRecordRows::ordersByTimeWithLateRecordsMarked()
{
    begin();
    write(0, 0, 100, "a");
    write(0, 1, 50, "b"); // late
    write(1, 0, 70, "c");
    m_script->lastRead()->publish();
    QTRY_COMPARE(m_rows->size(), 3u);
    m_rows->setOrder(ReadOrder::Time);
    QTRY_COMPARE(m_mirror->replacements, 2);
    QCOMPARE(m_mirror->list, (std::vector<RowSeen>{{0, 1}, {1, 0}, {0, 0}}));
    const auto isLate = [this](quint64 position) {
        const auto place = m_rows->at(position);
        return m_rows->isLate(Store::rowId(place.run.slot, place.index));
    };
    QVERIFY(isLate(0) && !isLate(1) && !isLate(2));
    write(0, 2, 99, "d"); // late, too: 100 was before it
    write(1, 1, 200, "e");
    m_script->lastRead()->publish();
    QTRY_COMPARE(m_rows->size(), 5u);
    QCOMPARE(m_mirror->list, (std::vector<RowSeen>{{0, 1}, {1, 0}, {0, 2}, {0, 0}, {1, 1}}));
    QVERIFY(isLate(2) && !isLate(4));
}

void TestRecordRows::sortsByAField()
{
    begin();
    const std::vector<std::string> values{R"({"a":10})", R"({"a":"x"})", R"({"b":1})", R"({"a":9.5})", "no JSON", R"({"a":-1})", R"({"a":9007199254740993})",
                                          R"({"a":9007199254740992})", R"({"a":null})", R"({"a":"B"})"};
    for (std::size_t i = 0; i < values.size(); ++i)
        write(0, std::int64_t(i), 0, values[i]);
    m_script->lastRead()->publish();
    QTRY_COMPARE(m_rows->size(), 10u);
    m_rows->sortByPath(QStringLiteral("value.a"));
    QTRY_COMPARE(m_mirror->replacements, 2);
    const auto offsets = [this] {
        std::vector<std::int64_t> list;
        for (const RowSeen &row : m_mirror->list)
            list.push_back(row.offset);
        return list;
    };
    QCOMPARE(offsets(), (std::vector<std::int64_t>{5, 3, 0, 7, 6, 9, 1, 8, 2, 4}));
    write(0, 10, 0, R"({"a":0})");
    m_script->lastRead()->publish();
    QTRY_COMPARE(m_rows->size(), 11u);
    QCOMPARE(offsets(), (std::vector<std::int64_t>{5, 10, 3, 0, 7, 6, 9, 1, 8, 2, 4}));
    m_rows->sortByPath({});
    QCOMPARE(offsets(), (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

void TestRecordRows::equalsTheSlowWayWhateverHappens_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<bool>("evicts");
    for (quint32 seed = 0; seed < 12; ++seed)
        QTest::addRow("%u", seed) << seed << (seed % 3 == 0);
}

void TestRecordRows::equalsTheSlowWayWhateverHappens()
{
    QFETCH(quint32, seed);
    QFETCH(bool, evicts);
    QRandomGenerator random(seed);
    begin(evicts ? 40 * MiB : 256 * MiB);
    for (int step = 0; step < 60; ++step) {
        switch (random.bounded(9)) {
        case 0:
            m_rows->setOrder(ReadOrder(random.bounded(3)));
            break;
        case 1:
            m_rows->setNewestFirst(random.bounded(2));
            break;
        case 2:
            m_rows->setFilter(random.bounded(3) ? std::make_shared<LetterFilter>(char('a' + random.bounded(16))) : nullptr);
            break;
        case 3:
            m_rows->showErrors(random.bounded(2));
            break;
        case 4:
            if (random.bounded(10) == 0) {
                m_script->lastRead()->closeSink();
                m_session->start(plan());
                m_next.clear();
            }
            break;
        default:
            writeSome(random, int(random.bounded(evicts ? 1500u : 300u)), evicts);
        }
        if (random.bounded(2)) {
            const auto given = m_script->lastRead()->status();
            QTRY_COMPARE(m_session->recordsHeld() + m_session->recordsReleased(), given.records);
        }
        if (random.bounded(3) == 0)
            QTRY_VERIFY2(agrees(), qPrintable(m_mirror->failures.join(u'\n')));
    }
    QTRY_VERIFY2(agrees(), qPrintable(m_mirror->failures.join(u'\n')));
    QVERIFY(!evicts || m_session->recordsReleased() > 0 || m_session->recordsHeld() < 5000);
    m_script->lastRead()->closeSink();
}

void TestRecordRows::rowsAreFoundByTheirId()
{
    begin();
    QRandomGenerator random(6);
    writeSome(random, 300);
    QTRY_COMPARE(m_rows->size(), 300u);
    for (const ReadOrder order : {ReadOrder::Arrival, ReadOrder::Offset, ReadOrder::Time})
        for (const bool newestFirst : {false, true})
            for (const bool filters : {false, true}) {
                m_rows->setOrder(order);
                m_rows->setNewestFirst(newestFirst);
                m_rows->setFilter(filters ? std::make_shared<LetterFilter>() : nullptr);
                QTRY_VERIFY(agrees());
                for (quint64 i = 0; i < m_rows->size(); ++i) {
                    const auto place = m_rows->at(i);
                    QCOMPARE(m_rows->positionOf(Store::rowId(place.run.slot, place.index)), std::optional(i));
                }
                int found = 0;
                for (quint64 i = 0; i < m_session->order().size(); ++i)
                    found += m_rows->positionOf(m_session->order().idAt(i)).has_value();
                QCOMPARE(quint64(found), m_rows->size());
            }
}

void TestRecordRows::anotherFilterWhileOneRunsWins()
{
    begin();
    QRandomGenerator random(7);
    writeSome(random, 3000);
    QTRY_COMPARE(m_rows->size(), 3000u);
    for (char letter = 'a'; letter < 'p'; ++letter)
        m_rows->setFilter(std::make_shared<LetterFilter>(letter));
    QTRY_VERIFY(agrees());
    QCOMPARE(m_mirror->replacements, 2); // the run itself, and the last filter
}

void TestRecordRows::mayDieAtAnyMoment()
{
    QRandomGenerator random(8);
    for (int round = 0; round < 100; ++round) {
        m_mirror.reset();
        m_rows.reset();
        m_session.reset();
        m_next.clear();
        begin();
        writeSome(random, 500);
        QTRY_VERIFY(m_session->order().size() > 0);
        m_rows->setOrder(ReadOrder(random.bounded(3)));
        m_rows->setFilter(random.bounded(2) ? std::make_shared<LetterFilter>() : nullptr);
        if (random.bounded(2))
            QCoreApplication::sendPostedEvents();
    }
}

QTEST_GUILESS_MAIN(TestRecordRows)
#include "tst_recordrows.moc"
