// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celeval.h"

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

} // namespace

Domain::Result<CelValue> evaluate(std::string_view expression, const Domain::Record *record, std::string_view topic)
{
    const auto compiled = Cel::compile(expression);
    if (const auto *error = std::get_if<Cel::SyntaxError>(&compiled))
        return badFilter(*error);
    const auto &program = std::get<std::shared_ptr<const Cel::Program>>(compiled);
    Cel::Machine machine(*program);
    Owner owner(machine);
    CelValue value = owner.own(machine.evaluate(record, topic));
    if (owner.error().isError())
        return evaluationError(errorText(owner.error(), *program));
    return value;
}

} // namespace Search
