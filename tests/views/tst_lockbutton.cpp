// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/settings/journalfixture.h"
#include "tests/support/fakewrites.h"
#include "tests/views/windowfixture.h"
#include "views/activity/activitypage.h"
#include "views/mainwindow/pagetabs.h"
#include "views/widgets/banner.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"
#include "views/widgets/nameedit.h"
#include "views/widgets/writeconfirmation.h"
#include "views/widgets/writereason.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QToolButton>

using ViewTest::Fixture;
using Views::NameEdit;
using Views::WriteConfirmation;
using Views::WriteReason;

/// The lock of the tool bar, what it does to everything that writes, the confirmation on production, and the page of the journal.
class TestLockButton : public QObject
{
    Q_OBJECT
private slots:
    void developmentIsAPlainSwitch();
    void readOnlyIsToldAndSwitched();
    void productionAsksForItsName();
    void theNameIsTyped();
    void cancelIsTheDefault();
    void theLockFollowsTheTabInFront();
    void closingLocksAgain();
    void aWritingControlSaysWhyItIsDisabled();
    void theConfirmationTellsAndAsks();
    void theConfirmationEndsWithTheLockAndTheConnection();
    void activityOpensAndLists();
    void activityTellsWhatIsWrong();

private:
    static Session::ClusterSession *open(Fixture &x, const std::string &name, Domain::Environment environment, bool readOnly = false)
    {
        ViewTest::addTopics(x);
        Domain::ConnectionProfile profile = x.addProfile(name, environment);
        profile.readOnly = readOnly || environment == Domain::Environment::Production;
        if (!x.profiles.save(profile))
            return nullptr;
        if (!x.window)
            x.show();
        x.connections.openSaved(profile.id);
        return x.session();
    }
    static QToolButton *lock(const Fixture &x) { return x.find<QToolButton>("writeLockButton"); }
    static QDialog *dialog(const Fixture &x, const char *name)
    {
        for (QDialog *candidate : x.window->findChildren<QDialog *>(QLatin1String(name)))
            if (candidate->isVisible())
                return candidate;
        return nullptr;
    }
};

void TestLockButton::developmentIsAPlainSwitch()
{
    Fixture x;
    x.show();
    QVERIFY(!lock(x)->isVisible());
    Session::ClusterSession *session = open(x, "local", Domain::Environment::Development);
    QVERIFY(session);
    QTRY_VERIFY(lock(x)->isVisible());
    QCOMPARE(lock(x)->text(), QStringLiteral("Writes allowed"));
    QCOMPARE(lock(x)->accessibleName(), lock(x)->text());
    QVERIFY(session->writeLock().mayWrite());
    QTest::mouseClick(lock(x), Qt::LeftButton);
    QCOMPARE(lock(x)->text(), QStringLiteral("Read-only"));
    QVERIFY(!session->writeLock().mayWrite());
    QTest::keyClick(x.window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(lock(x)->text(), QStringLiteral("Writes allowed"));
    QVERIFY(session->writeLock().mayWrite());
    QVERIFY(!dialog(x, "unlockDialog"));
}

void TestLockButton::readOnlyIsToldAndSwitched()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "staging", Domain::Environment::Staging, true);
    QTRY_COMPARE(lock(x)->text(), QStringLiteral("Read-only"));
    QVERIFY(lock(x)->toolTip().contains(QStringLiteral("staging")));
    QVERIFY(WriteReason::words(*session).contains(QStringLiteral("is read-only")));
    QTest::mouseClick(lock(x), Qt::LeftButton);
    QCOMPARE(lock(x)->text(), QStringLiteral("Writes allowed"));
    QVERIFY(WriteReason::words(*session).isEmpty());
}

