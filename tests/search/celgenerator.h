// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CelTest {

/// Makes expressions, JSON and records out of numbers that come from a random generator or a fuzzer. The same small set of names and
/// values everywhere, so that they meet.
class Generator
{
public:
    /// `next`: any number; the generator takes what it needs of it.
    explicit Generator(std::function<std::uint32_t()> next) : m_next(std::move(next)) {}

    std::string expression() { return expression(0, Any); }
    /// One that is true or false, if nothing is wrong on the way.
    std::string condition() { return expression(0, Bool); }

    std::string json()
    {
        std::string text = json(0);
        if (pick(12) == 0 && !text.empty()) // broken somewhere
            text.erase(pick(static_cast<std::uint32_t>(text.size())), 1);
        if (pick(40) == 0)
            text.insert(pick(static_cast<std::uint32_t>(text.size() + 1)), 1, static_cast<char>(pick(256)));
        return text;
    }
    std::string bytes()
    {
        switch (pick(8)) {
        case 0: return "";
        case 1: return "needle in text";
        case 2: return "\xFF\x00\xC3";
        case 3: return "caf\xC3\xA9";
        default: return json();
        }
    }

    std::uint32_t pick(std::uint32_t count) { return m_next() % count; }
    const char *oneOf(std::initializer_list<const char *> words) { return words.begin()[pick(static_cast<std::uint32_t>(words.size()))]; }

private:
    enum Type { Any, Bool, Number, Text, List, Map };

    std::string json(int depth)
    {
        const std::string blank = oneOf({"", "", "", " ", "\n"});
        switch (pick(depth > 3 ? 4 : 7)) {
        case 0: return blank + oneOf({"1", "0", "-1", "7", "1.5", "1e2", "9223372036854775807", "9223372036854775808", "9007199254740993", "18446744073709551616", "-0", "1.0", "-9223372036854775809", "1E400"});
        case 1: return blank + oneOf({"\"a\"", "\"needle\"", "\"need\\u006ce\"", "\"\"", "\"\xC3\xA9\"", "\"\\u00e9\"", "\"\\ud83d\\ude80\"", "\"\\ud83d\"", "\"x\\ny\\\"\"", "\"1\""}) + blank;
        case 2: return oneOf({"true", "false"});
        case 3: return "null" + blank;
        case 4: case 5: {
            std::string text = "{";
            for (std::uint32_t i = 0, n = pick(5); i < n; ++i)
                text += (i > 0 ? "," : "") + blank + oneOf({"\"a\"", "\"b\"", "\"c\"", "\"\\u0061\"", "\"list\"", "\"x-y\"", "\"a\\\"b\""}) + blank + ":" + json(depth + 1);
            return text + blank + "}";
        }
        default: {
            std::string text = "[";
            for (std::uint32_t i = 0, n = pick(4); i < n; ++i)
                text += (i > 0 ? "," : "") + json(depth + 1);
            return text + "]";
        }
        }
    }

    std::string name() { return oneOf({"a", "b", "c", "list", "`x-y`"}); }

    std::string leaf(Type type)
    {
        if (!m_locals.empty() && pick(3) == 0)
            return m_locals[pick(static_cast<std::uint32_t>(m_locals.size()))];
        switch (type) {
        case Bool: return oneOf({"true", "false", "tombstone", "value.a", "has(value.a)", "has(value.a.b)", "has(record.key)", "has(headers.h)", "value == null", "'needle' == value.b"});
        case Number: return oneOf({"0", "1", "-1", "2u", "1.5", "0.0", "9223372036854775807", "18446744073709551615u", "partition", "offset", "size", "timestampMs", "value.a", "value.b", "-0.0", "1e300", "9007199254740993", "9007199254740992.0", "9223372036854775808.0"});
        case Text: return oneOf({"'a'", "'needle'", "''", "'\\u00e9'", "key", "keyAsText", "valueAsText", "topic", "value.a", "value.b", "headers.h", "headers['h']", "b'a'", "valueBytes", "format", "'1'"});
        case List: return oneOf({"[1, 2, 3]", "['a', 'needle']", "[]", "value.list", "value.a", "[0, 1u, 1.5, null]", "value", "[[1], []]", "[null, 'a', 2, 1]", "[{'a': true}, {}, 1, {'a': 1}]"});
        case Map: return oneOf({"value", "record.value", "headers", "{'a': 1, 'b': 'x'}", "{1: 2, true: 3}", "value.a", "{}", "value.b"});
        case Any: break;
        }
        return oneOf({"null", "value", "key", "value.a", "value.a.b", "value.b[0]", "timestamp", "timestamp(0)", "duration(1)", "int", "bytes", "value['a']", "headers"});
    }

