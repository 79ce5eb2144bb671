// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/producerequest.h"

#include <QAbstractTableModel>

#include <vector>

namespace Items {

/// The headers of a record to be sent: order and repeated names are kept, a value may be null. Edited in place. Owned by the page;
/// GUI thread.
class ProducedHeaderModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Kind, Value, Size, ColumnCount };
    enum Role {
        FieldKindRole = Qt::UserRole + 200 ///< int: Produce::FieldKind
    };
    static constexpr int mostHeaders = 1'000;

    explicit ProducedHeaderModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    const std::vector<Produce::HeaderField> &headers() const { return m_headers; }
    void setHeaders(std::vector<Produce::HeaderField> headers);
    /// Bytes of the values as they would be sent next, by row; −1: null or not known.
    void setSizes(std::vector<qint64> sizes);
    /// Whether {{…}} is filled in, and coloured.
    void setTemplates(bool hasTemplates);
    /// Row of the header that cannot be sent; −1: none.
    void setProblemRow(int row);

    int add(); ///< an empty one at the end; its row, −1: no more are taken
    void remove(int row);
    bool move(int row, int by); ///< one place up (−1) or down (1)

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void edited(); ///< what would be sent is another

private:
    QString sizeText(int row) const;
    QString text(int row, int column) const;
    std::vector<Produce::HeaderField> m_headers;
    std::vector<qint64> m_sizes;
    int m_problemRow = -1;
    bool m_hasTemplates = true;
};

} // namespace Items
