// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStyledItemDelegate>

#include "views/recordview/cellpaint.h"

namespace Views {

class Appearance;

/// Paints the cells of the inspector's lists: text without shaping, colours of JSON, chips for null and empty. The model says by
/// role what a cell is; one kind of delegate for each model. Owned by its view.
class InspectorDelegate : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorDelegate)
public:
    explicit InspectorDelegate(const Appearance &appearance, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    struct Look
    {
        enum class Style { Fixed, Small, Remark, DashedChip };
        Style style = Style::Fixed;
        QColor color;
    };
    virtual Look look(const QModelIndex &index, const CellInk &ink) const = 0;

private:
    const Appearance &m_appearance;
    CellFonts m_fonts;
};

/// For Items::FieldTreeModel.
class FieldDelegate final : public InspectorDelegate
{
    Q_OBJECT
public:
    using InspectorDelegate::InspectorDelegate;

protected:
    Look look(const QModelIndex &index, const CellInk &ink) const override;
};

/// For Items::HeaderModel.
class HeaderDelegate final : public InspectorDelegate
{
    Q_OBJECT
public:
    using InspectorDelegate::InspectorDelegate;

protected:
    Look look(const QModelIndex &index, const CellInk &ink) const override;
};

/// For Items::DetailModel.
class DetailDelegate final : public InspectorDelegate
{
    Q_OBJECT
public:
    using InspectorDelegate::InspectorDelegate;

protected:
    Look look(const QModelIndex &index, const CellInk &ink) const override;
};

} // namespace Views
