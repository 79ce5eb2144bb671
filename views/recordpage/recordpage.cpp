// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/recordpage.h"

#include "items/formatchoice.h"
#include "items/plantext.h"
#include "items/rowplaces.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "views/export/exportaction.h"
#include "views/filterbar/filterbar.h"
#include "views/inspector/inspector.h"
#include "views/recordpage/bookmarkmenu.h"
#include "views/recordpage/gotoplace.h"
#include "views/recordpage/pagetimeline.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordactions.h"
#include "views/recordpage/recordcolumns.h"
#include "views/recordpage/recordsearch.h"
#include "views/recordview/recordheader.h"
#include "views/recordview/recordview.h"
#include "views/replaypage/replayactions.h"
#include "views/widgets/banner.h"
#include "views/widgets/scanstrip.h"

#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace Views {

namespace {

constexpr int RefreshMs = 100;

QString splitterName()
{
    return QStringLiteral("recordPage");
}

/// Columns and format are kept for each connection; one given on the command line has no id, but an address.
QString profileKey(const Domain::ConnectionProfile &profile)
{
    return QString::fromStdString(profile.id.empty() ? profile.bootstrapServers : profile.id);
}

} // namespace

RecordPage::RecordPage(Session::ClusterSession &cluster, const QStringList &topics, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_cluster(cluster), m_topics(topics), m_topic(topics.join(u',')), m_profileId(profileKey(cluster.profile())), m_preferences(preferences),
      m_appearance(appearance), m_read(cluster.cluster(), preferences.sessionBudget(), this), m_rows(m_read), m_model(m_rows), m_filters(preferences, m_profileId, m_topic),
      m_bar(new ReadBar(appearance, this)), m_filterBar(new FilterBar(appearance, m_filters, this)), m_banner(new Banner(appearance, this)),
      m_splitter(new QSplitter(Qt::Vertical, this)), m_view(new RecordView(appearance, m_splitter)), m_inspector(new Inspector(appearance, m_splitter)),
      m_strip(new ScanStrip(appearance, this)),
      m_actions(new RecordActions(*this, *m_view, m_model, *m_inspector, QString::fromStdString(cluster.profile().bootstrapServers))),
      m_search(new RecordSearch(m_read, m_rows, *m_filterBar, *m_view, this)), m_goto(new GotoPlace(cluster, topics, appearance, this)),
      m_bookmarks(new BookmarkMenu(preferences, m_profileId, topics, appearance, this)), m_timeline(new PageTimeline(cluster.cluster(), m_rows, appearance, this))
{
    setObjectName(QStringLiteral("recordPage"));
    m_view->setModel(&m_model);
    layOut();
    connectBar();
    connectSearch();
    connectGoing();
    connectTimeline();
    connectReadingOn();
    connectTable();
    connectSession();
    const ExportActions exports = addExportActions(*this, *m_view, m_model, m_rows, m_cluster, m_appearance);
    connect(m_bar, &ReadBar::exportAsked, exports.exporting, &QAction::trigger);
    connect(m_bar, &ReadBar::recordingAsked, exports.recording, &QAction::trigger);
    connectReplays();
    applyPreferences();
    m_sinceStart.start();
    m_refresh.setInterval(RefreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &RecordPage::updateState);
    openWhenKnown();
    updateState();
}

RecordPage::~RecordPage()
{
    m_view->setModel(nullptr); // the model goes before the view, which is a child
    delete m_timeline; // it looks at the rows and the cluster
}

void RecordPage::layOut()
{
    m_banner->setObjectName(QStringLiteral("pageBanner"));
    m_splitter->setObjectName(QStringLiteral("recordSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->restoreState(m_preferences.splitterState(splitterName()));
    m_newButton = m_strip->addButton(tr("%1 new").arg(0), QStringLiteral("arrow-down"));
    m_newButton->setObjectName(QStringLiteral("newRecordsButton"));
    m_pauseButton = m_strip->addButton(tr("Pause"), QStringLiteral("pause"));
    m_pauseButton->setObjectName(QStringLiteral("pauseButton"));
    m_stopButton = m_strip->addButton(tr("Stop"), QStringLiteral("stop"));
    m_stopButton->setObjectName(QStringLiteral("stopButton"));
    m_readAllButton = m_strip->addButton(tr("Read all"), QStringLiteral("arrow-down"));
    m_readAllButton->setObjectName(QStringLiteral("readAllButton"));
    m_againButton = m_strip->addButton(tr("Read again"), QStringLiteral("refresh"));
    m_againButton->setObjectName(QStringLiteral("readAgainButton"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_timeline->widget());
    column->addWidget(m_filterBar);
    column->addWidget(m_banner);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_strip);
    setFocusProxy(m_view);
    m_strip->setFocusProxy(m_pauseButton);
    for (QWidget *region : std::initializer_list<QWidget *>{m_bar, m_timeline->widget(), m_filterBar, m_view, m_inspector, m_strip}) // stops of F6
        region->setProperty("region", true);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_preferences.setSplitterState(splitterName(), m_splitter->saveState()); });
    connect(m_newButton, &QPushButton::clicked, this, &RecordPage::goToEnd);
    connect(m_pauseButton, &QPushButton::clicked, this, &RecordPage::pauseOrResume);
    connect(m_stopButton, &QPushButton::clicked, this, &RecordPage::stop);
    connect(m_againButton, &QPushButton::clicked, this, &RecordPage::readAgain);
    connect(m_banner, &Banner::closed, this, [this] {
        m_notice.clear();
        updateState();
    });
}

void RecordPage::connectBar()
{
    m_bar->setCanLookUpTimes(m_cluster.cluster().canLookUpTimes());
    connect(m_bar, &ReadBar::planChosen, this, &RecordPage::readChosen);
    connect(m_bar, &ReadBar::orderChosen, this, &RecordPage::applyOrder);
    connect(m_bar, &ReadBar::liveToggled, this, &RecordPage::toggleLive);
    connect(m_bar, &ReadBar::valueFormatChosen, this, &RecordPage::setValueFormat);
    connect(m_bar->columnsMenu(), &QMenu::aboutToShow, this, [this] { m_view->header()->fillMenu(m_bar->columnsMenu()); });
    connect(m_inspector, &Inspector::formatChosen, this, [this](Items::Format format) { setValueFormat(Items::formatWord(format)); });
    connect(m_actions, &RecordActions::inspectorTurnAsked, this, &RecordPage::turnInspector);
    connect(m_actions, &RecordActions::rowMoveAsked, this, &RecordPage::moveRow);
    connect(m_actions, &RecordActions::copyCut, this, [this](const QString &notice) {
        m_notice = notice;
        updateState();
    });
}

void RecordPage::connectSearch()
{
    m_filterBar->setWords([this] { return Items::filterWords(m_rows); });
    connect(m_inspector, &Inspector::conditionWanted, this, &RecordPage::addCondition);
    connect(m_filterBar, &FilterBar::searchAsked, this, [this] { m_search->start(shownPlan(), m_isFromChosen); });
    connect(m_filterBar, &FilterBar::leaveAsked, m_view, [this] { m_view->setFocus(); });
    connect(m_actions, &RecordActions::matchAsked, m_search, &RecordSearch::stepMatch);
    connect(m_search, &RecordSearch::aboutToStart, this, [this](const Domain::ReadPlan &plan) {
        m_goal.reset();
        beginRun(plan);
    });
    connect(m_search, &RecordSearch::started, this, &RecordPage::updateState);
    connect(m_search, &RecordSearch::filterApplied, this, &RecordPage::updateState);
    connect(m_search, &RecordSearch::returnWanted, this, [this](const Domain::ReadPlan &plan) {
        const auto place = m_positions.current();
        const bool isFromChosen = m_isFromChosen;
        read(plan);
        m_isFromChosen = isFromChosen;
        m_goal = place;
    });
}

void RecordPage::connectTable()
{
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_columns = new RecordColumns(m_preferences, m_profileId, m_topic, m_model, m_rows, *m_view, this);
    connect(m_columns, &RecordColumns::orderAsked, this, &RecordPage::applyOrder);
    connect(m_columns, &RecordColumns::problem, this, [this](const QString &what) {
        m_notice = what;
        updateState();
    });
    connect(m_inspector, &Inspector::columnWanted, m_columns, &RecordColumns::addPath);
    connect(m_view, &RecordView::followingChanged, this, &RecordPage::noteFollowing);
    connect(m_view, &RecordView::endRequested, this, &RecordPage::goToEnd);
    connect(m_view, &RecordView::pauseToggleRequested, this, &RecordPage::holdOrFollow);
    connect(m_view, &RecordView::currentRowChanged, this, &RecordPage::showRecord);
    connect(m_view, &RecordView::customContextMenuRequested, this, &RecordPage::showContextMenu);
    connect(m_view, &RecordView::activated, this, [this] { m_inspector->setFocus(); });
    connect(m_view, &RecordView::readAgainRequested, this, [this] {
        // Live reading would let the same records go again: what was released is read up to the end as it is now.
        Domain::ReadPlan plan = m_read.plan();
        plan.until = Domain::UntilEnd{};
        read(plan);
    });
}

void RecordPage::connectReplays()
{
    m_replays = new ReplayActions(*this, *m_view, m_model, m_rows, [this] { return shownPlan(); });
    connect(m_replays, &ReplayActions::wanted, this, &RecordPage::replayWanted);
    connect(m_replays, &ReplayActions::refused, this, [this](const QString &why) {
        m_notice = why;
        updateState();
    });
    connect(m_timeline, &PageTimeline::replayWanted, m_replays, &ReplayActions::replaySpan);
}

void RecordPage::connectSession()
{
    connect(&m_read, &Session::ReadSession::statusChanged, this, &RecordPage::noteStatus);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] { selectGoal(); });
    connect(&m_read, &Session::ReadSession::rowsPrepended, this, [this](quint64 count) { m_seenWhenHeld += count; }); // earlier, not new
    connect(&m_rows, &Session::RecordRows::progressChanged, this, [this] {
        if (!m_refresh.isActive())
            updateState();
    });
    connect(&m_cluster, &Session::ClusterSession::snapshotChanged, this, &RecordPage::openWhenKnown);
    connect(&m_cluster, &Session::ClusterSession::refreshFinished, this, &RecordPage::updateState);
    connect(&m_cluster, &Session::ClusterSession::connectionChanged, this, &RecordPage::updateState);
    connect(&m_preferences, &Session::Preferences::changed, this, &RecordPage::applyPreferences);
}

