// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/pagetimeline.h"

#include "items/rowplaces.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "session/timeline.h"
#include "views/timeline/timelineview.h"

#include <QDateTime>

#include <algorithm>

namespace Views {

namespace {

constexpr int BeatMs = 100;
constexpr quint64 MatchesABeat = 20'000;
constexpr quint64 TimesABeat = 50'000;
constexpr int TimesEvery = 1000;           ///< ms between two lookings at what a running read has brought
constexpr qint64 OddAfterMs = 60'000;
constexpr quint64 MostMatches = 1'000'000; ///< more ticks than a screen has pixels say nothing new

} // namespace

PageTimeline::PageTimeline(Domain::Cluster &cluster, Session::RecordRows &rows, const Appearance &appearance, QWidget *page)
    : QObject(page), m_rows(rows), m_timeline(std::make_unique<Session::Timeline>(cluster)), m_view(new TimelineView(*m_timeline, appearance, page))
{
    m_beat.setInterval(BeatMs);
    m_beat.setSingleShot(true);
    connect(&m_beat, &QTimer::timeout, this, &PageTimeline::takeRows);
    connect(&rows, &Session::RecordRows::replaced, this, [this] {
        m_matchRows = 0;
        m_view->setMatches({}, m_isFinal);
        noteRows();
    });
    connect(&rows, &Session::RecordRows::rowsInserted, this, [this](quint64 first) {
        if (first < m_matchRows) { // in front of those that are charted
            m_matchRows = 0;
            m_view->setMatches({}, m_isFinal);
        }
        noteRows();
    });
    connect(&rows, &Session::RecordRows::rowsRemoved, this, [this] { noteRows(); });
    const Session::ReadSession &session = rows.session();
    connect(&session, &Session::ReadSession::started, this, &PageTimeline::startTimesAnew);
    connect(&session, &Session::ReadSession::rowsPrepended, this, &PageTimeline::startTimesAnew);
    connect(&session, &Session::ReadSession::rowsReleased, this, &PageTimeline::startTimesAnew);
    connect(&session, &Session::ReadSession::rowsAppended, this, &PageTimeline::noteTimes);
    connect(&session, &Session::ReadSession::statusChanged, this, &PageTimeline::noteTimes);
    connect(m_timeline.get(), &Session::Timeline::changed, this, [this] {
        if (!m_isTold)
            noteTimes();
    });
    m_timesBeat.setSingleShot(true);
    connect(&m_timesBeat, &QTimer::timeout, this, &PageTimeline::takeTimes);
    connectView();
}

PageTimeline::~PageTimeline()
{
    delete m_view; // it shows the timeline, which goes now
}

void PageTimeline::connectView()
{
    connect(m_view, &TimelineView::playheadMoved, this, &PageTimeline::move);
    connect(m_view, &TimelineView::readRequested, this, [this](qint64 position) { move(position, true); });
    connect(m_view, &TimelineView::rangeDropped, this, &PageTimeline::rangeDropped);
    const auto ofTime = [this](auto &&tell) {
        return [this, tell](qint64 position) {
            if (m_timeline->axis() == Session::Timeline::Axis::Time)
                tell(position);
            else
                move(position, true); // where records carry no time, a place is all there is
        };
    };
    connect(m_view, &TimelineView::readFromHere, this, ofTime([this](qint64 ms) { emit fromWanted(ms); }));
    connect(m_view, &TimelineView::readUntilHere, this, ofTime([this](qint64 ms) { emit untilWanted(ms); }));
    connect(m_view, &TimelineView::matchRequested, this, ofTime([this](qint64 ms) { emit matchWanted(ms); }));
    connect(m_view, &TimelineView::datedAfterNowRequested, this, [this] {
        const QDateTime latest = QDateTime::currentDateTimeUtc().addMSecs(OddAfterMs);
        emit conditionWanted(QStringLiteral("timestamp > timestamp(\"%1\")").arg(latest.toString(Qt::ISODate)));
    });
    connect(m_view, &TimelineView::replayRequested, this, [this](qint64 from, qint64 until) {
        if (m_timeline->axis() == Session::Timeline::Axis::Time)
            emit replayWanted(from, until);
    });
    connect(m_view, &TimelineView::rangeChosen, this, [this](qint64 from, qint64 until) {
        if (m_timeline->axis() == Session::Timeline::Axis::Time)
            emit rangeChosen(from, until);
    });
}

QWidget *PageTimeline::widget() const
{
    return m_view;
}

void PageTimeline::setUtc(bool utc)
{
    m_view->setUtc(utc);
}

void PageTimeline::setShown(bool shown)
{
    m_isShown = shown;
    m_view->setVisible(shown);
    updateVisible();
}

void PageTimeline::setPageVisible(bool visible)
{
    m_isPageVisible = visible;
    updateVisible();
}

void PageTimeline::updateVisible()
{
    const bool visible = m_isShown && m_isPageVisible;
    m_timeline->setVisible(visible);
    // A log is asked about only once somebody looks.
    if (visible && !m_isOpen && !m_plan.topics.empty()) {
        m_isOpen = true;
        m_timeline->open(m_plan.topics, m_plan.partitions, m_plan.isolation);
    }
}

void PageTimeline::setPlan(const Domain::ReadPlan &plan)
{
    const bool isSameLog = m_isOpen && plan.topics == m_plan.topics && plan.partitions == m_plan.partitions && plan.isolation == m_plan.isolation;
    m_plan = plan;
    if (!isSameLog)
        m_isOpen = false;
    m_timeline->setLive(plan.isLive());
    const auto *from = std::get_if<Domain::AtTime>(&plan.from);
    const auto *until = std::get_if<Domain::UntilTime>(&plan.until);
    m_view->setRange(from && until ? std::optional(std::pair(from->ms, until->ms)) : std::nullopt);
    if (from)
        setPlayhead(from->ms);
    updateVisible();
}

void PageTimeline::setPlayhead(std::optional<qint64> ms)
{
    m_view->setPlayhead(ms);
    if (ms)
        m_timeline->setPlayhead(*ms);
}

void PageTimeline::move(qint64 position, bool released)
{
    if (m_timeline->axis() == Session::Timeline::Axis::Time) {
        emit timeWanted(position, released);
        return;
    }
    if (released)
        emit offsetsWanted(offsetsAt(position));
}

std::map<Domain::TopicPartition, Domain::SeekTarget> PageTimeline::offsetsAt(qint64 position) const
{
    std::map<Domain::TopicPartition, Domain::SeekTarget> targets;
    const auto offsets = m_timeline->offsetsAt(position);
    const auto &partitions = m_timeline->partitions();
    for (std::size_t i = 0; i < offsets.size() && i < partitions.size(); ++i)
        if (offsets[i])
            targets[{std::uint16_t(partitions[i].topic), partitions[i].id}] = Domain::AtOffset{*offsets[i]};
    return targets;
}

void PageTimeline::noteRows()
{
    if (m_isShown && !m_beat.isActive())
        m_beat.start();
}

void PageTimeline::setSearching(bool filtering, bool isFinal)
{
    const bool isChanged = m_filtering != filtering || m_isFinal != isFinal;
    m_filtering = filtering;
    m_isFinal = isFinal;
    if (isChanged)
        noteRows();
}

void PageTimeline::startTimesAnew()
{
    m_times.restart();
    m_isTold = false;
    m_timeline->dropRead();
    m_view->setDatedAfterNow(0);
    noteTimes();
}

void PageTimeline::noteTimes()
{
    if (m_isShown && !m_timesBeat.isActive())
        m_timesBeat.start(m_isTold ? TimesEvery : BeatMs);
}

/// What was read is counted exactly, once it is all there; a search keeps hits only and counts nothing.
void PageTimeline::takeTimes()
{
    const Session::ReadSession &session = m_rows.session();
    if (session.filter() || m_timeline->buckets().empty())
        return;
    if (m_times.take(session, TimesABeat)) {
        m_timesBeat.start(BeatMs);
        return;
    }
    const auto span = m_times.span(session, *m_timeline);
    if (!span) {
        m_timeline->dropRead();
        m_isTold = false;
        return;
    }
    if (m_isTold && m_rowsTold == session.order().size() && m_spanTold == *span)
        return;
    m_isTold = true;
    m_rowsTold = session.order().size();
    m_spanTold = *span;
    m_timeline->setRead(span->first, span->second, m_times.byPartition(*m_timeline));
    m_view->setDatedAfterNow(m_times.datedAfter(QDateTime::currentMSecsSinceEpoch() + OddAfterMs));
}

/// Every partition has been there.
bool PageTimeline::isScanned(qint64 position) const
{
    using State = Domain::PartitionProgress::State;
    const Session::ReadSession &session = m_rows.session();
    const bool newestFirst = session.plan().newestFirst;
    const auto &mine = m_timeline->partitions();
    const auto offsets = m_timeline->offsetsAt(position);
    const auto &scanned = session.status().partitions;
    return std::all_of(scanned.begin(), scanned.end(), [&](const Domain::PartitionProgress &p) {
        if (p.state == State::Done || p.state == State::Failed)
            return true;
        const auto it = std::find_if(mine.begin(), mine.end(), [&p](const Session::TimelinePartition &m) { return m.topic == p.topic && m.id == p.id; });
        const std::size_t index = std::size_t(it - mine.begin());
        const std::optional<Domain::Offset> offset = index < offsets.size() ? offsets[index] : std::nullopt;
        return p.state != State::Pending && (!offset || (newestFirst ? *offset >= p.position : *offset <= p.position));
    });
}

void PageTimeline::showScan()
{
    if (m_timeline->buckets().empty())
        return;
    const Domain::ReadPlan &plan = m_rows.session().plan();
    const bool isTime = m_timeline->axis() == Session::Timeline::Axis::Time;
    const auto *from = isTime ? std::get_if<Domain::AtTime>(&plan.from) : nullptr;
    const auto *until = isTime ? std::get_if<Domain::UntilTime>(&plan.until) : nullptr;
    const qint64 first = from ? std::clamp<qint64>(from->ms, m_timeline->begin(), m_timeline->end()) : m_timeline->begin();
    const qint64 last = until ? std::clamp<qint64>(until->ms, first, m_timeline->end()) : m_timeline->end();
    qint64 low = first;
    qint64 high = last;
    while (high - low > 1) { // what is behind the front stays behind it
        const qint64 middle = low + (high - low) / 2;
        (isScanned(middle) == plan.newestFirst ? high : low) = middle;
    }
    std::pair band(first, isScanned(last) ? last : low);
    if (plan.newestFirst)
        band = {isScanned(first) ? first : high, last};
    m_view->setReadBand(band.first < band.second ? std::vector{band} : std::vector<std::pair<qint64, qint64>>());
}

void PageTimeline::takeRows()
{
    if (!m_rows.session().filter()) { // a search tells how far it is by setScan()
        const auto span = m_filtering ? std::nullopt : Items::timesCovered(m_rows);
        if (span || !m_filtering)
            m_view->setReadBand(span ? std::vector{std::pair(span->first, span->second + 1)} : std::vector<std::pair<qint64, qint64>>());
    }
    if (!m_filtering) {
        if (m_matchRows > 0)
            m_view->setMatches({});
        m_matchRows = 0;
        return;
    }
    const quint64 size = std::min(m_rows.size(), MostMatches);
    if (m_matchRows > size) { // some were let go
        m_matchRows = 0;
        m_view->setMatches({}, m_isFinal);
    }
    const std::vector<qint64> times = Items::timesOf(m_rows, m_matchRows, MatchesABeat);
    m_matchRows = std::min(size, m_matchRows + MatchesABeat);
    m_view->addMatches(times, m_isFinal && m_matchRows == size);
    if (m_matchRows < size)
        noteRows();
}

} // namespace Views
