// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/producerequest.h"

#include <array>
#include <string_view>
#include <utility>

namespace Produce {

// The words of a saved request, for its writer and its reader; the command line knows some of them too.
inline constexpr std::array<std::pair<std::string_view, FieldKind>, 7> fieldKinds{{{"null", FieldKind::Null},
                                                                                   {"empty", FieldKind::Empty},
                                                                                   {"text", FieldKind::Text},
                                                                                   {"json", FieldKind::Json},
                                                                                   {"hex", FieldKind::Hex},
                                                                                   {"base64", FieldKind::Base64},
                                                                                   {"file", FieldKind::File}}};
inline constexpr std::array<std::pair<std::string_view, InputFile::Format>, 3> inputFormats{
    {{"jsonl", InputFile::Format::Jsonl}, {"csv", InputFile::Format::Csv}, {"lines", InputFile::Format::Lines}}};
inline constexpr std::array<std::pair<std::string_view, Domain::Partitioner>, 3> partitioners{{{"murmur2_random", Domain::Partitioner::Murmur2Random},
                                                                                               {"consistent_random", Domain::Partitioner::ConsistentRandom},
                                                                                               {"fnv1a_random", Domain::Partitioner::Fnv1aRandom}}};
inline constexpr std::array<std::pair<std::string_view, Domain::Compression>, 5> compressions{{{"none", Domain::Compression::None},
                                                                                               {"gzip", Domain::Compression::Gzip},
                                                                                               {"snappy", Domain::Compression::Snappy},
                                                                                               {"lz4", Domain::Compression::Lz4},
                                                                                               {"zstd", Domain::Compression::Zstd}}};
inline constexpr std::array<std::pair<std::string_view, Domain::Acks>, 3> acksWords{
    {{"all", Domain::Acks::All}, {"1", Domain::Acks::Leader}, {"0", Domain::Acks::None}}};
inline constexpr std::array<std::pair<std::string_view, Transaction>, 3> transactions{
    {{"none", Transaction::None}, {"commit", Transaction::Commit}, {"abort", Transaction::Abort}}};

template<typename T, std::size_t n>
constexpr std::string_view requestWord(const std::array<std::pair<std::string_view, T>, n> &words, T value)
{
    for (const auto &[word, meaning] : words)
        if (meaning == value)
            return word;
    return {};
}

} // namespace Produce
