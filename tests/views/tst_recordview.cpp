// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

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

private:
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

QTEST_MAIN(TestRecordView)
#include "tst_recordview.moc"
