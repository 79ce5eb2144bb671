// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelinemath.h"

#include <algorithm>
#include <cmath>

namespace Session {

namespace {

__extension__ using Wide = __int128; // index × span needs more than 64 bits

constexpr int CoarsestLevel = -24;
constexpr int FinestLevel = 40;

/// Numerator and denominator of the bar's width as span × first / second.
std::pair<Wide, Wide> widthOf(const TimelineGrid &grid, int level)
{
    return level >= 0 ? std::pair<Wide, Wide>(1, Wide(grid.bars) << level) : std::pair<Wide, Wide>(Wide(1) << -level, grid.bars);
}

double distance(double from, double to, double focus)
{
    return focus < from ? from - focus : focus > to ? focus - to : 0;
}

/// Middles of (from, to), level by level, nearest to the focus first.
void halve(int from, int to, double focus, std::vector<int> &out)
{
    std::vector<std::pair<int, int>> gaps{{from, to}};
    while (!gaps.empty()) {
        std::stable_sort(gaps.begin(), gaps.end(), [focus](const auto &a, const auto &b) {
            return distance(a.first, a.second, focus) < distance(b.first, b.second, focus);
        });
        std::vector<std::pair<int, int>> halves;
        for (const auto &[a, b] : gaps) {
            if (b - a < 2)
                continue;
            const int middle = a + (b - a) / 2;
            out.push_back(middle);
            halves.push_back({a, middle});
            halves.push_back({middle, b});
        }
        gaps = std::move(halves);
    }
}

} // namespace

qint64 TimelineGrid::edge(int level, qint64 index) const
{
    const auto [times, by] = widthOf(*this, level);
    return static_cast<qint64>(origin + Wide(index) * times * span / by);
}

qint64 TimelineGrid::indexBefore(int level, qint64 position) const
{
    if (position <= origin)
        return 0;
    const auto [times, by] = widthOf(*this, level);
    auto index = static_cast<qint64>((Wide(position) - origin) * by / (times * span));
    while (edge(level, index + 1) <= position) // edges are rounded down, so one more may be at or before
        ++index;
    while (index > 0 && edge(level, index) > position)
        --index;
    return index;
}

qint64 TimelineGrid::indexAfter(int level, qint64 position) const
{
    const qint64 before = indexBefore(level, position);
    return edge(level, before) >= position ? before : before + 1;
}

double TimelineGrid::barWidth(int level) const
{
    return std::ldexp(static_cast<double>(span) / bars, -level);
}

int TimelineGrid::levelFor(qint64 viewSpan, int mostBars) const
{
    int level = CoarsestLevel;
    while (level < FinestLevel && barWidth(level + 1) >= 1 && static_cast<double>(viewSpan) / barWidth(level + 1) <= mostBars + 1e-6)
        ++level;
    return level;
}

TimelineEdgeOrder timelineEdgeOrder(int bars, int first, double focus)
{
    TimelineEdgeOrder order;
    const int parts = std::clamp(first, 1, std::max(1, bars));
    for (int i = 0; i <= parts; ++i)
        order.coarse.push_back(static_cast<int>(qint64(i) * bars / parts));
    std::vector<std::size_t> byDistance(static_cast<std::size_t>(parts));
    for (std::size_t i = 0; i < byDistance.size(); ++i)
        byDistance[i] = i;
    std::stable_sort(byDistance.begin(), byDistance.end(), [&](std::size_t a, std::size_t b) {
        return distance(order.coarse[a], order.coarse[a + 1], focus) < distance(order.coarse[b], order.coarse[b + 1], focus);
    });
    for (const std::size_t i : byDistance)
        halve(order.coarse[i], order.coarse[i + 1], focus, order.fine);
    return order;
}

int timelineBars(int mostBars, int edgeLimit, std::size_t partitions)
{
    const auto fits = static_cast<qint64>(edgeLimit) / static_cast<qint64>(std::max<std::size_t>(1, partitions));
    return static_cast<int>(std::clamp<qint64>(fits, 1, std::max(1, mostBars)));
}

} // namespace Session
