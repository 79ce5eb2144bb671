// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/mainwindow/pagekey.h"

#include <QObject>

#include <functional>

namespace Domain {
struct ReadPlan;
}

namespace Session {
class ClusterSession;
class Connections;
class Preferences;
struct ReplayStart;
}

namespace Views {

class Appearance;
class ClusterPage;
class PageTabs;
class ProducePage;
class ReplayPage;

/// Makes the page that reads one topic, or several together. The composition root supplies it, so the window does not know how records are shown.
using RecordPageFactory = std::function<QWidget *(Session::ClusterSession &session, const QStringList &topics, QWidget *parent)>;

/// Opens pages in tabs, finds those that are open, and passes on what they want. Owned by the window.
class PageOpener final : public QObject
{
    Q_OBJECT
public:
    PageOpener(PageTabs &tabs, Session::Preferences &preferences, const Appearance &appearance, RecordPageFactory recordPages, QObject *parent);

    /// Shows the tab that has it already, unless `inNewTab`.
    void open(Session::ClusterSession &session, PageKey::Kind kind, const QString &topic = {}, bool inNewTab = false);

    void open(Session::ClusterSession &session, const PageKey &key, bool inNewTab);
    /// Several topics in one table.
    void openTogether(Session::ClusterSession &session, const QStringList &topics, bool inNewTab = false);

    /// A replay studio in a tab of its own. `connections`: where it may write to.
    ReplayPage *openReplay(Session::ClusterSession &session, Session::Connections &connections, const Session::ReplayStart &start);
    /// A page that sends records to this topic; empty: to be chosen there.
    ProducePage *openProduce(Session::ClusterSession &session, const QString &topic, bool inNewTab = false);
    /// The journal of writes in this folder.
    void openActivity(const QString &journalFolder);
    /// The records of a plan in a new tab.
    void openRecords(Session::ClusterSession &session, const Domain::ReadPlan &plan);

    QByteArray savedTabs() const;
    static QList<PageKey> fromSaved(const QByteArray &bytes); ///< empty when it is not ours

signals:
    void replayWanted(Session::ClusterSession *session, const Session::ReplayStart &start);
    void reconnectWanted(const QString &profileId);
    void editWanted(const QString &profileId);

private:
    QWidget *make(Session::ClusterSession &session, const PageKey &key);
    static QString produceTitle(const QString &topic);
    QWidget *makeProduce(Session::ClusterSession &session, const PageKey &key);
    QWidget *follow(ClusterPage *page);
    QWidget *follow(QWidget *page, Session::ClusterSession &session);
    PageTabs &m_tabs;
    Session::Preferences &m_preferences;
    const Appearance &m_appearance;
    RecordPageFactory m_recordPages;
    int m_replays = 0; ///< opened so far, for their names
};

} // namespace Views
