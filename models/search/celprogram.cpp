// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celprogram.h"

#include "codec/utf8.h"
#include "search/celconstants.h"
#include "search/celcost.h"
#include "search/celmachine.h"
#include "search/celparser.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace Search::Cel {

namespace {

std::string quoted(std::string_view name)
{
    return "'" + std::string(name) + "'";
}

/// Resolves names from the leaves up, and computes what is constant. Tree depth is bounded by the parser, so it may recurse.
class Resolver
{
public:
    explicit Resolver(Program &program) : m_program(program), m_ast(program.ast) {}

    SyntaxError run()
    {
        m_program.steps.resize(m_ast.nodes.size());
        m_program.children = m_ast.children;
        visit(m_ast.root);
        return std::move(m_error);
    }

private:
    struct Local
    {
        std::string_view name;
        std::uint32_t slot;
    };

    Step &step(std::uint32_t node) { return m_program.steps[node]; }
    bool fail(std::string problem, std::size_t begin, std::size_t length, std::string suggestion = {})
    {
        if (!m_error)
            m_error = {std::move(problem), begin, length, std::move(suggestion)};
        return false;
    }
    bool failName(std::string problem, std::uint32_t node, std::string_view name, bool isFunction)
    {
        const Node &n = m_ast.nodes[node];
        std::size_t begin = n.begin;
        if (n.kind == NodeKind::Select) // the node begins with what the field is of
            begin = n.begin + n.length - std::min<std::size_t>(name.size(), n.length);
        if (isFunction) {
            const std::size_t from = n.isMember ? endOf(m_ast.child(n, 0)) : n.begin;
            begin = std::min(m_program.source.find(name, from), m_program.source.size());
        }
        return fail(std::move(problem), begin, name.size(), nearestName(name, isFunction));
    }
    std::size_t endOf(std::uint32_t node) const { return m_ast.nodes[node].begin + m_ast.nodes[node].length; }

    void visit(std::uint32_t node)
    {
        if (m_error)
            return;
        const Node &n = m_ast.nodes[node];
        Step &s = step(node);
        s.kind = n.kind;
        s.first = n.first;
        s.count = n.count;
        if (n.kind == NodeKind::Literal)
            return setConstant(node, literal(m_ast.literals[n.value]));
        if (n.kind == NodeKind::Ident)
            return identifier(node);
        if ((n.kind == NodeKind::Select || n.kind == NodeKind::Has || n.kind == NodeKind::Index) && qualified(node))
            return;
        if (n.kind >= NodeKind::All)
            return comprehension(node);
        if (n.kind == NodeKind::Call && !call(node)) // before its arguments: a misspelt macro has names that mean nothing
            return;
        for (std::uint32_t i = 0; i < n.count; ++i)
            visit(m_ast.child(n, i));
        if (m_error)
            return;
        if (n.kind == NodeKind::Select || n.kind == NodeKind::Has)
            s.value = n.value;
        if (n.kind == NodeKind::Call && s.function == Function::Matches && !compilePattern(node))
            return;
        if (n.kind == NodeKind::And || n.kind == NodeKind::Or)
            cheapestFirst(s);
        extendPath(node);
        foldConstant(node);
    }

    Data literal(const Literal &value)
    {
        if (const auto *b = std::get_if<bool>(&value))
            return Data::boolean(*b);
        if (const auto *i = std::get_if<std::int64_t>(&value))
            return Data::integer(*i);
        if (const auto *u = std::get_if<std::uint64_t>(&value))
            return Data::unsignedInteger(*u);
        if (const auto *d = std::get_if<double>(&value))
            return Data::real(*d);
        if (const auto *text = std::get_if<std::string>(&value))
            return Data::string(*text);
        if (const auto *bytes = std::get_if<BytesLiteral>(&value))
            return Data::bytes(bytes->bytes);
        return Data::null();
    }

    void setConstant(std::uint32_t node, const Data &data)
    {
        step(node).op = Op::Constant;
        step(node).value = static_cast<std::uint32_t>(m_program.constants.size());
        m_program.constants.push_back(data);
    }

    void identifier(std::uint32_t node)
    {
        const Node &n = m_ast.nodes[node];
        const std::string &name = m_ast.name(n);
        for (auto local = m_locals.rbegin(); !n.isRoot && local != m_locals.rend(); ++local) {
            if (local->name == name) {
                step(node).op = Op::Local;
                step(node).value = local->slot;
                return;
            }
        }
        if (const auto variable = findVariable(name))
            return setVariable(node, *variable);
        for (const Type type : allTypes)
            if (typeName(type) == name)
                return setConstant(node, Data::typeValue(type));
        if (name == "record")
            fail("'record' alone is nothing; a field of it is meant, such as record.value", n.begin, n.length);
        else if (findFunction(name) || isMacro(name))
            fail(quoted(name) + " is a function: '(' is missing", n.begin, n.length, name + "()");
        else
            failName("there is no name " + quoted(name), node, name, false);
    }