void TestLockButton::productionAsksForItsName()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "shop production", Domain::Environment::Production);
    QTRY_COMPARE(lock(x)->text(), QStringLiteral("Read-only"));
    QVERIFY(WriteReason::words(*session).contains(QStringLiteral("production and locked")));
    QTest::mouseClick(lock(x), Qt::LeftButton);
    QDialog *asked = dialog(x, "unlockDialog");
    QVERIFY(asked);
    QVERIFY(!session->writeLock().mayWrite());
    QVERIFY(asked->findChild<QLabel *>(QStringLiteral("unlockMeaning"))->text().contains(QStringLiteral("10 min")));
    auto *name = asked->findChild<QLineEdit *>(QStringLiteral("confirmNameEdit"));
    auto *unlock = asked->findChild<QPushButton *>(QStringLiteral("unlockButton"));
    QVERIFY(!unlock->isEnabled());
    QTest::keyClicks(name, QStringLiteral("shop Production"));
    QVERIFY(!unlock->isEnabled());
    name->clear();
    QTest::keyClicks(name, QStringLiteral("shop production"));
    QVERIFY(unlock->isEnabled());
    QTest::mouseClick(unlock, Qt::LeftButton);
    QVERIFY(session->writeLock().mayWrite());
    QVERIFY2(QRegularExpression(QStringLiteral("^Writes allowed, (10:00|9:5\\d) left$")).match(lock(x)->text()).hasMatch(), qPrintable(lock(x)->text()));
    const QString before = lock(x)->text();
    QTRY_VERIFY(lock(x)->text() != before); // it counts
    QTest::mouseClick(lock(x), Qt::LeftButton); // and locks at once when asked to
    QVERIFY(!session->writeLock().mayWrite());
    QCOMPARE(lock(x)->text(), QStringLiteral("Read-only"));
}

void TestLockButton::theNameIsTyped()
{
    NameEdit edit("shop");
    edit.show();
    QVERIFY(QTest::qWaitForWindowExposed(&edit));
    QSignalSpy right(&edit, &NameEdit::rightChanged);
    QGuiApplication::clipboard()->setText(QStringLiteral("shop"));
    QTest::keySequence(&edit, QKeySequence(QKeySequence::Paste));
    QTest::keyClick(&edit, Qt::Key_Insert, Qt::ShiftModifier);
    QTest::mouseClick(&edit, Qt::MiddleButton);
    QContextMenuEvent menu(QContextMenuEvent::Mouse, {2, 2}, edit.mapToGlobal(QPoint(2, 2)));
    QCoreApplication::sendEvent(&edit, &menu);
    QVERIFY(!QApplication::activePopupWidget());
    QVERIFY(!edit.acceptDrops());
    QCOMPARE(edit.text(), QString());
    QTest::keyClicks(&edit, QStringLiteral("shop"));
    QCOMPARE(right.size(), 1);
    QVERIFY(edit.isRight());
    QTest::keyClick(&edit, Qt::Key_Backspace);
    QCOMPARE(right.size(), 2);
    QVERIFY(!edit.isRight());
}

void TestLockButton::cancelIsTheDefault()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "shop", Domain::Environment::Production);
    QTRY_VERIFY(lock(x)->isVisible());
    QTest::mouseClick(lock(x), Qt::LeftButton);
    QDialog *asked = dialog(x, "unlockDialog");
    auto *name = asked->findChild<QLineEdit *>(QStringLiteral("confirmNameEdit"));
    QTest::keyClicks(name, QStringLiteral("shop"));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(!dialog(x, "unlockDialog"));
    QVERIFY(!session->writeLock().mayWrite());
}

void TestLockButton::theLockFollowsTheTabInFront()
{
    Fixture x;
    open(x, "local", Domain::Environment::Development);
    Session::ClusterSession *production = open(x, "shop", Domain::Environment::Production);
    auto *tabs = x.window->findChild<Views::PageTabs *>();
    QTRY_COMPARE(tabs->count(), 2);
    QCOMPARE(lock(x)->text(), QStringLiteral("Read-only"));
    tabs->setCurrentIndex(0);
    QCOMPARE(lock(x)->text(), QStringLiteral("Writes allowed"));
    QVERIFY(production->unlockWrites("shop")); // in the other tab: nothing changes here
    QCOMPARE(lock(x)->text(), QStringLiteral("Writes allowed"));
    tabs->setCurrentIndex(1);
    QVERIFY(lock(x)->text().contains(QStringLiteral("left")));
}

void TestLockButton::closingLocksAgain()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "shop", Domain::Environment::Production);
    QVERIFY(session->unlockWrites("shop"));
    x.connections.close(session);
    QTRY_VERIFY(!lock(x)->isVisible());
    x.connections.openSaved("id-shop");
    QTRY_COMPARE(lock(x)->text(), QStringLiteral("Read-only"));
    QVERIFY(!x.session()->writeLock().mayWrite());

    // The gate, which outlives the connection, finds its lock closed.
    const Domain::ConnectionProfile profile = x.session()->profile();
    const auto gate = std::make_shared<TestSupport::FakeGate>(std::make_shared<Domain::WriteLock>(profile));
    x.script->setWrites(gate);
    auto other = std::make_unique<Session::ClusterSession>(profile, std::shared_ptr<Domain::Cluster>(TestSupport::fakeCluster(x.script)));
    QVERIFY(other->unlockWrites("shop"));
    QVERIFY(gate->lock()->mayWrite());
    other.reset();
    QVERIFY(!gate->lock()->mayWrite());
}

