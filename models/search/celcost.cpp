// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celcost.h"

#include <algorithm>

namespace Search::Cel {

namespace {

constexpr std::uint64_t most = 1'000'000'000;

std::uint64_t costOf(Variable variable)
{
    switch (variable) {
    case Variable::Value: return 200;
    case Variable::Format: return 150;
    case Variable::ValueAsText: return 100;
    case Variable::Key: return 50;
    case Variable::KeyAsText: return 20;
    case Variable::Headers: return 10;
    default: return 1;
    }
}

} // namespace

std::uint64_t costOf(const Program &program, std::uint32_t node)
{
    const Step &step = program.steps[node];
    if (step.op == Op::Constant || step.op == Op::Local)
        return 1;
    if (step.op == Op::RecordValue || step.op == Op::HasValue)
        return costOf(step.variable);
    if (step.op == Op::Path || step.op == Op::HasPath)
        return costOf(program.paths[step.value].root);
    std::uint64_t inner = 1;
    for (std::uint32_t i = 0; i < step.count; ++i)
        inner += costOf(program, program.child(step, i));
    if (step.kind >= NodeKind::All)
        inner *= 8; // for each element
    if (step.kind == NodeKind::Call && step.function == Function::Matches)
        inner += 100;
    return std::min(inner, most);
}

} // namespace Search::Cel
