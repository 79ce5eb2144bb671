// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>

#include "recordviewfixture.h"

using Items::RecordTable;
using Views::RecordView;
using namespace ViewTest;

class TestRecordView : public RecordViewFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { chooseDark(); }
    void cleanup() { close(); }

    void paintsOnlyWhatIsSeen();
    void twoThousandMillionRowsCostAsLittleAsTen();
    void keysMove();
    void shiftAndControlSelectRanges();
    void clicksSelect();
    void selectAllIsOneRange();
    void typedLettersSearchNothing();
    void followsTheEndUntilTheUserScrollsUp();
    void theEndKeyAsksForTheEnd();
    void spaceAsksForAPause();
    void whatIsSeenStaysWhenRowsComeInFront();
    void whatIsSeenStaysWhenRowsGoInFront();
    void aReleasedCurrentRowLeavesNone();
    void columnsAreMovedHiddenAndKept();
    void foreignColumnStateIsRefused();
    void theValueColumnTakesTheRest();
    void zoomChangesRowHeights();
};

void TestRecordView::paintsOnlyWhatIsSeen()
{
    show(TwoThousandMillion);
    m_table->fills = 0;
    m_view->viewport()->repaint();
    QVERIFY2(m_table->fills <= m_view->visibleRows() + 1, qPrintable(QString::number(m_table->fills)));
}

void TestRecordView::twoThousandMillionRowsCostAsLittleAsTen()
{
    show(TwoThousandMillion);
    m_table->fills = 0;
    QElapsedTimer timer;
    timer.start();
    m_view->scrollTo(m_table->index(TwoThousandMillion - 1, 0));
    m_view->selectRow(TwoThousandMillion / 2);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ShiftModifier);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    m_view->selectAll();
    m_table->append(5'000'000);
    m_table->remove(0, 1'000'000);
    m_view->header()->moveSection(4, 1);
    m_view->header()->resizeSection(2, 90);
    m_view->viewport()->repaint();
    QVERIFY2(timer.elapsed() < 400, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(m_table->fills < 20 * m_view->visibleRows(), qPrintable(QString::number(m_table->fills)));
}

void TestRecordView::keysMove()
{
    show(TwoThousandMillion);
    m_view->setFocus();
    const int page = m_view->visibleRows();
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentIndex().row(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentIndex().row(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QCOMPARE(m_view->currentIndex().row(), page);
    QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_view->currentIndex()).center()));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->currentIndex().row(), TwoThousandMillion - 1);
    QCOMPARE(m_view->topRow(), TwoThousandMillion - page);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->currentIndex().row(), TwoThousandMillion - 2);
    QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QCOMPARE(m_view->currentIndex().row(), TwoThousandMillion - 1 - page);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->currentIndex().row(), 0);
    QCOMPARE(m_view->topRow(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->currentIndex().column(), int(RecordTable::OffsetColumn));
    QCOMPARE(m_view->currentIndex().row(), 0);
}

void TestRecordView::shiftAndControlSelectRanges()
{
    show(TwoThousandMillion);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(2, 4));
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{2, TwoThousandMillion - 1}}));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(TwoThousandMillion - 3, 4));
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{0, TwoThousandMillion - 3}}));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(1, 4));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, middle(4, 4));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, middle(6, 4));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, middle(4, 4));
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{1, 1}, {6, 6}}));
}

void TestRecordView::clicksSelect()
{
    show(100);
    QSignalSpy current(m_view.get(), &RecordView::currentRowChanged);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(5, RecordTable::KeyColumn));
    QCOMPARE(m_view->currentIndex(), m_table->index(5, RecordTable::KeyColumn));
    QCOMPARE(current.size(), 1);
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{5, 5}}));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, middle(9, RecordTable::KeyColumn));
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{5, 9}}));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(1, RecordTable::SizeColumn));
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{1, 1}}));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(300, m_view->viewport()->height() - 1));
    QVERIFY(m_view->currentIndex().row() > 10);
}

void TestRecordView::selectAllIsOneRange()
{
    show(TwoThousandMillion);
    m_view->setFocus();
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selectedRanges(), (std::vector<std::pair<int, int>>{{0, TwoThousandMillion - 1}}));
}

void TestRecordView::typedLettersSearchNothing()
{
    show(TwoThousandMillion);
    m_table->fills = 0;
    QTest::keyClicks(m_view.get(), QStringLiteral("zzz"));
    QVERIFY(m_table->fills < 1000);
}

void TestRecordView::followsTheEndUntilTheUserScrollsUp()
{
    show(1000);
    QSignalSpy following(m_view.get(), &RecordView::followingChanged);
    m_view->setFollowing(true);
    QCOMPARE(m_view->topRow(), 1000 - m_view->visibleRows());
    m_table->append(500);
    QCOMPARE(m_view->topRow(), 1500 - m_view->visibleRows());
    QVERIFY(following.isEmpty()); // following is no scrolling by the user
    QTest::keyClick(m_view->verticalScrollBar(), Qt::Key_Up);
    QVERIFY(!m_view->isFollowing());
    QCOMPARE(following.size(), 1);
    const int top = m_view->topRow();
    m_table->append(500);
    QCOMPARE(m_view->topRow(), top);
    m_view->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
    QVERIFY(m_view->isFollowing());
    QCOMPARE(following.size(), 2);
}

