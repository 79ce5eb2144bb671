// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <functional>

namespace Kafka {

/// Limits of one request on its lane: librdkafka's calls are made in slices short enough to look at them in between.
struct CallScope
{
    using Clock = std::chrono::steady_clock;

    Clock::time_point deadline;
    std::function<bool()> isWanted; ///< false: cancelled, answered by its deadline, or the cluster is closing
    int seconds = 0;                ///< what the deadline was, for errors

    std::chrono::milliseconds left() const
    {
        return std::max(std::chrono::milliseconds(0), std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()));
    }
    bool goesOn() const { return isWanted() && left().count() > 0; }
};

} // namespace Kafka
