// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/recordtable.h"

#include "items/gaptext.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <algorithm>

namespace Items {

namespace {

constexpr int MaxTitle = 120;

QString previewText(const PreviewCell &cell)
{
    switch (cell.kind) {
    case PreviewCell::Kind::Text:
        return cell.isCut ? cell.text + QChar(0x2026) : cell.text;
    case PreviewCell::Kind::Null:
        return RecordTable::tr("null");
    case PreviewCell::Kind::Tombstone:
        return RecordTable::tr("tombstone");
    case PreviewCell::Kind::Empty:
        return RecordTable::tr("empty");
    case PreviewCell::Kind::Undecodable:
        return cell.reason.isEmpty() ? cell.text : RecordTable::tr("%1 · %2").arg(cell.reason, cell.text);
    }
    return {};
}

/// A record without the field shows nothing, which is no text.
QString fieldText(const PreviewCell &cell)
{
    return cell.kind == PreviewCell::Kind::Empty ? QString() : previewText(cell);
}

bool isRightAligned(int column)
{
    return column == RecordTable::OffsetColumn || column == RecordTable::HeaderColumn || column == RecordTable::SizeColumn;
}

/// Chips are drawn dashed for the eye; for the ear they must not sound like the text "null".
QString spokenPreview(const QString &name, const PreviewCell &cell)
{
    switch (cell.kind) {
    case PreviewCell::Kind::Null:
        return RecordTable::tr("%1 null").arg(name);
    case PreviewCell::Kind::Tombstone:
        return RecordTable::tr("%1 null, tombstone").arg(name);
    case PreviewCell::Kind::Empty:
        return RecordTable::tr("%1 empty, 0 bytes").arg(name);
    case PreviewCell::Kind::Undecodable:
        return RecordTable::tr("%1 not decoded: %2").arg(name, cell.reason);
    case PreviewCell::Kind::Text:
        break;
    }
    if (cell.text == RecordTable::tr("null") || cell.text == RecordTable::tr("empty"))
        return RecordTable::tr("%1 is the text %2").arg(name, cell.text);
    return RecordTable::tr("%1 %2").arg(name, previewText(cell));
}

} // namespace

QString RecordTable::explanation(int) const
{
    return {};
}

QString RecordTable::fullText(int row, int column) const
{
    return data(index(row, column), Qt::DisplayRole).toString();
}

QString RecordTable::columnNote(int) const
{
    return {};
}

QString RecordTable::columnName(int column)
{
    switch (column) {
    case PartitionColumn:
        return tr("Partition");
    case OffsetColumn:
        return tr("Offset");
    case TimeColumn:
        return tr("Time");
    case KeyColumn:
        return tr("Key");
    case ValueColumn:
        return tr("Value");
    case HeaderColumn:
        return tr("Headers");
    case TopicColumn:
        return tr("Topic");
    default:
        return tr("Size");
    }
}

int RecordTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : firstPathColumn() + int(m_paths.size());
}

QString RecordTable::columnTitle(int column) const
{
    const int path = pathIndex(column);
    return path < 0 ? columnName(column) : safeText(m_paths[path].toStdString(), MaxTitle);
}

void RecordTable::setPaths(QStringList paths)
{
    qsizetype same = 0;
    while (same < std::min(paths.size(), m_paths.size()) && paths[same] == m_paths[same])
        ++same;
    if (same < m_paths.size()) {
        beginRemoveColumns({}, firstPathColumn() + int(same), firstPathColumn() + int(m_paths.size()) - 1);
        m_paths.resize(same);
        endRemoveColumns();
    }
    if (same < paths.size()) {
        beginInsertColumns({}, firstPathColumn() + int(same), firstPathColumn() + int(paths.size()) - 1);
        m_paths = std::move(paths);
        endInsertColumns();
    }
}

QVariant RecordTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const bool wanted = role == Qt::DisplayRole || role == Qt::AccessibleTextRole || (role >= ValueRole && role <= TimestampTypeRole);
    if (role == Qt::TextAlignmentRole)
        return isRightAligned(index.column()) ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (!wanted)
        return {};
    RecordCells cells;
    fill(index.row(), cells);
    switch (role) {
    case Qt::DisplayRole:
        return displayText(cells, index.column());
    case Qt::AccessibleTextRole:
        return accessibleText(cells, index.column());
    case ValueRole:
        return valueOf(cells, index.column());
    case KindRole:
        return int(cells.kind);
    case GapReasonRole:
        return cells.gapReason ? QVariant(int(*cells.gapReason)) : QVariant();
    default:
        return int(cells.timestamp.type);
    }
}

