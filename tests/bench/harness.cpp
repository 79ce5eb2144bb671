// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "harness.h"

#include <algorithm>
#include <cstdio>

namespace Bench {

namespace {

double quantile(const std::vector<double> &sorted, double part)
{
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - static_cast<double>(below));
}

} // namespace

Spread spreadOf(std::vector<double> values)
{
    if (values.empty())
        return {};
    std::ranges::sort(values);
    return {quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)};
}

bool report(const std::string &name, const std::vector<double> &values, Bar bar, const std::string &unit)
{
    const bool atLeast = bar.kind == Bar::Kind::AtLeast;
    const Spread spread = spreadOf(values);
    const bool ok = !values.empty() && (atLeast ? spread.median >= bar.value : spread.median <= bar.value);
    if (values.empty())
        std::printf("%s: not measured", name.c_str());
    else
        std::printf("%s: %.3g%s (%.3g to %.3g)", name.c_str(), spread.median, unit.c_str(), spread.low, spread.high);
    std::printf(" bar %s %.3g%s %s\n", atLeast ? "≥" : "≤", bar.value, unit.c_str(), ok ? "ok" : "short");
    std::fflush(stdout);
    return ok;
}

Pairs runPairs(int pairs, const Measurement &first, const Measurement &second)
{
    Pairs result;
    for (int pair = 0; pair <= pairs; ++pair) {
        std::optional<double> a;
        std::optional<double> b;
        if (pair % 2 == 0) {
            a = first();
            b = second();
        } else {
            b = second();
            a = first();
        }
        if (!a || !b || *b == 0)
            return {};
        if (pair == 0)
            continue;
        result.ratios.push_back(*a / *b);
        result.first.push_back(*a);
        result.second.push_back(*b);
    }
    return result;
}

} // namespace Bench
