// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/writelock.h"

namespace Domain {

namespace {

const char *nameOf(WriteLock::Reason reason)
{
    switch (reason) {
    case WriteLock::Reason::Recording:
        return "recording";
    case WriteLock::Reason::ReadOnly:
        return "read-only";
    case WriteLock::Reason::Production:
        return "production";
    case WriteLock::Reason::None:
        break;
    }
    return "";
}

const char *nameOf(Environment environment)
{
    switch (environment) {
    case Environment::Staging:
        return "staging";
    case Environment::Production:
        return "production";
    case Environment::Development:
        break;
    }
    return "development";
}

} // namespace

WriteLock::WriteLock(const ConnectionProfile &profile)
    : m_name(profile.name),
      m_environment(profile.environment),
      m_isReadOnly(profile.readOnly),
      m_isRecording(!profile.recordingFile.empty())
{
}

WriteLock::Reason WriteLock::reason() const
{
    if (m_isRecording)
        return Reason::Recording;
    const bool isProduction = m_environment == Environment::Production;
    const std::lock_guard lock(m_mutex);
    if (m_isUnlocked && (!isProduction || Clock::now() < m_until))
        return Reason::None;
    if (isProduction)
        return Reason::Production;
    return m_isReadOnly || m_isClosed ? Reason::ReadOnly : Reason::None;
}

Status WriteLock::check() const
{
    const Reason why = reason();
    if (why == Reason::None)
        return std::monostate();
    Error error;
    error.code = ErrorCode::WritesLocked;
    error.args = {{"profile", m_name}, {"environment", nameOf(m_environment)}, {"reason", nameOf(why)}};
    return error;
}

bool WriteLock::unlock(const std::string &typedName)
{
    const bool isProduction = m_environment == Environment::Production;
    if (m_isRecording || (isProduction && typedName != m_name))
        return false;
    const std::lock_guard lock(m_mutex);
    m_isUnlocked = true;
    m_isClosed = false;
    m_until = Clock::now() + unlockTime;
    return true;
}

void WriteLock::lock()
{
    const std::lock_guard lock(m_mutex);
    m_isUnlocked = false;
    m_isClosed = true;
}

std::optional<WriteLock::Clock::time_point> WriteLock::unlockedUntil() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_isUnlocked || m_environment != Environment::Production || Clock::now() >= m_until)
        return std::nullopt;
    return m_until;
}

} // namespace Domain
