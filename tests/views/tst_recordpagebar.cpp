// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QLabel>
#include <QListWidget>

#include "recordpagefixture.h"

using Items::RecordTable;
using namespace ViewTest;

/// What is to be read, chosen in the bar above the records.
class TestRecordPageBar : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void fromIsChosenInItsMenu();
    void aWrongOffsetIsMarkedAndNothingIsRead();
    void offsetsOfEachPartition();
    void aWrongTimeSaysWhy();
    void untilIsChosenInItsMenu();
    void partitionsAreChecked();
    void isolationIsShownAndChosen();
    void theFormatIsKeptForTheTopic();
    void fieldsFoldIntoMore();
};

void TestRecordPageBar::fromIsChosenInItsMenu()
{
    openLive();
    pick(field("fromField"), QStringLiteral("Beginning"));
    QTRY_COMPARE(reads(), 2);
    QVERIFY(std::holds_alternative<Domain::Beginning>(plan().from));
    QCOMPARE(field("fromField")->value(), QStringLiteral("beginning"));
    pick(field("fromField"), QStringLiteral("Last N"));
    enter(QStringLiteral("7"));
    QTRY_COMPARE(reads(), 3);
    QCOMPARE(std::get<Domain::Tail>(plan().from).count, 7);
    QCOMPARE(field("fromField")->value(), QStringLiteral("last 7 of each"));
    pick(field("fromField"), QStringLiteral("End"));
    QTRY_COMPARE(reads(), 4);
    QVERIFY(std::holds_alternative<Domain::End>(plan().from));
    QVERIFY(plan().isLive());
}

void TestRecordPageBar::aWrongOffsetIsMarkedAndNothingIsRead()
{
    openLive();
    pick(field("fromField"), QStringLiteral("Offset"));
    enter(QStringLiteral("abc"));
    auto *problem = child<QLabel>("fieldProblem");
    QVERIFY(problem->isVisible());
    QCOMPARE(problem->text(), QStringLiteral("“abc” is not a whole number from 0 on."));
    QVERIFY(child<QLineEdit>("fieldEdit")->property("invalid").toBool());
    QVERIFY2(field("fromField")->accessibleName().contains(QStringLiteral("abc")), qPrintable(field("fromField")->accessibleName()));
    if (const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS"); !folder.isEmpty())
        child<QWidget>("fieldPopup")->grab().save(folder + QStringLiteral("/field-popup.png"));
    QCOMPARE(reads(), 1);
    enter(QStringLiteral("3,400,010"));
    QTRY_COMPARE(reads(), 2);
    QCOMPARE(std::get<Domain::AtOffset>(plan().from).offset, Domain::Offset(3'400'010));
    QVERIFY(!child<QLineEdit>("fieldEdit")->isVisible());
    QCOMPARE(field("fromField")->accessibleName(), QStringLiteral("From offset 3,400,010"));
}

void TestRecordPageBar::offsetsOfEachPartition()
{
    openLive();
    pick(field("fromField"), QStringLiteral("Offset"));
    enter(QStringLiteral("0:3400003, 99:1"));
    QVERIFY2(child<QLabel>("fieldProblem")->text().contains(QStringLiteral("no partition 99")), qPrintable(child<QLabel>("fieldProblem")->text()));
    QCOMPARE(reads(), 1);
    enter(QStringLiteral("0:3400003, 3:3400009"));
    QTRY_COMPARE(reads(), 2);
    QCOMPARE(plan().fromPerPartition.size(), std::size_t(2));
    QCOMPARE(plan().partitions, (std::vector{Domain::PartitionId(0), Domain::PartitionId(3)}));
    QCOMPARE(field("partitionField")->value(), QStringLiteral("0, 3"));
    QCOMPARE(field("fromField")->value(), QStringLiteral("0:3,400,003, 3:3,400,009"));
}

void TestRecordPageBar::aWrongTimeSaysWhy()
{
    openLive();
    pick(field("fromField"), QStringLiteral("Time"));
    enter(QStringLiteral("yesterday"));
    QVERIFY2(child<QLabel>("fieldProblem")->text().contains(QStringLiteral("yesterday")), qPrintable(child<QLabel>("fieldProblem")->text()));
    QCOMPARE(reads(), 1);
    enter(QStringLiteral("2026-11-21 14:20"));
    QTRY_COMPARE(reads(), 2);
    QCOMPARE(std::get<Domain::AtTime>(plan().from).ms, 1'795'270'800'000);
    QCOMPARE(field("fromField")->value(), QStringLiteral("2026-11-21 14:20:00.000"));
}

void TestRecordPageBar::untilIsChosenInItsMenu()
{
    openLive();
    pick(field("untilField"), QStringLiteral("End as of now"));
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("At the end"));
    QVERIFY(!child<QToolButton>("liveButton")->isChecked());
    pick(field("untilField"), QStringLiteral("N records"));
    enter(QStringLiteral("10"));
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Limit reached"));
    QTRY_COMPARE(table()->table()->rowCount(), 10);
    QCOMPARE(field("untilField")->value(), QStringLiteral("10 records"));
    pick(field("untilField"), QStringLiteral("Offset"));
    enter(QStringLiteral("3400002"));
    QTRY_COMPARE(std::get<Domain::UntilOffset>(plan().until).offset, Domain::Offset(3'400'002));
    QVERIFY(!plan().limit);
    QTest::mouseClick(child<QToolButton>("liveButton"), Qt::LeftButton);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QVERIFY(plan().isLive());
}

