// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "items/mergingmodel.h"

namespace Session {
class ClusterSession;
}

namespace Items {

/// The partitions of one topic: leader, replicas, watermarks. Sorted in itself. Follows the session; owned by the topic page.
class PartitionListModel final : public MergingModel
{
    Q_OBJECT
public:
    enum Column { Id, Leader, Replicas, Isr, Low, High, Span, ColumnCount };

    PartitionListModel(Session::ClusterSession &session, const QString &topic, QObject *parent = nullptr);

    int leaderlessCount() const;
    int underReplicatedCount() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row
    {
        Domain::Partition partition;
        Domain::Watermarks marks;
        bool answered = false; ///< both watermarks have been told, be it by an error
    };
    void takeSnapshot();
    void takeWatermarks(const std::vector<std::string> &topics);
    void readWatermarks();
    void rebuild();
    const Row &row(int shown) const { return m_all[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(shown)])]; }
    QVariant display(const Row &row, int column) const;
    QVariant sortValue(const Row &row, int column) const;

    Session::ClusterSession &m_session;
    const std::string m_topic;
    std::vector<Row> m_all;  ///< by id
    std::vector<int> m_rows; ///< shown: places in m_all
    int m_sortColumn = Id;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace Items
