// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "rowsmirror.h"
#include "sessionmirror.h"

#include "tests/support/fakecluster.h"

#include <QSignalSpy>
#include <QTest>

using namespace SessionTest;
using namespace TestSupport;
using Domain::ReadState;

namespace {

constexpr std::size_t MiB = 1024 * 1024;

Domain::ReadPlan planFrom(Domain::SeekTarget from)
{
    Domain::ReadPlan p;
    p.topics = {"orders"};
    p.from = from;
    return p;
}

Domain::Error failure()
{
    Domain::Error error;
    error.code = Domain::ErrorCode::Unsupported;
    error.args = {{"what", "reading"}};
    return error;
}

} // namespace

/// A ReadSession read on beyond what it began with.
class TestReadingOn : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void earlierRecordsArePrependedUntilTheBeginning();
    void movesAnywhereAndGoesOnAtBothEnds();
    void newestFirstGoesOnTheOtherWayRound();
    void readsAheadNoFurtherThanItSays();
    void readAllReadsAll();
    void aWindowThatFailsLeavesWhatIsThere();
    void letsGoAtTheEndFarFromTheUserAndReadsAgain();
    void aLiveTailKeepsWhatIsLookedAt();
    void keepsHitsOnlyWhenItSearches();
    void rowsUnderAFilterGetWhatComesInFront();

private:
    void begin(const Domain::ReadPlan &plan, std::size_t budget = 256 * MiB);
    bool isWhole(int partitions, int count) const;

    std::shared_ptr<FakeScript> m_script;
    std::unique_ptr<FakeCluster> m_cluster;
    std::unique_ptr<Session::ReadSession> m_session;
    std::unique_ptr<Mirror> m_mirror;
};

void TestReadingOn::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_script = std::make_shared<FakeScript>();
    m_script->addTopic("orders", 3);
    m_cluster = fakeCluster(m_script);
}

void TestReadingOn::cleanup()
{
    m_mirror.reset();
    m_session.reset();
    m_cluster.reset();
}

void TestReadingOn::begin(const Domain::ReadPlan &plan, std::size_t budget)
{
    m_session = std::make_unique<Session::ReadSession>(*m_cluster, budget);
    m_mirror = std::make_unique<Mirror>(*m_session);
    m_session->start(plan);
    QTRY_VERIFY(Domain::isFinal(m_session->status().state));
}

/// Every record once, and those of a partition in rising order.
bool TestReadingOn::isWhole(int partitions, int count) const
{
    std::map<int, std::int64_t> next;
    for (const SeenRow &row : m_mirror->rows)
        if (row.offset != next[row.partition]++)
            return false;
    for (int p = 0; p < partitions; ++p)
        if (next[p] != count)
            return false;
    return m_mirror->agrees();
}

