// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QContextMenuEvent>
#include <QScrollBar>
#include <QTreeView>

#include "recordpagefixture.h"

#include "items/recordtable.h"
#include "views/timeline/timelinechart.h"
#include "views/timeline/timelineheader.h"

#include <cmath>

using Items::RecordTable;
using namespace ViewTest;

/// Moving about in a log as a person does: Go to, back and forward, bookmarks, scrolling past an end, columns, several topics.
class TestRecordPlaces : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void goesToAnOffsetOfOnePartition();
    void goesToATime();
    void whatIsNoPlaceIsSaidInTheField();
    void goesToWhereAGroupHasCommitted();
    void aGroupWithoutOffsetsIsSaid();
    void backAndForward();
    void bookmarksAreKeptAndFoundAgain();
    void readsFromHereAndUntilHere();
    void aCellIsFilteredByAndExcluded();
    void aFieldBecomesAColumn();
    void headsSort();
    void severalTopicsInOneTable();
    void scrollingUpReadsEarlierRecords();
    void theTimelineIsThereWhenItIsWanted();
    void aClickOnTheTimelineMovesThePlayhead();
    void aBrushOnTheTimelineIsTheRangeOfReadAndSearch();
    void whatWasReadIsCountedExactly();
    void aSearchKeepsToTheChosenFrom();
    void keysGoBackFromTableFilterAndAfterAPopup();

private:
    QLineEdit *gotoEdit() const { return m_page->findChild<QWidget *>(QStringLiteral("gotoPopup"))->findChild<QLineEdit *>(QStringLiteral("fieldEdit")); }
    QLabel *gotoLabel(const char *name) const { return m_page->findChild<QWidget *>(QStringLiteral("gotoPopup"))->findChild<QLabel *>(QLatin1String(name)); }
    void goTo(const QString &place)
    {
        QTest::keyClick(m_page.get(), Qt::Key_G, Qt::ControlModifier);
        QTRY_VERIFY(gotoEdit()->isVisible());
        gotoEdit()->clear();
        QTest::keyClicks(gotoEdit(), place);
        QTest::keyClick(gotoEdit(), Qt::Key_Return);
    }
    QString currentCell(int column) const { return cell(table()->currentIndex().row(), column); }
    void pickInMenu(const QPoint &place, const QString &entry)
    {
        bool found = false;
        QTimer::singleShot(0, this, [&found, entry] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            for (QAction *action : menu->actions()) {
                if (action->text().remove(u'&') != entry)
                    continue;
                found = true;
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
            menu->close();
        });
        emit table()->customContextMenuRequested(place);
        QVERIFY2(found, qPrintable(entry));
    }
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
    QPoint cellPlace(int row, int column) const { return table()->visualRect(table()->model()->index(row, column)).center(); }
};

void TestRecordPlaces::goesToAnOffsetOfOnePartition()
{
    openLive();
    goTo(QStringLiteral("7:3400010"));
    QTRY_VERIFY(reads() >= 2);
    QVERIFY(!gotoEdit()->isVisible());
    QCOMPARE(plan().partitions, std::vector{Domain::PartitionId(7)});
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), QStringLiteral("3,400,010"));
    QVERIFY(!table()->isFollowing());
}

void TestRecordPlaces::goesToATime()
{
    openLive();
    goTo(QStringLiteral("2026-11-21 14:32:08"));
    QTRY_VERIFY(reads() >= 2);
    QVERIFY(plan().from == Domain::SeekTarget(Domain::AtTime{1'795'271'528'000}));
    QTRY_VERIFY(table()->currentIndex().isValid());
    QCOMPARE(currentCell(RecordTable::TimeColumn).left(19), QStringLiteral("2026-11-21 14:32:08"));
}

void TestRecordPlaces::whatIsNoPlaceIsSaidInTheField()
{
    openLive();
    goTo(QStringLiteral("soon"));
    QTRY_VERIFY(gotoLabel("fieldProblem")->isVisible());
    QVERIFY2(gotoLabel("fieldProblem")->text().startsWith(QStringLiteral("“soon” is not")), qPrintable(gotoLabel("fieldProblem")->text()));
    gotoEdit()->clear();
    QTest::keyClicks(gotoEdit(), QStringLiteral("end-10"));
    QTRY_COMPARE(gotoLabel("fieldPreview")->text(), QStringLiteral("10 offsets before the end of every partition"));
    gotoEdit()->clear();
    QTest::keyClicks(gotoEdit(), QStringLiteral("99:1"));
    QTest::keyClick(gotoEdit(), Qt::Key_Return);
    QTRY_COMPARE(gotoLabel("fieldProblem")->text(), QStringLiteral("There is no partition 99."));
    QCOMPARE(reads(), 1);
}

