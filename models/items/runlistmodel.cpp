// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/runlistmodel.h"

#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/replaytext.h"
#include "items/safetext.h"

#include <algorithm>
#include <cmath>

namespace Items {

namespace {

QString stateText(Replay::RunSummary::State state)
{
    switch (state) {
    case Replay::RunSummary::State::Running: return RunListModel::tr("running");
    case Replay::RunSummary::State::Stopped: return RunListModel::tr("stopped");
    case Replay::RunSummary::State::Done: return RunListModel::tr("done");
    case Replay::RunSummary::State::Broken: break;
    }
    return RunListModel::tr("journal damaged");
}

std::optional<Replay::Plan> planOf(const Replay::RunSummary &run)
{
    auto plan = Replay::readPlan(run.plan);
    return plan ? std::optional(std::move(plan.value())) : std::nullopt;
}

} // namespace

QString percentText(double share)
{
    // Rounded down: 100 % is said only when all is done.
    return RunListModel::tr("%1 %").arg(int(std::floor(std::clamp(share, 0.0, 1.0) * 100)));
}

RunListModel::RunListModel(QObject *parent) : QAbstractTableModel(parent) {}

void RunListModel::setUtc(bool utc)
{
    m_utc = utc;
    if (!m_runs.empty())
        emit dataChanged(index(0, Started), index(rowCount() - 1, Started));
}

void RunListModel::setRuns(std::vector<Replay::RunSummary> runs)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (std::any_of(runs.begin(), runs.end(), [&](const Replay::RunSummary &run) { return run.runId == m_runs[std::size_t(row)].runId; }))
            continue;
        beginRemoveRows({}, row, row);
        m_runs.erase(m_runs.begin() + row);
        m_plans.erase(m_plans.begin() + row);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const int known = rowOf(runs[i].runId);
        if (known < 0) {
            const std::size_t place = std::min(i, m_runs.size());
            beginInsertRows({}, int(place), int(place));
            m_plans.insert(m_plans.begin() + std::ptrdiff_t(place), planOf(runs[i]));
            m_runs.insert(m_runs.begin() + std::ptrdiff_t(place), runs[i]);
            endInsertRows();
        } else {
            m_plans[std::size_t(known)] = planOf(runs[i]);
            m_runs[std::size_t(known)] = runs[i];
        }
    }
    if (!m_runs.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RunListModel::rowOf(const std::string &runId) const
{
    const auto it = std::find_if(m_runs.begin(), m_runs.end(), [&](const Replay::RunSummary &run) { return run.runId == runId; });
    return it == m_runs.end() ? -1 : int(it - m_runs.begin());
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString RunListModel::display(int row, int column) const
{
    const Replay::RunSummary &r = run(row);
    switch (column) {
    case Started: return r.startedMs > 0 ? timeText(r.startedMs, m_utc) : tr("unknown");
    case Run: return safeText(r.runId, 40);
    case What: return plan(row) ? planText(*plan(row)) : tr("unknown");
    case State: return stateText(r.state);
    case Progress: return percentText(r.progress);
    case Acknowledged: return countText(r.acknowledged);
    default: return r.verdict ? verdictWord(r.verdict->kind) : tr("not verified");
    }
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Replay::RunSummary &r = run(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return display(index.row(), column);
    case CopyRole:
        return column == Started ? isoTimeText(r.startedMs, m_utc) : column == Acknowledged ? QString::number(r.acknowledged) : display(index.row(), column);
    case FigureRole: return column == Started || column == Run || column == Progress || column == Acknowledged;
    case Qt::TextAlignmentRole: return column == Progress || column == Acknowledged ? int(Qt::AlignVCenter | Qt::AlignRight) : int(Qt::AlignVCenter | Qt::AlignLeft);
    case UnknownRole: return (column == What && !plan(index.row())) || (column == Verdict && !r.verdict);
    case IconRole:
        if (column != Verdict || !r.verdict)
            return {};
        return r.verdict->kind == Replay::Verdict::Kind::Pass ? QStringLiteral("passed") : r.verdict->kind == Replay::Verdict::Kind::Fail ? QStringLiteral("failed") : QStringLiteral("warning");
    case AttentionRole: return column == State && r.state == Replay::RunSummary::State::Stopped ? 1 : column == State && r.state == Replay::RunSummary::State::Broken ? 2 : 0;
    default: return {};
    }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Progress || section == Acknowledged ? int(Qt::AlignVCenter | Qt::AlignRight) : int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Started: return tr("Started");
    case Run: return tr("Run");
    case What: return tr("Topics");
    case State: return tr("State");
    case Progress: return tr("Done");
    case Acknowledged: return tr("Acknowledged");
    default: return tr("Verdict");
    }
}

} // namespace Items
