// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/topiclistmodel.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "items/spansum.h"
#include "session/clustersession.h"
#include "session/preferences.h"

#include <algorithm>

namespace Items {

struct TopicListModel::Row
{
    std::string name;
    QString shownName;  ///< safe text
    QString exactName;
    Domain::Topic topic;
    qint64 replication = -1; ///< of the partition with most replicas, −1 unknown
    int underReplicated = 0;
    SpanSum span;
    bool favourite = false;
    bool seen = false;
};

namespace {

template<typename RowType>
void describe(RowType &row, const Domain::Topic &topic)
{
    row.topic = topic;
    row.replication = -1;
    row.underReplicated = 0;
    for (const Domain::Partition &partition : topic.partitions) {
        row.replication = std::max<qint64>(row.replication, static_cast<qint64>(partition.replicas.size()));
        row.underReplicated += partition.isUnderReplicated() ? 1 : 0;
    }
}

} // namespace

TopicListModel::TopicListModel(Session::ClusterSession &session, Session::Preferences &preferences, QObject *parent)
    : MergingModel(parent), m_session(session), m_preferences(preferences)
{
    connect(&session, &Session::ClusterSession::snapshotChanged, this, &TopicListModel::takeSnapshot);
    connect(&session, &Session::ClusterSession::watermarksChanged, this, &TopicListModel::takeWatermarks);
    connect(&preferences, &Session::Preferences::changed, this, &TopicListModel::takeFavourites);
    takeSnapshot();
}

TopicListModel::~TopicListModel() = default;

void TopicListModel::takeSnapshot()
{
    const std::shared_ptr<const Domain::ClusterSnapshot> snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    for (auto &[name, row] : m_all)
        row->seen = false;
    for (const Domain::Topic &topic : snapshot->topics) {
        std::unique_ptr<Row> &row = m_all[topic.name];
        if (!row) {
            row = std::make_unique<Row>();
            row->name = topic.name;
            row->shownName = safeText(topic.name);
            row->exactName = QString::fromStdString(topic.name);
            readWatermarks(*row);
        }
        row->seen = true;
        if (row->topic != topic)
            describe(*row, topic);
    }
    std::vector<std::unique_ptr<Row>> gone; // kept alive until nobody shows them
    for (auto it = m_all.begin(); it != m_all.end();) {
        if (it->second->seen) {
            ++it;
            continue;
        }
        gone.push_back(std::move(it->second));
        it = m_all.erase(it);
    }
    takeFavourites();
    rebuild();
}

void TopicListModel::takeWatermarks(const std::vector<std::string> &topics)
{
    for (const std::string &topic : topics) {
        const auto it = m_all.find(topic);
        if (it == m_all.end())
            continue;
        readWatermarks(*it->second);
    }
    if (m_sortColumn == Span)
        rebuild();
    else if (!m_rows.empty())
        emit dataChanged(index(0, Span), index(static_cast<int>(m_rows.size()) - 1, Span));
}

void TopicListModel::readWatermarks(Row &row) const
{
    row.span = spanSum(m_session.watermarks(row.name));
}

void TopicListModel::takeFavourites()
{
    const QStringList list = m_preferences.favouriteTopics(QString::fromStdString(m_session.profile().id));
    const QSet<QString> favourites(list.begin(), list.end());
    bool differs = false;
    for (auto &[name, row] : m_all) {
        const bool favourite = favourites.contains(row->exactName);
        differs = differs || favourite != row->favourite;
        row->favourite = favourite;
    }
    if (differs && !m_rows.empty())
        emit dataChanged(index(0, Name), index(static_cast<int>(m_rows.size()) - 1, Name));
}

void TopicListModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    rebuild();
}

void TopicListModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < 0 ? int(Name) : column;
    m_sortOrder = order;
    rebuild();
}