void RecordPage::applyPreferences()
{
    const bool utc = m_preferences.timeZone() == Session::TimeZoneChoice::Utc;
    m_model.setUtc(utc);
    m_bar->setUtc(utc);
    m_timeline->setUtc(utc);
    m_timeline->setShown(m_preferences.isTimelineShown());
    m_goto->setUtc(utc);
    m_search->setUtc(utc);
    m_bookmarks->setUtc(utc);
    m_inspector->setUtc(utc);
    m_inspector->setBootstrapServers(QString::fromStdString(m_cluster.profile().bootstrapServers));
    const QString format = m_preferences.valueFormat(m_profileId, m_topic);
    m_model.setValueFormat(format);
    m_bar->setValueFormat(format);
    m_inspector->setFormat(Items::formatOfWord(format));
}

void RecordPage::setValueFormat(const QString &word)
{
    m_preferences.setValueFormat(m_profileId, m_topic, word);
    applyPreferences();
}

void RecordPage::applyOrder(Domain::ReadOrder order, bool newestFirst)
{
    m_columns->showOrder(order, newestFirst);
    m_rows.setOrder(order);
    m_rows.setNewestFirst(newestFirst);
    m_bar->setOrder(order, newestFirst);
    m_view->setKeepsFirstRow(!newestFirst);
    if (newestFirst) // what comes is added where one looks
        m_view->setFollowing(false);
}

