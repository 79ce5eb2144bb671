// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/problem.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace Replay {

/// A JSON merge patch (RFC 7396), applied to the bytes of a document: members that it does not name keep theirs, blanks, order and spelling
/// included. Of members with the same name the last counts where one is replaced; all of them are removed by null. A string
/// "{{…}}" that is a whole value stands for a value that is given with each document. Immutable; any thread.
class MergePatch
{
public:
    /// No JSON, or nested deeper than Codec::JsonTokenizer allows.
    static std::variant<MergePatch, Codec::Problem> read(std::string_view patch);

    /// What stands between the braces of its holes, and where (first byte in the patch).
    struct Hole
    {
        std::string text = {};
        std::size_t position = 0;
    };
    const std::vector<Hole> &holes() const { return m_holes; }

    /// Appends the patched document. `values`: JSON for each hole; an object there is merged, null removes, as if it stood in the patch.
    /// A problem: of the document, which is no JSON; nothing was appended.
    Codec::Problem apply(std::string &out, std::string_view document, std::span<const std::string> values) const;

private:
    struct Node;
    class Reader;
    class Applier;

    std::shared_ptr<const Node> m_root;
    std::vector<Hole> m_holes;
};


} // namespace Replay
