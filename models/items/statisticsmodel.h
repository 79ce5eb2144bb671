// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <QAbstractTableModel>
#include <QString>

#include <string>
#include <vector>

namespace Session {
class Statistics;
}

namespace Items {

/// Statistics as a list for eyes: a figure, and what it says. Headings have HeadingRole. Owned by the dialog.
class StatisticsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, FigureColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    /// Takes down what there is; `utc`: hours in UTC instead of local time.
    void show(const Session::Statistics &statistics, bool utc);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// All of it as lines of name, TAB and figure.
    QString text() const;

private:
    static int alignmentOf(int column);
    struct Row
    {
        QString name;
        QString figure;
        bool isHeading = false;
    };
    void heading(const QString &name) { m_made.push_back({name, {}, true}); }
    void line(const QString &name, const QString &figure) { m_made.push_back({name, figure, false}); }
    void addTotals(const Session::Statistics &statistics);
    void addKeys(const Session::Statistics &statistics);
    void addTimes(const Session::Statistics &statistics, bool utc);
    void addPartitions(const Session::Statistics &statistics);
    QString partitionName(const Session::Statistics &statistics, const Domain::TopicPartition &place) const;

    std::vector<Row> m_rows;
    std::vector<Row> m_made;
};

} // namespace Items
