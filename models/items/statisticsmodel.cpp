// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/statisticsmodel.h"

#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/statistics.h"

#include <algorithm>
#include <limits>

namespace Items {

namespace {

using Store::RecordStatistics;

constexpr int shownKeys = 20;
constexpr std::size_t shownHours = 2'000;
constexpr std::size_t shownPartitions = 10'000;
constexpr std::int64_t hourMs = 3'600'000;
constexpr std::int64_t firstHour = std::numeric_limits<std::int64_t>::min() / hourMs; ///< the one that begins before all numbers ends here

QString share(quint64 part, quint64 all)
{
    const QString count = countText(part);
    return all > 0 && part > 0 ? QStringLiteral("%1 (%2 %)").arg(count).arg(100.0 * double(part) / double(all), 0, 'f', 1) : count;
}

} // namespace

void StatisticsModel::show(const Session::Statistics &statistics, bool utc)
{
    m_made.clear();
    if (statistics.result()) {
        addTotals(statistics);
        addKeys(statistics);
        addPartitions(statistics);
        addTimes(statistics, utc);
    }
    beginResetModel();
    m_rows = std::move(m_made);
    endResetModel();
    m_made.clear();
}

void StatisticsModel::addTotals(const Session::Statistics &statistics)
{
    const RecordStatistics &result = *statistics.result();
    const RecordStatistics::Partition total = result.total();
    heading(tr("Records"));
    line(tr("Records"), countText(total.records));
    line(tr("Bytes of keys, values and headers"), bytesText(total.bytes()));
    line(tr("… of keys"), bytesText(total.keyBytes));
    line(tr("… of values"), bytesText(total.valueBytes));
    line(tr("… of headers"), bytesText(total.headerBytes));
    line(tr("Null keys"), share(total.nullKeys, total.records));
    line(tr("Null values"), share(total.nullValues, total.records));
    heading(tr("Size of a record"));
    for (const auto &[name, part] : {std::pair(tr("Smallest"), 0.0), std::pair(tr("Half of them up to"), 0.5), std::pair(tr("90 % up to"), 0.9), std::pair(tr("99 % up to"), 0.99),
                                     std::pair(tr("99.9 % up to"), 0.999), std::pair(tr("Largest"), 1.0)})
        line(name, bytesText(part == 0.0 ? result.sizes().smallest() : result.sizes().percentile(part)));
    heading(tr("Offsets without a record"));
    line(tr("Removed by retention"), countText(total.gapOffsets[0]));
    line(tr("Compacted, transaction markers or aborted"), countText(total.gapOffsets[1]));
    line(tr("Refused: too large or damaged"), countText(total.gapOffsets[2]));
    line(tr("Released from memory, still in the log"), countText(total.gapOffsets[3]));
}

void StatisticsModel::addKeys(const Session::Statistics &statistics)
{
    const RecordStatistics &result = *statistics.result();
    heading(tr("Keys"));
    line(tr("Different keys"), tr("≈ %1").arg(countText(result.distinctKeys())));
    line(result.isEveryKeyPlaced() ? tr("Keys in more than one partition") : tr("Keys in more than one partition, of the first %1").arg(countText(result.placedKeys())),
         countText(result.wanderingKeys()));
    const quint64 records = result.total().records;
    for (const Store::HotKeys::Key &key : result.hotKeys(shownKeys)) {
        if (key.count - key.tooMany < 2)
            break;
        const QString count = share(key.count, records);
        line(tr("Key %1").arg(key.bytes.empty() ? tr("(empty)") : safeText(key.bytes, 60)),
             key.tooMany > 0 ? tr("at most %1, at least %2").arg(count, countText(key.count - key.tooMany)) : count);
    }
}

QString StatisticsModel::partitionName(const Session::Statistics &statistics, const Domain::TopicPartition &place) const
{
    const QString partition = tr("Partition %1").arg(place.partition.value());
    if (statistics.topics().size() < 2 || place.topic >= statistics.topics().size())
        return partition;
    return tr("%1, partition %2").arg(safeText(statistics.topics()[place.topic], 80)).arg(place.partition.value());
}

void StatisticsModel::addPartitions(const Session::Statistics &statistics)
{
    const auto &partitions = statistics.result()->partitions();
    heading(tr("Partitions"));
    std::size_t shown = 0;
    for (const auto &[place, partition] : partitions) {
        if (++shown > shownPartitions) {
            line(tr("%1 more partitions").arg(countText(partitions.size() - shownPartitions)), {});
            return;
        }
        QString figure = tr("%1 records, %2").arg(countText(partition.records), bytesText(partition.bytes()));
        if (partition.nullValues > 0)
            figure += tr(", %1 null values").arg(countText(partition.nullValues));
        if (partition.backward > 0)
            figure += tr(", %1 dated before an earlier record (by up to %2)").arg(countText(partition.backward), durationText(partition.mostBackwardMs));
        line(partitionName(statistics, place), figure);
    }
}

void StatisticsModel::addTimes(const Session::Statistics &statistics, bool utc)
{
    const RecordStatistics &result = *statistics.result();
    const RecordStatistics::Partition total = result.total();
    heading(tr("Times"));
    line(tr("Records dated before an earlier one of their partition"), share(total.backward, total.records));
    if (total.backward > 0)
        line(tr("… by at most"), durationText(total.mostBackwardMs));
    line(tr("Records without a time"), countText(result.undated()));
    heading(utc ? tr("Records per hour (UTC)") : tr("Records per hour"));
    std::size_t shown = 0;
    for (const auto &[hour, records] : result.hours()) {
        if (++shown > shownHours) {
            line(tr("%1 more hours").arg(countText(result.hours().size() - shownHours)), {});
            break;
        }
        line(timeText(std::max(hour, firstHour) * hourMs, utc).left(16), countText(records));
    }
    if (result.beyondHours() > 0)
        line(tr("In still other hours"), countText(result.beyondHours()));
}

int StatisticsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int StatisticsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

int StatisticsModel::alignmentOf(int column)
{
    return int((column == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

QVariant StatisticsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case CopyRole: return index.column() == NameColumn ? row.name : row.figure;
    case Qt::TextAlignmentRole: return alignmentOf(index.column());
    case FigureRole: return index.column() == FigureColumn;
    case HeadingRole: return row.isHeading;
    default: return {};
    }
}

QVariant StatisticsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("What") : tr("Figure");
}

QString StatisticsModel::text() const
{
    QString text;
    for (const Row &row : m_rows)
        text += row.isHeading ? QStringLiteral("\n%1\n").arg(row.name) : row.name + u'\t' + row.figure + u'\n';
    return text.trimmed() + u'\n';
}

} // namespace Items
