// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/dryrunmodel.h"

#include <QStyledItemDelegate>

#include <memory>

namespace Views {

class Appearance;
struct CellFonts;

/// Paints the cells of a dry run that hold keys, values and partitions: what was taken away on dangerBg, what was added on okBg.
class DryRunDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DryRunDelegate)
public:
    DryRunDelegate(const Appearance &appearance, const Items::DryRunModel &model, QObject *parent);
    ~DryRunDelegate() override;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

private:
    void paintBackground(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintOutcome(QPainter &painter, const QRect &cell, const Items::DryRunModel::Cells &cells, bool isSelected) const;
    void paintCell(QPainter &painter, const QRect &cell, int row, int column, bool isSelected) const;

    const Appearance &m_appearance;
    const Items::DryRunModel &m_model;
    std::unique_ptr<CellFonts> m_fonts;
};

} // namespace Views
