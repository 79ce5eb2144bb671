// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celdata.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Search {

/// What an expression has given: a value of its own, independent of the record it came from.
struct CelValue
{
    Cel::Type type = Cel::Type::Null;
    bool truth = false;            ///< bool
    std::int64_t integer = 0;      ///< int; timestamp: seconds since 1970 UTC; duration: nanoseconds
    std::uint64_t natural = 0;     ///< uint
    double real = 0;               ///< double
    std::uint32_t nanoseconds = 0; ///< timestamp: of its second
    std::string text = {};         ///< string: UTF-8; bytes; type: its name
    std::vector<CelValue> elements = {}; ///< list; map: key, value, key, value, …
};

/// {"type":"int","value":"5"} as `playhead eval` prints it: 64-bit integers as strings, bytes as base64, NaN and infinities as strings,
/// timestamps RFC 3339, durations "1.5s", a list of values in this form, a map as a list of pairs of them. One line, without LF.
std::string toJson(const CelValue &value);

/// The value as text: strings and bytes as they are, numbers in their digits, lists and maps as plainJson(). None for null, and where there
/// is no JSON for it.
std::optional<std::string> plainText(const CelValue &value);
/// The value as a program would write it in JSON: numbers as numbers, bytes as base64, timestamps RFC 3339, durations "1.5s". None: NaN
/// and infinities have no JSON.
std::optional<std::string> plainJson(const CelValue &value);

} // namespace Search
