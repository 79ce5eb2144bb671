// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celhighlight.h"

namespace Search::Cel {

namespace {

std::uint8_t partOf(Variable variable)
{
    switch (variable) {
    case Variable::Key: case Variable::KeyAsText: case Variable::KeyBytes: return KeyPart;
    case Variable::Value: case Variable::ValueAsText: case Variable::ValueBytes: return ValuePart;
    case Variable::Headers: return HeaderPart;
    default: return 0;
    }
}

/// The parts of a record that a node reads.
std::uint8_t partsOf(const Program &program, std::uint32_t node)
{
    const Step &step = program.steps[node];
    if (step.op == Op::RecordValue)
        return partOf(step.variable);
    if (step.op == Op::Path)
        return partOf(program.paths[step.value].root);
    if (step.op != Op::Operation)
        return 0;
    std::uint8_t parts = 0;
    for (std::uint32_t i = 0; i < step.count; ++i)
        parts |= partsOf(program, program.child(step, i));
    return parts;
}

bool comparesText(const Step &step)
{
    if (step.kind == NodeKind::Equal || step.kind == NodeKind::In)
        return true;
    return step.kind == NodeKind::Call && (step.function == Function::Contains || step.function == Function::StartsWith || step.function == Function::EndsWith);
}

void addText(std::vector<Sought> &texts, const Data &data, std::uint8_t parts)
{
    constexpr std::size_t mostTexts = 64;
    if (data.kind == Data::Kind::String && data.count > 0 && texts.size() < mostTexts)
        texts.push_back({std::string(data.view()), parts});
    for (std::size_t i = 0; data.kind == Data::Kind::List && i < data.count; ++i)
        if (data.elements[i].kind == Data::Kind::String)
            addText(texts, data.elements[i], parts);
}

} // namespace

std::vector<Sought> soughtTexts(const Program &program)
{
    std::vector<Sought> texts;
    for (const Step &step : program.steps) {
        if (step.op != Op::Operation || step.count != 2 || !comparesText(step))
            continue;
        for (const std::uint32_t side : {0u, 1u}) {
            const Step &constant = program.steps[program.child(step, side)];
            const std::uint8_t parts = constant.op == Op::Constant ? partsOf(program, program.child(step, 1 - side)) : std::uint8_t(0);
            if (parts != 0)
                addText(texts, program.constants[constant.value], parts);
        }
    }
    return texts;
}

} // namespace Search::Cel
