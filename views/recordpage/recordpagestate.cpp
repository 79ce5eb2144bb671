// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// What RecordPage says of its read: banner, scan strip, and which buttons and actions make sense.

#include "views/recordpage/recordpage.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "session/clustersession.h"
#include "views/recordpage/pagetimeline.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/readstrip.h"
#include "views/recordpage/recordactions.h"
#include "views/recordpage/recordsearch.h"
#include "views/recordpage/searchwords.h"
#include "views/recordview/recordview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include <algorithm>

namespace Views {

namespace {

constexpr int TallStripHeight = 640; ///< a page lower than this has no room for the figures of a search

/// The run itself has nothing more to bring for now.
bool canReadOn(const Domain::ReadStatus &status)
{
    using Domain::ReadState;
    return status.state == ReadState::Finished || status.state == ReadState::LimitReached || status.state == ReadState::Waiting || status.state == ReadState::Stopped;
}

} // namespace

ReadSituation RecordPage::situation() const
{
    ReadSituation s;
    s.plan = m_read.plan();
    s.status = m_read.status();
    s.connection = m_cluster.connectionState();
    if (!s.connection.error && !m_isStarted)
        s.connection.error = m_cluster.refreshError();
    s.rows = m_read.order().size();
    s.recordsHeld = m_read.recordsHeld();
    s.bytesHeld = m_read.bytesHeld();
    s.budget = m_read.budget();
    s.msSinceStart = m_sinceStart.elapsed();
    s.isStarted = m_isStarted;
    return s;
}

void RecordPage::noteStatus()
{
    // While reading, the status changes with every tick; the figures have a slower beat of their own.
    const Domain::ReadStatus &status = m_read.status();
    if (status.state == m_shownState && status.error.has_value() == m_shownError && m_refresh.isActive())
        return;
    updateState();
}

void RecordPage::updateState()
{
    const ReadSituation s = situation();
    m_shownState = s.status.state;
    m_shownError = s.status.error.has_value();
    if (m_isCatchingUp) {
        m_seenWhenHeld = m_view->isFollowing() ? 0 : recordsSeen();
        m_isCatchingUp = s.status.state != Domain::ReadState::Waiting;
    }
    updateBanner(s);
    updateStrip(s);
    const bool isPaused = s.status.state == Domain::ReadState::Paused;
    m_bar->setLive(isFollowing());
    m_search->updateFigures();
    m_actions->updateFilter(m_search->isFiltering());
    m_timeline->setSearching(m_search->isFiltering(), !m_search->isOn() || Domain::isFinal(s.status.state));
    if (m_search->isOn())
        m_timeline->showScan();
    m_actions->update(isRunning(), isPaused, isFollowing(), s.plan.isLive());
    if (m_isStarted && Domain::isFinal(s.status.state) && !m_read.isReadingEarlier() && !m_read.isReadingLater())
        m_refresh.stop(); // nothing changes by itself any more
    emit stateChanged();
}

SearchSituation RecordPage::searchSituation() const
{
    return m_search->situation(topicsText());
}

/// Of the read and of the filter, the more severe first.
std::optional<ReadNews> RecordPage::newsOf(const ReadSituation &s) const
{
    std::vector<ReadNews> all = allReadNews(s);
    if (m_search->isOn()) {
        // "Nothing to show" and "Limit" have words of their own in a search; "Paused" is what Stop does there.
        std::erase_if(all, [this, &s](const ReadNews &news) {
            const bool isHalt = m_search->isHalted() && s.status.state == Domain::ReadState::Paused;
            return news.kind == Banner::Kind::Information && (isHalt || Domain::isFinal(s.status.state));
        });
    }
    if (m_search->isFiltering()) {
        if (auto news = searchNews(s, searchSituation())) {
            const auto place = std::find_if(all.begin(), all.end(), [&news](const ReadNews &other) { return other.kind <= news->kind; });
            all.insert(place, std::move(*news));
        }
    }
    if (all.empty())
        return std::nullopt;
    all.front().others = int(all.size()) - 1;
    return std::move(all.front());
}

void RecordPage::updateBanner(const ReadSituation &s)
{
    std::optional<ReadNews> news = newsOf(s);
    if (!m_notice.isEmpty() && (!news || news->kind == Banner::Kind::Information)) {
        news = ReadNews{};
        news->title = m_notice;
    }
    QString said = news ? QStringLiteral("%1\n%2\n%3\n%4").arg(news->title, news->text, news->detail).arg(news->others) : QString();
    for (const ReadNews::Action action : news ? news->actions : std::vector<ReadNews::Action>())
        said += u'\n' + actionText(action);
    if (said == m_shownNews)
        return;
    m_shownNews = said;
    // A button must not vanish under the mouse only because a figure in the text moves.
    const bool sameButtons = m_news && news && news->kind == m_news->kind && news->actions == m_news->actions;
    m_news = news;
    if (!news) {
        m_banner->hide();
        return;
    }
    const QString text = news->others == 0 ? news->text : news->text + u' ' + tr("%1 more.").arg(news->others);
    if (sameButtons) {
        m_banner->amend(news->title, text, news->detail);
        return;
    }
    m_banner->display(news->kind, news->title, text, news->detail);
    m_banner->setClosable(!m_notice.isEmpty() && news->actions.empty());
    for (const ReadNews::Action action : news->actions) {
        QPushButton *button = m_banner->addButton(actionText(action), actionIcon(action));
        connect(button, &QPushButton::clicked, this, [this, action] { act(action); });
    }
}

void RecordPage::updateSearchStrip(const ReadSituation &s)
{
    StripFigures figures;
    figures.recordsPerSecond = m_read.recordsPerSecond();
    figures.bytesPerSecond = m_read.bytesPerSecond();
    const SearchWords words = searchWords(s, searchSituation(), figures);
    m_strip->setState(words.strip.state, words.strip.words);
    m_strip->setFacts(words.strip.facts);
    const bool isTall = !words.figures.empty() && height() >= TallStripHeight;
    m_strip->setProgress(Domain::isFinal(s.status.state) ? std::nullopt : searchShare(s.status), isTall ? words.figures : std::vector<ScanStrip::Figure>());
}

void RecordPage::updateStrip(const ReadSituation &s)
{
    updateStripButtons(s);
    if (m_search->isOn()) {
        updateSearchStrip(s);
        return;
    }
    m_strip->setProgress(std::nullopt);
    StripFigures figures;
    figures.recordsReleased = m_read.recordsReleased();
    figures.recordsPerSecond = m_read.recordsPerSecond();
    figures.bytesPerSecond = m_read.bytesPerSecond();
    figures.isFollowing = m_view->isFollowing();
    figures.isReadingEarlier = m_read.isReadingEarlier();
    figures.isReadingLater = m_read.isReadingLater();
    figures.goesOn = mayReadOn() && m_read.canReadLater();
    const StripWords words = stripWords(s, figures);
    m_strip->setState(words.state, words.words);
    m_strip->setFacts(words.facts);
}

void RecordPage::updateStripButtons(const ReadSituation &s)
{
    const bool isHeld = isRunning() && s.plan.isLive() && !m_view->isFollowing();
    const quint64 seen = recordsSeen();
    const quint64 news = isHeld && seen > m_seenWhenHeld ? seen - m_seenWhenHeld : 0;
    m_newButton->setText(tr("%1 new").arg(Items::countText(news)));
    m_newButton->setAccessibleName(tr("%1 new records, go to the end").arg(Items::countText(news)));
    m_newButton->setVisible(news > 0);
    const bool isPaused = s.status.state == Domain::ReadState::Paused || m_search->isHalted();
    m_pauseButton->setText(m_search->isHalted() ? tr("Go on") : isPaused ? tr("Resume") : tr("Pause"));
    m_pauseButton->setAccessibleName(m_pauseButton->text());
    m_strip->setButtonIcon(m_pauseButton, isPaused ? QStringLiteral("play") : QStringLiteral("pause"));
    m_pauseButton->setVisible(isRunning() && s.status.state != Domain::ReadState::BudgetReached);
    m_stopButton->setVisible(isRunning() && !m_search->isHalted());
    m_againButton->setText(m_search->isOn() ? tr("Search again") : tr("Read again"));
    m_againButton->setAccessibleName(m_againButton->text());
    m_againButton->setVisible(!isRunning());
    m_readAllButton->setVisible(mayReadOn() && canReadOn(s.status) && (m_read.canReadEarlier() || m_read.canReadLater()));
}

void RecordPage::act(ReadNews::Action action)
{
    switch (action) {
    case ReadNews::Action::Stop:
    case ReadNews::Action::StopHere:
        stop();
        break;
    case ReadNews::Action::Resume:
        m_read.resume();
        break;
    case ReadNews::Action::RaiseBudget:
        m_read.raiseBudget();
        break;
    case ReadNews::Action::ContinueHere:
        continueFromHere();
        break;
    case ReadNews::Action::ShowFromBeginning: {
        Domain::ReadPlan plan = m_read.plan();
        plan.from = Domain::Beginning{};
        plan.fromPerPartition.clear();
        read(plan);
        break;
    }
    case ReadNews::Action::FollowLive:
        toggleLive(true);
        break;
    case ReadNews::Action::RetryNow:
        readAgain();
        break;
    case ReadNews::Action::CopyDetails:
        if (m_news)
            QGuiApplication::clipboard()->setText(m_news->technical);
        break;
    case ReadNews::Action::SearchWholeLog:
        m_search->startWholeLog();
        break;
    case ReadNews::Action::SearchWithoutLimit:
        m_search->startWithoutLimit();
        break;
    case ReadNews::Action::ShowErrors:
    case ReadNews::Action::ShowMatches:
        m_search->showErrors(action == ReadNews::Action::ShowErrors);
        updateState();
        break;
    }
}

void RecordPage::continueFromHere()
{
    Domain::ReadPlan plan = m_read.plan();
    plan.partitions.clear();
    plan.fromPerPartition.clear();
    for (const Domain::PartitionProgress &p : m_read.status().partitions) {
        if (p.state == Domain::PartitionProgress::State::Done || p.state == Domain::PartitionProgress::State::Failed)
            continue;
        plan.partitions.push_back(p.id);
        plan.fromPerPartition[{p.topic, p.id}] = Domain::AtOffset{p.position};
    }
    if (plan.limit)
        plan.limit = *plan.limit - std::min(*plan.limit, m_read.status().records);
    if (!plan.partitions.empty() && plan.limit != 0U)
        read(plan);
}

} // namespace Views
