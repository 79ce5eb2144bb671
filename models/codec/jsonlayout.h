// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsontokens.h"
#include "codec/syntax.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace Codec {

/// One shown line: pieces of the original bytes, in order.
struct LayoutLine
{
    struct Piece
    {
        Syntax syntax = Syntax::Plain;
        bool spaceBefore = false; ///< shown with one blank in front that is not in the bytes
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    int indent = 0;              ///< levels
    bool isContinuation = false; ///< of a line that was too long
    std::size_t begin = 0;       ///< first byte of the first piece; lines begin in rising order
    std::vector<Piece> pieces;   ///< may be empty: a blank line of a text
};

/// Makes one line after the other. A copy is a place to go on from. One next() costs a line, at most a few thousand bytes.
class LineWalker
{
public:
    enum class Mode { Json, Text };
    LineWalker(std::string_view bytes, Mode mode);

    /// False: there is no further line.
    bool next(LayoutLine &line);

    /// Set once the JSON broke off; from there on the bytes are shown as plain text.
    const Problem &problem() const { return m_problem; }
    std::size_t position() const { return m_mode == Mode::Json ? m_tokenizer.position() : m_position; }

private:
    bool nextText(LayoutLine &line);
    bool nextJson(LayoutLine &line);
    bool endsLine(const JsonToken &token);
    bool fitsOneLine() const;
    void leaveJson();

    std::string_view m_bytes;
    Mode m_mode;
    std::size_t m_position = 0;
    JsonTokenizer m_tokenizer;
    Problem m_problem;
    std::optional<JsonToken> m_pending; ///< did not fit the line before
    int m_inlineDepth = 0;              ///< inside an object or array shown on one line: its depth
    JsonToken::Kind m_last = JsonToken::Kind::Space;
    bool m_isContinuation = false;
    bool m_isDone = false;
};

/// Lines of a value: JSON re-indented from its original tokens, or text, long lines wrapped at about 4,000 bytes. The index grows by
/// step(), so a first screen costs a screen; it holds a place to go on from every 64 lines. The bytes must outlive it.
class Layout
{
public:
    Layout(std::string_view bytes, LineWalker::Mode mode);

    /// Indexes about `maxBytes` more; true when the index is complete.
    bool step(std::size_t maxBytes);
    bool isComplete() const { return m_isComplete; }
    std::size_t knownLines() const { return m_lines; }
    std::size_t indexedBytes() const { return m_walker.position(); }
    std::size_t longestLine() const { return m_longest; } ///< characters at most (bytes), indent included

    /// Line `number` (below knownLines()).
    bool line(std::size_t number, LayoutLine &line) const;
    /// Lines `first`, `first + 1`, … `count` of them where known; cheaper than one by one.
    std::vector<LayoutLine> lines(std::size_t first, std::size_t count) const;

    /// The known line that shows the byte, or the last one.
    std::size_t lineOf(std::size_t byte) const;

    /// Why JSON ended early, as far as indexed; the rest is shown as text.
    const Problem &problem() const { return m_walker.problem(); }

private:
    struct Place
    {
        std::size_t begin;
        LineWalker walker;
    };

    LineWalker m_walker;
    std::vector<Place> m_places;
    std::size_t m_lines = 0;
    std::size_t m_longest = 0;
    bool m_isComplete = false;
    LayoutLine m_scratch;
};

} // namespace Codec
