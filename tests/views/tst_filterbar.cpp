// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>

#include "recordpagefixture.h"

using Items::RecordTable;
using namespace ViewTest;

/// Filtering and searching as a person does: typing, Enter, menus and buttons.
class TestFilterBar : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void looksLikeThePictures_data();
    void looksLikeThePictures();
    void typingFiltersWhatIsLoaded();
    void eachModeKeepsItsText();
    void aSyntaxErrorSaysWhereAndTheOldResultStays();
    void recordsThatCannotBeEvaluatedAreCountedAndShown();
    void enterSearchesTheWholeLog();
    void aSearchOfARangeStaysInIt();
    void aSearchThatIsStoppedGoesOn();
    void aSearchStopsAtTheLimit();
    void nothingFoundIsSaid();
    void clearingTheFilterReadsOnWhereOneWas();
    void escapeClearsThenLeaves();
    void earlierFiltersComeBack();
    void filtersAreSavedWithAName();
    void namesAreCompleted();
    void moreLinesWithShiftEnter();
    void theScopeDecidesWhereToLook();
    void nextAndPreviousMatch();

private:
    QPlainTextEdit *edit() const { return child<QPlainTextEdit>("filterEdit"); }
    QString count() const { return child<QLabel>("filterCount")->text(); }
    QString message() const { return child<QLabel>("filterMessage")->text(); }
    void mode(const char *name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }
    void type(const QString &text)
    {
        edit()->setFocus();
        edit()->selectAll();
        QTest::keyClick(edit(), Qt::Key_Delete);
        QTest::keyClicks(edit(), text);
    }
    int rows() const { return table()->table()->rowCount(); }
    void pickEntry(QWidget *button, const QStringList &path)
    {
        bool found = false;
        QTimer::singleShot(0, this, [&found, path] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            for (QAction *action : menu->actions()) {
                if (!action->text().remove(u'&').startsWith(path.front()))
                    continue;
                found = true;
                QVERIFY(action->isEnabled());
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
            menu->close();
        });
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY2(found, qPrintable(path.front()));
    }
};

void TestFilterBar::looksLikeThePictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::newRow("dark-1440") << true << QSize(1188, 790);
    QTest::newRow("light-1440") << false << QSize(1188, 790);
    QTest::newRow("light-1024") << false << QSize(772, 600);
}

void TestFilterBar::looksLikeThePictures()
{
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    m_preferences->setTheme(dark ? Session::ThemeChoice::Dark : Session::ThemeChoice::Light);
    m_script->setRecords("orders", shopRecords(400));
    open(QStringLiteral("orders"), size);
    QTRY_COMPARE(rows(), 400);
    mode("filterModeExpression");
    type(QStringLiteral("value.status == \"CANCELLED\""));
    QTRY_VERIFY(count().contains(QStringLiteral("of 400 read")));
    table()->selectRow(3);
    shoot(QStringLiteral("filter-") + QLatin1String(QTest::currentDataTag()));
    type(QStringLiteral("value.amount > 200 && vale.status == \"PAID\""));
    shoot(QStringLiteral("filtererror-") + QLatin1String(QTest::currentDataTag()));
    type(QStringLiteral("value.status == \"CANCELLED\""));
    m_script->hold();
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_VERIFY(read()->plan().from == Domain::SeekTarget(Domain::Beginning{}));
    read()->change([](Domain::ReadStatus &status) {
        status.state = Domain::ReadState::Reading;
        Domain::PartitionProgress p;
        p.state = Domain::PartitionProgress::State::Reading;
        p.position = Domain::Offset(6'120'448);
        p.end = Domain::Offset(10'000'000);
        status.partitions = {p};
    });
    for (const TestSupport::FakeRecord &record : shopRecords(60))
        read()->record(record);
    read()->publish();
    QTRY_VERIFY(rows() > 10);
    QTRY_VERIFY(strip()->stateText().startsWith(QStringLiteral("Searching orders for")));
    shoot(QStringLiteral("search-") + QLatin1String(QTest::currentDataTag()));
}

