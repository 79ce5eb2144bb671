// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/hotkeys.h"

namespace Store {

void HotKeys::add(std::uint64_t hash, std::string_view key)
{
    const auto known = m_keys.find(hash);
    if (known != m_keys.end()) {
        auto entry = m_byCount.extract({known->second.count, hash});
        ++known->second.count;
        entry.value().first = known->second.count;
        m_byCount.insert(std::move(entry));
        return;
    }
    Key fresh{.bytes = std::string(key.substr(0, keptBytes)), .count = 1};
    if (m_keys.size() >= m_most) { // takes the place, and the count, of the rarest
        const auto rarest = m_byCount.begin();
        fresh.tooMany = rarest->first;
        fresh.count = rarest->first + 1;
        m_keys.erase(rarest->second);
        m_byCount.erase(rarest);
    }
    m_byCount.emplace(fresh.count, hash);
    m_keys.emplace(hash, std::move(fresh));
}

std::vector<HotKeys::Key> HotKeys::top(std::size_t limit) const
{
    std::vector<Key> keys;
    for (auto it = m_byCount.rbegin(); it != m_byCount.rend() && keys.size() < limit; ++it)
        keys.push_back(m_keys.at(it->second));
    return keys;
}

} // namespace Store
