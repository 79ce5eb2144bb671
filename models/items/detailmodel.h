// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractTableModel>

#include "items/recordcontent.h"

#include <memory>
#include <vector>

namespace Items {

/// Everything about one record but its bytes: topic, partition, offset, timestamp and its type, sizes, leader epoch. What is not
/// known says so. Owned by the inspector; GUI thread.
class DetailModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DetailModel)
public:
    enum Column { PropertyColumn, ValueColumn, ColumnCount };
    enum Row { TopicRow, PartitionRow, OffsetRow, TimeRow, TimestampTypeRow, MillisecondsRow, KeySizeRow, ValueSizeRow, HeadersRow, LeaderEpochRow, RowCount };
    enum Role {
        CopyRole = Qt::UserRole, ///< QString: numbers ungrouped, time as ISO 8601 with zone
        KindRole                 ///< Kind of the value as int
    };
    enum class Kind { Text, Null, Unknown };

    explicit DetailModel(QObject *parent = nullptr);

    void setRecord(std::shared_ptr<const RecordContent> record);
    void setUtc(bool utc);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString propertyText(int row) const;
    QString valueText(int row) const;
    QString copiedText(int row) const;
    Kind kind(int row) const;

    std::shared_ptr<const RecordContent> m_record;
    bool m_utc = false;
};

} // namespace Items
