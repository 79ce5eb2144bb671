// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/findingjson.h"

namespace App {

namespace {

std::string_view wordOf(Produce::Finding::Kind kind)
{
    using Kind = Produce::Finding::Kind;
    switch (kind) {
    case Kind::TooLarge: return "too-large";
    case Kind::NearLimit: return "too-large-unless-compressed";
    case Kind::TimestampZero: return "timestamp-zero";
    case Kind::TimestampReplaced: return "timestamp-replaced";
    case Kind::TimestampRefused: return "timestamp-refused";
    case Kind::OlderThanRetention: return "older-than-retention";
    case Kind::NoKeyOnCompacted: return "no-key-on-compacted";
    case Kind::NoSuchPartition: return "no-such-partition";
    case Kind::NotAcknowledged: return "not-acknowledged";
    case Kind::FactsUnknown: break;
    }
    return "topic-configuration-unknown";
}

} // namespace

void writeFinding(Codec::JsonWriter &out, const Produce::Finding &finding)
{
    out.field("finding", wordOf(finding.kind));
    out.field("blocks", finding.blocks);
    out.field("records", finding.records);
    if (finding.value != 0 || finding.limit != 0) {
        out.field("value", finding.value);
        out.field("limit", finding.limit);
    }
}

} // namespace App
