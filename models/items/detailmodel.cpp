// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/detailmodel.h"

#include "items/numbertext.h"
#include "items/safetext.h"

namespace Items {

namespace {

quint64 headerBytes(const RecordContent &record)
{
    quint64 bytes = 0;
    for (const auto &h : record.headers)
        bytes += h.name.size() + (h.value ? h.value->size() : 0);
    return bytes;
}

bool hasTime(const RecordContent &record)
{
    return record.timestamp.type != Domain::TimestampType::None;
}

} // namespace

DetailModel::DetailModel(QObject *parent) : QAbstractTableModel(parent) {}

void DetailModel::setRecord(std::shared_ptr<const RecordContent> record)
{
    beginResetModel();
    m_record = std::move(record);
    endResetModel();
}

void DetailModel::setUtc(bool utc)
{
    if (m_utc == utc)
        return;
    m_utc = utc;
    if (m_record)
        emit dataChanged(index(TimeRow, ValueColumn), index(TimeRow, ValueColumn));
}

int DetailModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_record ? 0 : static_cast<int>(RowCount);
}

int DetailModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DetailModel::propertyText(int row) const
{
    switch (row) {
    case TopicRow:
        return tr("Topic");
    case PartitionRow:
        return tr("Partition");
    case OffsetRow:
        return tr("Offset");
    case TimeRow:
        return tr("Timestamp");
    case TimestampTypeRow:
        return tr("Timestamp type");
    case MillisecondsRow:
        return tr("Timestamp, ms since 1970");
    case KeySizeRow:
        return tr("Key size");
    case ValueSizeRow:
        return tr("Value size");
    case HeadersRow:
        return tr("Headers");
    case LeaderEpochRow:
        return tr("Leader epoch");
    default:
        return {};
    }
}

QString DetailModel::valueText(int row) const
{
    const RecordContent &r = *m_record;
    const auto size = [this](const std::optional<std::string> &bytes) { return bytes ? bytesText(bytes->size()) : tr("null"); };
    switch (row) {
    case TopicRow:
        return safeText(r.topic);
    case PartitionRow:
        return QString::number(r.partition.value());
    case OffsetRow:
        return offsetText(r.offset);
    case TimeRow:
        return hasTime(r) ? timeText(r.timestamp.ms, m_utc) : tr("the record carries no time");
    case TimestampTypeRow:
        return r.timestamp.type == Domain::TimestampType::Create      ? tr("CreateTime: set by the producer")
            : r.timestamp.type == Domain::TimestampType::LogAppend ? tr("LogAppendTime: set by the broker")
                                                                   : tr("none");
    case MillisecondsRow:
        return hasTime(r) ? QString::number(r.timestamp.ms) : QString(QChar(0x2014));
    case KeySizeRow:
        return size(r.key);
    case ValueSizeRow:
        return size(r.value);
    case HeadersRow:
        return r.headers.empty() ? tr("none") : tr("%1, %2").arg(countText(r.headers.size()), bytesText(headerBytes(r)));
    case LeaderEpochRow:
        return r.leaderEpoch ? QString::number(*r.leaderEpoch) : tr("unknown");
    default:
        return {};
    }
}

QString DetailModel::copiedText(int row) const
{
    const RecordContent &r = *m_record;
    switch (row) {
    case TopicRow:
        return QString::fromStdString(r.topic);
    case OffsetRow:
        return QString::number(r.offset.value());
    case TimeRow:
        return hasTime(r) ? isoTimeText(r.timestamp.ms, m_utc) : QString();
    case KeySizeRow:
        return r.key ? QString::number(r.key->size()) : QString();
    case ValueSizeRow:
        return r.value ? QString::number(r.value->size()) : QString();
    default:
        return valueText(row);
    }
}

DetailModel::Kind DetailModel::kind(int row) const
{
    const bool isNull = (row == KeySizeRow && !m_record->key) || (row == ValueSizeRow && !m_record->value);
    const bool isUnknown = (row == LeaderEpochRow && !m_record->leaderEpoch) || (row == TimeRow && !hasTime(*m_record));
    return isNull ? Kind::Null : isUnknown ? Kind::Unknown : Kind::Text;
}

QVariant DetailModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_record)
        return {};
    const bool isValue = index.column() == ValueColumn;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return isValue ? valueText(index.row()) : propertyText(index.row());
    case CopyRole:
        return isValue ? copiedText(index.row()) : propertyText(index.row());
    case KindRole:
        return static_cast<int>(isValue ? kind(index.row()) : Kind::Text);
    default:
        return {};
    }
}

QVariant DetailModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == PropertyColumn ? tr("Property") : tr("Value");
}

} // namespace Items
