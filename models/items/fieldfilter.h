// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordcontent.h"

#include <QModelIndex>
#include <QString>
#include <QStringList>

#include <optional>
#include <string_view>

namespace Items {

/// A path into the value as expressions and columns write it: "value.items[0].sku", "value[\"trace-id\"]".
QString fieldPath(const QString &parent, const QString &key);
QString elementPath(const QString &parent, int index);

/// The paths of objects' fields in a JSON value, in the order they stand in; elements of arrays are not entered. Looks at the
/// first `maxBytes` only and gives at most `limit`; what is no JSON has none.
QStringList fieldPaths(std::string_view json, int limit = 200, std::size_t maxBytes = 65'536);

/// A text as an expression writes it, quoted and escaped.
QString textLiteral(const QString &text);

/// What a click on a field means as an expression. `token`: the value as it stands in the JSON; none: it is an object or array,
/// which is compared by being there.
QString fieldCondition(const QString &path, const std::optional<QString> &token, bool exclude);

/// Path and condition of a field of a FieldTreeModel; `root`: "value" or "key". Empty: the row is no field.
QString treePath(const QModelIndex &index, const QString &root);
QString treeCondition(const QModelIndex &index, const QString &root, bool exclude);

/// The same of a cell: one of RecordTable::Column. Empty: the cell says nothing that could be filtered by.
QString cellCondition(const RecordContent &record, int column, bool exclude);

/// Of a field that is shown as a column: `path` as a Codec::FieldPath.
QString pathCondition(const RecordContent &record, const QString &path, bool exclude);

/// `expression` and also `condition`; each keeps its meaning.
QString andCondition(const QString &expression, const QString &condition);

} // namespace Items
