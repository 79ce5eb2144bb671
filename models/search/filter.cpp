// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/filter.h"

#include "search/badfilter.h"
#include "search/celfilter.h"
#include "search/pattern.h"
#include "search/patternfilter.h"
#include "search/textfilter.h"

#include <algorithm>

namespace Search {

Domain::Result<std::shared_ptr<const Filter>> Filter::compile(const FilterSpec &spec)
{
    if (spec.pattern.size() > Pcre::MaxLength)
        return badFilter("the filter is longer than 64 KiB", Pcre::MaxLength, spec.pattern.size() - Pcre::MaxLength);
    if (spec.pattern.empty())
        return std::shared_ptr<const Filter>(std::make_shared<TextFilter>(spec, true));
    if (spec.mode == Mode::Expression)
        return compileExpression(spec);
    const bool caseSensitive = isCaseSensitive(spec);
    const bool isAscii = std::all_of(spec.pattern.begin(), spec.pattern.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (spec.mode == Mode::Text && !spec.wholeWord && (caseSensitive || isAscii))
        return std::shared_ptr<const Filter>(std::make_shared<TextFilter>(spec, caseSensitive));
    return PatternFilter::compile(spec, caseSensitive);
}

} // namespace Search
