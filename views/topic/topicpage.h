// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/widgets/clusterpage.h"

namespace Items {
class PartitionListModel;
}

namespace Views {

class ListTable;

/// One topic's partitions: leader, replicas, watermarks, span.
class TopicPage final : public ClusterPage
{
    Q_OBJECT
public:
    TopicPage(Session::ClusterSession &session, const QString &topic, const Appearance &appearance, QWidget *parent = nullptr);
    const QString &topic() const { return m_topic; }

signals:
    void recordsWanted();

protected:
    bool describeEmpty(EmptyState &state) override;

private:
    void updateFacts();
    const QString m_topic;
    Items::PartitionListModel *m_model;
    ListTable *m_table;
};

} // namespace Views
