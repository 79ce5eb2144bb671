// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordpagefixture.h"

#include "views/timeline/timelinechart.h"
#include "views/timeline/timelineheader.h"

#include <QPlainTextEdit>

#include <cmath>

using Items::RecordTable;
using namespace ViewTest;

/// The timeline of a record page: what it moves, and what it shows of the read.
class TestPageTimeline : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void theTimelineIsThereWhenItIsWanted();
    void aClickOnTheTimelineMovesThePlayhead();
    void aBrushOnTheTimelineIsTheRangeOfReadAndSearch();
    void whatWasReadIsCountedExactly();

private:
    Views::TimelineChart *openTimeline(int count)
    {
        m_preferences->setTimelineShown(true);
        m_script->setRecords("orders", shopRecords(count));
        open(QStringLiteral("orders"));
        auto *chart = child<Views::TimelineChart>("timeline");
        return chart;
    }
    /// The axis runs to now, the records were written within a minute.
    void zoomToRecords(Views::TimelineChart *chart) const
    {
        QTRY_VERIFY(chart->scale().to - chart->scale().from > 40'000);
        while (chart->scale().to - chart->scale().from > 80'000)
            chart->zoomBy(0.5, 1'795'271'527'000);
        QTRY_VERIFY(chart->scale().to - chart->scale().from <= 80'000);
    }
    QString timelineHead() const { return child<Views::TimelineHeader>("timelineHeader")->text(); }
    static QPoint barPlace(const Views::TimelineChart *chart, qint64 ms) { return {int(std::lround(chart->scale().x(ms))), int(chart->scale().bars.bottom()) - 3}; }
};

void TestPageTimeline::theTimelineIsThereWhenItIsWanted()
{
    m_preferences->setTimelineShown(true);
    openLive();
    auto *timeline = child<QWidget>("timeline");
    QTRY_VERIFY(timeline->isVisible());
    QVERIFY(timeline->mapTo(m_page.get(), QPoint()).y() < child<QWidget>("filterBar")->y());
    shoot(QStringLiteral("timeline"));
    m_preferences->setTimelineShown(false);
    QTRY_VERIFY(!timeline->isVisible());
}

void TestPageTimeline::aClickOnTheTimelineMovesThePlayhead()
{
    auto *chart = openTimeline(4000);
    QTRY_COMPARE(table()->table()->rowCount(), 12 * 42);
    zoomToRecords(chart);
    const qint64 ms = 1'795'271'527'000 + 20'000; // not loaded: the last 500 or so are
    QTest::mouseClick(chart, Qt::LeftButton, {}, barPlace(chart, ms));
    QTRY_VERIFY(std::holds_alternative<Domain::AtTime>(plan().from));
    const qint64 asked = std::get<Domain::AtTime>(plan().from).ms;
    QVERIFY2(std::abs(asked - ms) < 1000, qPrintable(QString::number(asked - ms)));
    QTRY_VERIFY(table()->currentIndex().isValid());
    const qint64 shown = table()->model()->index(table()->currentIndex().row(), RecordTable::TimeColumn).data(RecordTable::ValueRole).toLongLong();
    QVERIFY2(shown >= asked && shown < asked + 200, qPrintable(QString::number(shown - asked)));
    m_preferences->setTimelineShown(false);
}

void TestPageTimeline::aBrushOnTheTimelineIsTheRangeOfReadAndSearch()
{
    auto *chart = openTimeline(4000);
    zoomToRecords(chart);
    const QPoint from = barPlace(chart, 1'795'271'527'000 + 10'000);
    const QPoint to = barPlace(chart, 1'795'271'527'000 + 30'000);
    QTest::mousePress(chart, Qt::LeftButton, {}, from);
    QTest::mouseMove(chart, (from + to) / 2);
    QTest::mouseMove(chart, to);
    QTest::mouseRelease(chart, Qt::LeftButton, {}, to);
    QTRY_VERIFY(std::holds_alternative<Domain::UntilTime>(plan().until));
    const qint64 first = std::get<Domain::AtTime>(plan().from).ms;
    const qint64 until = std::get<Domain::UntilTime>(plan().until).ms;
    QVERIFY(std::abs(first - 1'795'271'537'000) < 1000 && std::abs(until - 1'795'271'557'000) < 1000);
    QTRY_VERIFY(std::abs(table()->table()->rowCount() - int((until - first) / 13)) <= 1);
    QTRY_VERIFY2(timelineHead().contains(QStringLiteral("selected")), qPrintable(timelineHead()));
    auto *edit = child<QPlainTextEdit>("filterEdit");
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("CANCELLED"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Done"));
    QCOMPARE(std::get<Domain::AtTime>(plan().from).ms, first);
    QCOMPARE(std::get<Domain::UntilTime>(plan().until).ms, until);
    QTRY_VERIFY(table()->table()->rowCount() > 300);
    QTRY_COMPARE(chart->marks().matches, quint64(table()->table()->rowCount()));
    m_preferences->setTimelineShown(false);
}

void TestPageTimeline::whatWasReadIsCountedExactly()
{
    openTimeline(4000);
    QTRY_VERIFY2(timelineHead().contains(QStringLiteral("≈ 4,000 records")), qPrintable(timelineHead()));
    QTRY_VERIFY(stripButton("readAllButton")->isVisible());
    QTest::mouseClick(stripButton("readAllButton"), Qt::LeftButton);
    QTRY_COMPARE(table()->table()->rowCount(), 4000);
    QTRY_VERIFY2(timelineHead().startsWith(QStringLiteral("4,000 records")), qPrintable(timelineHead()));
    QVERIFY2(timelineHead().contains(QStringLiteral("Exact: this range has been read")), qPrintable(timelineHead()));
    m_preferences->setTimelineShown(false);
}

QTEST_MAIN(TestPageTimeline)
#include "tst_pagetimeline.moc"
