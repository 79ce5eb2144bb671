// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/headermodel.h"

#include "codec/preview.h"
#include "codec/utf8.h"
#include "items/formattext.h"
#include "items/numbertext.h"
#include "items/recordcopy.h"
#include "items/safetext.h"

namespace Items {

namespace {

HeaderModel::Kind kindOf(const RecordContent::Header &header, int column)
{
    if (column == HeaderModel::NameColumn)
        return header.name.empty() ? HeaderModel::Kind::Empty : HeaderModel::Kind::Text;
    if (column != HeaderModel::ValueColumn)
        return HeaderModel::Kind::Text;
    if (!header.value)
        return HeaderModel::Kind::Null;
    if (header.value->empty())
        return HeaderModel::Kind::Empty;
    return Codec::detect(*header.value, true).format == Codec::Format::Binary ? HeaderModel::Kind::Binary : HeaderModel::Kind::Text;
}

QString exactText(std::string_view bytes)
{
    return Codec::firstInvalid(bytes) == Codec::npos ? QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())) : hexText(bytes);
}

} // namespace

HeaderModel::HeaderModel(QObject *parent) : QAbstractTableModel(parent) {}

void HeaderModel::setRecord(std::shared_ptr<const RecordContent> record)
{
    beginResetModel();
    m_record = std::move(record);
    endResetModel();
}

int HeaderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_record ? 0 : static_cast<int>(m_record->headers.size());
}

int HeaderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString HeaderModel::shownText(const RecordContent::Header &header, int column) const
{
    switch (column) {
    case NameColumn:
        return header.name.empty() ? tr("empty") : safeText(header.name);
    case ValueColumn: {
        if (!header.value)
            return tr("null");
        if (header.value->empty())
            return tr("empty");
        const Codec::Preview p = Codec::preview(*header.value, Codec::Format::Automatic, true);
        return safeText(p.text) + (p.isCut ? QString(QChar(0x2026)) : QString());
    }
    case FormatColumn:
        return header.value && !header.value->empty() ? formatName(Codec::detect(*header.value, true).format) : QString(QChar(0x2014));
    case SizeColumn:
        return header.value ? bytesText(header.value->size()) : tr("null");
    default:
        return {};
    }
}

QString HeaderModel::copiedText(const RecordContent::Header &header, int column) const
{
    switch (column) {
    case NameColumn:
        return exactText(header.name);
    case ValueColumn:
        return header.value ? exactText(*header.value) : QString();
    case SizeColumn:
        return header.value ? QString::number(header.value->size()) : QString();
    default:
        return shownText(header, column);
    }
}

QVariant HeaderModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_record)
        return {};
    const RecordContent::Header &header = m_record->headers[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return shownText(header, column);
    case Qt::TextAlignmentRole:
        return static_cast<int>((column == SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (column != NameColumn && (column != ValueColumn || kindOf(header, column) != Kind::Text))
            return {};
        // The tags make it rich text whatever the header looks like.
        return QString(QStringLiteral("<span>") + safeRichText(column == NameColumn ? header.name : *header.value) + QStringLiteral("</span>"));
    case CopyRole:
        return copiedText(header, column);
    case KindRole:
        return static_cast<int>(kindOf(header, column));
    case ValueRole:
        if (column == NameColumn)
            return QByteArray::fromStdString(header.name);
        if (!header.value)
            return {};
        return column == SizeColumn ? QVariant(qint64(header.value->size())) : QVariant(QByteArray::fromStdString(*header.value));
    default:
        return {};
    }
}

QVariant HeaderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == SizeColumn)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case ValueColumn:
        return tr("Value");
    case FormatColumn:
        return tr("Format");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace Items
