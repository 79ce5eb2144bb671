// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonchildren.h"

#include <algorithm>

namespace Codec {

JsonChildren::JsonChildren(std::string_view bytes, std::size_t at, int depth) : m_tokenizer(bytes, at, depth), m_depth(depth + 1) {}

JsonChildren::Result JsonChildren::next(JsonChild &child, std::size_t &budget)
{
    while (budget > 0) {
        const std::size_t before = m_tokenizer.position();
        const auto token = m_tokenizer.next();
        budget -= std::min(budget, std::max<std::size_t>(m_tokenizer.position() - before, 1));
        if (!token) {
            if (!m_tokenizer.problem())
                return Result::End;
            child = m_child;
            child.end = m_hasBegun && child.begin < m_tokenizer.position() ? m_tokenizer.position() : child.begin;
            m_hasBegun = false;
            return Result::Problem;
        }
        bool isComplete = false;
        const Result result = take(*token, child, isComplete);
        if (isComplete)
            return result;
    }
    return Result::Again;
}

JsonChildren::Result JsonChildren::take(const JsonToken &token, JsonChild &child, bool &isComplete)
{
    const int depth = m_tokenizer.depth();
    const bool isInside = depth > m_depth || (depth == m_depth && token.isEnd()); // of the child, or at its end
    switch (token.kind) {
    case JsonToken::Kind::Key:
        if (depth == m_depth) {
            if (token.isFirst)
                m_child = {JsonToken::Kind::Literal, token.begin, token.end, 0, 0};
            m_child.keyEnd = token.end;
        }
        break;
    case JsonToken::Kind::BeginObject:
    case JsonToken::Kind::BeginArray:
        if (depth == m_depth + 1) {
            m_child.kind = token.kind;
            m_child.begin = token.begin;
            m_hasBegun = true;
        }
        break;
    case JsonToken::Kind::EndObject:
    case JsonToken::Kind::EndArray:
        if (depth < m_depth) {
            isComplete = true;
            return Result::End;
        }
        isComplete = isInside && depth == m_depth;
        break;
    case JsonToken::Kind::String:
    case JsonToken::Kind::Number:
    case JsonToken::Kind::Literal:
        if (depth != m_depth)
            break;
        if (token.isFirst) {
            m_child.kind = token.kind;
            m_child.begin = token.begin;
            m_hasBegun = true;
        }
        isComplete = token.isLast;
        break;
    default:
        break;
    }
    if (isComplete) {
        m_child.end = token.end;
        child = m_child;
        m_child = {};
        m_hasBegun = false;
    }
    return Result::Child;
}

} // namespace Codec
