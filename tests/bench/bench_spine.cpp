// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_spine [--pairs N] [--seconds N] [LINE…]: the figures of the spine, all or some of the lines 1 to 8. Prints one line a
// figure and exits 1 when one is short of its bar. Everything is measured side by side in this one run; absolute figures go to
// standard error and mean nothing on another machine.
#include "linerunner.h"

namespace {

constexpr Bench::Line lines[] = {Bench::shownRate, Bench::bytesHeld, Bench::eventLatency, Bench::tickCost,
                                 Bench::firstRow,  Bench::firstWindow, Bench::topicList,  Bench::largeValue};

} // namespace

int main(int argc, char **argv)
{
    return Bench::runLines("bench_spine", lines, argc, argv);
}