void TestRecordPlaces::goesToWhereAGroupHasCommitted()
{
    openLive();
    for (int partition = 0; partition < 12; ++partition)
        m_script->setCommitted("billing", "orders", partition, 3'400'020);
    goTo(QStringLiteral("group billing"));
    QTRY_VERIFY(reads() >= 2); // near an end it reads on
    QTRY_VERIFY(table()->currentIndex().isValid());
    QCOMPARE(currentCell(RecordTable::OffsetColumn), QStringLiteral("3,400,020"));
    QCOMPARE(plan().fromPerPartition.size(), std::size_t(12));
}

void TestRecordPlaces::aGroupWithoutOffsetsIsSaid()
{
    openLive();
    goTo(QStringLiteral("group nobody"));
    QTRY_VERIFY2(banner()->title().contains(QStringLiteral("Group nobody has committed nothing")), qPrintable(banner()->title()));
    QCOMPARE(reads(), 1);
}

void TestRecordPlaces::backAndForward()
{
    openLive();
    table()->selectRow(390);
    const QString first = currentCell(RecordTable::OffsetColumn);
    goTo(QStringLiteral("7:3400010"));
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), QStringLiteral("3,400,010"));
    auto *back = child<QAction>("backAction");
    auto *forward = child<QAction>("forwardAction");
    QCOMPARE(back->shortcut(), QKeySequence(Qt::ALT | Qt::Key_Left));
    QVERIFY(back->isEnabled() && !forward->isEnabled());
    back->trigger();
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), first);
    QVERIFY(!back->isEnabled() && forward->isEnabled());
    forward->trigger();
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), QStringLiteral("3,400,010"));
    QCOMPARE(currentCell(RecordTable::PartitionColumn), QStringLiteral("7"));
}

void TestRecordPlaces::bookmarksAreKeptAndFoundAgain()
{
    openLive();
    table()->selectRow(100);
    const QString offset = currentCell(RecordTable::OffsetColumn);
    const QString partition = currentCell(RecordTable::PartitionColumn);
    QTest::keyClick(m_page.get(), Qt::Key_M, Qt::ControlModifier);
    auto *note = m_page->findChild<QWidget *>(QStringLiteral("bookmarkPopup"))->findChild<QLineEdit *>(QStringLiteral("fieldEdit"));
    QTRY_VERIFY(note->isVisible());
    QTest::keyClicks(note, QStringLiteral("the lost one"));
    QTest::keyClick(note, Qt::Key_Return);
    QTRY_VERIFY(!note->isVisible());
    table()->selectRow(300);
    auto *menu = child<QMenu>("bookmarkMenu");
    menu->popup(m_page->mapToGlobal(QPoint(10, 10)));
    QAction *mark = menu->actions().front();
    QVERIFY2(mark->text().contains(QStringLiteral("the lost one")) && mark->text().contains(offset), qPrintable(mark->text()));
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(mark).center());
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), offset);
    QCOMPARE(currentCell(RecordTable::PartitionColumn), partition);
}

void TestRecordPlaces::readsFromHereAndUntilHere()
{
    openLive();
    table()->selectRow(200);
    const qint64 ms = table()->model()->index(200, RecordTable::TimeColumn).data(RecordTable::ValueRole).toLongLong();
    QTest::keyClick(m_page.get(), Qt::Key_BracketRight, Qt::ControlModifier);
    QTRY_COMPARE(reads(), 2);
    QVERIFY(plan().until == Domain::ReadUntil(Domain::UntilTime{.ms = ms + 1}));
    QTRY_COMPARE(table()->table()->rowCount(), 201);
    QTRY_VERIFY(table()->currentIndex().isValid());
    QTest::keyClick(m_page.get(), Qt::Key_BracketLeft, Qt::ControlModifier);
    QTRY_COMPARE(reads(), 3);
    QVERIFY(plan().from == Domain::SeekTarget(Domain::AtTime{ms}));
    QTRY_COMPARE(table()->table()->rowCount(), 1);
}

