// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QObject>

class QAction;
class QMenu;

namespace Items {
class RecordModel;
struct RecordContent;
}

namespace Views {

class Inspector;
class RecordPage;
class RecordView;

/// The actions of a record page (its QWidget::actions(), which the window's Records menu shows); copying is done here. Owned by
/// the page.
class RecordActions final : public QObject
{
    Q_OBJECT
public:
    RecordActions(RecordPage &page, RecordView &view, Items::RecordModel &model, Inspector &inspector, const QString &bootstrapServers);

    void fillCopyMenu(QMenu *menu) const;
    QAction *resend() const { return m_resend; }
    QAction *bookmarks() const { return m_bookmarks; } ///< holds the menu of bookmarks
    void updatePositions(bool canGoBack, bool canGoForward);
    void updateFilter(bool isFiltering);
    /// Which of them make sense now, and what they are called.
    void update(bool isRunning, bool isPaused, bool isFollowing, bool isLive);

signals:
    void rowMoveAsked(int step);
    void matchAsked(int step);
    void backAsked();
    void forwardAsked();
    void gotoAsked();
    void fromHereAsked();
    void untilHereAsked();
    void bookmarkAsked();
    void resendAsked(const Items::RecordContent &record); ///< to be edited and sent again
    void inspectorTurnAsked();
    void copyCut(const QString &notice); ///< fewer records were copied than were selected

private:
    enum class Scope { Page, Table };
    QAction *add(const QString &text, const QKeySequence &keys, Scope scope = Scope::Page);
    void addReading(RecordPage &page);
    void addMoving();
    void addGoing();
    void addCopying();
    void separate();
    void copyRows();
    void copyCell();
    void copyBytes(int column);
    void copyKcat();
    void showCopyMenu();
    void updateCopying();

    RecordPage &m_page;
    RecordView &m_view;
    Items::RecordModel &m_model;
    Inspector &m_inspector;
    const QString m_servers;
    QList<QAction *> m_copying;
    QList<QAction *> m_ofRecord; ///< need a current record
    QList<QAction *> m_matching;
    QAction *m_resend = nullptr;
    QAction *m_back = nullptr;
    QAction *m_forward = nullptr;
    QAction *m_bookmarks = nullptr;
    QAction *m_again = nullptr;
    QAction *m_pause = nullptr;
    QAction *m_stop = nullptr;
    QAction *m_live = nullptr;
    QAction *m_end = nullptr;
};

} // namespace Views
