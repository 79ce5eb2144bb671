// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/template.h"

#include <cstdlib>

using namespace Produce;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

/// Whatever a template holds: it is compiled or refused at a place inside it, and gives the same twice.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto compiled = Template::compile(text);
    if (!compiled) {
        require(std::strtoull(compiled.error().arg("position").c_str(), nullptr, 10) <= size);
        require(!compiled.error().arg("problem").empty());
    } else {
        std::string first;
        std::string second;
        TemplateScope scope{.seed = size, .number = 3, .nowMs = 1, .line = text};
        TemplateScope again = scope;
        require(compiled->fill(first, scope) && compiled->fill(second, again));
        require(first == second);
        require(!compiled->isPlain() || text.find("{{") != std::string_view::npos || first == text);
    }
    std::size_t end = 0;
    for (const auto &[position, length] : Template::stretches(text)) {
        require(position >= end && position + length <= size);
        end = position + length;
    }
    return 0;
}
