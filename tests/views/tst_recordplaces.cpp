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
    pickFrom([this] { emit table()->customContextMenuRequested(cellPlace(384, RecordTable::PartitionColumn)); }, QStringLiteral("Filter by this"));
    QCOMPARE(child<QPlainTextEdit>("filterEdit")->toPlainText(), QStringLiteral("partition == ") + partition);
    QTRY_VERIFY(table()->table()->rowCount() < 40);
    QCOMPARE(cell(0, RecordTable::PartitionColumn), partition);
    table()->selectRow(0);
    pickFrom([this] { emit table()->customContextMenuRequested(cellPlace(0, RecordTable::OffsetColumn)); }, QStringLiteral("Exclude this"));
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
    const QHeaderView *header = child<QHeaderView>("recordHeader");
    QCOMPARE(header->visualIndex(RecordTable::TopicColumn), 1); // with the partition and the offset
    m_page->resize(772, 600);
    QTRY_VERIFY(header->sectionSize(RecordTable::ValueColumn) < 200);
    QVERIFY2(header->sectionSize(RecordTable::ValueColumn) > 100, qPrintable(QString::number(header->sectionSize(RecordTable::ValueColumn))));
    QCOMPARE(table()->horizontalScrollBar()->maximum(), 0);
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
