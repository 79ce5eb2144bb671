// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/readnews.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/plantext.h"
#include "items/safetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace Views {

namespace {

using Action = ReadNews::Action;
using Domain::PartitionProgress;
using Domain::ReadState;

constexpr qint64 FirstRecordPatienceMs = 150;

QString tr(const char *text)
{
    return QCoreApplication::translate("RecordPage", text);
}

QString technicalText(const Items::ErrorText &words)
{
    return words.details.isEmpty() ? words.what : words.what + u'\n' + words.details;
}

ReadNews newsOfError(const Domain::Error &error)
{
    const Items::ErrorText words = Items::errorText(error);
    ReadNews news;
    news.kind = Banner::Kind::Error;
    news.title = words.what;
    news.text = words.why;
    news.detail = words.next;
    news.technical = technicalText(words);
    return news;
}

ReadNews failedNews(const Domain::Error &error)
{
    ReadNews news = newsOfError(error);
    news.actions = {Action::RetryNow, Action::CopyDetails};
    return news;
}

/// Partitions that failed, or that go on through trouble, as one piece of news for each error.
std::vector<ReadNews> partitionNews(const Domain::ReadStatus &status)
{
    std::vector<ReadNews> all;
    std::vector<std::pair<Domain::Error, std::vector<const PartitionProgress *>>> groups;
    for (const PartitionProgress &p : status.partitions) {
        if (!p.error)
            continue;
        const auto same = std::find_if(groups.begin(), groups.end(), [&p](const auto &group) {
            return group.first.code == p.error->code && (group.second.front()->state == PartitionProgress::State::Failed) == (p.state == PartitionProgress::State::Failed);
        });
        if (same == groups.end())
            groups.push_back({*p.error, {&p}});
        else
            same->second.push_back(&p);
    }
    for (const auto &[error, partitions] : groups) {
        const bool failed = partitions.front()->state == PartitionProgress::State::Failed;
        ReadNews news = newsOfError(error);
        const QString who = partitions.size() == 1 ? tr("P%1").arg(partitions.front()->id.value())
                                                   : tr("%1 partitions").arg(Items::countText(partitions.size()));
        news.kind = failed ? Banner::Kind::Error : Banner::Kind::Warning;
        news.text = news.title + (news.text.isEmpty() ? QString() : u' ' + news.text);
        news.title = failed ? tr("Cannot read %1.").arg(who) : tr("%1: trying again.").arg(who);
        const bool othersGoOn = partitions.size() < status.partitions.size();
        if (othersGoOn)
            news.detail = (news.detail.isEmpty() ? QString() : news.detail + u' ') + tr("The other partitions go on.");
        news.actions = failed ? std::vector{Action::RetryNow, Action::CopyDetails} : std::vector{Action::CopyDetails};
        all.push_back(std::move(news));
    }
    return all;
}

ReadNews troubleNews(const Domain::Error &error)
{
    ReadNews news = newsOfError(error);
    news.kind = Banner::Kind::Warning;
    news.detail = tr("Trying again by itself; the place in every partition is kept. %1").arg(news.detail).trimmed();
    news.actions = {Action::Stop, Action::CopyDetails};
    return news;
}

qint64 leftToRead(const Domain::ReadStatus &status)
{
    qint64 left = 0;
    for (const PartitionProgress &p : status.partitions)
        if (p.end && p.state != PartitionProgress::State::Done)
            left += std::max<qint64>(0, (*p.end - p.position).value());
    return left;
}

ReadNews budgetNews(const ReadSituation &s)
{
    ReadNews news;
    news.kind = Banner::Kind::Warning;
    news.title = tr("Memory budget reached.");
    news.text = tr("%1 records in %2 are held; reading stands still with ≈ %3 offsets to go.")
                    .arg(Items::countText(s.recordsHeld), Items::bytesText(s.bytesHeld), Items::countText(quint64(leftToRead(s.status))));
    news.detail = tr("Raise the budget of %1 by half, or continue from here: what is shown now makes room for what follows.").arg(Items::bytesText(s.budget));
    news.actions = {Action::RaiseBudget, Action::ContinueHere, Action::StopHere};
    return news;
}

ReadNews pausedNews()
{
    ReadNews news;
    news.title = tr("Paused.");
    news.text = tr("Reading holds its place in every partition.");
    news.actions = {Action::Resume};
    return news;
}

QString silentBrokers(const ReadSituation &s)
{
    if (!s.status.waitingFor.empty()) {
        const QString who = Items::safeText(s.status.waitingFor, 80);
        return tr("%1 has not answered.").arg(who.left(1).toUpper() + who.mid(1));
    }
    if (!s.connection.brokersDown.empty())
        return tr("Broker %1 has not answered.").arg(s.connection.brokersDown.front().first.value());
    return s.isStarted && s.status.state != ReadState::Connecting ? tr("The brokers have not sent one yet.") : tr("The cluster has not answered yet.");
}

ReadNews firstRecordNews(const ReadSituation &s)
{
    ReadNews news;
    news.title = tr("Waiting for the first record.");
    news.text = tr("Asked %1 ago. %2").arg(Items::durationText(s.msSinceStart / 100 * 100), silentBrokers(s));
    news.actions = {Action::Stop};
    return news;
}

ReadNews stalledNews(const ReadSituation &s)
{
    ReadNews news;
    news.kind = Banner::Kind::Warning;
    const auto going = std::count_if(s.status.partitions.begin(), s.status.partitions.end(), [](const PartitionProgress &p) { return !p.error && p.state != PartitionProgress::State::Failed; });
    news.title = tr("Waiting for %1.").arg(Items::safeText(s.status.waitingFor, 80));
    news.text = tr("It has been silent for more than 2 s. %1 of %2 partitions are without trouble.").arg(Items::countText(quint64(going)), Items::countText(s.status.partitions.size()));
    news.actions = {Action::Stop};
    return news;
}

bool isLogEmpty(const Domain::ReadStatus &status)
{
    return !status.partitions.empty()
        && std::all_of(status.partitions.begin(), status.partitions.end(), [](const PartitionProgress &p) { return p.logEnd && p.logEnd->value() == 0; });
}

ReadNews nothingNews(const ReadSituation &s)
{
    ReadNews news;
    news.title = tr("Nothing to show yet.");
    const bool fromBeginning = std::holds_alternative<Domain::Beginning>(s.plan.from) && s.plan.fromPerPartition.empty();
    if (isLogEmpty(s.status))
        news.text = tr("The topic has never held a record.");
    else if (fromBeginning)
        news.text = tr("The partitions hold no record that can be read.");
    else
        news.text = tr("There is no record from %1 on.").arg(Items::fromText(s.plan, true));
    if (s.status.state == ReadState::Waiting)
        news.detail = tr("New records appear here by themselves.");
    if (!fromBeginning && !isLogEmpty(s.status))
        news.actions.push_back(Action::ShowFromBeginning);
    if (s.status.state == ReadState::Finished)
        news.actions.push_back(Action::FollowLive);
    return news;
}

} // namespace

