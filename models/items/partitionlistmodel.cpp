// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/partitionlistmodel.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/spansum.h"
#include "session/clustersession.h"

#include <algorithm>

namespace Items {

namespace {

QString idList(const std::vector<Domain::BrokerId> &ids)
{
    QStringList parts;
    for (const Domain::BrokerId id : ids)
        parts.append(QString::number(id.value()));
    return parts.join(QStringLiteral(", "));
}

} // namespace

PartitionListModel::PartitionListModel(Session::ClusterSession &session, const QString &topic, QObject *parent)
    : MergingModel(parent), m_session(session), m_topic(topic.toStdString())
{
    connect(&session, &Session::ClusterSession::snapshotChanged, this, &PartitionListModel::takeSnapshot);
    connect(&session, &Session::ClusterSession::watermarksChanged, this, &PartitionListModel::takeWatermarks);
    takeSnapshot();
}

void PartitionListModel::takeSnapshot()
{
    const std::shared_ptr<const Domain::ClusterSnapshot> snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    const Domain::Topic *topic = snapshot->topic(m_topic);
    const std::size_t count = topic ? topic->partitions.size() : 0;
    if (count < m_all.size()) {
        // Partitions are only ever added to a topic: fewer of them means it was deleted or made anew.
        std::vector<int> kept;
        std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(kept), [count](int place) { return static_cast<std::size_t>(place) < count; });
        mergeRows(QModelIndex(), m_rows, kept);
    }
    m_all.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        m_all[i].partition = topic->partitions[i];
    readWatermarks();
    rebuild();
}

void PartitionListModel::takeWatermarks(const std::vector<std::string> &topics)
{
    if (std::find(topics.begin(), topics.end(), m_topic) == topics.end())
        return;
    readWatermarks();
    rebuild();
}

void PartitionListModel::readWatermarks()
{
    const std::vector<Domain::Watermarks> &marks = m_session.watermarks(m_topic);
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        m_all[i].answered = i < marks.size() && !isEndAlone(marks[i]);
        m_all[i].marks = i < marks.size() ? marks[i] : Domain::Watermarks{};
    }
}

void PartitionListModel::rebuild()
{
    std::vector<int> wanted(m_all.size());
    std::iota(wanted.begin(), wanted.end(), 0);
    const auto key = [this](int place) {
        const QVariant value = sortValue(m_all[static_cast<std::size_t>(place)], m_sortColumn);
        return value.isValid() ? value.toLongLong() : qint64(-1);
    };
    std::stable_sort(wanted.begin(), wanted.end(), [&key, this](int a, int b) {
        return m_sortOrder == Qt::AscendingOrder ? key(a) < key(b) : key(b) < key(a);
    });
    mergeRows(QModelIndex(), m_rows, wanted);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

void PartitionListModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < 0 ? int(Id) : column;
    m_sortOrder = order;
    rebuild();
}

int PartitionListModel::leaderlessCount() const
{
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), [](const Row &r) { return !r.partition.leader; }));
}

int PartitionListModel::underReplicatedCount() const
{
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), [](const Row &r) { return r.partition.isUnderReplicated(); }));
}

QModelIndex PartitionListModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex PartitionListModel::parent(const QModelIndex &) const
{
    return {};
}

int PartitionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PartitionListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PartitionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &r = row(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(r, column);
    case SortRole: return sortValue(r, column);
    case CopyRole: {
        if (column == Replicas || column == Isr)
            return display(r, column);
        const QVariant value = sortValue(r, column);
        return value.isValid() ? value.toString() : column == Leader ? tr("none") : tr("unknown");
    }
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column == Replicas || column == Isr || column == Leader ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        if (column >= Low && r.marks.error)
            return errorLine(*r.marks.error).toHtmlEscaped();
        if (column == Leader && !r.partition.leader)
            return tr("No broker leads this partition now. It cannot be read until one does.");
        return {};
    case UnknownRole: return column >= Low && r.answered && !sortValue(r, column).isValid();
    case AttentionRole: return (column == Leader && !r.partition.leader) || (column == Isr && r.partition.isUnderReplicated()) ? 1 : 0;
    case FigureRole: return true;
    default: return {};
    }
}

QVariant PartitionListModel::display(const Row &r, int column) const
{
    const auto offset = [&r](const std::optional<Domain::Offset> &value) {
        return value ? offsetText(*value) : r.answered ? tr("unknown") : QString();
    };
    switch (column) {
    case Id: return QString::number(r.partition.id.value());
    case Leader: return r.partition.leader ? tr("broker %1").arg(r.partition.leader->value()) : tr("no leader");
    case Replicas: return idList(r.partition.replicas);
    case Isr: return idList(r.partition.isr);
    case Low: return offset(r.marks.low);
    case High: return offset(r.marks.high);
    case Span: return r.answered ? spanText(r.marks.span()) : QString();
    default: return {};
    }
}

QVariant PartitionListModel::sortValue(const Row &r, int column) const
{
    const auto offset = [](const std::optional<Domain::Offset> &value) { return value ? QVariant(qint64(value->value())) : QVariant(); };
    switch (column) {
    case Id: return r.partition.id.value();
    case Leader: return r.partition.leader ? QVariant(r.partition.leader->value()) : QVariant();
    case Replicas: return qint64(r.partition.replicas.size());
    case Isr: return qint64(r.partition.isr.size());
    case Low: return offset(r.marks.low);
    case High: return offset(r.marks.high);
    case Span: return r.marks.span() ? QVariant(qint64(r.marks.span()->value())) : QVariant();
    default: return {};
    }
}

QVariant PartitionListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Replicas || section == Isr || section == Leader ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == Span)
        return tr("High watermark − log start: a span of offsets, not a record count");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id: return tr("Partition");
    case Leader: return tr("Leader");
    case Replicas: return tr("Replicas");
    case Isr: return tr("In sync");
    case Low: return tr("Low watermark");
    case High: return tr("High watermark");
    case Span: return tr("Span of offsets");
    default: return {};
    }
}

} // namespace Items
