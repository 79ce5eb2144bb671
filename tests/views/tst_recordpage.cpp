// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "items/recordtable.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "tests/support/fakecluster.h"
#include "views/appearance.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordpage.h"
#include "views/recordview/recordview.h"
#include "views/widgets/banner.h"
#include "views/widgets/scanstrip.h"
#include "views/widgets/toolbutton.h"

using Items::RecordTable;
using Views::RecordPage;
using Views::RecordView;

namespace {

/// Orders of a small shop: tombstones, null keys, empties, the text "null", JSON and bytes.
std::vector<TestSupport::FakeRecord> shopRecords(int count)
{
    std::vector<TestSupport::FakeRecord> records;
    for (int i = 0; i < count; ++i) {
        TestSupport::FakeRecord r;
        r.partition = i * 7 % 12;
        r.offset = 3'400'000 + i / 12;
        r.timestampMs = 1'795'271'527'000 + i * 13;
        r.key = "order-" + std::to_string(700183 + i);
        r.value = R"({"orderId":90071992547)" + std::to_string(40993 + i) + R"(,"status":")" + (i % 3 ? "PAID" : "CANCELLED") + R"(","amount":)"
            + std::to_string(20 + i % 700) + ".90" + R"(,"currency":"EUR","items":[{"sku":"KB-417","qty":1},{"sku":"MS-220","qty":2}],"gift":null,"express":true})";
        r.headers = {{"traceId", "7f3a90c15be204d6"}, {"source", "web"}, {"retry", std::nullopt}};
        switch (i % 23) {
        case 4:
            r.key.reset();
            break;
        case 8:
            r.value.reset();
            break;
        case 11:
            r.value = std::string("\x00\x00\x00\x03\x96\x02\x48\x0a\x7b\x22\x6f\xff\x01", 13);
            break;
        case 14:
            r.value = "";
            break;
        case 17:
            r.value = "null";
            break;
        default:
            break;
        }
        records.push_back(std::move(r));
    }
    return records;
}

} // namespace

class TestRecordPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void looksLikeThePictures_data();
    void looksLikeThePictures();
    void opensOnTheLastRecordsAndGoesOnLive();
    void saysWhoHasNotAnswered();
    void refusedCredentialsAreAFailure();
    void fromIsChosenInItsMenu();
    void aWrongOffsetIsMarkedAndNothingIsRead();
    void offsetsOfEachPartition();
    void aWrongTimeSaysWhy();
    void untilIsChosenInItsMenu();
    void partitionsAreChecked();
    void isolationIsShownAndChosen();
    void theFormatIsKeptForTheTopic();
    void fieldsFoldIntoMore();
    void scrollingUpHoldsTheViewAndCountsWhatIsNew();
    void spaceHoldsAndResumes();
    void pausesResumesAndStops();
    void readingGoesOnWhileHidden();
    void anEmptyTopicSaysSo();
    void nothingFromHereOffersTheBeginning();
    void aFailureSaysWhyAndCanBeTriedAgain();
    void aFailedPartitionIsNamed();
    void theMostSevereNewsWins();
    void theBudgetIsRaisedOrReadingGoesOnFromHere();
    void theInspectorShowsTheCurrentRecord();
    void theInspectorTurns();
    void copiesRecordsCellsAndCommands();
    void escapeStopsAScanButNotALiveTail();
    void whatWasReleasedCanBeReadAgain();
    void columnsAreKeptForTheTopic();
    void everyWidgetHasANameForTheEar();
    void noTwoActionsShareKeys();

private:
    void openLive(int count = 400);
    void pick(Views::FieldButton *button, const QString &entry);
    void enter(const QString &text);
    QPushButton *bannerButton(const QString &text) const;
    void clickBanner(const QString &text);
    QPushButton *stripButton(const char *name) const { return child<QPushButton>(name); }
    int reads() const { return int(m_script->reads().size()); }
    const Domain::ReadPlan &plan() const { return m_page->session().plan(); }
    std::shared_ptr<TestSupport::FakeRead> read() const { return m_script->lastRead(); }
    void open(const QString &topic, QSize size = {1180, 760});
    void shoot(const QString &name);
    template<typename T>
    T *child(const char *name) const
    {
        T *found = m_page->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    RecordView *table() const { return child<RecordView>("recordTable"); }
    Views::Banner *banner() const { return child<Views::Banner>("pageBanner"); }
    Views::ScanStrip *strip() const { return child<Views::ScanStrip>("scanStrip"); }
    Views::FieldButton *field(const char *name) const { return child<Views::FieldButton>(name); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }

    QTemporaryDir m_dir;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<Session::ClusterSession> m_cluster;
    std::unique_ptr<RecordPage> m_page;
};

