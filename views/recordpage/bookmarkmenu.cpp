// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/bookmarkmenu.h"

#include "items/numbertext.h"
#include "items/safetext.h"
#include "views/recordpage/fieldpopup.h"

#include <QMenu>

namespace Views {

BookmarkMenu::BookmarkMenu(Session::Preferences &preferences, const QString &profileId, const QStringList &topics, const Appearance &appearance, QWidget *page)
    : QObject(page), m_marks(preferences, profileId, topics), m_severalTopics(topics.size() > 1), m_popup(new FieldPopup(appearance, page)), m_menu(new QMenu(page))
{
    m_popup->setObjectName(QStringLiteral("bookmarkPopup"));
    m_menu->setObjectName(QStringLiteral("bookmarkMenu"));
    m_menu->setTitle(tr("Bookmarks"));
    connect(m_menu, &QMenu::aboutToShow, this, &BookmarkMenu::fill);
}

QString BookmarkMenu::label(const Session::Bookmark &mark) const
{
    QString text = tr("P%1  %2").arg(mark.partition.value()).arg(Items::offsetText(mark.offset));
    if (m_severalTopics)
        text = Items::safeText(mark.topic.toStdString(), 60) + QStringLiteral("  ") + text;
    if (mark.ms >= 0)
        text += QStringLiteral("  ") + Items::timeText(mark.ms, m_utc);
    if (!mark.note.isEmpty())
        text += QStringLiteral("   ") + Items::safeText(mark.note.toStdString(), 80);
    return text.replace(u'&', QStringLiteral("&&"));
}

void BookmarkMenu::fill()
{
    m_menu->clear();
    const QList<Session::Bookmark> marks = m_marks.all();
    if (marks.isEmpty()) {
        m_menu->addAction(tr("No bookmarks yet: Ctrl+M on a record makes one"))->setEnabled(false);
        return;
    }
    for (const Session::Bookmark &mark : marks)
        connect(m_menu->addAction(label(mark)), &QAction::triggered, this, [this, mark] { emit chosen({mark.topic, mark.partition, mark.offset, mark.ms}); });
    m_menu->addSeparator();
    QMenu *remove = m_menu->addMenu(tr("&Remove"));
    for (const Session::Bookmark &mark : marks)
        connect(remove->addAction(label(mark)), &QAction::triggered, this, [this, mark] { m_marks.remove(mark); });
}

void BookmarkMenu::ask(QWidget *anchor, const Position &position)
{
    const QList<Session::Bookmark> marks = m_marks.all();
    const Session::Bookmark *existing = m_marks.find(marks, position.topic, position.partition, position.offset);
    const QString question = tr("Bookmark P%1 offset %2").arg(position.partition.value()).arg(Items::offsetText(position.offset));
    m_popup->ask(anchor, question, tr("A note, or nothing. Bookmarks are kept for the topic and listed in the Records menu."), existing ? existing->note : QString(),
                 [this, position](const QString &note) {
                     const bool kept = m_marks.set({position.topic, position.partition, position.offset, position.ms, note.trimmed()});
                     return kept ? QString() : tr("The topic has %1 bookmarks, which is all that are kept.").arg(Session::Bookmarks::MostOfATopic);
                 }, tr("Keep"));
}

} // namespace Views