void TestLockButton::aWritingControlSaysWhyItIsDisabled()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "shop", Domain::Environment::Production);
    QPushButton button(QStringLiteral("Send"));
    button.setToolTip(QStringLiteral("Sends the records"));
    QAction action(QStringLiteral("Send"));
    WriteReason *reason = WriteReason::bind(&button, *session);
    WriteReason *ofAction = WriteReason::bind(&action, *session);
    QVERIFY(button.property("writes").toBool());
    QVERIFY(!button.isEnabled());
    QVERIFY(!action.isEnabled());
    QVERIFY(button.toolTip().contains(QStringLiteral("“shop” is production and locked")));
    QCOMPARE(button.accessibleDescription(), WriteReason::words(*session));
    QVERIFY(action.toolTip().contains(QStringLiteral("locked")));
    reason->setPossible(false, QStringLiteral("Choose a topic first"));
    QVERIFY(button.toolTip().contains(QStringLiteral("locked"))); // the lock comes first
    QVERIFY(session->unlockWrites("shop"));
    QVERIFY(!button.isEnabled());
    QCOMPARE(button.toolTip(), QStringLiteral("Choose a topic first"));
    QVERIFY(action.isEnabled());
    reason->setPossible(true);
    QVERIFY(button.isEnabled());
    QCOMPARE(button.toolTip(), QStringLiteral("Sends the records"));
    session->lockWrites();
    QVERIFY(!button.isEnabled());
    QVERIFY(reason->isLocked());
    reason->setSession(nullptr);
    QVERIFY(button.isEnabled());
    ofAction->setPossible(false);
    reason->setSession(session);
    x.connections.close(session);
    QTRY_VERIFY(!reason->isLocked()); // gone, and nobody was touched
}

void TestLockButton::theConfirmationTellsAndAsks()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "shop", Domain::Environment::Production);
    QVERIFY(session->unlockWrites("shop"));
    QVERIFY(WriteConfirmation::isNeeded(*session));
    const WriteConfirmation::Words words{.title = QStringLiteral("Send records"),
                                         .verb = QStringLiteral("Send 1,000 records"),
                                         .target = QStringLiteral("orders"),
                                         .facts = {{QStringLiteral("Records"), QStringLiteral("1,000")}},
                                         .effect = QStringLiteral("Records cannot be taken back.")};
    auto *asked = new WriteConfirmation(*session, words, x.appearance, x.window.get());
    QSignalSpy accepted(asked, &QDialog::accepted);
    asked->open();
    QStringList facts;
    for (const QLabel *label : asked->findChildren<QLabel *>(QStringLiteral("confirmFact")))
        facts.append(label->text());
    QCOMPARE(facts.join(u' '), QStringLiteral("orders 1,000"));
    QCOMPARE(asked->findChild<QLabel *>(QStringLiteral("confirmEffect"))->text(), words.effect);
    auto *confirm = asked->findChild<QPushButton *>(QStringLiteral("confirmWriteButton"));
    QCOMPARE(confirm->text(), words.verb);
    QVERIFY(!confirm->isEnabled());
    QVERIFY(asked->findChild<QPushButton *>(QStringLiteral("cancelButton"))->isDefault());
    QTest::keyClicks(asked->findChild<QLineEdit *>(QStringLiteral("confirmNameEdit")), QStringLiteral("shop"));
    QVERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
}

