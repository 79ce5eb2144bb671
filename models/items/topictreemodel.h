// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/clustersnapshot.h"
#include "items/mergingmodel.h"

#include <memory>

namespace Session {
class ClusterSession;
class Connections;
class Preferences;
}

namespace Items {

/// The tree at the left: connections, and under an open one favourites, topics and brokers. Filters in itself (10,000 topics
/// within a keystroke) and merges every refresh. Asks for nothing: the view requests the watermarks of what it shows.
/// Owned by the cluster dock; GUI thread only.
class TopicTreeModel final : public MergingModel
{
    Q_OBJECT
public:
    enum class Kind { Connection, Favourites, Topics, Brokers, FavouriteTopic, Topic };

    TopicTreeModel(Session::Connections &connections, Session::Preferences &preferences, QObject *parent = nullptr);
    ~TopicTreeModel() override;

    /// Shows topics whose name contains this text, whatever its case. Connections stay.
    void setFilter(const QString &text);
    const QString &filter() const { return m_filter; }

    Kind kind(const QModelIndex &index) const;
    QString profileId(const QModelIndex &index) const;
    QString topicName(const QModelIndex &index) const; ///< empty: not a topic
    Session::ClusterSession *session(const QModelIndex &index) const; ///< null: not open
    bool isFavourite(const QModelIndex &index) const;
    void setFavourite(Session::ClusterSession &session, const QString &topic, bool favourite);
    QModelIndex connectionIndex(const QString &profileId) const;
    QModelIndex sectionIndex(const QString &profileId, Kind section) const;
    QModelIndex topicIndex(const QString &profileId, const QString &topic) const; ///< under Topics; invalid: not shown

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;
    Qt::DropActions supportedDropActions() const override { return Qt::CopyAction | Qt::LinkAction; }

private:
    struct TopicRow;
    struct Connection;
    void takeConnections();
    void attach(Session::ClusterSession *session);
    void detach(Session::ClusterSession *session);
    void takeSnapshot(Connection &connection);
    void takeWatermarks(Connection &connection, const std::vector<std::string> &topics);
    void rebuildTopics(Connection &connection);
    void rebuildSections(Connection &connection);
    void rebuildFavourites();
    void announceConnection(const Connection &connection);
    bool accepts(const QString &name) const;
    Connection *connectionOf(const QModelIndex &index) const;
    Connection *connectionOf(const Session::ClusterSession *session) const;
    const TopicRow *topicOf(const QModelIndex &index) const;
    QModelIndex connectionIndexOf(const Connection &connection) const;
    QModelIndex sectionIndexOf(const Connection &connection, Kind section) const;
    QVariant connectionData(const Connection &connection, int role) const;
    QVariant sectionData(const Connection &connection, Kind section, int role) const;
    QVariant topicData(const Connection &connection, const TopicRow &topic, int role) const;

    Session::Connections &m_connections;
    Session::Preferences &m_preferences;
    std::vector<std::unique_ptr<Connection>> m_all; ///< every connection ever shown here and not removed
    std::vector<Connection *> m_rows;
    quintptr m_nextId = 1;
    QString m_filter;
};

} // namespace Items
