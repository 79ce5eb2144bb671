// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/recordpage.h"

#include "items/formatchoice.h"
#include "items/plantext.h"
#include "items/recordcontent.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "views/inspector/inspector.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordactions.h"
#include "views/recordview/recordheader.h"
#include "views/recordview/recordview.h"
#include "views/widgets/banner.h"
#include "views/widgets/scanstrip.h"

#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

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

RecordPage::RecordPage(Session::ClusterSession &cluster, const QString &topic, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_cluster(cluster), m_topic(topic), m_profileId(profileKey(cluster.profile())), m_preferences(preferences), m_appearance(appearance),
      m_read(cluster.cluster(), preferences.sessionBudget(), this), m_rows(m_read), m_model(m_rows), m_bar(new ReadBar(appearance, this)), m_banner(new Banner(appearance, this)),
      m_splitter(new QSplitter(Qt::Vertical, this)), m_view(new RecordView(appearance, m_splitter)), m_inspector(new Inspector(appearance, m_splitter)),
      m_strip(new ScanStrip(appearance, this)),
      m_actions(new RecordActions(*this, *m_view, m_model, *m_inspector, QString::fromStdString(cluster.profile().bootstrapServers)))
{
    setObjectName(QStringLiteral("recordPage"));
    m_view->setModel(&m_model);
    layOut();
    connectBar();
    connectTable();
    connectSession();
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
    m_againButton = m_strip->addButton(tr("Read again"), QStringLiteral("refresh"));
    m_againButton->setObjectName(QStringLiteral("readAgainButton"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_banner);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_strip);
    setFocusProxy(m_view);
    m_strip->setFocusProxy(m_pauseButton);
    for (QWidget *region : std::initializer_list<QWidget *>{m_bar, m_view, m_inspector, m_strip}) // stops of F6
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
    connect(m_bar, &ReadBar::planChosen, this, &RecordPage::read);
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

void RecordPage::connectTable()
{
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->header()->restoreColumnState(m_preferences.columnState(m_profileId, m_topic));
    connect(m_view, &RecordView::columnsChanged, this, [this] { m_preferences.setColumnState(m_profileId, m_topic, m_view->header()->columnState()); });
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

void RecordPage::connectSession()
{
    connect(&m_read, &Session::ReadSession::statusChanged, this, &RecordPage::noteStatus);
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

void RecordPage::takePartitions()
{
    const auto snapshot = m_cluster.snapshot();
    const Domain::Topic *topic = snapshot ? snapshot->topic(m_topic.toStdString()) : nullptr;
    std::vector<Domain::PartitionId> ids;
    if (topic)
        for (const Domain::Partition &partition : topic->partitions)
            ids.push_back(partition.id);
    m_bar->setPartitions(ids);
}

void RecordPage::openWhenKnown()
{
    const auto snapshot = m_cluster.snapshot();
    takePartitions();
    if (m_isStarted || !snapshot)
        return;
    const Domain::Topic *topic = snapshot->topic(m_topic.toStdString());
    // A topic that is not there is read all the same: the read says so in its own words.
    read(Items::openingPlan(m_topic.toStdString(), topic ? int(topic->partitions.size()) : 1));
}

void RecordPage::read(const Domain::ReadPlan &plan)
{
    m_isStarted = true;
    m_seenWhenHeld = 0;
    m_notice.clear();
    m_sinceStart.restart();
    m_inspector->clear();
    m_view->setFollowing(plan.isLive());
    m_bar->setPlan(plan);
    m_read.start(plan);
    if (isVisible())
        m_refresh.start();
    updateState();
}

bool RecordPage::isRunning() const
{
    return m_isStarted && !Domain::isFinal(m_read.status().state);
}

bool RecordPage::isFollowing() const
{
    return isRunning() && m_read.plan().isLive() && m_view->isFollowing() && m_read.status().state != Domain::ReadState::Paused;
}

void RecordPage::pauseOrResume()
{
    if (m_read.status().state == Domain::ReadState::Paused)
        m_read.resume();
    else
        m_read.pause();
}

void RecordPage::stop()
{
    if (isRunning())
        m_read.stop();
}

void RecordPage::readAgain()
{
    if (m_isStarted)
        read(m_read.plan());
    else
        m_cluster.refresh();
}

void RecordPage::toggleLive(bool live)
{
    if (!live) {
        m_view->setFollowing(false);
        noteFollowing(false);
    } else if (isRunning() && m_read.plan().isLive())
        goToEnd();
    else if (m_isStarted) {
        Domain::ReadPlan plan = m_read.plan();
        plan.until = Domain::UntilLive{};
        plan.limit.reset();
        read(plan);
    }
    updateState();
}

void RecordPage::goToEnd()
{
    if (m_read.status().state == Domain::ReadState::Paused)
        m_read.resume();
    if (isRunning() && m_read.plan().isLive()) {
        m_view->setFollowing(true);
        noteFollowing(true);
    } else
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
}

void RecordPage::holdOrFollow()
{
    if (!isRunning() || !m_read.plan().isLive())
        pauseOrResume();
    else if (isFollowing())
        toggleLive(false);
    else
        goToEnd();
}

void RecordPage::noteFollowing(bool following)
{
    // A bounded read that is scrolled to its end does not follow anything.
    if (following && !m_read.plan().isLive())
        m_view->setFollowing(false);
    m_seenWhenHeld = following ? 0 : recordsSeen();
    updateState();
}

void RecordPage::showRecord(int row)
{
    // A row that is no record leaves the last one in the inspector: it may just have been let go.
    if (const auto record = m_model.recordAt(row))
        m_inspector->setRecord(*record);
}

void RecordPage::moveRow(int step)
{
    const int rows = m_model.rowCount();
    int row = m_view->currentIndex().isValid() ? m_view->currentIndex().row() + step : m_view->topRow();
    while (row >= 0 && row < rows && m_model.index(row, 0).data(Items::RecordTable::KindRole).toInt() != int(Items::RecordCells::Kind::Record))
        row += step;
    m_view->selectRow(row);
}

void RecordPage::turnInspector()
{
    m_splitter->setOrientation(m_splitter->orientation() == Qt::Vertical ? Qt::Horizontal : Qt::Vertical);
    m_preferences.setSplitterState(splitterName(), m_splitter->saveState());
}

void RecordPage::showContextMenu(const QPoint &place)
{
    const QModelIndex index = m_view->indexAt(place);
    if (!index.isValid())
        return;
    QMenu menu(this);
    if (index.data(Items::RecordTable::GapReasonRole).isValid())
        connect(menu.addAction(tr("Why?")), &QAction::triggered, this, [this, row = index.row()] { m_view->followLink(row); });
    m_actions->fillCopyMenu(&menu);
    menu.exec(m_view->viewport()->mapToGlobal(place));
}

void RecordPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_read.setVisible(true);
    m_refresh.start();
    updateState();
}

void RecordPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_read.setVisible(false);
    m_refresh.stop();
}

} // namespace Views