void TestRecordPlaces::aCellIsFilteredByAndExcluded()
{
    openLive();
    table()->setFollowing(false);
    table()->selectRow(384);
    const QString partition = currentCell(RecordTable::PartitionColumn);
    pickInMenu(cellPlace(384, RecordTable::PartitionColumn), QStringLiteral("Filter by this"));
    QCOMPARE(child<QPlainTextEdit>("filterEdit")->toPlainText(), QStringLiteral("partition == ") + partition);
    QTRY_VERIFY(table()->table()->rowCount() < 40);
    QCOMPARE(cell(0, RecordTable::PartitionColumn), partition);
    table()->selectRow(0);
    pickInMenu(cellPlace(0, RecordTable::OffsetColumn), QStringLiteral("Exclude this"));
    QVERIFY(child<QPlainTextEdit>("filterEdit")->toPlainText().startsWith(QStringLiteral("partition == ") + partition + QStringLiteral(" && offset != ")));
}

void TestRecordPlaces::aFieldBecomesAColumn()
{
    openLive();
    table()->setFollowing(false);
    table()->selectRow(384);
    auto *tree = child<QTreeView>("fieldTree");
    QTRY_VERIFY(tree->model()->rowCount() > 2);
    tree->setCurrentIndex(tree->model()->index(2, 0)); // amount
    QTimer::singleShot(0, this, [] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions())
            if (action->text() == u"Show as column")
                return QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), tree->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(tree, &event);
    QTRY_COMPARE(table()->model()->columnCount(), int(RecordTable::ColumnCount) + 1);
    QCOMPARE(table()->model()->headerData(RecordTable::ColumnCount, Qt::Horizontal).toString(), QStringLiteral("value.amount"));
    QVERIFY2(currentCell(RecordTable::ColumnCount).endsWith(QStringLiteral(".90")), qPrintable(currentCell(RecordTable::ColumnCount)));
    shoot(QStringLiteral("columns"));
    // It is there again when the topic is opened again.
    m_page.reset();
    open(QStringLiteral("orders"));
    QCOMPARE(table()->model()->columnCount(), int(RecordTable::ColumnCount) + 1);
    m_preferences->setPathColumns(QStringLiteral("shop"), QStringLiteral("orders"), {});
}

void TestRecordPlaces::headsSort()
{
    openLive();
    auto *header = m_page->findChild<QHeaderView *>(QStringLiteral("recordHeader"));
    const auto click = [header](int column) { QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(column) + 20, header->height() / 2)); };
    click(RecordTable::OffsetColumn);
    QTRY_COMPARE(cell(33, RecordTable::PartitionColumn), QStringLiteral("0"));
    QCOMPARE(field("orderField")->value(), QStringLiteral("offset"));
    click(RecordTable::TimeColumn);
    QTRY_COMPARE(field("orderField")->value(), QStringLiteral("time ↑"));
    QTRY_COMPARE(cell(0, RecordTable::TimeColumn), QStringLiteral("2026-11-21 14:32:07.000"));
    click(RecordTable::TimeColumn);
    QTRY_COMPARE(field("orderField")->value(), QStringLiteral("time ↓"));
    QTRY_COMPARE(cell(399, RecordTable::TimeColumn), QStringLiteral("2026-11-21 14:32:07.000"));
    pick(field("orderField"), QStringLiteral("Arrival: as"));
    QTRY_COMPARE(cell(1, RecordTable::PartitionColumn), QStringLiteral("7"));
}

void TestRecordPlaces::severalTopicsInOneTable()
{
    m_script->addTopic("payments", 1);
    m_script->setRecords("orders", shopRecords(20));
    m_page = std::make_unique<Views::RecordPage>(*m_cluster, QStringList{QStringLiteral("orders"), QStringLiteral("payments")}, *m_preferences, *m_appearance);
    m_page->resize(1180, 760);
    m_page->show();
    m_cluster->refresh();
    QTRY_VERIFY(read() && m_page->session().plan().topics.size() == 2);
    QTRY_COMPARE(table()->table()->rowCount(), 20);
    TestSupport::FakeRecord payment{0, 5, 1'795'271'600'000, "p", "{\"paid\":true}"};
    payment.topic = 1;
    read()->record(payment);
    read()->publish();
    QTRY_COMPARE(table()->table()->rowCount(), 21);
    QCOMPARE(cell(0, RecordTable::TopicColumn), QStringLiteral("orders"));
    QCOMPARE(cell(20, RecordTable::TopicColumn), QStringLiteral("payments"));
    shoot(QStringLiteral("together"));
}

