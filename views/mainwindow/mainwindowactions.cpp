// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/mainwindow.h"

#include "items/errortext.h"
#include "items/safetext.h"
#include "items/topictreemodel.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/replaysource.h"
#include "views/appearance.h"
#include "views/connection/connectiondialog.h"
#include "views/mainwindow/actions.h"
#include "views/mainwindow/closequestion.h"
#include "views/mainwindow/clusterdock.h"
#include "views/mainwindow/helpdialogs.h"
#include "views/mainwindow/maintoolbar.h"
#include "views/mainwindow/pagetabs.h"
#include "views/mainwindow/recordingopening.h"
#include "views/mainwindow/windowstatus.h"
#include "views/replaypage/reenactment.h"
#include "views/replaypage/replaypage.h"
#include "views/tree/clustertree.h"
#include "views/welcome/welcomepage.h"
#include "views/widgets/banner.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>

// What the window does when something is wanted of it; how it is put together is in mainwindow.cpp.

namespace Views {

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto &&what) { connect(action, &QAction::triggered, this, std::forward<decltype(what)>(what)); };
    on(m_actions->newConnection, [this] { editConnection(QString()); });
    on(m_actions->openRecording, [this] { chooseRecording(*this, m_connections); });
    on(m_actions->demo, [this] { openDemo(); });
    on(m_actions->editConnection, [this] {
        if (const Session::ClusterSession *session = currentSession())
            editConnection(QString::fromStdString(session->profile().id));
    });
    on(m_actions->disconnectCluster, [this] {
        if (Session::ClusterSession *session = currentSession())
            disconnectFrom(*session);
    });
    on(m_actions->newTab, [this] {
        if (Session::ClusterSession *session = currentSession()) {
            m_pages->open(*session, PageKey::Kind::Topics, QString(), true);
            focusFilter();
        }
    });
    on(m_actions->closeTab, [this] { m_tabs->askToClose(m_tabs->currentIndex()); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->copy, [this] { sendCopy(); });
    on(m_actions->filterTopics, [this] { focusFilter(); });
    on(m_actions->settings, [this] { m_toolBar->openSettingsMenu(); });
    on(m_actions->tree, [this](bool shown) {
        m_treeWanted = shown;
        updateTreeVisibility();
    });
    on(m_actions->nextTab, [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % std::max(1, m_tabs->count())); });
    on(m_actions->previousTab, [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % std::max(1, m_tabs->count())); });
    on(m_actions->nextRegion, [this] { moveRegion(1); });
    on(m_actions->previousRegion, [this] { moveRegion(-1); });
    on(m_actions->refresh, [this] {
        if (Session::ClusterSession *session = currentSession())
            session->refresh();
    });
    const auto onTopic = [this, on](QAction *action, auto what) {
        on(action, [this, what] {
            if (const auto [session, topic] = currentTopic(); session)
                what(*session, topic);
        });
    };
    onTopic(m_actions->readRecords, [this](Session::ClusterSession &session, const QString &topic) { openTopic(session, topic); });
    onTopic(m_actions->readInNewTab, [this](Session::ClusterSession &session, const QString &topic) { m_pages->open(session, PageKey::Kind::Records, topic, true); });
    on(m_actions->produce, [this] {
        if (const auto [session, topic] = currentTopic(); session)
            openProduce(*session, topic);
        else if (Session::ClusterSession *current = currentSession())
            openProduce(*current, {});
    });
    onTopic(m_actions->replayTopic, [this](Session::ClusterSession &session, const QString &topic) { openReplay(session, {Session::wholeTopics({topic.toStdString()})}); });
    on(m_actions->reenact, [this] { chooseReenactment(*this, m_connections, currentSession()); });
    on(m_actions->replays, [this] {
        if (Session::ClusterSession *session = currentSession())
            openReplay(*session, {Session::wholeTopics({})})->showRun({});
    });
    onTopic(m_actions->showPartitions, [this](Session::ClusterSession &session, const QString &topic) { openTopicPage(session, topic); });
    onTopic(m_actions->favourite, [this](Session::ClusterSession &session, const QString &topic) { toggleFavourite(session, topic); });
    on(m_actions->showTopics, [this] {
        if (Session::ClusterSession *session = currentSession())
            openTopics(*session);
    });
    on(m_actions->showBrokers, [this] {
        if (Session::ClusterSession *session = currentSession())
            openBrokers(*session);
    });
    on(m_actions->activity, [this] { m_pages->openActivity(m_journalFolder); });
    connect(m_status, &WindowStatus::activityWanted, m_actions->activity, &QAction::trigger);
    on(m_actions->help, [this] {
        QList<QAction *> actions = m_actions->all();
        if (m_tabs->currentWidget())
            actions.append(m_tabs->currentWidget()->actions());
        showShortcuts(actions, m_appearance, this);
    });
    on(m_actions->about, [this] { showAbout(m_appearance, this); });
    connect(m_toolBar, &MainToolBar::connectionWanted, this, &MainWindow::openConnection);
    connect(m_welcome, &WelcomePage::newConnectionWanted, m_actions->newConnection, &QAction::trigger);
    connect(m_welcome, &WelcomePage::demoWanted, this, &MainWindow::openDemo);
    connect(m_welcome, &WelcomePage::connectionWanted, this, &MainWindow::openConnection);
    connect(m_welcome, &WelcomePage::editWanted, this, &MainWindow::editConnection);
    connect(m_welcome, &WelcomePage::removeWanted, this, &MainWindow::removeConnection);
    connect(m_pages, &PageOpener::replayWanted, this, [this](Session::ClusterSession *session, const Session::ReplayStart &start) { openReplay(*session, start); });
    connect(m_pages, &PageOpener::reconnectWanted, this, &MainWindow::reconnect);
    connect(m_pages, &PageOpener::editWanted, this, &MainWindow::editConnection);
}