void TestReadingOn::earlierRecordsArePrependedUntilTheBeginning()
{
    m_script->setRecords("orders", fakeRecords(3, 50'000));
    begin(planFrom(Domain::Tail{100}));
    QCOMPARE(m_session->order().size(), 300u);
    QVERIFY(m_session->canReadEarlier());
    const SeenRow first = m_mirror->rows.front();
    m_session->readEarlier();
    QVERIFY(m_session->isReadingEarlier());
    QTRY_COMPARE(m_mirror->prepends, 1);
    QTRY_COMPARE(m_session->status().state, ReadState::Finished);
    const std::uint64_t added = m_session->order().size() - 300;
    QVERIFY(added > 60'000 && added <= 65'536);
    QCOMPARE(m_mirror->rows[added], first);
    QCOMPARE(m_session->status().records, 300 + added);
    while (m_session->canReadEarlier()) {
        m_session->readEarlier();
        QTRY_VERIFY(!m_session->isReadingEarlier());
    }
    QVERIFY2(isWhole(3, 50'000), qPrintable(m_mirror->failures.join(u'\n')));
    QCOMPARE(m_mirror->prepends, 3);
    QVERIFY(!m_session->canReadLater());
}

void TestReadingOn::movesAnywhereAndGoesOnAtBothEnds()
{
    m_script->setRecords("orders", fakeRecords(3, 40'000));
    begin(planFrom(Domain::Tail{10}));
    constexpr std::int64_t newYear2026 = 1'767'225'600'000;
    m_session->moveTo(newYear2026 + 10'000 * 1000LL);
    QTRY_COMPARE(m_session->status().state, ReadState::LimitReached);
    QCOMPARE(m_mirror->rows.front(), (SeenRow{0, 10'000, false}));
    QCOMPARE(m_session->order().size(), 65'536u);
    QVERIFY(m_session->canReadEarlier() && m_session->canReadLater());
    while (m_session->canReadLater()) {
        m_session->readLater();
        QTRY_VERIFY(!m_session->isReadingLater());
    }
    QCOMPARE(m_mirror->prepends, 0);
    QCOMPARE(m_session->order().size(), 90'000u);
    while (m_session->canReadEarlier()) {
        m_session->readEarlier();
        QTRY_VERIFY(!m_session->isReadingEarlier());
    }
    QVERIFY2(isWhole(3, 40'000), qPrintable(m_mirror->failures.join(u'\n')));
}

void TestReadingOn::newestFirstGoesOnTheOtherWayRound()
{
    m_script->setRecords("orders", fakeRecords(2, 1000));
    Domain::ReadPlan plan = planFrom(Domain::AtOffset{Domain::Offset(400)});
    plan.until = Domain::UntilOffset{Domain::Offset(600)};
    plan.newestFirst = true;
    begin(plan);
    QCOMPARE(m_mirror->rows.front().offset, std::int64_t(599));
    m_session->readEarlier();
    QTRY_COMPARE(m_session->order().size(), 1200u);
    QCOMPARE(m_mirror->prepends, 0);
    QTRY_VERIFY(m_session->canReadLater());
    m_session->readLater();
    QTRY_COMPARE(m_session->order().size(), 2000u);
    QCOMPARE(m_mirror->prepends, 1);
    QTRY_VERIFY(!m_session->isReadingLater());
    std::ranges::reverse(m_mirror->rows);
    std::map<int, std::int64_t> next;
    for (const SeenRow &row : m_mirror->rows)
        QCOMPARE(row.offset, next[row.partition]++);
    QVERIFY(!m_session->canReadEarlier() && !m_session->canReadLater());
}

void TestReadingOn::readsAheadNoFurtherThanItSays()
{
    std::vector<FakeRecord> records;
    for (int offset = 0; offset < 800'000; ++offset)
        records.push_back({0, offset, offset});
    m_script->setRecords("orders", std::move(records));
    begin(planFrom(Domain::Tail{100}));
    m_session->setLookedAt(0, 40);
    m_session->readEarlier();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->prepends > 0 && !m_session->isReadingEarlier(), 20'000);
    QCOMPARE(m_session->order().size(), 100 + Session::ReadSession::ReadAhead);
    QVERIFY(m_session->canReadEarlier());
    m_session->readEarlier();
    QVERIFY(!m_session->isReadingEarlier());
}

void TestReadingOn::readAllReadsAll()
{
    m_script->setRecords("orders", fakeRecords(3, 60'000));
    begin(planFrom(Domain::Tail{10}));
    m_session->setLookedAt(0, 20);
    m_session->readAll();
    QTRY_COMPARE(m_session->order().size(), 180'000u);
    QTRY_VERIFY(!m_session->isReadingEarlier());
    QVERIFY2(isWhole(3, 60'000), qPrintable(m_mirror->failures.join(u'\n')));
}

void TestReadingOn::aWindowThatFailsLeavesWhatIsThere()
{
    m_script->setRecords("orders", fakeRecords(3, 1000));
    begin(planFrom(Domain::Tail{100}));
    const std::vector<SeenRow> before = m_mirror->rows;
    m_session->readEarlier();
    m_script->settle(); // the bounds
    m_script->hold();
    QTRY_COMPARE(m_script->reads().size(), std::size_t(2));
    const auto window = m_script->lastRead();
    window->record({0, 0, 0});
    window->publish();
    window->closeSink();
    window->setState(ReadState::Failed, failure());
    QTRY_VERIFY(!m_session->isReadingEarlier());
    QCOMPARE(m_mirror->rows, before);
    QCOMPARE(m_session->status().state, ReadState::Finished);
    QVERIFY(m_session->status().error.has_value());
    QCOMPARE(m_session->status().error->code, Domain::ErrorCode::Unsupported);
    m_script->release();
    m_session->readEarlier();
    QTRY_COMPARE(m_session->order().size(), 3000u);
    QTRY_VERIFY(!m_session->status().error);
    QVERIFY(isWhole(3, 1000));
}

void TestReadingOn::letsGoAtTheEndFarFromTheUserAndReadsAgain()
{
    std::vector<FakeRecord> records;
    for (int offset = 0; offset < 120'000; ++offset)
        records.push_back({0, offset, offset, std::nullopt, std::string(1500, 'v')});
    m_script->setRecords("orders", std::move(records));
    begin(planFrom(Domain::Tail{4000}), 96 * MiB);
    m_session->setLookedAt(0, 40);
    const SeenRow seen = m_mirror->rows.front();
    m_session->readEarlier();
    QTRY_COMPARE_WITH_TIMEOUT(m_mirror->prepends, 1, 20'000);
    m_session->readEarlier();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->prepends >= 2 || m_session->recordsReleasedInFront() > 0, 20'000);
    m_session->stop();
    QTRY_VERIFY(!m_session->isReadingEarlier());
    // The user still looks at the first row of the tail: it is there, near the end of what is loaded.
    QVERIFY(std::ranges::find(m_mirror->rows, seen) != m_mirror->rows.end());
    QVERIFY(m_session->recordsReleased() > 0);
    QVERIFY2(m_mirror->agrees(), qPrintable(m_mirror->failures.join(u'\n')));
    for (std::size_t i = 1; i < m_mirror->rows.size(); ++i)
        QCOMPARE(m_mirror->rows[i].offset, m_mirror->rows[i - 1].offset + 1);
    QTRY_VERIFY(m_session->bytesHeld() <= m_session->budget() + 128 * MiB);
    const bool releasedInFront = m_session->recordsReleasedInFront() > 0;
    QVERIFY(releasedInFront ? m_session->canReadEarlier() : m_session->canReadLater());
}

void TestReadingOn::aLiveTailKeepsWhatIsLookedAt()
{
    Domain::ReadPlan live = planFrom(Domain::End{});
    live.until = Domain::UntilLive{};
    m_session = std::make_unique<Session::ReadSession>(*m_cluster, 48 * MiB);
    m_mirror = std::make_unique<Mirror>(*m_session);
    m_session->start(live);
    const auto read = m_script->lastRead();
    const std::string large(4000, 'v');
    std::int64_t next = 0;
    for (; next < 500; ++next)
        read->record({0, next, next, std::nullopt, large});
    read->publish();
    QTRY_COMPARE(m_session->order().size(), 500u);
    m_session->setLookedAt(0, 40);
    while (read->hasRoom() && next < 100'000) {
        for (int i = 0; i < 500; ++i, ++next)
            read->record({0, next, next, std::nullopt, large});
        read->publish();
        QTRY_COMPARE(m_mirror->lastOffset(), next - 1);
    }
    read->setState(ReadState::BudgetReached); // as a reader does that finds no room
    QTRY_COMPARE(m_session->status().state, ReadState::BudgetReached);
    QCOMPARE(m_mirror->rows.front().offset, std::int64_t(0));
    QCOMPARE(m_session->recordsReleased(), 0u);
    // The user goes to the end: the oldest go, and reading goes on.
    m_session->setLookedAt(m_session->order().size() - 40, m_session->order().size() - 1);
    QTRY_VERIFY(read->resumes() > 0);
    QVERIFY(m_session->recordsReleased() > 0);
    QVERIFY(read->hasRoom());
    QVERIFY2(m_mirror->agrees(), qPrintable(m_mirror->failures.join(u'\n')));
    read->closeSink();
}

void TestReadingOn::keepsHitsOnlyWhenItSearches()
{
    m_session = std::make_unique<Session::ReadSession>(*m_cluster, 64 * MiB);
    m_mirror = std::make_unique<Mirror>(*m_session);
    m_session->start(planFrom(Domain::Beginning{}), std::make_shared<LetterFilter>(), 3);
    const auto read = m_script->lastRead();
    for (int i = 0; i < 100; ++i)
        read->offer({0, i, i, std::nullopt, i % 10 == 0 ? "m" : i % 10 == 1 ? "e" : "x"});
    read->publish();
    QTRY_COMPARE(m_session->scan().matched, 3u);
    QTRY_COMPARE(m_session->order().size(), 3u);
    QCOMPARE(m_mirror->rows.back().offset, std::int64_t(20));
    QVERIFY(m_session->scan().scanned >= 21);
    QVERIFY(m_session->scan().errors >= 2);
    QCOMPARE(m_session->scanFailures().front().problem, std::string("no such key: e"));
    QVERIFY(m_session->filter());
    QVERIFY(!m_session->canReadEarlier() && !m_session->canReadLater());
    read->closeSink();
}

void TestReadingOn::rowsUnderAFilterGetWhatComesInFront()
{
    m_script->setRecords("orders", fakeRecords(3, 2000));
    begin(planFrom(Domain::Tail{100}));
    Session::RecordRows rows(*m_session);
    RowsMirror mirror(rows);
    rows.setFilter(std::make_shared<LetterFilter>('7'));
    const auto agrees = [&] {
        return mirror.list == expectedRows(*m_session, rows.order(), rows.filter().get(), rows.isShowingErrors(), false) && mirror.failures.isEmpty() && !rows.progress().isRunning;
    };
    rows.showErrors(true); // the values are JSON with an 'e' in each
    QTRY_VERIFY(agrees());
    QCOMPARE(rows.size(), 300u);
    const int replacements = mirror.replacements;
    m_session->readEarlier();
    QTRY_COMPARE(m_session->order().size(), 6000u);
    QTRY_VERIFY2(agrees(), qPrintable(mirror.failures.join(u'\n')));
    QCOMPARE(mirror.replacements, replacements);
    rows.setFilter({});
    for (const auto order : {Domain::ReadOrder::Time, Domain::ReadOrder::Offset}) {
        m_session->start(planFrom(Domain::Tail{50}));
        rows.setOrder(order);
        QTRY_COMPARE(m_session->status().state, ReadState::Finished);
        QTRY_VERIFY(agrees());
        QCOMPARE(rows.size(), 150u);
        m_session->readEarlier();
        QTRY_COMPARE(m_session->order().size(), 6000u);
        QTRY_VERIFY2(agrees(), qPrintable(mirror.failures.join(u'\n')));
    }
}

QTEST_GUILESS_MAIN(TestReadingOn)
#include "tst_readingon.moc"
