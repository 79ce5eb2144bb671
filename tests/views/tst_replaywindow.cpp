// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include "session/replaysource.h"
#include "views/mainwindow/pagetabs.h"
#include "views/recordpage/recordpage.h"
#include "views/recordview/recordview.h"
#include "views/replaypage/replaypage.h"

#include <QAction>
#include <QDataStream>
#include <QPlainTextEdit>
#include <QStandardPaths>

using namespace ViewTest;

/// How one comes from records to a replay of them.
class tst_ReplayWindow : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true); // its journal of replays is not the user's
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void selectedRowsBecomeASource();
    void matchesBecomeASource();
    void everythingFromARecordOn();
    void topicsAreReplayedFromTheirMenu();
    void replaysAreNotOpenedAgain();

private:
    /// The window with the records of orders in front.
    void openRecords(Fixture &x)
    {
        addTopics(x);
        x.script->setRecords("orders", TestSupport::fakeRecords(3, 20));
        x.addProfile("local");
        x.show({1280, 800}, [&x](Session::ClusterSession &session, const QStringList &topics, QWidget *parent) -> QWidget * {
            return new Views::RecordPage(session, topics, x.preferences, x.appearance, parent);
        });
        x.connections.openSaved("id-local");
        QTRY_VERIFY(x.session() && x.session()->snapshot());
        x.window->openTopic(*x.session(), QStringLiteral("orders"));
        QTRY_COMPARE(x.find<Views::RecordView>("recordTable")->model()->rowCount(), 60);
    }
    static QAction *action(const Fixture &x, const char *name)
    {
        for (QAction *found : x.find<QWidget>("recordPage")->actions())
            if (found->objectName() == QLatin1String(name))
                return found;
        return nullptr;
    }
    static Views::ReplayPage *page(const Fixture &x) { return qobject_cast<Views::ReplayPage *>(x.find<Views::PageTabs>("pageTabs")->currentWidget()); }
};

void tst_ReplayWindow::selectedRowsBecomeASource()
{
    Fixture x;
    openRecords(x);
    auto *view = x.find<Views::RecordView>("recordTable");
    QVERIFY(!action(x, "replaySelectedAction")->isEnabled());
    view->selectRow(0);
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    action(x, "replaySelectedAction")->trigger();
    QTRY_VERIFY(page(x));
    std::size_t count = 0;
    for (const auto &[place, offsets] : page(x)->plan().source.only)
        count += offsets.size();
    QCOMPARE(count, std::size_t(3));
    QCOMPARE(page(x)->plan().source.connection, std::string("local"));
    QCOMPARE(x.find<Views::PageTabs>("pageTabs")->tabText(x.find<Views::PageTabs>("pageTabs")->currentIndex()), QStringLiteral("Replay 1"));
}

void tst_ReplayWindow::matchesBecomeASource()
{
    Fixture x;
    openRecords(x);
    QCOMPARE(action(x, "replayShownAction")->text(), QStringLiteral("Replay loaded records…"));
    x.find<QPlainTextEdit>("filterEdit")->setPlainText(QStringLiteral("\"offset\":7}"));
    QTRY_COMPARE(x.find<Views::RecordView>("recordTable")->model()->rowCount(), 3);
    QTRY_COMPARE(action(x, "replayShownAction")->text(), QStringLiteral("Replay matches…"));
    action(x, "replayShownAction")->trigger();
    QTRY_VERIFY(page(x));
    const auto only = page(x)->plan().source.only;
    QCOMPARE(only.size(), std::size_t(3));
    for (const auto &[place, offsets] : only)
        QCOMPARE(offsets, std::vector<Domain::Offset>{Domain::Offset(7)});
}

void tst_ReplayWindow::everythingFromARecordOn()
{
    Fixture x;
    openRecords(x);
    x.find<Views::RecordView>("recordTable")->selectRow(10);
    QCOMPARE(action(x, "replayFromHereAction")->shortcut(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    action(x, "replayFromHereAction")->trigger();
    QTRY_VERIFY(page(x));
    const Domain::ReadPlan read = page(x)->plan().source.read;
    QVERIFY(std::holds_alternative<Domain::AtTime>(read.from));
    QCOMPARE(read.fromPerPartition.size(), std::size_t(1));
    QVERIFY(std::holds_alternative<Domain::UntilEnd>(read.until));
}

void tst_ReplayWindow::topicsAreReplayedFromTheirMenu()
{
    Fixture x;
    openRecords(x);
    for (QAction *found : x.window->actions())
        if (found->text().remove(u'&') == QStringLiteral("Replay…"))
            found->trigger();
    QTRY_VERIFY(page(x));
    QCOMPARE(page(x)->plan().source.read.topics, std::vector<std::string>{"orders"});
    QCOMPARE(page(x)->plan().target.topic, std::string("orders.replayed")); // it would feed itself otherwise
}

void tst_ReplayWindow::replaysAreNotOpenedAgain()
{
    Fixture x;
    openRecords(x);
    x.window->openReplay(*x.session(), {Session::wholeTopics({"orders"})});
    QCOMPARE(x.find<Views::PageTabs>("pageTabs")->count(), 3);
    x.window->close();
    QByteArray layout;
    bool tree = true;
    QByteArray tabs;
    QDataStream stream(x.preferences.windowState());
    stream >> layout >> tree >> tabs;
    QCOMPARE(Views::PageOpener::fromSaved(tabs).size(), 2);
}

QTEST_MAIN(tst_ReplayWindow)
#include "tst_replaywindow.moc"
