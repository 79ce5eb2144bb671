// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "linerunner.h"

#include "surroundings.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace Bench {

namespace {

/// The numbers of the lines to run; empty: not understood.
std::vector<std::size_t> chooseLines(std::size_t count, int argc, char **argv, Context &context)
{
    std::vector<std::size_t> chosen;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        int *const option = word == "--pairs" ? &context.pairs : word == "--seconds" ? &context.latencySeconds : nullptr;
        const int number = std::atoi(option && i + 1 < argc ? argv[++i] : argv[i]);
        if (number < 1 || (!option && std::size_t(number) > count))
            return {};
        if (option)
            *option = number;
        else
            chosen.push_back(std::size_t(number));
    }
    if (chosen.empty())
        for (std::size_t i = 1; i <= count; ++i)
            chosen.push_back(i);
    return chosen;
}

} // namespace

int runLines(const char *name, std::span<const Line> lines, int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    Context context;
    context.loadBroker = BENCH_LOADBROKER;
    context.rawConsume = BENCH_RAWCONSUME;
    context.subject = BENCH_SUBJECT;
    context.bareWindow = BENCH_BAREWINDOW;
    context.playhead = BENCH_PLAYHEAD;
    const std::vector<std::size_t> chosen = chooseLines(lines.size(), argc, argv, context);
    if (chosen.empty()) {
        std::fprintf(stderr, "usage: %s [--pairs N] [--seconds N] [1…%zu]…\n", name, lines.size());
        return 2;
    }
    const TemporaryHome home;
    const std::unique_ptr<Companion> display = startDisplay();
    if (!display)
        return 1;
    bool ok = true;
    for (const std::size_t line : chosen)
        ok = lines[line - 1](context) && ok;
    return ok ? 0 : 1;
}

} // namespace Bench
