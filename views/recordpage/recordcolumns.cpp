// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/recordcolumns.h"

#include "items/recordmodel.h"
#include "session/preferences.h"
#include "session/recordrows.h"
#include "views/recordview/recordheader.h"
#include "views/recordview/recordview.h"

namespace Views {

namespace {

using Domain::ReadOrder;
using Items::RecordTable;

constexpr qsizetype MostPaths = 30;

} // namespace

RecordColumns::RecordColumns(Session::Preferences &preferences, const QString &profileId, const QString &topic, Items::RecordModel &model, Session::RecordRows &rows,
                             RecordView &view, QObject *parent)
    : QObject(parent), m_preferences(preferences), m_profileId(profileId), m_topic(topic), m_model(model), m_rows(rows), m_view(view)
{
    m_model.setPathColumns(preferences.pathColumns(profileId, topic));
    restore();
    connect(&view, &RecordView::columnsChanged, this, &RecordColumns::keep);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_hadTopics && m_model.hasTopicColumn())
            restore(); // widths of all the columns are known only now
    });
    connect(view.header(), &RecordHeader::sortAsked, this, &RecordColumns::sortBy);
    connect(view.header(), &RecordHeader::pathRemovalAsked, this, &RecordColumns::removePath);
}

void RecordColumns::restore()
{
    m_hadTopics = m_model.hasTopicColumn();
    m_view.header()->restoreColumnState(m_preferences.columnState(m_profileId, m_topic));
    m_view.header()->setSortIndicatorShown(false);
}

void RecordColumns::keep()
{
    m_preferences.setColumnState(m_profileId, m_topic, m_view.header()->columnState());
}

void RecordColumns::addPath(const QString &path)
{
    QStringList paths = m_model.pathColumns();
    if (paths.contains(path)) {
        m_view.header()->setColumnShown(m_model.firstPathColumn() + int(paths.indexOf(path)), true);
        return;
    }
    if (paths.size() >= MostPaths) {
        emit problem(tr("There are %1 columns of fields already; remove one first.").arg(paths.size()));
        return;
    }
    m_model.setPathColumns(paths << path);
    if (!m_model.pathColumns().contains(path)) {
        emit problem(tr("%1 cannot be shown as a column.").arg(path));
        return;
    }
    m_preferences.setPathColumns(m_profileId, m_topic, m_model.pathColumns());
    keep();
}

void RecordColumns::removePath(const QString &path)
{
    QStringList paths = m_model.pathColumns();
    paths.removeAll(path);
    if (m_rows.sortPath() == path)
        m_rows.sortByPath({});
    m_model.setPathColumns(paths);
    m_preferences.setPathColumns(m_profileId, m_topic, paths);
    keep();
}

/// A field: rising, falling, not at all. Offset and time: the orders of that name, turned by a second click.
void RecordColumns::sortBy(int column)
{
    const int field = m_model.pathIndex(column);
    if (field >= 0) {
        const QString path = m_model.pathColumns().at(field);
        const bool isSorted = m_rows.sortPath() == path;
        const bool ends = isSorted && m_rows.isNewestFirst();
        const bool falling = isSorted && !ends;
        m_rows.sortByPath(ends ? QString() : path);
        m_rows.setNewestFirst(falling);
        m_view.header()->setSortIndicatorShown(!ends);
        m_view.header()->setSortIndicator(column, falling ? Qt::DescendingOrder : Qt::AscendingOrder);
        if (!ends)
            m_view.setFollowing(false);
        return;
    }
    if (column != RecordTable::TimeColumn && column != RecordTable::OffsetColumn)
        return;
    const ReadOrder order = column == RecordTable::TimeColumn ? ReadOrder::Time : ReadOrder::Offset;
    const bool isThis = m_rows.order() == order && m_rows.sortPath().isEmpty();
    if (isThis && m_rows.isNewestFirst())
        emit orderAsked(ReadOrder::Arrival, false);
    else
        emit orderAsked(order, isThis);
}

void RecordColumns::showOrder(ReadOrder order, bool newestFirst)
{
    m_rows.sortByPath({});
    RecordHeader *header = m_view.header();
    header->setSortIndicatorShown(order != ReadOrder::Arrival);
    if (order != ReadOrder::Arrival)
        header->setSortIndicator(order == ReadOrder::Time ? RecordTable::TimeColumn : RecordTable::OffsetColumn, newestFirst ? Qt::DescendingOrder : Qt::AscendingOrder);
}

} // namespace Views
