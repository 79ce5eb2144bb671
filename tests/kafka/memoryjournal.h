// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writejournal.h"

#include <mutex>
#include <string>
#include <vector>

namespace KafkaTest {

/// Keeps what a journal is told. Any thread.
class MemoryJournal final : public Domain::WriteJournal
{
public:
    struct Entry
    {
        Domain::WritePlace place;
        Domain::WriteIntent intent;
        std::vector<Domain::WriteEnd> ends;
    };

    Domain::Result<std::string> begin(const Domain::WritePlace &place, const Domain::WriteIntent &intent) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_isFull)
            return Domain::Error{.code = Domain::ErrorCode::JournalUnwritable, .args = {{"file", "memory"}, {"problem", "full"}}};
        m_entries.push_back({place, intent, {}});
        return std::to_string(m_entries.size() - 1);
    }
    Domain::Status end(const std::string &entry, const Domain::WriteEnd &end) override
    {
        const std::lock_guard lock(m_mutex);
        m_entries.at(std::stoul(entry)).ends.push_back(end);
        return std::monostate();
    }
    void setFull(bool isFull)
    {
        const std::lock_guard lock(m_mutex);
        m_isFull = isFull;
    }
    std::vector<Entry> entries() const
    {
        const std::lock_guard lock(m_mutex);
        return m_entries;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
    bool m_isFull = false;
};

} // namespace KafkaTest
