// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celmachine.h"

#include "search/celarithmetic.h"
#include "search/celtimezone.h"

namespace Search::Cel {

Machine::Machine(const Program &program) : m_program(program), m_locals(program.localCount) {}

Machine::~Machine() = default;

Data Machine::evaluate(const Domain::Record *record, std::string_view topic)
{
    m_arena.reset();
    m_record.bind(record, topic);
    m_steps = 0;
    m_patternCalls = 0;
    return run(m_program.ast.root);
}

Data Machine::fold(std::uint32_t node)
{
    m_arena.reset();
    m_record.bind(nullptr, {});
    m_steps = 0;
    m_patternCalls = 0;
    return operation(m_program.steps[node], node);
}

Data Machine::overload(std::uint32_t node, const Data &a) const
{
    Data error = Data::error(ErrorCode::NoOverload);
    error.place = node;
    error.type = typeOf(a);
    error.count = 1;
    return error;
}

Data Machine::overload(std::uint32_t node, const Data &a, const Data &b) const
{
    Data error = overload(node, a);
    error.otherType = typeOf(b);
    error.count = 2;
    return error;
}

Data Machine::run(std::uint32_t node)
{
    const Step &step = m_program.steps[node];
    switch (step.op) {
    case Op::Constant: return m_program.constants[step.value];
    case Op::Local: return m_locals[step.value];
    case Op::Path: return path(m_program.paths[step.value]);
    case Op::HasPath: return hasPath(m_program.paths[step.value]);
    case Op::RecordValue:
    case Op::HasValue: {
        if (!m_record.hasRecord())
            return Data::error(ErrorCode::NoRecord, variableName(step.variable));
        const Data data = m_record.read(step.variable, m_program.keyPaths, m_program.valuePaths, m_arena);
        return step.op == Op::RecordValue || data.isError() ? data : Data::boolean(data.kind != Data::Kind::Null);
    }
    case Op::Operation: break;
    }
    return charge(1) ? operation(step, node) : Data::error(ErrorCode::TooManySteps);
}

Data Machine::operation(const Step &step, std::uint32_t node)
{
    switch (step.kind) {
    case NodeKind::And: return any(step, false);
    case NodeKind::Or: return any(step, true);
    case NodeKind::Conditional: return conditional(step);
    case NodeKind::List: return makeList(step);
    case NodeKind::Map: return makeMap(step);
    case NodeKind::Call: return call(step, node);
    case NodeKind::All: case NodeKind::Exists: case NodeKind::ExistsOne:
    case NodeKind::MapEach: case NodeKind::MapIf: case NodeKind::Filter: return comprehension(step, node);
    default: break;
    }
    const Data first = run(m_program.child(step, 0));
    if (first.isError())
        return first;
    switch (step.kind) {
    case NodeKind::Select: return select(first, m_program.ast.names[step.value]);
    case NodeKind::Has: return has(first, m_program.ast.names[step.value]);
    case NodeKind::Not: return first.isBool() ? Data::boolean(!first.b) : overload(node, first);
    case NodeKind::Negate: return negate(first, node);
    default: break;
    }
    const std::uint32_t other = m_program.child(step, 1);
    if (m_program.steps[other].op == Op::Constant) // which is no error
        return binary(step.kind, first, m_program.constants[m_program.steps[other].value], node);
    const Data second = run(other);
    return second.isError() ? second : binary(step.kind, first, second, node);
}

/// && (`decisive` false) and || (true): one operand with the decisive value decides, whatever the others are, errors included.
Data Machine::any(const Step &step, bool decisive)
{
    Data error;
    for (std::uint32_t i = 0; i < step.count; ++i) {
        const Data operand = run(m_program.child(step, i));
        if (operand.isBool()) {
            if (operand.b == decisive)
                return operand;
        } else if (isFatal(operand)) {
            return operand;
        } else if (!error.isError()) {
            error = notBool(operand);
        }
    }
    return error.isError() ? error : Data::boolean(!decisive);
}

Data Machine::conditional(const Step &step)
{
    const Data condition = run(m_program.child(step, 0));
    if (condition.isBool())
        return run(m_program.child(step, condition.b ? 1 : 2));
    return notBool(condition);
}

Data Machine::negate(const Data &operand, std::uint32_t node)
{
    std::int64_t result = 0;
    switch (operand.kind) {
    case Data::Kind::Int: return __builtin_sub_overflow(std::int64_t(0), operand.i, &result) ? Data::error(ErrorCode::Overflow) : Data::integer(result);
    case Data::Kind::Double: return Data::real(-operand.d);
    case Data::Kind::Duration: return __builtin_sub_overflow(std::int64_t(0), operand.i, &result) ? Data::error(ErrorCode::Overflow) : Data::duration(result);
    default: return overload(node, operand);
    }
}

Data Machine::binary(NodeKind kind, const Data &a, const Data &b, std::uint32_t node)
{
    switch (kind) {
    case NodeKind::Index: return index(a, b, node);
    case NodeKind::In: return in(a, b, node);
    case NodeKind::Equal: return equal(a, b);
    case NodeKind::NotEqual: {
        const Data result = equal(a, b);
        return result.isBool() ? Data::boolean(!result.b) : result;
    }
    case NodeKind::Less: case NodeKind::LessEqual: case NodeKind::Greater: case NodeKind::GreaterEqual: {
        const auto order = compare(a, b);
        if (!order)
            return overload(node, a, b);
        if (!charge(1 + textSteps(a)))
            return Data::error(ErrorCode::TooManySteps);
        return Data::boolean(kind == NodeKind::Less ? *order < 0 : kind == NodeKind::LessEqual ? *order <= 0 : kind == NodeKind::Greater ? *order > 0 : *order >= 0);
    }
    case NodeKind::Add: return add(a, b, node);
    default: break;
    }
    const auto result = arithmetic(kind, a, b);
    return result ? *result : overload(node, a, b);
}

Data Machine::add(const Data &a, const Data &b, std::uint32_t node)
{
    const bool isText = a.kind == b.kind && (a.kind == Data::Kind::String || a.kind == Data::Kind::Bytes);
    if (isText || (a.isList() && b.isList()))
        return concatenated(a, b);
    const auto result = arithmetic(NodeKind::Add, a, b);
    return result ? *result : overload(node, a, b);
}

Data Machine::concatenated(const Data &a, const Data &b)
{
    if (!charge(textSteps(a) + textSteps(b)))
        return Data::error(ErrorCode::TooManySteps);
    if (!a.isList()) {
        auto *const text = m_arena.array<char>(a.count + b.count);
        if (!text)
            return Data::error(ErrorCode::TooMuchMemory);
        std::copy_n(b.text, b.count, std::copy_n(a.text, a.count, text));
        Data data = a;
        data.text = text;
        data.count = a.count + b.count;
        return data;
    }
    const Data first = expanded(a);
    const Data second = expanded(b);
    if (first.isError() || second.isError())
        return first.isError() ? first : second;
    auto *const elements = m_arena.array<Data>(first.count + second.count);
    if (!elements)
        return Data::error(ErrorCode::TooMuchMemory);
    if (!charge(first.count + second.count))
        return Data::error(ErrorCode::TooManySteps);
    std::copy_n(second.elements, second.count, std::copy_n(first.elements, first.count, elements));
    return Data::list(elements, first.count + second.count);
}

Data Machine::makeList(const Step &step)
{
    auto *const elements = m_arena.array<Data>(step.count);
    if (!elements)
        return Data::error(ErrorCode::TooMuchMemory);
    for (std::uint32_t i = 0; i < step.count; ++i) {
        elements[i] = run(m_program.child(step, i));
        if (elements[i].isError())
            return elements[i];
    }
    return Data::list(elements, step.count);
}

Data Machine::makeMap(const Step &step)
{
    const std::uint32_t count = step.count / 2;
    auto *const entries = m_arena.array<Entry>(count);
    if (!entries)
        return Data::error(ErrorCode::TooMuchMemory);
    for (std::uint32_t i = 0; i < count; ++i) {
        entries[i] = {run(m_program.child(step, 2 * i)), run(m_program.child(step, 2 * i + 1))};
        const Data &key = entries[i].key;
        if (key.isError() || entries[i].value.isError())
            return key.isError() ? key : entries[i].value;
        if (key.kind != Data::Kind::Int && key.kind != Data::Kind::Uint && key.kind != Data::Kind::Bool && key.kind != Data::Kind::String)
            return Data::ofType(ErrorCode::BadKey, typeOf(key));
        if (!charge(i + 1))
            return Data::error(ErrorCode::TooManySteps);
        for (std::uint32_t earlier = 0; earlier < i; ++earlier)
            if (isSameKey(entries[earlier].key, key))
                return Data::error(ErrorCode::RepeatedKey);
    }
    return Data::map(entries, count);
}

} // namespace Search::Cel
