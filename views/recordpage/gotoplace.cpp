// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/gotoplace.h"

#include "items/errortext.h"
#include "items/plantext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/recordpage/fieldpopup.h"

#include <QDateTime>

#include <algorithm>

namespace Views {

namespace {

constexpr std::chrono::seconds Deadline{10};

} // namespace

GotoPlace::GotoPlace(Session::ClusterSession &cluster, QStringList topics, const Appearance &appearance, QWidget *page)
    : QObject(page), m_cluster(cluster), m_topics(std::move(topics)), m_popup(new FieldPopup(appearance, page))
{
    m_popup->setObjectName(QStringLiteral("gotoPopup"));
}

GotoPlace::~GotoPlace() = default;

Items::GotoContext GotoPlace::context() const
{
    return {.nowMs = QDateTime::currentMSecsSinceEpoch(), .utc = m_utc, .highestOffset = highestOffset()};
}

qint64 GotoPlace::highestOffset() const
{
    qint64 highest = -1;
    for (const QString &topic : m_topics)
        for (const Domain::Watermarks &marks : m_cluster.watermarks(topic.toStdString()))
            highest = std::max<qint64>(highest, marks.high ? marks.high->value() : -1);
    return highest;
}

void GotoPlace::ask(QWidget *anchor, const Domain::ReadPlan &plan)
{
    m_plan = plan;
    std::vector<std::string> topics;
    for (const QString &topic : m_topics)
        topics.push_back(topic.toStdString());
    m_cluster.requestWatermarks(topics); // a number is an offset as long as the log reaches so far
    m_popup->ask(anchor, tr("Go to offset, time or group"), tr("1200 · 3:1200 · 2026-11-21 14:32 · yesterday 14:00 · -15m · end-100 · group NAME"), m_last,
                 [this](const QString &text) { return take(text); }, tr("Go"));
    m_popup->setPreview([this](const QString &text) {
        const auto target = text.trimmed().isEmpty() ? Domain::Result<Items::GotoTarget>(Domain::Error{}) : Items::parseGoto(text, context());
        return target ? Items::gotoText(target.value(), m_utc) : QString();
    });
}

QString GotoPlace::take(const QString &text)
{
    const auto target = Items::parseGoto(text, context());
    if (!target)
        return Items::inputProblemText(target.error());
    const QString problem = go(target.value());
    if (problem.isEmpty())
        m_last = text.trimmed();
    return problem;
}

Domain::ReadPlan GotoPlace::planFrom(const Domain::SeekTarget &from) const
{
    Domain::ReadPlan plan = m_plan;
    plan.from = from;
    plan.fromPerPartition.clear();
    plan.limit.reset();
    plan.newestFirst = false;
    if (!plan.isLive()) // an end before the place would leave nothing to see
        plan.until = Domain::UntilEnd{};
    plan.untilPerPartition.clear();
    return plan;
}

QString GotoPlace::go(const Items::GotoTarget &target)
{
    ++m_question;
    if (const auto *time = std::get_if<Items::GotoTime>(&target)) {
        if (!m_cluster.cluster().canLookUpTimes())
            return tr("This cluster cannot look up times.");
        emit timeWanted(time->ms);
        return {};
    }
    if (const auto *group = std::get_if<Items::GotoGroup>(&target)) {
        goGroup(group->group);
        return {};
    }
    if (const auto *offsets = std::get_if<Items::GotoOffsets>(&target))
        return goOffsets(offsets->offsets);
    Domain::SeekTarget from = Domain::Beginning{};
    if (const auto *end = std::get_if<Items::GotoEnd>(&target)) {
        from = Domain::Tail{std::max<qint64>(1, end->before)};
        if (end->before == 0)
            from = Domain::Tail{1};
    } else if (const auto *offset = std::get_if<Items::GotoOffset>(&target)) {
        from = Domain::AtOffset{offset->offset};
    }
    emit planFound(planFrom(from), std::nullopt, std::nullopt);
    return {};
}

std::vector<Domain::PartitionName> GotoPlace::partitions() const
{
    std::vector<Domain::PartitionName> names;
    const auto snapshot = m_cluster.snapshot();
    for (const QString &name : m_topics) {
        const Domain::Topic *topic = snapshot ? snapshot->topic(name.toStdString()) : nullptr;
        for (std::size_t i = 0; topic && i < topic->partitions.size(); ++i)
            names.push_back({topic->name, topic->partitions[i].id});
    }
    return names;
}

QString GotoPlace::goOffsets(const std::map<Domain::PartitionId, Domain::Offset> &offsets)
{
    const std::vector<Domain::PartitionName> known = partitions();
    Domain::ReadPlan plan = planFrom(Domain::Beginning{});
    plan.partitions.clear();
    for (const auto &[partition, offset] : offsets) {
        const bool exists = std::any_of(known.begin(), known.end(), [id = partition](const Domain::PartitionName &name) { return name.partition == id; });
        if (!known.empty() && !exists)
            return tr("There is no partition %1.").arg(partition.value());
        plan.partitions.push_back(partition);
        for (std::size_t topic = 0; topic < plan.topics.size(); ++topic)
            plan.fromPerPartition[{std::uint16_t(topic), partition}] = Domain::AtOffset{offset};
    }
    const auto &[partition, offset] = *offsets.begin();
    emit planFound(plan, Domain::TopicPartition{0, partition}, offset);
    return {};
}

void GotoPlace::goGroup(const QString &group)
{
    const std::vector<Domain::PartitionName> asked = partitions();
    const quint64 question = m_question;
    m_cluster.cluster().requestCommittedOffsets(group.toStdString(), asked, Deadline,
                                                [this, handle = m_handover.handle(), group, asked, question](Domain::Result<std::vector<Domain::OffsetAnswer>> answers) {
                                                    handle.post([this, group, asked, question, answers = std::move(answers)] {
                                                        if (question == m_question)
                                                            takeCommitted(group, asked, answers);
                                                    });
                                                });
}

void GotoPlace::takeCommitted(const QString &group, const std::vector<Domain::PartitionName> &asked, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers)
{
    const QString name = Items::safeText(group.toStdString(), 80);
    if (!answers) {
        const Items::ErrorText words = Items::errorText(answers.error());
        emit failed(tr("The offsets of group %1 could not be asked.").arg(name), words.what + u' ' + words.why);
        return;
    }
    Domain::ReadPlan plan = planFrom(Domain::End{});
    plan.partitions.clear();
    std::optional<Domain::Error> error;
    std::size_t known = 0;
    for (std::size_t i = 0; i < answers.value().size() && i < asked.size(); ++i) {
        const Domain::OffsetAnswer &answer = answers.value()[i];
        if (answer.error && !error)
            error = answer.error;
        const auto topic = std::find(plan.topics.begin(), plan.topics.end(), asked[i].topic);
        if (!answer.offset || topic == plan.topics.end())
            continue;
        ++known;
        plan.partitions.push_back(asked[i].partition);
        plan.fromPerPartition[{std::uint16_t(topic - plan.topics.begin()), asked[i].partition}] = Domain::AtOffset{*answer.offset};
    }
    if (known == 0 && error) {
        emit failed(tr("The offsets of group %1 could not be asked.").arg(name), Items::errorText(*error).what);
        return;
    }
    if (known == 0) {
        emit failed(tr("Group %1 has committed nothing in this topic.").arg(name), tr("There is no place to go to. A misspelt group looks the same."));
        return;
    }
    std::sort(plan.partitions.begin(), plan.partitions.end());
    plan.partitions.erase(std::unique(plan.partitions.begin(), plan.partitions.end()), plan.partitions.end());
    if (known < asked.size())
        emit failed(tr("Group %1 has committed in %2 of %3 partitions.").arg(name).arg(known).arg(asked.size()), tr("The others are left out."));
    emit planFound(plan, std::nullopt, std::nullopt);
}

} // namespace Views
