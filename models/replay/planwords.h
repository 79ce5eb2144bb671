// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/replayplan.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace Replay {

/// Values and their words in a plan's JSON; kept for good, journals hold them.
template<typename Value, std::size_t count>
using WordList = std::array<std::pair<Value, std::string_view>, count>;

template<typename Value, std::size_t count>
constexpr std::string_view wordOf(const WordList<Value, count> &words, Value value)
{
    for (const auto &[known, word] : words)
        if (known == value)
            return word;
    return {};
}

template<typename Value, std::size_t count>
constexpr std::optional<Value> valueOf(const WordList<Value, count> &words, std::string_view word)
{
    for (const auto &[value, known] : words)
        if (known == word)
            return value;
    return std::nullopt;
}

namespace PlanWords {

inline constexpr int version = 1;

/// In the order of Step::what.
inline constexpr std::array<std::string_view, 9> steps{"keep", "drop", "setHeader", "removeHeader", "patch", "rekey", "originalPlace", "timestamps", "redact"};
static_assert(steps.size() == std::variant_size_v<decltype(Step::what)>);

inline constexpr WordList<Mode, 2> modes{{{Mode::VerifiedOnce, "verified-once"}, {Mode::AtLeastOnce, "at-least-once"}}};
inline constexpr WordList<Domain::IsolationLevel, 2> isolations{{{Domain::IsolationLevel::Committed, "committed"}, {Domain::IsolationLevel::Uncommitted, "uncommitted"}}};
inline constexpr WordList<Domain::ReadOrder, 3> orders{
    {{Domain::ReadOrder::Arrival, "arrival"}, {Domain::ReadOrder::Offset, "offset"}, {Domain::ReadOrder::Time, "time"}}};
inline constexpr WordList<Search::Mode, 3> filterModes{{{Search::Mode::Text, "text"}, {Search::Mode::Regex, "regex"}, {Search::Mode::Expression, "expression"}}};
inline constexpr WordList<Search::CaseRule, 3> caseRules{
    {{Search::CaseRule::Smart, "smart"}, {Search::CaseRule::Sensitive, "sensitive"}, {Search::CaseRule::Insensitive, "insensitive"}}};
inline constexpr WordList<Origin, 3> origins{{{Origin::Spring, "spring"}, {Origin::Connect, "connect"}, {Origin::Plain, "plain"}}};
inline constexpr WordList<TimestampStep::Kind, 3> timestamps{
    {{TimestampStep::Kind::Keep, "keep"}, {TimestampStep::Kind::Now, "now"}, {TimestampStep::Kind::Shift, "shift"}}};
inline constexpr WordList<Target::Partitioning, 3> partitionings{
    {{Target::Partitioning::Same, "same"}, {Target::Partitioning::ByKey, "key"}, {Target::Partitioning::Fixed, "fixed"}}};
inline constexpr WordList<Domain::Partitioner, 3> partitioners{{{Domain::Partitioner::Murmur2Random, "murmur2_random"},
                                                                {Domain::Partitioner::ConsistentRandom, "consistent_random"},
                                                                {Domain::Partitioner::Fnv1aRandom, "fnv1a_random"}}};
inline constexpr WordList<Domain::Compression, 5> compressions{{{Domain::Compression::None, "none"},
                                                                {Domain::Compression::Gzip, "gzip"},
                                                                {Domain::Compression::Snappy, "snappy"},
                                                                {Domain::Compression::Lz4, "lz4"},
                                                                {Domain::Compression::Zstd, "zstd"}}};

} // namespace PlanWords

} // namespace Replay
