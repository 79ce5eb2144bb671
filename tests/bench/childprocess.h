// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace Bench {

using Arguments = std::vector<std::string>;

/// A process that runs until this object goes: a broker or a display server. It is started with a pipe as its standard
/// input and its standard output read up to the first line, which tells that it is ready.
class Companion
{
public:
    /// `announceOn`: the number of the descriptor it writes its first line to.
    Companion(const Arguments &command, int announceOn = 1);
    Companion(const Companion &) = delete;
    Companion &operator=(const Companion &) = delete;
    ~Companion();

    bool isRunning() const { return m_process > 0; }
    const std::string &firstLine() const { return m_firstLine; } ///< such as a port

private:
    pid_t m_process = -1;
    int m_input = -1;
    std::string m_firstLine;
};

/// What a child process printed, how it ended, and how long it took from exec to exit.
struct Outcome
{
    std::string output;
    double seconds = 0;
    double peakMegabytes = 0; ///< its largest resident set
    bool ok = false; ///< exit code 0
};

/// Runs a child to its end. Its environment is this process's, without LD_PRELOAD and malloc settings: a peer runs with the
/// allocator it was built with. `discardOutput`: to /dev/null, as a user would when measuring kcat.
Outcome run(const Arguments &command, bool discardOutput = false);

/// The number a child prints (its first word), or nothing when it fails; what it wrote is then shown.
std::optional<double> runForNumber(const Arguments &command);
/// How many seconds a child takes.
std::optional<double> runForTime(const Arguments &command);

} // namespace Bench
