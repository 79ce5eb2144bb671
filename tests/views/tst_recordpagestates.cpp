// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QClipboard>
#include <QLayout>
#include <QScrollBar>

#include "recordpagefixture.h"

using namespace ViewTest;

/// How a read goes: what banner and strip say, and what their buttons do.
class TestRecordPageStates : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void saysWhoHasNotAnswered();
    void refusedCredentialsAreAFailure();
    void scrollingUpHoldsTheViewAndCountsWhatIsNew();
    void spaceHoldsAndResumes();
    void pausesResumesAndStops();
    void anEmptyTopicSaysSo();
    void nothingFromHereOffersTheBeginning();
    void aFailureSaysWhyAndCanBeTriedAgain();
    void aFailedPartitionIsNamed();
    void theMostSevereNewsWins();
    void theBudgetIsRaisedOrReadingGoesOnFromHere();
    void escapeStopsAScanButNotALiveTail();
};

void TestRecordPageStates::saysWhoHasNotAnswered()
{
    m_script->hold();
    open(QStringLiteral("orders"));
    QTRY_VERIFY(banner()->isVisible());
    QCOMPARE(banner()->title(), QStringLiteral("Waiting for the first record."));
    QVERIFY2(banner()->text().contains(QStringLiteral("The cluster has not answered yet.")), qPrintable(banner()->text()));
    m_script->release(1, false); // metadata
    QTRY_COMPARE(reads(), 1);
    read()->change([](Domain::ReadStatus &status) {
        status.state = Domain::ReadState::Reading;
        status.waitingFor = "broker 3";
    });
    QTRY_VERIFY2(banner()->text().contains(QStringLiteral("Broker 3 has not answered.")), qPrintable(banner()->text()));
    QTRY_VERIFY(bannerButton(QStringLiteral("Stop")));
    shoot(QStringLiteral("state-waiting"));
    read()->record({0, 0, 1'795'271'527'000, "k", "v"});
    read()->publish();
    QTRY_VERIFY(table()->table()->rowCount() == 1);
    QTRY_VERIFY(!banner()->title().contains(QStringLiteral("first record")));
}

void TestRecordPageStates::refusedCredentialsAreAFailure()
{
    m_script->hold();
    Domain::ConnectionState refused{.kind = Domain::ConnectionState::Kind::Refused};
    refused.error = Domain::Error{.code = Domain::ErrorCode::AuthenticationFailed, .args = {{"host", "kafka-1"}, {"user", "reader"}, {"mechanism", "PLAIN"}}};
    m_script->setConnection(refused);
    open(QStringLiteral("orders"));
    QTRY_VERIFY2(banner()->title().contains(QStringLiteral("kafka-1 refused the credentials of user reader.")), qPrintable(banner()->title()));
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Failed"));
    QCOMPARE(reads(), 0);
}

void TestRecordPageStates::scrollingUpHoldsTheViewAndCountsWhatIsNew()
{
    openLive();
    QTest::keyClick(table(), Qt::Key_PageUp);
    QTest::keyClick(table()->verticalScrollBar(), Qt::Key_PageUp);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live, view held"));
    QVERIFY(!child<QToolButton>("liveButton")->isChecked());
    const int top = table()->topRow();
    for (int i = 0; i < 1204; ++i)
        read()->record({0, 3'500'000 + i, 1'795'271'600'000, "k", "v"});
    read()->publish();
    QTRY_COMPARE(stripButton("newRecordsButton")->text(), QStringLiteral("1,204 new"));
    QVERIFY(stripButton("newRecordsButton")->isVisible());
    strip()->layout()->activate();
    shoot(QStringLiteral("state-held"));
    QCOMPARE(table()->topRow(), top);
    QTest::keyClick(table(), Qt::Key_End);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QVERIFY(!stripButton("newRecordsButton")->isVisible());
    QVERIFY(table()->isFollowing());
    QCOMPARE(table()->currentIndex().row(), 1603);
}

