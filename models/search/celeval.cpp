// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celeval.h"

#include "search/expression.h"

namespace Search {

Domain::Result<CelValue> evaluate(std::string_view expression, const Domain::Record *record, std::string_view topic)
{
    const auto compiled = Expression::compile(expression);
    if (!compiled)
        return compiled.error();
    return (*compiled)->evaluation()->evaluate(record, topic);
}

} // namespace Search
