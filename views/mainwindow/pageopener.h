// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/mainwindow/pagekey.h"

#include <QObject>

#include <functional>

namespace Session {
class ClusterSession;
class Preferences;
}

namespace Views {

class Appearance;
class ClusterPage;
class PageTabs;

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

    QByteArray savedTabs() const;
    static QList<PageKey> fromSaved(const QByteArray &bytes); ///< empty when it is not ours

signals:
    void reconnectWanted(const QString &profileId);
    void editWanted(const QString &profileId);

private:
    QWidget *make(Session::ClusterSession &session, const PageKey &key);
    QWidget *follow(ClusterPage *page);
    PageTabs &m_tabs;
    Session::Preferences &m_preferences;
    const Appearance &m_appearance;
    RecordPageFactory m_recordPages;
};

} // namespace Views
