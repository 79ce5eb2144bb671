// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordview/recordheader.h"

#include "items/recordtable.h"
#include "views/appearance.h"

#include <QContextMenuEvent>
#include <QDataStream>
#include <QFontMetrics>
#include <QIODevice>
#include <QMenu>
#include <QScopedValueRollback>
#include <QtMath>

#include <algorithm>

namespace Views {

namespace {

using Items::RecordTable;

constexpr quint32 StateMagic = 0x50485243; // "PHRC"
constexpr quint8 StateVersion = 1;
constexpr int CellPadding = 8;
constexpr int MinimumWidth = 32;

} // namespace

RecordHeader::RecordHeader(const Appearance &appearance, QWidget *parent)
    : ListHeader(appearance, parent), m_appearance(appearance)
{
    setObjectName(QStringLiteral("recordHeader"));
    setAccessibleName(tr("Columns of the record table"));
    setSectionsClickable(true);
    setMinimumSectionSize(MinimumWidth);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setFocusPolicy(Qt::NoFocus);
    connect(this, &QHeaderView::sectionResized, this, &RecordHeader::noteResize);
    connect(this, &QHeaderView::sectionMoved, this, [this] {
        if (!m_fitting)
            emit columnsChanged();
    });
    connect(this, &QHeaderView::sectionClicked, this, &RecordHeader::sortAsked);
    connect(this, &QHeaderView::sectionCountChanged, this, &RecordHeader::noteCount);
}

int RecordHeader::defaultWidth(int column) const
{
    // In characters of the fixed font, beside the padding: what the column holds without being cut in ordinary topics.
    // Measured as a string: the width of one rounded to pixels, times 24, can be a character short.
    const QFontMetricsF metrics(m_appearance.fixedFont());
    const int title = sectionSizeHint(column);
    const auto characters = [&metrics, title](int n) { return std::max(qCeil(metrics.horizontalAdvance(QString(n, u'0'))) + 2 * CellPadding, title); };
    switch (column) {
    case RecordTable::PartitionColumn:
        return characters(4) + 4;
    case RecordTable::OffsetColumn:
        return characters(11);
    case RecordTable::TimeColumn:
        return characters(24);
    case RecordTable::KeyColumn:
        return characters(16);
    case RecordTable::ValueColumn:
        return characters(40);
    case RecordTable::HeaderColumn:
        return characters(4);
    case RecordTable::SizeColumn:
        return characters(8);
    default:
        break;
    }
    if (table() && table()->hasTopicColumn() && column == RecordTable::TopicColumn)
        return characters(11);
    return std::min(characters(18), title + 4 * CellPadding + characters(10)); // a field of the user's choice
}

void RecordHeader::setDefaultWidths()
{
    const QScopedValueRollback fitting(m_fitting, true);
    for (int column = 0; column < count(); ++column)
        resizeSection(column, defaultWidth(column));
    m_valueFollows = true;
    if (m_viewportWidth > 0)
        fit(m_viewportWidth);
}

const RecordTable *RecordHeader::table() const
{
    return qobject_cast<const RecordTable *>(model());
}

void RecordHeader::noteCount(int oldCount, int newCount)
{
    if (oldCount < RecordTable::ColumnCount)
        return; // all of them come: setDefaultWidths() follows
    const QScopedValueRollback fitting(m_fitting, true);
    for (int column = oldCount; column < newCount; ++column)
        resizeSection(column, defaultWidth(column));
    placeTopic();
    if (m_viewportWidth > 0)
        fit(m_viewportWidth);
}

/// A topic stands with the partition and the offset, whose place it is.
void RecordHeader::placeTopic()
{
    if (table() && table()->hasTopicColumn() && visualIndex(RecordTable::TopicColumn) == RecordTable::TopicColumn)
        moveSection(RecordTable::TopicColumn, 1);
}

int RecordHeader::roomLeft() const
{
    return m_viewportWidth - (length() - sectionSize(RecordTable::ValueColumn));
}

void RecordHeader::fit(int viewportWidth)
{
    m_viewportWidth = viewportWidth;
    if (!m_valueFollows || count() <= RecordTable::ValueColumn || isSectionHidden(RecordTable::ValueColumn))
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    resizeSection(RecordTable::ValueColumn, std::max(roomLeft(), defaultWidth(RecordTable::KeyColumn) * 7 / 8));
}

void RecordHeader::noteResize(int column, int, int)
{
    if (m_fitting || m_viewportWidth == 0)
        return;
    if (column == RecordTable::ValueColumn)
        m_valueFollows = false;
    else
        fit(m_viewportWidth);
    emit columnsChanged();
}

QByteArray RecordHeader::columnState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << StateMagic << StateVersion << m_valueFollows << saveState();
    return state;
}

bool RecordHeader::restoreColumnState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    quint8 version = 0;
    bool follows = true;
    QByteArray sections;
    stream >> magic >> version >> follows >> sections;
    if (stream.status() != QDataStream::Ok || magic != StateMagic || version != StateVersion)
        return false;
    const QScopedValueRollback fitting(m_fitting, true);
    if (!restoreState(sections))
        return false;
    m_valueFollows = follows;
    if (hiddenSectionCount() == count())
        setSectionHidden(RecordTable::ValueColumn, false);
    if (m_viewportWidth > 0)
        fit(m_viewportWidth);
    return true;
}

void RecordHeader::setColumnShown(int column, bool shown)
{
    if (!shown && count() - hiddenSectionCount() <= 1)
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    setSectionHidden(column, !shown);
    fit(m_viewportWidth);
    emit columnsChanged();
}

void RecordHeader::fillMenu(QMenu *menu)
{
    menu->clear();
    for (int visual = 0; visual < count(); ++visual) {
        const int column = logicalIndex(visual);
        QAction *action = menu->addAction(table() ? table()->columnTitle(column).replace(u'&', QStringLiteral("&&")) : RecordTable::columnName(column));
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(column));
        action->setEnabled(isSectionHidden(column) || count() - hiddenSectionCount() > 1);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnShown(column, shown); });
    }
    menu->addSeparator();
    for (const QString &path : table() ? table()->pathColumns() : QStringList()) {
        QString label = path;
        connect(menu->addAction(tr("Remove column %1").arg(label.replace(u'&', QStringLiteral("&&")))), &QAction::triggered, this, [this, path] { emit pathRemovalAsked(path); });
    }
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, [this] {
        for (int column = 0; column < count(); ++column) {
            setSectionHidden(column, false);
            moveSection(visualIndex(column), column);
        }
        placeTopic();
        setDefaultWidths();
        emit columnsChanged();
    });
}

void RecordHeader::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    fillMenu(&menu);
    menu.exec(event->globalPos());
}

} // namespace Views
