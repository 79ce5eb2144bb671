// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "filterbarfixture.h"

using Items::RecordTable;
using namespace ViewTest;

/// Searching the log from the filter bar.
class TestLogSearch : public FilterBarFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void enterSearchesTheWholeLog();
    void aSearchOfARangeStaysInIt();
    void aSearchThatIsStoppedGoesOn();
    void aSearchStopsAtTheLimit();
    void nothingFoundIsSaid();
    void clearingTheFilterReadsOnWhereOneWas();
};

void TestLogSearch::enterSearchesTheWholeLog()
{
    openLive();
    type(QStringLiteral("order-70020"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Done"));
    QVERIFY(plan().from == Domain::SeekTarget(Domain::Beginning{}));
    QVERIFY(plan().until == Domain::ReadUntil(Domain::UntilEnd{}));
    QTRY_COMPARE(rows(), 10);
    QTRY_COMPARE(count(), QStringLiteral("10 found"));
    QVERIFY2(strip()->facts().contains(QStringLiteral("10 matches")), qPrintable(strip()->facts().join(u'|')));
    QCOMPARE(strip()->state(), Views::ScanStrip::State::Done);
    QVERIFY(stripButton("readAgainButton")->isVisible());
    QCOMPARE(stripButton("readAgainButton")->text(), QStringLiteral("Search again"));
    QTest::keyClick(edit(), Qt::Key_Tab);
    table()->selectRow(2);
    QTRY_COMPARE(count(), QStringLiteral("3 of 10"));
}

void TestLogSearch::aSearchOfARangeStaysInIt()
{
    openLive();
    Domain::ReadPlan range = plan();
    range.from = Domain::AtTime{1'795'271'528'000};
    range.until = Domain::UntilTime{.ms = 1'795'271'529'000};
    m_page->read(range);
    QTRY_COMPARE(reads(), 2);
    type(QStringLiteral("nowhere"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(reads(), 3);
    QVERIFY(plan().from == range.from);
    QVERIFY(plan().until == range.until);
    QTRY_COMPARE(banner()->title(), QStringLiteral("No record matches."));
    clickBanner(QStringLiteral("Search the whole log"));
    QTRY_COMPARE(reads(), 4);
    QVERIFY(plan().from == Domain::SeekTarget(Domain::Beginning{}));
}

void TestLogSearch::aSearchThatIsStoppedGoesOn()
{
    openLive();
    type(QStringLiteral("order-7001"));
    m_script->hold();
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(reads(), 2);
    read()->setState(Domain::ReadState::Reading);
    read()->record(shopRecords(1).front());
    read()->publish();
    QTRY_COMPARE(rows(), 1);
    QTest::mouseClick(stripButton("stopButton"), Qt::LeftButton);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Stopped by you"));
    QCOMPARE(strip()->state(), Views::ScanStrip::State::Stopped);
    QVERIFY(strip()->facts().contains(QStringLiteral("1 match kept")));
    QCOMPARE(rows(), 1);
    QCOMPARE(stripButton("pauseButton")->text(), QStringLiteral("Go on"));
    QTest::mouseClick(stripButton("pauseButton"), Qt::LeftButton);
    QTRY_COMPARE(strip()->state(), Views::ScanStrip::State::Busy);
    QVERIFY(read()->resumes() > 0);
}

void TestLogSearch::aSearchStopsAtTheLimit()
{
    openLive();
    pick(child<QWidget>("filterScope"), QStringLiteral("Stop at the first match"));
    QVERIFY(field("filterScope")->value().contains(QStringLiteral("first match")));
    type(QStringLiteral("PAID"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(rows(), 1);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Limit reached"));
    QTRY_COMPARE(banner()->title(), QStringLiteral("Result limit reached."));
    clickBanner(QStringLiteral("Search without a limit"));
    QTRY_VERIFY(rows() > 100);
}

void TestLogSearch::nothingFoundIsSaid()
{
    openLive();
    type(QStringLiteral("no such thing"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(banner()->title(), QStringLiteral("No record matches."));
    QVERIFY2(banner()->text().contains(QStringLiteral("All 400 records of orders were searched")), qPrintable(banner()->text()));
}

void TestLogSearch::clearingTheFilterReadsOnWhereOneWas()
{
    openLive();
    const Domain::ReadPlan before = plan();
    type(QStringLiteral("order-70020"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Done"));
    QTRY_COMPARE(rows(), 10);
    table()->selectRow(4);
    const QString offset = cell(4, RecordTable::OffsetColumn);
    const QString partition = cell(4, RecordTable::PartitionColumn);
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Escape);
    QTRY_COMPARE(rows(), 400);
    QVERIFY(plan() == before);
    QTRY_VERIFY(table()->currentIndex().isValid());
    QCOMPARE(cell(table()->currentIndex().row(), RecordTable::OffsetColumn), offset);
    QCOMPARE(cell(table()->currentIndex().row(), RecordTable::PartitionColumn), partition);
    QCOMPARE(count(), QString());
}

QTEST_MAIN(TestLogSearch)
#include "tst_logsearch.moc"
