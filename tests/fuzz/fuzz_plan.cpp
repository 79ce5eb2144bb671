// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayplan.h"

#include <cstdlib>

/// Whatever is read as a plan is written and read as the same plan.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const auto plan = Replay::readPlan({reinterpret_cast<const char *>(data), size});
    if (!plan)
        return 0;
    const std::string text = Replay::writePlan(*plan);
    const auto again = Replay::readPlan(text);
    if (!again || !(*again == *plan) || Replay::writePlan(*again) != text)
        std::abort();
    return 0;
}
