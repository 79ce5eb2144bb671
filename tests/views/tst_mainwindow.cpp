// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include "items/itemroles.h"
#include "items/topiclistmodel.h"
#include "items/topictreemodel.h"
#include "views/mainwindow/clusterdock.h"
#include "views/mainwindow/pagetabs.h"
#include "views/topic/topicpage.h"
#include "views/tree/clustertree.h"
#include "views/widgets/badge.h"
#include "views/widgets/banner.h"
#include "views/widgets/listtable.h"
#include "views/widgets/toolbutton.h"

#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>

using namespace ViewTest;
using Kind = Items::TopicTreeModel::Kind;

class tst_MainWindow : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void welcomeListsConnectionsAndEnterOpens();
    void doubleClickInTheTreeOpensTheTopic();
    void spansAreRequestedForWhatIsInSight();
    void filterShowsMatchesAndSurvivesARefresh();
    void topicsPageFiltersAndMarksFavourites();
    void topicPageMarksWhatIsLeaderless();
    void environmentIsShownEverywhere();
    void refusedCredentialsOfferToTryAgain();
    void closingAConnectionClosesItsPages();
    void tabsAreRestoredButNotOfProduction();
    void treeHidesWhenNarrowAndOnDemand();
    void copyIsUngrouped();
    void everyActionIsInAMenuAndNoShortcutIsTwice();
    void everyFocusableWidgetHasAName();
    void themeAndTextSizeChangeLive();
};

