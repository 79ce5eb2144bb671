// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"
#include "search/celdata.h"

#include <compare>
#include <optional>

namespace Search::Cel {

/// + − * / % of two numbers, times or durations; what does not fit is an error. None: not for these types.
std::optional<Data> arithmetic(NodeKind kind, const Data &a, const Data &b);

/// The order of two values of types that have one; numbers of all three types lie on one line. None: these types have none. A NaN is
/// unordered.
std::optional<std::partial_ordering> compare(const Data &a, const Data &b);

/// a / b by IEEE 754, also by zero.
double divided(double a, double b);

/// Of two numbers.
std::partial_ordering compareNumbers(const Data &a, const Data &b);

/// Equality of two keys of maps: 1, 1u and 1.0 are the same key.
bool isSameKey(const Data &a, const Data &b);

/// What looking through a text costs, in steps.
inline std::uint64_t textSteps(const Data &data)
{
    return data.kind == Data::Kind::String || data.kind == Data::Kind::Bytes ? data.count / 512 : 0;
}

} // namespace Search::Cel
