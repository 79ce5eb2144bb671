// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/hexdump.h"
#include "codec/jsonstring.h"
#include "codec/preview.h"
#include "codec/utf8.h"

#include <cstdlib>

using namespace Codec;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void checkPreview(std::string_view bytes, Format format, bool isKey)
{
    const Preview p = preview(bytes, format, isKey);
    require(p.format != Format::Automatic);
    require(firstInvalid(p.text) == npos);
    std::size_t characters = 0;
    for (std::size_t at = 0; at < p.text.size(); at += characterLength(p.text, at))
        ++characters;
    require(characters <= maxPreviewCharacters);
    std::uint32_t end = 0;
    for (const auto &span : p.spans) {
        require(span.begin == end && span.end > span.begin);
        end = span.end;
    }
    require(end == p.text.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    for (const Format format : allFormats) {
        checkPreview(bytes, format, false);
        checkPreview(bytes, format, true);
    }
    for (std::size_t at = 0; at <= size; ++at)
        require(characterBorder(bytes, at) <= at && at - characterBorder(bytes, at) <= 3);
    require(firstInvalid(bytes) != npos || firstInvalid(jsonStringText(bytes)) == npos);
    hexDump(bytes.substr(0, 256));
    return 0;
}