void TestFilterBar::typingFiltersWhatIsLoaded()
{
    openLive();
    const int readsBefore = reads();
    m_page->activateWindow();
    type(QStringLiteral("CANCELLED"));
    int expected = 0;
    for (const TestSupport::FakeRecord &record : shopRecords(400))
        expected += record.value && record.value->find("CANCELLED") != std::string::npos;
    QTRY_COMPARE(rows(), expected);
    QTRY_COMPARE(count(), QStringLiteral("%1 of 400 read").arg(expected));
    QVERIFY(cell(0, RecordTable::ValueColumn).contains(QStringLiteral("CANCELLED")));
    // What comes later passes through the filter too.
    read()->record({0, 3'500'000, 1'795'271'600'000, "late", "{\"status\":\"CANCELLED\"}"});
    read()->record({0, 3'500'001, 1'795'271'600'001, "other", "{\"status\":\"PAID\"}"});
    read()->publish();
    QTRY_COMPARE(rows(), expected + 1);
    QTRY_COMPARE(count(), QStringLiteral("%1 of 402 read").arg(expected + 1));
    QCOMPARE(reads(), readsBefore);
}

void TestFilterBar::eachModeKeepsItsText()
{
    openLive();
    type(QStringLiteral("PAID"));
    mode("filterModeRegex");
    QCOMPARE(edit()->toPlainText(), QString());
    QTRY_COMPARE(rows(), 400);
    type(QStringLiteral("order-70018[34]"));
    QTRY_COMPARE(rows(), 2);
    mode("filterModeText");
    QCOMPARE(edit()->toPlainText(), QStringLiteral("PAID"));
    mode("filterModeRegex");
    QCOMPARE(edit()->toPlainText(), QStringLiteral("order-70018[34]"));
    QTRY_COMPARE(rows(), 2);
}

void TestFilterBar::aSyntaxErrorSaysWhereAndTheOldResultStays()
{
    openLive();
    mode("filterModeExpression");
    type(QStringLiteral("partition == 3"));
    QTRY_VERIFY(rows() < 400 && rows() > 0);
    const int before = rows();
    const int readsBefore = reads();
    QTest::keyClicks(edit(), QStringLiteral(" && vale.amount > 200"));
    QTRY_COMPARE(count(), QStringLiteral("not run"));
    QVERIFY2(message().startsWith(QStringLiteral("Column 19: ")), qPrintable(message()));
    QVERIFY2(message().contains(QStringLiteral("value")), qPrintable(message()));
    QVERIFY(child<QLabel>("filterMessage")->isVisible());
    QVERIFY(edit()->property("invalid").toBool());
    QCOMPARE(rows(), before);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(reads(), readsBefore);
    type(QStringLiteral("partition == 4"));
    QTRY_VERIFY(!child<QLabel>("filterMessage")->isVisible());
    QVERIFY(!edit()->property("invalid").toBool());
}

void TestFilterBar::recordsThatCannotBeEvaluatedAreCountedAndShown()
{
    openLive();
    mode("filterModeExpression");
    type(QStringLiteral("value.amount > 100"));
    QTRY_VERIFY2(count().contains(QStringLiteral("not tested")), qPrintable(count()));
    QVERIFY(edit()->property("warned").toBool());
    QTRY_VERIFY2(banner()->title().contains(QStringLiteral("records could not be evaluated")), qPrintable(banner()->title()));
    const int matches = rows();
    clickBanner(QStringLiteral("Show them"));
    QTRY_VERIFY(rows() != matches);
    const int errors = rows();
    QVERIFY2(count().contains(QStringLiteral(", %1 not tested").arg(errors)), qPrintable(count()));
    clickBanner(QStringLiteral("Show the matches"));
    QTRY_COMPARE(rows(), matches);
}

void TestFilterBar::enterSearchesTheWholeLog()
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

void TestFilterBar::aSearchOfARangeStaysInIt()
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

void TestFilterBar::aSearchThatIsStoppedGoesOn()
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