    void setVariable(std::uint32_t node, Variable variable)
    {
        Step &s = step(node);
        s.variable = variable;
        s.op = Op::RecordValue;
        if (variable == Variable::Key || variable == Variable::Value) {
            s.op = Op::Path;
            s.value = addPath({variable, 0});
        }
    }

    std::uint32_t addPath(Path path)
    {
        m_program.paths.push_back(path);
        return static_cast<std::uint32_t>(m_program.paths.size() - 1);
    }

    bool isLocal(std::string_view name) const
    {
        return std::ranges::find(m_locals, name, &Local::name) != m_locals.end();
    }

    /// record.NAME, record["NAME"], has(record.NAME) and google.protobuf.Timestamp; false: it is something else.
    bool qualified(std::uint32_t node)
    {
        const Node &n = m_ast.nodes[node];
        const Node &base = m_ast.nodes[m_ast.child(n, 0)];
        if (base.kind == NodeKind::Select && n.kind == NodeKind::Select && m_ast.name(base) == "protobuf")
            return protobufType(node, base);
        if (base.kind != NodeKind::Ident || m_ast.name(base) != "record" || (!base.isRoot && isLocal("record")))
            return false;
        std::string_view name;
        if (n.kind == NodeKind::Index) {
            const Node &index = m_ast.nodes[m_ast.child(n, 1)];
            const auto *text = index.kind == NodeKind::Literal ? std::get_if<std::string>(&m_ast.literals[index.value]) : nullptr;
            if (!text)
                return fail("only a field's name may stand here, such as record[\"value\"]", index.begin, index.length), true;
            name = *text;
        } else {
            name = m_ast.name(n);
        }
        const auto variable = findVariable(name);
        if (!variable)
            return failName("a record has no field " + quoted(name), node, name, false), true;
        setVariable(node, *variable);
        if (n.kind == NodeKind::Has)
            step(node).op = Op::HasValue;
        return true;
    }

    bool protobufType(std::uint32_t node, const Node &base)
    {
        const Node &google = m_ast.nodes[m_ast.child(base, 0)];
        if (google.kind != NodeKind::Ident || m_ast.name(google) != "google" || isLocal("google"))
            return false;
        const std::string full = "google.protobuf." + m_ast.name(m_ast.nodes[node]);
        for (const Type type : {Type::Timestamp, Type::Duration})
            if (typeName(type) == full)
                return setConstant(node, Data::typeValue(type)), true;
        return fail("there is no type " + quoted(full), m_ast.nodes[node].begin, m_ast.nodes[node].length), true;
    }

    /// value.a, value["a"] and has(value.a) by their fixed path.
    void extendPath(std::uint32_t node)
    {
        const Node &n = m_ast.nodes[node];
        if (n.kind != NodeKind::Select && n.kind != NodeKind::Has && n.kind != NodeKind::Index)
            return;
        const Step &base = step(m_ast.child(n, 0));
        if (base.op != Op::Path)
            return;
        std::string_view name;
        if (n.kind == NodeKind::Index) {
            const Step &index = step(m_ast.child(n, 1));
            if (index.op != Op::Constant || m_program.constants[index.value].kind != Data::Kind::String)
                return;
            name = m_program.constants[index.value].view();
        } else {
            name = m_ast.name(n);
        }
        const Path parent = m_program.paths[base.value];
        PathTree &tree = parent.root == Variable::Key ? m_program.keyPaths : m_program.valuePaths;
        step(node).op = n.kind == NodeKind::Has ? Op::HasPath : Op::Path;
        step(node).value = addPath({parent.root, tree.add(parent.field, name)});
    }

    bool call(std::uint32_t node)
    {
        const Node &n = m_ast.nodes[node];
        const std::string &name = m_ast.name(n);
        const Signature *const signature = findFunction(name);
        if (isMacro(name))
            return failName(macroProblem(name), node, name, true);
        if (!signature)
            return failName("there is no function " + quoted(name), node, name, true);
        if (n.isMember ? !signature->asMember : !signature->asGlobal)
            return failName(n.isMember ? name + "() is written before its argument: " + name + "(x)" : name + "() is written behind a value: x." + name + "(…)", node, name, true);
        if (n.count < signature->fewest || n.count > signature->most)
            return failName(arityProblem(*signature, n.isMember), node, name, true);
        step(node).function = signature->function;
        return true;
    }

    static std::string macroProblem(std::string_view name)
    {
        if (name == "has")
            return "has() is written before its argument: has(value.name)";
        return name == "map" ? "map() is written list.map(x, expression) or list.map(x, condition, expression)"
                             : std::string(name) + "() is written list." + std::string(name) + "(x, condition)";
    }

