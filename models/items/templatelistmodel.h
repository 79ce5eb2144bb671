// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractTableModel>

namespace Items {

/// The functions a template may use and what they give. Never changes; any owner.
class TemplateListModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Function, Gives, ColumnCount };
    enum Role { ExampleRole = Qt::UserRole + 200 }; ///< QString: "{{decimal(5, 250, 2)}}"

    explicit TemplateListModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
};

} // namespace Items
