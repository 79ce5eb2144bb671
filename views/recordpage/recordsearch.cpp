// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/recordsearch.h"

#include "items/filtertext.h"
#include "items/plantext.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "views/filterbar/filterbar.h"
#include "views/recordview/recordview.h"

#include <QCoreApplication>

namespace Views {

namespace {

/// "from 2026-11-21 14:00:00.000 until end"
QString rangeText(const Domain::ReadPlan &plan, bool utc)
{
    return QCoreApplication::translate("RecordPage", "from %1 until %2").arg(Items::fromText(plan, utc), Items::untilText(plan, utc));
}

} // namespace

RecordSearch::RecordSearch(Session::ReadSession &read, Session::RecordRows &rows, FilterBar &bar, RecordView &view, QObject *parent)
    : QObject(parent), m_read(read), m_rows(rows), m_bar(bar), m_view(view)
{
    connect(&bar, &FilterBar::filterChanged, this, &RecordSearch::apply);
    connect(&bar, &FilterBar::nextAsked, this, [this] { stepMatch(1); });
    connect(&bar, &FilterBar::previousAsked, this, [this] { stepMatch(-1); });
    connect(&rows, &Session::RecordRows::progressChanged, this, &RecordSearch::updateFigures);
}

bool RecordSearch::isOn() const
{
    return m_read.filter() != nullptr;
}

bool RecordSearch::isFiltering() const
{
    return isOn() || m_rows.filter() != nullptr;
}

bool RecordSearch::hasRange(const Domain::ReadPlan &plan)
{
    return std::holds_alternative<Domain::UntilTime>(plan.until) || std::holds_alternative<Domain::UntilOffset>(plan.until) || !plan.untilPerPartition.empty();
}

Domain::ReadPlan RecordSearch::searchPlan(const Domain::ReadPlan &plan, bool newestFirst, bool keepsFrom)
{
    Domain::ReadPlan search = plan;
    search.limit.reset();
    search.order = Domain::ReadOrder::Arrival;
    search.newestFirst = newestFirst;
    if (hasRange(plan))
        return search;
    search.until = Domain::UntilEnd{};
    if (keepsFrom)
        return search;
    search.from = Domain::Beginning{};
    search.fromPerPartition.clear();
    return search;
}

void RecordSearch::apply()
{
    const auto &filter = m_bar.filter();
    m_rows.setFilter(filter);
    if (!filter)
        m_rows.showErrors(false);
    if (!filter && isOn() && m_before) {
        const Domain::ReadPlan before = *m_before;
        forget();
        emit returnWanted(before);
    }
    updateFigures();
    emit filterApplied();
}

void RecordSearch::start(const Domain::ReadPlan &plan, bool keepsFrom)
{
    if (!m_bar.filter())
        return;
    if (!m_before)
        m_before = plan;
    m_keepsFrom = keepsFrom;
    m_isWholeLog = !hasRange(*m_before) && !keepsFrom;
    run(searchPlan(*m_before, m_bar.wish().newestFirst, keepsFrom), m_bar.wish().maxMatches);
}

void RecordSearch::startWholeLog()
{
    if (!m_bar.filter() || !m_before)
        return;
    Domain::ReadPlan plan = *m_before;
    plan.until = Domain::UntilEnd{};
    plan.untilPerPartition.clear();
    m_keepsFrom = false;
    m_isWholeLog = true;
    run(searchPlan(plan, m_bar.wish().newestFirst), m_bar.wish().maxMatches);
}

void RecordSearch::startAgain()
{
    if (m_isWholeLog)
        startWholeLog();
    else if (m_before)
        start(*m_before, m_keepsFrom);
}

void RecordSearch::startWithoutLimit()
{
    run(m_read.plan(), std::nullopt);
}

void RecordSearch::run(const Domain::ReadPlan &plan, std::optional<quint64> maxMatches)
{
    const auto filter = m_bar.filter();
    m_name = Items::filterName(m_bar.spec());
    m_maxMatches = maxMatches;
    m_halted = false;
    m_elapsedMs = 0;
    m_clock.start();
    m_rows.showErrors(false);
    m_rows.setFilter(filter);
    emit aboutToStart(plan);
    m_read.start(plan, filter, maxMatches);
    updateFigures();
    emit started();
}

void RecordSearch::halt()
{
    m_halted = true;
    m_read.pause();
}

void RecordSearch::goOn()
{
    m_halted = false;
    m_read.resume();
}

void RecordSearch::forget()
{
    m_before.reset();
    m_halted = false;
}

void RecordSearch::showErrors(bool errors)
{
    m_rows.showErrors(errors);
}

SearchSituation RecordSearch::situation(const QString &topic) const
{
    SearchSituation s;
    s.topic = topic;
    s.name = m_name;
    s.maxMatches = m_maxMatches;
    s.isHalted = m_halted;
    s.isWholeLog = m_isWholeLog;
    if (!m_isWholeLog)
        s.range = rangeText(m_read.plan(), m_utc);
    s.isShowingErrors = m_rows.isShowingErrors();
    s.newestFirst = m_read.plan().newestFirst;
    if (isOn()) {
        const Search::ScanCounters::Totals totals = m_read.scan();
        s.scanned = totals.scanned;
        s.bytesScanned = totals.bytesScanned;
        s.matched = totals.matched;
        s.errors = totals.errors;
        if (totals.errors > 0) {
            const auto failures = m_read.scanFailures();
            s.firstProblem = failures.empty() ? QString() : QString::fromStdString(failures.front().problem);
        }
    } else if (m_rows.filter()) {
        s.errors = m_rows.progress().errors;
        s.matched = m_rows.progress().matched;
        s.firstProblem = m_rows.progress().firstProblem;
    }
    const bool isRunning = isOn() && !m_halted && !Domain::isFinal(m_read.status().state) && m_read.status().state != Domain::ReadState::Paused;
    if (isRunning || m_elapsedMs == 0)
        m_elapsedMs = m_clock.isValid() ? m_clock.elapsed() : 0;
    s.elapsedMs = m_elapsedMs;
    return s;
}

void RecordSearch::updateFigures()
{
    Items::FilterFigures figures;
    figures.isOn = isFiltering() && m_bar.filter();
    figures.isSearch = isOn();
    const Session::RecordRows::Progress &progress = m_rows.progress();
    figures.isRunning = progress.isRunning;
    figures.tested = progress.tested;
    figures.total = progress.total;
    figures.matched = progress.matched;
    figures.errors = progress.errors;
    // After a search the filter may have been changed: then it is the hits that are filtered.
    if (isOn() && m_rows.filter() == m_read.filter()) {
        const Search::ScanCounters::Totals totals = m_read.scan();
        figures.matched = totals.matched;
        figures.errors = totals.errors;
        figures.isSearchRunning = !Domain::isFinal(m_read.status().state) && !m_halted;
        if (m_view.currentIndex().isValid())
            figures.place = quint64(m_view.currentIndex().row()) + 1;
    } else if (isOn()) {
        figures.isSearch = false;
    }
    m_bar.setFigures(figures);
}

void RecordSearch::stepMatch(int by)
{
    // What is shown are matches only.
    const int rows = m_view.table() ? m_view.table()->rowCount() : 0;
    if (!isFiltering() || rows == 0)
        return;
    const int now = m_view.currentIndex().isValid() ? m_view.currentIndex().row() : by > 0 ? -1 : 0;
    int row = now;
    for (int tries = 0; tries < 3; ++tries) { // over a row that stands for released ones, and around the end
        row = (row + by + rows) % rows;
        if (m_view.table()->index(row, 0).data(Items::RecordTable::KindRole).toInt() == int(Items::RecordCells::Kind::Record))
            break;
    }
    m_view.selectRow(row);
    updateFigures();
}

} // namespace Views
