// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QAccessible>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

#include "fakerecordtable.h"
#include "session/preferences.h"
#include "views/appearance.h"
#include "views/recordview/recordheader.h"
#include "views/recordview/recordview.h"

using Items::PreviewCell;
using Items::RecordCells;
using Items::RecordTable;
using Views::RecordView;

namespace {

constexpr int TwoThousandMillion = 2'000'000'000;

bool vocabulary(int row, RecordCells &cells)
{
    FakeRecordTable::record(row, cells);
    const auto gap = [&cells](Domain::GapReason reason, qint64 from, qint64 to) {
        cells.kind = RecordCells::Kind::Gap;
        cells.gapReason = reason;
        cells.gapText = Items::gapText({0, Domain::PartitionId(cells.partition), Domain::Offset(from), Domain::Offset(to), reason});
    };
    const auto plain = [](const QString &text) { return PreviewCell{PreviewCell::Kind::Text, text, {}, {}, false}; };
    switch (row) {
    case 0:
        cells.kind = RecordCells::Kind::Released;
        cells.partition = -1;
        cells.gapText = Items::releasedText(41'208'311);
        break;
    case 3:
        cells.key = {PreviewCell::Kind::Null, {}, {}, {}, false};
        break;
    case 4:
        gap(Domain::GapReason::Hole, 3'439'422, 3'439'430);
        break;
    case 5:
        cells.value = {PreviewCell::Kind::Tombstone, cells.key.text, {}, {}, false};
        cells.valueSize.reset();
        cells.sizeText = QStringLiteral("null");
        break;
    case 6:
        cells.value = {PreviewCell::Kind::Undecodable, QStringLiteral("00 00 00 03 96 02 48 0a 7b 22 6f"), QStringLiteral("JSON: byte 0: 0x00 is not allowed here"), {}, true};
        break;
    case 7:
        cells.value = {PreviewCell::Kind::Empty, {}, {}, {}, false};
        break;
    case 8:
        cells.value = plain(QStringLiteral("null"));
        break;
    case 9:
        cells.value = plain(QStringLiteral("   two  spaces"));
        break;
    case 10:
        cells.value = plain(QStringLiteral("a == b != c -> d => e <!-- fi fl www"));
        break;
    case 11:
        FakeRecordTable::text(cells.value, {{QStringLiteral("{\"name\":"), Items::Syntax::Key}, {QStringLiteral("\"Zoë 李小龍 🚀 سلام\""), Items::Syntax::String}, {QStringLiteral("}"), Items::Syntax::Punctuation}});
        break;
    case 12:
        cells.value = plain(QStringLiteral("⟨U+202E⟩ ␀ ␛[31m <img src=x> &amp; ⟨U+FEFF⟩"));
        break;
    case 13:
        gap(Domain::GapReason::Retention, 100, 4218);
        break;
    case 14:
        gap(Domain::GapReason::Refused, 9204, 9205);
        break;
    case 15:
        cells.timestamp.type = Domain::TimestampType::LogAppend;
        cells.timeTypeDiffers = true;
        break;
    case 16:
        cells.timeText = QStringLiteral("—");
        break;
    case 17:
        cells.key = {PreviewCell::Kind::Empty, {}, {}, {}, false};
        cells.value = {PreviewCell::Kind::Null, {}, {}, {}, false};
        cells.sizeText = QStringLiteral("null");
        cells.valueSize.reset();
        break;
    case 18:
        FakeRecordTable::text(cells.value, {{QStringLiteral("9007199254740993"), Items::Syntax::Number}});
        break;
    default:
        break;
    }
    return true;
}

} // namespace

class TestRecordView : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void paintsEveryWordOfTheVocabulary_data();
    void paintsEveryWordOfTheVocabulary();
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
    void enterOpensRecordsAndFollowsLinks();
    void theLinkOfAGapSaysWhy();
    void theTipIsPlainTextAndComesLate();
    void columnsAreMovedHiddenAndKept();
    void foreignColumnStateIsRefused();
    void theValueColumnTakesTheRest();
    void zoomChangesRowHeights();
    void cellsSayTheirFullText();

private:
    QPoint middle(int row, int column) const { return m_view->visualRect(m_table->index(row, column)).center(); }
    void show(int rows, QSize size = {1140, 420});

    QTemporaryDir m_dir;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::unique_ptr<FakeRecordTable> m_table;
    std::unique_ptr<RecordView> m_view;
};

void TestRecordView::initTestCase()
{
    m_preferences = std::make_unique<Session::Preferences>(m_dir.filePath(QStringLiteral("settings.json")));
    m_preferences->setTheme(Session::ThemeChoice::Dark);
    m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
}

void TestRecordView::init()
{
    m_preferences->setTheme(Session::ThemeChoice::Dark);
}