void TestRecordPage::initTestCase()
{
    m_preferences = std::make_unique<Session::Preferences>(m_dir.filePath(QStringLiteral("settings.json")));
    m_preferences->setTheme(Session::ThemeChoice::Dark);
    m_preferences->setTimeZone(Session::TimeZoneChoice::Utc);
    m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
}

void TestRecordPage::init()
{
    m_script = std::make_shared<TestSupport::FakeScript>();
    m_script->addTopic("orders", 12);
    Domain::ConnectionProfile profile;
    profile.id = "shop";
    profile.name = "shop production";
    profile.bootstrapServers = "kafka-1:9092";
    m_cluster = std::make_unique<Session::ClusterSession>(profile, TestSupport::fakeCluster(m_script));
}

void TestRecordPage::cleanup()
{
    m_page.reset();
    m_cluster.reset();
    m_script.reset();
}

void TestRecordPage::open(const QString &topic, QSize size)
{
    m_page = std::make_unique<RecordPage>(*m_cluster, topic, *m_preferences, *m_appearance);
    m_page->resize(size);
    m_page->show();
    m_page->activateWindow(); // without a window manager nobody else does, and shortcuts need an active window
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_cluster->refresh();
}

void TestRecordPage::shoot(const QString &name)
{
    const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS");
    if (!folder.isEmpty())
        QVERIFY(m_page->grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
}

void TestRecordPage::looksLikeThePictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::newRow("dark-1440") << true << QSize(1188, 790);
    QTest::newRow("light-1440") << false << QSize(1188, 790);
    QTest::newRow("dark-1024") << true << QSize(772, 600);
    QTest::newRow("light-1024") << false << QSize(772, 600);
}

void TestRecordPage::looksLikeThePictures()
{
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    m_preferences->setTheme(dark ? Session::ThemeChoice::Dark : Session::ThemeChoice::Light);
    m_script->setRecords("orders", shopRecords(400));
    open(QStringLiteral("orders"), size);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QTRY_VERIFY(table()->table()->rowCount() >= 400);
    table()->setFocus();
    table()->selectRow(384);
    strip()->layout()->activate();
    QCOMPARE(cell(0, RecordTable::OffsetColumn), QStringLiteral("3,400,000"));
    shoot(QStringLiteral("recordpage-") + QLatin1String(QTest::currentDataTag()));
}

void TestRecordPage::openLive(int count)
{
    m_script->setRecords("orders", shopRecords(count));
    open(QStringLiteral("orders"));
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QTRY_COMPARE(table()->table()->rowCount(), count);
}

void TestRecordPage::pick(Views::FieldButton *button, const QString &entry)
{
    bool found = false;
    QTimer::singleShot(0, this, [&found, entry] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (!action->text().remove(u'&').startsWith(entry))
                continue;
            found = true;
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            return;
        }
        menu->close();
    });
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY2(found, qPrintable(entry));
}

void TestRecordPage::enter(const QString &text)
{
    auto *edit = child<QLineEdit>("fieldEdit");
    QTRY_VERIFY(edit->isVisible());
    edit->clear();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
}

QPushButton *TestRecordPage::bannerButton(const QString &text) const
{
    for (QPushButton *button : banner()->findChildren<QPushButton *>())
        if (button->text() == text && button->isVisible())
            return button;
    return nullptr;
}

void TestRecordPage::clickBanner(const QString &text)
{
    QTRY_VERIFY2(bannerButton(text), qPrintable(text));
    QTest::mouseClick(bannerButton(text), Qt::LeftButton);
}

