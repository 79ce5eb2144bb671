// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/template.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Produce {

/// What `Template` calls between {{ and }}.
enum class TemplateCall : std::uint8_t { Text, Uuid, Seq, Int, Decimal, Pick, Now, Name, Email, Hex, Line, Same };

/// One argument as written.
struct TemplateArgument
{
    bool isText = false;
    std::string text = {};     ///< without quotes; of a number its digits
    std::size_t position = 0;  ///< in the template
    std::size_t length = 0;
};

/// What is wrong with a call. English, without a full stop.
struct TemplateProblem
{
    std::string problem = {};
    std::size_t position = 0;
    std::size_t length = 0;
    std::string suggestion = {};
};

/// A call that has been checked.
struct CheckedCall
{
    TemplateCall call = TemplateCall::Text;
    std::int64_t first = 0;           ///< Int, Seq, Decimal (scaled): the lowest, or the start
    std::int64_t second = 0;          ///< … the highest, or the step
    std::size_t count = 0;            ///< Hex: digits; Decimal: places
    std::vector<std::string> texts = {}; ///< Pick: the choices; Text, Same, Now: one
    std::uint64_t stream = 0;         ///< which random numbers it draws
    std::size_t position = 0;         ///< in the template
    std::size_t length = 0;
    std::size_t most = 0;             ///< bytes it gives at most; of Line and Same unknown: 0
};

/// The name of each function but Text.
std::optional<TemplateCall> templateCall(std::string_view name);
std::string_view templateName(TemplateCall call);
/// The nearest function's name; empty: none is near.
std::string suggestFunction(std::string_view name);

/// The call with its arguments; none: `problem` is set. `position`, `length`: of the whole call.
std::optional<CheckedCall> checkCall(TemplateCall call, const std::vector<TemplateArgument> &arguments, TemplateProblem &problem, std::size_t position,
                                     std::size_t length);

/// What a call gives for one record (but Line and Same, which need what came before). Appends.
void appendCall(std::string &out, const CheckedCall &call, const TemplateScope &scope);

} // namespace Produce
