// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <span>
#include <string>
#include <string_view>

namespace Codec {

/// Appends `bytes` as a JSON string when they are valid UTF-8, else as {"base64":"…"}. Escaped are only `"`, `\` and what is
/// below 0x20; everything else stays raw.
void appendJsonValue(std::string &out, std::string_view bytes);
/// The same; null as null.
void appendJsonValue(std::string &out, const std::optional<std::string_view> &bytes);

/// "create", "append" or "none".
std::string_view timestampTypeWord(Domain::TimestampType type);

/// Appends [[name,value],…].
void appendJsonHeaders(std::string &out, std::span<const Domain::Header> headers);

/// Appends one line of the `jsonl` format, LF included:
/// {"topic","partition","offset","timestamp","timestampType","key","value","headers":[[name,value],…]}.
void appendJsonl(std::string &out, const Domain::Record &record, std::string_view topic);

/// Appends one line of the `value` format: the value's bytes and LF. False for a null value: nothing was appended.
bool appendValueLine(std::string &out, const Domain::Record &record);

/// Appends one line of the `text` format, for eyes and not stable: partition, offset, time, key and value, each cut to a preview,
/// nothing in it that a terminal would act on.
void appendTextLine(std::string &out, const Domain::Record &record, std::string_view topic);

/// Milliseconds since 1970 as "2026-11-21T14:32:07.418Z"; years outside 0–9999 as plain milliseconds ("12345 ms").
std::string isoTime(std::int64_t ms);

} // namespace Codec
