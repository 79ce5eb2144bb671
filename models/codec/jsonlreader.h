// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Codec {

/// A record read back from a line of the `jsonl` format (jsonl.h), byte for byte.
struct JsonlRecord
{
    std::string topic;
    Domain::PartitionId partition = {};
    bool hasPartition = false; ///< false: the line does not name one
    Domain::Offset offset = {};
    Domain::Timestamp timestamp = {};
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;

    /// The record, borrowed from this; `scratch` holds its headers.
    Domain::Record borrow(std::vector<Domain::Header> &scratch) const;
};

/// None: `problem` says what is wrong. Names that are missing keep their defaults, unknown ones are passed over, so that a line may be
/// written by hand.
std::optional<JsonlRecord> readJsonl(std::string_view line, std::string &problem);

} // namespace Codec
