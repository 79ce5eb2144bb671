// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractTableModel>

#include "items/recordcontent.h"

#include <memory>

namespace Items {

/// The headers of one record: in log order, names repeat. Null, empty and binary values are told apart by KindRole, never by
/// text alone. Owned by the inspector; GUI thread.
class HeaderModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HeaderModel)
public:
    enum Column { NameColumn, ValueColumn, FormatColumn, SizeColumn, ColumnCount };
    enum Role {
        CopyRole = Qt::UserRole, ///< QString: whole text; bytes that are no text as hex
        KindRole,                ///< Kind of the cell as int
        ValueRole                ///< QByteArray: exact bytes; invalid for null. Size column: qint64
    };
    enum class Kind { Text, Null, Empty, Binary };

    explicit HeaderModel(QObject *parent = nullptr);

    void setRecord(std::shared_ptr<const RecordContent> record);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString shownText(const RecordContent::Header &header, int column) const;
    QString copiedText(const RecordContent::Header &header, int column) const;

    std::shared_ptr<const RecordContent> m_record;
};

} // namespace Items
