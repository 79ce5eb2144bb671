// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/widgets/clusterpage.h"

class QLineEdit;

namespace Items {
class TopicListModel;
}

namespace Session {
class Preferences;
}

namespace Views {

class ListTable;

/// All topics of a cluster: partitions, replication, span, filter as you type, sort, favourites. Asks for the watermarks of every
/// topic once, in bulk, because the table can be sorted by span.
class TopicsPage final : public ClusterPage
{
    Q_OBJECT
public:
    TopicsPage(Session::ClusterSession &session, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent = nullptr);
    QString currentTopic() const; ///< empty: no row

signals:
    void topicWanted(const QString &topic, bool inNewTab);
    void topicPageWanted(const QString &topic);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool describeEmpty(EmptyState &state) override;

private:
    void askWatermarks();
    void updateFacts();
    void showMenu(const QPoint &position);
    Items::TopicListModel *m_model;
    QLineEdit *m_filter;
    ListTable *m_table;
    bool m_asked = false;
};

} // namespace Views
