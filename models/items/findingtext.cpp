// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/findingtext.h"

#include "items/numbertext.h"

#include <QCoreApplication>

namespace Items {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::FindingText)
};

QString bytes(std::int64_t n)
{
    return bytesText(n < 0 ? 0 : quint64(n));
}

QString sentence(const Produce::Finding &finding)
{
    using Kind = Produce::Finding::Kind;
    switch (finding.kind) {
    case Kind::TooLarge: return Words::tr("The record takes %1; the topic takes at most %2 (max.message.bytes).").arg(bytes(finding.value), bytes(finding.limit));
    case Kind::NearLimit:
        return Words::tr("The record takes %1 uncompressed; it fits into max.message.bytes (%2) only when compression makes it smaller.").arg(bytes(finding.value), bytes(finding.limit));
    case Kind::TimestampZero: return Words::tr("Timestamp 0 cannot be sent: the client would make it the time of sending.");
    case Kind::TimestampReplaced: return Words::tr("The topic stores the broker's time (LogAppendTime): the timestamp given is not kept.");
    case Kind::TimestampRefused:
        return Words::tr("The broker refuses the timestamp %1: it is more than %2 from now (message.timestamp.before.max.ms, after.max.ms).")
            .arg(timeText(finding.value, true), durationText(finding.limit));
    case Kind::OlderThanRetention:
        return Words::tr("The timestamp %1 is older than the topic keeps records (%2): the broker deletes the record within minutes.").arg(timeText(finding.value, true), durationText(finding.limit));
    case Kind::NoKeyOnCompacted: return Words::tr("The topic is compacted: the broker refuses records without a key.");
    case Kind::NoSuchPartition: return Words::tr("There is no partition %1: the topic has %2.").arg(finding.value).arg(finding.limit);
    case Kind::NotAcknowledged: return Words::tr("With acks 0 the broker acknowledges nothing: outcomes stay unknown.");
    case Kind::FactsUnknown: break;
    }
    return Words::tr("The topic's configuration could not be read: size, times and retention are not checked.");
}

} // namespace

QString findingText(const Produce::Finding &finding)
{
    if (finding.records <= 1)
        return sentence(finding);
    return Words::tr("%1 (%2 records)").arg(sentence(finding), countText(finding.records));
}

} // namespace Items