void MainWindow::connectTree()
{
    ClusterTree *tree = m_dock->tree();
    connect(m_dock, &ClusterDock::newConnectionWanted, m_actions->newConnection, &QAction::trigger);
    connect(tree, &ClusterTree::connectionWanted, this, &MainWindow::openConnection);
    connect(tree, &ClusterTree::topicWanted, this, [this](Session::ClusterSession *session, const QString &topic, bool inNewTab) {
        m_pages->open(*session, PageKey::Kind::Records, topic, inNewTab);
    });
    connect(tree, &ClusterTree::togetherWanted, this, [this](Session::ClusterSession *session, const QStringList &topics, bool inNewTab) {
        m_pages->openTogether(*session, topics, inNewTab);
    });
    connect(tree, &ClusterTree::topicsWanted, this, [this](Session::ClusterSession *session) { openTopics(*session); });
    connect(tree, &ClusterTree::brokersWanted, this, [this](Session::ClusterSession *session) { openBrokers(*session); });
    connect(tree, &ClusterTree::menuWanted, this, &MainWindow::showTreeMenu);
}

void MainWindow::connectSession()
{
    connect(&m_connections, &Session::Connections::opened, this, &MainWindow::opened);
    connect(&m_connections, &Session::Connections::aboutToClose, this, [this](Session::ClusterSession *session) {
        m_closing = session;
        m_status->setSession(nullptr);
        m_tabs->closePagesOf(session);
        follow();
    });
    connect(&m_connections, &Session::Connections::secretsMissing, this, [this](const QString &profileId, const Domain::Error &error) {
        m_toRestore.remove(profileId);
        const Items::ErrorText words = Items::errorText(error);
        const auto profile = m_connections.profile(profileId.toStdString());
        const QString name = profile ? Items::safeText(profile->name) : QString();
        showNotice(tr("“%1” was not opened. %2").arg(name, words.what), words.why.isEmpty() ? words.next : words.why + u' ' + words.next);
        connect(m_notice->addButton(tr("Edit connection…")), &QPushButton::clicked, this, [this, profileId] { editConnection(profileId); });
    });
}

void MainWindow::opened(Session::ClusterSession *session)
{
    m_closing = nullptr;
    const QString id = QString::fromStdString(session->profile().id);
    const QList<PageKey> keys = m_toRestore.take(id);
    for (const PageKey &key : keys)
        m_pages->open(*session, key, true);
    if (keys.isEmpty())
        openTopics(*session);
    follow();
}

void MainWindow::openConnection(const QString &profileId)
{
    if (Session::ClusterSession *session = m_connections.openCluster(profileId.toStdString()))
        opened(session);
    else
        m_connections.openSaved(profileId.toStdString());
}