std::vector<ReadNews> allReadNews(const ReadSituation &s)
{
    std::vector<ReadNews> all;
    const Domain::ReadStatus &status = s.status;
    if (status.state == ReadState::Failed)
        all.push_back(failedNews(status.error.value_or(Domain::Error{})));
    else if (!s.isStarted && s.connection.kind == Domain::ConnectionState::Kind::Refused)
        all.push_back(failedNews(s.connection.error.value_or(Domain::Error{})));
    else if (status.error)
        all.push_back(troubleNews(*status.error));
    else if (!s.isStarted && s.connection.error)
        all.push_back(troubleNews(*s.connection.error));
    for (ReadNews &news : partitionNews(status))
        all.push_back(std::move(news));
    if (status.state == ReadState::BudgetReached)
        all.push_back(budgetNews(s));
    const bool isRunning = status.state == ReadState::Connecting || status.state == ReadState::Reading;
    if (s.isStarted && !status.waitingFor.empty() && s.rows > 0 && isRunning)
        all.push_back(stalledNews(s));
    if (status.state == ReadState::Paused)
        all.push_back(pausedNews());
    if (s.rows == 0 && isRunning && s.msSinceStart >= FirstRecordPatienceMs && all.empty())
        all.push_back(firstRecordNews(s));
    // The status may be a moment ahead of the rows.
    if (s.rows == 0 && status.records == 0 && (status.state == ReadState::Waiting || status.state == ReadState::Finished) && all.empty())
        all.push_back(nothingNews(s));
    std::stable_sort(all.begin(), all.end(), [](const ReadNews &a, const ReadNews &b) { return a.kind > b.kind; });
    return all;
}

std::optional<ReadNews> readNews(const ReadSituation &situation)
{
    std::vector<ReadNews> all = allReadNews(situation);
    if (all.empty())
        return std::nullopt;
    all.front().others = int(all.size()) - 1;
    return std::move(all.front());
}

QString actionText(Action action)
{
    switch (action) {
    case Action::Stop:
        return tr("Stop");
    case Action::StopHere:
        return tr("Stop here");
    case Action::Resume:
        return tr("Resume");
    case Action::RaiseBudget:
        return tr("Raise budget");
    case Action::ContinueHere:
        return tr("Continue from here");
    case Action::ShowFromBeginning:
        return tr("Show from beginning");
    case Action::FollowLive:
        return tr("Follow live");
    case Action::RetryNow:
        return tr("Retry now");
    case Action::CopyDetails:
        return tr("Copy details");
    case Action::SearchWholeLog:
        return tr("Search the whole log");
    case Action::SearchWithoutLimit:
        return tr("Search without a limit");
    case Action::ShowErrors:
        return tr("Show them");
    case Action::ShowMatches:
        return tr("Show the matches");
    }
    return {};
}

QString actionIcon(Action action)
{
    switch (action) {
    case Action::CopyDetails:
        return QStringLiteral("copy");
    case Action::Stop:
    case Action::StopHere:
        return QStringLiteral("stop");
    case Action::ShowErrors:
        return QStringLiteral("eye");
    default:
        return {};
    }
}

} // namespace Views
