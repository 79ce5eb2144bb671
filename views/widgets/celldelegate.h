// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStyledItemDelegate>

#include <memory>

namespace Views {

class Appearance;
struct CellFonts;

/// Paints the cells of the list tables from the roles of Items::ItemRole: icon, badge, text, "unknown" in italics, figures in the
/// fixed font. All colours come from the theme; style sheets have no part in it.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CellDelegate(const Appearance &appearance, QObject *parent);
    ~CellDelegate() override;
    static constexpr int iconEnd = 30; ///< from the cell's left edge: what is left of it belongs to the icon
    void setExtraHeight(int pixels) { m_extraHeight = pixels; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The text is shown whole in a tooltip when the cell cuts it.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

private:
    void paintSpans(QPainter &painter, const QRect &area, const QString &text, const QVariantList &spans) const;
    void paintBackground(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    QFont fontOf(const QModelIndex &index) const;
    QColor inkOf(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    int textWidth(const QModelIndex &index) const;
    const Appearance &m_appearance;
    std::unique_ptr<CellFonts> m_fonts;
    int m_extraHeight = 0;
};

} // namespace Views
