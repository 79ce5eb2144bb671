// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/topictreemodel.h"

#include "items/topictreerow.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/preferences.h"

#include <algorithm>

namespace Items {

namespace {

// internalId: 0 is a connection; else the connection's id times four, plus what the row's parent is.
enum Place : quintptr { InConnection = 0, InFavourites = 1, InTopics = 2 };

} // namespace

TopicTreeModel::TopicTreeModel(Session::Connections &connections, Session::Preferences &preferences, QObject *parent)
    : MergingModel(parent), m_connections(connections), m_preferences(preferences)
{
    connect(&connections, &Session::Connections::profilesChanged, this, &TopicTreeModel::takeConnections);
    connect(&connections, &Session::Connections::opened, this, &TopicTreeModel::attach);
    connect(&connections, &Session::Connections::aboutToClose, this, &TopicTreeModel::detach);
    connect(&preferences, &Session::Preferences::changed, this, &TopicTreeModel::rebuildFavourites);
    takeConnections();
    for (Session::ClusterSession *session : connections.openClusters())
        attach(session);
}

TopicTreeModel::~TopicTreeModel() = default;

void TopicTreeModel::takeConnections()
{
    for (const auto &connection : m_all)
        connection->saved = false;
    for (const Domain::ConnectionProfile &profile : m_connections.profiles()) {
        const auto it = std::find_if(m_all.begin(), m_all.end(), [&profile](const auto &c) { return c->profile.id == profile.id; });
        if (it == m_all.end()) {
            m_all.push_back(std::make_unique<Connection>(m_nextId++, profile));
        } else {
            (*it)->profile = profile;
            (*it)->saved = true;
        }
    }
    // In the order they were first seen: opening one must not move the others under the pointer.
    std::vector<Connection *> wanted;
    for (const auto &connection : m_all) {
        if (connection->saved || connection->session)
            wanted.push_back(connection.get());
    }
    mergeRows(QModelIndex(), m_rows, wanted);
    std::erase_if(m_all, [](const auto &c) { return !c->saved && !c->session; });
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, 0));
}

void TopicTreeModel::attach(Session::ClusterSession *session)
{
    const std::string &id = session->profile().id;
    auto it = std::find_if(m_all.begin(), m_all.end(), [&id](const auto &c) { return c->profile.id == id; });
    if (it == m_all.end()) {
        auto connection = std::make_unique<Connection>(m_nextId++, session->profile());
        connection->saved = false;
        it = m_all.insert(m_all.end(), std::move(connection));
    }
    Connection &connection = **it;
    if (connection.session == session)
        return;
    connection.session = session;
    takeConnections();
    connect(session, &Session::ClusterSession::snapshotChanged, this, [this, &connection] { takeSnapshot(connection); });
    connect(session, &Session::ClusterSession::watermarksChanged, this,
            [this, &connection](const std::vector<std::string> &topics) { takeWatermarks(connection, topics); });
    connect(session, &Session::ClusterSession::connectionChanged, this, [this, &connection] { announceConnection(connection); });
    connect(session, &Session::ClusterSession::writeLockChanged, this, [this, &connection] { announceConnection(connection); });
    connect(session, &Session::ClusterSession::refreshFinished, this, [this, &connection] { announceConnection(connection); });
    rebuildSections(connection);
    takeSnapshot(connection);
}

void TopicTreeModel::detach(Session::ClusterSession *session)
{
    Connection *connection = connectionOf(session);
    if (!connection)
        return;
    session->disconnect(this);
    connection->session = nullptr;
    connection->ordered.clear();
    rebuildTopics(*connection);
    rebuildSections(*connection);
    connection->all.clear();
    takeConnections();
}

void TopicTreeModel::takeSnapshot(Connection &connection)
{
    const std::shared_ptr<const Domain::ClusterSnapshot> snapshot = connection.session->snapshot();
    if (!snapshot)
        return;
    auto before = std::move(connection.all); // alive until nobody shows them
    connection.all.clear();
    connection.ordered.clear();
    for (const Domain::Topic &topic : snapshot->topics) {
        const auto known = before.find(topic.name);
        std::unique_ptr<TopicRow> row = known == before.end() ? std::make_unique<TopicRow>(topic.name) : std::move(known->second);
        row->error = topic.error;
        row->isInternal = topic.isInternal();
        row->readWatermarks(*connection.session);
        connection.ordered.push_back(row.get());
        connection.all.emplace(topic.name, std::move(row));
    }
    // Moved-from entries of `before` are empty; the topics that are gone stay in it until the rows are taken out.
    rebuildTopics(connection);
    rebuildSections(connection);
    announceConnection(connection);
}

