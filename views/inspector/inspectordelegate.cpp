// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/inspectordelegate.h"

#include "items/detailmodel.h"
#include "items/fieldtreemodel.h"
#include "items/headermodel.h"
#include "views/appearance.h"

#include <QPainter>

namespace Views {

namespace {

constexpr int padding = 8;

} // namespace

InspectorDelegate::InspectorDelegate(const Appearance &appearance, QObject *parent)
    : QStyledItemDelegate(parent), m_appearance(appearance), m_fonts(appearance)
{
    connect(&appearance, &Appearance::changed, this, [this] { m_fonts = CellFonts(m_appearance); });
}

QSize InspectorDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString().left(64);
    return {std::max(option.rect.width(), m_fonts.fixedMetrics.horizontalAdvance(text) + 2 * padding), m_appearance.rowHeight()};
}

void InspectorDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const CellInk ink{theme, bool(option.state & QStyle::State_Selected)};
    painter->save();
    if (ink.isSelected)
        painter->fillRect(option.rect, theme.accentFill);
    const Look look = this->look(index, ink);
    const QString text = index.data(Qt::DisplayRole).toString();
    const QRect cell = option.rect.adjusted(padding, 0, -padding, 0);
    const bool isRight = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    const Qt::Alignment alignment = isRight ? Qt::AlignRight : Qt::AlignLeft;
    switch (look.style) {
    case Look::Style::Fixed:
        paintText(*painter, cell, text, m_fonts.fixed, m_fonts.fixedMetrics, look.color, alignment);
        break;
    case Look::Style::Small:
        paintText(*painter, cell, text, m_fonts.small, m_fonts.smallMetrics, look.color, alignment);
        break;
    case Look::Style::Remark:
        paintText(*painter, cell, text, m_fonts.italic, m_fonts.italicMetrics, look.color, alignment);
        break;
    case Look::Style::DashedChip:
        paintChip(*painter, cell, text, look.color, false, m_fonts);
        break;
    }
    painter->restore();
}

InspectorDelegate::Look FieldDelegate::look(const QModelIndex &index, const CellInk &ink) const
{
    using Kind = Items::JsonField::Kind;
    const auto kind = static_cast<Kind>(index.data(Items::FieldTreeModel::KindRole).toInt());
    if (index.column() == Items::FieldTreeModel::TypeColumn)
        return {Look::Style::Small, ink.second()};
    if (kind == Kind::Problem && index.column() == Items::FieldTreeModel::ValueColumn)
        return {Look::Style::Remark, ink.theme.warn};
    return {Look::Style::Fixed, ink.syntax(static_cast<Items::Syntax>(index.data(Items::FieldTreeModel::SyntaxRole).toInt()))};
}

InspectorDelegate::Look HeaderDelegate::look(const QModelIndex &index, const CellInk &ink) const
{
    using Kind = Items::HeaderModel::Kind;
    const auto kind = static_cast<Kind>(index.data(Items::HeaderModel::KindRole).toInt());
    if (index.column() == Items::HeaderModel::FormatColumn)
        return {Look::Style::Small, ink.second()};
    if (index.column() == Items::HeaderModel::SizeColumn)
        return {Look::Style::Fixed, ink.second()};
    if (kind == Kind::Null || kind == Kind::Empty)
        return {Look::Style::DashedChip, ink.second()};
    if (index.column() == Items::HeaderModel::NameColumn)
        return {Look::Style::Fixed, ink.isSelected ? ink.theme.onAccentFill : ink.theme.synKey};
    return {Look::Style::Fixed, kind == Kind::Binary ? ink.second() : ink.text()};
}

InspectorDelegate::Look DetailDelegate::look(const QModelIndex &index, const CellInk &ink) const
{
    using Kind = Items::DetailModel::Kind;
    if (index.column() == Items::DetailModel::PropertyColumn)
        return {Look::Style::Small, ink.second()};
    switch (static_cast<Kind>(index.data(Items::DetailModel::KindRole).toInt())) {
    case Kind::Null:
        return {Look::Style::DashedChip, ink.second()};
    case Kind::Unknown:
        return {Look::Style::Remark, ink.second()};
    case Kind::Text:
        break;
    }
    return {Look::Style::Fixed, ink.text()};
}

} // namespace Views
