// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/searchwords.h"

#include "items/filtertext.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>

namespace Views {

namespace {

using Domain::ReadState;
using State = ScanStrip::State;

constexpr qint64 EstimateAfterMs = 1000; // ui.md §7: a time left is told after 1 s or 5 %
constexpr double EstimateAfterShare = 0.05;

QString tr(const char *text)
{
    return QCoreApplication::translate("RecordPage", text);
}

std::pair<State, QString> stateWords(const ReadSituation &s, const SearchSituation &search)
{
    if (search.isHalted)
        return {State::Stopped, tr("Stopped by you")};
    switch (s.status.state) {
    case ReadState::Connecting:
        return {State::Busy, tr("Connecting")};
    case ReadState::Reading:
    case ReadState::Waiting:
        if (!s.status.waitingFor.empty())
            return {State::Warning, tr("Waiting for %1").arg(Items::safeText(s.status.waitingFor, 80))};
        return s.status.error ? std::pair(State::Warning, tr("Searching, interrupted")) : std::pair(State::Busy, tr("Searching %1 for %2").arg(search.topic, search.name));
    case ReadState::Paused:
        return {State::Paused, tr("Paused")};
    case ReadState::BudgetReached:
        return {State::Warning, tr("Memory budget reached")};
    case ReadState::Finished:
        return hasFailedPartition(s.status) ? std::pair(State::Warning, tr("Incomplete")) : std::pair(State::Done, tr("Done"));
    case ReadState::LimitReached:
        return {State::Warning, tr("Limit reached")};
    case ReadState::Stopped:
        return {State::Stopped, tr("Stopped by you")};
    case ReadState::Failed:
        return {State::Failed, tr("Failed")};
    }
    return {};
}

QString scannedText(const SearchSituation &search, const std::optional<ReadExtent> &extent)
{
    if (!extent)
        return Items::countText(search.scanned);
    return tr("%1 of ≈ %2").arg(Items::countText(search.scanned), Items::countText(quint64(extent->total)));
}

QString timeLeft(const SearchSituation &search, std::optional<double> share)
{
    if (!share || *share <= 0 || (search.elapsedMs < EstimateAfterMs && *share < EstimateAfterShare))
        return QStringLiteral("—");
    return tr("about %1").arg(Items::durationText(qint64(double(search.elapsedMs) * (1 - *share) / *share)));
}

QString matchesText(quint64 count)
{
    return count == 1 ? tr("1 match") : tr("%1 matches").arg(Items::countText(count));
}

ReadNews nothingFound(const ReadSituation &s, const SearchSituation &search)
{
    ReadNews news;
    news.title = tr("No record matches.");
    news.text = search.isWholeLog ? tr("All %1 records of %2 were searched.").arg(Items::countText(search.scanned), search.topic)
                                  : tr("The %1 records of the range were searched.").arg(Items::countText(search.scanned));
    if (s.status.gapOffsets > 0)
        news.detail = tr("%1 offsets hold no record that can be read.").arg(Items::countText(s.status.gapOffsets));
    if (!search.isWholeLog)
        news.actions.push_back(ReadNews::Action::SearchWholeLog);
    return news;
}

ReadNews limitNews(const ReadSituation &s, const SearchSituation &search)
{
    ReadNews news;
    news.kind = Banner::Kind::Warning;
    news.title = tr("Result limit reached.");
    const auto share = searchShare(s.status);
    news.text = share ? tr("%1 kept, stopped at %2 %.").arg(matchesText(search.matched)).arg(int(*share * 100)) : tr("%1 kept.").arg(matchesText(search.matched));
    news.actions = {ReadNews::Action::SearchWithoutLimit};
    return news;
}

} // namespace

std::optional<double> searchShare(const Domain::ReadStatus &status)
{
    const auto extent = extentOf(status);
    if (!extent)
        return std::nullopt;
    return extent->total == 0 ? 1.0 : double(extent->done) / double(extent->total);
}

SearchWords searchWords(const ReadSituation &s, const SearchSituation &search, const StripFigures &figures)
{
    SearchWords words;
    std::tie(words.strip.state, words.strip.words) = stateWords(s, search);
    const auto extent = extentOf(s.status);
    const auto share = searchShare(s.status);
    const bool isRunning = !Domain::isFinal(s.status.state) && !search.isHalted;
    const QString scanned = scannedText(search, extent);
    QStringList &facts = words.strip.facts;
    facts += scanned;
    facts += isRunning ? matchesText(search.matched) : search.isHalted || s.status.state == ReadState::Stopped ? tr("%1 kept").arg(matchesText(search.matched)) : matchesText(search.matched);
    if (isRunning && figures.recordsPerSecond > 0)
        facts += {Items::rateText(figures.recordsPerSecond), tr("%1/s").arg(Items::bytesText(quint64(figures.bytesPerSecond)))};
    if (!search.range.isEmpty())
        facts += search.range;
    if (search.errors > 0)
        facts += tr("%1 not evaluated").arg(Items::countText(search.errors));
    facts += Items::durationText(search.elapsedMs);
    if (isRunning && share)
        facts += tr("%1 left").arg(timeLeft(search, share));
    if (!isRunning || s.status.state == ReadState::Connecting)
        return words;
    words.figures = {{tr("Scanned"), scanned},
                     {tr("Rate"), figures.recordsPerSecond > 0 ? Items::rateText(figures.recordsPerSecond) : QStringLiteral("—")},
                     {tr("Read"), tr("%1, %2/s").arg(Items::bytesText(search.bytesScanned), Items::bytesText(quint64(figures.bytesPerSecond)))},
                     {tr("Matches"), search.maxMatches ? tr("%1 of %2").arg(Items::countText(search.matched), Items::countText(*search.maxMatches)) : Items::countText(search.matched)},
                     {tr("Cannot evaluate"), Items::countText(search.errors)},
                     {tr("Elapsed"), Items::durationText(search.elapsedMs)},
                     {tr("Left"), timeLeft(search, share)},
                     {tr("Result memory"), tr("%1 of %2").arg(Items::bytesText(s.bytesHeld), Items::bytesText(s.budget))}};
    return words;
}

std::optional<ReadNews> searchNews(const ReadSituation &s, const SearchSituation &search)
{
    const bool isOver = s.status.state == ReadState::Finished && !hasFailedPartition(s.status);
    if (search.errors > 0) {
        ReadNews news;
        news.title = Items::filterErrorsText(search.errors, search.firstProblem) + u'.';
        news.text = tr("They are no matches and no misses: the filter does not fit them.");
        news.actions = {search.isShowingErrors ? ReadNews::Action::ShowMatches : ReadNews::Action::ShowErrors};
        return news;
    }
    if (s.status.state == ReadState::LimitReached && search.maxMatches && search.matched >= *search.maxMatches)
        return limitNews(s, search);
    if (isOver && search.matched == 0)
        return nothingFound(s, search);
    return std::nullopt;
}

} // namespace Views