void TestRecordPage::opensOnTheLastRecordsAndGoesOnLive()
{
    openLive();
    QCOMPARE(std::get<Domain::Tail>(plan().from).count, 42); // 500 of 12 partitions
    QVERIFY(plan().isLive());
    QCOMPARE(field("fromField")->value(), QStringLiteral("last 42 of each"));
    QCOMPARE(field("untilField")->value(), QStringLiteral("live"));
    QCOMPARE(field("partitionField")->value(), QStringLiteral("all 12"));
    QCOMPARE(field("isolationField")->value(), QStringLiteral("read_committed"));
    QVERIFY(table()->isFollowing());
    QVERIFY(child<QToolButton>("liveButton")->isChecked());
    QVERIFY(!banner()->isVisible());
    QCOMPARE(reads(), 1);
}

void TestRecordPage::saysWhoHasNotAnswered()
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

void TestRecordPage::refusedCredentialsAreAFailure()
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

void TestRecordPage::fromIsChosenInItsMenu()
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

void TestRecordPage::aWrongOffsetIsMarkedAndNothingIsRead()
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

void TestRecordPage::offsetsOfEachPartition()
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

void TestRecordPage::aWrongTimeSaysWhy()
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

void TestRecordPage::untilIsChosenInItsMenu()
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

void TestRecordPage::partitionsAreChecked()
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

void TestRecordPage::isolationIsShownAndChosen()
{
    openLive();
    pick(field("isolationField"), QStringLiteral("read_uncommitted"));
    QTRY_COMPARE(reads(), 2);
    QCOMPARE(plan().isolation, Domain::IsolationLevel::Uncommitted);
    QCOMPARE(field("isolationField")->value(), QStringLiteral("read_uncommitted"));
}

void TestRecordPage::theFormatIsKeptForTheTopic()
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

void TestRecordPage::fieldsFoldIntoMore()
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

void TestRecordPage::scrollingUpHoldsTheViewAndCountsWhatIsNew()
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

void TestRecordPage::spaceHoldsAndResumes()
{
    openLive();
    QTest::keyClick(table(), Qt::Key_Space);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live, view held"));
    QTest::keyClick(table(), Qt::Key_Space);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
}

void TestRecordPage::pausesResumesAndStops()
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

void TestRecordPage::readingGoesOnWhileHidden()
{
    openLive();
    m_page->hide();
    read()->record({0, 3'500'000, 1'795'271'600'000, "k", "v"});
    read()->publish();
    QTRY_COMPARE(table()->table()->rowCount(), 401);
}

void TestRecordPage::anEmptyTopicSaysSo()
{
    m_script->setRecords("orders", {});
    open(QStringLiteral("orders"));
    QTRY_COMPARE(banner()->title(), QStringLiteral("Nothing to show yet."));
    QVERIFY(banner()->isVisible());
    QVERIFY2(banner()->detail().contains(QStringLiteral("New records appear here by themselves.")), qPrintable(banner()->detail()));
}

void TestRecordPage::nothingFromHereOffersTheBeginning()
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

void TestRecordPage::aFailureSaysWhyAndCanBeTriedAgain()
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

void TestRecordPage::aFailedPartitionIsNamed()
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

void TestRecordPage::theMostSevereNewsWins()
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

void TestRecordPage::theBudgetIsRaisedOrReadingGoesOnFromHere()
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
    QCOMPARE(std::get<Domain::AtOffset>(plan().fromPerPartition.at(Domain::PartitionId(1))).offset, Domain::Offset(3'400'020));
}

