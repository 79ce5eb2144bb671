// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/listheader.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QPainter>

namespace Views {

namespace {

constexpr int padding = 8; // as the cells
constexpr int arrowSize = 12;
constexpr int arrowGap = 3;

} // namespace

ListHeader::ListHeader(const Appearance &appearance, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent), m_appearance(appearance)
{
    setHighlightSections(false);
    setSectionsMovable(true);
    setSectionsClickable(true);
}

QSize ListHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), m_appearance.headerHeight()};
}

void ListHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Theme &theme = m_appearance.theme();
    painter->save();
    painter->fillRect(rect, theme.window);
    painter->fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), theme.line);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
    const auto alignment = Qt::Alignment(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const bool right = alignment.testFlag(Qt::AlignRight);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    painter->setFont(m_appearance.uiFont(0.96));
    painter->setPen(sorted ? theme.text : theme.text2);
    const QRect area = rect.adjusted(padding, 0, -padding, -1);
    const int room = area.width() - (sorted ? arrowSize + arrowGap : 0);
    const QString title = painter->fontMetrics().elidedText(model()->headerData(section, Qt::Horizontal).toString(), Qt::ElideRight, std::max(0, room));
    painter->drawText(area, static_cast<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft)) | Qt::TextSingleLine, title);
    if (sorted) {
        const int titleWidth = painter->fontMetrics().horizontalAdvance(title);
        const int x = right ? area.right() - titleWidth - arrowGap - arrowSize : area.left() + titleWidth + arrowGap;
        const QString name = sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down");
        painter->drawPixmap(x, rect.top() + (rect.height() - arrowSize) / 2, iconPixmap(name, theme.text2, arrowSize, devicePixelRatioF()));
    }
    painter->restore();
}

} // namespace Views