QString RecordPage::topicsText() const
{
    QStringList names;
    for (const QString &topic : m_topics)
        names += Items::safeText(topic.toStdString(), 80);
    return names.size() <= 2 ? names.join(QStringLiteral(", ")) : tr("%1 topics").arg(names.size());
}

void RecordPage::takePartitions()
{
    const auto snapshot = m_cluster.snapshot();
    std::vector<Domain::PartitionId> ids;
    for (const QString &name : m_topics) {
        const Domain::Topic *topic = snapshot ? snapshot->topic(name.toStdString()) : nullptr;
        for (std::size_t i = 0; topic && i < topic->partitions.size(); ++i)
            ids.push_back(topic->partitions[i].id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    m_bar->setPartitions(ids);
}

void RecordPage::openWhenKnown()
{
    const auto snapshot = m_cluster.snapshot();
    takePartitions();
    if (m_isStarted || !snapshot)
        return;
    int partitions = 0;
    std::vector<std::string> names;
    for (const QString &name : m_topics) {
        const Domain::Topic *topic = snapshot->topic(name.toStdString());
        partitions += topic ? int(topic->partitions.size()) : 1;
        names.push_back(name.toStdString());
    }
    // A topic that is not there is read all the same: the read says so in its own words.
    read(Items::openingPlan(std::move(names), partitions));
}

/// What every new run begins with, searching or not.
void RecordPage::beginRun(const Domain::ReadPlan &plan)
{
    m_isStarted = true;
    m_seenWhenHeld = 0;
    m_isCatchingUp = true;
    m_notice.clear();
    m_sinceStart.restart();
    m_inspector->clear();
    m_view->setFollowing(plan.isLive() && !m_rows.isNewestFirst());
    if (isVisible())
        m_refresh.start();
}

void RecordPage::read(const Domain::ReadPlan &plan)
{
    m_goal.reset();
    m_wantsFirst = false;
    m_isFromChosen = false;
    m_search->forget();
    beginRun(plan);
    m_bar->setPlan(plan);
    m_timeline->setPlan(plan);
    m_read.start(plan);
    updateState();
}

/// By the page bar. Where reading starts was chosen, now or before, if it is a place that the user can have typed.
void RecordPage::readChosen(const Domain::ReadPlan &plan)
{
    const Domain::ReadPlan before = shownPlan();
    const bool isSame = plan.from == before.from && plan.fromPerPartition == before.fromPerPartition;
    const bool isChosen = isSame ? m_isFromChosen : std::holds_alternative<Domain::AtTime>(plan.from) || std::holds_alternative<Domain::AtOffset>(plan.from) || !plan.fromPerPartition.empty();
    read(plan);
    m_isFromChosen = isChosen;
}

void RecordPage::turnInspector()
{
    m_splitter->setOrientation(m_splitter->orientation() == Qt::Vertical ? Qt::Horizontal : Qt::Vertical);
    m_preferences.setSplitterState(splitterName(), m_splitter->saveState());
}

void RecordPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_read.setVisible(true);
    m_timeline->setPageVisible(true);
    m_refresh.start();
    updateState();
}

void RecordPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_read.setVisible(false);
    m_timeline->setPageVisible(false);
    m_refresh.stop();
}

} // namespace Views