void TestRecordPageStates::spaceHoldsAndResumes()
{
    openLive();
    QTest::keyClick(table(), Qt::Key_Space);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live, view held"));
    QTest::keyClick(table(), Qt::Key_Space);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
}

void TestRecordPageStates::pausesResumesAndStops()
{
    openLive();
    QTest::mouseClick(stripButton("pauseButton"), Qt::LeftButton);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Paused"));
    QVERIFY(read()->isPaused());
    QTRY_COMPARE(banner()->title(), QStringLiteral("Paused."));
    QCOMPARE(stripButton("pauseButton")->text(), QStringLiteral("Resume"));
    clickBanner(QStringLiteral("Resume"));
    QTRY_VERIFY(!banner()->isVisible());
    QTest::mouseClick(stripButton("stopButton"), Qt::LeftButton);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Stopped by you"));
    QCOMPARE(table()->table()->rowCount(), 400); // stopping keeps what was found
    QVERIFY(!stripButton("stopButton")->isVisible());
    QTest::mouseClick(stripButton("readAgainButton"), Qt::LeftButton);
    QTRY_COMPARE(reads(), 2);
}

void TestRecordPageStates::anEmptyTopicSaysSo()
{
    m_script->setRecords("orders", {});
    open(QStringLiteral("orders"));
    QTRY_COMPARE(banner()->title(), QStringLiteral("Nothing to show yet."));
    QVERIFY(banner()->isVisible());
    QVERIFY2(banner()->detail().contains(QStringLiteral("New records appear here by themselves.")), qPrintable(banner()->detail()));
}

void TestRecordPageStates::nothingFromHereOffersTheBeginning()
{
    openLive(24);
    read()->change([](Domain::ReadStatus &) {});
    pick(field("fromField"), QStringLiteral("Offset"));
    enter(QStringLiteral("9000000"));
    QTRY_COMPARE(banner()->title(), QStringLiteral("Nothing to show yet."));
    QTRY_VERIFY(bannerButton(QStringLiteral("Show from beginning")));
    shoot(QStringLiteral("state-nothing"));
    clickBanner(QStringLiteral("Show from beginning"));
    QTRY_COMPARE(table()->table()->rowCount(), 24);
    QTRY_VERIFY(!banner()->isVisible());
}

void TestRecordPageStates::aFailureSaysWhyAndCanBeTriedAgain()
{
    openLive();
    read()->setState(Domain::ReadState::Failed, Domain::Error{.code = Domain::ErrorCode::TopicDeleted, .args = {{"topic", "orders"}}, .technical = "Broker: Unknown topic", .origin = "UNKNOWN_TOPIC_OR_PART"});
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Failed"));
    QVERIFY(banner()->isVisible());
    QCOMPARE(banner()->kind(), Views::Banner::Kind::Error);
    QVERIFY2(banner()->title().contains(QStringLiteral("orders")), qPrintable(banner()->title()));
    QCOMPARE(table()->table()->rowCount(), 400);
    clickBanner(QStringLiteral("Copy details"));
    QVERIFY2(QApplication::clipboard()->text().contains(QStringLiteral("UNKNOWN_TOPIC_OR_PART")), qPrintable(QApplication::clipboard()->text()));
    clickBanner(QStringLiteral("Retry now"));
    QTRY_COMPARE(reads(), 2);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QTRY_VERIFY(!banner()->isVisible());
}

void TestRecordPageStates::aFailedPartitionIsNamed()
{
    openLive();
    read()->change([](Domain::ReadStatus &status) {
        status.partitions.resize(12);
        for (int i = 0; i < 12; ++i)
            status.partitions[std::size_t(i)].id = Domain::PartitionId(i);
        status.partitions[7].state = Domain::PartitionProgress::State::Failed;
        status.partitions[7].error = Domain::Error{.code = Domain::ErrorCode::NoLeader, .args = {{"topic", "orders"}, {"partition", "7"}}};
    });
    QTRY_COMPARE(banner()->title(), QStringLiteral("Cannot read P7."));
    QVERIFY2(banner()->detail().contains(QStringLiteral("The other partitions go on.")), qPrintable(banner()->detail()));
    QTRY_VERIFY(bannerButton(QStringLiteral("Retry now")));
    shoot(QStringLiteral("state-partition"));
}

