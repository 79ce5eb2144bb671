// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filter.h"
#include "tests/store/storefixture.h"

#include <memory>
#include <string>
#include <vector>

namespace SearchTest {

inline Search::FilterSpec textSpec(std::string pattern, std::uint8_t parts = Search::allParts, Search::CaseRule rule = Search::CaseRule::Smart)
{
    return {.mode = Search::Mode::Text, .pattern = std::move(pattern), .parts = parts, .caseRule = rule};
}

inline Search::FilterSpec regexSpec(std::string pattern, std::uint8_t parts = Search::allParts, Search::CaseRule rule = Search::CaseRule::Smart)
{
    return {.mode = Search::Mode::Regex, .pattern = std::move(pattern), .parts = parts, .caseRule = rule};
}

/// Null when the spec does not compile.
inline std::shared_ptr<const Search::Filter> filterOf(const Search::FilterSpec &spec)
{
    const auto filter = Search::Filter::compile(spec);
    return filter ? *filter : nullptr;
}

inline OwnedRecord keyed(std::optional<std::string> key, std::optional<std::string> value)
{
    OwnedRecord record;
    record.key = std::move(key);
    record.value = std::move(value);
    return record;
}

/// What a new evaluation says about one record.
inline Search::Verdict verdict(const Search::Filter &filter, const OwnedRecord &record)
{
    std::vector<Domain::Header> headers;
    return filter.evaluation(std::make_shared<const std::vector<std::string>>())->match(record.borrow(headers));
}

/// Whether the filter for `spec` matches a record of this value.
inline bool matches(const Search::FilterSpec &spec, const std::string &value)
{
    const auto filter = filterOf(spec);
    return filter && verdict(*filter, keyed(std::nullopt, value)) == Search::Verdict::Match;
}

inline std::string badArg(const Search::FilterSpec &spec, const std::string &name)
{
    const auto filter = Search::Filter::compile(spec);
    return filter || filter.error().code != Domain::ErrorCode::BadFilter ? "no error" : filter.error().arg(name);
}

} // namespace SearchTest
