// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "items/gototext.h"
#include "session/handover.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;
class FieldPopup;

/// "Go to…": asks for a place in words and says which plan reads from there. Asks the cluster where a group has committed; joins no
/// group. Owned by the record page; GUI thread.
class GotoPlace final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GotoPlace)
public:
    GotoPlace(Session::ClusterSession &cluster, QStringList topics, const Appearance &appearance, QWidget *page);
    ~GotoPlace() override;

    void setUtc(bool utc) { m_utc = utc; }
    /// Opens the field below `anchor`; `plan` is what is read now.
    void ask(QWidget *anchor, const Domain::ReadPlan &plan);

signals:
    /// `target`: the exact place meant, for the row to be selected; empty where it is not one record of one partition.
    void planFound(const Domain::ReadPlan &plan, std::optional<Domain::TopicPartition> partition, std::optional<Domain::Offset> offset);
    void timeWanted(qint64 ms);
    void failed(const QString &what, const QString &why);

private:
    QString take(const QString &text);
    QString go(const Items::GotoTarget &target);
    QString goOffsets(const std::map<Domain::PartitionId, Domain::Offset> &offsets);
    void goGroup(const QString &group);
    void takeCommitted(const QString &group, const std::vector<Domain::PartitionName> &asked, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers);
    Domain::ReadPlan planFrom(const Domain::SeekTarget &from) const;
    std::vector<Domain::PartitionName> partitions() const;
    qint64 highestOffset() const;
    Items::GotoContext context() const;

    Session::ClusterSession &m_cluster;
    const QStringList m_topics;
    FieldPopup *m_popup;
    Domain::ReadPlan m_plan;
    bool m_utc = false;
    QString m_last; ///< what was typed last
    quint64 m_question = 0; ///< the group look-up under way: an answer to an older one is dropped
    Session::Handover m_handover{this}; // last: it goes first
};

} // namespace Views
