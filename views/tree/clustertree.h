// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/topictreemodel.h"

#include <QTimer>
#include <QTreeView>

#include <optional>

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;

/// The tree of connections and topics. Says what the user wants opened; asks the clusters for the watermarks of what is in
/// sight and of nothing else. Owned by the cluster dock.
class ClusterTree final : public QTreeView
{
    Q_OBJECT
public:
    ClusterTree(const Appearance &appearance, Items::TopicTreeModel &model, QWidget *parent = nullptr);

    /// Makes the row of this page the current one: its topic's, or the section's when `topic` is empty. A row that is not
    /// there yet is taken when it comes.
    void followPage(const QString &profileId, Items::TopicTreeModel::Kind section, const QString &topic);
    void copyName() const;
    /// Of this cluster, in the order of the tree, each once.
    QStringList selectedTopics(const Session::ClusterSession *session) const;

signals:
    void connectionWanted(const QString &profileId);
    void topicWanted(Session::ClusterSession *session, const QString &topic, bool inNewTab);
    void togetherWanted(Session::ClusterSession *session, const QStringList &topics, bool inNewTab); ///< in one table
    void topicPageWanted(Session::ClusterSession *session, const QString &topic);
    void topicsWanted(Session::ClusterSession *session);
    void brokersWanted(Session::ClusterSession *session);
    void menuWanted(const QModelIndex &index, const QPoint &globalPosition);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void openIndex(const QModelIndex &index, bool inNewTab);
    void expandNew(const QModelIndex &parent, int first, int last);
    void follow();
    void requestVisible();
    const Appearance &m_appearance;
    Items::TopicTreeModel &m_model;
    QTimer m_requestTimer; ///< scrolling stops before anything is asked
    struct Followed
    {
        QString profileId;
        Items::TopicTreeModel::Kind section;
        QString topic;
    };
    std::optional<Followed> m_followed; ///< a page whose row has not come yet
};

} // namespace Views
