// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// RecordPage in time: the timeline, From here and Until here, and reading on at both ends of what is loaded.

#include "views/recordpage/recordpage.h"

#include "items/rowplaces.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "views/recordpage/pagetimeline.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordsearch.h"
#include "views/recordview/recordview.h"

#include <QPushButton>
#include <QScrollBar>

namespace Views {

namespace {

constexpr int NearScreens = 2; ///< so close to an end, more is read

} // namespace

/// Of the reading that is shown, or that a search has interrupted.
Domain::ReadPlan RecordPage::shownPlan() const
{
    return m_search->planBefore().value_or(m_read.plan());
}

void RecordPage::connectTimeline()
{
    connect(m_timeline, &PageTimeline::timeWanted, this, &RecordPage::followTimeline);
    connect(m_timeline, &PageTimeline::offsetsWanted, this, &RecordPage::goToOffsets);
    connect(m_timeline, &PageTimeline::rangeChosen, this, &RecordPage::chooseRange);
    connect(m_timeline, &PageTimeline::rangeDropped, this, [this] {
        Domain::ReadPlan plan = shownPlan();
        if (!RecordSearch::hasRange(plan))
            return;
        plan.until = Domain::UntilEnd{};
        plan.untilPerPartition.clear();
        jump(plan, m_positions.current());
    });
    connect(m_timeline, &PageTimeline::fromWanted, this, [this](qint64 ms) {
        Domain::ReadPlan plan = shownPlan();
        plan.from = Domain::AtTime{ms};
        plan.fromPerPartition.clear();
        jump(plan, std::nullopt);
        m_isFromChosen = true;
    });
    connect(m_timeline, &PageTimeline::untilWanted, this, [this](qint64 ms) {
        Domain::ReadPlan plan = shownPlan();
        plan.until = Domain::UntilTime{.ms = ms};
        plan.untilPerPartition.clear();
        plan.limit.reset();
        if (std::holds_alternative<Domain::Tail>(plan.from) || std::holds_alternative<Domain::End>(plan.from))
            plan.from = Domain::Beginning{}; // counted from the end, the start would lie behind the place
        jump(plan, std::nullopt);
    });
    connect(m_timeline, &PageTimeline::conditionWanted, this, &RecordPage::addCondition);
    connect(m_timeline, &PageTimeline::matchWanted, this, [this](qint64 ms) {
        if (const auto row = Items::rowNearestInTime(m_rows, ms))
            m_view->selectRow(int(*row) + firstRow());
    });
}

/// Inside what is loaded the table follows at once; elsewhere it is read once the playhead has been let go.
void RecordPage::followTimeline(qint64 ms, bool released)
{
    const auto loaded = Items::timesCovered(m_rows);
    if (loaded && ms >= loaded->first && ms <= loaded->second) {
        if (released)
            m_positions.beginJump();
        m_view->setFollowing(false);
        if (const auto row = Items::rowNearestInTime(m_rows, ms))
            m_view->selectRow(int(*row) + firstRow());
        return;
    }
    if (released)
        goToTime(ms);
}

void RecordPage::goToTime(qint64 ms)
{
    if (!m_cluster.cluster().canLookUpTimes()) {
        goToOffsets(m_timeline->offsetsAt(ms));
        return;
    }
    m_positions.beginJump();
    m_goal.reset();
    m_isFromChosen = false;
    Domain::ReadPlan plan = shownPlan();
    m_search->forget();
    plan.until = Domain::UntilEnd{};
    beginRun(plan);
    m_read.moveTo(ms);
    m_wantsFirst = true;
    m_timeline->setPlan(m_read.plan());
    m_timeline->setPlayhead(ms);
    m_bar->setPlan(m_read.plan());
    updateState();
}

void RecordPage::goToOffsets(const std::map<Domain::TopicPartition, Domain::SeekTarget> &offsets)
{
    if (offsets.empty())
        return;
    Domain::ReadPlan plan = shownPlan();
    plan.from = Domain::End{};
    plan.fromPerPartition = offsets;
    plan.untilPerPartition.clear();
    plan.limit.reset();
    plan.until = Domain::UntilEnd{};
    jump(plan, std::nullopt);
}

void RecordPage::chooseRange(qint64 from, qint64 until)
{
    Domain::ReadPlan plan = shownPlan();
    plan.from = Domain::AtTime{from};
    plan.fromPerPartition.clear();
    plan.until = Domain::UntilTime{.ms = until};
    plan.untilPerPartition.clear();
    plan.limit.reset();
    const bool wasSearching = m_search->isOn();
    jump(plan, std::nullopt);
    if (wasSearching)
        m_search->start(plan, true); // the same filter over the new range
}

void RecordPage::readFromHere()
{
    const auto place = positionAt(m_view->currentIndex().row());
    if (!place)
        return;
    if (place->ms >= 0 && m_cluster.cluster().canLookUpTimes()) {
        Domain::ReadPlan plan = shownPlan();
        plan.from = Domain::AtTime{place->ms};
        plan.fromPerPartition.clear();
        jump(plan, place);
        m_isFromChosen = true;
    } else {
        show(*place);
    }
}

void RecordPage::readUntilHere()
{
    const auto place = positionAt(m_view->currentIndex().row());
    if (!place)
        return;
    Domain::ReadPlan plan = shownPlan();
    plan.limit.reset();
    plan.untilPerPartition.clear();
    if (place->ms >= 0)
        plan.until = Domain::UntilTime{.ms = place->ms + 1}; // this record is in
    else
        plan.until = Domain::UntilOffset{Domain::Offset(place->offset.value() + 1)};
    if (std::holds_alternative<Domain::Tail>(plan.from) || std::holds_alternative<Domain::End>(plan.from))
        plan.from = Domain::Beginning{}; // counted from the end, the start would lie behind the place
    jump(plan, place);
}

void RecordPage::connectReadingOn()
{
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, &RecordPage::readOnIfNear);
    connect(m_view->verticalScrollBar(), &QScrollBar::rangeChanged, this, &RecordPage::readOnIfNear);
    connect(m_readAllButton, &QPushButton::clicked, this, [this] {
        m_read.readAll();
        updateState();
        if (isVisible())
            m_refresh.start();
    });
}

