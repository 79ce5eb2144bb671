// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <string>
#include <string_view>

namespace Codec {

/// Whether a cell that a spreadsheet would take for a formula (it begins with = + - @ TAB or CR) gets an apostrophe in front.
/// With it such a cell does not read back byte for byte; numbers of ours (partition, offset, timestamp) are never touched.
enum class FormulaGuard { On, Off };

/// Appends the header row of the `csv` format, CRLF included: the keys of the `jsonl` format.
void appendCsvHeader(std::string &out);

/// Appends one row by RFC 4180, CRLF included: topic,partition,offset,timestamp,timestampType,key,value,headers.
/// A null is an empty cell without quotes, empty bytes are "" with quotes. Bytes that are no UTF-8 are written as
/// base64:…, and so is text that itself begins with "base64:", so that the two cannot be mistaken for each other.
/// Headers are one cell of JSON as in `jsonl`: [[name,value],…].
void appendCsv(std::string &out, const Domain::Record &record, std::string_view topic, FormulaGuard guard);

} // namespace Codec
