// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTimer>
#include <QTreeView>

namespace Items {
class TopicTreeModel;
}

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

    /// Makes this topic the current row, as far as it is shown.
    void followTopic(const QString &profileId, const QString &topic);
    void copyName() const;

signals:
    void connectionWanted(const QString &profileId);
    void topicWanted(Session::ClusterSession *session, const QString &topic, bool inNewTab);
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
    void requestVisible();
    const Appearance &m_appearance;
    Items::TopicTreeModel &m_model;
    QTimer m_requestTimer; ///< scrolling stops before anything is asked
};

} // namespace Views
