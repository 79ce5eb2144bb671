// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"
#include "search/celdata.h"
#include "search/celjson.h"
#include "search/celnames.h"
#include "search/pcre.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace Search::Cel {

enum class Op : std::uint8_t {
    Constant,    ///< value: index into constants
    Local,       ///< value: slot of a macro's variable
    RecordValue, ///< variable
    HasValue,    ///< has(record.key): whether the variable is not null
    Path,        ///< value: index into paths
    HasPath,
    Operation    ///< what the node of the tree says
};

/// One step of a program; it has the index of its node in the tree.
struct Step
{
    Op op = Op::Operation;
    NodeKind kind = NodeKind::Literal;
    Function function = Function::Size;   ///< Call
    Variable variable = Variable::Key;    ///< RecordValue, HasValue
    std::uint32_t first = 0;              ///< of its children in Program::children
    std::uint32_t count = 0;
    std::uint32_t value = 0;              ///< index, see Op; Select, Has: name; macros: slot; Call of matches: 1 + pattern, or 0
};

/// value.a.b or key.a.b
struct Path
{
    Variable root = Variable::Value;
    std::uint32_t field = 0; ///< node of the root's PathTree
};

/// An expression ready to be evaluated: names resolved, constants computed, fixed paths and patterns collected. Immutable; any thread.
struct Program
{
    std::string source;
    Ast ast;
    std::vector<Step> steps;
    std::vector<std::uint32_t> children;
    std::vector<Data> constants;
    std::vector<Path> paths;
    PathTree keyPaths;
    PathTree valuePaths;
    std::vector<std::shared_ptr<const Pcre>> patterns;
    std::uint32_t localCount = 0;
    // What computed constants point to
    std::deque<std::string> texts;
    std::deque<std::vector<Data>> lists;
    std::deque<std::vector<Entry>> maps;

    const PathTree &tree(Variable root) const { return root == Variable::Key ? keyPaths : valuePaths; }
    std::uint32_t child(const Step &step, std::uint32_t i) const { return children[step.first + i]; }
};

/// Parses and resolves. A name that is not known is an error here, with what may have been meant.
std::variant<std::shared_ptr<const Program>, SyntaxError> compile(std::string_view source);

} // namespace Search::Cel
