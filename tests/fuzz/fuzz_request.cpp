// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/requestfile.h"

#include <cstdlib>

/// A saved request that is read is written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const auto request = Produce::readRequest({reinterpret_cast<const char *>(data), size});
    if (!request)
        return 0;
    const auto again = Produce::readRequest(Produce::writeRequest(*request));
    if (!again || !(*again == *request))
        std::abort();
    return 0;
}