namespace {

void clickRow(QAbstractItemView *view, const QModelIndex &index)
{
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

void doubleClickRow(QAbstractItemView *view, const QModelIndex &index)
{
    clickRow(view, index);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

} // namespace

void tst_MainWindow::welcomeListsConnectionsAndEnterOpens()
{
    Fixture x;
    addTopics(x);
    x.addProfile("shop", Domain::Environment::Production, "kafka-1:9093,kafka-2:9093");
    x.addProfile("local");
    x.show();
    QCOMPARE(x.window->windowTitle(), QStringLiteral("Playhead"));
    auto *table = x.find<Views::ListTable>("recentTable");
    QCOMPARE(table->model()->rowCount(), 2);
    auto *filter = x.find<QLineEdit>("welcomeFilterEdit");
    QTest::mouseClick(filter, Qt::LeftButton);
    QTest::keyClicks(filter, QStringLiteral("shop"));
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Production"));
    QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("kafka-1:9093 +1"));
    QCOMPARE(table->model()->index(0, 4).data().toString(), QStringLiteral("Read-only"));
    QVERIFY(x.connections.openClusters().empty());
    clickRow(table, table->model()->index(0, 0));
    QVERIFY2(x.connections.openClusters().empty(), "one click must not connect");
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(x.connections.openClusters().size(), 1u);
    QCOMPARE(x.session()->profile().name, std::string("shop"));
}

void tst_MainWindow::doubleClickInTheTreeOpensTheTopic()
{
    Fixture x;
    openLocal(x);
    auto *tree = x.find<Views::ClusterTree>("clusterTree");
    auto &model = x.window->findChild<Views::ClusterDock *>()->model();
    QTRY_VERIFY(model.topicIndex(QStringLiteral("id-local"), QStringLiteral("payments")).isValid());
    doubleClickRow(tree, model.topicIndex(QStringLiteral("id-local"), QStringLiteral("payments")));
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("payments"));
    const int before = tabs->count();
    doubleClickRow(tree, model.topicIndex(QStringLiteral("id-local"), QStringLiteral("payments")));
    QCOMPARE(tabs->count(), before); // the tab that has it is shown
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(tabs->count(), before + 1);
    QTest::mouseClick(tree->viewport(), Qt::MiddleButton, {}, tree->visualRect(model.topicIndex(QStringLiteral("id-local"), QStringLiteral("orders"))).center());
    QCOMPARE(tabs->count(), before + 2);
    QCOMPARE(x.window->windowTitle(), QStringLiteral("orders – Playhead"));
    QTest::keyClick(x.window.get(), Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE(tabs->count(), before + 1);
}

void tst_MainWindow::spansAreRequestedForWhatIsInSight()
{
    Fixture x;
    openLocal(x);
    auto &model = x.window->findChild<Views::ClusterDock *>()->model();
    const auto trailing = [&](const char *topic) { return model.topicIndex(QStringLiteral("id-local"), QLatin1String(topic)).data(Items::TrailingRole).toString(); };
    QTRY_COMPARE(trailing("orders"), QStringLiteral("≈ 6,003"));
    QTRY_COMPARE(trailing("payments"), QStringLiteral("≈ 20"));
    QTRY_COMPARE(trailing("orders.DLQ"), QStringLiteral("≈ 0"));
}

void tst_MainWindow::filterShowsMatchesAndSurvivesARefresh()
{
    Fixture x;
    openLocal(x);
    auto &model = x.window->findChild<Views::ClusterDock *>()->model();
    auto *edit = x.find<QLineEdit>("clusterFilterEdit");
    QTest::mouseClick(edit, Qt::LeftButton);
    QTest::keyClicks(edit, QStringLiteral("ORD"));
    const QModelIndex topics = model.sectionIndex(QStringLiteral("id-local"), Kind::Topics);
    QCOMPARE(model.rowCount(topics), 2);
    QCOMPARE(topics.data(Items::TrailingRole).toString(), QStringLiteral("2 of 3"));
    x.script->addTopic("orders.new", 1);
    QTest::keyClick(x.window.get(), Qt::Key_F5);
    QTRY_COMPARE(model.rowCount(model.sectionIndex(QStringLiteral("id-local"), Kind::Topics)), 3);
    QTest::keyClick(edit, Qt::Key_Escape);
    QCOMPARE(edit->text(), QString());
    QCOMPARE(model.rowCount(model.sectionIndex(QStringLiteral("id-local"), Kind::Topics)), 4);
}

void tst_MainWindow::topicsPageFiltersAndMarksFavourites()
{
    Fixture x;
    openLocal(x);
    auto *table = x.find<Views::ListTable>("topicTable");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QTRY_COMPARE(table->model()->index(0, Items::TopicListModel::Span).data().toString(), QStringLiteral("≈ 6,003"));
    QCOMPARE(x.find<QLabel>("pageFacts")->text(), QStringLiteral("3 topics"));
    const QRect cell = table->visualRect(table->model()->index(2, 0));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 14, cell.center().y()));
    QCOMPARE(x.preferences.favouriteTopics(QStringLiteral("id-local")), QStringList(QStringLiteral("payments")));
    auto &model = x.window->findChild<Views::ClusterDock *>()->model();
    const QModelIndex favourites = model.sectionIndex(QStringLiteral("id-local"), Kind::Favourites);
    QVERIFY(favourites.isValid());
    QCOMPARE(model.index(0, 0, favourites).data().toString(), QStringLiteral("payments"));
    QTest::keyClick(x.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto *filter = x.find<QLineEdit>("topicFilterEdit");
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("dlq"));
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(x.find<QLabel>("pageFacts")->text(), QStringLiteral("1 of 3 topics"));
    QTest::keyClicks(filter, QStringLiteral("zz"));
    QVERIFY(!table->isVisible());
}

void tst_MainWindow::topicPageMarksWhatIsLeaderless()
{
    Fixture x;
    addTopics(x);
    Domain::ClusterSnapshot snapshot = x.script->snapshot();
    snapshot.topics[0].partitions[1].leader.reset();
    x.script->setSnapshot(snapshot);
    x.addProfile("local");
    x.show();
    x.connections.openSaved("id-local");
    QTRY_VERIFY(x.session() && x.session()->snapshot());
    x.window->openTopicPage(*x.session(), QStringLiteral("orders"));
    auto *table = x.find<Views::ListTable>("partitionTable");
    QCOMPARE(table->model()->rowCount(), 3);
    QCOMPARE(table->model()->index(1, 1).data().toString(), QStringLiteral("no leader"));
    QTRY_COMPARE(table->model()->index(0, 5).data().toString(), QStringLiteral("2,000"));
    QTRY_VERIFY(x.window->findChild<Views::TopicPage *>()->findChild<QLabel *>(QStringLiteral("pageFacts"))->text().contains(QStringLiteral("1 without a leader")));
    x.window->openTopicPage(*x.session(), QStringLiteral("nowhere"));
    QTRY_VERIFY(!x.window->findChild<Views::PageTabs *>()->currentWidget()->findChild<Views::ListTable *>()->isVisible());
}

