// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/tree/treedelegate.h"

#include "items/itemroles.h"
#include "items/topictreemodel.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/badge.h"

#include <QPainter>

namespace Views {

namespace {

constexpr int iconSize = 16;
constexpr int iconGap = 5;
constexpr int rightMargin = 8;

} // namespace

TreeDelegate::TreeDelegate(const Appearance &appearance, QObject *parent)
    : QStyledItemDelegate(parent), m_appearance(appearance)
{
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const bool selected = option.state & QStyle::State_Selected;
    const bool isConnection = index.data(Items::KindRole).toInt() == int(Items::TopicTreeModel::Kind::Connection);
    const bool isDimmed = index.data(Items::DimmedRole).toBool();
    painter->save();
    QRect area = option.rect.adjusted(2, 0, -rightMargin, 0);
    area.setRight(area.right() - paintTrailing(painter, area, option, index));
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QColor iconInk = selected ? theme.onAccentFill : isConnection && !isDimmed ? theme.text2 : theme.text3;
    painter->drawPixmap(area.left(), area.top() + (area.height() - iconSize) / 2, iconPixmap(index.data(Items::IconRole).toString(), iconInk, iconSize, ratio));
    area.setLeft(area.left() + iconSize + iconGap);
    QFont font = m_appearance.uiFont();
    if (isConnection && !isDimmed)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(selected ? theme.onAccentFill : isDimmed ? theme.text2 : theme.text);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width()));
    painter->restore();
}

/// Returns the width taken, gap included.
int TreeDelegate::paintTrailing(QPainter *painter, const QRect &area, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const bool selected = option.state & QStyle::State_Selected;
    const qreal ratio = painter->device()->devicePixelRatioF();
    int taken = 0;
    const auto paintIcon = [&](const QString &name, const QColor &color) {
        taken += 14;
        painter->drawPixmap(area.right() - taken + 1, area.top() + (area.height() - 14) / 2, iconPixmap(name, color, 14, ratio));
        taken += 5;
    };
    if (const QVariant environment = index.data(Items::EnvironmentRole); environment.isValid()) {
        const auto value = static_cast<Domain::Environment>(environment.toInt());
        taken += paintBadge(*painter, area, Qt::AlignRight, environmentShortText(value), environmentColor(value, theme), onEnvironmentColor(value, theme), badgeFont(m_appearance)) + 6;
    }
    if (const QString figure = index.data(Items::TrailingRole).toString(); !figure.isEmpty()) {
        QFont font = m_appearance.uiFont(0.92);
        font.setItalic(index.data(Items::UnknownRole).toBool());
        painter->setFont(font);
        painter->setPen(selected ? theme.onAccentFill : theme.text3);
        painter->drawText(area.adjusted(0, 0, -taken, 0), Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, figure);
        taken += painter->fontMetrics().horizontalAdvance(figure) + 8;
    }
    if (index.data(Items::ReadOnlyRole).toBool())
        paintIcon(QStringLiteral("lock"), selected ? theme.onAccentFill : theme.text3);
    if (index.data(Items::AttentionRole).toInt() > 0)
        paintIcon(QStringLiteral("warning"), theme.warn);
    return taken;
}

QSize TreeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    // Names are cut, never scrolled sideways: the figures stay in sight.
    return {QFontMetrics(m_appearance.uiFont()).averageCharWidth() * std::min<int>(12, static_cast<int>(index.data().toString().size())), m_appearance.rowHeight()};
}

} // namespace Views