void MainWindow::disconnectFrom(Session::ClusterSession &session)
{
    const QStringList questions = m_tabs->closeQuestions(&session);
    if (questions.isEmpty())
        return m_connections.close(&session);
    QDialog *box = closeQuestion(questions, tr("Disconnect"), this);
    connect(box, &QDialog::accepted, this, [this, id = session.profile().id] {
        if (Session::ClusterSession *open = m_connections.openCluster(id))
            m_connections.close(open);
    });
    box->open();
}

void MainWindow::openDemo()
{
    // The demo's cluster belongs to the program, not to the window.
    if (Session::ClusterSession *session = m_connections.openCluster("demo"))
        openTopics(*session);
    else
        emit demoWanted();
}

void MainWindow::reconnect(const QString &profileId)
{
    if (Session::ClusterSession *session = m_connections.openCluster(profileId.toStdString()))
        m_connections.close(session);
    m_connections.openSaved(profileId.toStdString());
}

void MainWindow::editConnection(const QString &profileId)
{
    const auto profile = profileId.isEmpty() ? std::nullopt : m_connections.profile(profileId.toStdString());
    auto *dialog = new ConnectionDialog(m_connections, m_appearance, profile, this);
    connect(dialog, &ConnectionDialog::saved, this, &MainWindow::saved);
    dialog->open();
}

void MainWindow::saved(const QString &profileId, bool connect, bool secretsForThisRunOnly)
{
    if (secretsForThisRunOnly)
        showNotice(tr("There is no keyring here: password and passphrase are kept for this run only."), tr("The rest of the connection is saved. At the next start Playhead asks for them again."));
    if (connect)
        reconnect(profileId);
}

void MainWindow::removeConnection(const QString &profileId)
{
    const auto profile = m_connections.profile(profileId.toStdString());
    if (!profile)
        return;
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Remove connection"), QString(), QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("removeConnectionBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Remove the connection “%1”?").arg(Items::safeText(profile->name)));
    box->setInformativeText(tr("Its settings and its secrets in the keyring are removed. The cluster is not touched."));
    QPushButton *remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    remove->setProperty("kind", QStringLiteral("destructive"));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, id = profile->id] {
        if (Session::ClusterSession *session = m_connections.openCluster(id))
            m_connections.close(session);
        if (const Domain::Status status = m_connections.remove(id); !status)
            showNotice(Items::errorText(status.error()).what, Items::errorText(status.error()).next);
    });
    box->open();
}

void MainWindow::toggleFavourite(Session::ClusterSession &session, const QString &topic)
{
    Items::TopicTreeModel &model = m_dock->model();
    const QModelIndex index = model.topicIndex(QString::fromStdString(session.profile().id), topic);
    model.setFavourite(session, topic, !model.isFavourite(index));
}

void MainWindow::showTreeMenu(const QModelIndex &index, const QPoint &position)
{
    Items::TopicTreeModel &model = m_dock->model();
    const QString profileId = model.profileId(index);
    Session::ClusterSession *session = model.session(index);
    const QString topic = model.topicName(index);
    QMenu menu(this);
    const auto add = [this, &menu](const QString &text, auto what) { connect(menu.addAction(text), &QAction::triggered, this, what); };
    const QStringList selected = m_dock->tree()->selectedTopics(session);
    if (session && selected.size() > 1 && selected.contains(topic)) {
        add(tr("Open %1 topics together").arg(selected.size()), [this, session, selected] { m_pages->openTogether(*session, selected); });
        add(tr("Open together in a new tab"), [this, session, selected] { m_pages->openTogether(*session, selected, true); });
        menu.addSeparator();
    }
    if (session && !topic.isEmpty()) {
        add(tr("Read records"), [this, session, topic] { openTopic(*session, topic); });
        add(tr("Read records in a new tab"), [this, session, topic] { m_pages->open(*session, PageKey::Kind::Records, topic, true); });
        add(tr("Show partitions"), [this, session, topic] { openTopicPage(*session, topic); });
        add(tr("Produce records…"), [this, session, topic] { openProduce(*session, topic); });
        add(tr("Replay…"), [this, session, topic] { openReplay(*session, {Session::wholeTopics({topic.toStdString()})}); });
        menu.addSeparator();
        add(model.isFavourite(index) ? tr("Remove from favourites") : tr("Add to favourites"), [this, session, topic] { toggleFavourite(*session, topic); });
        add(tr("Copy name"), [this] { m_dock->tree()->copyName(); });
    } else if (session) {
        add(tr("Show topics"), [this, session] { openTopics(*session); });
        add(tr("Show brokers"), [this, session] { openBrokers(*session); });
        menu.addSeparator();
        if (!session->profile().recordingFile.empty())
            add(tr("Re-enact…"), [this, session] { reenact(*this, *session); });
        if (!session->profile().isDemo)
            add(tr("Edit connection…"), [this, profileId] { editConnection(profileId); });
        add(tr("Disconnect"), [this, session] { disconnectFrom(*session); });
    } else {
        add(tr("Open"), [this, profileId] { openConnection(profileId); });
        add(tr("Edit connection…"), [this, profileId] { editConnection(profileId); });
        menu.addSeparator();
        add(tr("Remove…"), [this, profileId] { removeConnection(profileId); });
    }
    menu.setObjectName(QStringLiteral("treeMenu"));
    menu.exec(position);
}

