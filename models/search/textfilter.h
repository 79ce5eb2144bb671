// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filter.h"
#include "search/literal.h"

namespace Search {

/// A substring, found by a LiteralFinder alone: bytes, or letters of ASCII without regard to case. What Unicode has to say about
/// (other letters without regard to case, whole words) is a PatternFilter.
class TextFilter final : public Filter
{
public:
    TextFilter(FilterSpec spec, bool caseSensitive);

    std::unique_ptr<Evaluation> evaluation(std::shared_ptr<const std::vector<std::string>> topics) const override;
    std::vector<std::pair<std::size_t, std::size_t>> highlights(std::string_view text, Part part, std::size_t limit) const override;
    bool readsHeaders() const override { return spec().parts & HeaderPart; }
    const LiteralFinder *necessaryLiteral() const override { return m_literal.needle().empty() ? nullptr : &m_literal; }
    std::uint8_t decidingParts() const override { return spec().parts; }

private:
    LiteralFinder m_literal;
};

} // namespace Search