QVariant RecordTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return isRightAligned(section) ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    const bool full = role == Qt::ToolTipRole || role == Qt::AccessibleTextRole;
    if (role != Qt::DisplayRole && !full)
        return {};
    const QString note = columnNote(section);
    switch (section) {
    case PartitionColumn:
        return full ? columnName(section) : tr("P");
    case TimeColumn:
        return note.isEmpty() ? columnName(section) : tr("Time (%1)").arg(note);
    case ValueColumn:
        return note.isEmpty() ? columnName(section) : tr("Value  ·  %1").arg(note);
    case HeaderColumn:
        return full ? tr("Number of headers") : tr("Hdr");
    case SizeColumn:
        return full ? tr("Size of the value") : columnName(section);
    default:
        return columnTitle(section);
    }
}

QString RecordTable::displayText(const RecordCells &cells, int column) const
{
    if (column == PartitionColumn)
        return cells.partition < 0 ? QString() : QString::number(cells.partition);
    if (column == TopicColumn && m_hasTopics)
        return cells.topic;
    if (cells.kind != RecordCells::Kind::Record)
        return column == OffsetColumn ? cells.gapText : QString();
    if (const int path = pathIndex(column); path >= 0)
        return path < int(cells.fields.size()) ? fieldText(cells.fields[std::size_t(path)]) : QString();
    switch (column) {
    case OffsetColumn:
        return cells.offsetText;
    case TimeColumn:
        return cells.timeText;
    case KeyColumn:
        return previewText(cells.key);
    case ValueColumn:
        return previewText(cells.value);
    case HeaderColumn:
        return QString::number(cells.headerCount);
    default:
        return cells.sizeText;
    }
}

QString RecordTable::accessibleText(const RecordCells &cells, int column) const
{
    if (column == PartitionColumn)
        return cells.partition < 0 ? QString() : tr("partition %1").arg(cells.partition);
    if (column == TopicColumn && m_hasTopics)
        return tr("topic %1").arg(cells.topic);
    if (cells.kind != RecordCells::Kind::Record)
        return column == OffsetColumn ? cells.gapText : QString();
    if (pathIndex(column) >= 0)
        return tr("%1 %2").arg(columnTitle(column), displayText(cells, column));
    switch (column) {
    case OffsetColumn:
        return cells.missingBefore == 0 ? tr("offset %1").arg(cells.offset) : tr("offset %1, %2").arg(cells.offset).arg(missingText(cells.missingBefore));
    case TimeColumn:
        return cells.isLate ? tr("time %1, late").arg(cells.timeText) : tr("time %1").arg(cells.timeText);
    case KeyColumn:
        return spokenPreview(tr("key"), cells.key);
    case ValueColumn:
        return spokenPreview(tr("value"), cells.value);
    case HeaderColumn:
        return cells.headerCount == 1 ? tr("1 header") : tr("%1 headers").arg(cells.headerCount);
    default:
        return tr("size %1").arg(cells.sizeText);
    }
}

QVariant RecordTable::valueOf(const RecordCells &cells, int column) const
{
    if (column == PartitionColumn)
        return cells.partition < 0 ? QVariant() : QVariant(cells.partition);
    if (column == TopicColumn && m_hasTopics)
        return cells.topic;
    if (cells.kind != RecordCells::Kind::Record || pathIndex(column) >= 0)
        return {};
    switch (column) {
    case OffsetColumn:
        return cells.offset;
    case TimeColumn:
        return cells.timestamp.type == Domain::TimestampType::None ? QVariant() : QVariant(qint64(cells.timestamp.ms));
    case HeaderColumn:
        return cells.headerCount;
    case SizeColumn:
        return cells.valueSize ? QVariant(*cells.valueSize) : QVariant();
    default:
        return {}; // bytes are taken whole, by recordAt()
    }
}

} // namespace Items