void TestRecordPage::theInspectorShowsTheCurrentRecord()
{
    openLive();
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(table()->model()->index(table()->topRow() + 1, RecordTable::ValueColumn)).center());
    const int row = table()->topRow() + 1;
    auto *inspector = child<QWidget>("inspector");
    const auto says = [inspector](const QString &text) {
        for (const QLabel *label : inspector->findChildren<QLabel *>())
            if (label->text().contains(text))
                return true;
        return false;
    };
    QTRY_VERIFY(says(cell(row, RecordTable::OffsetColumn)));
    QTest::keyClick(table(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(table()->currentIndex().row(), row + 1);
    QTRY_VERIFY(says(cell(row + 1, RecordTable::OffsetColumn)));
    QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(table()->currentIndex().row(), row);
}

void TestRecordPage::theInspectorTurns()
{
    openLive();
    auto *table = this->table();
    auto *inspector = child<QWidget>("inspector");
    QVERIFY(inspector->mapTo(m_page.get(), QPoint()).y() > table->mapTo(m_page.get(), QPoint()).y());
    QTest::keyClick(table, Qt::Key_Backslash, Qt::ControlModifier);
    QTRY_VERIFY(inspector->mapTo(m_page.get(), QPoint()).x() > table->mapTo(m_page.get(), QPoint()).x());
    QTest::keyClick(table, Qt::Key_Backslash, Qt::ControlModifier);
    QTRY_VERIFY(inspector->mapTo(m_page.get(), QPoint()).y() > table->mapTo(m_page.get(), QPoint()).y());
}

void TestRecordPage::copiesRecordsCellsAndCommands()
{
    openLive();
    table()->setFocus();
    table()->selectRow(0);
    QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith(QStringLiteral("{\"topic\":\"orders\",\"partition\":0,\"offset\":3400000,")), qPrintable(lines[0]));
    const auto act = [this](const QString &text) {
        for (QAction *action : m_page->recordActions())
            if (action->text() == text)
                return action->trigger();
        QFAIL(qPrintable(text));
    };
    table()->selectRow(0);
    QTest::keyClick(table(), Qt::Key_Right);
    act(QStringLiteral("Copy cell"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("3400000"));
    act(QStringLiteral("Copy key exactly"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("order-700183"));
    act(QStringLiteral("Copy value exactly"));
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("{\"orderId\":9007199254740993,")));
    act(QStringLiteral("Copy kcat command"));
    QVERIFY2(QApplication::clipboard()->text().contains(QStringLiteral("-t orders -p 0 -o 3400000")), qPrintable(QApplication::clipboard()->text()));
    table()->selectRow(8); // a tombstone
    act(QStringLiteral("Copy value exactly"));
    QTRY_VERIFY(banner()->isVisible());
    QCOMPARE(banner()->title(), QStringLiteral("The value is null: there is nothing to copy."));
}

void TestRecordPage::escapeStopsAScanButNotALiveTail()
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

void TestRecordPage::whatWasReleasedCanBeReadAgain()
{
    openLive();
    emit table()->readAgainRequested();
    QTRY_COMPARE(reads(), 2);
    QVERIFY(std::holds_alternative<Domain::UntilEnd>(plan().until));
}

void TestRecordPage::columnsAreKeptForTheTopic()
{
    openLive();
    auto *button = child<QToolButton>("columnsButton");
    QTimer::singleShot(0, this, [] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions())
            if (action->text() == QStringLiteral("Time"))
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        if (QWidget *popup = QApplication::activePopupWidget())
            popup->close();
    });
    const QByteArray before = m_preferences->columnState(QStringLiteral("shop"), QStringLiteral("orders"));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(m_preferences->columnState(QStringLiteral("shop"), QStringLiteral("orders")) != before);
    m_page.reset();
    open(QStringLiteral("orders"));
    QVERIFY(child<QHeaderView>("recordHeader")->isSectionHidden(RecordTable::TimeColumn));
    m_preferences->setColumnState(QStringLiteral("shop"), QStringLiteral("orders"), {});
}

void TestRecordPage::everyWidgetHasANameForTheEar()
{
    openLive();
    for (const QWidget *widget : m_page->findChildren<QWidget *>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->inherits("QScrollBar") || widget->focusProxy() || widget->inherits("QMenu"))
            continue;
        if (widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(QStringLiteral("%1 %2 in %3").arg(QLatin1String(widget->metaObject()->className()), widget->objectName(), widget->parentWidget()->objectName())));
    }
}

void TestRecordPage::noTwoActionsShareKeys()
{
    openLive();
    QHash<QString, QString> keys;
    for (const QAction *action : m_page->recordActions()) {
        if (action->shortcut().isEmpty())
            continue;
        const QString key = action->shortcut().toString();
        QVERIFY2(!keys.contains(key), qPrintable(key + u' ' + action->text() + u' ' + keys.value(key)));
        keys.insert(key, action->text());
    }
    QVERIFY(keys.contains(QStringLiteral("Ctrl+L")));
}

QTEST_MAIN(TestRecordPage)
#include "tst_recordpage.moc"