void tst_MainWindow::environmentIsShownEverywhere()
{
    Fixture x;
    addTopics(x);
    x.addProfile("shop", Domain::Environment::Production);
    x.show();
    QVERIFY(!x.find<Views::Badge>("environmentBadge")->isVisible());
    x.connections.openSaved("id-shop");
    QTRY_VERIFY(x.find<Views::Badge>("environmentBadge")->isVisible());
    QCOMPARE(x.find<Views::Badge>("environmentBadge")->text(), QStringLiteral("PRODUCTION"));
    QCOMPARE(x.find<Views::FieldButton>("connectionButton")->value(), QStringLiteral("shop"));
    auto *stripe = x.find<QWidget>("environmentStripe");
    QCOMPARE(stripe->height(), 3);
    QCOMPARE(stripe->grab().toImage().pixelColor(10, 1), x.appearance.theme().prod);
    QTRY_VERIFY(x.find<QLabel>("statusConnection")->text().startsWith(QStringLiteral("shop")));
}

void tst_MainWindow::refusedCredentialsOfferToTryAgain()
{
    Fixture x;
    const Domain::Error refused{Domain::ErrorCode::AuthenticationFailed, {{"host", "kafka"}, {"port", "9093"}, {"mechanism", "PLAIN"}, {"user", "me"}}};
    x.script->setMetadataError(refused);
    Domain::ConnectionState state;
    state.kind = Domain::ConnectionState::Kind::Refused;
    state.error = refused;
    x.script->setConnection(state);
    x.addProfile("shop");
    x.show();
    x.connections.openSaved("id-shop");
    QPushButton *again = nullptr;
    QTRY_VERIFY((again = x.window->findChild<QPushButton *>(QStringLiteral("tryAgainButton"))) && again->isVisible());
    const int asked = x.script->metadataRequests();
    x.script->setMetadataError(std::nullopt);
    addTopics(x);
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY(x.script->metadataRequests() > asked);
    QTRY_VERIFY(x.session() && x.session()->snapshot());
    QTRY_COMPARE(x.find<Views::ListTable>("topicTable")->model()->rowCount(), 3);
}

void tst_MainWindow::closingAConnectionClosesItsPages()
{
    Fixture x;
    openLocal(x);
    x.window->openTopicPage(*x.session(), QStringLiteral("orders"));
    x.window->openBrokers(*x.session());
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    QCOMPARE(tabs->count(), 3);
    while (tabs->count() > 0)
        tabs->closePage(0);
    QVERIFY(x.find<QWidget>("welcomePage")->isVisible());
    QCOMPARE(x.find<Views::FieldButton>("connectionButton")->value(), QStringLiteral("local")); // still open
    x.window->openBrokers(*x.session());
    x.connections.close(x.session());
    QCOMPARE(x.find<Views::FieldButton>("connectionButton")->value(), QStringLiteral("No connection"));
    QCOMPARE(tabs->count(), 0);
    QVERIFY(x.find<QWidget>("welcomePage")->isVisible());
    QTRY_COMPARE(x.find<QLabel>("statusConnection")->text(), QStringLiteral("Not connected"));
}

void tst_MainWindow::tabsAreRestoredButNotOfProduction()
{
    Fixture x;
    openLocal(x);
    x.addProfile("shop", Domain::Environment::Production);
    x.window->openTopicPage(*x.session(), QStringLiteral("orders"));
    x.connections.openSaved("id-shop");
    QTRY_COMPARE(x.connections.openClusters().size(), 2u);
    x.window->close();
    x.window.reset();
    while (!x.connections.openClusters().empty())
        x.connections.close(x.connections.openClusters().back());
    x.show();
    x.window->restoreTabs();
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    QTRY_COMPARE(tabs->count(), 2);
    QCOMPARE(tabs->tabText(0), QStringLiteral("Topics"));
    QCOMPARE(tabs->tabText(1), QStringLiteral("orders: partitions"));
    QCOMPARE(x.connections.openClusters().size(), 1u);
    QCOMPARE(x.session()->profile().name, std::string("local"));
}

