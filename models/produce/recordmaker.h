// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "produce/producerequest.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Produce {

/// A record made of a request, owned.
struct MadeRecord
{
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    std::optional<Domain::PartitionId> partition = {};
    std::optional<std::int64_t> timestampMs = {};

    /// Borrowed from this; `scratch` holds the headers.
    Domain::OutgoingRecord borrow(const std::string &topic, std::vector<Domain::Header> &scratch) const;
    std::size_t payloadSize() const;
};

/// Makes the records of a request, one after the other: fields and templates, or the lines of a file. One thread. Files are read as a
/// stream: memory stays flat for any length. The clock is asked for each record where `nowMs` is −1.
class RecordMaker
{
public:
    /// Checks everything that can be checked before the first record: BadTemplate (where: "key", "value", "header NAME"), BadArgument (a
    /// field whose hex, base64 or JSON cannot be read), FileUnreadable, SendTimestamp (0). `seed`: for request.seed 0.
    static Domain::Result<std::unique_ptr<RecordMaker>> make(const ProduceRequest &request, std::uint64_t seed, std::int64_t nowMs = -1);
    virtual ~RecordMaker() = default;

    /// Waits up to `wait` until next() can answer at once; false: its input (a pipe) gives nothing yet.
    virtual bool isReady(std::chrono::milliseconds) { return true; }
    /// The next record; none: no more. Errors (BadInput with file, line, problem; BadTemplate for a value that is no JSON once it is filled
    /// in) concern that record only: the next call goes on behind it. Fatal ones (FileUnreadable): nothing follows.
    virtual Domain::Result<std::optional<MadeRecord>> next() = 0;
    /// How many there will be; 0: not known.
    virtual std::uint64_t planned() const = 0;
};

} // namespace Produce
