// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/timeline.h"

#include <QAbstractTableModel>

namespace Items {

/// The bars of a timeline as a table: From, Until, Records, and one column a partition (of the first 64). A picture of the moment it
/// was made: numbers that move cannot be read. Owned by the dialog that shows it.
class TimelineTable final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { From, Until, Count, FirstPartition };

    TimelineTable(const Session::Timeline &timeline, bool utc, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString positionText(qint64 position) const;
    std::vector<Session::TimelineBucket> m_buckets;
    QStringList m_partitions;
    bool m_isOffsetAxis;
    bool m_isExact;
    bool m_utc;
};

} // namespace Items
