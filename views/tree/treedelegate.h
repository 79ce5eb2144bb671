// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStyledItemDelegate>

namespace Views {

class Appearance;

/// Paints a row of the cluster tree right of its branch: icon, name, then lock, badge or figure at the right edge.
class TreeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit TreeDelegate(const Appearance &appearance, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int paintTrailing(QPainter *painter, const QRect &area, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    const Appearance &m_appearance;
};

} // namespace Views
