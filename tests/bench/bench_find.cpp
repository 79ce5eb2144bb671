// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_find [--pairs N] [--seconds N] [LINE…]: the figures of search and order, all or some of the lines 1 to 9, measured like those
// of bench_spine.
#include "findlines.h"
#include "linerunner.h"

namespace {

constexpr Bench::Line lines[] = {Bench::findOne,    Bench::findByField, Bench::scanRate,       Bench::refilter,       Bench::sortByTime,
                                 Bench::scanMemory, Bench::scanLatency, Bench::filterInAFrame, Bench::refilterByField};

} // namespace

int main(int argc, char **argv)
{
    return Bench::runLines("bench_find", lines, argc, argv);
}