void TestLockButton::theConfirmationEndsWithTheLockAndTheConnection()
{
    Fixture x;
    Session::ClusterSession *session = open(x, "shop", Domain::Environment::Production);
    QVERIFY(session->unlockWrites("shop"));
    QPointer<WriteConfirmation> asked = new WriteConfirmation(*session, {.verb = QStringLiteral("Send")}, x.appearance, x.window.get());
    QSignalSpy rejected(asked, &QDialog::rejected);
    QSignalSpy accepted(asked, &QDialog::accepted);
    asked->open();
    QTest::keyClicks(asked->findChild<QLineEdit *>(QStringLiteral("confirmNameEdit")), QStringLiteral("shop"));
    session->lockWrites();
    QVERIFY(!asked->findChild<QPushButton *>(QStringLiteral("confirmWriteButton"))->isEnabled());
    QVERIFY(asked->findChild<QLabel *>(QStringLiteral("confirmLockedLabel"))->text().contains(QStringLiteral("locked")));
    x.connections.close(session);
    QTRY_COMPARE(rejected.size(), 1);
    QCOMPARE(accepted.size(), 0);
    QTRY_VERIFY(!asked);
}

void TestLockButton::activityOpensAndLists()
{
    const JournalTest::Folder journalFolder;
    Settings::JournalFile journal(journalFolder.path);
    Fixture x;
    open(x, "local", Domain::Environment::Development);
    auto *button = x.find<QToolButton>("activityButton");
    x.window->setJournalFolder(journalFolder.path);
    QTest::mouseClick(button, Qt::LeftButton);
    auto *page = x.find<Views::ActivityPage>("activityPage");
    QVERIFY(page && page->isVisible());
    auto *empty = page->findChild<Views::EmptyState *>();
    QTRY_COMPARE(empty->title(), QStringLiteral("Nothing has been written yet"));
    const auto first = journal.begin(JournalTest::place("shop"), JournalTest::intent("orders", 5));
    QVERIFY(first && journal.end(*first, {.outcome = Domain::Outcome::Done, .done = 5}));
    QVERIFY(journal.begin(JournalTest::place("local"), JournalTest::intent("payments", 7)).ok());
    auto *table = page->findChild<Views::ListTable *>(QStringLiteral("activityTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2); // without a key pressed
    QVERIFY(table->isVisible());
    auto *details = page->findChild<QPlainTextEdit *>(QStringLiteral("activityDetails"));
    QVERIFY(details->toPlainText().contains(QStringLiteral("Target: payments")));
    QTest::keyClicks(page->findChild<QLineEdit *>(QStringLiteral("activityConnectionEdit")), QStringLiteral("shop"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTRY_VERIFY(details->toPlainText().contains(QStringLiteral("Target: orders")));
    QTest::mouseClick(page->findChild<QPushButton *>(QStringLiteral("activityCopyButton")), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), details->toPlainText());
    QTest::keyClicks(page->findChild<QLineEdit *>(QStringLiteral("activityTopicEdit")), QStringLiteral("zzz"));
    QTRY_COMPARE(empty->title(), QStringLiteral("No entry for this connection and topic"));

    QCOMPARE(lock(x)->text(), QStringLiteral("Writes allowed")); // of the connection opened last: it is not closed
    // It belongs to no connection, opens once, and stays when connections go.
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(x.window->findChildren<Views::ActivityPage *>().size(), 1);
    x.connections.close(x.session());
    QTRY_VERIFY(x.connections.openClusters().empty());
    QVERIFY(page->isVisible());
    x.window->close(); // and is not among the tabs that are restored
    QVERIFY(x.preferences.save());
}

void TestLockButton::activityTellsWhatIsWrong()
{
    const JournalTest::Folder folder;
    Settings::JournalFile journal(folder.path);
    QVERIFY(journal.begin(JournalTest::place(), JournalTest::intent("orders")).ok());
    Fixture x;
    Views::ActivityPage page(folder.path, x.preferences, x.appearance);
    page.resize(1000, 700);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    auto *check = page.findChild<QPushButton *>(QStringLiteral("activityCheckButton"));
    auto *banner = page.findChild<Views::Banner *>(QStringLiteral("pageBanner"));
    QTRY_VERIFY(check->isVisible());
    QTest::mouseClick(check, Qt::LeftButton);
    QTRY_VERIFY(banner->isVisible());
    QCOMPARE(banner->kind(), Views::Banner::Kind::Success);
    QTRY_VERIFY(check->isEnabled());
    QVERIFY(folder.replace(folder.content().replace("orders", "Orders")));
    QTest::mouseClick(check, Qt::LeftButton);
    QTRY_COMPARE(banner->kind(), Views::Banner::Kind::Error);
    QVERIFY2(banner->title().contains(QStringLiteral("line 2")), qPrintable(banner->title()));
}

QTEST_MAIN(TestLockButton)
#include "tst_lockbutton.moc"
