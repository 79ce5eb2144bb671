// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// A data race, on purpose: proof that ThreadSanitizer sees one with the settings in use. A run without its report fails.

#include <cstdio>
#include <thread>

int main()
{
    int shared = 0;
    {
        const std::jthread one([&] { for (int i = 0; i < 10'000; ++i) ++shared; });
        const std::jthread two([&] { for (int i = 0; i < 10'000; ++i) ++shared; });
    }
    std::printf("PASS   : Canary::race()\nTotals: 1 passed, 0 failed, 0 skipped (%d)\n", shared);
    return 0;
}
