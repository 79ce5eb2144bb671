// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordcontent.h"
#include "produce/producerequest.h"

#include <QString>

#include <optional>
#include <string_view>

namespace Items {

/// "null", "Empty", "Text", "JSON", "Hex", "Base64", "File".
QString fieldKindName(Produce::FieldKind kind);

/// Bytes as a field that gives exactly these bytes again: null, empty, JSON or text where the text survives an editor unchanged,
/// else hex, else (from 256 bytes on) base64.
Produce::Field fieldOf(const std::optional<std::string> &bytes, bool mayBeJson = true);

/// A request that sends the record again byte for byte to the same topic and partition, with its own time. Templates are off when
/// anything in it looks like one.
Produce::ProduceRequest requestOf(const RecordContent &record);

/// Larger texts are not put into an editor; they go through a file.
constexpr std::size_t mostEditedBytes = 512 * 1024;

/// What is wrong with a field as it stands, found without sending. Characters are those of the text (UTF-16).
struct FieldProblem
{
    QString text;       ///< "line 3, column 7: …"
    int position = -1;  ///< −1: no place
    int length = 0;
    bool operator==(const FieldProblem &) const = default;
};
/// None: nothing is wrong. A field with templates is checked as far as it can be before they are filled in.
std::optional<FieldProblem> fieldProblem(const Produce::Field &field, bool hasTemplates);

/// Stretches of the text that are template functions, as characters (start, length): for colouring.
std::vector<std::pair<int, int>> templateStretches(const QString &text);

/// The JSON with blanks and line breaks for reading; every token stays as written, templates too. None: it is no JSON.
std::optional<QString> formattedJson(const QString &json);

} // namespace Items
