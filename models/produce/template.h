// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace Produce {

/// What the templates of one record share: the same seed for key, headers and value, so that name() in the key and same("name") in the
/// value mean one person.
struct TemplateScope
{
    std::uint64_t seed = 0;       ///< of the run
    std::uint64_t number = 0;     ///< of the record, 0 …
    std::int64_t nowMs = 0;       ///< Unix time
    std::string_view line = {};   ///< what {{line()}} gives: the input's line
    std::map<std::string, std::string, std::less<>> said = {}; ///< newest result of each function in this record: same("name")
};

/// A text with {{function(arguments)}} in it (the language: TEMPLATES.md), checked and ready to be filled. Immutable; any thread.
class Template
{
public:
    /// Error BadTemplate with args problem, position, length (bytes), suggestion. Bounded in size and time for any input.
    static Domain::Result<Template> compile(std::string_view text);

    static constexpr std::size_t maxTextBytes = 16 * 1024 * 1024;
    static constexpr std::size_t maxFilledBytes = 128 * 1024 * 1024;
    static constexpr std::size_t maxCalls = 100'000;

    /// Appends the text with everything filled in. Same scope, same result. False: with this line() it would be larger than maxFilledBytes;
    /// nothing was appended.
    bool fill(std::string &out, TemplateScope &scope) const;
    bool isPlain() const; ///< holds no function
    bool calls(std::string_view function) const;
    /// Whether each same() has something to repeat, in this text or in those before it. `said`: functions called so far; those of this
    /// text are added. Error BadTemplate.
    Domain::Status checkSame(std::set<std::string, std::less<>> &said) const;

    /// For completion and the list at the side: uuid, seq, int, decimal, pick, now, name, email, hex, line, same.
    struct Function
    {
        std::string_view signature; ///< "decimal(min, max, n)"
        std::string_view example;   ///< "{{decimal(5, 250, 2)}}"
    };
    static const std::vector<Function> &functions();

    /// Stretches of the text that are functions, in bytes: for colouring. Never fails: what cannot be read is passed over.
    static std::vector<std::pair<std::size_t, std::size_t>> stretches(std::string_view text);

private:
    struct Part;
    std::shared_ptr<const std::vector<Part>> m_parts;
};

} // namespace Produce
