// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/bookmarks.h"
#include "views/recordpage/positions.h"

#include <QObject>

class QMenu;

namespace Session {
class Preferences;
}

namespace Views {

class Appearance;
class FieldPopup;

/// Bookmarks of a record page: the menu that lists them, and the field that asks for a note. Owned by the page; GUI thread.
class BookmarkMenu final : public QObject
{
    Q_OBJECT
public:
    BookmarkMenu(Session::Preferences &preferences, const QString &profileId, const QStringList &topics, const Appearance &appearance, QWidget *page);

    void setUtc(bool utc) { m_utc = utc; }
    QMenu *menu() const { return m_menu; }
    /// Asks for the note of a record's bookmark; the field opens below `anchor`.
    void ask(QWidget *anchor, const Position &position);

signals:
    void chosen(const Views::Position &position);

private:
    void fill();
    QString label(const Session::Bookmark &mark) const;

    Session::Bookmarks m_marks;
    bool m_utc = false;
    bool m_severalTopics = false;
    FieldPopup *m_popup;
    QMenu *m_menu;
};

} // namespace Views
