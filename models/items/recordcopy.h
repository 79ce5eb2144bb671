// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/byterange.h"
#include "items/recordcontent.h"

#include <QString>

#include <memory>
#include <string_view>

class QMimeData;

namespace Items {

/// The record as one line of the jsonl format, without the line feed.
QString recordJsonLine(const RecordContent &record);

/// A shell command that prints this record with kcat.
QString recordKcatCommand(const RecordContent &record, const QString &bootstrapServers);

/// Exact bytes for the clipboard: application/octet-stream always, plain text too; bytes that are no UTF-8 as hex there.
std::unique_ptr<QMimeData> exactBytes(std::string_view bytes);

/// "7b 22 6f"; the caller limits the range.
QString hexText(std::string_view bytes);
/// Lines of offset, hex and ASCII.
QString hexDumpText(std::string_view bytes, std::size_t firstOffset);

} // namespace Items
