// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/activitymodel.h"

#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/activity.h"

#include <set>

namespace Items {

namespace {

constexpr int longestDetail = 20'000;

/// The program's own names of what it does, in words.
QString actionWord(const std::string &action)
{
    if (action == "produce")
        return ActivityModel::tr("Produce");
    if (action == "replay")
        return ActivityModel::tr("Replay");
    if (action == "create-topic")
        return ActivityModel::tr("Create topic");
    return safeText(action);
}

QString orDash(const std::string &text)
{
    return text.empty() ? QStringLiteral("—") : safeText(text);
}

} // namespace

ActivityModel::ActivityModel(Session::Activity &activity, QObject *parent)
    : MergingModel(parent), m_activity(activity)
{
    connect(&activity, &Session::Activity::changed, this, &ActivityModel::take);
    take();
}

void ActivityModel::setUtc(bool utc)
{
    if (m_utc == utc)
        return;
    m_utc = utc;
    if (!m_rows.empty())
        emit dataChanged(index(0, Time), index(static_cast<int>(m_rows.size()) - 1, Time));
}

void ActivityModel::take()
{
    std::vector<std::string> wanted;
    std::map<std::string, Domain::WriteEntry> next;
    for (const Domain::WriteEntry &entry : m_activity.entries()) {
        if (next.insert_or_assign(entry.id, entry).second) // an id that stands there twice was written by nobody of ours
            wanted.push_back(entry.id);
    }
    // Rows that go are still described while they are taken out.
    const std::map<std::string, Domain::WriteEntry> present = next;
    next.insert(m_all.begin(), m_all.end());
    m_all = std::move(next);
    mergeRows(QModelIndex(), m_rows, wanted);
    m_all = present;
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

const Domain::WriteEntry *ActivityModel::entry(int row) const
{
    return row >= 0 && row < rowCount() ? &m_all.at(m_rows[static_cast<std::size_t>(row)]) : nullptr;
}

QModelIndex ActivityModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex ActivityModel::parent(const QModelIndex &) const
{
    return {};
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ActivityModel::outcomeWord(const Domain::WriteEntry &entry)
{
    if (!entry.end)
        return entry.isRunning ? tr("going on") : tr("no outcome: the program ended before");
    switch (entry.end->outcome) {
    case Domain::Outcome::Done: return tr("Done");
    case Domain::Outcome::Failed: return tr("Failed");
    case Domain::Outcome::Unknown: break;
    }
    return tr("Unknown");
}

/// What became of the records; before that, how many were planned.
QString ActivityModel::records(const Domain::WriteEntry &entry) const
{
    if (!entry.end)
        return entry.intent.records > 0 ? tr("%1 planned").arg(countText(entry.intent.records)) : tr("unknown");
    const Domain::WriteEnd &end = *entry.end;
    QStringList parts;
    if (end.done > 0 || end.failed + end.unknown == 0)
        parts.append(countText(end.done));
    if (end.failed > 0)
        parts.append(tr("%1 failed").arg(countText(end.failed)));
    if (end.unknown > 0)
        parts.append(tr("%1 unknown").arg(countText(end.unknown)));
    return parts.join(QStringLiteral(", "));
}

QString ActivityModel::display(const Domain::WriteEntry &entry, int column) const
{
    switch (column) {
    case Time: return timeText(entry.whenMs, m_utc);
    case Connection: return orDash(entry.place.profile);
    case Action: return actionWord(entry.intent.action);
    case Target: return orDash(entry.intent.target);
    case Records: return records(entry);
    case Outcome: return outcomeWord(entry);
    case Principal: return orDash(entry.place.principal);
    case Note: return entry.end && !entry.end->note.empty() ? safeText(entry.end->note) : safeText(entry.intent.plan);
    default: return {};
    }
}

QString ActivityModel::copyText(const Domain::WriteEntry &entry, int column) const
{
    switch (column) {
    case Time: return isoTimeText(entry.whenMs, m_utc);
    case Target: return safeText(entry.intent.target, longestDetail);
    case Records: return QString::number(entry.end ? entry.end->done : entry.intent.records);
    default: return display(entry, column);
    }
}

QString ActivityModel::details(int row) const
{
    const Domain::WriteEntry *found = entry(row);
    if (!found)
        return {};
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines.append(QStringLiteral("%1: %2").arg(name, value));
    };
    add(tr("Begun"), isoTimeText(found->whenMs, m_utc));
    add(tr("Ended"), found->end ? isoTimeText(found->endedMs, m_utc) : QString());
    add(tr("Connection"), safeText(found->place.profile));
    add(tr("Cluster id"), found->place.clusterId.empty() ? tr("unknown") : safeText(found->place.clusterId));
    add(tr("Principal"), safeText(found->place.principal));
    add(tr("Action"), actionWord(found->intent.action));
    add(tr("Target"), safeText(found->intent.target, longestDetail));
    add(tr("Plan"), safeText(found->intent.plan, longestDetail));
    add(tr("Hash of the plan"), safeText(found->intent.planHash));
    add(tr("Run"), safeText(found->intent.runId));
    add(tr("Records planned"), found->intent.records > 0 ? countText(found->intent.records) : tr("unknown"));
    add(tr("Outcome"), outcomeWord(*found));
    if (found->end) {
        add(tr("Records written"), countText(found->end->done));
        add(tr("Records failed"), countText(found->end->failed));
        add(tr("Records unknown"), countText(found->end->unknown));
        add(tr("Note"), safeText(found->end->note, longestDetail));
    }
    add(tr("Entry"), safeText(found->id));
    return lines.join(u'\n');
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Domain::WriteEntry &entry = m_all.at(m_rows[static_cast<std::size_t>(index.row())]);
    const int column = index.column();
    const bool isOpen = !entry.end && !entry.isRunning;
    switch (role) {
    case Qt::DisplayRole: return display(entry, column);
    case CopyRole: return copyText(entry, column);
    case SortRole: return column == Time ? QVariant(qint64(entry.whenMs)) : display(entry, column);
    case Qt::ToolTipRole: return display(entry, column).toHtmlEscaped();
    case Qt::TextAlignmentRole: return int(Qt::AlignVCenter | (column == Records ? Qt::AlignRight : Qt::AlignLeft));
    case UnknownRole: return column == Records && !entry.end && entry.intent.records == 0;
    case AttentionRole:
        if (column != Outcome)
            return 0;
        return entry.end && entry.end->outcome == Domain::Outcome::Failed ? 2 : isOpen || (entry.end && entry.end->outcome == Domain::Outcome::Unknown) ? 1 : 0;
    case FigureRole: return column == Time || column == Records;
    default: return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Records ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Connection: return tr("Connection");
    case Action: return tr("Action");
    case Target: return tr("Target");
    case Records: return tr("Records");
    case Outcome: return tr("Outcome");
    case Principal: return tr("Principal");
    case Note: return tr("Note");
    default: return {};
    }
}

} // namespace Items
