// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/recordtext.h"

#include "codec/jsonl.h"

#include <algorithm>

namespace Codec {

std::string recordJsonLine(const Domain::Record &record, std::string_view topic)
{
    std::string line;
    appendJsonl(line, record, topic);
    line.pop_back();
    return line;
}

std::string shellWord(std::string_view text)
{
    const auto isHarmless = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("._-:,/@+=").find(c) != std::string_view::npos;
    };
    if (!text.empty() && std::all_of(text.begin(), text.end(), isHarmless))
        return std::string(text);
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'')
            word += "'\\''";
        else if (c != '\0') // a shell word cannot hold NUL
            word += c;
    }
    return word + '\'';
}

std::string kcatCommand(std::string_view bootstrapServers, std::string_view topic, Domain::PartitionId partition, Domain::Offset offset)
{
    return "kcat -C -b " + shellWord(bootstrapServers) + " -t " + shellWord(topic) + " -p " + std::to_string(partition.value()) + " -o "
        + std::to_string(offset.value()) + " -c 1 -e";
}

} // namespace Codec
