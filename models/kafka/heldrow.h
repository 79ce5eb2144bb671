// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace Kafka {

/// A record that waits for its turn, with bytes of its own, and the gaps right before it; or gaps alone. Belongs to a reading thread.
struct HeldRow
{
    std::size_t slot = 0; ///< whose it is
    std::int64_t key = 0; ///< what it is ordered by
    bool isLate = false;  ///< its own time is not its key
    std::vector<Domain::Gap> gaps = {};
    std::optional<Domain::Record> record = {}; ///< borrows from the two below
    std::unique_ptr<char[]> bytes = {};
    std::unique_ptr<Domain::Header[]> headers = {};

    static HeldRow copyOf(const Domain::Record &record);
    Domain::Offset begin() const { return gaps.empty() ? record->offset : gaps.front().from; }
};

} // namespace Kafka
