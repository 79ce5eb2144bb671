// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Search {

/// Every name an expression may use without having to read a record: variables, then functions and macros written "size()". For
/// completion.
std::vector<std::string> celNames();

} // namespace Search

namespace Search::Cel {

/// What of a record a name stands for. `record.` may stand before each.
enum class Variable : std::uint8_t {
    Key, Value, Headers, Partition, Offset, Timestamp, Topic, Size, Tombstone, Format,
    KeyBytes, ValueBytes, KeyAsText, ValueAsText, TimestampMs
};
inline constexpr std::size_t variableCount = 15;

enum class Function : std::uint8_t {
    Size, Contains, StartsWith, EndsWith, Matches,
    ToInt, ToUint, ToDouble, ToString, ToBytes, ToBool, ToTimestamp, ToDuration, TypeOf, Dyn,
    FullYear, Month, Date, DayOfMonth, DayOfWeek, DayOfYear, Hours, Minutes, Seconds, Milliseconds
};

/// How a function may be called. Arguments count the receiver.
struct Signature
{
    std::string_view name;
    Function function;
    bool asMember;  ///< x.f(…)
    bool asGlobal;  ///< f(x, …)
    std::uint8_t fewest;
    std::uint8_t most;
};

const Signature *findFunction(std::string_view name);
std::string_view functionName(Function function);
std::optional<Variable> findVariable(std::string_view name);
std::string_view variableName(Variable variable);

/// false, in, null, true: cannot even be a field's name after a dot.
bool isKeyword(std::string_view word);
/// Words kept for languages that CEL is embedded in: no variables and no functions.
bool isReserved(std::string_view word);
bool isMacro(std::string_view name);

/// A known name that `name` may be a slip of; empty: none is near. `functions`: among functions and macros, else among variables and types.
std::string nearestName(std::string_view name, bool functions);

} // namespace Search::Cel
