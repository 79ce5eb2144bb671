// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "childprocess.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>

namespace Bench {

namespace {

/// In the child, after fork: descriptors in place, then exec.
[[noreturn]] void become(const Arguments &command, int input, int output, int outputPlace)
{
    if (input >= 0)
        ::dup2(input, STDIN_FILENO);
    if (output >= 0)
        ::dup2(output, outputPlace);
    for (const char *name : {"LD_PRELOAD", "MALLOC_CONF", "MALLOC_ARENA_MAX"})
        ::unsetenv(name);
    std::vector<char *> words;
    for (const std::string &word : command)
        words.push_back(const_cast<char *>(word.c_str())); // execvp() does not change them
    words.push_back(nullptr);
    ::execvp(words[0], words.data());
    std::_Exit(127);
}

std::string readLine(int from)
{
    std::string line;
    char c = 0;
    while (::read(from, &c, 1) == 1 && c != '\n')
        line.push_back(c);
    return line;
}

} // namespace

Companion::Companion(const Arguments &command, int announceOn)
{
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0)
        return;
    m_process = ::fork();
    if (m_process == 0)
        become(command, input[0], output[1], announceOn);
    ::close(input[0]);
    ::close(output[1]);
    m_input = input[1];
    if (m_process > 0)
        m_firstLine = readLine(output[0]);
    ::close(output[0]);
}

Companion::~Companion()
{
    if (m_input >= 0)
        ::close(m_input);
    if (m_process <= 0)
        return;
    ::kill(m_process, SIGTERM);
    ::waitpid(m_process, nullptr, 0);
}

Outcome run(const Arguments &command, bool discardOutput)
{
    std::array<int, 2> output{-1, -1};
    if (discardOutput)
        output[1] = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    else if (::pipe2(output.data(), O_CLOEXEC) != 0)
        return {};
    const auto start = std::chrono::steady_clock::now();
    const pid_t process = ::fork();
    if (process == 0)
        become(command, ::open("/dev/null", O_RDONLY | O_CLOEXEC), output[1], STDOUT_FILENO);
    ::close(output[1]);
    Outcome outcome;
    std::array<char, 4096> part{};
    for (ssize_t n = 0; output[0] >= 0 && (n = ::read(output[0], part.data(), part.size())) > 0;)
        outcome.output.append(part.data(), static_cast<std::size_t>(n));
    int status = -1;
    rusage used{};
    ::wait4(process, &status, 0, &used);
    outcome.peakMegabytes = static_cast<double>(used.ru_maxrss) * 1024 / 1e6;
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    outcome.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (output[0] >= 0)
        ::close(output[0]);
    return outcome;
}

std::optional<double> runForNumber(const Arguments &command)
{
    const Outcome outcome = run(command);
    char *end = nullptr;
    const double value = std::strtod(outcome.output.c_str(), &end);
    if (outcome.ok && end != outcome.output.c_str())
        return value;
    std::fprintf(stderr, "%s failed: %s\n", command.front().c_str(), outcome.output.c_str());
    return std::nullopt;
}

std::optional<double> runForTime(const Arguments &command)
{
    const Outcome outcome = run(command, true);
    if (outcome.ok)
        return outcome.seconds;
    std::fprintf(stderr, "%s failed\n", command.front().c_str());
    return std::nullopt;
}

} // namespace Bench
