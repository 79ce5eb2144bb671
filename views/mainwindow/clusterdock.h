// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDockWidget>

class QLineEdit;

namespace Items {
class TopicTreeModel;
}

namespace Session {
class Connections;
class Preferences;
}

namespace Views {

class Appearance;
class ClusterTree;

/// The dock at the left: filter, new connection, tree.
class ClusterDock final : public QDockWidget
{
    Q_OBJECT
public:
    ClusterDock(Session::Connections &connections, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent = nullptr);

    ClusterTree *tree() const { return m_tree; }
    Items::TopicTreeModel &model() const { return *m_model; }
    QLineEdit *filterEdit() const { return m_filter; }

signals:
    void newConnectionWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyFilter();
    Items::TopicTreeModel *m_model;
    QLineEdit *m_filter;
    ClusterTree *m_tree;
};

} // namespace Views