void TestRecordPageBar::partitionsAreChecked()
{
    openLive();
    QTimer::singleShot(0, this, [this] {
        auto *line = child<QLineEdit>("partitionEdit");
        QTRY_VERIFY(line->isVisible());
        QTest::keyClicks(line, QStringLiteral("0,14"));
        QVERIFY(child<QLabel>("partitionProblem")->text().contains(QStringLiteral("no partition 14")));
        QVERIFY(!child<QPushButton>("partitionApply")->isEnabled());
        line->clear();
        QTest::keyClicks(line, QStringLiteral("0,3-5"));
        auto *list = child<QListWidget>("partitionList");
        QCOMPARE(list->item(4)->checkState(), Qt::Checked);
        QCOMPARE(list->item(6)->checkState(), Qt::Unchecked);
        list->item(4)->setCheckState(Qt::Unchecked);
        QCOMPARE(line->text(), QStringLiteral("0, 3, 5"));
        if (const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS"); !folder.isEmpty())
            QApplication::activePopupWidget()->grab().save(folder + QStringLiteral("/partition-popup.png"));
        QTest::mouseClick(child<QPushButton>("partitionApply"), Qt::LeftButton);
    });
    QTest::mouseClick(field("partitionField"), Qt::LeftButton);
    QTRY_COMPARE(reads(), 2);
    QCOMPARE(plan().partitions, (std::vector{Domain::PartitionId(0), Domain::PartitionId(3), Domain::PartitionId(5)}));
    QCOMPARE(field("partitionField")->value(), QStringLiteral("0, 3, 5"));
}

void TestRecordPageBar::isolationIsShownAndChosen()
{
    openLive();
    pick(field("isolationField"), QStringLiteral("read_uncommitted"));
    QTRY_COMPARE(reads(), 2);
    QCOMPARE(plan().isolation, Domain::IsolationLevel::Uncommitted);
    QCOMPARE(field("isolationField")->value(), QStringLiteral("read_uncommitted"));
}

void TestRecordPageBar::theFormatIsKeptForTheTopic()
{
    openLive();
    pick(field("valueField"), QStringLiteral("Text"));
    QCOMPARE(field("valueField")->value(), QStringLiteral("Text"));
    QCOMPARE(reads(), 1); // nothing is read again for that
    QCOMPARE(table()->table()->headerData(RecordTable::ValueColumn, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Value  ·  Text"));
    QCOMPARE(m_preferences->valueFormat(QStringLiteral("shop"), QStringLiteral("orders")), QStringLiteral("text"));
    m_page.reset();
    open(QStringLiteral("orders"));
    QCOMPARE(field("valueField")->value(), QStringLiteral("Text"));
    m_preferences->setValueFormat(QStringLiteral("shop"), QStringLiteral("orders"), {});
    QTRY_COMPARE(field("valueField")->value(), QStringLiteral("Automatic"));
}

void TestRecordPageBar::fieldsFoldIntoMore()
{
    openLive();
    QVERIFY(!field("moreField")->isVisible());
    m_page->resize(600, 600);
    QTRY_VERIFY(field("moreField")->isVisible());
    QVERIFY(!field("valueField")->isVisible());
    QVERIFY(field("fromField")->isVisible());
    QStringList folded;
    for (const QAction *action : field("moreField")->menu()->actions())
        folded += action->text();
    QVERIFY2(folded.contains(QStringLiteral("Value Automatic")), qPrintable(folded.join(u',')));
    QVERIFY(child<QToolButton>("liveButton")->geometry().right() < child<QWidget>("recordPageBar")->width());
}

QTEST_MAIN(TestRecordPageBar)
#include "tst_recordpagebar.moc"