void TopicTreeModel::takeWatermarks(Connection &connection, const std::vector<std::string> &topics)
{
    for (const std::string &topic : topics) {
        const auto it = connection.all.find(topic);
        if (it != connection.all.end())
            it->second->readWatermarks(*connection.session);
    }
    for (const Kind section : {Kind::Favourites, Kind::Topics}) {
        const QModelIndex parent = sectionIndexOf(connection, section);
        const int rows = parent.isValid() ? rowCount(parent) : 0;
        if (rows > 0)
            emit dataChanged(index(0, 0, parent), index(rows - 1, 0, parent));
    }
}

void TopicTreeModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    for (const auto &connection : m_all) {
        if (!connection->session)
            continue;
        rebuildTopics(*connection);
        rebuildSections(*connection);
        announceConnection(*connection);
    }
}

bool TopicTreeModel::accepts(const QString &name) const
{
    return m_filter.isEmpty() || name.contains(m_filter, Qt::CaseInsensitive);
}

void TopicTreeModel::rebuildTopics(Connection &connection)
{
    std::vector<TopicRow *> topics;
    topics.reserve(connection.ordered.size());
    std::copy_if(connection.ordered.begin(), connection.ordered.end(), std::back_inserter(topics),
                 [this](const TopicRow *topic) { return accepts(topic->exactName); });
    std::vector<TopicRow *> favourites;
    const QStringList names = m_preferences.favouriteTopics(QString::fromStdString(connection.profile.id));
    connection.favouriteNames = QSet<QString>(names.begin(), names.end());
    for (TopicRow *topic : topics) {
        if (connection.favouriteNames.contains(topic->exactName))
            favourites.push_back(topic);
    }
    if (const QModelIndex parent = sectionIndexOf(connection, Kind::Topics); parent.isValid())
        mergeRows(parent, connection.topics, topics);
    if (const QModelIndex parent = sectionIndexOf(connection, Kind::Favourites); parent.isValid())
        mergeRows(parent, connection.favourites, favourites);
    connection.hasFavourites = !favourites.empty();
}

void TopicTreeModel::rebuildSections(Connection &connection)
{
    const std::vector<int> before = connection.sections;
    std::vector<int> wanted;
    if (connection.session) {
        if (connection.hasFavourites)
            wanted.push_back(int(Kind::Favourites));
        wanted.push_back(int(Kind::Topics));
        wanted.push_back(int(Kind::Brokers));
    }
    if (wanted == before)
        return;
    mergeRows(connectionIndexOf(connection), connection.sections, wanted);
    if (connection.session)
        rebuildTopics(connection); // a section that is new has rows now
    else
        connection.favourites = connection.topics = {};
}

void TopicTreeModel::rebuildFavourites()
{
    for (const auto &connection : m_all) {
        if (!connection->session)
            continue;
        const QStringList names = m_preferences.favouriteTopics(QString::fromStdString(connection->profile.id));
        if (connection->favouriteNames == QSet<QString>(names.begin(), names.end()))
            continue;
        rebuildTopics(*connection);
        rebuildSections(*connection);
    }
}

void TopicTreeModel::announceConnection(const Connection &connection)
{
    const QModelIndex row = connectionIndexOf(connection);
    if (!row.isValid())
        return;
    emit dataChanged(row, row);
    if (const int sections = rowCount(row))
        emit dataChanged(index(0, 0, row), index(sections - 1, 0, row));
}

void TopicTreeModel::setFavourite(Session::ClusterSession &session, const QString &topic, bool favourite)
{
    const QString id = QString::fromStdString(session.profile().id);
    QStringList names = m_preferences.favouriteTopics(id);
    names.removeAll(topic);
    if (favourite)
        names.append(topic);
    m_preferences.setFavouriteTopics(id, names);
}

TopicTreeModel::Connection *TopicTreeModel::connectionOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    if (index.internalId() == 0)
        return m_rows.at(static_cast<std::size_t>(index.row()));
    const quintptr id = index.internalId() / 4;
    const auto it = std::find_if(m_all.begin(), m_all.end(), [id](const auto &c) { return c->id == id; });
    return it == m_all.end() ? nullptr : it->get();
}

TopicTreeModel::Connection *TopicTreeModel::connectionOf(const Session::ClusterSession *session) const
{
    const auto it = std::find_if(m_all.begin(), m_all.end(), [session](const auto &c) { return c->session == session; });
    return it == m_all.end() ? nullptr : it->get();
}

