// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Where RecordPage is in the log: the current record, jumps, back and forward, bookmarks, and what a click on a cell offers.

#include "views/recordpage/recordpage.h"

#include "items/fieldfilter.h"
#include "items/recordcontent.h"
#include "session/clustersession.h"
#include "views/filterbar/filterbar.h"
#include "views/inspector/inspector.h"
#include "views/recordpage/bookmarkmenu.h"
#include "views/recordpage/gotoplace.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordactions.h"
#include "views/recordpage/recordsearch.h"
#include "views/recordview/recordview.h"

#include <QMenu>

namespace Views {

namespace {

/// A goal that has not come by then is not waited for: the record may be gone.
constexpr int MostRowsLookedThrough = 200'000;

} // namespace

void RecordPage::connectGoing()
{
    m_actions->bookmarks()->setMenu(m_bookmarks->menu());
    connect(m_actions, &RecordActions::gotoAsked, this, [this] { m_goto->ask(m_bar, m_search->planBefore().value_or(m_read.plan())); });
    connect(m_actions, &RecordActions::backAsked, this, [this] {
        if (const auto place = m_positions.back())
            show(*place);
    });
    connect(m_actions, &RecordActions::forwardAsked, this, [this] {
        if (const auto place = m_positions.forward())
            show(*place);
    });
    connect(m_actions, &RecordActions::fromHereAsked, this, &RecordPage::readFromHere);
    connect(m_actions, &RecordActions::untilHereAsked, this, &RecordPage::readUntilHere);
    connect(m_actions, &RecordActions::bookmarkAsked, this, [this] {
        if (const auto place = positionAt(m_view->currentIndex().row()))
            m_bookmarks->ask(m_bar, *place);
    });
    connect(&m_positions, &Positions::changed, this, [this] { m_actions->updatePositions(m_positions.canGoBack(), m_positions.canGoForward()); });
    connect(m_bookmarks, &BookmarkMenu::chosen, this, [this](const Position &position) {
        m_positions.beginJump();
        show(position);
    });
    connect(m_goto, &GotoPlace::timeWanted, this, &RecordPage::goToTime);
    connect(m_goto, &GotoPlace::planFound, this, [this](const Domain::ReadPlan &plan, std::optional<Domain::TopicPartition> partition, std::optional<Domain::Offset> offset) {
        std::optional<Position> goal;
        if (partition && offset)
            goal = Position{m_topics.value(partition->topic), partition->partition, *offset, -1};
        jump(plan, goal);
    });
    connect(m_goto, &GotoPlace::failed, this, [this](const QString &what, const QString &why) {
        m_notice = what + u' ' + why;
        updateState();
    });
}

std::optional<Position> RecordPage::positionAt(int row) const
{
    const auto record = row >= 0 ? m_model.recordAt(row) : std::nullopt;
    if (!record)
        return std::nullopt;
    return Position{QString::fromStdString(record->topic), record->partition, record->offset, record->timestamp.ms};
}

std::optional<int> RecordPage::rowOf(const Position &position) const
{
    Items::RecordCells cells;
    const int rows = std::min(m_model.rowCount(), MostRowsLookedThrough);
    for (int row = 0; row < rows; ++row) {
        m_model.fill(row, cells);
        if (cells.kind != Items::RecordCells::Kind::Record || cells.partition != position.partition.value() || cells.offset < position.offset.value())
            continue;
        const auto found = positionAt(row);
        if (found && found->topic == position.topic)
            return row; // the record, or the first behind a hole
    }
    return std::nullopt;
}

std::optional<int> RecordPage::firstRecordRow() const
{
    const int rows = std::min(m_model.rowCount(), MostRowsLookedThrough);
    for (int row = 0; row < rows; ++row)
        if (m_model.index(row, 0).data(Items::RecordTable::KindRole).toInt() == int(Items::RecordCells::Kind::Record))
            return row;
    return std::nullopt;
}

bool RecordPage::selectGoal()
{
    if (!m_goal && !m_wantsFirst)
        return false;
    const auto row = m_goal ? rowOf(*m_goal) : firstRecordRow();
    if (!row)
        return false;
    m_goal.reset();
    m_wantsFirst = false;
    m_view->setFollowing(false);
    m_view->selectRow(*row);
    return true;
}

void RecordPage::jump(const Domain::ReadPlan &plan, std::optional<Position> goal)
{
    m_positions.beginJump();
    read(plan);
    m_view->setFollowing(false);
    m_goal = std::move(goal);
    m_wantsFirst = !m_goal;
}

void RecordPage::goToTime(qint64 ms)
{
    Domain::ReadPlan plan = m_search->planBefore().value_or(m_read.plan());
    plan.from = Domain::AtTime{ms};
    plan.fromPerPartition.clear();
    plan.untilPerPartition.clear();
    plan.limit.reset();
    if (!plan.isLive())
        plan.until = Domain::UntilEnd{};
    jump(plan, std::nullopt);
}

void RecordPage::show(const Position &position)
{
    m_goal = position;
    if (selectGoal())
        return;
    Domain::ReadPlan plan = m_search->planBefore().value_or(m_read.plan());
    const auto topic = std::find(m_topics.begin(), m_topics.end(), position.topic);
    plan.fromPerPartition.clear();
    plan.untilPerPartition.clear();
    plan.limit.reset();
    if (!plan.isLive())
        plan.until = Domain::UntilEnd{};
    if (!plan.partitions.empty() && std::find(plan.partitions.begin(), plan.partitions.end(), position.partition) == plan.partitions.end())
        plan.partitions.clear();
    if (position.ms >= 0 && m_cluster.cluster().canLookUpTimes())
        plan.from = Domain::AtTime{position.ms};
    else
        plan.partitions = {position.partition}; // where the others were then cannot be asked
    plan.fromPerPartition[{std::uint16_t(topic - m_topics.begin()), position.partition}] = Domain::AtOffset{position.offset};
    read(plan);
    m_view->setFollowing(false);
    m_goal = position;
}

void RecordPage::readFromHere()
{
    const auto place = positionAt(m_view->currentIndex().row());
    if (!place)
        return;
    if (place->ms >= 0 && m_cluster.cluster().canLookUpTimes()) {
        Domain::ReadPlan plan = m_search->planBefore().value_or(m_read.plan());
        plan.from = Domain::AtTime{place->ms};
        plan.fromPerPartition.clear();
        jump(plan, place);
    } else {
        show(*place);
    }
}

void RecordPage::readUntilHere()
{
    const auto place = positionAt(m_view->currentIndex().row());
    if (!place)
        return;
    Domain::ReadPlan plan = m_search->planBefore().value_or(m_read.plan());
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

void RecordPage::showRecord(int row)
{
    // A row that is no record leaves the last one in the inspector: it may just have been let go.
    auto record = m_model.recordAt(row);
    if (!record)
        return;
    m_positions.step({QString::fromStdString(record->topic), record->partition, record->offset, record->timestamp.ms});
    m_inspector->setRecord(std::move(*record));
    m_search->updateFigures();
}

void RecordPage::moveRow(int step)
{
    const int rows = m_model.rowCount();
    int row = m_view->currentIndex().isValid() ? m_view->currentIndex().row() + step : m_view->topRow();
    while (row >= 0 && row < rows && m_model.index(row, 0).data(Items::RecordTable::KindRole).toInt() != int(Items::RecordCells::Kind::Record))
        row += step;
    m_view->selectRow(row);
}

void RecordPage::addCondition(const QString &condition)
{
    Search::FilterSpec spec = m_filterBar->spec();
    const QString before = spec.mode == Search::Mode::Expression && !m_filterBar->hasProblem() ? QString::fromStdString(spec.pattern) : QString();
    spec.mode = Search::Mode::Expression;
    spec.pattern = Items::andCondition(before, condition).toStdString();
    m_filterBar->setSpec(spec);
}

void RecordPage::fillCellMenu(QMenu *menu, const QModelIndex &index)
{
    const auto record = m_model.recordAt(index.row());
    if (!record)
        return;
    for (const bool exclude : {false, true}) {
        const QString condition = Items::cellCondition(*record, index.column(), exclude);
        QAction *action = menu->addAction(exclude ? tr("Exclude this") : tr("Filter by this"));
        action->setEnabled(!condition.isEmpty());
        connect(action, &QAction::triggered, this, [this, condition] { addCondition(condition); });
    }
    menu->addSeparator();
}

void RecordPage::showContextMenu(const QPoint &place)
{
    const QModelIndex index = m_view->indexAt(place);
    if (!index.isValid())
        return;
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("recordMenu"));
    if (index.data(Items::RecordTable::GapReasonRole).isValid())
        connect(menu.addAction(tr("Why?")), &QAction::triggered, this, [this, row = index.row()] { m_view->followLink(row); });
    fillCellMenu(&menu, index);
    m_actions->fillCopyMenu(&menu);
    menu.exec(m_view->viewport()->mapToGlobal(place));
}

} // namespace Views
