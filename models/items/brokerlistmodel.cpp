// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/brokerlistmodel.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/safetext.h"
#include "session/clustersession.h"

#include <algorithm>

namespace Items {

BrokerListModel::BrokerListModel(Session::ClusterSession &session, QObject *parent)
    : MergingModel(parent), m_session(session)
{
    connect(&session, &Session::ClusterSession::snapshotChanged, this, &BrokerListModel::takeSnapshot);
    connect(&session, &Session::ClusterSession::connectionChanged, this, &BrokerListModel::announceAll);
    takeSnapshot();
}

void BrokerListModel::takeSnapshot()
{
    const std::shared_ptr<const Domain::ClusterSnapshot> snapshot = m_session.snapshot();
    if (!snapshot)
        return;
    std::vector<int> wanted;
    std::map<int, Domain::Broker> next;
    for (const Domain::Broker &broker : snapshot->brokers)
        next.insert_or_assign(broker.id.value(), broker);
    for (const auto &[id, broker] : next)
        wanted.push_back(id);
    // Rows that go are still described while they are taken out.
    next.insert(m_all.begin(), m_all.end());
    m_all = std::move(next);
    // A controller that is not among the brokers (the demo names one) marks none of them.
    m_controller = snapshot->controller && std::find(wanted.begin(), wanted.end(), snapshot->controller->value()) != wanted.end() ? snapshot->controller : std::nullopt;
    mergeRows(QModelIndex(), m_rows, wanted);
    announceAll();
}

void BrokerListModel::announceAll()
{
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

const Domain::Error *BrokerListModel::trouble(int id) const
{
    for (const auto &[broker, error] : m_session.connectionState().brokersDown) {
        if (broker.value() == id)
            return &error;
    }
    return nullptr;
}

QModelIndex BrokerListModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex BrokerListModel::parent(const QModelIndex &) const
{
    return {};
}

int BrokerListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BrokerListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant BrokerListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Domain::Broker &broker = m_all.at(m_rows[static_cast<std::size_t>(index.row())]);
    const int column = index.column();
    const Domain::Error *error = trouble(broker.id.value());
    switch (role) {
    case Qt::DisplayRole: return display(broker, column);
    case SortRole:
        return column == Id ? QVariant(broker.id.value()) : column == Port ? QVariant(broker.port) : display(broker, column);
    case CopyRole:
        return column == Host ? QVariant(QString::fromStdString(broker.host)) : display(broker, column);
    case Qt::ToolTipRole:
        if (column == State && error)
            return errorLine(*error).toHtmlEscaped();
        if (column == Role && m_controller == broker.id)
            return tr("The broker that metadata names as controller. With KRaft that may be any broker.");
        return {};
    case Qt::TextAlignmentRole: return int(Qt::AlignVCenter | (column == Id || column == Port ? Qt::AlignRight : Qt::AlignLeft));
    case UnknownRole: return (column == Rack && !broker.rack) || (column == Role && !m_controller);
    case AttentionRole: return column == State && error ? 1 : 0;
    case FigureRole: return column == Id || column == Host || column == Port;
    case IconRole: return column == Id ? QVariant() : column == Host ? QVariant(QStringLiteral("broker")) : QVariant();
    default: return {};
    }
}

QVariant BrokerListModel::display(const Domain::Broker &broker, int column) const
{
    switch (column) {
    case Id: return QString::number(broker.id.value());
    case Host: return safeText(broker.host);
    case Port: return QString::number(broker.port);
    case Rack: return !broker.rack ? tr("unknown") : broker.rack->empty() ? QStringLiteral("—") : safeText(*broker.rack);
    case Role: return !m_controller ? tr("unknown") : m_controller == broker.id ? tr("controller") : QStringLiteral("—");
    case State: return trouble(broker.id.value()) ? tr("cannot be reached") : QStringLiteral("—");
    default: return {};
    }
}

QVariant BrokerListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Id || section == Port ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id: return tr("Broker");
    case Host: return tr("Host");
    case Port: return tr("Port");
    case Rack: return tr("Rack");
    case Role: return tr("Role");
    case State: return tr("State");
    default: return {};
    }
}

} // namespace Items
