// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace Store {

/// Calls work(0) … work(parts − 1) in so many threads, the caller's among them, and returns when all is done. A thread takes the
/// next part when it is done with one, so that one the system holds up does not hold up all. Threads begin with the priority of the
/// caller.
template<typename Work>
void inParts(std::size_t parts, unsigned threads, const Work &work)
{
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t part = next++; part < parts; part = next++)
            work(part);
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads && i < parts; ++i)
        others.emplace_back(take);
    take();
}

/// Where part `i` of `parts` of `size` items begins.
constexpr std::size_t partBegin(std::size_t size, std::size_t i, std::size_t parts)
{
    return size * i / parts;
}

} // namespace Store