    std::string expression(int depth, Type type)
    {
        if (++m_made > 60 || depth > 5 || pick(4) == 0)
            return leaf(type);
        const auto sub = [&](Type t) { return expression(depth + 1, pick(12) == 0 ? Any : t); };
        if (type == Any)
            type = static_cast<Type>(1 + pick(5));
        switch (type) {
        case Bool:
            switch (pick(12)) {
            case 0: return "(" + sub(Bool) + " && " + sub(Bool) + ")";
            case 1: return "(" + sub(Bool) + " || " + sub(Bool) + " || " + sub(Bool) + ")";
            case 2: return "!" + group(sub(Bool));
            case 3: return "(" + sub(Number) + oneOf({" < ", " <= ", " > ", " >= ", " == ", " != "}) + sub(Number) + ")";
            case 4: return "(" + sub(Text) + oneOf({" == ", " != ", " < ", " >= "}) + sub(Text) + ")";
            case 5: return "(" + sub(Any) + oneOf({" == ", " != "}) + sub(Any) + ")";
            case 6: return group(sub(Text)) + oneOf({".contains(", ".startsWith(", ".endsWith("}) + sub(Text) + ")";
            case 7: return "(" + sub(Any) + " in " + sub(pick(2) == 0 ? List : Map) + ")";
            case 8: return macro(depth, oneOf({"all", "exists", "exists_one"}));
            case 9: return "has(" + group(sub(Map)) + "." + name() + ")";
            case 10: return group(sub(Text)) + ".matches(" + oneOf({"'n.+e'", "'^a'", "'(a|b)*$'", "''", "'\\\\d'"}) + ")";
            default: return "(" + sub(Bool) + " ? " + sub(Bool) + " : " + sub(Bool) + ")";
            }
        case Number:
            switch (pick(6)) {
            case 0: case 1: return "(" + sub(Number) + oneOf({" + ", " - ", " * ", " / ", " % "}) + sub(Number) + ")";
            case 2: return "-" + group(sub(Number));
            case 3: return "size(" + sub(pick(2) == 0 ? List : Text) + ")";
            case 4: return std::string(oneOf({"int", "uint", "double", "dyn"})) + "(" + sub(Number) + ")";
            default: return group(sub(List)) + "[" + sub(Number) + "]";
            }
        case Text:
            switch (pick(4)) {
            case 0: return "(" + sub(Text) + " + " + sub(Text) + ")";
            case 1: return std::string(oneOf({"string", "bytes"})) + "(" + sub(Text) + ")";
            case 2: return group(sub(Map)) + "." + name();
            default: return "(" + sub(Bool) + " ? " + sub(Text) + " : " + sub(Text) + ")";
            }
        case List:
            switch (pick(4)) {
            case 0: return "[" + sub(Any) + ", " + sub(Any) + "]";
            case 1: return "(" + sub(List) + " + " + sub(List) + ")";
            case 2: return macro(depth, oneOf({"filter", "map"}));
            default: return group(sub(Map)) + "." + name();
            }
        case Map:
            return pick(2) == 0 ? "{" + sub(Text) + ": " + sub(Any) + ", " + sub(Number) + ": " + sub(Any) + "}" : group(sub(Map)) + "[" + sub(Text) + "]";
        case Any: break;
        }
        return "type(" + sub(Any) + ")";
    }

    static std::string group(const std::string &text) { return "(" + text + ")"; }

    std::string macro(int depth, const std::string &macro)
    {
        const std::string range = group(expression(depth + 1, pick(3) == 0 ? Map : List));
        const std::string variable = oneOf({"x", "y", "value", "key"});
        m_locals.push_back(variable);
        std::string text = range + "." + macro + "(" + variable + ", " + expression(depth + 1, macro == "map" ? Any : Bool);
        if (macro == "map" && pick(3) == 0)
            text += " == null, " + expression(depth + 1, Any);
        m_locals.pop_back();
        return text + ")";
    }

    std::function<std::uint32_t()> m_next;
    std::vector<std::string> m_locals;
    int m_made = 0;
};

} // namespace CelTest
