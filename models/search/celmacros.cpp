// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Machine: the macros over lists and maps.

#include "search/celmachine.h"

#include <algorithm>

namespace Search::Cel {

Data Machine::comprehension(const Step &step, std::uint32_t node)
{
    const Data range = run(m_program.child(step, 0));
    if (range.isError())
        return range;
    if (!range.isList() && !range.isMap())
        return overload(node, range);
    const Data all = expanded(range);
    if (all.isError())
        return all;

    Results results;
    results.kind = step.kind;
    const std::uint32_t last = m_program.child(step, step.count - 1);
    for (std::size_t i = 0; i < all.count; ++i) {
        if (!charge(1))
            return Data::error(ErrorCode::TooManySteps);
        const Data element = all.kind == Data::Kind::List ? all.elements[i] : all.entries[i].key;
        m_locals[step.value] = element;
        const Data result = run(step.count == 3 ? m_program.child(step, 1) : last);
        if (isFatal(result))
            return result;
        if (!take(results, result, element, last))
            return results.ended;
    }
    return finished(results);
}

/// Adds the result for one element; false: the macro ends with `ended`.
bool Machine::take(Results &results, const Data &result, const Data &element, std::uint32_t transform)
{
    const auto end = [&results](const Data &data) { return results.ended = data, false; };
    switch (results.kind) {
    case NodeKind::All:
    case NodeKind::Exists: {
        const bool decisive = results.kind == NodeKind::Exists;
        if (result.isBool() && result.b == decisive)
            return end(result);
        if (!result.isBool() && !results.error.isError())
            results.error = notBool(result);
        return true;
    }
    case NodeKind::ExistsOne:
    case NodeKind::Filter:
        if (!result.isBool())
            return end(notBool(result));
        if (result.b && results.kind == NodeKind::Filter)
            results.elements.push_back(element);
        results.count += result.b ? 1 : 0;
        return true;
    case NodeKind::MapIf: {
        if (!result.isBool())
            return end(notBool(result));
        if (!result.b)
            return true;
        const Data made = run(transform);
        results.elements.push_back(made);
        return !made.isError() || end(made);
    }
    default:
        results.elements.push_back(result);
        return !result.isError() || end(result);
    }
}

Data Machine::finished(const Results &results)
{
    if (results.kind == NodeKind::All || results.kind == NodeKind::Exists)
        return results.error.isError() ? results.error : Data::boolean(results.kind == NodeKind::All);
    if (results.kind == NodeKind::ExistsOne)
        return Data::boolean(results.count == 1);
    auto *const elements = m_arena.array<Data>(results.elements.size());
    if (!elements)
        return Data::error(ErrorCode::TooMuchMemory);
    std::ranges::copy(results.elements, elements);
    return Data::list(elements, results.elements.size());
}

} // namespace Search::Cel
