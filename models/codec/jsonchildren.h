// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsontokens.h"

#include <cstddef>
#include <string_view>

namespace Codec {

/// One field of an object or element of an array, by its bytes.
struct JsonChild
{
    JsonToken::Kind kind = JsonToken::Kind::Literal; ///< BeginObject, BeginArray, String, Number or Literal
    std::size_t keyBegin = 0;                        ///< quotes included; keyBegin == keyEnd: an array's element
    std::size_t keyEnd = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Reads the children of one value in order, skipping over what is inside them. A value type: it can stop and go on.
class JsonChildren
{
public:
    enum class Result {
        Child,  ///< one was found
        Again,  ///< the budget is used up in the middle of a child; ask again
        End,
        Problem ///< see problem(); `child` then holds what was begun, up to the problem, when its begin < end
    };

    /// `at`: the first byte of an object or array (or blanks before it); `depth`: levels around it.
    JsonChildren(std::string_view bytes, std::size_t at, int depth);

    /// Goes on for about `budget` bytes at most and takes from it what was used.
    Result next(JsonChild &child, std::size_t &budget);

    const Codec::Problem &problem() const { return m_tokenizer.problem(); }
    std::size_t position() const { return m_tokenizer.position(); }

private:
    Result take(const JsonToken &token, JsonChild &child, bool &isComplete);

    JsonTokenizer m_tokenizer;
    int m_depth;
    bool m_hasBegun = false;
    JsonChild m_child;
};

} // namespace Codec
