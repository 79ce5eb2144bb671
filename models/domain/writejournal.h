// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/outgoing.h"

#include <cstdint>
#include <map>
#include <string>

namespace Domain {

/// What is about to be written, as the journal keeps it: never a payload, never a secret.
struct WriteIntent
{
    std::string action = {};   ///< "produce", "replay", "create-topic", …
    std::string target = {};   ///< the topic, or several with commas
    std::string plan = {};     ///< one line: "1,000 records, one transaction, abort"
    std::string planHash = {}; ///< of everything that decides what is written; same plan, same hash
    std::string runId = {};    ///< empty: none
    std::uint64_t records = 0; ///< planned; 0: not known
};

/// Where the intent is carried out. Filled in by the WriteGate.
struct WritePlace
{
    std::string clusterId = {}; ///< empty: unknown
    std::string profile = {};
    std::string principal = {}; ///< "User:alice", the subject of the client certificate, or "anonymous"
};

struct WriteEnd
{
    Outcome outcome = Outcome::Unknown;
    std::uint64_t done = 0; ///< records
    std::uint64_t failed = 0;
    std::uint64_t unknown = 0;
    std::string note = {};  ///< one line, such as the broker's code name or "transaction aborted as asked"
};

/// Keeps what was written and how it ended. Implemented by Settings::JournalFile. Thread-safe; blocks for a file write and its fsync.
class WriteJournal
{
public:
    virtual ~WriteJournal() = default;
    /// → the entry's id. Error JournalUnwritable (args file, problem): then nothing may be written to the cluster.
    virtual Result<std::string> begin(const WritePlace &place, const WriteIntent &intent) = 0;
    virtual Status end(const std::string &entry, const WriteEnd &end) = 0;
};

} // namespace Domain
