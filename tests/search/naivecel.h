// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/format.h"
#include "domain/record.h"
#include "search/celast.h"
#include "search/pcre.h"
#include "tests/search/naiveoperations.h"

#include <algorithm>
#include <ctime>
#include <functional>

namespace Naive {

/// Walks over the tree of an expression and computes it by the book: no order of cost, no constants, no paths, no laziness. Takes
/// expressions that the real one has accepted; gives Unknown where the two may differ (limits, time zones).
class Evaluator
{
public:
    Evaluator(const Search::Cel::Ast &ast, const Domain::Record *record, std::string topic) : m_ast(ast), m_record(record), m_topic(std::move(topic)) {}

    Value run()
    {
        const Value value = eval(m_ast.root);
        return m_steps > 20'000 || m_isUnknown ? unknown() : value;
    }

private:
    Value dunno() { return m_isUnknown = true, unknown(); }

    Value eval(std::uint32_t index)
    {
        if (++m_steps > 20'000)
            return error();
        const Search::Cel::Node &node = m_ast.nodes[index];
        const auto child = [&](std::uint32_t i) { return eval(m_ast.child(node, i)); };
        switch (node.kind) {
        case Kind::Literal: return literal(m_ast.literals[node.value]);
        case Kind::Ident: return name(m_ast.name(node), node.isRoot);
        case Kind::Select: case Kind::Has: case Kind::Index: return field(node);
        case Kind::Call: return call(node);
        case Kind::List: {
            Value list;
            list.kind = Value::List;
            for (std::uint32_t i = 0; i < node.count; ++i)
                if (failed(list.list.emplace_back(child(i))))
                    return list.list.back();
            return list;
        }
        case Kind::Map: return map(node);
        case Kind::Conditional: {
            const Value condition = child(0);
            return failed(condition) ? condition : condition.kind != Value::Bool ? error() : child(condition.b ? 1 : 2);
        }
        case Kind::And: case Kind::Or: {
            bool hasError = false;
            for (std::uint32_t i = 0; i < node.count; ++i) {
                const Value operand = child(i);
                if (operand.kind == Value::Bool && operand.b == (node.kind == Kind::Or))
                    return operand;
                hasError = hasError || operand.kind != Value::Bool;
            }
            return hasError ? error() : ofBool(node.kind == Kind::And);
        }
        case Kind::Not: {
            const Value v = child(0);
            return v.kind == Value::Bool ? ofBool(!v.b) : error();
        }
        case Kind::Negate: return arithmetic(Kind::Subtract, zeroLike(child(0)), child(0), true);
        case Kind::All: case Kind::Exists: case Kind::ExistsOne: case Kind::MapEach: case Kind::MapIf: case Kind::Filter: return macro(node);
        default: break;
        }
        const Value a = child(0);
        if (failed(a))
            return a;
        const Value b = child(1);
        return failed(b) ? b : binary(node.kind, a, b);
    }

    static Value literal(const Search::Cel::Literal &l)
    {
        if (const auto *b = std::get_if<bool>(&l))
            return ofBool(*b);
        if (const auto *i = std::get_if<std::int64_t>(&l))
            return ofInt(*i);
        if (const auto *u = std::get_if<std::uint64_t>(&l))
            return ofUint(*u);
        if (const auto *d = std::get_if<double>(&l))
            return ofDouble(*d);
        if (const auto *s = std::get_if<std::string>(&l))
            return ofString(*s);
        if (const auto *b = std::get_if<Search::Cel::BytesLiteral>(&l))
            return ofBytes(b->bytes);
        return {};
    }

    Value name(const std::string &name, bool isRoot)
    {
        for (auto local = m_locals.rbegin(); !isRoot && local != m_locals.rend(); ++local)
            if (local->first == name)
                return local->second;
        for (const char *const type : {"null_type", "bool", "int", "uint", "double", "string", "bytes", "list", "map", "type"})
            if (name == type)
                return ofType(name);
        return variable(name);
    }

    Value variable(const std::string &name)
    {
        if (!m_record)
            return error();
        const auto bytes = [](const std::optional<Domain::BytesView> &b) { return b ? ofBytes(std::string(*b)) : Value(); };
        const auto text = [](const std::optional<Domain::BytesView> &b) { return b ? ofString(repaired(std::string(*b))) : Value(); };
        const auto parsed = [](const std::optional<Domain::BytesView> &b) { return b ? fromBytes(*b) : Value(); };
        const bool hasTime = m_record->timestamp.type != Domain::TimestampType::None;
        const std::int64_t ms = m_record->timestamp.ms;
        const std::int64_t seconds = static_cast<std::int64_t>(std::floor(static_cast<long double>(ms) / 1000));
        if (name == "key" || name == "value") {
            const Value v = parsed(name == "key" ? m_record->key : m_record->value);
            return v.kind == Value::Unknown ? dunno() : v;
        }
        if (name == "headers")
            return headers();
        if (name == "partition")
            return ofInt(m_record->partition.value());
        if (name == "offset")
            return ofInt(m_record->offset.value());
        if (name == "timestamp")
            return !hasTime ? Value() : seconds < -62135596800 || seconds > 253402300799 ? error() : ofTimestamp(seconds, static_cast<int>(ms - seconds * 1000) * 1'000'000);
        if (name == "timestampMs")
            return hasTime ? ofInt(ms) : Value();
        if (name == "topic")
            return ofString(m_topic);
        if (name == "size")
            return ofInt(m_record->value ? static_cast<std::int64_t>(m_record->value->size()) : 0);
        if (name == "tombstone")
            return ofBool(!m_record->value);
        if (name == "format")
            return !m_record->value ? Value() : ofString(m_record->value->empty() ? "empty" : std::string(Codec::formatWord(Codec::detect(*m_record->value).format)));
        if (name == "keyBytes" || name == "valueBytes")
            return bytes(name == "keyBytes" ? m_record->key : m_record->value);
        return text(name == "keyAsText" ? m_record->key : m_record->value);
    }

    static std::string repaired(const std::string &bytes)
    {
        std::string out;
        for (std::size_t i = 0; i < bytes.size();) {
            std::size_t length = 0;
            for (std::size_t n = 1; n <= 4 && i + n <= bytes.size() && length == 0; ++n)
                length = isUtf8(std::string_view(bytes).substr(i, n)) ? n : 0;
            out += length > 0 ? bytes.substr(i, length) : "\xEF\xBF\xBD";
            i += std::max<std::size_t>(length, 1);
        }
        return out;
    }

    Value headers()
    {
        Value v;
        v.kind = Value::Map;
        for (const Domain::Header &header : m_record->headers) {
            const Value name = ofString(repaired(std::string(header.name)));
            if (name.s != header.name)
                return dunno(); // read by such a name they are not found, listed they are: no case for comparing
            const Value value = !header.value ? Value() : isUtf8(*header.value) ? ofString(std::string(*header.value)) : ofBytes(std::string(*header.value));
            const auto known = std::find_if(v.map.begin(), v.map.end(), [&](const auto &entry) { return entry.first.s == name.s; });
            if (known != v.map.end())
                known->second = value;
            else
                v.map.emplace_back(name, value);
        }
        return v;
    }

    Value field(const Search::Cel::Node &node)
    {
        const Search::Cel::Node &base = m_ast.nodes[m_ast.child(node, 0)];
        const bool isLocal = std::any_of(m_locals.begin(), m_locals.end(), [](const auto &local) { return local.first == "record"; });
        if (base.kind == Kind::Ident && m_ast.name(base) == "record" && (base.isRoot || !isLocal)) {
            const std::string name = node.kind == Kind::Index ? eval(m_ast.child(node, 1)).s : m_ast.name(node);
            const Value v = variable(name);
            return node.kind != Kind::Has || failed(v) ? v : ofBool(v.kind != Value::Null);
        }
        if (base.kind == Kind::Select && m_ast.name(base) == "protobuf")
            return ofType("google.protobuf." + m_ast.name(node));
        const Value operand = eval(m_ast.child(node, 0));
        if (failed(operand))
            return operand;
        const Value key = node.kind == Kind::Index ? eval(m_ast.child(node, 1)) : ofString(m_ast.name(node));
        if (failed(key))
            return key;
        if (operand.kind == Value::Map) {
            for (const auto &[name, value] : operand.map)
                if (equal(name, key))
                    return node.kind == Kind::Has ? ofBool(true) : value;
            return node.kind == Kind::Has ? ofBool(false) : error();
        }
        if (operand.kind != Value::List || node.kind != Kind::Index || !key.isNumber())
            return error();
        for (std::size_t i = 0; i < operand.list.size(); ++i)
            if (equal(key, ofInt(static_cast<std::int64_t>(i))))
                return operand.list[i];
        return error();
    }

    Value map(const Search::Cel::Node &node)
    {
        Value v;
        v.kind = Value::Map;
        for (std::uint32_t i = 0; i < node.count; i += 2) {
            const Value key = eval(m_ast.child(node, i));
            const Value value = eval(m_ast.child(node, i + 1));
            if (failed(key) || failed(value) || (key.kind != Value::Bool && key.kind != Value::Int && key.kind != Value::Uint && key.kind != Value::String))
                return error();
            for (const auto &entry : v.map)
                if (equal(entry.first, key))
                    return error();
            v.map.emplace_back(key, value);
        }
        return v;
    }

    Value macro(const Search::Cel::Node &node)
    {
        const Value range = eval(m_ast.child(node, 0));
        if (range.kind != Value::List && range.kind != Value::Map)
            return error();
        std::vector<Value> elements = range.list;
        for (const auto &entry : range.map)
            elements.push_back(entry.first);
        Value out;
        out.kind = Value::List;
        int yes = 0;
        int no = 0;
        int bad = 0;
        for (const Value &element : elements) {
            m_locals.emplace_back(m_ast.name(node), element);
            const Value result = eval(m_ast.child(node, 1));
            if (node.kind == Kind::MapEach) {
                bad += failed(result) ? 1 : 0;
                out.list.push_back(result);
            } else if (result.kind != Value::Bool) {
                ++bad;
            } else if (!result.b) {
                ++no;
            } else {
                ++yes;
                out.list.push_back(node.kind == Kind::MapIf ? eval(m_ast.child(node, 2)) : element);
                bad += failed(out.list.back()) ? 1 : 0;
            }
            m_locals.pop_back();
        }
        switch (node.kind) {
        case Kind::All: return no > 0 ? ofBool(false) : bad > 0 ? error() : ofBool(true);
        case Kind::Exists: return yes > 0 ? ofBool(true) : bad > 0 ? error() : ofBool(false);
        case Kind::ExistsOne: return bad > 0 ? error() : ofBool(yes == 1);
        default: return bad > 0 ? error() : out;
        }
    }

    Value call(const Search::Cel::Node &node)
    {
        const std::string &f = m_ast.name(node);
        std::vector<Value> args;
        for (std::uint32_t i = 0; i < node.count; ++i)
            if (failed(args.emplace_back(eval(m_ast.child(node, i)))))
                return args.back();
        const Value &a = args[0];
        const bool areTexts = args.size() == 2 && a.kind == Value::String && args[1].kind == Value::String;
        if (f == "type")
            return ofType(typeName(a));
        if (f == "dyn")
            return a;
        if (f == "size")
            return size(a);
        if (f == "contains")
            return areTexts ? ofBool(a.s.find(args[1].s) != std::string::npos) : error();
        if (f == "startsWith")
            return areTexts ? ofBool(a.s.rfind(args[1].s, 0) == 0) : error();
        if (f == "endsWith")
            return areTexts ? ofBool(a.s.size() >= args[1].s.size() && a.s.compare(a.s.size() - args[1].s.size(), std::string::npos, args[1].s) == 0) : error();
        if (f == "matches") {
            if (!areTexts)
                return error();
            const auto pattern = Search::Pcre::compile(args[1].s, {.asRe2 = true});
            if (!pattern)
                return error();
            const auto outcome = Search::PcreMatcher(*pattern).search(a.s);
            return outcome == Search::PcreMatcher::Outcome::Limit ? dunno() : ofBool(outcome == Search::PcreMatcher::Outcome::Match);
        }
        if (f.starts_with("get"))
            return args.size() > 1 && a.kind == Value::Timestamp && args[1].kind == Value::String ? dunno() : args.size() > 1 ? error() : timeField(f, a);
        const Value converted = convert(f, a);
        return converted.kind == Value::Unknown ? dunno() : converted;
    }

    const Search::Cel::Ast &m_ast;
    const Domain::Record *m_record;
    std::string m_topic;
    std::vector<std::pair<std::string, Value>> m_locals;
    int m_steps = 0;
    bool m_isUnknown = false;
};

} // namespace Naive
