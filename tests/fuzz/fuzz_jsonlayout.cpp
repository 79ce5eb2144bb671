// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonchildren.h"
#include "codec/jsonlayout.h"
#include "codec/utf8.h"

#include <cstdlib>

using namespace Codec;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Tokens rise, stay inside the bytes and within the promised size.
void checkTokens(std::string_view bytes)
{
    JsonTokenizer tokenizer(bytes);
    std::size_t end = 0;
    while (const auto token = tokenizer.next()) {
        require(token->begin >= end && token->end > token->begin && token->end <= bytes.size());
        require(token->end - token->begin <= JsonTokenizer::maxPiece);
        require(tokenizer.depth() >= 0 && tokenizer.depth() <= JsonTokenizer::maxDepth);
        tokenizer.peek();
        end = token->end;
    }
    require(tokenizer.isDone() || tokenizer.problem());
    require(!tokenizer.isDone() || firstInvalid(bytes) == npos);
}

/// Every byte that is no blank is on exactly one line, and any line can be asked for alone.
void checkLayout(std::string_view bytes, LineWalker::Mode mode)
{
    Layout layout(bytes, mode);
    while (!layout.step(64)) { }
    std::size_t end = 0;
    std::size_t number = 0;
    LayoutLine alone;
    for (const LayoutLine &line : layout.lines(0, layout.knownLines())) {
        for (const auto &piece : line.pieces) {
            require(piece.begin >= end && piece.end > piece.begin && piece.end <= bytes.size());
            require(bytes.substr(end, piece.begin - end).find_first_not_of(" \t\r\n") == npos);
            end = piece.end;
        }
        if (number % 7 == 0) {
            require(layout.line(number, alone));
            require(alone.begin == line.begin && alone.pieces.size() == line.pieces.size());
            require(line.pieces.empty() || layout.lineOf(line.begin) == number);
        }
        ++number;
    }
    require(number == layout.knownLines());
    require(bytes.substr(end).find_first_not_of(" \t\r\n") == npos);
}

void checkChildren(std::string_view bytes)
{
    JsonChildren children(bytes, 0, 0);
    JsonChild child;
    std::size_t end = 0;
    while (true) {
        std::size_t budget = 50;
        const auto result = children.next(child, budget);
        if (result == JsonChildren::Result::Again)
            continue;
        if (result != JsonChildren::Result::Child)
            return;
        require(child.begin >= end && child.end > child.begin && child.end <= bytes.size());
        require(child.keyEnd <= child.begin || child.keyEnd == child.keyBegin);
        end = child.end;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    checkTokens(bytes);
    checkLayout(bytes, LineWalker::Mode::Json);
    checkLayout(bytes, LineWalker::Mode::Text);
    checkChildren(bytes);
    return 0;
}
