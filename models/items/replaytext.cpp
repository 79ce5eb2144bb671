// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/replaytext.h"

#include "items/errortext.h"
#include "items/filtertext.h"
#include "items/numbertext.h"
#include "items/readplantext.h"
#include "items/safetext.h"

#include <QCoreApplication>

namespace Items {

namespace {

constexpr int LongestName = 80;
constexpr std::size_t ShownTopics = 3;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::Replay)
};

QString topicsText(const std::vector<std::string> &topics)
{
    QStringList names;
    for (std::size_t i = 0; i < std::min(topics.size(), ShownTopics); ++i)
        names += safeText(topics[i], LongestName);
    if (topics.size() > ShownTopics)
        names += Words::tr("%1 more").arg(topics.size() - ShownTopics);
    return names.join(QStringLiteral(", "));
}

QString placeText(const Domain::Offset &offset)
{
    return offsetText(offset);
}

QString fromText(const Domain::SeekTarget &from, bool utc)
{
    if (const auto *at = std::get_if<Domain::AtOffset>(&from))
        return Words::tr("offset %1").arg(placeText(at->offset));
    if (const auto *at = std::get_if<Domain::AtTime>(&from))
        return timeText(at->ms, utc);
    if (const auto *tail = std::get_if<Domain::Tail>(&from))
        return Words::tr("the last %1 offsets").arg(countText(quint64(std::max<std::int64_t>(0, tail->count))));
    return std::holds_alternative<Domain::End>(from) ? Words::tr("end") : Words::tr("beginning");
}

QString untilText(const Domain::ReadUntil &until, bool utc)
{
    if (const auto *at = std::get_if<Domain::UntilOffset>(&until))
        return Words::tr("offset %1").arg(placeText(at->offset));
    if (const auto *at = std::get_if<Domain::UntilTime>(&until))
        return timeText(at->ms, utc);
    return Words::tr("end");
}

quint64 countOf(const Replay::Source &source)
{
    quint64 count = 0;
    for (const auto &[place, offsets] : source.only)
        count += offsets.size();
    return count;
}

} // namespace

QString sourceRangeText(const Replay::Source &source, bool utc)
{
    if (!source.only.empty()) {
        const quint64 count = countOf(source);
        return count == 1 ? Words::tr("1 record") : Words::tr("%1 records").arg(countText(count));
    }
    const Domain::ReadPlan &read = source.read;
    const QString parts = read.partitions.empty() ? QString() : Words::tr(", partitions %1").arg(partitionsText(read.partitions));
    if (!read.fromPerPartition.empty() || !read.untilPerPartition.empty())
        return Words::tr("offsets of %1 partitions").arg(std::max(read.fromPerPartition.size(), read.untilPerPartition.size()));
    if (std::holds_alternative<Domain::Beginning>(read.from) && std::holds_alternative<Domain::UntilEnd>(read.until))
        return Words::tr("whole log") + parts;
    return fromText(read.from, utc) + QStringLiteral(" → ") + untilText(read.until, utc) + parts;
}

TextLines sourceLines(const Replay::Source &source, bool utc)
{
    TextLines lines;
    lines.emplace_back(Words::tr("Topic"), topicsText(source.read.topics));
    lines.emplace_back(Words::tr("Range"), sourceRangeText(source, utc));
    lines.emplace_back(Words::tr("Filter"), source.filter ? filterName(*source.filter) : Words::tr("none"));
    lines.emplace_back(Words::tr("Isolation"), source.read.isolation == Domain::IsolationLevel::Committed ? QStringLiteral("read_committed") : QStringLiteral("read_uncommitted"));
    return lines;
}

QString modeText(Replay::Mode mode)
{
    return mode == Replay::Mode::VerifiedOnce ? Words::tr("verified once") : Words::tr("at least once, counted");
}

QString modeSentence(Replay::Mode mode)
{
    if (mode == Replay::Mode::VerifiedOnce)
        return Words::tr("Each record is there exactly once for readers of committed records, also after a crash and a resumed run. Two headers say where it comes from: %1 and %2.")
            .arg(QString::fromUtf8(Replay::runHeader.data(), qsizetype(Replay::runHeader.size())), QString::fromUtf8(Replay::sourceHeader.data(), qsizetype(Replay::sourceHeader.size())));
    return Words::tr("Records are sent byte for byte, no header is added. After a crash the records of one uncertain window may be there twice; how many is counted.");
}

QString tempoText(const Replay::Tempo &tempo)
{
    if (const auto *rate = std::get_if<Replay::Rate>(&tempo))
        return Words::tr("%1 records a second").arg(rate->perSecond);
    if (const auto *gaps = std::get_if<Replay::OriginalGaps>(&tempo))
        return gaps->factor == 1 ? Words::tr("original gaps") : Words::tr("original gaps, %1 times as fast").arg(gaps->factor);
    return Words::tr("as fast as possible");
}

QString runStateText(const Replay::RunStatus &status)
{
    switch (status.state) {
    case Replay::RunState::Opening: return Words::tr("Opening");
    case Replay::RunState::Waiting: return Words::tr("Waiting");
    case Replay::RunState::Sending: return Words::tr("Sending");
    case Replay::RunState::Paused: return Words::tr("Paused");
    case Replay::RunState::Ending: return Words::tr("Ending");
    case Replay::RunState::Verifying: return Words::tr("Reading back");
    case Replay::RunState::Ended: break;
    }
    return status.complete ? Words::tr("Finished") : Words::tr("Stopped");
}

QString outcomeText(Domain::Outcome outcome)
{
    switch (outcome) {
    case Domain::Outcome::Done: return Words::tr("Done");
    case Domain::Outcome::Failed: return Words::tr("Failed");
    case Domain::Outcome::Unknown: break;
    }
    return Words::tr("Unknown");
}

TextLines runLines(const Replay::RunStatus &status)
{
    TextLines lines;
    lines.emplace_back(Words::tr("State"), runStateText(status));
    lines.emplace_back(Words::tr("Offsets done"), Words::tr("%1 of %2").arg(countText(status.done), countText(status.total)));
    lines.emplace_back(Words::tr("Read"), countText(status.read));
    lines.emplace_back(Words::tr("Dropped by steps"), countText(status.dropped));
    lines.emplace_back(Words::tr("Sent"), countText(status.sent));
    lines.emplace_back(Words::tr("Acknowledged"), countText(status.acknowledged));
    lines.emplace_back(Words::tr("Failed"), countText(status.failed));
    lines.emplace_back(Words::tr("Unknown"), countText(status.unknown));
    lines.emplace_back(Words::tr("Gone before they could be read"), Words::tr("%1 offsets").arg(countText(status.vanished)));
    lines.emplace_back(Words::tr("Bytes"), bytesText(status.bytes));
    if (!status.waitingFor.empty())
        lines.emplace_back(Words::tr("Waiting for"), safeText(status.waitingFor));
    if (status.error)
        lines.emplace_back(Words::tr("Why it is not complete"), errorLine(*status.error));
    return lines;
}

QString planText(const Replay::Plan &plan)
{
    QStringList targets;
    for (const std::string &topic : plan.source.read.topics) {
        const QString name = safeText(plan.target.topicFor(topic), LongestName);
        if (!targets.contains(name) && std::size_t(targets.size()) < ShownTopics)
            targets += name;
    }
    return topicsText(plan.source.read.topics) + QStringLiteral(" → ") + targets.join(QStringLiteral(", "));
}

} // namespace Items
