// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/wordlist.h"
#include "produce/producerequest.h"

namespace Produce {

// The words of a saved request, for its writer and its reader; replays and the command line know some of them too.
inline constexpr Domain::WordList<FieldKind, 7> fieldKinds{
    {{"null", FieldKind::Null},
     {"empty", FieldKind::Empty},
     {"text", FieldKind::Text},
     {"json", FieldKind::Json},
     {"hex", FieldKind::Hex},
     {"base64", FieldKind::Base64},
     {"file", FieldKind::File}}};
inline constexpr Domain::WordList<InputFile::Format, 3> inputFormats{
    {{"jsonl", InputFile::Format::Jsonl}, {"csv", InputFile::Format::Csv}, {"lines", InputFile::Format::Lines}}};
inline constexpr Domain::WordList<Domain::Partitioner, 3> partitioners{
    {{"murmur2_random", Domain::Partitioner::Murmur2Random},
     {"consistent_random", Domain::Partitioner::ConsistentRandom},
     {"fnv1a_random", Domain::Partitioner::Fnv1aRandom}}};
inline constexpr Domain::WordList<Domain::Compression, 5> compressions{
    {{"none", Domain::Compression::None},
     {"gzip", Domain::Compression::Gzip},
     {"snappy", Domain::Compression::Snappy},
     {"lz4", Domain::Compression::Lz4},
     {"zstd", Domain::Compression::Zstd}}};
inline constexpr Domain::WordList<Domain::Acks, 3> acksWords{
    {{"all", Domain::Acks::All}, {"1", Domain::Acks::Leader}, {"0", Domain::Acks::None}}};
inline constexpr Domain::WordList<Transaction, 3> transactions{
    {{"none", Transaction::None}, {"commit", Transaction::Commit}, {"abort", Transaction::Abort}}};

} // namespace Produce
