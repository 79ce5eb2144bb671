// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLayout>
#include <QList>

namespace Views {

/// A row of controls that breaks into lines where there is no room; those added with addRight() stand at the right end of the last
/// line, or on a line of their own. Height follows width.
class FlowRow final : public QLayout
{
public:
    explicit FlowRow(QWidget *parent);
    ~FlowRow() override;

    void setRowHeight(int pixels) { m_rowHeight = pixels; } ///< lines are at least this high
    void addRight(QWidget *widget);

    void addItem(QLayoutItem *item) override;
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    struct Item
    {
        QLayoutItem *item;
        bool isRight;
    };
    int place(const QRect &rect, bool apply) const;
    int placeLine(const QList<Item> &line, const QRect &area, int top, bool apply) const;
    QList<Item> m_items;
    int m_rowHeight = 0;
    bool m_addsRight = false;
};

} // namespace Views