void TestRecordView::cleanup()
{
    m_view.reset();
    m_table.reset();
}

void TestRecordView::show(int rows, QSize size)
{
    m_table = std::make_unique<FakeRecordTable>(rows);
    m_view = std::make_unique<RecordView>(*m_appearance);
    m_view->setModel(m_table.get());
    m_view->resize(size);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestRecordView::paintsEveryWordOfTheVocabulary_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void TestRecordView::paintsEveryWordOfTheVocabulary()
{
    QFETCH(bool, dark);
    m_preferences->setTheme(dark ? Session::ThemeChoice::Dark : Session::ThemeChoice::Light);
    show(40);
    m_table->special = vocabulary;
    m_view->selectRow(2);
    const QImage image = m_view->grab().toImage();
    const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS");
    if (!folder.isEmpty())
        QVERIFY(image.save(QDir(folder).filePath(dark ? QStringLiteral("recordview-dark.png") : QStringLiteral("recordview-light.png"))));
}

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

void TestRecordView::enterOpensRecordsAndFollowsLinks()
{
    show(40);
    m_table->special = vocabulary;
    QSignalSpy activated(m_view.get(), &QAbstractItemView::activated);
    QSignalSpy again(m_view.get(), &RecordView::readAgainRequested);
    m_view->selectRow(2);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    m_view->selectRow(0);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(again.size(), 1);
    m_view->selectRow(4);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QTRY_VERIFY(QToolTip::isVisible());
    QToolTip::hideText();
}

void TestRecordView::theLinkOfAGapSaysWhy()
{
    show(40);
    m_table->special = vocabulary;
    m_view->viewport()->repaint();
    const QString gap = m_table->index(13, RecordTable::OffsetColumn).data().toString();
    const QRect row = m_view->visualRect(m_table->index(13, RecordTable::OffsetColumn));
    const int link = row.left() + 8 + QFontMetrics(m_appearance->uiFont(0.92)).horizontalAdvance(gap) + 14 + 5;
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(link, row.center().y()));
    QTRY_VERIFY(QToolTip::isVisible());
    QVERIFY2(QToolTip::text().contains(QStringLiteral("Why row 13 is so &lt;b&gt;")), qPrintable(QToolTip::text()));
    QToolTip::hideText();
}

void TestRecordView::theTipIsPlainTextAndComesLate()
{
    show(40);
    m_table->special = [](int row, RecordCells &cells) {
        FakeRecordTable::record(row, cells);
        cells.value = {PreviewCell::Kind::Text, QStringLiteral("<img src=/etc/passwd> & more"), {}, {}, false};
        return true;
    };
    QElapsedTimer timer;
    timer.start();
    QTest::mouseMove(m_view->viewport(), middle(3, RecordTable::ValueColumn));
    QTRY_VERIFY(QToolTip::isVisible());
    QVERIFY(timer.elapsed() >= 350);
    QVERIFY2(QToolTip::text().contains(QStringLiteral("&lt;img src=/etc/passwd&gt; &amp; more")), qPrintable(QToolTip::text()));
    QToolTip::hideText();
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

void TestRecordView::cellsSayTheirFullText()
{
    show(TwoThousandMillion);
    m_table->special = vocabulary;
    QAccessibleInterface *view = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(view);
    QCOMPARE(view->role(), QAccessible::Table);
    QAccessibleTableInterface *table = view->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), TwoThousandMillion);
    QCOMPARE(table->cellAt(7, RecordTable::PartitionColumn)->text(QAccessible::Name), QStringLiteral("partition 7"));
    QCOMPARE(table->cellAt(5, RecordTable::ValueColumn)->text(QAccessible::Name), QStringLiteral("value null, tombstone"));
    QCOMPARE(table->cellAt(8, RecordTable::ValueColumn)->text(QAccessible::Name), QStringLiteral("value is the text null"));
    QCOMPARE(table->cellAt(TwoThousandMillion - 1, RecordTable::OffsetColumn)->text(QAccessible::Name), QStringLiteral("offset 2003399999"));
    QVERIFY(!table->cellAt(TwoThousandMillion, 0));
    QVERIFY(!table->cellAt(-1, 0));
    QCOMPARE(view->childCount(), m_view->visibleRows() * RecordTable::ColumnCount);
    m_view->selectRow(6);
    QVERIFY(table->isRowSelected(6));
    QCOMPARE(table->selectedRowCount(), 1);
    QVERIFY(table->cellAt(6, 2)->state().selected);
    for (int row = 0; row < 10'000; ++row) // whatever a reader asks for, only some cells are kept
        QVERIFY(table->cellAt(row, 0));
    QCOMPARE(table->columnDescription(RecordTable::SizeColumn), QStringLiteral("Size of the value"));
}

QTEST_MAIN(TestRecordView)
#include "tst_recordview.moc"
