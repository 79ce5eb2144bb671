// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonl.h"
#include "codec/jsonstring.h"
#include "codec/jsontokens.h"
#include "codec/utf8.h"

#include <cstdlib>

using namespace Codec;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

/// Whatever a record holds, its line is one line of valid JSON, and text comes back from it unchanged.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::size_t third = size / 3;
    Domain::Record record;
    record.timestamp = {static_cast<std::int64_t>(size) * 1'000'000'007, static_cast<Domain::TimestampType>(size % 3)};
    record.key = size % 5 == 0 ? std::nullopt : std::optional(bytes.substr(0, third));
    record.value = bytes;
    const Domain::Header headers[] = {{bytes.substr(third, third), bytes.substr(2 * third)}, {bytes.substr(0, third), std::nullopt}};
    record.headers = headers;

    std::string line;
    appendJsonl(line, record, bytes.substr(third));
    require(line.find('\n') == line.size() - 1 && firstInvalid(line) == npos);
    JsonTokenizer tokenizer(line);
    while (tokenizer.next()) { }
    require(tokenizer.isDone());

    std::string text;
    appendJsonValue(text, bytes);
    if (firstInvalid(bytes) == npos)
        require(jsonStringText(text) == bytes);

    line.clear();
    appendTextLine(line, record, bytes.substr(third));
    require(firstInvalid(line) == npos);
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        require(static_cast<unsigned char>(line[i]) >= 0x20 && line[i] != 0x7F);
    return 0;
}
