// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QScrollBar>

#include <cstdlib>

#include "filterbarfixture.h"

using Items::RecordTable;
using namespace ViewTest;

/// Filtering what is loaded.
class TestFilterBar : public FilterBarFixture
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
    void escapeClearsThenLeaves();
    void earlierFiltersComeBack();
    void filtersAreSavedWithAName();
    void namesAreCompleted();
    void moreLinesWithShiftEnter();
    void theScopeDecidesWhereToLook();
    void nextAndPreviousMatch();
};

void TestFilterBar::looksLikeThePictures_data()
{
    pictureLooks();
}

void TestFilterBar::looksLikeThePictures()
{
    openForPicture();
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
    int matches = 0;
    int errors = 0;
    for (const TestSupport::FakeRecord &record : shopRecords(400)) {
        const bool isObject = record.value && record.value->starts_with('{');
        errors += !isObject;
        matches += isObject && std::atof(record.value->c_str() + record.value->find("\"amount\":") + 9) > 100;
    }
    QTRY_COMPARE(rows(), matches);
    QTRY_COMPARE(count(), QStringLiteral("%1 of 400 read, %2 not tested").arg(matches).arg(errors));
    QVERIFY(edit()->property("warned").toBool());
    QTRY_VERIFY2(banner()->title().contains(QStringLiteral("records could not be evaluated")), qPrintable(banner()->title()));
    clickBanner(QStringLiteral("Show them"));
    QTRY_COMPARE(rows(), errors);
    QCOMPARE(count(), QStringLiteral("%1 of 400 read, %2 not tested").arg(matches).arg(errors));
    clickBanner(QStringLiteral("Show the matches"));
    QTRY_COMPARE(rows(), matches);
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
    pick(child<QWidget>("filterSave"), QStringLiteral("Save for this topic"));
    auto *name = child<QWidget>("filterBar")->findChild<QLineEdit *>(QStringLiteral("fieldEdit"));
    QVERIFY(name);
    QTRY_VERIFY(name->isVisible());
    name->setText(QStringLiteral("Lost orders"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(!name->isVisible());
    type(QString());
    pick(child<QWidget>("filterSave"), QStringLiteral("Lost orders"));
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
    QTRY_COMPARE(edit()->verticalScrollBar()->maximum(), 0);
}

void TestFilterBar::theScopeDecidesWhereToLook()
{
    openLive();
    type(QStringLiteral("web"));
    QTRY_COMPARE(rows(), 400); // the header "source" of each
    pick(child<QWidget>("filterScope"), QStringLiteral("Value"));
    QCOMPARE(field("filterScope")->value(), QStringLiteral("Value"));
    QTRY_COMPARE(rows(), 0);
    type(QStringLiteral("cancelled"));
    QTRY_VERIFY(rows() > 0);
    pick(child<QWidget>("filterScope"), QStringLiteral("Match case"));
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
