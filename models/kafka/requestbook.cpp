// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/requestbook.h"

namespace Kafka {

Domain::RequestId RequestBook::add(Entry entry)
{
    const Domain::RequestId id = ++m_last;
    const std::lock_guard lock(m_mutex);
    m_entries.emplace(id, std::move(entry));
    return id;
}

std::optional<RequestBook::Entry> RequestBook::remove(Domain::RequestId id)
{
    const std::lock_guard lock(m_mutex);
    auto node = m_entries.extract(id);
    return node ? std::optional(std::move(node.mapped())) : std::nullopt;
}

bool RequestBook::take(Domain::RequestId id)
{
    return remove(id).has_value();
}

bool RequestBook::holds(Domain::RequestId id) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.contains(id);
}

void RequestBook::fail(Domain::RequestId id, const Domain::Error &error)
{
    if (const auto entry = remove(id))
        entry->fail(error);
}

void RequestBook::expire(Clock::time_point now, const std::optional<Domain::Error> &trouble, std::chrono::milliseconds patience)
{
    std::vector<Entry> over;
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_entries.begin(); it != m_entries.end();) {
            const bool isOver = now >= it->second.deadline || (trouble && now - it->second.asked >= patience);
            if (isOver)
                over.push_back(std::move(it->second));
            it = isOver ? m_entries.erase(it) : std::next(it);
        }
    }
    for (const Entry &entry : over) {
        const auto seconds = std::chrono::round<std::chrono::seconds>(entry.deadline - entry.asked).count();
        entry.fail(trouble ? *trouble
                           : Domain::Error{.code = Domain::ErrorCode::DeadlineExceeded,
                                           .args = {{"what", entry.what}, {"seconds", std::to_string(seconds)}},
                                           .retriable = true});
    }
}

void RequestBook::clear()
{
    std::map<Domain::RequestId, Entry> dropped; // destroyed without the lock: replies may own anything
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_entries);
}

} // namespace Kafka
