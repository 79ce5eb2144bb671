// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celnames.h"

#include "search/celdata.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace Search::Cel {

namespace {

constexpr std::array<std::string_view, variableCount> variables{
    "key", "value", "headers", "partition", "offset", "timestamp", "topic", "size", "tombstone", "format",
    "keyBytes", "valueBytes", "keyAsText", "valueAsText", "timestampMs"};

/// In the order of Function.
constexpr std::array signatures{
    Signature{"size", Function::Size, true, true, 1, 1},
    Signature{"contains", Function::Contains, true, false, 2, 2},
    Signature{"startsWith", Function::StartsWith, true, false, 2, 2},
    Signature{"endsWith", Function::EndsWith, true, false, 2, 2},
    Signature{"matches", Function::Matches, true, true, 2, 2},
    Signature{"int", Function::ToInt, false, true, 1, 1},
    Signature{"uint", Function::ToUint, false, true, 1, 1},
    Signature{"double", Function::ToDouble, false, true, 1, 1},
    Signature{"string", Function::ToString, false, true, 1, 1},
    Signature{"bytes", Function::ToBytes, false, true, 1, 1},
    Signature{"bool", Function::ToBool, false, true, 1, 1},
    Signature{"timestamp", Function::ToTimestamp, false, true, 1, 1},
    Signature{"duration", Function::ToDuration, false, true, 1, 1},
    Signature{"type", Function::TypeOf, false, true, 1, 1},
    Signature{"dyn", Function::Dyn, false, true, 1, 1},
    Signature{"getFullYear", Function::FullYear, true, false, 1, 2},
    Signature{"getMonth", Function::Month, true, false, 1, 2},
    Signature{"getDate", Function::Date, true, false, 1, 2},
    Signature{"getDayOfMonth", Function::DayOfMonth, true, false, 1, 2},
    Signature{"getDayOfWeek", Function::DayOfWeek, true, false, 1, 2},
    Signature{"getDayOfYear", Function::DayOfYear, true, false, 1, 2},
    Signature{"getHours", Function::Hours, true, false, 1, 2},
    Signature{"getMinutes", Function::Minutes, true, false, 1, 2},
    Signature{"getSeconds", Function::Seconds, true, false, 1, 2},
    Signature{"getMilliseconds", Function::Milliseconds, true, false, 1, 2}};

constexpr std::array<std::string_view, 6> macros{"has", "all", "exists", "exists_one", "map", "filter"};

constexpr std::array<std::string_view, 17> reserved{"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
                                                    "package", "namespace", "return", "var", "void", "while"};

/// Insertions, deletions, replacements and swaps of neighbours that make one word of the other; words of names only.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::vector<std::size_t> next(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            next[j] = std::min({next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        before.swap(row);
        row.swap(next);
    }
    return row[b.size()];
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

} // namespace

const Signature *findFunction(std::string_view name)
{
    const auto it = std::ranges::find(signatures, name, &Signature::name);
    return it == signatures.end() ? nullptr : &*it;
}

std::string_view functionName(Function function)
{
    return signatures[static_cast<std::size_t>(function)].name;
}

std::optional<Variable> findVariable(std::string_view name)
{
    const auto it = std::ranges::find(variables, name);
    return it == variables.end() ? std::nullopt : std::optional(static_cast<Variable>(it - variables.begin()));
}

std::string_view variableName(Variable variable)
{
    return variables[static_cast<std::size_t>(variable)];
}

bool isKeyword(std::string_view word)
{
    return word == "in" || word == "true" || word == "false" || word == "null";
}

bool isReserved(std::string_view word)
{
    return std::ranges::find(reserved, word) != reserved.end();
}

bool isMacro(std::string_view name)
{
    return std::ranges::find(macros, name) != macros.end();
}

std::string nearestName(std::string_view name, bool functions)
{
    constexpr std::size_t longest = 64;
    if (name.size() > longest)
        return {};
    std::string best;
    // A slip of one letter in a short name, two in a longer one; another case of letters is always a slip.
    std::size_t bestDistance = name.size() < 4 ? 2 : 3;
    const auto consider = [&](std::string_view known) {
        const std::size_t d = lowerCase(known) == lowerCase(name) ? 0 : distance(name, known);
        if (d < bestDistance) {
            bestDistance = d;
            best = known;
        }
    };
    if (functions) {
        for (const Signature &signature : signatures)
            consider(signature.name);
        std::ranges::for_each(macros, consider);
        return best;
    }
    std::ranges::for_each(variables, consider);
    consider("record");
    for (const Type type : allTypes)
        consider(typeName(type));
    return best;
}

} // namespace Search::Cel

namespace Search {

std::vector<std::string> celNames()
{
    std::vector<std::string> names(Cel::variables.begin(), Cel::variables.end());
    for (const Cel::Signature &signature : Cel::signatures)
        names.push_back(std::string(signature.name) + "()");
    for (const std::string_view macro : Cel::macros)
        names.push_back(std::string(macro) + "()");
    return names;
}

} // namespace Search
