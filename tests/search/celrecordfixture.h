// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/search/celtext.h"
#include "tests/search/searchfixture.h"

namespace SearchTest {

/// What an expression gives for a record, as CelTest::outcome() writes it.
inline std::string outcomeFor(const OwnedRecord &record, const std::string &expression)
{
    std::vector<Domain::Header> headers;
    const Domain::Record borrowed = record.borrow(headers);
    return CelTest::outcome(expression, &borrowed, "orders");
}

inline Search::FilterSpec expressionSpec(std::string expression)
{
    return {.mode = Search::Mode::Expression, .pattern = std::move(expression)};
}

} // namespace SearchTest
