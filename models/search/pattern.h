// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filterspec.h"

#include <optional>
#include <string>
#include <string_view>

/// What can be told of a pattern without matching anything.
namespace Search {

/// The case rule applied. Smart: letters that stand for themselves decide, not those of escapes such as \W or \p{Lu}.
bool isCaseSensitive(const FilterSpec &spec);

/// The most telling literal that every match of a (valid) regular expression holds; empty where none can be told for sure. To be
/// looked for with or without regard to the case of ASCII letters, as `caseSensitive` says.
std::string literalOf(std::string_view pattern, bool caseSensitive);

/// The same for a text that is looked for without regard to case by Unicode's rules: letters of ASCII that have relatives elsewhere
/// (k: the Kelvin sign, s: the long s) and characters beyond ASCII are left out.
std::string foldableLiteralOf(std::string_view text);

/// Where the pattern asks for \G, which has no meaning here; nullopt: nowhere.
std::optional<std::size_t> placeOfContinuation(std::string_view pattern);

} // namespace Search
