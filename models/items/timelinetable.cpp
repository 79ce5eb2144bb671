// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/timelinetable.h"

#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/timelinetext.h"

#include <algorithm>

namespace Items {

namespace {

constexpr std::size_t MostPartitions = 64;

} // namespace

TimelineTable::TimelineTable(const Session::Timeline &timeline, bool utc, QObject *parent)
    : QAbstractTableModel(parent), m_buckets(timeline.buckets()), m_isOffsetAxis(timeline.axis() == Session::Timeline::Axis::Offset),
      m_isExact(timeline.isViewExact() || m_isOffsetAxis), m_utc(utc)
{
    const TimelineText text(timeline, utc);
    for (std::size_t p = 0; p < std::min(MostPartitions, timeline.partitions().size()); ++p)
        m_partitions += text.partition(p);
}

int TimelineTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_buckets.size());
}

int TimelineTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstPartition + static_cast<int>(m_partitions.size());
}

QString TimelineTable::positionText(qint64 position) const
{
    return m_isOffsetAxis ? QStringLiteral("+%1").arg(countText(static_cast<quint64>(position))) : timeText(position, m_utc);
}

QVariant TimelineTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Session::TimelineBucket &bucket = m_buckets[static_cast<std::size_t>(index.row())];
    const bool isNumber = index.column() >= Count;
    const qint64 number = index.column() == From ? bucket.from : index.column() == Until ? bucket.to : index.column() == Count ? bucket.total
        : bucket.counts[static_cast<std::size_t>(index.column() - FirstPartition)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (!isNumber)
            return positionText(number);
        return QString((index.column() == Count && bucket.isApproximate ? QStringLiteral("≈ ") : QString()) + countText(static_cast<quint64>(number)));
    case CopyRole: return isNumber || m_isOffsetAxis ? QString::number(number) : isoTimeText(number, m_utc);
    case SortRole: return number;
    case FigureRole: return true;
    case Qt::TextAlignmentRole: return QVariant(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    default: return {};
    }
}

QVariant TimelineTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section >= Count ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case From: return tr("From");
    case Until: return tr("Until");
    case Count: return m_isExact && !m_isOffsetAxis ? tr("Records") : tr("Offsets");
    default: return m_partitions[section - FirstPartition];
    }
}

} // namespace Items
