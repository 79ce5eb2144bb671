// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_spine [--pairs N] [--seconds N] [LINE…]: the figures of the spine, all or some of the lines 1 to 8. Prints one line a
// figure and exits 1 when one is short of its bar. Everything is measured side by side in this one run; absolute figures go to
// standard error and mean nothing on another machine.
#include "childprocess.h"
#include "spinelines.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

namespace {

using Line = bool (*)(const Bench::Context &);
constexpr Line lines[] = {Bench::shownRate, Bench::bytesHeld, Bench::eventLatency, Bench::tickCost,
                          Bench::firstRow,  Bench::firstWindow, Bench::topicList,  Bench::largeValue};

/// Windows are shown on a display of our own, so that nothing else paints there and nobody's screen flickers.
std::unique_ptr<Bench::Companion> startDisplay()
{
    auto display = std::make_unique<Bench::Companion>(
        Bench::Arguments{"Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"}, 3);
    if (display->firstLine().empty()) {
        std::fprintf(stderr, "Xvfb does not start: it is needed for windows\n");
        return {};
    }
    ::setenv("DISPLAY", (":" + display->firstLine()).c_str(), 1);
    ::setenv("QT_QPA_PLATFORM", "xcb", 1);
    return display;
}

/// The user's settings are neither read nor written.
class TemporaryHome
{
public:
    TemporaryHome()
    {
        std::string path = (std::filesystem::temp_directory_path() / "bench_spine.XXXXXX").string();
        if (::mkdtemp(path.data()))
            m_path = path;
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            ::setenv(name, m_path.c_str(), 1);
        ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1); // no keyring, no portal: the same on every machine
    }
    TemporaryHome(const TemporaryHome &) = delete;
    TemporaryHome &operator=(const TemporaryHome &) = delete;
    ~TemporaryHome()
    {
        std::error_code ignored;
        if (!m_path.empty())
            std::filesystem::remove_all(m_path, ignored);
    }

private:
    std::string m_path;
};

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
    const TemporaryHome home;
    const std::unique_ptr<Bench::Companion> display = startDisplay();
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
