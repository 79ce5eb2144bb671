// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include "items/brokerlistmodel.h"
#include "items/topictreemodel.h"
#include "views/mainwindow/clusterdock.h"
#include "views/mainwindow/pagetabs.h"
#include "views/tree/clustertree.h"
#include "views/widgets/listtable.h"

#include <QHeaderView>
#include <QLineEdit>

using namespace ViewTest;
using Kind = Items::TopicTreeModel::Kind;

/// Pages in their window: what keys, tree and tabs do together.
class tst_WindowPages : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void keysLeadFromTheTopicFilterToTheTopic();
    void brokersPageLeavesOutColumnsThatSayNothing();
    void treeFollowsThePage();
    void tabsGoRoundByKeys();
    void toolRowIsNoHigherThanItsControlsAsk();
};

void tst_WindowPages::keysLeadFromTheTopicFilterToTheTopic()
{
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Return}) {
        Fixture x;
        openLocal(x);
        auto *table = x.find<Views::ListTable>("topicTable");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        auto *filter = x.find<QLineEdit>("topicFilterEdit");
        filter->setFocus();
        QTest::keyClicks(filter, QStringLiteral("pay"));
        QTest::keyClick(filter, key);
        QVERIFY(table->hasFocus());
        QTest::keyClick(table, Qt::Key_Return);
        auto *tabs = x.find<Views::PageTabs>("pageTabs");
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("payments"));
    }
}

void tst_WindowPages::brokersPageLeavesOutColumnsThatSayNothing()
{
    Fixture x;
    openLocal(x);
    x.window->openBrokers(*x.session());
    auto *table = x.find<Views::ListTable>("brokerTable");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    auto *facts = table->parentWidget()->findChild<QLabel *>(QStringLiteral("pageFacts"));
    QVERIFY(facts->text().contains(QStringLiteral("controller unknown")));
    QVERIFY(table->header()->isSectionHidden(Items::BrokerListModel::Role));
    QVERIFY(table->header()->isSectionHidden(Items::BrokerListModel::State));

    Domain::ClusterSnapshot snapshot = x.script->snapshot();
    snapshot.controller = snapshot.brokers.front().id;
    x.script->setSnapshot(snapshot);
    Domain::ConnectionState state;
    state.kind = Domain::ConnectionState::Kind::Up;
    state.brokersDown.emplace_back(snapshot.brokers.front().id, Domain::Error{Domain::ErrorCode::ConnectionRefused});
    x.script->setConnection(state);
    QTest::keyClick(x.window.get(), Qt::Key_F5);
    QTRY_VERIFY(!table->header()->isSectionHidden(Items::BrokerListModel::Role));
    QTRY_VERIFY(!table->header()->isSectionHidden(Items::BrokerListModel::State));
    QVERIFY(!facts->text().contains(QStringLiteral("controller")));
    QVERIFY2(table->header()->length() <= table->viewport()->width(), "the columns share the room");
}

void tst_WindowPages::treeFollowsThePage()
{
    Fixture x;
    addTopics(x);
    x.addProfile("local");
    x.script->hold(); // the page is open before the tree has a row for it
    x.show();
    x.connections.openSaved("id-local");
    x.window->openTopic(*x.session(), QStringLiteral("payments"));
    x.script->release();
    auto *tree = x.find<Views::ClusterTree>("clusterTree");
    QTRY_COMPARE(tree->currentIndex().data().toString(), QStringLiteral("payments"));
    auto &model = x.window->findChild<Views::ClusterDock *>()->model();
    x.window->openBrokers(*x.session());
    QCOMPARE(model.kind(tree->currentIndex()), Kind::Brokers);
    x.window->openTopics(*x.session());
    QCOMPARE(model.kind(tree->currentIndex()), Kind::Topics);
}

void tst_WindowPages::tabsGoRoundByKeys()
{
    Fixture x;
    openLocal(x);
    x.window->openBrokers(*x.session());
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    QCOMPARE(tabs->currentIndex(), 1);
    QTest::keyClick(x.window.get(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(tabs->currentIndex(), 0);
    // With Shift, X11 and Wayland send Backtab.
    QTest::keyClick(x.window.get(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tabs->currentIndex(), 1);
    QTest::keyClick(x.window.get(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tabs->currentIndex(), 0);
}

void tst_WindowPages::toolRowIsNoHigherThanItsControlsAsk()
{
    Fixture x;
    openLocal(x);
    const int line = 1;
    QCOMPARE(x.find<QWidget>("mainToolBar")->height(), x.appearance.controlHeight() + 10 + line);
}

QTEST_MAIN(tst_WindowPages)
#include "tst_windowpages.moc"