void TestRecordPlaces::scrollingUpReadsEarlierRecords()
{
    m_script->setRecords("orders", shopRecords(4000));
    open(QStringLiteral("orders"));
    QTRY_COMPARE(table()->table()->rowCount(), 12 * 42);
    QTRY_VERIFY(stripButton("readAllButton")->isVisible());
    table()->selectRow(3);
    const QString offset = currentCell(RecordTable::OffsetColumn);
    QTest::keyClick(table(), Qt::Key_PageUp);
    table()->verticalScrollBar()->setValue(0);
    QTRY_VERIFY(table()->table()->rowCount() > 12 * 42);
    QTRY_VERIFY(currentCell(RecordTable::OffsetColumn) <= offset);
    QTRY_COMPARE(table()->table()->rowCount(), 4000);
    QTRY_VERIFY(!stripButton("readAllButton")->isVisible());
}

void TestRecordPlaces::theTimelineIsThereWhenItIsWanted()
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

void TestRecordPlaces::aClickOnTheTimelineMovesThePlayhead()
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

void TestRecordPlaces::aBrushOnTheTimelineIsTheRangeOfReadAndSearch()
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
    QTRY_VERIFY2(chart->marks().matches > 300, qPrintable(QString::number(chart->marks().matches)));
    QCOMPARE(chart->marks().matches, quint64(table()->table()->rowCount()));
    m_preferences->setTimelineShown(false);
}

void TestRecordPlaces::whatWasReadIsCountedExactly()
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

void TestRecordPlaces::aSearchKeepsToTheChosenFrom()
{
    openLive();
    table()->selectRow(200);
    const qint64 ms = table()->model()->index(200, RecordTable::TimeColumn).data(RecordTable::ValueRole).toLongLong();
    QTest::keyClick(m_page.get(), Qt::Key_BracketLeft, Qt::ControlModifier);
    QTRY_VERIFY(plan().from == Domain::SeekTarget(Domain::AtTime{ms})); // what is before it is read on
    auto *edit = child<QPlainTextEdit>("filterEdit");
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("order-"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Done"));
    QVERIFY(plan().from == Domain::SeekTarget(Domain::AtTime{ms}));
    QVERIFY2(strip()->facts().join(u'|').contains(QStringLiteral("from 2026-11-21 14:32:09.600 until end")), qPrintable(strip()->facts().join(u'|')));
    // A place one has only gone to limits nothing.
    edit->setPlainText({});
    QTRY_VERIFY(!m_page->session().filter());
    goTo(QStringLiteral("2026-11-21 14:32:08"));
    QTRY_VERIFY(plan().from == Domain::SeekTarget(Domain::AtTime{1'795'271'528'000}));
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("order-"));
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Done"));
    QVERIFY(plan().from == Domain::SeekTarget(Domain::Beginning{}));
}

void TestRecordPlaces::keysGoBackFromTableFilterAndAfterAPopup()
{
    openLive();
    table()->selectRow(390);
    const QString first = currentCell(RecordTable::OffsetColumn);
    goTo(QStringLiteral("7:3400010"));
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), QStringLiteral("3,400,010"));
    QTRY_VERIFY(m_page->isActiveWindow());
    const auto press = [](Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key, Qt::AltModifier); };
    QVERIFY(QApplication::focusWidget()); // the popup has given it back
    press(Qt::Key_Left);
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), first);
    table()->setFocus();
    press(Qt::Key_Right);
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), QStringLiteral("3,400,010"));
    child<QPlainTextEdit>("filterEdit")->setFocus();
    press(Qt::Key_Left);
    QTRY_COMPARE(currentCell(RecordTable::OffsetColumn), first);
}

QTEST_MAIN(TestRecordPlaces)
#include "tst_recordplaces.moc"
