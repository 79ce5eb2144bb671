// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/mainwindow.h"

#include "items/errortext.h"
#include "items/topictreemodel.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/preferences.h"
#include "views/appearance.h"
#include "views/mainwindow/actions.h"
#include "views/mainwindow/closequestion.h"
#include "views/mainwindow/clusterdock.h"
#include "views/mainwindow/environmentstripe.h"
#include "views/mainwindow/maintoolbar.h"
#include "views/mainwindow/pagetabs.h"
#include "views/mainwindow/windowstatus.h"
#include "views/topics/topicspage.h"
#include "views/tree/clustertree.h"
#include "views/welcome/welcomepage.h"
#include "views/widgets/banner.h"

#include <QAction>
#include <QCloseEvent>
#include <QDataStream>
#include <QDialog>
#include <QIcon>
#include <QLineEdit>
#include <QMenuBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int treeWidth = 252;
constexpr int narrowestWithTree = 900;

} // namespace

MainWindow::MainWindow(Session::Connections &connections, Session::Preferences &preferences, Appearance &appearance, RecordPageFactory recordPages,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_connections(connections)
    , m_preferences(preferences)
    , m_appearance(appearance)
    , m_actions(new Actions(preferences, this))
    , m_stripe(new EnvironmentStripe(appearance, this))
    , m_toolBar(new MainToolBar(connections, *m_actions, appearance, this))
    , m_dock(new ClusterDock(connections, preferences, appearance, this))
    , m_tabs(new PageTabs(appearance, this))
    , m_pages(new PageOpener(*m_tabs, preferences, appearance, std::move(recordPages), this))
    , m_welcome(new WelcomePage(connections, appearance, this))
    , m_notice(new Banner(appearance, this))
    , m_stack(new QStackedWidget(this))
    , m_status(new WindowStatus(preferences, appearance, *m_tabs, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/playhead.svg")));
    build();
    connectActions();
    connectTree();
    connectSession();
    restoreWindow();
    follow();
    m_welcome->setFocus();
    if (connections.profilesError()) {
        const Items::ErrorText words = Items::errorText(*connections.profilesError());
        showNotice(words.what, words.why.isEmpty() ? words.next : words.why + u' ' + words.next);
    }
}

MainWindow::~MainWindow()
{
    // Pages and models follow clusters that the session layer may close after this; none of their words may come back here.
    m_tabs->disconnect(this);
    m_connections.disconnect(this);
}

void MainWindow::build()
{
    auto *top = new QWidget(this);
    auto *menuBar = new QMenuBar(top);
    menuBar->setObjectName(QStringLiteral("menuBar"));
    menuBar->setAccessibleName(tr("Menus"));
    menuBar->setNativeMenuBar(false);
    m_actions->fillMenuBar(menuBar);
    auto *topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(0, 0, 0, 0);
    topColumn->setSpacing(0);
    topColumn->addWidget(m_stripe);
    topColumn->addWidget(menuBar);
    setMenuWidget(top);
    addToolBar(Qt::TopToolBarArea, m_toolBar);
    addDockWidget(Qt::LeftDockWidgetArea, m_dock);
    m_dock->installEventFilter(this);
    setStatusBar(m_status);

    m_notice->setObjectName(QStringLiteral("noticeBanner"));
    m_notice->setClosable(true);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_tabs);
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    setCentralWidget(centre);
    connect(m_tabs, &PageTabs::pagesChanged, this, &MainWindow::follow);
    connect(m_tabs, &PageTabs::menuWanted, this, &MainWindow::showTabMenu);
    m_actions->activity->setEnabled(false); // until it is known where the journal lies
}

/// Everything around the pages shows the connection of the page in front; where that has none, or without a page, the one opened last.
void MainWindow::follow()
{
    m_stack->setCurrentWidget(m_tabs->count() > 0 ? static_cast<QWidget *>(m_tabs) : m_welcome);
    Session::ClusterSession *session = m_tabs->session(m_tabs->currentIndex());
    const bool isOfNone = !session;
    for (Session::ClusterSession *open : m_connections.openClusters()) {
        if (isOfNone && open != m_closing)
            session = open;
    }
    m_stripe->setEnvironment(session ? std::optional(session->profile().environment) : std::nullopt);
    m_toolBar->setSession(session);
    m_toolBar->setPage(m_tabs->currentWidget());
    m_status->setSession(session);
    const PageKey key = m_tabs->key(m_tabs->currentIndex());
    if (m_tabs->count() > 0)
        m_dock->tree()->followPage(key.profileId, key.kind == PageKey::Kind::Brokers ? Items::TopicTreeModel::Kind::Brokers : Items::TopicTreeModel::Kind::Topics, key.topic);
    m_actions->offerPageActions(m_tabs->currentWidget() ? m_tabs->currentWidget()->actions() : QList<QAction *>());
    m_actions->closeTab->setEnabled(m_tabs->count() > 0);
    for (QAction *action : {m_actions->nextTab, m_actions->previousTab})
        action->setEnabled(m_tabs->count() > 1);
    const bool connected = session != nullptr;
    for (QAction *action : {m_actions->refresh, m_actions->newTab, m_actions->showTopics, m_actions->showBrokers, m_actions->disconnectCluster})
        action->setEnabled(connected);
    m_actions->produce->setEnabled(session && session->writeLock().reason() != Domain::WriteLock::Reason::Recording);
    m_actions->editConnection->setEnabled(session && !session->profile().isDemo);
    const QString page = m_tabs->tabText(m_tabs->currentIndex()).replace(QStringLiteral("&&"), QStringLiteral("&"));
    setWindowTitle(page.isEmpty() ? tr("Playhead") : tr("%1 – Playhead").arg(page));
}

Session::ClusterSession *MainWindow::currentSession() const
{
    if (Session::ClusterSession *session = m_tabs->session(m_tabs->currentIndex()))
        return session;
    if (Session::ClusterSession *session = m_dock->model().session(m_dock->tree()->currentIndex()))
        return session;
    return m_connections.openClusters().empty() ? nullptr : m_connections.openClusters().back();
}

std::pair<Session::ClusterSession *, QString> MainWindow::currentTopic() const
{
    const QModelIndex row = m_dock->tree()->currentIndex();
    const QString inTree = m_dock->model().topicName(row);
    if (m_dock->tree()->hasFocus() && !inTree.isEmpty())
        return {m_dock->model().session(row), inTree};
    const int tab = m_tabs->currentIndex();
    if (const auto *page = qobject_cast<const TopicsPage *>(m_tabs->widget(tab)); page && !page->currentTopic().isEmpty())
        return {m_tabs->session(tab), page->currentTopic()};
    if (const QString topic = m_tabs->key(tab).topic; !topic.isEmpty())
        return {m_tabs->session(tab), topic};
    return {inTree.isEmpty() ? nullptr : m_dock->model().session(row), inTree};
}

void MainWindow::openTopic(Session::ClusterSession &session, const QString &topic)
{
    m_pages->open(session, PageKey::Kind::Records, topic);
}

void MainWindow::openTogether(Session::ClusterSession &session, const QStringList &topics)
{
    m_pages->openTogether(session, topics);
}

void MainWindow::openTopics(Session::ClusterSession &session)
{
    m_pages->open(session, PageKey::Kind::Topics);
}

void MainWindow::openBrokers(Session::ClusterSession &session)
{
    m_pages->open(session, PageKey::Kind::Brokers);
}

void MainWindow::openTopicPage(Session::ClusterSession &session, const QString &topic)
{
    m_pages->open(session, PageKey::Kind::Partitions, topic);
}

ProducePage *MainWindow::openProduce(Session::ClusterSession &session, const QString &topic, bool inNewTab)
{
    return m_pages->openProduce(session, topic, inNewTab);
}

void MainWindow::setJournalFolder(const QString &folder)
{
    m_journalFolder = folder;
    m_actions->activity->setEnabled(true);
}

void MainWindow::showNotice(const QString &what, const QString &more)
{
    m_notice->display(Banner::Kind::Warning, what, QString(), more);
}

QPushButton *MainWindow::addNoticeButton(const QString &text)
{
    return m_notice->addButton(text);
}

void MainWindow::hideNotice()
{
    m_notice->hide();
}

ReplayPage *MainWindow::openReplay(Session::ClusterSession &session, const Session::ReplayStart &start)
{
    return m_pages->openReplay(session, m_connections, start);
}

void MainWindow::restoreWindow()
{
    resize(1280, 800);
    resizeDocks({m_dock}, {treeWidth}, Qt::Horizontal);
    restoreGeometry(m_preferences.windowGeometry());
    QByteArray layout;
    QDataStream stream(m_preferences.windowState());
    stream >> layout >> m_treeWanted;
    if (stream.status() != QDataStream::Ok)
        m_treeWanted = true;
    else
        restoreState(layout);
    m_actions->tree->setChecked(m_treeWanted);
    updateTreeVisibility();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QStringList questions = m_mayClose ? QStringList() : m_tabs->closeQuestions();
    if (!questions.isEmpty()) {
        event->ignore();
        QDialog *box = closeQuestion(questions, tr("Quit"), this);
        connect(box, &QDialog::accepted, this, [this] {
            m_mayClose = true;
            close();
        });
        box->open();
        return;
    }
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << saveState() << m_treeWanted << m_pages->savedTabs();
    m_preferences.setWindow(saveGeometry(), state);
    QMainWindow::closeEvent(event);
}

void MainWindow::restoreTabs()
{
    QByteArray layout;
    bool tree = true;
    QByteArray tabs;
    QDataStream stream(m_preferences.windowState());
    stream >> layout >> tree >> tabs;
    if (stream.status() != QDataStream::Ok)
        return;
    for (const PageKey &key : PageOpener::fromSaved(tabs))
        m_toRestore[key.profileId].append(key);
    const QStringList ids = m_toRestore.keys();
    for (const QString &id : ids) {
        const auto profile = m_connections.profile(id.toStdString());
        if (profile && profile->environment != Domain::Environment::Production)
            m_connections.openSaved(id.toStdString());
        else
            m_toRestore.remove(id);
    }
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    updateTreeVisibility();
}

void MainWindow::updateTreeVisibility()
{
    const int before = m_treeWidth; // showing the dock lays it out anew
    const bool visible = m_treeWanted && width() >= narrowestWithTree;
    const bool comesBack = visible && m_dock->isHidden();
    m_dock->setVisible(visible);
    if (comesBack && before > 0)
        resizeDocks({m_dock}, {before}, Qt::Horizontal);
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // A window that gets too narrow squeezes the tree before it hides it: that is not the width the user wants back.
    if (watched == m_dock && event->type() == QEvent::Resize && width() >= narrowestWithTree)
        m_treeWidth = m_dock->width();
    return QMainWindow::eventFilter(watched, event);
}

} // namespace Views