void TopicListModel::rebuild()
{
    std::vector<Row *> wanted;
    wanted.reserve(m_all.size());
    for (const auto &[name, row] : m_all) {
        if (m_filter.isEmpty() || row->exactName.contains(m_filter, Qt::CaseInsensitive))
            wanted.push_back(row.get());
    }
    std::sort(wanted.begin(), wanted.end(), [this](const Row *a, const Row *b) { return isBefore(a, b); });
    mergeRows(QModelIndex(), m_rows, wanted);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

bool TopicListModel::isBefore(const Row *a, const Row *b) const
{
    const auto number = [this](const Row *r) -> qint64 {
        switch (m_sortColumn) {
        case Partitions: return r->topic.error ? -1 : static_cast<qint64>(r->topic.partitions.size());
        case Replication: return r->replication;
        case Span: return r->span.known ? r->span.known->value() : -1;
        case UnderReplicated: return r->topic.error ? -1 : r->underReplicated;
        case Internal: return r->topic.isInternal() ? 1 : 0;
        default: return 0;
        }
    };
    if (m_sortColumn == Name)
        return m_sortOrder == Qt::AscendingOrder ? a->name < b->name : b->name < a->name;
    const qint64 left = number(a);
    const qint64 right = number(b);
    if (left != right)
        return m_sortOrder == Qt::AscendingOrder ? left < right : right < left;
    return a->name < b->name;
}

int TopicListModel::topicCount() const
{
    return static_cast<int>(m_all.size());
}

QString TopicListModel::topicName(int row) const
{
    return m_rows.at(static_cast<std::size_t>(row))->exactName;
}

int TopicListModel::rowOf(const QString &topic) const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&topic](const Row *row) { return row->exactName == topic; });
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

bool TopicListModel::isFavourite(int row) const
{
    return m_rows.at(static_cast<std::size_t>(row))->favourite;
}

void TopicListModel::setFavourite(const QString &topic, bool favourite)
{
    const QString profileId = QString::fromStdString(m_session.profile().id);
    QStringList list = m_preferences.favouriteTopics(profileId);
    list.removeAll(topic);
    if (favourite)
        list.append(topic);
    m_preferences.setFavouriteTopics(profileId, list);
}

QModelIndex TopicListModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex TopicListModel::parent(const QModelIndex &) const
{
    return {};
}

int TopicListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TopicListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TopicListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = *m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case SortRole: return sortValue(row, column);
    case CopyRole: return copyText(row, column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column == Name || column == Internal ? Qt::AlignLeft : Qt::AlignRight));
    case UnknownRole: return column == Span ? row.topic.error || row.span.isUnknown() : column != Name && column != Internal && row.topic.error;
    case AttentionRole: return (column == UnderReplicated && row.underReplicated > 0) || (column == Name && row.topic.error) ? 1 : 0;
    case FigureRole: return column != Name && column != Internal;
    case IconRole:
        return column != Name ? QVariant() : row.favourite ? QStringLiteral("star-filled") : QStringLiteral("star");
    case NameRole: return row.exactName;
    case DimmedRole: return row.topic.isInternal();
    default: return {};
    }
}

QVariant TopicListModel::display(const Row &row, int column) const
{
    const auto count = [](const QVariant &value) { return value.isValid() ? countText(value.toULongLong()) : tr("unknown"); };
    switch (column) {
    case Name: return row.shownName;
    case Span: return row.topic.error ? tr("unknown") : row.span.text();
    case Internal: return row.topic.isInternal() ? tr("internal") : QString();
    default: return count(sortValue(row, column));
    }
}

QVariant TopicListModel::sortValue(const Row &row, int column) const
{
    const bool known = !row.topic.error;
    switch (column) {
    case Name: return row.exactName;
    case Partitions: return known ? QVariant(qint64(row.topic.partitions.size())) : QVariant();
    case Replication: return known && row.replication >= 0 ? QVariant(row.replication) : QVariant();
    case Span: return row.span.known ? QVariant(qint64(row.span.known->value())) : QVariant();
    case UnderReplicated: return known ? QVariant(qint64(row.underReplicated)) : QVariant();
    case Internal: return row.topic.isInternal();
    default: return {};
    }
}

QVariant TopicListModel::copyText(const Row &row, int column) const
{
    if (column == Name)
        return row.exactName;
    if (column == Internal)
        return row.topic.isInternal() ? tr("internal") : QString();
    const QVariant value = sortValue(row, column);
    return value.isValid() ? value.toString() : tr("unknown");
}

QVariant TopicListModel::toolTip(const Row &row, int column) const
{
    if (row.topic.error)
        return errorLine(*row.topic.error).toHtmlEscaped();
    if (column == Span && row.span.error)
        return errorLine(*row.span.error).toHtmlEscaped();
    if (column == Span)
        return tr("Sum of high watermark − log start of all partitions. A span of offsets, not a count: compaction, transaction markers and aborted records leave holes in it.");
    return {};
}

QVariant TopicListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Name || section == Internal ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == Span)
        return tr("High watermark − log start, summed over the partitions: a span of offsets, not a record count");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Topic");
    case Partitions: return tr("Partitions");
    case Replication: return tr("Replication factor");
    case Span: return tr("Span of offsets");
    case UnderReplicated: return tr("Under-replicated");
    case Internal: return tr("Internal");
    default: return {};
    }
}

} // namespace Items