const TopicTreeModel::TopicRow *TopicTreeModel::topicOf(const QModelIndex &index) const
{
    const Connection *connection = connectionOf(index);
    if (!connection || index.internalId() % 4 == InConnection)
        return nullptr;
    const auto &list = index.internalId() % 4 == InFavourites ? connection->favourites : connection->topics;
    return list.at(static_cast<std::size_t>(index.row()));
}

QModelIndex TopicTreeModel::connectionIndexOf(const Connection &connection) const
{
    const auto it = std::find(m_rows.begin(), m_rows.end(), &connection);
    return it == m_rows.end() ? QModelIndex() : createIndex(static_cast<int>(it - m_rows.begin()), 0, quintptr(0));
}

QModelIndex TopicTreeModel::sectionIndexOf(const Connection &connection, Kind section) const
{
    const auto it = std::find(connection.sections.begin(), connection.sections.end(), int(section));
    return it == connection.sections.end() ? QModelIndex() : createIndex(static_cast<int>(it - connection.sections.begin()), 0, connection.id * 4 + InConnection);
}

TopicTreeModel::Kind TopicTreeModel::kind(const QModelIndex &index) const
{
    if (index.internalId() == 0)
        return Kind::Connection;
    switch (index.internalId() % 4) {
    case InFavourites: return Kind::FavouriteTopic;
    case InTopics: return Kind::Topic;
    default: return Kind(connectionOf(index)->sections.at(static_cast<std::size_t>(index.row())));
    }
}

QString TopicTreeModel::profileId(const QModelIndex &index) const
{
    const Connection *connection = connectionOf(index);
    return connection ? QString::fromStdString(connection->profile.id) : QString();
}

QString TopicTreeModel::topicName(const QModelIndex &index) const
{
    const TopicRow *topic = topicOf(index);
    return topic ? topic->exactName : QString();
}

Session::ClusterSession *TopicTreeModel::session(const QModelIndex &index) const
{
    const Connection *connection = connectionOf(index);
    return connection ? connection->session : nullptr;
}

bool TopicTreeModel::isFavourite(const QModelIndex &index) const
{
    const Connection *connection = connectionOf(index);
    return connection && connection->favouriteNames.contains(topicName(index));
}

QModelIndex TopicTreeModel::connectionIndex(const QString &profileId) const
{
    const std::string id = profileId.toStdString();
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&id](const Connection *c) { return c->profile.id == id; });
    return it == m_rows.end() ? QModelIndex() : connectionIndexOf(**it);
}

QModelIndex TopicTreeModel::sectionIndex(const QString &profileId, Kind section) const
{
    const Connection *connection = connectionOf(connectionIndex(profileId));
    return connection ? sectionIndexOf(*connection, section) : QModelIndex();
}

QModelIndex TopicTreeModel::topicIndex(const QString &profileId, const QString &topic) const
{
    const Connection *connection = connectionOf(connectionIndex(profileId));
    if (!connection)
        return {};
    const std::string name = topic.toStdString();
    const auto it = std::lower_bound(connection->topics.begin(), connection->topics.end(), name, [](const TopicRow *row, const std::string &n) { return row->name < n; });
    if (it == connection->topics.end() || (*it)->name != name)
        return {};
    return createIndex(static_cast<int>(it - connection->topics.begin()), 0, connection->id * 4 + InTopics);
}

QModelIndex TopicTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    const Connection *connection = connectionOf(parent);
    if (parent.internalId() == 0)
        return createIndex(row, column, connection->id * 4 + InConnection);
    return createIndex(row, column, connection->id * 4 + (kind(parent) == Kind::Favourites ? InFavourites : InTopics));
}

QModelIndex TopicTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    const Connection *connection = connectionOf(child);
    if (!connection)
        return {};
    switch (child.internalId() % 4) {
    case InFavourites: return sectionIndexOf(*connection, Kind::Favourites);
    case InTopics: return sectionIndexOf(*connection, Kind::Topics);
    default: return connectionIndexOf(*connection);
    }
}

int TopicTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    if (parent.column() > 0)
        return 0;
    const Connection *connection = connectionOf(parent);
    if (!connection)
        return 0;
    switch (kind(parent)) {
    case Kind::Connection: return static_cast<int>(connection->sections.size());
    case Kind::Favourites: return static_cast<int>(connection->favourites.size());
    case Kind::Topics: return static_cast<int>(connection->topics.size());
    default: return 0;
    }
}

int TopicTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

bool TopicTreeModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

} // namespace Items
