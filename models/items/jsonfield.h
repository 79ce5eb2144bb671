// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/problem.h"
#include "codec/syntax.h"
#include "items/byterange.h"

#include <QString>

#include <string_view>

namespace Items {

/// One field of a JSON value by its bytes: what FieldTreeModel shows of it. Every function costs a cell, however large the field.
struct JsonField
{
    enum class Kind { Object, Array, String, Number, Boolean, Null, Problem };

    int row = 0; ///< among its siblings
    Kind kind = Kind::Null;
    ByteRange key; ///< quotes included; empty: an array's element, or a bare value
    ByteRange value;
    int depth = 0;               ///< levels around its children
    Codec::Problem problem = {}; ///< Kind::Problem

    bool isContainer() const { return kind == Kind::Object || kind == Kind::Array; }
};

/// Key as sent, without quotes; the index of an array's element.
QString fieldName(std::string_view bytes, const JsonField &field);
/// The token as sent; "2 items" or "{sku, qty}" for arrays and objects.
QString fieldValue(std::string_view bytes, const JsonField &field);
/// The key or value as rich text for a tooltip, longer than a cell; bounded.
QString fieldToolTip(std::string_view bytes, const JsonField &field, bool isName);
/// "object", "array", "string", "int64", "number", "boolean", "null".
QString fieldType(std::string_view bytes, const JsonField &field);
/// For the clipboard: a string with its escapes resolved, anything else as it stands in the bytes; at most 16 MiB.
QString fieldCopy(std::string_view bytes, const JsonField &field);
Codec::Syntax fieldSyntax(JsonField::Kind kind);

} // namespace Items
