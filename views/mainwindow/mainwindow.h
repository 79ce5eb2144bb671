// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "views/mainwindow/pagekey.h"
#include "views/mainwindow/pageopener.h"

#include <QHash>
#include <QMainWindow>

#include <functional>

class QPushButton;
class QStackedWidget;

namespace Session {
class ClusterSession;
class Connections;
class Preferences;
struct ReplayStart;
}

namespace Views {

class Actions;
class Appearance;
class Banner;
class ClusterDock;
class EnvironmentStripe;
class MainToolBar;
class PageTabs;
class ProducePage;
class ReplayPage;
class WelcomePage;
class WindowStatus;

/// The window: stripe, menus, tool bar, tree, tabs, status bar. Wires what they want to what the session layer does; knows no page
/// by heart. Owned by app/; GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)
public:
    /// Without `recordPages` a topic opens on its partitions.
    MainWindow(Session::Connections &connections, Session::Preferences &preferences, Appearance &appearance, RecordPageFactory recordPages,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens the topic in a tab, or shows the tab that has it already.
    void openTopic(Session::ClusterSession &session, const QString &topic);
    void openTogether(Session::ClusterSession &session, const QStringList &topics); ///< in one table
    void openTopics(Session::ClusterSession &session);
    void openBrokers(Session::ClusterSession &session);
    /// A replay studio that begins with this source.
    ReplayPage *openReplay(Session::ClusterSession &session, const Session::ReplayStart &start);
    void openTopicPage(Session::ClusterSession &session, const QString &topic); ///< its partitions
    ProducePage *openProduce(Session::ClusterSession &session, const QString &topic, bool inNewTab = false); ///< sends records to it
    /// Where the journal of writes lies; before that there is no Activity.
    void setJournalFolder(const QString &folder);
    /// Opens the tabs of the last time again, as their connections open. Production connections stay closed. For a start
    /// that names no connection.
    void restoreTabs();
    /// Something to know about the whole program (a broken profile file, no keyring): a banner over the pages.
    void showNotice(const QString &what, const QString &more);
    /// One more button for the notice that is shown; ends with the next one.
    QPushButton *addNoticeButton(const QString &text);
    void hideNotice();
    void editConnection(const QString &profileId); ///< empty: a new one

signals:
    void demoWanted(); ///< start the embedded cluster and open it

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void connectActions();
    void connectTree();
    void connectSession();
    void restoreWindow();
    void follow();
    void opened(Session::ClusterSession *session);
    void openConnection(const QString &profileId);
    void openDemo();
    void disconnectFrom(Session::ClusterSession &session); ///< asks where a page wants it
    void reconnect(const QString &profileId);
    void saved(const QString &profileId, bool connect, bool secretsForThisRunOnly);
    void removeConnection(const QString &profileId);
    void showTreeMenu(const QModelIndex &index, const QPoint &position);
    void showTabMenu(int index, const QPoint &position);
    void focusFilter();
    void moveRegion(int by);
    void sendCopy();
    void updateTreeVisibility();
    void toggleFavourite(Session::ClusterSession &session, const QString &topic);
    Session::ClusterSession *currentSession() const; ///< of the current tab, else of the tree's row
    std::pair<Session::ClusterSession *, QString> currentTopic() const;

    Session::Connections &m_connections;
    Session::Preferences &m_preferences;
    Appearance &m_appearance;
    Actions *m_actions;
    EnvironmentStripe *m_stripe;
    MainToolBar *m_toolBar;
    ClusterDock *m_dock;
    PageTabs *m_tabs;
    PageOpener *m_pages;
    WelcomePage *m_welcome;
    Banner *m_notice;
    QStackedWidget *m_stack;
    WindowStatus *m_status;
    QHash<QString, QList<PageKey>> m_toRestore; ///< by profile, until it opens
    const Session::ClusterSession *m_closing = nullptr; ///< still listed, but not to be shown any more
    QString m_journalFolder;
    bool m_treeWanted = true;
    bool m_mayClose = false; ///< the user was asked
    int m_treeWidth = 0; ///< pixels, as last seen in a window wide enough; 0: not yet
};

} // namespace Views
