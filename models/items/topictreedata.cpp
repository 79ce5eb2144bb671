// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/topictreerow.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

// What the rows of TopicTreeModel say, and what is dragged from it.

namespace Items {

namespace {

const QString topicMimeType = QStringLiteral("application/x-playhead-topics");

} // namespace

TopicTreeModel::TopicRow::TopicRow(const std::string &topic)
    : name(topic), exactName(QString::fromStdString(topic)), shownName(safeText(topic))
{
}

void TopicTreeModel::TopicRow::readWatermarks(const Session::ClusterSession &session)
{
    span = spanSum(session.watermarks(name));
}

QVariant TopicTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Connection &connection = *connectionOf(index);
    const Kind what = kind(index);
    if (role == KindRole)
        return static_cast<int>(what);
    if (what == Kind::Connection)
        return connectionData(connection, role);
    if (const TopicRow *topic = topicOf(index))
        return topicData(connection, *topic, role);
    return sectionData(connection, what, role);
}

QVariant TopicTreeModel::connectionData(const Connection &connection, int role) const
{
    const auto trouble = [&connection]() -> QString {
        if (!connection.session)
            return {};
        if (const auto &error = connection.session->connectionState().error)
            return errorLine(*error);
        if (const auto &error = connection.session->refreshError())
            return errorLine(*error);
        return {};
    };
    switch (role) {
    case Qt::DisplayRole: return safeText(connection.profile.name);
    case CopyRole: return QString::fromStdString(connection.profile.name);
    case NameRole: return QString::fromStdString(connection.profile.id);
    case IconRole: return QStringLiteral("cluster");
    case EnvironmentRole: return static_cast<int>(connection.profile.environment);
    case ReadOnlyRole: // open: as the lock stands now; a recording is never written to, and needs no lock
        return connection.session ? connection.profile.recordingFile.empty() && !connection.session->writeLock().mayWrite() : connection.profile.readOnly;
    case DimmedRole: return connection.session == nullptr;
    case AttentionRole: return trouble().isEmpty() ? 0 : 1;
    case Qt::ToolTipRole: {
        const QString words = trouble();
        return (words.isEmpty() ? safeText(connection.profile.bootstrapServers) : words).toHtmlEscaped();
    }
    case Qt::AccessibleTextRole:
        return connection.session ? tr("connection %1, open").arg(safeText(connection.profile.name))
                                  : tr("connection %1, not open").arg(safeText(connection.profile.name));
    default: return {};
    }
}

QVariant TopicTreeModel::sectionData(const Connection &connection, Kind section, int role) const
{
    const std::shared_ptr<const Domain::ClusterSnapshot> snapshot = connection.session ? connection.session->snapshot() : nullptr;
    switch (role) {
    case Qt::DisplayRole:
    case CopyRole:
        return section == Kind::Favourites ? tr("Favourites") : section == Kind::Topics ? tr("Topics") : tr("Brokers");
    case IconRole:
        return section == Kind::Favourites ? QStringLiteral("star-filled") : section == Kind::Topics ? QStringLiteral("topic") : QStringLiteral("broker");
    case TrailingRole:
        if (!snapshot || section == Kind::Favourites)
            return {};
        if (section == Kind::Brokers)
            return countText(snapshot->brokers.size());
        return m_filter.isEmpty() ? countText(connection.ordered.size())
                                  : tr("%1 of %2").arg(countText(connection.topics.size()), countText(connection.ordered.size()));
    default: return {};
    }
}

QVariant TopicTreeModel::topicData(const Connection &connection, const TopicRow &topic, int role) const
{
    const auto trailing = [&topic] { return topic.error ? tr("unknown") : topic.span.shortText(); };
    switch (role) {
    case Qt::DisplayRole: return topic.shownName;
    case CopyRole:
    case NameRole: return topic.exactName;
    case IconRole: return QStringLiteral("topic");
    case DimmedRole: return topic.isInternal;
    case TrailingRole: return trailing();
    case SortRole: return topic.span.known ? QVariant(qint64(topic.span.known->value())) : QVariant();
    case UnknownRole: return topic.error || topic.span.isUnknown();
    case Qt::ToolTipRole: {
        if (topic.error)
            return errorLine(*topic.error).toHtmlEscaped();
        if (topic.span.error)
            return errorLine(*topic.span.error).toHtmlEscaped();
        const QString name = topic.shownName.toHtmlEscaped();
        return topic.span.known ? QString(name + QStringLiteral(" · ") + tr("span of offsets %1").arg(topic.span.text())) : name;
    }
    case Qt::AccessibleTextRole: {
        const QString figure = trailing();
        const QString favourite = connection.favouriteNames.contains(topic.exactName) ? tr(", favourite") : QString();
        QString words = tr("topic %1").arg(topic.shownName) + favourite;
        if (!figure.isEmpty())
            words += QStringLiteral(", ") + figure;
        return words;
    }
    default: return {};
    }
}

Qt::ItemFlags TopicTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags result = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const Kind what = kind(index);
    if (what == Kind::Topic || what == Kind::FavouriteTopic)
        result |= Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    else if (connectionOf(index)->session)
        result |= Qt::ItemIsDropEnabled;
    return result;
}

QStringList TopicTreeModel::mimeTypes() const
{
    return {topicMimeType};
}

QMimeData *TopicTreeModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList names;
    QString profile;
    for (const QModelIndex &index : indexes) {
        const QString name = topicName(index);
        if (name.isEmpty() || (!profile.isEmpty() && profile != profileId(index)))
            continue; // favourites belong to one connection
        profile = profileId(index);
        names.append(name);
    }
    if (names.isEmpty())
        return nullptr;
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << profile << names;
    auto data = std::make_unique<QMimeData>();
    data->setData(topicMimeType, bytes);
    data->setText(names.join(u'\n'));
    return data.release(); // the caller owns it: Qt's contract
}

bool TopicTreeModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int, int, const QModelIndex &parent) const
{
    if (!data->hasFormat(topicMimeType) || !parent.isValid() || !session(parent))
        return false;
    QString profile;
    QDataStream stream(data->data(topicMimeType));
    stream >> profile;
    return profile == profileId(parent);
}

bool TopicTreeModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    QString profile;
    QStringList names;
    QDataStream stream(data->data(topicMimeType));
    stream >> profile >> names;
    if (stream.status() != QDataStream::Ok)
        return false;
    for (const QString &name : names)
        setFavourite(*session(parent), name, true);
    return true;
}

} // namespace Items
