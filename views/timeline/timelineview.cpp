// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/timeline/timelineview.h"

#include "items/timelinetable.h"
#include "session/timeline.h"
#include "views/appearance.h"
#include "views/timeline/timelinechart.h"
#include "views/timeline/timelineheader.h"
#include "views/widgets/listtable.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace Views {

TimelineView::TimelineView(Session::Timeline &timeline, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_timeline(timeline), m_appearance(appearance), m_header(new TimelineHeader(appearance, this)), m_chart(new TimelineChart(timeline, appearance, this))
{
    setObjectName(QStringLiteral("timelineView"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusProxy(m_chart);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_chart);
    connect(m_header, &TimelineHeader::zoomInRequested, m_chart, &TimelineChart::zoomIn);
    connect(m_header, &TimelineHeader::zoomOutRequested, m_chart, &TimelineChart::zoomOut);
    connect(m_header, &TimelineHeader::wholeRequested, &timeline, &Session::Timeline::zoomWhole);
    connect(m_header, &TimelineHeader::retryRequested, &timeline, &Session::Timeline::reopen);
    connect(m_chart, &TimelineChart::marksChanged, this, &TimelineView::updateHeader);
    connect(m_chart, &TimelineChart::playheadMoved, this, &TimelineView::playheadMoved);
    connect(m_chart, &TimelineChart::rangeChosen, this, &TimelineView::rangeChosen);
    connect(m_chart, &TimelineChart::rangeDropped, this, &TimelineView::rangeDropped);
    connect(m_chart, &TimelineChart::readRequested, this, &TimelineView::readRequested);
    connect(m_chart, &TimelineChart::matchRequested, this, &TimelineView::matchRequested);
    connect(m_chart, &TimelineChart::datedAfterNowRequested, this, &TimelineView::datedAfterNowRequested);
    connect(m_chart, &TimelineChart::menuRequested, this, &TimelineView::showMenu);
    updateHeader();
}

void TimelineView::updateHeader()
{
    m_header->setHead(Items::TimelineText(m_timeline, m_chart->isUtc()).head(m_chart->marks()));
    const bool hasAxis = !m_timeline.buckets().empty();
    m_header->setZoomable(hasAxis && m_timeline.barWidth() > 1, hasAxis && !m_timeline.isWhole());
    m_header->setFailed(m_timeline.state() == Session::Timeline::State::Failed || (hasAxis && m_timeline.isTotalLowerBound()));
}

void TimelineView::setUtc(bool utc)
{
    m_chart->setUtc(utc);
}

void TimelineView::setPlayhead(std::optional<qint64> position)
{
    m_chart->setPlayhead(position);
}

void TimelineView::setRange(std::optional<std::pair<qint64, qint64>> range)
{
    m_chart->setRange(range);
}

void TimelineView::setReadBand(std::vector<std::pair<qint64, qint64>> parts)
{
    m_chart->setReadBand(std::move(parts));
}

void TimelineView::setMatches(std::vector<qint64> positions, bool isFinal)
{
    std::sort(positions.begin(), positions.end());
    m_chart->setMatches(std::move(positions), isFinal);
}

void TimelineView::addMatches(const std::vector<qint64> &positions, bool isFinal)
{
    std::vector<qint64> all = m_chart->takeMatches();
    const auto known = static_cast<std::ptrdiff_t>(all.size());
    all.insert(all.end(), positions.begin(), positions.end());
    std::sort(all.begin() + known, all.end());
    std::inplace_merge(all.begin(), all.begin() + known, all.end());
    m_chart->setMatches(std::move(all), isFinal);
}

void TimelineView::setDatedAfterNow(quint64 records)
{
    m_chart->setDatedAfterNow(records);
}

void TimelineView::showLanes(bool lanes)
{
    m_chart->showLanes(lanes);
}

bool TimelineView::showsLanes() const
{
    return m_chart->showsLanes();
}

void TimelineView::showMenu(qint64 position, const QPoint &place)
{
    const Items::TimelineText text(m_timeline, m_chart->isUtc());
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("timelineMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Read from here"), this, [this, position] { emit readFromHere(position); });
    menu->addAction(tr("Read &until here"), this, [this, position] { emit readUntilHere(position); });
    const auto range = m_chart->marks().range;
    QAction *replay = menu->addAction(tr("Repla&y range…"), this, [this, range] { emit replayRequested(range->first, range->second); });
    replay->setEnabled(range && m_timeline.axis() == Session::Timeline::Axis::Time);
    menu->addAction(tr("&Drop the range"), m_chart, &TimelineChart::dropRange)->setEnabled(m_chart->marks().range.has_value());
    menu->addSeparator();
    const bool isOffset = m_timeline.axis() == Session::Timeline::Axis::Offset;
    menu->addAction(isOffset ? tr("&Copy offset after log start") : tr("&Copy time"), this, [copied = text.copied(position)] { QApplication::clipboard()->setText(copied); });
    menu->addAction(tr("Copy &offsets per partition"), this,
                    [this, position] { QApplication::clipboard()->setText(Items::TimelineText(m_timeline, m_chart->isUtc()).copiedOffsets(position)); });
    menu->addSeparator();
    menu->addAction(tr("Zoom &in"), m_chart, [this, position] { m_chart->zoomBy(0.5, position); });
    menu->addAction(tr("Zoom ou&t"), m_chart, [this, position] { m_chart->zoomBy(2, position); });
    menu->addAction(tr("&Whole log"), &m_timeline, &Session::Timeline::zoomWhole);
    menu->addSeparator();
    QAction *lanes = menu->addAction(tr("&Lanes"));
    lanes->setCheckable(true);
    lanes->setChecked(showsLanes());
    connect(lanes, &QAction::toggled, this, &TimelineView::showLanes);
    menu->addAction(tr("&Show as table…"), this, &TimelineView::showTable);
    menu->popup(place);
}

void TimelineView::showTable()
{
    auto *dialog = new QDialog(this);
    dialog->setObjectName(QStringLiteral("timelineTableDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Timeline"));
    auto *table = new ListTable(m_appearance, tr("Bars of the timeline"), dialog);
    table->setObjectName(QStringLiteral("timelineTable"));
    table->setModel(new Items::TimelineTable(m_timeline, m_chart->isUtc(), table));
    QList<int> widths(table->model()->columnCount(), 10);
    widths[Items::TimelineTable::From] = widths[Items::TimelineTable::Until] = 24;
    table->setColumnWidths(widths, Items::TimelineTable::Count);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(table);
    column->addWidget(buttons);
    dialog->resize(720, 480);
    dialog->show();
}

} // namespace Views
