// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace Domain {

/// Whether one connection may be written to at this moment. Shared by whoever unlocks it (window, command line) and the WriteGate,
/// which asks it before each action. Thread-safe; a new connection starts with what its profile says.
class WriteLock
{
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::minutes unlockTime{10};

    explicit WriteLock(const ConnectionProfile &profile);

    enum class Reason : std::uint8_t {
        None,       ///< writes are allowed
        Recording,  ///< a file: never
        ReadOnly,   ///< the profile says so
        Production  ///< production is locked until its name is typed
    };
    Reason reason() const;
    bool mayWrite() const { return reason() == Reason::None; }
    /// WritesLocked with args profile, environment, reason; or success.
    Status check() const;

    /// Production: the name must be that of the connection, and it lasts for unlockTime. Elsewhere a plain switch: `typedName` is not
    /// looked at and it lasts until lock(). False: wrong name, or a recording.
    bool unlock(const std::string &typedName);
    void lock();
    /// When the unlocking ends; none: it does not end by itself, or nothing is unlocked.
    std::optional<Clock::time_point> unlockedUntil() const;

    const std::string &name() const { return m_name; }
    Environment environment() const { return m_environment; }

private:
    const std::string m_name;
    const Environment m_environment;
    const bool m_isReadOnly;
    const bool m_isRecording;
    mutable std::mutex m_mutex;
    bool m_isUnlocked = false;
    bool m_isClosed = false; ///< locked by the user where writes were allowed
    Clock::time_point m_until = {};
};

} // namespace Domain
