// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "replay/runhistory.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace Replay {

/// The journal of one run: JSON Lines in FOLDER/RUN.jsonl, only for its user (0600), locked against other processes while this lives.
/// Each line ends with a check sum that also covers the line before. A last line that was not written whole is taken away;
/// damage elsewhere is ReplayJournalBroken. Owned by the run, used by its thread.
class RunLedger
{
public:
    enum class Keep : std::uint8_t { Totals, Windows };

    /// A new run's. Errors: FileUnwritable, ReplayBusy.
    static Domain::Result<std::unique_ptr<RunLedger>> create(const std::string &folder, const std::string &runId, const std::string &plan, std::uint64_t total);
    /// An existing one's, with what it says. Errors: ReplayUnknown, ReplayBusy, ReplayJournalBroken, FileUnreadable.
    static Domain::Result<std::unique_ptr<RunLedger>> open(const std::string &folder, const std::string &runId, Keep keep, RunHistory &history);
    /// Reads without the lock and changes nothing. `isHeld`: a living process has it.
    static Domain::Result<RunHistory> read(const std::string &folder, const std::string &runId, Keep keep, bool &isHeld);
    /// Takes the file away. Errors: ReplayUnknown, ReplayBusy.
    static Domain::Status remove(const std::string &folder, const std::string &runId);
    /// A file of that run, damaged perhaps, gets another name, if there is one. ReplayBusy.
    static Domain::Status putAside(const std::string &folder, const std::string &runId);
    static bool isRunId(std::string_view text);

    ~RunLedger();
    RunLedger(const RunLedger &) = delete;
    RunLedger &operator=(const RunLedger &) = delete;

    // Each appends one line. After an error (FileUnwritable) the file is as it was.
    Domain::Status starts(const std::map<Domain::PartitionName, std::int64_t> &starts);   ///< durable
    Domain::Status intent(const WindowEntry &window);                                      ///< durable: before the commit
    Domain::Status committed(std::uint64_t window);  ///< durable with the next line that is: the last intent is looked up anyway
    Domain::Status gone(std::uint64_t window);       ///< aborted, or found not to be there; as above
    Domain::Status window(const WindowEntry &window);///< at least once: acknowledged; durable
    Domain::Status complete();                       ///< durable
    Domain::Status verdict(const Verdict &verdict);  ///< durable

private:
    RunLedger(int descriptor, std::string file, std::string runId);
    Domain::Status append(std::string_view body, bool durably);
    Domain::Error unwritable(int number) const;

    const int m_descriptor;
    const std::string m_file;
    const std::string m_runId;
    std::uint64_t m_chain = 0; ///< check sum of the last line
    std::int64_t m_size = 0;
};

} // namespace Replay
