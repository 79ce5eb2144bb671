// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/problem.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace Replay {

/// Fields of a JSON value, replaced where they stand; everything else keeps its bytes. A path: card.number, items[*].sku, items[0],
/// ["a b"].c. Every member of a name is replaced, also where it stands twice. What is not there stays away. Immutable; any thread.
class Redaction
{
public:
    struct BadPath
    {
        std::size_t path = 0; ///< index; the number of paths: the replacement is meant
        std::string problem = {};
        std::size_t position = 0;
    };
    static std::variant<Redaction, BadPath> read(const std::vector<std::string> &paths, const std::string &replacement);

    /// Appends the redacted document. A problem: of the document, which is no JSON; nothing was appended.
    Codec::Problem apply(std::string &out, std::string_view document) const;

private:
    struct Node;
    class PathReader;
    class Applier;

    std::shared_ptr<const Node> m_root;
    std::string m_replacement;
};

} // namespace Replay
