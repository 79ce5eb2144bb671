// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// What the page bar asks for in words: offsets, times, numbers. One grammar with the command line (items/readplantext).

#include "views/recordpage/readbar.h"

#include "items/numbertext.h"
#include "items/plantext.h"
#include "items/readplantext.h"
#include "views/recordpage/fieldpopup.h"
#include "views/widgets/toolbutton.h"

#include <QDateTime>

#include <algorithm>

namespace Views {

void ReadBar::ask(FieldButton *field, const QString &question, const QString &hint, const QString &text, std::function<QString(const QString &)> take)
{
    QWidget *below = field->isVisible() ? field : m_more;
    disconnect(m_popup, &FieldPopup::problemChanged, nullptr, nullptr);
    connect(m_popup, &FieldPopup::problemChanged, field, &FieldButton::setProblem);
    m_popup->ask(below, question, hint, text, std::move(take));
}

void ReadBar::askTail()
{
    const auto *tail = std::get_if<Domain::Tail>(&m_plan.from);
    ask(m_from, tr("Last offsets of each partition"), tr("Offsets, not records: holes in the log count."), QString::number(tail ? tail->count : 100),
        [this](const QString &text) {
            const auto count = Items::parseCount(text, 1, tr("number of offsets"));
            if (!count)
                return Items::inputProblemText(count.error());
            chooseFrom(Domain::Tail{*count});
            return QString();
        });
}

QString ReadBar::unknownPartition(const std::map<Domain::PartitionId, Domain::SeekTarget> &offsets) const
{
    for (const auto &[partition, target] : offsets)
        if (!m_partitions.empty() && !std::binary_search(m_partitions.begin(), m_partitions.end(), partition))
            return tr("There is no partition %1; the topic has %2 to %3.").arg(partition.value()).arg(m_partitions.front().value()).arg(m_partitions.back().value());
    return {};
}

void ReadBar::askFromOffset()
{
    const auto *at = std::get_if<Domain::AtOffset>(&m_plan.from);
    ask(m_from, tr("From offset"), tr("One offset for all partitions, or one for each: 0:1200, 3:77. Partitions that are not named are left out."),
        at ? QString::number(at->offset.value()) : QString(), [this](const QString &text) {
            if (!text.contains(u':')) {
                const auto offset = Items::parseCount(text, 0, tr("offset"));
                if (!offset)
                    return Items::inputProblemText(offset.error());
                chooseFrom(Domain::AtOffset{Domain::Offset(*offset)});
                return QString();
            }
            const auto offsets = Items::parsePartitionOffsets(text);
            if (!offsets)
                return Items::inputProblemText(offsets.error());
            if (const QString problem = unknownPartition(*offsets); !problem.isEmpty())
                return problem;
            Domain::ReadPlan plan = m_plan;
            plan.fromPerPartition.clear();
            plan.partitions.clear();
            for (const auto &[partition, target] : *offsets) {
                plan.fromPerPartition[{.partition = partition}] = target;
                plan.partitions.push_back(partition);
            }
            choose(plan);
            return QString();
        });
}

QString ReadBar::timeHint() const
{
    return m_utc ? tr("ISO 8601 such as 2026-11-21 14:20, or milliseconds since 1970. Without a zone it is UTC.")
                 : tr("ISO 8601 such as 2026-11-21 14:20, or milliseconds since 1970. Without a zone it is local time.");
}

void ReadBar::askFromTime()
{
    const auto *at = std::get_if<Domain::AtTime>(&m_plan.from);
    const qint64 shown = at ? at->ms : QDateTime::currentMSecsSinceEpoch() - 3'600'000;
    ask(m_from, tr("From time"), timeHint(), Items::timeText(shown, m_utc), [this](const QString &text) {
        const auto ms = Items::parseTime(text, m_utc);
        if (!ms)
            return Items::inputProblemText(ms.error());
        chooseFrom(Domain::AtTime{*ms});
        return QString();
    });
}

void ReadBar::askUntilOffset()
{
    const auto *until = std::get_if<Domain::UntilOffset>(&m_plan.until);
    ask(m_until, tr("Until offset"), tr("Exclusive, in every partition: the record at this offset is not read."), until ? QString::number(until->offset.value()) : QString(),
        [this](const QString &text) {
            const auto offset = Items::parseCount(text, 0, tr("offset"));
            if (!offset)
                return Items::inputProblemText(offset.error());
            chooseUntil(Domain::UntilOffset{Domain::Offset(*offset)});
            return QString();
        });
}

void ReadBar::askUntilTime()
{
    const auto *until = std::get_if<Domain::UntilTime>(&m_plan.until);
    const qint64 shown = until ? until->ms : QDateTime::currentMSecsSinceEpoch();
    ask(m_until, tr("Until time"), tr("Exclusive, by the time of the records. %1").arg(timeHint()), Items::timeText(shown, m_utc), [this](const QString &text) {
        const auto ms = Items::parseTime(text, m_utc);
        if (!ms)
            return Items::inputProblemText(ms.error());
        chooseUntil(Domain::UntilTime{.ms = *ms});
        return QString();
    });
}

void ReadBar::askLimit()
{
    ask(m_until, tr("Number of records"), tr("Of all partitions together, at most up to the end as it is now."), m_plan.limit ? QString::number(*m_plan.limit) : QStringLiteral("1000"),
        [this](const QString &text) {
            const auto count = Items::parseCount(text, 1, tr("number of records"));
            if (!count)
                return Items::inputProblemText(count.error());
            Domain::ReadPlan plan = m_plan;
            plan.until = Domain::UntilEnd{};
            plan.limit = std::uint64_t(*count);
            choose(plan);
            return QString();
        });
}

} // namespace Views
