// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/producedheadermodel.h"

#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/requestfields.h"
#include "items/safetext.h"

#include <algorithm>
#include <utility>

namespace Items {

using Produce::FieldKind;

namespace {

/// Where functions stand in the text as it is shown.
QVariant templateSpans(const Produce::Field &field)
{
    if (field.kind != FieldKind::Text && field.kind != FieldKind::Json)
        return {};
    QVariantList list;
    for (const auto &[start, length] : templateStretches(safeText(field.text)))
        list << start << length;
    return list;
}

bool hasText(FieldKind kind)
{
    return kind != FieldKind::Null && kind != FieldKind::Empty;
}

} // namespace

void ProducedHeaderModel::setHeaders(std::vector<Produce::HeaderField> headers)
{
    if (!m_headers.empty()) {
        beginRemoveRows({}, 0, int(m_headers.size()) - 1);
        m_headers.clear();
        m_sizes.clear();
        m_problemRow = -1;
        endRemoveRows();
    }
    if (headers.size() > std::size_t(mostHeaders))
        headers.resize(mostHeaders);
    if (!headers.empty()) {
        beginInsertRows({}, 0, int(headers.size()) - 1);
        m_headers = std::move(headers);
        endInsertRows();
    }
    emit edited();
}

void ProducedHeaderModel::setSizes(std::vector<qint64> sizes)
{
    if (m_sizes == sizes)
        return;
    m_sizes = std::move(sizes);
    if (!m_headers.empty())
        emit dataChanged(index(0, Size), index(int(m_headers.size()) - 1, Size));
}

void ProducedHeaderModel::setTemplates(bool hasTemplates)
{
    if (m_hasTemplates == hasTemplates)
        return;
    m_hasTemplates = hasTemplates;
    if (!m_headers.empty())
        emit dataChanged(index(0, Value), index(int(m_headers.size()) - 1, Value));
}

void ProducedHeaderModel::setProblemRow(int row)
{
    if (m_problemRow == row)
        return;
    m_problemRow = row;
    if (!m_headers.empty())
        emit dataChanged(index(0, 0), index(int(m_headers.size()) - 1, ColumnCount - 1));
}

int ProducedHeaderModel::add()
{
    if (m_headers.size() >= std::size_t(mostHeaders))
        return -1;
    const int row = int(m_headers.size());
    beginInsertRows({}, row, row);
    m_headers.push_back({});
    endInsertRows();
    emit edited();
    return row;
}

void ProducedHeaderModel::remove(int row)
{
    if (row < 0 || row >= int(m_headers.size()))
        return;
    beginRemoveRows({}, row, row);
    m_headers.erase(m_headers.begin() + row);
    if (row < int(m_sizes.size()))
        m_sizes.erase(m_sizes.begin() + row);
    m_problemRow = -1;
    endRemoveRows();
    emit edited();
}

bool ProducedHeaderModel::move(int row, int by)
{
    const int to = row + by;
    if (std::abs(by) != 1 || row < 0 || to < 0 || row >= int(m_headers.size()) || to >= int(m_headers.size()))
        return false;
    beginMoveRows({}, row, row, {}, by > 0 ? to + 1 : to);
    std::swap(m_headers[std::size_t(row)], m_headers[std::size_t(to)]);
    if (std::max(row, to) < int(m_sizes.size()))
        std::swap(m_sizes[std::size_t(row)], m_sizes[std::size_t(to)]);
    m_problemRow = -1;
    endMoveRows();
    emit edited();
    return true;
}

int ProducedHeaderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

int ProducedHeaderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ProducedHeaderModel::sizeText(int row) const
{
    if (m_headers[std::size_t(row)].value.kind == FieldKind::Null)
        return tr("null");
    const qint64 size = row < int(m_sizes.size()) ? m_sizes[std::size_t(row)] : -1;
    return size < 0 ? QStringLiteral("–") : countText(quint64(size));
}

QString ProducedHeaderModel::text(int row, int column) const
{
    const Produce::HeaderField &header = m_headers[std::size_t(row)];
    switch (column) {
    case Name: return safeText(header.name);
    case Kind: return fieldKindName(header.value.kind);
    case Value: return header.value.kind == FieldKind::Null ? tr("null") : header.value.kind == FieldKind::Empty ? tr("empty") : safeText(header.value.text);
    case Size: return sizeText(row);
    default: return {};
    }
}

QVariant ProducedHeaderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Produce::HeaderField &header = m_headers[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(index.row(), column);
    case Qt::EditRole:
        if (column == Kind)
            return int(header.value.kind);
        return QString::fromStdString(column == Name ? header.name : header.value.text);
    case Qt::TextAlignmentRole: return QVariant::fromValue(int(Qt::AlignVCenter | (column == Size ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::AccessibleTextRole: return column == Value && !hasText(header.value.kind) ? tr("value %1").arg(text(index.row(), column)) : text(index.row(), column);
    case CopyRole: return column == Name ? QString::fromStdString(header.name) : column == Value && hasText(header.value.kind) ? QString::fromStdString(header.value.text) : text(index.row(), column);
    case FigureRole: return column != Kind;
    case DimmedRole: return column == Kind || column == Size;
    case ChipRole: return column == Value && !hasText(header.value.kind);
    case TemplateSpansRole: return column == Value && m_hasTemplates ? templateSpans(header.value) : QVariant();
    case AttentionRole: return index.row() == m_problemRow && column != Size ? 2 : 0;
    case FieldKindRole: return int(header.value.kind);
    default: return {};
    }
}

bool ProducedHeaderModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid) || data(index, Qt::EditRole) == value)
        return false;
    Produce::HeaderField &header = m_headers[std::size_t(index.row())];
    switch (index.column()) {
    case Name: header.name = value.toString().toStdString(); break;
    case Kind: header.value.kind = static_cast<FieldKind>(std::clamp(value.toInt(), 0, int(FieldKind::File))); break;
    case Value:
        header.value.text = value.toString().toStdString();
        if (!hasText(header.value.kind)) // what was null or empty has got a text
            header.value.kind = FieldKind::Text;
        break;
    default: return false;
    }
    emit dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    emit edited();
    return true;
}

Qt::ItemFlags ProducedHeaderModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() != Size ? flags | Qt::ItemIsEditable : flags;
}

QVariant ProducedHeaderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(int(Qt::AlignVCenter | (section == Size ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Header");
    case Kind: return tr("Kind");
    case Value: return tr("Value");
    case Size: return tr("Bytes");
    default: return {};
    }
}

} // namespace Items
