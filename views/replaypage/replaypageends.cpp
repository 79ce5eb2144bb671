// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/replaypage.h"

#include "items/numbertext.h"
#include "items/runreportmodel.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/topiccreation.h"
#include "views/replaypage/targetcard.h"
#include "views/widgets/banner.h"
#include "views/widgets/writeconfirmation.h"

#include <QFileDialog>
#include <QPushButton>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

// Where the replay page leads to: records of the target, a report in a file, topics that are missing.

namespace Views {

void ReplayPage::openTarget()
{
    if (!m_runTarget || !m_targetEnds)
        return;
    Domain::ReadPlan plan;
    plan.topics = {m_runPlan.target.topicFor(m_runPlan.source.read.topic())};
    for (const auto &[place, offset] : *m_targetEnds)
        plan.fromPerPartition[place] = Domain::AtOffset{offset};
    emit recordsWanted(m_runTarget, plan);
}

/// The record at the target, or where it is lost, the one at the source.
void ReplayPage::openDifference()
{
    const auto &verdict = m_status.verdict;
    if (!verdict || !verdict->difference)
        return;
    const Replay::Difference &difference = *verdict->difference;
    const bool isThere = difference.offset && m_runTarget;
    if (!isThere && !difference.sourceOffset)
        return;
    Domain::ReadPlan plan;
    plan.topics = {isThere ? difference.topic : difference.sourceTopic};
    plan.partitions = {isThere ? difference.partition : difference.sourcePartition};
    plan.fromPerPartition[{0, plan.partitions.front()}] = Domain::AtOffset{isThere ? *difference.offset : *difference.sourceOffset};
    emit recordsWanted(isThere ? m_runTarget : openNamed(m_runPlan.source.connection), plan);
}

void ReplayPage::saveReport()
{
    auto *dialog = new QFileDialog(this, tr("Save report"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), tr("JSON (*.json)"));
    dialog->setObjectName(QStringLiteral("saveReportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("replay-%1.json").arg(QString::fromStdString(m_runId)));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &name) {
        QSaveFile file(name);
        const QByteArray report = Items::runReportJson(m_runId, m_runPlan, m_status);
        if (!file.open(QIODevice::WriteOnly) || file.write(report) != report.size() || !file.commit())
            tell({.code = Domain::ErrorCode::FileUnwritable, .args = {{"file", name.toStdString()}}, .technical = file.errorString().toStdString()});
    });
    dialog->open();
}

/// With as many partitions as the source has.
std::vector<Domain::NewTopic> ReplayPage::missingTopics() const
{
    std::vector<Domain::NewTopic> topics;
    const auto snapshot = m_source.snapshot();
    for (const std::string &name : m_report ? m_report->missingTopics : std::vector<std::string>()) {
        Domain::NewTopic topic{.name = name};
        std::int32_t any = 1;
        for (const std::string &from : m_from.read.topics) {
            const Domain::Topic *known = snapshot ? snapshot->topic(from) : nullptr;
            const auto count = known ? std::int32_t(known->partitions.size()) : 0;
            any = std::max(any, count);
            if (m_dryPlan.target.topicFor(from) == name)
                topic.partitions = std::max(topic.partitions, count);
        }
        if (std::none_of(m_from.read.topics.begin(), m_from.read.topics.end(), [&](const std::string &from) { return m_dryPlan.target.topicFor(from) == name; }))
            topic.partitions = any; // a step leads there
        topics.push_back(topic);
    }
    return topics;
}

void ReplayPage::askTopics()
{
    Session::ClusterSession *target = m_target->session();
    const std::vector<Domain::NewTopic> topics = missingTopics();
    if (!target || topics.empty() || isBusy())
        return;
    WriteConfirmation::Words words;
    words.title = tr("Create topics");
    words.verb = topics.size() == 1 ? tr("Create 1 topic") : tr("Create %1 topics").arg(topics.size());
    QStringList names;
    for (const Domain::NewTopic &topic : topics) {
        names += Items::safeText(topic.name, 80);
        words.facts.append({Items::safeText(topic.name, 80), topic.partitions == 1 ? tr("1 partition") : tr("%1 partitions").arg(topic.partitions)});
    }
    words.target = names.join(QStringLiteral(", "));
    words.effect = tr("Topics with the partition counts of the source and the broker's defaults for everything else.");
    auto *dialog = new WriteConfirmation(*target, words, m_appearance, this);
    connect(dialog, &QDialog::accepted, this, [this, topics] {
        if (Session::ClusterSession *open = m_target->session())
            createTopics(topics, *open);
    });
    dialog->open();
}

void ReplayPage::createTopics(const std::vector<Domain::NewTopic> &topics, Session::ClusterSession &target)
{
    auto *creation = new Session::TopicCreation(target.sharedCluster(), this);
    connect(creation, &Session::TopicCreation::finished, this, [this, creation](const Domain::Result<std::vector<Domain::Status>> &result) {
        creation->deleteLater();
        if (!result)
            return tell(result.error());
        const auto failed = std::find_if(result->begin(), result->end(), [](const Domain::Status &status) { return !status; });
        if (Session::ClusterSession *open = m_target->session())
            open->refresh();
        if (failed != result->end())
            return tell(failed->error());
        dryRun();
    });
    creation->start(topics);
}

} // namespace Views
