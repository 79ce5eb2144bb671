// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/celldelegate.h"

#include "items/itemroles.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/recordview/cellpaint.h"
#include "views/widgets/badge.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

namespace Views {

namespace {

constexpr int cellPadding = 8;
constexpr int iconSize = 16;
constexpr int iconGap = 6;
constexpr int currentBar = 2;

/// State icons say their state in colour too, the others follow the text.
QColor iconColor(const QString &name, const Theme &t, bool selected)
{
    if (name == QLatin1String("passed"))
        return t.ok;
    if (name == QLatin1String("failed"))
        return t.danger;
    if (name == QLatin1String("warning"))
        return t.warn;
    if (name == QLatin1String("busy"))
        return t.accent;
    return selected ? t.onAccentFill : t.text3;
}

} // namespace

CellDelegate::CellDelegate(const Appearance &appearance, QObject *parent)
    : QStyledItemDelegate(parent), m_appearance(appearance), m_fonts(std::make_unique<CellFonts>(appearance))
{
    connect(&appearance, &Appearance::changed, this, [this] { *m_fonts = CellFonts(m_appearance); });
}

CellDelegate::~CellDelegate() = default;

QFont CellDelegate::fontOf(const QModelIndex &index) const
{
    const bool unknown = index.data(Items::UnknownRole).toBool();
    QFont font = index.data(Items::FigureRole).toBool() && !unknown ? m_appearance.fixedFont() : m_appearance.uiFont(index.data(Items::DimmedRole).toBool() ? 0.96 : 1.0);
    font.setItalic(unknown);
    if (index.data(Items::HeadingRole).toBool())
        font.setWeight(QFont::DemiBold);
    return font;
}

QColor CellDelegate::inkOf(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    if (const int attention = index.data(Items::AttentionRole).toInt())
        return attention == 1 ? theme.warn : theme.danger;
    if (option.state & QStyle::State_Selected)
        return theme.onAccentFill;
    if (index.data(Items::UnknownRole).toBool())
        return theme.text3;
    return index.data(Items::DimmedRole).toBool() ? theme.text2 : theme.text;
}

void CellDelegate::paintBackground(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool isCurrentRow = view && view->hasFocus() && view->currentIndex().row() == index.row() && view->currentIndex().parent() == index.parent();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.accentFill);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.hover);
    else
        painter->fillRect(option.rect, m_extraHeight == 0 && index.row() % 2 ? theme.altBase : theme.base);
    if (m_extraHeight > 0) // roomy tables have lines instead of stripes
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);
    if (isCurrentRow && index.column() == 0)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), currentBar, option.rect.height()), theme.accent);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintBackground(painter, option, index);
    const Theme &theme = m_appearance.theme();
    const bool selected = option.state & QStyle::State_Selected;
    QRect area = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
    const QVariant environment = index.data(Items::EnvironmentRole);
    if (environment.isValid()) {
        const auto value = static_cast<Domain::Environment>(environment.toInt());
        paintBadge(*painter, area, Qt::AlignLeft, environmentBadgeText(value), environmentColor(value, theme), onEnvironmentColor(value, theme), badgeFont(m_appearance));
        painter->restore();
        return;
    }
    const CellInk ink{theme, selected};
    if (const QVariant partition = index.data(Items::PartitionBarRole); partition.isValid()) {
        paintPartition(*painter, area, partition.toInt(), ink, *m_fonts);
        painter->restore();
        return;
    }
    if (index.data(Items::ChipRole).toBool()) {
        paintChip(*painter, area, index.data().toString(), ink.second(), false, *m_fonts);
        painter->restore();
        return;
    }
    const QString iconName = index.data(Items::IconRole).toString();
    if (!iconName.isEmpty()) {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(area.left(), area.top() + (area.height() - iconSize) / 2, iconPixmap(iconName, iconColor(iconName, theme, selected), iconSize, ratio));
        area.setLeft(area.left() + iconSize + iconGap);
    }
    painter->setFont(fontOf(index));
    painter->setPen(inkOf(option, index));
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width());
    const QVariantList spans = index.data(Items::TemplateSpansRole).toList();
    if (spans.isEmpty())
        painter->drawText(area, static_cast<int>(alignment ? alignment : Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextSingleLine, text);
    else
        paintSpans(*painter, area, text, spans);
    painter->restore();
}

/// The stretches that are functions in their colour, the rest as set on the painter.
void CellDelegate::paintSpans(QPainter &painter, const QRect &area, const QString &text, const QVariantList &spans) const
{
    QTextLayout layout(text, painter.font());
    QList<QTextLayout::FormatRange> formats;
    for (qsizetype i = 0; i + 1 < spans.size(); i += 2) {
        QTextLayout::FormatRange range;
        range.start = spans[i].toInt();
        range.length = std::min(spans[i + 1].toInt(), int(text.size()) - range.start);
        range.format.setForeground(m_appearance.theme().synFn);
        if (range.length > 0)
            formats.append(range);
    }
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(area.width() * 4.0);
    layout.endLayout();
    layout.draw(&painter, QPointF(area.left(), area.top() + (area.height() - line.height()) / 2));
}

int CellDelegate::textWidth(const QModelIndex &index) const
{
    if (const QVariant environment = index.data(Items::EnvironmentRole); environment.isValid())
        return badgeWidth(environmentBadgeText(static_cast<Domain::Environment>(environment.toInt())), badgeFont(m_appearance));
    const int icon = index.data(Items::IconRole).toString().isEmpty() ? 0 : iconSize + iconGap;
    return QFontMetrics(fontOf(index)).horizontalAdvance(index.data().toString()) + icon;
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {textWidth(index) + 2 * cellPadding + 2, m_appearance.rowHeight() + m_extraHeight};
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString words = index.data(Qt::ToolTipRole).toString();
    if (words.isEmpty() && textWidth(index) > option.rect.width() - 2 * cellPadding)
        words = index.data().toString().toHtmlEscaped();
    // Escaped text may hold "&amp;": only rich text shows that as it was meant.
    if (!words.isEmpty())
        words = QStringLiteral("<p>") + words + QStringLiteral("</p>");
    QToolTip::showText(event->globalPos(), words, view);
    return true;
}

} // namespace Views
