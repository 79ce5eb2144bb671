// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/dryrundelegate.h"

#include "views/appearance.h"
#include "views/recordview/cellpaint.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace Views {

namespace {

constexpr int cellPadding = 8;
constexpr int currentBar = 2;
constexpr int chipGap = 6;

/// What the painter of previews marks is a difference here, not a match.
Theme withMarks(const Theme &theme, const QColor &fill)
{
    Theme marked = theme;
    marked.matchBg = fill;
    marked.onMatchBg = theme.text;
    return marked;
}

} // namespace

DryRunDelegate::DryRunDelegate(const Appearance &appearance, const Items::DryRunModel &model, QObject *parent)
    : QStyledItemDelegate(parent), m_appearance(appearance), m_model(model), m_fonts(std::make_unique<CellFonts>(appearance))
{
    connect(&appearance, &Appearance::changed, this, [this] { m_fonts = std::make_unique<CellFonts>(m_appearance); });
}

DryRunDelegate::~DryRunDelegate() = default;

void DryRunDelegate::paintBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, theme.accentFill);
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, theme.hover);
    else
        painter.fillRect(option.rect, index.row() % 2 ? theme.altBase : theme.base);
    const bool isFirst = index.column() == (m_model.hasSeveralTopics() ? int(Items::DryRunModel::Topic) : int(Items::DryRunModel::Partition));
    if (view && view->hasFocus() && view->currentIndex().row() == index.row() && isFirst)
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), currentBar, option.rect.height()), theme.accent);
}

void DryRunDelegate::paintOutcome(QPainter &painter, const QRect &cell, const Items::DryRunModel::Cells &cells, bool isSelected) const
{
    const CellInk ink{m_appearance.theme(), isSelected};
    const int right = paintChip(painter, cell, cells.outcome, cells.isError ? ink.theme.danger : ink.second(), cells.isError, *m_fonts) + chipGap;
    paintText(painter, QRect(right, cell.top(), cell.right() - right + 1, cell.height()), cells.outcomeReason, m_fonts->small, m_fonts->smallMetrics, ink.second());
}

void DryRunDelegate::paintCell(QPainter &painter, const QRect &cell, int row, int column, bool isSelected) const
{
    using Model = Items::DryRunModel;
    const Theme &theme = m_appearance.theme();
    const CellInk ink{theme, isSelected};
    const Replay::Sample &sample = m_model.sample(row);
    if (column == Model::Partition)
        return paintPartition(painter, cell, sample.partition.value(), ink, *m_fonts);
    if (column == Model::Target) {
        const bool isSent = sample.droppedBy == 0 && !sample.error;
        if (isSent && sample.targetPartition && !m_model.hasSeveralTargets())
            return paintPartition(painter, cell, sample.targetPartition->value(), ink, *m_fonts);
        return paintText(painter, cell, m_model.index(row, column).data().toString(), m_fonts->small, m_fonts->smallMetrics, ink.text());
    }
    const Model::Cells cells = m_model.cells(row);
    switch (column) {
    case Model::Key: return paintPreview(painter, cell, cells.key, ink, *m_fonts);
    case Model::Before: {
        const Theme removed = withMarks(theme, theme.dangerBg);
        return paintPreview(painter, cell, cells.before, CellInk{removed, isSelected}, *m_fonts);
    }
    case Model::After: {
        if (!cells.outcome.isEmpty())
            return paintOutcome(painter, cell, cells, isSelected);
        const Theme added = withMarks(theme, theme.okBg);
        const int room = cells.remark.isEmpty() ? 0 : m_fonts->chipMetrics.horizontalAdvance(cells.remark) + 3 * chipGap;
        if (room > 0 && room < cell.width())
            paintChip(painter, QRect(cell.right() - room + chipGap, cell.top(), room, cell.height()), cells.remark, isSelected ? theme.onAccentFill : theme.ok, true, *m_fonts);
        return paintPreview(painter, cell.adjusted(0, 0, -room, 0), cells.after, CellInk{added, isSelected}, *m_fonts);
    }
    default:
        if (cells.outcome.isEmpty())
            paintPreview(painter, cell, cells.newKey, ink, *m_fonts);
    }
}

void DryRunDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setClipRect(option.rect);
    paintBackground(*painter, option, index);
    paintCell(*painter, option.rect.adjusted(cellPadding, 0, -cellPadding, 0), index.row(), index.column(), option.state & QStyle::State_Selected);
    painter->restore();
}

QSize DryRunDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {m_fonts->fixedMetrics.horizontalAdvance(index.data().toString().left(80)) + 2 * cellPadding, m_appearance.rowHeight()};
}

bool DryRunDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString words = index.data(Qt::ToolTipRole).toString();
    QToolTip::showText(event->globalPos(), words.isEmpty() ? QString() : QStringLiteral("<p>") + words + QStringLiteral("</p>"), view);
    return true;
}

} // namespace Views
