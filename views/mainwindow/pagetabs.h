// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/mainwindow/pagekey.h"

#include <QHash>
#include <QTabWidget>

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;
class TabBar;

/// The open pages. Owns them; a page never outlives its cluster.
class PageTabs final : public QTabWidget
{
    Q_OBJECT
public:
    explicit PageTabs(const Appearance &appearance, QWidget *parent = nullptr);

    void addPage(QWidget *page, const PageKey &key, Session::ClusterSession &session, const QString &title, const QString &iconName);
    /// A page that belongs to no connection.
    void addPage(QWidget *page, const PageKey &key, const QString &title, const QString &iconName);
    QWidget *find(const PageKey &key) const; ///< null: not open
    PageKey key(int index) const;
    Session::ClusterSession *session(int index) const; ///< null: no such tab, or one of no connection
    void closePage(int index); ///< at once
    /// As the user's wish: a page that has something to lose or to stop asks first (Closable).
    void askToClose(int index);
    /// The questions of the pages of this connection, of all when it is null.
    QStringList closeQuestions(const Session::ClusterSession *session = nullptr) const;
    void rename(QWidget *page, const PageKey &key, const QString &title);
    void closePagesOf(const Session::ClusterSession *session); ///< at once
    void closeOthers(int index); ///< asks where a page wants it

signals:
    void pagesChanged(); ///< opened, closed, moved, or another one is current
    void menuWanted(int index, const QPoint &globalPosition);

protected:
    void tabRemoved(int index) override;

private:
    void add(QWidget *page, const PageKey &key, Session::ClusterSession *session, const QString &title, const QString &iconName);
    struct Entry
    {
        PageKey key;
        Session::ClusterSession *session;
    };
    TabBar *m_bar;
    QHash<QWidget *, Entry> m_entries;
};

} // namespace Views
