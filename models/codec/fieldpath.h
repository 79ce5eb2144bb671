// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Codec {

/// What a path finds in a record, as it stands in the bytes.
struct FieldValue
{
    enum class Kind : std::uint8_t {
        Missing, ///< no such field, or what should hold it is not JSON
        TooFar,  ///< not among the bytes looked at
        Null,
        Bool,
        Number,
        String,  ///< `raw` with its quotes
        Text,    ///< bytes that are not JSON: a header's value
        Object,
        Array
    };
    Kind kind = Kind::Missing;
    std::string_view raw = {}; ///< borrowed from the record
};

/// Names one field of a record: `value.amount`, `key.id`, `value.items[0].sku`, `value["a b"]`, `headers["trace-id"]`. A value;
/// any thread.
class FieldPath
{
public:
    static constexpr std::size_t maxSteps = 64;

    /// None: it is not a path.
    static std::optional<FieldPath> parse(std::string_view text);

    /// Looks at no more than `budget` bytes of JSON; the first of fields with the same name counts.
    FieldValue find(const Domain::Record &record, std::size_t budget) const;
    bool readsHeaders() const { return m_part == Part::Header; }

private:
    enum class Part : std::uint8_t { Key, Value, Header };
    struct Step
    {
        std::optional<std::string> name = {};
        std::size_t index = 0;
    };
    static bool parseSteps(std::string_view rest, std::vector<Step> &steps);
    std::optional<Domain::BytesView> partOf(const Domain::Record &record) const;

    Part m_part = Part::Value;
    std::string m_header;
    std::vector<Step> m_steps;
};

/// What a number token is worth, for sorting: exact below 2^63, as near as a double comes beyond.
double numberValue(std::string_view token);

} // namespace Codec
