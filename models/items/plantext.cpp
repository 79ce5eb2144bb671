// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/plantext.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/readplantext.h"
#include "items/safetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace Items {

namespace {

constexpr int OpeningRecords = 500;
constexpr int OpeningLeast = 20;
constexpr std::size_t NamedPartitions = 3;

QString tr(const char *text)
{
    return QCoreApplication::translate("Items", text);
}

struct TargetText
{
    bool utc;
    QString operator()(const Domain::Beginning &) const { return tr("beginning"); }
    QString operator()(const Domain::End &) const { return tr("end"); }
    QString operator()(const Domain::AtOffset &at) const { return tr("offset %1").arg(offsetText(at.offset)); }
    QString operator()(const Domain::AtTime &at) const { return timeText(at.ms, utc); }
    QString operator()(const Domain::Tail &tail) const { return tr("last %1 of each").arg(countText(quint64(std::max<qint64>(0, tail.count)))); }
};

struct UntilWords
{
    bool utc;
    QString operator()(const Domain::UntilEnd &) const { return tr("end"); }
    QString operator()(const Domain::UntilLive &) const { return tr("live"); }
    QString operator()(const Domain::UntilOffset &until) const { return tr("offset %1").arg(offsetText(until.offset)); }
    QString operator()(const Domain::UntilTime &until) const { return timeText(until.ms, utc); }
};

QString perPartitionText(const Domain::ReadPlan &plan)
{
    QStringList parts;
    for (const auto &[partition, target] : plan.fromPerPartition) {
        if (parts.size() == qsizetype(NamedPartitions))
            break;
        if (const auto *at = std::get_if<Domain::AtOffset>(&target))
            parts += QStringLiteral("%1:%2").arg(partition.partition.value()).arg(offsetText(at->offset));
    }
    const QString text = parts.join(QStringLiteral(", "));
    const std::size_t more = plan.fromPerPartition.size() - std::size_t(parts.size());
    return more == 0 ? text : tr("%1 and %2 more").arg(text, countText(more));
}

} // namespace

QString fromText(const Domain::ReadPlan &plan, bool utc)
{
    return plan.fromPerPartition.empty() ? std::visit(TargetText{utc}, plan.from) : perPartitionText(plan);
}

QString untilText(const Domain::ReadPlan &plan, bool utc)
{
    return plan.limit ? tr("%1 records").arg(countText(*plan.limit)) : std::visit(UntilWords{utc}, plan.until);
}

QString planPartitionsText(const Domain::ReadPlan &plan, int count)
{
    if (plan.partitions.empty())
        return count > 0 ? tr("all %1").arg(countText(quint64(count))) : tr("all");
    constexpr int Longest = 24;
    const QString text = partitionsText(plan.partitions);
    return text.size() <= Longest ? text : tr("%1 of %2").arg(countText(plan.partitions.size()), count > 0 ? countText(quint64(count)) : tr("unknown"));
}

QString isolationText(Domain::IsolationLevel isolation)
{
    return isolation == Domain::IsolationLevel::Committed ? QStringLiteral("read_committed") : QStringLiteral("read_uncommitted");
}

QString orderText(Domain::ReadOrder order, bool newestFirst)
{
    switch (order) {
    case Domain::ReadOrder::Time:
        return newestFirst ? tr("time ↓") : tr("time ↑");
    case Domain::ReadOrder::Offset:
        return newestFirst ? tr("offset, newest first") : tr("offset");
    case Domain::ReadOrder::Arrival:
        break;
    }
    return newestFirst ? tr("arrival, newest first") : tr("arrival");
}

QString inputProblemText(const Domain::Error &error)
{
    const QString value = safeText(error.arg("value"), 60);
    switch (error.code) {
    case Domain::ErrorCode::BadArgument:
        return value.trimmed().isEmpty() ? tr("Type %1.").arg(safeText(error.arg("expected")))
                                         : tr("“%1” is not %2.").arg(value, safeText(error.arg("expected")));
    case Domain::ErrorCode::BadTime:
        return tr("“%1” is not a time such as 2026-11-21 14:20, 2026-11-21T14:20:00Z or 1763735400000.").arg(value);
    default:
        return errorLine(error);
    }
}

Domain::ReadPlan openingPlan(std::vector<std::string> topics, int partitions)
{
    Domain::ReadPlan plan;
    plan.topics = std::move(topics);
    const int count = std::max(1, partitions);
    plan.from = Domain::Tail{std::max(OpeningLeast, (OpeningRecords + count - 1) / count)};
    plan.until = Domain::UntilLive{};
    return plan;
}

} // namespace Items
