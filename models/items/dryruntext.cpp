// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/replaytext.h"
#include "items/safetext.h"

#include <QCoreApplication>

#include <algorithm>

// What a dry run has found, in words: see replaytext.h.

namespace Items {

namespace {

constexpr int LongestName = 80;
constexpr int ShownPartitions = 16;
constexpr std::size_t ShownGroups = 5;

using Kind = FindingLine::Kind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::DryRun)
};

QString records(std::uint64_t count)
{
    return count == 1 ? Words::tr("1 record") : Words::tr("%1 records").arg(countText(count));
}

QString writeFindingText(const std::string &topic, const Produce::Finding &finding)
{
    using F = Produce::Finding::Kind;
    const QString name = safeText(topic, LongestName);
    const QString count = records(finding.records);
    const QString value = bytesText(quint64(std::max<std::int64_t>(0, finding.value)));
    const QString limit = bytesText(quint64(std::max<std::int64_t>(0, finding.limit)));
    switch (finding.kind) {
    case F::TooLarge: return Words::tr("%1 are larger than %2 takes: up to %3, %4 allowed (max.message.bytes).").arg(count, name, value, limit);
    case F::NearLimit: return Words::tr("%1 are larger than %4 before compression (up to %3): %2 takes them only if they compress.").arg(count, name, value, limit);
    case F::TimestampZero: return Words::tr("%1 for %2 carry the timestamp 0, which cannot be sent: the client would make it now.").arg(count, name);
    case F::TimestampReplaced: return Words::tr("%1 stores LogAppendTime: the times of the records are not kept.").arg(name);
    case F::TimestampRefused: return Words::tr("%1 carry times that %2 refuses (message.timestamp.before.max.ms, after.max.ms): send them with the time of sending.").arg(count, name);
    case F::OlderThanRetention:
        return Words::tr("%1 are older than the retention of %2 (%3): they would be deleted within minutes. Keep that only on purpose; a step can give them the time of sending.")
            .arg(count, name, durationText(finding.limit));
    case F::NoKeyOnCompacted: return Words::tr("%1 have no key and %2 is compacted: the broker refuses them.").arg(count, name);
    case F::NoSuchPartition: return Words::tr("%1 are meant for partition %2 of %3, which has %4.").arg(count).arg(finding.value).arg(name).arg(finding.limit);
    case F::NotAcknowledged: return Words::tr("Nothing is acknowledged: outcomes stay unknown.");
    case F::FactsUnknown: break;
    }
    return Words::tr("The configuration of %1 could not be asked: what it refuses is not known.").arg(name);
}

QString countsText(const Replay::DryRunReport &report, const std::string &topic)
{
    QStringList counts;
    for (const auto &[place, count] : report.perTarget) {
        if (place.topic != topic)
            continue;
        if (counts.size() == ShownPartitions) {
            counts += Words::tr("…");
            break;
        }
        counts += place.partition.value() < 0 ? Words::tr("any partition %1").arg(countText(count)) : Words::tr("P%1 %2").arg(place.partition.value()).arg(countText(count));
    }
    return counts.join(QStringLiteral(" · "));
}

void addTargets(std::vector<FindingLine> &lines, const Replay::DryRunReport &report)
{
    std::vector<std::string> topics;
    for (const auto &[place, count] : report.perTarget)
        if (topics.empty() || topics.back() != place.topic)
            topics.push_back(place.topic);
    for (const std::string &topic : topics)
        lines.push_back({Kind::Fact, Words::tr("To %1: %2").arg(safeText(topic, LongestName), countsText(report, topic))});
}

FindingLine groupsLine(const Replay::DryRunReport &report)
{
    if (report.groupsError)
        return {Kind::Warning, Words::tr("Which consumer groups read the target is not known. %1").arg(errorLine(*report.groupsError))};
    const bool isAll = report.groupsAsked >= report.groupsTotal;
    QStringList names;
    for (std::size_t i = 0; i < std::min(report.groups.size(), ShownGroups); ++i)
        names += safeText(report.groups[i], LongestName);
    if (report.groups.size() > ShownGroups)
        names += Words::tr("%1 more").arg(report.groups.size() - ShownGroups);
    const QString asked = isAll ? Words::tr("%1 of %2 groups").arg(countText(report.groups.size()), countText(report.groupsTotal))
                                : Words::tr("at least %1 of %2 groups, %3 of them asked").arg(countText(report.groups.size()), countText(report.groupsTotal), countText(report.groupsAsked));
    if (report.groups.empty())
        return {isAll ? Kind::Fact : Kind::Warning, Words::tr("Groups that have committed offsets on the target: %1.").arg(asked)};
    return {Kind::Warning, Words::tr("Consumers will read these records: %1 (%2).").arg(asked, names.join(QStringLiteral(", ")))};
}

