// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/runreportmodel.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/replaytext.h"
#include "items/safetext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Items {

namespace {

QString troubleName(const Replay::Trouble &trouble)
{
    return RunReportModel::tr("%1, partition %2, offset %3").arg(safeText(trouble.topic, 80)).arg(trouble.partition.value()).arg(offsetText(trouble.offset));
}

/// Numbers that JSON readers must not round go as text.
QString digits(std::uint64_t number)
{
    return QString::number(number);
}

QJsonObject verdictJson(const Replay::Verdict &verdict)
{
    QJsonObject json{{QStringLiteral("verdict"), verdictWord(verdict.kind)},       {QStringLiteral("expected"), digits(verdict.expected)}, {QStringLiteral("found"), digits(verdict.found)},
                     {QStringLiteral("removed"), digits(verdict.removed)},         {QStringLiteral("doubled"), digits(verdict.doubled)},
                     {QStringLiteral("hash"), QString::fromStdString(verdict.hash)}};
    if (verdict.difference)
        json[QStringLiteral("firstDifference")] = differenceText(*verdict.difference);
    if (verdict.error)
        json[QStringLiteral("error")] = errorLine(*verdict.error);
    return json;
}

} // namespace

RunReportModel::RunReportModel(QObject *parent) : QAbstractTableModel(parent) {}

void RunReportModel::show(const Replay::RunStatus &status, const std::string &runId)
{
    std::vector<Row> rows;
    rows.push_back({tr("Run"), safeText(runId, 40)});
    for (const auto &[name, figure] : runLines(status))
        rows.push_back({name, figure});
    if (status.verdict) {
        rows.push_back({tr("Verdict"), verdictWord(status.verdict->kind)});
        rows.push_back({tr("Hash of what was read back"), safeText(status.verdict->hash, 80)});
    }
    if (!status.troubles.empty())
        rows.push_back({status.troubles.size() < Replay::RunStatus::mostTroubles ? tr("Records with trouble") : tr("The first %1 records with trouble").arg(status.troubles.size()), {}, true});
    for (const Replay::Trouble &trouble : status.troubles)
        rows.push_back({troubleName(trouble), outcomeText(trouble.outcome) + QStringLiteral(": ") + errorLine(trouble.error), false, trouble.outcome == Domain::Outcome::Failed ? 2 : 1});
    take(std::move(rows));
}

void RunReportModel::clear()
{
    take({});
}

/// Rows keep their place, so that what is selected stays while figures run.
void RunReportModel::take(std::vector<Row> rows)
{
    const int before = rowCount();
    const int after = int(rows.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
    }
    const int kept = std::min(before, after);
    for (int row = 0; row < kept; ++row) {
        if (m_rows[std::size_t(row)] == rows[std::size_t(row)])
            continue;
        m_rows[std::size_t(row)] = rows[std::size_t(row)];
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_rows.insert(m_rows.end(), rows.begin() + before, rows.end());
        endInsertRows();
    }
}

int RunReportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RunReportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RunReportModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case CopyRole: return index.column() == Name ? row.name : row.figure;
    case Qt::ToolTipRole: return (index.column() == Name ? row.name : row.figure).toHtmlEscaped();
    case HeadingRole: return row.isHeading;
    case DimmedRole: return index.column() == Name && !row.isHeading;
    case AttentionRole: return index.column() == Figure ? row.attention : 0;
    default: return {};
    }
}

QVariant RunReportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("What") : tr("Figure");
}

QByteArray runReportJson(const std::string &runId, const Replay::Plan &plan, const Replay::RunStatus &status)
{
    QJsonObject json{{QStringLiteral("run"), QString::fromStdString(runId)},
                     {QStringLiteral("plan"), QJsonDocument::fromJson(QByteArray::fromStdString(Replay::writePlan(plan))).object()},
                     {QStringLiteral("planHash"), QString::fromStdString(Replay::planHash(plan))},
                     {QStringLiteral("complete"), status.complete},
                     {QStringLiteral("offsets"), digits(status.total)},
                     {QStringLiteral("offsetsDone"), digits(status.done)},
                     {QStringLiteral("read"), digits(status.read)},
                     {QStringLiteral("dropped"), digits(status.dropped)},
                     {QStringLiteral("acknowledged"), digits(status.acknowledged)},
                     {QStringLiteral("failed"), digits(status.failed)},
                     {QStringLiteral("unknown"), digits(status.unknown)},
                     {QStringLiteral("vanishedOffsets"), digits(status.vanished)}};
    if (status.error)
        json[QStringLiteral("error")] = errorLine(*status.error);
    if (status.verdict)
        json[QStringLiteral("verification")] = verdictJson(*status.verdict);
    QJsonArray troubles;
    for (const Replay::Trouble &trouble : status.troubles)
        troubles.append(QJsonObject{{QStringLiteral("topic"), QString::fromStdString(trouble.topic)}, {QStringLiteral("partition"), trouble.partition.value()},
                                    {QStringLiteral("offset"), digits(std::uint64_t(trouble.offset.value()))}, {QStringLiteral("outcome"), outcomeText(trouble.outcome)},
                                    {QStringLiteral("error"), errorLine(trouble.error)}});
    json[QStringLiteral("troubles")] = troubles;
    return QJsonDocument(json).toJson();
}

} // namespace Items
