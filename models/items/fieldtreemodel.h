// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/jsonfield.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <memory>
#include <vector>

namespace Items {

/// A JSON value as a tree of fields. Children are read from the bytes when somebody looks (fetchMore: pages of 200, a few ms at
/// most); nothing is parsed into a document, so digits, order, duplicates and escapes are the record's. A JSON that breaks off
/// shows the fields before the break and one row that says why. Owned by the value pane; GUI thread.
class FieldTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldTreeModel)
public:
    enum Column { FieldColumn, ValueColumn, TypeColumn, ColumnCount };
    enum Role {
        CopyRole = Qt::UserRole, ///< QString: a key or string with its escapes resolved, anything else as it stands
        SyntaxRole,              ///< Codec::Syntax as int
        KindRole,                ///< JsonField::Kind as int
        RangeBeginRole,          ///< quint64: bytes of the field's value
        RangeEndRole
    };
    static constexpr int pageSize = 200;

    explicit FieldTreeModel(QObject *parent = nullptr);
    ~FieldTreeModel() override;

    /// Shows another value; null: nothing.
    void setBytes(SharedBytes bytes);

    /// Bytes of the field's value; empty for the root and a problem row.
    ByteRange range(const QModelIndex &index) const;
    /// The innermost field that shows the byte (its key counts too). Reads on for some ms at most; then, or outside any field,
    /// the best known one, or none.
    QModelIndex indexAt(std::size_t byte);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;

    Node *node(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node) const;
    /// Reads up to `limit` children for up to `budget` bytes; returns what was found, not yet announced.
    std::vector<std::unique_ptr<Node>> read(Node &parent, std::size_t limit, std::size_t &budget) const;
    bool fetch(Node &parent, std::size_t budget);
    void goOn();
    void addScalar(std::size_t first);

    SharedBytes m_bytes;
    std::unique_ptr<Node> m_root;
    Node *m_unfinished = nullptr; ///< a page that is still being read
    QTimer m_timer;
};

} // namespace Items
