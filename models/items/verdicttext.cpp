// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/replaytext.h"
#include "items/safetext.h"

#include <QCoreApplication>

// What reading back has shown, in words: see replaytext.h.

namespace Items {

namespace {

constexpr int LongestName = 80;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::Verdict)
};

QString place(const std::string &topic, Domain::PartitionId partition)
{
    return Words::tr("%1, partition %2").arg(safeText(topic, LongestName)).arg(partition.value());
}

QString sourceOf(const Replay::Difference &difference)
{
    if (!difference.sourceOffset)
        return Words::tr("A record of %1").arg(place(difference.sourceTopic, difference.sourcePartition));
    return Words::tr("Record %1 of %2").arg(offsetText(*difference.sourceOffset), place(difference.sourceTopic, difference.sourcePartition));
}

QString targetOf(const Replay::Difference &difference)
{
    const QString where = place(difference.topic, difference.partition);
    return difference.offset ? Words::tr("offset %1 of %2").arg(offsetText(*difference.offset), where) : where;
}

QString countedSent(const Replay::Verdict &verdict)
{
    return Words::tr("%1 sent, %2 read back").arg(countText(verdict.expected), countText(verdict.found));
}

} // namespace

QString verdictWord(Replay::Verdict::Kind kind)
{
    switch (kind) {
    case Replay::Verdict::Kind::Pass: return Words::tr("PASS");
    case Replay::Verdict::Kind::Fail: return Words::tr("FAIL");
    case Replay::Verdict::Kind::Incomplete: break;
    }
    return Words::tr("INCOMPLETE");
}

QString differenceText(const Replay::Difference &difference)
{
    using Kind = Replay::Difference::Kind;
    const QString source = sourceOf(difference);
    const QString target = targetOf(difference);
    switch (difference.kind) {
    case Kind::Lost: return Words::tr("%1 was acknowledged but is not in %2.").arg(source, target);
    case Kind::Doubled: return Words::tr("%1 is there twice, the second time at %2.").arg(source, target);
    case Kind::Order: return Words::tr("%1 stands out of order at %2.").arg(source, target);
    case Kind::Partition: return Words::tr("%1 stands in another partition than it was sent to: %2.").arg(source, target);
    case Kind::Key: return Words::tr("%1 has another key at %2.").arg(source, target);
    case Kind::Value: return Words::tr("%1 has another value at %2.").arg(source, target);
    case Kind::Headers: return Words::tr("%1 has other headers at %2.").arg(source, target);
    case Kind::Timestamp: return Words::tr("%1 has another time at %2.").arg(source, target);
    case Kind::Foreign: break;
    }
    return Words::tr("A record that this run has not sent carries its mark at %1.").arg(target);
}

VerdictText verdictText(const Replay::Verdict &verdict)
{
    VerdictText text;
    const QString ends = Words::tr("Records cannot be taken back from Kafka: they stay until retention or compaction removes them. The journal keeps this verdict.");
    switch (verdict.kind) {
    case Replay::Verdict::Kind::Pass:
        text.title = Words::tr("PASS. All %1 records were read back and compared with what was sent: 0 lost, %2, 0 changed, in order.")
                         .arg(countText(verdict.found), verdict.doubled == 0 ? Words::tr("0 doubled") : Words::tr("%1 doubled in the uncertain window").arg(countText(verdict.doubled)));
        text.detail = ends;
        return text;
    case Replay::Verdict::Kind::Fail:
        text.title = Words::tr("FAIL. %1.").arg(countedSent(verdict));
        text.detail = verdict.difference ? differenceText(*verdict.difference) : Words::tr("What was read back differs from what was sent.");
        return text;
    case Replay::Verdict::Kind::Incomplete:
        break;
    }
    text.title = Words::tr("INCOMPLETE. %1.").arg(countedSent(verdict));
    if (verdict.removed > 0)
        text.title += u' ' + Words::tr("%1 were removed by retention or compaction before they could be read.").arg(countText(verdict.removed));
    text.detail = verdict.error ? errorLine(*verdict.error) : Words::tr("What is left agrees with what was sent; the rest cannot be told.");
    return text;
}

} // namespace Items
