// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QAccessible>
#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QToolTip>

#include "recordviewfixture.h"

using Items::PreviewCell;
using Items::RecordCells;
using Items::RecordTable;
using Views::RecordView;
using namespace ViewTest;

namespace {

bool vocabulary(int row, RecordCells &cells)
{
    FakeRecordTable::record(row, cells);
    const auto gap = [&cells](Domain::GapReason reason, qint64 from, qint64 to) {
        cells.kind = RecordCells::Kind::Gap;
        cells.gapReason = reason;
        cells.gapText = Items::gapText({0, Domain::PartitionId(cells.partition), Domain::Offset(from), Domain::Offset(to), reason});
    };
    const auto plain = [](const QString &text) {
        PreviewCell cell;
        FakeRecordTable::text(cell, {{text, Items::Syntax::Plain}});
        return cell;
    };
    switch (row) {
    case 0:
        cells.kind = RecordCells::Kind::Released;
        cells.partition = -1;
        cells.gapText = Items::releasedText(41'208'311);
        break;
    case 3:
        cells.key = {PreviewCell::Kind::Null, {}, {}, {}, {}, false};
        break;
    case 4:
        gap(Domain::GapReason::Hole, 3'439'422, 3'439'430);
        break;
    case 5:
        cells.value = {PreviewCell::Kind::Tombstone, cells.key.text, {}, {}, {}, false};
        cells.valueSize.reset();
        cells.sizeText = QStringLiteral("null");
        break;
    case 6:
        cells.value = {PreviewCell::Kind::Undecodable, QStringLiteral("00 00 00 03 96 02 48 0a 7b 22 6f"), QStringLiteral("JSON: byte 0: 0x00 is not allowed here"), {}, {}, true};
        break;
    case 7:
        cells.value = {PreviewCell::Kind::Empty, {}, {}, {}, {}, false};
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
        cells.key = {PreviewCell::Kind::Empty, {}, {}, {}, {}, false};
        cells.value = {PreviewCell::Kind::Null, {}, {}, {}, {}, false};
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

/// What a row may hold: how it is painted, spoken, explained and followed.
class TestRecordViewCells : public RecordViewFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { chooseDark(); }
    void cleanup() { close(); }

    void paintsEveryWordOfTheVocabulary_data();
    void paintsEveryWordOfTheVocabulary();
    void enterOpensRecordsAndFollowsLinks();
    void theLinkOfAGapSaysWhy();
    void theTipIsPlainTextAndComesLate();
    void cellsSayTheirFullText();
};

void TestRecordViewCells::paintsEveryWordOfTheVocabulary_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void TestRecordViewCells::paintsEveryWordOfTheVocabulary()
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

void TestRecordViewCells::enterOpensRecordsAndFollowsLinks()
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

void TestRecordViewCells::theLinkOfAGapSaysWhy()
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

void TestRecordViewCells::theTipIsPlainTextAndComesLate()
{
    show(40);
    m_table->special = [](int row, RecordCells &cells) {
        FakeRecordTable::record(row, cells);
        FakeRecordTable::text(cells.value, {{QStringLiteral("<img src=/etc/passwd> & more"), Items::Syntax::Plain}});
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

void TestRecordViewCells::cellsSayTheirFullText()
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

QTEST_MAIN(TestRecordViewCells)
#include "tst_recordviewcells.moc"
