// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/wordlist.h"
#include "replay/replayplan.h"

#include <array>
#include <string_view>
#include <variant>

namespace Replay {

/// The words of a plan's JSON; those of partitioners and codecs are produce/requestwords.h's.
namespace PlanWords {

inline constexpr int version = 1;

/// In the order of Step::what.
inline constexpr std::array<std::string_view, 9> steps{"keep", "drop", "setHeader", "removeHeader", "patch", "rekey", "originalPlace", "timestamps", "redact"};
static_assert(steps.size() == std::variant_size_v<decltype(Step::what)>);

inline constexpr Domain::WordList<Mode, 2> modes{{{"verified-once", Mode::VerifiedOnce}, {"at-least-once", Mode::AtLeastOnce}}};
inline constexpr Domain::WordList<Domain::IsolationLevel, 2> isolations{{{"committed", Domain::IsolationLevel::Committed}, {"uncommitted", Domain::IsolationLevel::Uncommitted}}};
inline constexpr Domain::WordList<Domain::ReadOrder, 3> orders{
    {{"arrival", Domain::ReadOrder::Arrival}, {"offset", Domain::ReadOrder::Offset}, {"time", Domain::ReadOrder::Time}}};
inline constexpr Domain::WordList<Search::Mode, 3> filterModes{{{"text", Search::Mode::Text}, {"regex", Search::Mode::Regex}, {"expression", Search::Mode::Expression}}};
inline constexpr Domain::WordList<Search::CaseRule, 3> caseRules{
    {{"smart", Search::CaseRule::Smart}, {"sensitive", Search::CaseRule::Sensitive}, {"insensitive", Search::CaseRule::Insensitive}}};
inline constexpr Domain::WordList<Origin, 3> origins{{{"spring", Origin::Spring}, {"connect", Origin::Connect}, {"plain", Origin::Plain}}};
inline constexpr Domain::WordList<TimestampStep::Kind, 3> timestamps{
    {{"keep", TimestampStep::Kind::Keep}, {"now", TimestampStep::Kind::Now}, {"shift", TimestampStep::Kind::Shift}}};
inline constexpr Domain::WordList<Target::Partitioning, 3> partitionings{
    {{"same", Target::Partitioning::Same}, {"key", Target::Partitioning::ByKey}, {"fixed", Target::Partitioning::Fixed}}};

} // namespace PlanWords

} // namespace Replay
