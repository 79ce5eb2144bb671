// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/pathsort.h"

#include "codec/fieldpath.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace Session {

namespace {

constexpr std::size_t BytesLookedAt = std::size_t(1) << 20;
constexpr std::size_t StopEvery = 4096;
constexpr std::size_t ComparedBytes = 256; ///< of two texts; what is equal so far stays in order of arrival

enum Rank : std::uint8_t { NumberRank, TextRank, OtherRank, MissingRank };

struct Keyed
{
    double number = 0;
    std::string_view text = {};
    Store::RowId id = 0;
    Rank rank = MissingRank;
};

bool isWhole(std::string_view token)
{
    return token.find_first_not_of("-0123456789") == std::string_view::npos;
}

Keyed keyOf(const Codec::FieldValue &value, Store::RowId id)
{
    using Kind = Codec::FieldValue::Kind;
    switch (value.kind) {
    case Kind::Missing:
    case Kind::TooFar:
        return {.id = id};
    case Kind::Number:
        // Large whole numbers that a double cannot tell apart are compared by their digits too.
        return {.number = Codec::numberValue(value.raw), .text = isWhole(value.raw) ? value.raw.substr(0, ComparedBytes) : std::string_view(), .id = id, .rank = NumberRank};
    case Kind::String:
        return {.text = value.raw.substr(1, ComparedBytes), .id = id, .rank = TextRank};
    case Kind::Text:
        return {.text = value.raw.substr(0, ComparedBytes), .id = id, .rank = TextRank};
    default:
        return {.text = value.raw.substr(0, ComparedBytes), .id = id, .rank = OtherRank};
    }
}

bool comesBefore(const Keyed &a, const Keyed &b)
{
    if (a.rank != b.rank || a.rank == MissingRank)
        return a.rank < b.rank;
    if (a.rank != NumberRank)
        return a.text < b.text;
    if (a.number != b.number)
        return a.number < b.number;
    const auto digits = [](const Keyed &k) { return std::pair(k.text.size(), k.text); };
    return a.number < 0 ? digits(b) < digits(a) : digits(a) < digits(b);
}

} // namespace

std::vector<Store::RowId> sortByPath(const Store::StoreSnapshot &snapshot, std::vector<Store::RowId> rows, const std::string &path, std::stop_token stop)
{
    const auto field = Codec::FieldPath::parse(path);
    if (!field)
        return rows;
    std::vector<Keyed> keyed;
    keyed.reserve(rows.size());
    Store::Row row;
    std::vector<Domain::Header> headers;
    const std::size_t maxHeaders = field->readsHeaders() ? Store::StoreSnapshot::AllHeaders : 0;
    for (const Store::RowId id : rows) {
        if (keyed.size() % StopEvery == 0 && stop.stop_requested())
            return {};
        const bool isRecord = snapshot.read(id, row, headers, maxHeaders) && !row.isGap;
        keyed.push_back(isRecord ? keyOf(field->find(row.record, BytesLookedAt), id) : Keyed{.id = id});
    }
    // Half a second at ten million rows; a newer wish does not wait for it, only its thread does.
    std::ranges::stable_sort(keyed, comesBefore);
    std::ranges::transform(keyed, rows.begin(), &Keyed::id);
    return rows;
}

} // namespace Session
