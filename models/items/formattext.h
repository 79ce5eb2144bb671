// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/format.h"
#include "codec/syntax.h"

#include <QString>

namespace Items {

/// The codec's words, for views.
using Format = Codec::Format;
using Syntax = Codec::Syntax;

/// "JSON", "Text", "Integer, big endian", "UUID", "Binary"; "Automatic".
QString formatName(Format format);

/// Why the bytes are not what they were taken for, as a sentence without full stop: "byte 4: 0x96 is not the start of a
/// character", "nested deeper than 512 levels". Empty for no problem.
QString problemText(const Codec::Problem &problem);

} // namespace Items
