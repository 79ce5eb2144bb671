// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/topic/topicpage.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/partitionlistmodel.h"
#include "items/safetext.h"
#include "items/spansum.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace Views {

using Items::PartitionListModel;

TopicPage::TopicPage(Session::ClusterSession &session, const QString &topic, const Appearance &appearance, QWidget *parent)
    : ClusterPage(session, appearance, QStringLiteral("partitions"), Items::safeText(topic.toStdString()), parent)
    , m_topic(topic)
    , m_model(new PartitionListModel(session, topic, this))
    , m_table(new ListTable(appearance, tr("Partitions of %1").arg(Items::safeText(topic.toStdString())), this))
{
    setObjectName(QStringLiteral("topicPage"));
    auto *read = new QPushButton(tr("Read records"), this);
    read->setObjectName(QStringLiteral("readRecordsButton"));
    read->setAccessibleName(read->text());
    read->setAutoDefault(false);
    headTools()->addWidget(read);
    connect(read, &QPushButton::clicked, this, &TopicPage::recordsWanted);

    m_table->setObjectName(QStringLiteral("partitionTable"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({13, 14, 20, 20, 17, 17, 19}, PartitionListModel::Replicas);
    m_table->makeSortable(PartitionListModel::Id, Qt::AscendingOrder);
    setContent(m_table);

    const auto ask = [this] { this->session().requestWatermarks({m_topic.toStdString()}); };
    if (session.snapshot())
        ask();
    else
        connect(&session, &Session::ClusterSession::snapshotChanged, this, ask, Qt::SingleShotConnection);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &TopicPage::updateFacts);
    updateFacts();
}

void TopicPage::updateFacts()
{
    const int count = m_model->rowCount();
    if (count == 0) {
        setFacts(QString());
        return;
    }
    QStringList facts{count == 1 ? tr("1 partition") : tr("%1 partitions").arg(Items::countText(static_cast<quint64>(count)))};
    if (const Items::SpanSum span = Items::spanSum(session().watermarks(m_topic.toStdString())); span.isAnswered)
        facts.append(tr("span of offsets %1").arg(span.text()));
    if (const int leaderless = m_model->leaderlessCount())
        facts.append(tr("%1 without a leader").arg(leaderless));
    if (const int under = m_model->underReplicatedCount())
        facts.append(tr("%1 under-replicated").arg(under));
    setFacts(facts.join(QStringLiteral(" · ")));
}

bool TopicPage::describeEmpty(EmptyState &state)
{
    if (m_model->rowCount() > 0)
        return false;
    const Domain::Topic *topic = session().snapshot()->topic(m_topic.toStdString());
    if (topic && topic->error) {
        const Items::ErrorText words = Items::errorText(*topic->error);
        state.display(QStringLiteral("failed"), words.what, words.why.isEmpty() ? words.next : words.why + u' ' + words.next, m_appearance.theme().danger);
    } else {
        state.display(QStringLiteral("topic"), tr("No topic “%1”").arg(Items::safeText(m_topic.toStdString())), tr("The cluster does not list it: it was deleted, never existed, or this user may not see it."));
    }
    connect(state.addButton(tr("Look again")), &QPushButton::clicked, this, [this] { session().refresh(); });
    return true;
}

} // namespace Views
