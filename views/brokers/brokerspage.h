// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/widgets/clusterpage.h"

namespace Items {
class BrokerListModel;
}

namespace Views {

class ListTable;

/// The brokers of a cluster: id, host, port, rack where known, controller, and who cannot be reached.
class BrokersPage final : public ClusterPage
{
    Q_OBJECT
public:
    BrokersPage(Session::ClusterSession &session, const Appearance &appearance, QWidget *parent = nullptr);

protected:
    bool describeEmpty(EmptyState &state) override;

private:
    void updateFacts();
    Items::BrokerListModel *m_model;
    ListTable *m_table;
};

} // namespace Views
