// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/expression.h"

#include "search/badfilter.h"
#include "search/celmachine.h"

namespace Search {

namespace {

Domain::Error evaluationError(std::string problem)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::BadFilter;
    error.args = {{"problem", std::move(problem)}};
    return error;
}

/// Takes a value out of its record. An element that cannot be had makes the whole an error.
class Owner
{
public:
    explicit Owner(Cel::Machine &machine) : m_machine(machine) {}

    CelValue own(const Cel::Data &data)
    {
        CelValue value;
        if (m_error.isError())
            return value;
        if (data.isError()) {
            m_error = data;
            return value;
        }
        value.type = typeOf(data);
        switch (data.kind) {
        case Cel::Data::Kind::Bool: value.truth = data.b; break;
        case Cel::Data::Kind::Int: case Cel::Data::Kind::Duration: value.integer = data.i; break;
        case Cel::Data::Kind::Uint: value.natural = data.u; break;
        case Cel::Data::Kind::Double: value.real = data.d; break;
        case Cel::Data::Kind::String: case Cel::Data::Kind::Bytes: value.text = data.view(); break;
        case Cel::Data::Kind::Timestamp:
            value.integer = data.i;
            value.nanoseconds = data.place;
            break;
        case Cel::Data::Kind::TypeValue: value.text = Cel::typeName(data.type); break;
        default: ownElements(value, data);
        }
        return value;
    }
    const Cel::Data &error() const { return m_error; }

private:
    void ownElements(CelValue &value, const Cel::Data &data)
    {
        const Cel::Data all = m_machine.expanded(data);
        if (all.isError())
            m_error = all;
        for (std::size_t i = 0; all.kind == Cel::Data::Kind::List && i < all.count && !m_error.isError(); ++i)
            value.elements.push_back(own(all.elements[i]));
        for (std::size_t i = 0; all.kind == Cel::Data::Kind::Map && i < all.count && !m_error.isError(); ++i) {
            value.elements.push_back(own(all.entries[i].key));
            value.elements.push_back(own(all.entries[i].value));
        }
    }

    Cel::Machine &m_machine;
    Cel::Data m_error;
};

class CelExpressionEvaluation final : public Expression::Evaluation
{
public:
    explicit CelExpressionEvaluation(std::shared_ptr<const Cel::Program> program) : m_program(std::move(program)), m_machine(*m_program) {}

    Domain::Result<CelValue> evaluate(const Domain::Record *record, std::string_view topic) override
    {
        Owner owner(m_machine);
        CelValue value = owner.own(m_machine.evaluate(record, topic));
        if (owner.error().isError())
            return evaluationError(errorText(owner.error(), *m_program));
        return value;
    }

private:
    std::shared_ptr<const Cel::Program> m_program;
    Cel::Machine m_machine;
};

} // namespace

Domain::Result<std::shared_ptr<const Expression>> Expression::compile(std::string_view source)
{
    auto compiled = Cel::compile(source);
    if (const auto *error = std::get_if<Cel::SyntaxError>(&compiled))
        return badFilter(*error);
    return std::shared_ptr<const Expression>(new Expression(std::get<std::shared_ptr<const Cel::Program>>(std::move(compiled))));
}

std::unique_ptr<Expression::Evaluation> Expression::evaluation() const
{
    return std::make_unique<CelExpressionEvaluation>(m_program);
}

} // namespace Search