void TestRecordPageStates::theMostSevereNewsWins()
{
    openLive();
    read()->change([](Domain::ReadStatus &status) {
        status.state = Domain::ReadState::Paused;
        status.partitions.resize(2);
        status.partitions[1].id = Domain::PartitionId(1);
        status.partitions[1].state = Domain::PartitionProgress::State::Failed;
        status.partitions[1].error = Domain::Error{.code = Domain::ErrorCode::NoLeader, .args = {{"topic", "orders"}, {"partition", "1"}}};
    });
    QTRY_COMPARE(banner()->title(), QStringLiteral("Cannot read P1."));
    QVERIFY2(banner()->text().endsWith(QStringLiteral("1 more.")), qPrintable(banner()->text()));
}

void TestRecordPageStates::theBudgetIsRaisedOrReadingGoesOnFromHere()
{
    openLive();
    m_script->hold();
    pick(field("untilField"), QStringLiteral("End as of now"));
    QTRY_COMPARE(reads(), 2);
    const auto reachBudget = [](Domain::ReadStatus &status) {
        status.state = Domain::ReadState::BudgetReached;
        status.partitions.resize(2);
        status.partitions[0].state = Domain::PartitionProgress::State::Done;
        status.partitions[1].id = Domain::PartitionId(1);
        status.partitions[1].state = Domain::PartitionProgress::State::Reading;
        status.partitions[1].position = Domain::Offset(3'400'020);
        status.partitions[1].end = Domain::Offset(3'500'020);
    };
    read()->change(reachBudget);
    QTRY_COMPARE(banner()->title(), QStringLiteral("Memory budget reached."));
    QVERIFY2(banner()->text().contains(QStringLiteral("≈ 100,000 offsets to go")), qPrintable(banner()->text()));
    QTRY_VERIFY(bannerButton(QStringLiteral("Raise budget")));
    shoot(QStringLiteral("state-budget"));
    const auto before = m_page->session().budget();
    clickBanner(QStringLiteral("Raise budget"));
    QTRY_VERIFY(m_page->session().budget() > before);
    QTRY_COMPARE(read()->resumes(), 1);
    read()->change(reachBudget);
    QTRY_VERIFY(bannerButton(QStringLiteral("Continue from here")));
    clickBanner(QStringLiteral("Continue from here"));
    QTRY_COMPARE(reads(), 3);
    QCOMPARE(plan().partitions, (std::vector{Domain::PartitionId(1)}));
    QCOMPARE(std::get<Domain::AtOffset>(plan().fromPerPartition.at({.partition = Domain::PartitionId(1)})).offset, Domain::Offset(3'400'020));
}

void TestRecordPageStates::escapeStopsAScanButNotALiveTail()
{
    openLive();
    m_page->activateWindow();
    table()->setFocus();
    QTRY_VERIFY(table()->hasFocus());
    QTest::keyClick(table(), Qt::Key_Escape);
    QVERIFY(!read()->isStopped());
    m_script->hold();
    pick(field("untilField"), QStringLiteral("End as of now"));
    QTRY_COMPARE(reads(), 2);
    m_page->activateWindow();
    table()->setFocus();
    QTRY_VERIFY(table()->hasFocus());
    QTest::keyClick(table(), Qt::Key_Escape);
    QTRY_VERIFY(read()->isStopped());
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Stopped by you"));
}

QTEST_MAIN(TestRecordPageStates)
#include "tst_recordpagestates.moc"
