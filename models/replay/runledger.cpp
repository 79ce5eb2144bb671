// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/runledger.h"

#include "domain/unixtime.h"
#include "replay/ledgerlines.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;

namespace {

constexpr std::size_t longestLine = 256 * 1024 * 1024;

std::string fileOf(const std::string &folder, const std::string &runId)
{
    return folder + '/' + runId + ".jsonl";
}

Error fileError(ErrorCode code, const std::string &file, int number)
{
    return {.code = code, .args = {{"file", file}}, .technical = std::strerror(number)};
}

Error unknownRun(const std::string &folder, const std::string &runId)
{
    return {.code = ErrorCode::ReplayUnknown, .args = {{"run", runId}, {"folder", folder}}};
}

bool makeFolders(const std::string &folder)
{
    for (std::size_t at = folder.find('/', 1); at != std::string::npos; at = folder.find('/', at + 1))
        ::mkdir(folder.substr(0, at).c_str(), 0700); // the last one tells whether it worked
    return ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST;
}

/// A new file is durable only when its folder is.
void syncFolder(const std::string &folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

/// False: another process has it, or the file was taken away meanwhile.
bool isLocked(int descriptor)
{
    struct stat status = {};
    return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

/// Reads a journal line by line: a buffer of one line, whatever the file's size.
class LineReader
{
public:
    explicit LineReader(int descriptor) : m_descriptor(descriptor) {}

    /// False: no more. `isWhole`: it ended with a line break.
    bool next(std::string &line, bool &isWhole)
    {
        line.clear();
        for (;;) {
            const auto end = std::find(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_filled), '\n');
            const auto until = static_cast<std::size_t>(end - m_buffer.begin());
            line.append(m_buffer.data() + m_at, until - m_at);
            isWhole = until < m_filled;
            m_at = isWhole ? until + 1 : until;
            if (isWhole || line.size() > longestLine || !fill())
                return isWhole || !line.empty();
        }
    }
    int error() const { return m_error; }

private:
    bool fill()
    {
        const ssize_t n = ::pread(m_descriptor, m_buffer.data(), m_buffer.size(), m_position);
        m_error = n < 0 ? errno : 0;
        m_at = 0;
        m_filled = n > 0 ? static_cast<std::size_t>(n) : 0;
        m_position += static_cast<off_t>(m_filled);
        return n > 0;
    }

    int m_descriptor;
    std::vector<char> m_buffer = std::vector<char>(64 * 1024);
    std::size_t m_at = 0;
    std::size_t m_filled = 0;
    off_t m_position = 0;
    int m_error = 0;
};

/// 0, or the error's number.
int writeAll(int descriptor, std::string_view text, bool durably)
{
    while (!text.empty()) {
        const ssize_t n = ::write(descriptor, text.data(), text.size());
        if (n < 0 && errno != EINTR)
            return errno;
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return durably && ::fdatasync(descriptor) != 0 ? errno : 0;
}

struct Scan
{
    RunHistory history = {};
    std::uint64_t chain = 0;
    std::int64_t goodBytes = 0; ///< whole lines
    std::optional<std::pair<std::uint64_t, std::string>> broken = {}; ///< line, problem
    int error = 0;
};

Scan scan(int descriptor, bool keepsWindows)
{
    Scan result;
    LineReader reader(descriptor);
    std::string line;
    bool isWhole = false;
    for (std::uint64_t number = 1; reader.next(line, isWhole); ++number) {
        std::string problem = "check sum";
        std::uint64_t chain = result.chain;
        const std::optional<std::string> body = isWhole ? LedgerLines::unsealed(line, chain) : std::nullopt;
        const bool isGood = body && LedgerLines::take(*body, result.history, keepsWindows, problem);
        if (isGood && (number != 1 || !result.history.runId.empty())) {
            result.chain = chain;
            result.goodBytes += static_cast<std::int64_t>(line.size()) + 1;
            continue;
        }
        // The last line may have been cut by a crash: then nothing was done that it announced.
        if (body || number == 1 || reader.next(line, isWhole))
            result.broken = {number, problem};
        break;
    }
    result.error = reader.error();
    return result;
}

Error brokenJournal(const std::string &file, const std::string &runId, const std::pair<std::uint64_t, std::string> &broken)
{
    return {.code = ErrorCode::ReplayJournalBroken,
            .args = {{"run", runId}, {"file", file}, {"line", std::to_string(broken.first)}, {"problem", broken.second}}};
}

} // namespace

bool RunLedger::isRunId(std::string_view text)
{
    return text.size() >= 8 && text.size() <= 64
        && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
}

RunLedger::RunLedger(int descriptor, std::string file, std::string runId) : m_descriptor(descriptor), m_file(std::move(file)), m_runId(std::move(runId)) {}

RunLedger::~RunLedger()
{
    ::close(m_descriptor); // gives the lock back
}

Domain::Result<std::unique_ptr<RunLedger>> RunLedger::create(const std::string &folder, const std::string &runId, const std::string &plan, std::uint64_t total)
{
    const std::string file = fileOf(folder, runId);
    if (!isRunId(runId))
        return fileError(ErrorCode::FileUnwritable, file, EINVAL);
    if (!makeFolders(folder))
        return fileError(ErrorCode::FileUnwritable, folder, errno);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return fileError(ErrorCode::FileUnwritable, file, errno);
    std::unique_ptr<RunLedger> ledger(new RunLedger(descriptor, file, runId));
    if (!isLocked(descriptor))
        return Error{.code = ErrorCode::ReplayBusy, .args = {{"run", runId}}};
    if (const Domain::Status written = ledger->append(LedgerLines::plan(runId, plan, total, Domain::unixNowMs()), true); !written)
        return written.error();
    syncFolder(folder);
    return ledger;
}

Domain::Result<std::unique_ptr<RunLedger>> RunLedger::open(const std::string &folder, const std::string &runId, Keep keep, RunHistory &history)
{
    const std::string file = fileOf(folder, runId);
    const int descriptor = isRunId(runId) ? ::open(file.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (descriptor < 0)
        return !isRunId(runId) || errno == ENOENT ? unknownRun(folder, runId) : fileError(ErrorCode::FileUnreadable, file, errno);
    std::unique_ptr<RunLedger> ledger(new RunLedger(descriptor, file, runId));
    if (!isLocked(descriptor))
        return Error{.code = ErrorCode::ReplayBusy, .args = {{"run", runId}}};
    Scan found = scan(descriptor, keep == Keep::Windows);
    if (found.error != 0)
        return fileError(ErrorCode::FileUnreadable, file, found.error);
    if (found.broken)
        return brokenJournal(file, runId, *found.broken);
    if (::ftruncate(descriptor, found.goodBytes) != 0)
        return fileError(ErrorCode::FileUnwritable, file, errno);
    ledger->m_chain = found.chain;
    ledger->m_size = found.goodBytes;
    history = std::move(found.history);
    return ledger;
}

Domain::Result<RunHistory> RunLedger::read(const std::string &folder, const std::string &runId, Keep keep, bool &isHeld)
{
    const std::string file = fileOf(folder, runId);
    const int descriptor = isRunId(runId) ? ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (descriptor < 0)
        return !isRunId(runId) || errno == ENOENT ? unknownRun(folder, runId) : fileError(ErrorCode::FileUnreadable, file, errno);
    isHeld = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    if (!isHeld)
        ::flock(descriptor, LOCK_UN); // at once: reading is no reason to keep a run from starting
    Scan found = scan(descriptor, keep == Keep::Windows);
    ::close(descriptor);
    if (found.error != 0)
        return fileError(ErrorCode::FileUnreadable, file, found.error);
    if (found.broken && !isHeld)
        return brokenJournal(file, runId, *found.broken);
    return std::move(found.history);
}

Domain::Status RunLedger::remove(const std::string &folder, const std::string &runId)
{
    const std::string file = fileOf(folder, runId);
    const int descriptor = isRunId(runId) ? ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (descriptor < 0)
        return !isRunId(runId) || errno == ENOENT ? unknownRun(folder, runId) : fileError(ErrorCode::FileUnwritable, file, errno);
    const RunLedger held(descriptor, file, runId);
    if (!isLocked(descriptor))
        return Error{.code = ErrorCode::ReplayBusy, .args = {{"run", runId}}};
    if (::unlink(file.c_str()) != 0)
        return fileError(ErrorCode::FileUnwritable, file, errno);
    return std::monostate{};
}

Domain::Status RunLedger::putAside(const std::string &folder, const std::string &runId)
{
    const std::string file = fileOf(folder, runId);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return errno == ENOENT ? Domain::Status(std::monostate{}) : Domain::Status(fileError(ErrorCode::FileUnwritable, file, errno));
    const RunLedger held(descriptor, file, runId);
    if (!isLocked(descriptor))
        return Error{.code = ErrorCode::ReplayBusy, .args = {{"run", runId}}};
    if (::rename(file.c_str(), (file + ".damaged-" + std::to_string(Domain::unixNowMs())).c_str()) != 0)
        return fileError(ErrorCode::FileUnwritable, file, errno);
    return std::monostate{};
}

Error RunLedger::unwritable(int number) const
{
    return fileError(ErrorCode::FileUnwritable, m_file, number);
}

Domain::Status RunLedger::append(std::string_view body, bool durably)
{
    std::uint64_t chain = m_chain;
    const std::string line = LedgerLines::sealed(body, chain);
    if (const int number = writeAll(m_descriptor, line, durably); number != 0) {
        if (::ftruncate(m_descriptor, m_size) != 0) // what remains is a last line that nobody counts on
            return unwritable(errno);
        return unwritable(number);
    }
    m_chain = chain;
    m_size += static_cast<std::int64_t>(line.size());
    return std::monostate{};
}

Domain::Status RunLedger::starts(const std::map<Domain::PartitionName, std::int64_t> &starts)
{
    return append(LedgerLines::starts(starts), true);
}

Domain::Status RunLedger::intent(const WindowEntry &window)
{
    return append(LedgerLines::window("intent", window, Domain::unixNowMs()), true);
}

Domain::Status RunLedger::committed(std::uint64_t window)
{
    return append(LedgerLines::outcome("committed", window), false);
}

Domain::Status RunLedger::gone(std::uint64_t window)
{
    return append(LedgerLines::outcome("gone", window), false);
}

Domain::Status RunLedger::window(const WindowEntry &window)
{
    return append(LedgerLines::window("window", window, Domain::unixNowMs()), true);
}

Domain::Status RunLedger::complete()
{
    return append(LedgerLines::complete(Domain::unixNowMs()), true);
}

Domain::Status RunLedger::verdict(const Verdict &verdict)
{
    return append(LedgerLines::verdict(verdict), true);
}

} // namespace Replay