void tst_MainWindow::treeHidesWhenNarrowAndOnDemand()
{
    Fixture x;
    openLocal(x);
    auto *dock = x.find<QWidget>("clusterDock");
    QVERIFY(dock->isVisible());
    QTest::keyClick(x.window.get(), Qt::Key_B, Qt::ControlModifier);
    QVERIFY(!dock->isVisible());
    QTest::keyClick(x.window.get(), Qt::Key_B, Qt::ControlModifier);
    QVERIFY(dock->isVisible());
    const int width = dock->width();
    x.window->resize(600, 700);
    QTRY_VERIFY(!dock->isVisible());
    x.window->resize(1024, 700);
    QTRY_VERIFY(dock->isVisible());
    QTRY_COMPARE(dock->width(), width);
}

void tst_MainWindow::copyIsUngrouped()
{
    Fixture x;
    openLocal(x);
    auto *table = x.find<Views::ListTable>("topicTable");
    QTRY_COMPARE(table->model()->index(0, Items::TopicListModel::Span).data().toString(), QStringLiteral("≈ 6,003"));
    clickRow(table, table->model()->index(0, 0));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("orders\t3\t1\t6003\t0\t"));
    QGuiApplication::clipboard()->clear();
    for (QAction *action : x.window->actions()) {
        if (action->text() == QStringLiteral("&Copy"))
            action->trigger(); // as the menu does
    }
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("orders\t3\t1\t6003\t0\t"));
}

void tst_MainWindow::everyActionIsInAMenuAndNoShortcutIsTwice()
{
    Fixture x;
    openLocal(x);
    QSet<QAction *> inMenus;
    const auto menus = x.find<QMenuBar>("menuBar")->findChildren<QMenu *>();
    for (const QMenu *menu : menus) {
        for (QAction *action : menu->actions())
            inMenus.insert(action);
    }
    QHash<QString, QString> taken;
    for (QAction *action : x.window->actions()) {
        QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
        for (const QKeySequence &keys : action->shortcuts()) {
            QVERIFY2(!taken.contains(keys.toString()), qPrintable(QStringLiteral("%1: %2 and %3").arg(keys.toString(), action->text(), taken.value(keys.toString()))));
            taken.insert(keys.toString(), action->text());
        }
    }
    QVERIFY(taken.size() > 15);
}

void tst_MainWindow::everyFocusableWidgetHasAName()
{
    Fixture x;
    openLocal(x);
    x.window->openTopicPage(*x.session(), QStringLiteral("orders"));
    x.window->openBrokers(*x.session());
    x.window->editConnection(QString());
    QStringList nameless;
    for (const QWidget *widget : x.window->findChildren<QWidget *>()) {
        const bool isPart = QByteArray(widget->metaObject()->className()).startsWith("QLineEditIcon") || widget->objectName().startsWith(QLatin1String("qt_"));
        if (widget->focusPolicy() == Qt::NoFocus || isPart || qobject_cast<const QMenu *>(widget) || widget->inherits("QComboBoxListView") || widget->inherits("QComboBoxPrivateContainer"))
            continue;
        if (widget->accessibleName().isEmpty())
            nameless.append(QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName());
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

void tst_MainWindow::themeAndTextSizeChangeLive()
{
    Fixture x;
    x.preferences.setTheme(Session::ThemeChoice::Light);
    openLocal(x);
    const int row = x.appearance.rowHeight();
    QVERIFY(!x.appearance.theme().isDark);
    x.preferences.setTheme(Session::ThemeChoice::Dark);
    QVERIFY(x.appearance.theme().isDark);
    QCOMPARE(x.window->palette().color(QPalette::Window), x.appearance.theme().window);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(x.window.get(), Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(x.preferences.zoomSteps(), 10); // 200 %
    QVERIFY(x.appearance.rowHeight() > row * 17 / 10);
    QTest::keyClick(x.window.get(), Qt::Key_0, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(x.appearance.rowHeight(), row);
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
