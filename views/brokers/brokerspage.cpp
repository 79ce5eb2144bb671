// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/brokers/brokerspage.h"

#include "items/brokerlistmodel.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"

namespace Views {

using Items::BrokerListModel;

BrokersPage::BrokersPage(Session::ClusterSession &session, const Appearance &appearance, QWidget *parent)
    : ClusterPage(session, appearance, QStringLiteral("broker"), tr("Brokers"), parent)
    , m_model(new BrokerListModel(session, this))
    , m_table(new ListTable(appearance, tr("Brokers"), this))
{
    setObjectName(QStringLiteral("brokersPage"));
    m_table->setObjectName(QStringLiteral("brokerTable"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({9, 40, 9, 18, 14, 20}, BrokerListModel::Host);
    setContent(m_table);
    connect(&session, &Session::ClusterSession::snapshotChanged, this, &BrokersPage::updateFacts);
    connect(&session, &Session::ClusterSession::connectionChanged, this, &BrokersPage::updateFacts);
    updateFacts();
}

void BrokersPage::updateFacts()
{
    const auto snapshot = session().snapshot();
    if (!snapshot)
        return;
    const QString count = snapshot->brokers.size() == 1 ? tr("1 broker") : tr("%1 brokers").arg(Items::countText(snapshot->brokers.size()));
    const QString cluster = snapshot->clusterId.empty() ? tr("cluster id unknown") : tr("cluster %1").arg(Items::safeText(snapshot->clusterId, 60));
    const bool knowsController = m_model->knowsController();
    QStringList facts{count, cluster};
    if (!knowsController)
        facts.append(tr("controller unknown"));
    setFacts(facts.join(QStringLiteral(" · ")));
    // A column in which every cell is empty says nothing.
    m_table->setColumnShown(BrokerListModel::Role, knowsController);
    m_table->setColumnShown(BrokerListModel::State, !session().connectionState().brokersDown.empty());
}

bool BrokersPage::describeEmpty(EmptyState &state)
{
    if (m_model->rowCount() > 0)
        return false;
    state.display(QStringLiteral("broker"), tr("No broker is listed"), tr("The answer named none. F5 asks again."));
    return true;
}

} // namespace Views