void TestFilterBar::aSearchStopsAtTheLimit()
{
    openLive();
    pickEntry(child<QWidget>("filterScope"), {QStringLiteral("Stop at the first match")});
    QVERIFY(field("filterScope")->value().contains(QStringLiteral("first match")));
    type(QStringLiteral("PAID"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(rows(), 1);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Limit reached"));
    QTRY_COMPARE(banner()->title(), QStringLiteral("Result limit reached."));
    clickBanner(QStringLiteral("Search without a limit"));
    QTRY_VERIFY(rows() > 100);
}

void TestFilterBar::nothingFoundIsSaid()
{
    openLive();
    type(QStringLiteral("no such thing"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(banner()->title(), QStringLiteral("No record matches."));
    QVERIFY2(banner()->text().contains(QStringLiteral("All 400 records of orders were searched")), qPrintable(banner()->text()));
}

void TestFilterBar::clearingTheFilterReadsOnWhereOneWas()
{
    openLive();
    const Domain::ReadPlan before = plan();
    type(QStringLiteral("order-70020"));
    QTest::keyClick(edit(), Qt::Key_Return);
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

void TestFilterBar::escapeClearsThenLeaves()
{
    openLive();
    type(QStringLiteral("PAID"));
    QTRY_VERIFY(rows() < 400);
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(edit()->toPlainText(), QString());
    QTRY_COMPARE(rows(), 400);
    QVERIFY(edit()->hasFocus());
    QTest::keyClick(edit(), Qt::Key_Escape);
    QVERIFY(table()->hasFocus());
}

void TestFilterBar::earlierFiltersComeBack()
{
    openLive();
    type(QStringLiteral("PAID"));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Done"));
    QTest::keyClick(edit(), Qt::Key_Escape);
    QTRY_COMPARE(rows(), 400);
    bool found = false;
    QTimer::singleShot(0, this, [&found] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY2(menu->actions().front()->text().contains(QStringLiteral("PAID")), qPrintable(menu->actions().front()->text()));
        found = true;
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().front()).center());
    });
    QTest::keyClick(edit(), Qt::Key_Down, Qt::AltModifier);
    QVERIFY(found);
    QCOMPARE(edit()->toPlainText(), QStringLiteral("PAID"));
}

void TestFilterBar::filtersAreSavedWithAName()
{
    openLive();
    type(QStringLiteral("CANCELLED"));
    pickEntry(child<QWidget>("filterSave"), {QStringLiteral("Save for this topic")});
    auto *name = child<QWidget>("filterBar")->findChild<QLineEdit *>(QStringLiteral("fieldEdit"));
    QVERIFY(name);
    QTRY_VERIFY(name->isVisible());
    name->setText(QStringLiteral("Lost orders"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(!name->isVisible());
    type(QString());
    pickEntry(child<QWidget>("filterSave"), {QStringLiteral("Lost orders")});
    QCOMPARE(edit()->toPlainText(), QStringLiteral("CANCELLED"));
}

void TestFilterBar::namesAreCompleted()
{
    openLive();
    mode("filterModeExpression");
    type(QStringLiteral("value.am"));
    auto *list = child<QPlainTextEdit>("filterEdit")->findChild<QAbstractItemView *>(QStringLiteral("filterCompletion"));
    QTRY_VERIFY(list ? list->isVisible() : (list = qobject_cast<QAbstractItemView *>(QApplication::activePopupWidget())) != nullptr);
    QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("value.amount"));
    QTest::keyClick(edit(), Qt::Key_Tab);
    QCOMPARE(edit()->toPlainText(), QStringLiteral("value.amount"));
    QVERIFY(!list->isVisible());
}

void TestFilterBar::moreLinesWithShiftEnter()
{
    openLive();
    mode("filterModeExpression");
    type(QStringLiteral("partition == 3"));
    const int low = edit()->height();
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(edit(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(edit()->blockCount(), 5);
    QTRY_VERIFY(edit()->height() > low);
    QVERIFY(edit()->verticalScrollBar()->maximum() == 0);
}

void TestFilterBar::theScopeDecidesWhereToLook()
{
    openLive();
    type(QStringLiteral("web"));
    QTRY_COMPARE(rows(), 400); // the header "source" of each
    pickEntry(child<QWidget>("filterScope"), {QStringLiteral("Value")});
    QCOMPARE(field("filterScope")->value(), QStringLiteral("Value"));
    QTRY_COMPARE(rows(), 0);
    type(QStringLiteral("cancelled"));
    QTRY_VERIFY(rows() > 0);
    pickEntry(child<QWidget>("filterScope"), {QStringLiteral("Match case")});
    QTRY_COMPARE(rows(), 0);
}

void TestFilterBar::nextAndPreviousMatch()
{
    openLive();
    type(QStringLiteral("order-70020"));
    QTRY_COMPARE(rows(), 10);
    QTest::keyClick(m_page.get(), Qt::Key_F3);
    QTRY_COMPARE(table()->currentIndex().row(), 0);
    QTest::keyClick(m_page.get(), Qt::Key_F3);
    QCOMPARE(table()->currentIndex().row(), 1);
    QTest::keyClick(m_page.get(), Qt::Key_F3, Qt::ShiftModifier);
    QTest::keyClick(m_page.get(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(table()->currentIndex().row(), 9);
    QTest::mouseClick(child<QWidget>("filterNext"), Qt::LeftButton);
    QCOMPARE(table()->currentIndex().row(), 0);
}

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
