// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "items/mergingmodel.h"

#include <QSet>

#include <memory>
#include <unordered_map>

namespace Session {
class ClusterSession;
class Preferences;
}

namespace Items {

/// The topics of one open cluster as a table, filtered and sorted in itself: 10,000 topics within a keystroke. Follows the
/// session; owned by the topics page; GUI thread only.
class TopicListModel final : public MergingModel
{
    Q_OBJECT
public:
    enum Column { Name, Partitions, Replication, Span, UnderReplicated, Internal, ColumnCount };

    TopicListModel(Session::ClusterSession &session, Session::Preferences &preferences, QObject *parent = nullptr);
    ~TopicListModel() override;

    /// Shows topics whose name contains this text, whatever its case.
    void setFilter(const QString &text);
    int topicCount() const; ///< unfiltered
    QString topicName(int row) const;
    int rowOf(const QString &topic) const; ///< −1: not shown
    bool isFavourite(int row) const;
    void setFavourite(const QString &topic, bool favourite);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row;
    void takeSnapshot();
    void takeWatermarks(const std::vector<std::string> &topics);
    void readWatermarks(Row &row) const;
    void takeFavourites();
    void rebuild();
    bool isBefore(const Row *a, const Row *b) const;
    QVariant display(const Row &row, int column) const;
    QVariant sortValue(const Row &row, int column) const;
    QVariant copyText(const Row &row, int column) const;
    QVariant toolTip(const Row &row, int column) const;

    Session::ClusterSession &m_session;
    Session::Preferences &m_preferences;
    std::unordered_map<std::string, std::unique_ptr<Row>> m_all;
    std::vector<Row *> m_rows; ///< shown, in order
    QString m_filter;
    int m_sortColumn = Name;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace Items
