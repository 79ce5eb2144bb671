// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsontokens.h"

#include <cstdint>

namespace Codec {

/// What a piece of shown text is, for its colour.
enum class Syntax : std::uint8_t { Plain, Key, String, Number, Literal, Punctuation };

constexpr Syntax syntaxOf(JsonToken::Kind kind)
{
    switch (kind) {
    case JsonToken::Kind::Key:
        return Syntax::Key;
    case JsonToken::Kind::String:
        return Syntax::String;
    case JsonToken::Kind::Number:
        return Syntax::Number;
    case JsonToken::Kind::Literal:
        return Syntax::Literal;
    case JsonToken::Kind::Space:
        return Syntax::Plain;
    default:
        return Syntax::Punctuation;
    }
}

} // namespace Codec
