// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Where RecordPage is in the log: the current record, jumps, back and forward, bookmarks, and what a click on a cell offers.

#include "views/recordpage/recordpage.h"

#include "items/fieldfilter.h"
#include "items/recordcontent.h"
#include "items/rowplaces.h"
#include "session/clustersession.h"
#include "views/filterbar/filterbar.h"
#include "views/inspector/inspector.h"
#include "views/recordpage/bookmarkmenu.h"
#include "views/recordpage/gotoplace.h"
#include "views/recordpage/pagetimeline.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordactions.h"
#include "views/recordpage/recordcolumns.h"
#include "views/recordpage/recordsearch.h"
#include "views/recordview/recordview.h"
#include "views/replaypage/replayactions.h"

#include <QMenu>

namespace Views {

namespace {

constexpr int MostPathsOffered = 25;
constexpr int MostRowsLookedThrough = 10'000; ///< for the first record behind gaps

} // namespace

void RecordPage::connectGoing()
{
    m_actions->bookmarks()->setMenu(m_bookmarks->menu());
    connect(m_actions, &RecordActions::gotoAsked, this, [this] { m_goto->ask(m_bar, shownPlan()); });
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
    connect(m_actions, &RecordActions::resendAsked, this, &RecordPage::resendWanted);
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
    const qsizetype topic = m_topics.indexOf(position.topic);
    const auto row = topic < 0 ? std::nullopt : Items::rowOfRecord(m_rows, {std::uint16_t(topic), position.partition}, position.offset);
    return row ? std::optional(int(*row) + firstRow()) : std::nullopt;
}

/// Of the rows in the table: one that stands for released records may be in front.
int RecordPage::firstRow() const
{
    return m_model.rowCount() > 0 && m_model.releasedInFront() > 0 ? 1 : 0;
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
    if (std::exchange(m_goalIsJump, false)) // whatever was current while it was awaited
        m_positions.beginJump();
    m_view->setFollowing(false);
    m_seenWhenHeld = recordsSeen(); // what came before is not new
    m_view->selectRow(*row);
    return true;
}

void RecordPage::jump(const Domain::ReadPlan &plan, std::optional<Position> goal)
{
    m_positions.beginJump();
    read(plan);
    m_view->setFollowing(false);
    m_goal = std::move(goal);
    m_goalIsJump = true;
    m_wantsFirst = !m_goal;
}

void RecordPage::show(const Position &position)
{
    m_goalIsJump = false;
    // What lies behind it in its partition will do only once it was asked for.
    if (const auto row = rowOf(position); row && positionAt(*row).value_or(Position{}).isSameRecord(position)) {
        m_goal = position;
        selectGoal();
        return;
    }
    Domain::ReadPlan plan = shownPlan();
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

void RecordPage::showRecord(int row)
{
    // A row that is no record leaves the last one in the inspector: it may just have been let go.
    auto record = m_model.recordAt(row);
    if (!record)
        return;
    m_timeline->setPlayhead(record->timestamp.ms >= 0 ? std::optional<qint64>(record->timestamp.ms) : std::nullopt);
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
        const int field = m_model.pathIndex(index.column());
        const bool isTopic = m_model.hasTopicColumn() && index.column() == Items::RecordTable::TopicColumn;
        const QString condition = field >= 0 ? Items::pathCondition(*record, m_model.pathColumns().at(field), exclude)
            : index.column() < Items::RecordTable::ColumnCount || isTopic ? Items::cellCondition(*record, index.column(), exclude) : QString();
        QAction *action = menu->addAction(exclude ? tr("Exclude this") : tr("Filter by this"));
        action->setEnabled(!condition.isEmpty());
        connect(action, &QAction::triggered, this, [this, condition] { addCondition(condition); });
    }
    QMenu *asColumn = menu->addMenu(tr("Show as column"));
    for (const QString &path : record->value ? Items::fieldPaths(*record->value, MostPathsOffered) : QStringList()) {
        QString label = path;
        connect(asColumn->addAction(label.replace(u'&', QStringLiteral("&&"))), &QAction::triggered, this, [this, path] { m_columns->addPath(path); });
    }
    asColumn->setEnabled(!asColumn->isEmpty());
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
    menu.addSeparator();
    menu.addAction(m_actions->resend());
    menu.addSeparator();
    m_replays->fillMenu(&menu);
    menu.exec(m_view->viewport()->mapToGlobal(place));
}

} // namespace Views
