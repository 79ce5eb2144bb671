// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/templatefunctions.h"

#include <map>

namespace Produce {

/// Reads the text of a template into calls, plain text being one of them. A value on the stack of Template::compile().
class TemplateReader
{
public:
    explicit TemplateReader(std::string_view text) : m_text(text) {}

    /// False: see problem().
    bool read(std::vector<CheckedCall> &calls);
    const TemplateProblem &problem() const { return m_problem; }

private:
    bool fail(std::string problem, std::size_t position, std::size_t length = 1, std::string suggestion = {});
    bool call(CheckedCall &out);
    bool arguments(std::vector<TemplateArgument> &out);
    bool argument(TemplateArgument &out);
    bool quoted(TemplateArgument &out);
    void skipBlanks();
    bool take(char c);
    std::string_view word();
    void choose(CheckedCall &call, std::string_view writtenArguments);

    const std::string_view m_text;
    std::size_t m_at = 0;
    TemplateProblem m_problem;
    std::map<std::string, std::uint64_t> m_ordinals; ///< how often each function was called with these arguments
};

} // namespace Produce
