// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include "items/brokerlistmodel.h"
#include "items/topictreemodel.h"
#include "views/mainwindow/clusterdock.h"
#include "views/mainwindow/pagetabs.h"
#include "views/tree/clustertree.h"
#include "views/widgets/listtable.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>

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
    void topicsSelectedInTheTreeOpenTogether();
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

void tst_WindowPages::topicsSelectedInTheTreeOpenTogether()
{
    Fixture x;
    addTopics(x);
    x.addProfile("local");
    QStringList asked;
    x.show({1440, 900}, [&asked](Session::ClusterSession &, const QStringList &topics, QWidget *parent) {
        asked = topics;
        return new QLabel(topics.join(u'+'), parent);
    });
    x.connections.openSaved("id-local");
    QTRY_VERIFY(x.session() && x.session()->snapshot());
    auto *tree = x.find<Views::ClusterTree>("clusterTree");
    auto *dock = x.find<Views::ClusterDock>("clusterDock");
    const auto place = [&](const QString &topic) { return tree->visualRect(dock->model().topicIndex(QStringLiteral("id-local"), topic)).center(); };
    QTRY_VERIFY(place(QStringLiteral("orders")).y() > 0);
    tree->expandAll();
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, place(QStringLiteral("orders")));
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, Qt::ControlModifier, place(QStringLiteral("payments")));
    bool found = false;
    QTimer::singleShot(0, x.window.get(), [&found] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text() != u"Open 2 topics together")
                continue;
            found = true;
            return QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        }
        menu->close();
    });
    const QPoint at = place(QStringLiteral("payments"));
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, tree->viewport()->mapToGlobal(at));
    QApplication::sendEvent(tree->viewport(), &event);
    QVERIFY(found);
    QCOMPARE(asked, (QStringList{QStringLiteral("orders"), QStringLiteral("payments")}));
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    QVERIFY2(tabs->tabText(tabs->currentIndex()).contains(QStringLiteral("orders")), qPrintable(tabs->tabText(tabs->currentIndex())));
}

QTEST_MAIN(tst_WindowPages)
#include "tst_windowpages.moc"