/// Not past an end that the user has set, and not in a search.
bool RecordPage::mayReadOn() const
{
    return m_isStarted && !m_search->isOn() && !m_read.plan().limit && !RecordSearch::hasRange(m_read.plan());
}

/// Rows that are filtered or ordered say nothing of how near the ends of what was read are; that they are looked at they do say.
void RecordPage::readOnIfNear()
{
    const int rows = m_model.rowCount() - firstRow();
    const int top = std::max(0, m_view->topRow() - firstRow());
    const int screen = std::max(1, m_view->visibleRows());
    if (rows <= 0)
        return;
    m_rows.setLookedAt(quint64(std::min(top, rows - 1)), quint64(std::min(rows - 1, top + screen)));
    if (!mayReadOn() || m_search->isFiltering() || m_rows.order() != Domain::ReadOrder::Arrival || m_rows.isNewestFirst())
        return;
    const bool isNearTop = top < NearScreens * screen && !m_view->isFollowing();
    const bool isNearEnd = top + (NearScreens + 1) * screen > rows;
    const bool wants = (isNearTop && m_read.canReadEarlier() && !m_read.isReadingEarlier()) || (isNearEnd && m_read.canReadLater() && !m_read.isReadingLater());
    if (!wants)
        return;
    if (isNearTop && m_read.canReadEarlier())
        m_read.readEarlier();
    if (isNearEnd && m_read.canReadLater())
        m_read.readLater();
    if (isVisible())
        m_refresh.start();
}

} // namespace Views
