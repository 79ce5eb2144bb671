// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filter.h"
#include "search/literal.h"
#include "search/pcre.h"

#include <optional>

namespace Search {

/// A regular expression, or a text that becomes one; each part of a record is searched by itself. Where every match has to hold a
/// literal, that is looked for first.
class PatternFilter final : public Filter
{
public:
    static Domain::Result<std::shared_ptr<const Filter>> compile(const FilterSpec &spec, bool caseSensitive);

    PatternFilter(FilterSpec spec, std::shared_ptr<const Pcre> pattern, std::optional<LiteralFinder> literal);

    std::unique_ptr<Evaluation> evaluation(std::shared_ptr<const std::vector<std::string>> topics) const override;
    std::vector<std::pair<std::size_t, std::size_t>> highlights(std::string_view text, Part part, std::size_t limit) const override;
    bool readsHeaders() const override { return spec().parts & HeaderPart; }
    const LiteralFinder *necessaryLiteral() const override { return m_literal ? &*m_literal : nullptr; }

private:
    std::shared_ptr<const Pcre> m_pattern;
    std::optional<LiteralFinder> m_literal;
};

} // namespace Search