    static std::string arityProblem(const Signature &signature, bool isMember)
    {
        const int receiver = isMember ? 1 : 0;
        const int fewest = signature.fewest - receiver;
        const int most = signature.most - receiver;
        std::string text = std::string(signature.name) + "() takes ";
        text += most == 0 ? "no argument" : fewest == most ? std::to_string(most) + (most == 1 ? " argument" : " arguments")
                                                           : std::to_string(fewest) + " or " + std::to_string(most) + (most == 1 ? " argument" : " arguments");
        return text + (isMember ? " here" : "");
    }

    /// A pattern written in the expression is checked and compiled once.
    bool compilePattern(std::uint32_t node)
    {
        const Node &pattern = m_ast.nodes[m_ast.child(m_ast.nodes[node], 1)];
        const Step &s = step(m_ast.child(m_ast.nodes[node], 1));
        if (s.op != Op::Constant || m_program.constants[s.value].kind != Data::Kind::String)
            return true;
        auto compiled = Pcre::compile(m_program.constants[s.value].view(), {.asRe2 = true});
        if (!compiled)
            return failPattern(pattern, compiled.error());
        m_program.patterns.push_back(std::move(compiled).value());
        step(node).value = static_cast<std::uint32_t>(m_program.patterns.size());
        return true;
    }

    /// Marks the place inside the literal; the whole of it where its bytes are not those of the pattern.
    bool failPattern(const Node &pattern, const Domain::Error &error)
    {
        const std::string problem = "in the regular expression: " + error.arg("problem");
        const std::string_view literal = std::string_view(m_program.source).substr(pattern.begin, pattern.length);
        const std::size_t quote = std::min(literal.find_first_of("\"'"), literal.size());
        const bool isPlain = pattern.kind == NodeKind::Literal && (quote > 0 || literal.find('\\') == std::string_view::npos);
        if (!isPlain)
            return fail(problem, pattern.begin, pattern.length);
        const bool isTriple = literal.size() >= quote + 6 && literal[quote + 1] == literal[quote] && literal[quote + 2] == literal[quote];
        std::size_t offset = 0;
        const std::string position = error.arg("position");
        std::from_chars(position.data(), position.data() + position.size(), offset);
        const std::size_t inside = std::min(quote + (isTriple ? 3 : 1) + offset, literal.size() - 1);
        return fail(problem, pattern.begin + inside, Codec::characterLength(literal, inside));
    }

    void comprehension(std::uint32_t node)
    {
        const Node &n = m_ast.nodes[node];
        visit(m_ast.child(n, 0));
        const auto slot = static_cast<std::uint32_t>(m_locals.size());
        m_program.localCount = std::max(m_program.localCount, slot + 1);
        m_locals.push_back({m_ast.name(n), slot});
        for (std::uint32_t i = 1; i < n.count; ++i)
            visit(m_ast.child(n, i));
        m_locals.pop_back();
        step(node).value = slot;
    }

    /// The order of && and || is free (an error on one side does not count when the other decides), so the cheap side goes first.
    void cheapestFirst(const Step &s)
    {
        std::vector<std::pair<std::uint64_t, std::uint32_t>> operands;
        for (std::uint32_t i = 0; i < s.count; ++i)
            operands.emplace_back(costOf(m_program, m_program.child(s, i)), m_program.child(s, i));
        std::ranges::stable_sort(operands, {}, &std::pair<std::uint64_t, std::uint32_t>::first);
        for (std::uint32_t i = 0; i < s.count; ++i)
            m_program.children[s.first + i] = operands[i].second;
    }

    void foldConstant(std::uint32_t node)
    {
        Step &s = step(node);
        if (s.op != Op::Operation)
            return;
        for (std::uint32_t i = 0; i < s.count; ++i)
            if (step(m_program.child(s, i)).op != Op::Constant)
                return;
        if (!m_machine)
            m_machine = std::make_unique<Machine>(m_program);
        const Data data = m_machine->fold(node);
        // An error is one of each evaluation: something beside it may decide. What is large is made again each time.
        if (!data.isError() && isSmall(data))
            setConstant(node, kept(data, m_program));
    }

    Program &m_program;
    const Ast &m_ast;
    std::unique_ptr<Machine> m_machine;
    std::vector<Local> m_locals;
    SyntaxError m_error;
};

} // namespace

std::variant<std::shared_ptr<const Program>, SyntaxError> compile(std::string_view source)
{
    auto parsed = parse(source);
    if (auto *error = std::get_if<SyntaxError>(&parsed))
        return std::move(*error);
    auto program = std::make_shared<Program>();
    program->source = source;
    program->ast = std::move(std::get<Ast>(parsed));
    if (SyntaxError error = Resolver(*program).run())
        return error;
    return std::shared_ptr<const Program>(std::move(program));
}

} // namespace Search::Cel