void TestRecordView::theEndKeyAsksForTheEnd()
{
    show(1000);
    QSignalSpy end(m_view.get(), &RecordView::endRequested);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(end.size(), 1);
}

void TestRecordView::spaceAsksForAPause()
{
    show(1000);
    QSignalSpy pause(m_view.get(), &RecordView::pauseToggleRequested);
    QTest::keyClick(m_view.get(), Qt::Key_Space);
    QCOMPARE(pause.size(), 1);
}

void TestRecordView::whatIsSeenStaysWhenRowsComeInFront()
{
    show(1000);
    m_view->verticalScrollBar()->setValue(300);
    m_table->insert(0, 40);
    QCOMPARE(m_view->topRow(), 340);
    QVERIFY(!m_view->isFollowing());
    m_view->verticalScrollBar()->setValue(0);
    m_table->insert(0, 40); // the first row is on the top of the screen, and stays there
    QCOMPARE(m_view->topRow(), 40);
    m_view->setKeepsFirstRow(false); // newest first: one looks where they come
    m_view->verticalScrollBar()->setValue(0);
    m_table->insert(0, 40);
    QCOMPARE(m_view->topRow(), 0);
}

void TestRecordView::whatIsSeenStaysWhenRowsGoInFront()
{
    show(1000);
    m_view->verticalScrollBar()->setValue(300);
    m_table->remove(0, 100);
    QCOMPARE(m_view->topRow(), 200);
    m_table->remove(0, 500);
    QCOMPARE(m_view->topRow(), 0);
    m_view->verticalScrollBar()->setValue(300);
    m_table->remove(100, 290); // the view ends up at the last rows, but nobody has asked to follow them
    QCOMPARE(m_view->topRow(), m_view->verticalScrollBar()->maximum());
    QVERIFY(!m_view->isFollowing());
    m_view->setFollowing(true);
    m_table->remove(0, 40);
    QCOMPARE(m_view->topRow(), m_table->rowCount() - m_view->visibleRows());
}

void TestRecordView::aReleasedCurrentRowLeavesNone()
{
    show(1000);
    m_view->selectRow(50);
    QSignalSpy current(m_view.get(), &RecordView::currentRowChanged);
    m_table->remove(0, 100);
    QVERIFY(!m_view->currentIndex().isValid());
    QCOMPARE(current.size(), 1);
    QCOMPARE(current[0][0].toInt(), -1);
    m_view->selectRow(50);
    m_table->remove(0, 10);
    QCOMPARE(m_view->currentIndex().row(), 40);
}

void TestRecordView::columnsAreMovedHiddenAndKept()
{
    show(40);
    QSignalSpy changed(m_view.get(), &RecordView::columnsChanged);
    m_view->header()->moveSection(m_view->header()->visualIndex(RecordTable::SizeColumn), 1);
    m_view->header()->setColumnShown(RecordTable::TimeColumn, false);
    m_view->header()->resizeSection(RecordTable::KeyColumn, 222);
    QVERIFY(changed.size() >= 3);
    QVERIFY(m_view->visualRect(m_table->index(0, RecordTable::TimeColumn)).isNull());
    const QByteArray state = m_view->header()->columnState();
    show(40);
    QVERIFY(m_view->header()->restoreColumnState(state));
    QCOMPARE(m_view->header()->visualIndex(RecordTable::SizeColumn), 1);
    QVERIFY(m_view->header()->isSectionHidden(RecordTable::TimeColumn));
    QCOMPARE(m_view->header()->sectionSize(RecordTable::KeyColumn), 222);
    for (int column = 0; column < RecordTable::ColumnCount; ++column)
        m_view->header()->setColumnShown(column, false);
    QCOMPARE(m_view->header()->hiddenSectionCount(), RecordTable::ColumnCount - 1);
}

void TestRecordView::foreignColumnStateIsRefused()
{
    show(40);
    const QByteArray before = m_view->header()->columnState();
    QVERIFY(!m_view->header()->restoreColumnState({}));
    QVERIFY(!m_view->header()->restoreColumnState(QByteArray("rubbish that is no state at all")));
    QVERIFY(!m_view->header()->restoreColumnState(before.left(before.size() / 2)));
    QByteArray newer = before;
    newer[4] = 2;
    QVERIFY(!m_view->header()->restoreColumnState(newer));
    QCOMPARE(m_view->header()->columnState(), before);
}

void TestRecordView::theValueColumnTakesTheRest()
{
    show(40);
    QCOMPARE(m_view->header()->length(), m_view->viewport()->width());
    m_view->resize(1500, 420);
    QTRY_COMPARE(m_view->header()->length(), m_view->viewport()->width());
    m_view->header()->resizeSection(RecordTable::ValueColumn, 2000);
    QVERIFY(m_view->horizontalScrollBar()->maximum() > 0);
    m_view->resize(1400, 420);
    QTRY_COMPARE(m_view->header()->sectionSize(RecordTable::ValueColumn), 2000); // the user's own width stays
}

void TestRecordView::zoomChangesRowHeights()
{
    show(40);
    const int before = m_view->rowHeight();
    m_preferences->setZoomSteps(5);
    QVERIFY(m_view->rowHeight() > before);
    QCOMPARE(m_view->rowHeight(), m_appearance->rowHeight());
    m_preferences->setZoomSteps(0);
    QCOMPARE(m_view->rowHeight(), before);
}

QTEST_MAIN(TestRecordView)
#include "tst_recordview.moc"
