// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/replayactions.h"

#include "items/numbertext.h"
#include "items/recordcontent.h"
#include "items/recordmodel.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "views/recordview/recordview.h"

#include <QAction>
#include <QMenu>
#include <QWidget>

#include <algorithm>

namespace Views {

ReplayActions::ReplayActions(QWidget &page, RecordView &view, Items::RecordModel &model, Session::RecordRows &rows, std::function<Domain::ReadPlan()> plan)
    : QObject(&page), m_view(view), m_model(model), m_rows(rows), m_plan(std::move(plan)), m_selected(add(page, "replaySelectedAction", tr("Replay selected…"))),
      m_shown(add(page, "replayShownAction", tr("Replay matches…"))), m_range(add(page, "replayRangeAction", tr("Replay what is read…"))),
      m_fromHere(add(page, "replayFromHereAction", tr("Replay from this record…"), Qt::CTRL | Qt::SHIFT | Qt::Key_R))
{
    connect(m_selected, &QAction::triggered, this, &ReplayActions::replaySelected);
    connect(m_shown, &QAction::triggered, this, &ReplayActions::replayShown);
    connect(m_range, &QAction::triggered, this, &ReplayActions::replayRange);
    connect(m_fromHere, &QAction::triggered, this, &ReplayActions::replayFromHere);
    connect(&view, &RecordView::currentRowChanged, this, &ReplayActions::update);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ReplayActions::update);
    connect(&model, &QAbstractItemModel::modelReset, this, &ReplayActions::update);
    connect(&rows, &Session::RecordRows::replaced, this, &ReplayActions::update);
    update();
}

QAction *ReplayActions::add(QWidget &page, const char *name, const QString &text, const QKeySequence &keys)
{
    auto *action = new QAction(text, &page);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    page.addAction(action);
    return action;
}

void ReplayActions::update()
{
    const bool isRecord = m_model.recordAt(m_view.currentIndex().row()).has_value();
    m_selected->setEnabled(isRecord);
    m_fromHere->setEnabled(isRecord);
    const bool isFiltered = m_rows.filter() || m_rows.session().filter();
    m_shown->setText(isFiltered ? tr("Replay matches…") : tr("Replay loaded records…"));
    m_shown->setEnabled(m_rows.size() > 0);
    m_range->setEnabled(!m_plan().topics.empty());
}

void ReplayActions::fillMenu(QMenu *menu) const
{
    menu->addActions({m_selected, m_shown, m_fromHere});
}

void ReplayActions::replayRows(std::vector<std::pair<quint64, quint64>> ranges)
{
    quint64 count = 0;
    for (const auto &[first, length] : ranges)
        count += length;
    if (count == 0)
        return;
    if (count > Session::ReplaySelection::mostRecords) {
        emit refused(tr("%1 rows are too many to be replayed one by one, %2 at most: replay what is read, with its filter.")
                         .arg(Items::countText(count), Items::countText(Session::ReplaySelection::mostRecords)));
        return;
    }
    m_selection = std::make_unique<Session::ReplaySelection>();
    connect(m_selection.get(), &Session::ReplaySelection::finished, this, [this] {
        if (!m_selection->source().only.empty()) // only gaps were selected
            emit wanted({m_selection->source()});
    });
    m_selection->start(m_rows, std::move(ranges));
}

void ReplayActions::replaySelected()
{
    std::vector<std::pair<quint64, quint64>> ranges;
    const int front = m_model.releasedInFront() > 0 ? 1 : 0;
    for (const auto &[first, last] : m_view.selectedRanges()) {
        const int from = std::max(first - front, 0);
        const qint64 end = std::min<qint64>(qint64(last) - front + 1, qint64(m_rows.size()));
        if (end > from)
            ranges.emplace_back(quint64(from), quint64(end - from));
    }
    replayRows(std::move(ranges));
}

void ReplayActions::replayShown()
{
    replayRows({{0, m_rows.size()}});
}

/// With the filter that stands there, over all that the read asks for and not only what is loaded.
void ReplayActions::replayRange()
{
    Session::ReplayStart start{Session::sourceOfPlan(m_plan())};
    const auto &filter = m_rows.session().filter() ? m_rows.session().filter() : m_rows.filter();
    if (filter)
        start.source.filter = filter->spec();
    emit wanted(start);
}

void ReplayActions::replaySpan(qint64 from, qint64 until)
{
    Session::ReplayStart start{Session::sourceOfPlan(m_plan())};
    Domain::ReadPlan &read = start.source.read;
    read.from = Domain::AtTime{from};
    read.until = Domain::UntilTime{.ms = until};
    read.fromPerPartition.clear();
    read.untilPerPartition.clear();
    emit wanted(start);
}

/// The partition of the record from it on, the others from its time on.
void ReplayActions::replayFromHere()
{
    const auto record = m_model.recordAt(m_view.currentIndex().row());
    if (!record)
        return;
    Session::ReplayStart start{Session::sourceOfPlan(m_plan())};
    Domain::ReadPlan &read = start.source.read;
    const auto topic = std::find(read.topics.begin(), read.topics.end(), record->topic);
    if (topic == read.topics.end())
        return;
    read.until = Domain::UntilEnd{};
    read.fromPerPartition.clear();
    read.untilPerPartition.clear();
    if (record->timestamp.type != Domain::TimestampType::None && record->timestamp.ms >= 0)
        read.from = Domain::AtTime{record->timestamp.ms};
    else
        read.from = Domain::End{}; // where the others were then cannot be asked
    read.fromPerPartition[{std::uint16_t(topic - read.topics.begin()), record->partition}] = Domain::AtOffset{record->offset};
    emit wanted(start);
}

} // namespace Views
