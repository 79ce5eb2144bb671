// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace Store {

/// The keys seen most often, with a bounded number of counters (Space-Saving, Metwally et al. 2005): a key's count is too high by at most
/// `tooMany`, and no key that was seen more than total / counters times is missing.
class HotKeys
{
public:
    struct Key
    {
        std::string bytes = {}; ///< the first keptBytes of it
        std::uint64_t count = 0;
        std::uint64_t tooMany = 0; ///< of that, perhaps another key's
    };
    static constexpr std::size_t keptBytes = 200;

    explicit HotKeys(std::size_t counters = 1024) : m_most(counters) {}

    void add(std::uint64_t hash, std::string_view key);
    /// The `limit` most frequent ones, most frequent first.
    std::vector<Key> top(std::size_t limit) const;

private:
    std::size_t m_most;
    std::unordered_map<std::uint64_t, Key> m_keys; ///< by hash
    std::set<std::pair<std::uint64_t, std::uint64_t>> m_byCount; ///< count and hash
};

} // namespace Store
