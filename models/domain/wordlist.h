// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace Domain {

/// The words for a few values in files and on the command line. Files hold them: a word is kept for good.
template<typename Value, std::size_t count>
using WordList = std::array<std::pair<std::string_view, Value>, count>;

/// Empty: the value has none.
template<typename Value, std::size_t count>
constexpr std::string_view wordOf(const WordList<Value, count> &words, Value value)
{
    for (const auto &[word, known] : words)
        if (known == value)
            return word;
    return {};
}

/// None: not one of them.
template<typename Value, std::size_t count>
constexpr std::optional<Value> valueOf(const WordList<Value, count> &words, std::string_view word)
{
    for (const auto &[known, value] : words)
        if (known == word)
            return value;
    return std::nullopt;
}

} // namespace Domain
