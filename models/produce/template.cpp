// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/template.h"

#include "produce/templatereader.h"

#include <algorithm>

namespace Produce {

struct Template::Part : CheckedCall
{
};

namespace {

Domain::Error badTemplate(const TemplateProblem &problem)
{
    Domain::Error error{.code = Domain::ErrorCode::BadTemplate,
                        .args = {{"problem", problem.problem}, {"position", std::to_string(problem.position)}, {"length", std::to_string(problem.length)}}};
    if (!problem.suggestion.empty())
        error.args["suggestion"] = problem.suggestion;
    return error;
}

} // namespace

Domain::Result<Template> Template::compile(std::string_view text)
{
    std::vector<CheckedCall> calls;
    TemplateReader reader(text);
    if (!reader.read(calls))
        return badTemplate(reader.problem());
    auto parts = std::make_shared<std::vector<Part>>();
    parts->reserve(calls.size());
    for (CheckedCall &call : calls)
        parts->push_back({std::move(call)});
    Template result;
    result.m_parts = std::move(parts);
    return result;
}

bool Template::fill(std::string &out, TemplateScope &scope) const
{
    if (!m_parts)
        return true;
    const std::size_t begin = out.size();
    for (const Part &part : *m_parts) {
        const std::size_t from = out.size();
        std::size_t most = part.most;
        if (part.call == TemplateCall::Line)
            most = scope.line.size();
        else if (const auto said = part.call == TemplateCall::Same ? scope.said.find(part.texts[0]) : scope.said.end(); said != scope.said.end())
            most = said->second.size();
        if (from - begin + most > maxFilledBytes) {
            out.resize(begin);
            return false;
        }
        appendCall(out, part, scope);
        if (part.call != TemplateCall::Text && part.call != TemplateCall::Same)
            scope.said.insert_or_assign(std::string(templateName(part.call)), out.substr(from));
    }
    return true;
}

bool Template::isPlain() const
{
    return !m_parts || std::all_of(m_parts->begin(), m_parts->end(), [](const Part &part) { return part.call == TemplateCall::Text; });
}

bool Template::calls(std::string_view function) const
{
    return m_parts && std::any_of(m_parts->begin(), m_parts->end(), [function](const Part &part) {
        return part.call != TemplateCall::Text && templateName(part.call) == function;
    });
}

Domain::Status Template::checkSame(std::set<std::string, std::less<>> &said) const
{
    if (!m_parts)
        return std::monostate{};
    for (const Part &part : *m_parts) {
        if (part.call == TemplateCall::Same && !said.contains(part.texts[0]))
            return badTemplate({"same(\"" + part.texts[0] + "\") has nothing to repeat: no " + part.texts[0] + "() stands before it in key, headers or value", part.position,
                                part.length, {}});
        if (part.call != TemplateCall::Text && part.call != TemplateCall::Same)
            said.emplace(templateName(part.call));
    }
    return std::monostate{};
}

const std::vector<Template::Function> &Template::functions()
{
    static const std::vector<Function> list{{"uuid()", "{{uuid()}}"},
                                            {"seq(start, step)", "{{seq(1)}}"},
                                            {"int(min, max)", "{{int(1, 500)}}"},
                                            {"decimal(min, max, places)", "{{decimal(5, 250, 2)}}"},
                                            {"pick(a, b, …)", "{{pick(\"a\", \"b\")}}"},
                                            {"now(\"iso\" | \"ms\")", "{{now(\"iso\")}}"},
                                            {"name()", "{{name()}}"},
                                            {"email()", "{{email()}}"},
                                            {"hex(digits)", "{{hex(32)}}"},
                                            {"line()", "{{line()}}"},
                                            {"same(function)", "{{same(\"name\")}}"}};
    return list;
}

std::vector<std::pair<std::size_t, std::size_t>> Template::stretches(std::string_view text)
{
    std::vector<std::pair<std::size_t, std::size_t>> found;
    std::size_t at = 0;
    while (found.size() < maxCalls && (at = text.find("{{", at)) != std::string_view::npos) {
        std::size_t end = at + 2;
        char quote = 0;
        while (end < text.size() && (quote != 0 || text.substr(end, 2) != "}}") && (quote != 0 || text.substr(end, 2) != "{{")) {
            if (quote != 0 && text[end] == '\\')
                ++end;
            else if (quote != 0 ? text[end] == quote : text[end] == '"' || text[end] == '\'')
                quote = quote != 0 ? 0 : text[end];
            ++end;
        }
        if (end >= text.size())
            return found; // not closed: nothing behind it is a function either
        if (text[end] == '}') {
            end += 2;
            found.emplace_back(at, end - at);
        }
        at = end;
    }
    return found;
}

} // namespace Produce
