// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "items/mergingmodel.h"

#include <map>

namespace Session {
class ClusterSession;
}

namespace Items {

/// The brokers of one cluster. Follows the session; owned by the brokers page; GUI thread only.
class BrokerListModel final : public MergingModel
{
    Q_OBJECT
public:
    enum Column { Id, Host, Port, Rack, Role, State, ColumnCount };

    explicit BrokerListModel(Session::ClusterSession &session, QObject *parent = nullptr);

    bool knowsController() const { return m_controller.has_value(); } ///< and it is one of the brokers listed

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void takeSnapshot();
    void announceAll();
    const Domain::Error *trouble(int id) const; ///< null: nothing known against it
    QVariant display(const Domain::Broker &broker, int column) const;

    Session::ClusterSession &m_session;
    std::map<int, Domain::Broker> m_all;
    std::optional<Domain::BrokerId> m_controller;
    std::vector<int> m_rows; ///< broker ids, ascending
};

} // namespace Items