void addWarnings(std::vector<FindingLine> &lines, const Replay::DryRunReport &report, const Replay::Plan &plan)
{
    if (report.failed > 0)
        lines.push_back({Kind::Warning, Words::tr("Steps cannot be applied to %1: they are not sent. Show problems to see them.").arg(records(report.failed))});
    if (report.refused > 0)
        lines.push_back({Kind::Warning, Words::tr("%1 are refused by the replay itself: replayed three times already, or with the timestamp 0.").arg(records(report.refused))});
    if (report.morePartitions)
        lines.push_back({Kind::Warning, Words::tr("The target has more partitions than the source: with the same partition numbers, consumers that partition by key find them elsewhere.")});
    std::int64_t behind = 0;
    for (const auto &[place, count] : plan.source.leftOut)
        behind += count;
    if (behind > 0)
        lines.push_back({Kind::Warning, Words::tr("%1 offsets behind an open transaction left out.").arg(countText(quint64(behind)))});
    if (!report.complete)
        lines.push_back({Kind::Warning, Words::tr("The dry run has not seen everything.") + (report.error ? u' ' + errorLine(*report.error) : QString())});
}

} // namespace

QString dryRunText(const Replay::DryRunReport &report)
{
    std::uint64_t dropped = 0;
    for (const auto &[step, count] : report.dropped)
        dropped += count;
    const QStringList parts{Words::tr("%1 read").arg(countText(report.read)), Words::tr("%1 would be sent").arg(countText(report.sent)), Words::tr("%1 dropped").arg(countText(dropped)),
                            Words::tr("%1 errors").arg(countText(report.failed + report.refused)), Words::tr("largest %1").arg(bytesText(quint64(std::max<std::int64_t>(0, report.largest))))};
    return parts.join(QStringLiteral("  ·  "));
}

QString dryRunProgressText(const Replay::DryRunProgress &progress)
{
    if (progress.total == 0)
        return Words::tr("Dry run: %1 read").arg(countText(progress.read));
    return Words::tr("Dry run: %1 of %2 offsets").arg(countText(progress.read), countText(progress.total));
}

std::vector<FindingLine> dryRunFindings(const Replay::DryRunReport &report, const Replay::Plan &plan)
{
    std::vector<FindingLine> lines;
    for (const std::string &topic : report.missingTopics)
        lines.push_back({Kind::Blocking, Words::tr("The topic %1 does not exist at the target.").arg(safeText(topic, LongestName))});
    for (const auto &[topic, finding] : report.findings)
        lines.push_back({finding.blocks ? Kind::Blocking : Kind::Warning, writeFindingText(topic, finding)});
    addWarnings(lines, report, plan);
    addTargets(lines, report);
    if (report.missingTopics.empty())
        lines.push_back(groupsLine(report));
    if (report.gapOffsets > 0)
        lines.push_back({Kind::Fact, Words::tr("%1 offsets of the range hold no record (retention, compaction, transaction markers).").arg(countText(report.gapOffsets))});
    lines.push_back({Kind::Fact, Words::tr("%1 in all, about %2.").arg(bytesText(report.bytes), durationText(report.estimate.count()))});
    std::stable_sort(lines.begin(), lines.end(), [](const FindingLine &a, const FindingLine &b) { return a.kind > b.kind; });
    return lines;
}

QString dryRunRefusal(const Replay::DryRunReport &report)
{
    if (!report.missingTopics.empty())
        return Words::tr("A target topic does not exist.");
    if (!report.complete)
        return Words::tr("The dry run has not seen everything: run it again.");
    if (report.sent == 0)
        return Words::tr("There is nothing to send.");
    return {};
}

} // namespace Items
