// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QStackedLayout;
class QVBoxLayout;

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;
class Badge;
class Banner;
class EmptyState;

/// Base of the pages that list what a cluster has: head, banner, and the list or the words for why there is none (connecting,
/// refused, unreachable, empty). Follows the session, which outlives the page.
class ClusterPage : public QWidget
{
    Q_OBJECT
public:
    Session::ClusterSession &session() const { return m_session; }

signals:
    void reconnectWanted(); ///< the credentials were refused: the connection has to be opened anew
    void editWanted();      ///< change the connection's settings

protected:
    ClusterPage(Session::ClusterSession &session, const Appearance &appearance, const QString &iconName, const QString &title, QWidget *parent);

    void setContent(QWidget *content);
    void setFacts(const QString &facts);
    QHBoxLayout *headTools() const { return m_tools; } ///< right end of the head
    void updateState();
    /// Words for a cluster that answered and has nothing to list here; false: there is something.
    virtual bool describeEmpty(EmptyState &state) = 0;
    const Appearance &m_appearance;

private:
    bool describeTrouble();
    void describeWaiting();
    void updateBanner();
    Session::ClusterSession &m_session;
    QLabel *m_icon;
    QString m_iconName;
    QLabel *m_facts;
    QHBoxLayout *m_tools;
    Banner *m_banner;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    QWidget *m_content = nullptr;
    QTimer m_waiting; ///< "waiting" is said after a moment only: a fast answer must not flicker
};

} // namespace Views
