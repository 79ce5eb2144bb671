// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/record.h"
#include "search/celvalue.h"

#include <memory>
#include <string>
#include <string_view>

namespace Search::Cel {

struct Program;

} // namespace Search::Cel

namespace Search {

/// A CEL expression that gives a value for each record. Immutable; shared by all threads. Conditions are better made a Filter, which
/// builds nothing.
class Expression
{
public:
    /// Error: BadFilter with args problem, position and length (bytes), suggestion (may be empty).
    static Domain::Result<std::shared_ptr<const Expression>> compile(std::string_view source);

    /// Evaluates for one thread; scratch memory lives here.
    class Evaluation
    {
    public:
        virtual ~Evaluation() = default;
        /// What it gives for a record of that topic; null: for nothing, every name of a record is then an error. Error: BadFilter with args problem.
        virtual Domain::Result<CelValue> evaluate(const Domain::Record *record, std::string_view topic) = 0;
    };
    std::unique_ptr<Evaluation> evaluation() const;

private:
    explicit Expression(std::shared_ptr<const Cel::Program> program) : m_program(std::move(program)) {}

    std::shared_ptr<const Cel::Program> m_program;
};

} // namespace Search
