// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Bench {

struct Bar
{
    enum class Kind { AtLeast, AtMost };
    Kind kind = Kind::AtMost;
    double value = 0;
};

/// Quartiles of what was measured. The median is what counts; the others tell how much to trust it.
struct Spread
{
    double low = 0;
    double median = 0;
    double high = 0;
};
Spread spreadOf(std::vector<double> values);

/// Prints "name: median (quartiles) bar … ok|short" and tells whether the bar is reached. No values: the line says that
/// it could not be measured, and is short.
bool report(const std::string &name, const std::vector<double> &values, Bar bar, const std::string &unit = {});

using Measurement = std::function<std::optional<double>()>;

/// What was measured, pair by pair.
struct Pairs
{
    std::vector<double> ratios; ///< of the pair's two values, first / second
    std::vector<double> first;
    std::vector<double> second;
};

/// Runs the two in turn, changing which goes first, so that a slow minute of the machine strikes both. One pair more than
/// asked for is run and the first forgotten (cold files and caches). A failed measurement ends it: no values.
Pairs runPairs(int pairs, const Measurement &first, const Measurement &second);

} // namespace Bench
