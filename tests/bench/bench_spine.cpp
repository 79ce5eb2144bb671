// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_spine [--pairs N] [--seconds N] [LINE…]: the figures of the spine, all or some of the lines 1 to 8. Prints one line a
// figure and exits 1 when one is short of its bar. Everything is measured side by side in this one run; absolute figures go to
// standard error and mean nothing on another machine.
#include "spinelines.h"
#include "surroundings.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace {

using Line = bool (*)(const Bench::Context &);
constexpr Line lines[] = {Bench::shownRate, Bench::bytesHeld, Bench::eventLatency, Bench::tickCost,
                          Bench::firstRow,  Bench::firstWindow, Bench::topicList,  Bench::largeValue};

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    Bench::Context context;
    context.loadBroker = BENCH_LOADBROKER;
    context.rawConsume = BENCH_RAWCONSUME;
    context.subject = BENCH_SUBJECT;
    context.bareWindow = BENCH_BAREWINDOW;
    context.playhead = BENCH_PLAYHEAD;
    std::vector<int> chosen;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        int *const option = word == "--pairs" ? &context.pairs : word == "--seconds" ? &context.latencySeconds : nullptr;
        const int number = std::atoi(option && i + 1 < argc ? argv[++i] : argv[i]);
        if (number < 1 || (!option && number > static_cast<int>(std::size(lines)))) {
            std::fprintf(stderr, "usage: bench_spine [--pairs N] [--seconds N] [1…8]…\n");
            return 2;
        }
        if (option)
            *option = number;
        else
            chosen.push_back(number);
    }
    const Bench::TemporaryHome home;
    const std::unique_ptr<Bench::Companion> display = Bench::startDisplay();
    if (!display)
        return 1;
    if (chosen.empty())
        for (int i = 1; i <= static_cast<int>(std::size(lines)); ++i)
            chosen.push_back(i);
    bool ok = true;
    for (const int line : chosen)
        ok = lines[line - 1](context) && ok;
    return ok ? 0 : 1;
}