void MainWindow::showTabMenu(int index, const QPoint &position)
{
    Session::ClusterSession *session = m_tabs->session(index);
    const PageKey key = m_tabs->key(index);
    QMenu menu(this);
    if (!key.topic.isEmpty()) {
        connect(menu.addAction(tr("Show partitions")), &QAction::triggered, this, [this, session, key] { openTopicPage(*session, key.topic); });
        connect(menu.addAction(tr("Read records in a new tab")), &QAction::triggered, this, [this, session, key] { m_pages->open(*session, PageKey::Kind::Records, key.topic, true); });
        menu.addSeparator();
    }
    connect(menu.addAction(tr("Close tab")), &QAction::triggered, this, [this, index] { m_tabs->askToClose(index); });
    QAction *others = menu.addAction(tr("Close other tabs"));
    others->setEnabled(m_tabs->count() > 1);
    connect(others, &QAction::triggered, this, [this, index] { m_tabs->closeOthers(index); });
    menu.exec(position);
}

void MainWindow::focusFilter()
{
    if (auto *filter = m_tabs->currentWidget() ? m_tabs->currentWidget()->findChild<QPlainTextEdit *>(QStringLiteral("filterEdit")) : nullptr) {
        filter->setFocus(Qt::ShortcutFocusReason);
        filter->selectAll();
        return;
    }
    auto *inPage = m_tabs->currentWidget() ? m_tabs->currentWidget()->findChild<QLineEdit *>(QStringLiteral("topicFilterEdit")) : nullptr;
    QLineEdit *edit = inPage ? inPage : m_dock->filterEdit();
    if (!inPage && !m_dock->isVisible())
        m_dock->show();
    edit->setFocus(Qt::ShortcutFocusReason);
    edit->selectAll();
}

void MainWindow::moveRegion(int by)
{
    QList<QWidget *> regions{m_toolBar->connectionButton()};
    if (m_dock->isVisible())
        regions << m_dock->filterEdit() << m_dock->tree();
    if (QWidget *page = m_tabs->currentWidget()) {
        regions << m_tabs->tabBar();
        QList<QWidget *> parts;
        for (QWidget *part : page->findChildren<QWidget *>()) {
            if (part->property("region").toBool() && part->isVisible())
                parts << part;
        }
        regions << (parts.isEmpty() ? QList<QWidget *>{page} : parts);
    } else {
        regions << m_welcome;
    }
    qsizetype now = -1;
    for (QWidget *focus = QApplication::focusWidget(); focus && now < 0; focus = focus->parentWidget())
        now = regions.indexOf(focus);
    const qsizetype count = regions.size();
    regions.at(now < 0 ? 0 : (now + by + count) % count)->setFocus(Qt::ShortcutFocusReason);
}

/// Every view answers Ctrl+C itself; the menu's entry gives it the key.
void MainWindow::sendCopy()
{
    QWidget *focus = QApplication::focusWidget();
    if (!focus)
        return;
    // Shortcuts are offered a sent key first: without this the action would trigger itself for ever.
    m_actions->copy->setEnabled(false);
    QKeyEvent press(QEvent::KeyPress, Qt::Key_C, Qt::ControlModifier);
    QApplication::sendEvent(focus, &press);
    m_actions->copy->setEnabled(true);
}

} // namespace Views
