// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/replaypage.h"

#include "items/numbertext.h"
#include "items/replaytext.h"
#include "items/runreportmodel.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/preferences.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/replaypage/dryrunpane.h"
#include "views/replaypage/journalpane.h"
#include "views/replaypage/runstrip.h"
#include "views/replaypage/sourcecard.h"
#include "views/replaypage/sourcedialog.h"
#include "views/replaypage/stepscard.h"
#include "views/replaypage/targetcard.h"
#include "views/widgets/banner.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"
#include "views/widgets/writereason.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace Views {

using Task = Session::ReplayJob::Task;

ReplayPage::ReplayPage(Session::ClusterSession &source, Session::Connections &connections, Session::Preferences &preferences, const Session::ReplayStart &start, const QString &folder,
                       const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_source(source), m_connections(connections), m_preferences(preferences), m_appearance(appearance), m_folder(folder), m_runs(folder), m_from(start.source),
      m_sourceCard(new SourceCard(source, appearance, this)), m_steps(new StepsCard(appearance, this)), m_target(new TargetCard(connections, source, appearance, this)), m_banner(new Banner(appearance, this)),
      m_tabs(named(new QTabBar(this), "replayTabs", tr("Dry run, run report, journal"))), m_facts(new ElidedLabel(this)), m_show(named(new QComboBox(this), "dryRunShow", tr("Show"))), m_stack(new QStackedWidget(this)),
      m_dryRunPane(new DryRunPane(appearance, this)), m_reportModel(new Items::RunReportModel(this)), m_reportTable(new ListTable(appearance, tr("Run report"), this)), m_journal(new JournalPane(m_runs, appearance, this)),
      m_verdict(new Banner(appearance, this)), m_strip(new RunStrip(appearance, this)), m_runReason(WriteReason::bind(m_strip->run(), source)), m_handover(this)
{
    setObjectName(QStringLiteral("replayPage"));
    m_from.connection = source.profile().recordingFile.empty() ? source.profile().name : source.profile().recordingFile;
    if (const auto snapshot = source.snapshot())
        m_from.clusterId = snapshot->clusterId;
    m_target->setSourceTopics(m_from.read.topics);
    m_target->setTempo(start.tempo);
    layOut();
    connectParts();
    addActions();
    applyPreferences();
    m_runs.refresh();
    noteSettings();
}

ReplayPage::~ReplayPage() = default;

QWidget *ReplayPage::makeCards()
{
    auto *cards = new QWidget(this);
    auto *row = new QHBoxLayout(cards);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    const auto addArrow = [&] {
        auto *arrow = new QLabel(cards);
        const auto colour = [this, arrow] { arrow->setPixmap(iconPixmap(QStringLiteral("chevron-right"), m_appearance.theme().text3, 16, devicePixelRatioF())); };
        connect(&m_appearance, &Appearance::changed, arrow, colour);
        colour();
        row->addWidget(arrow);
    };
    row->addWidget(m_sourceCard, 5);
    addArrow();
    row->addWidget(m_steps, 8);
    addArrow();
    row->addWidget(m_target, 6);
    cards->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return cards;
}

QWidget *ReplayPage::makeTabs()
{
    auto *bar = new QWidget(this);
    for (const QString &name : {tr("Dry run"), tr("Run report"), tr("Journal")})
        m_tabs->addTab(name);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_facts->setObjectName(QStringLiteral("dryRunFacts"));
    m_facts->setProperty("tone", QStringLiteral("second"));
    m_appearance.useFont(m_facts, 0.96);
    using Show = Items::DryRunModel::Show;
    for (const auto &[text, show] : {std::pair(tr("Show all"), Show::All), std::pair(tr("Show changed"), Show::Changed), std::pair(tr("Show dropped"), Show::Dropped), std::pair(tr("Show problems"), Show::Problems)})
        m_show->addItem(text, int(show));
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(4, 0, 12, 0);
    row->setSpacing(12);
    row->addWidget(m_tabs);
    row->addWidget(m_facts, 1);
    row->addWidget(m_show);
    return bar;
}

void ReplayPage::layOut()
{
    m_banner->setObjectName(QStringLiteral("pageBanner"));
    m_banner->setClosable(true);
    m_verdict->setObjectName(QStringLiteral("replayVerdict"));
    m_reportTable->setObjectName(QStringLiteral("runReport"));
    m_reportTable->setModel(m_reportModel);
    m_reportTable->setColumnWidths({40, 60}, Items::RunReportModel::Figure);
    m_stack->addWidget(m_dryRunPane);
    m_stack->addWidget(m_reportTable);
    m_stack->addWidget(m_journal);
    QWidget *cards = makeCards();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(cards);
    column->addWidget(makeTabs());
    column->addWidget(m_stack, 1);
    column->addWidget(m_verdict);
    column->addWidget(m_strip);
    setFocusProxy(m_strip->dryRun());
    m_strip->setFocusProxy(m_strip->dryRun());
    for (QWidget *region : std::initializer_list<QWidget *>{m_sourceCard, m_steps, m_target, m_tabs, m_stack, m_strip}) // stops of F6
        region->setProperty("region", true);
    m_dryRunPane->setWaiting(tr("No dry run yet"), tr("A dry run reads the source, applies the steps and asks the target. It writes nothing. Run it with Ctrl+Enter."), true);
}

void ReplayPage::connectParts()
{
    connect(m_sourceCard, &SourceCard::changeAsked, this, &ReplayPage::askSource);
    connect(m_steps, &StepsCard::changed, this, &ReplayPage::noteSettings);
    connect(m_steps, &StepsCard::runAsked, this, &ReplayPage::dryRun);
    connect(m_target, &TargetCard::changed, this, &ReplayPage::noteSettings);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_stack->setCurrentIndex(tab);
        updateState();
        if (tab == JournalTab)
            m_runs.refresh();
    });
    connect(m_show, &QComboBox::currentIndexChanged, this, [this] { m_dryRunPane->show(Items::DryRunModel::Show(m_show->currentData().toInt())); });
    connect(m_dryRunPane, &DryRunPane::dryRunAsked, this, &ReplayPage::dryRun);
    connect(m_dryRunPane, &DryRunPane::createOffered, this, [this](QPushButton *button) {
        if (Session::ClusterSession *target = m_target->session())
            WriteReason::bind(button, *target);
    });
    connect(m_dryRunPane, &DryRunPane::createAsked, this, &ReplayPage::askTopics);
    connect(m_journal, &JournalPane::resumeAsked, this, &ReplayPage::resume);
    connect(m_journal, &JournalPane::verifyAsked, this, &ReplayPage::verifyAgain);
    connect(m_strip->dryRun(), &QPushButton::clicked, this, &ReplayPage::dryRun);
    connect(m_strip->run(), &QPushButton::clicked, this, &ReplayPage::askRun);
    connect(m_strip->pause(), &QPushButton::clicked, this, &ReplayPage::pauseOrResume);
    connect(m_strip->stop(), &QPushButton::clicked, this, &ReplayPage::stop);
    connect(m_strip->openTarget(), &QPushButton::clicked, this, &ReplayPage::openTarget);
    connect(&m_preferences, &Session::Preferences::changed, this, &ReplayPage::applyPreferences);
    connect(&m_connections, &Session::Connections::aboutToClose, this, [this](Session::ClusterSession *session) {
        if (session == m_runTarget)
            m_runTarget = nullptr; // its run keeps the cluster itself
    });
}

void ReplayPage::addActions()
{
    m_dryRunAction = new QAction(tr("Dry run"), this);
    m_dryRunAction->setObjectName(QStringLiteral("dryRunAction"));
    m_dryRunAction->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    connect(m_dryRunAction, &QAction::triggered, this, &ReplayPage::dryRun);
    addAction(m_dryRunAction);
    auto *stopping = new QAction(tr("Stop the replay"), this);
    stopping->setObjectName(QStringLiteral("replayStopAction"));
    connect(stopping, &QAction::triggered, this, &ReplayPage::stop);
    addAction(stopping);
}

void ReplayPage::applyPreferences()
{
    m_utc = m_preferences.timeZone() == Session::TimeZoneChoice::Utc;
    m_sourceCard->setUtc(m_utc);
    m_journal->setUtc(m_utc);
    showSource();
}

Replay::Plan ReplayPage::plan() const
{
    Replay::Plan plan;
    plan.source = m_from;
    plan.steps = m_steps->steps();
    plan.target = m_target->target();
    plan.tempo = m_target->tempo();
    plan.mode = m_target->mode();
    plan.stopsAtRefusal = m_target->stopsAtRefusal();
    return plan;
}

void ReplayPage::setSteps(const std::vector<Replay::Step> &steps)
{
    m_steps->setSteps(steps);
    noteSettings();
}

void ReplayPage::showRun(const QString &runId)
{
    m_tabs->setCurrentIndex(JournalTab);
    m_journal->select(runId.toStdString());
    // The list may still be on its way.
    connect(&m_runs, &Session::RunList::changed, m_journal, [this, runId] { m_journal->select(runId.toStdString()); }, Qt::SingleShotConnection);
}

void ReplayPage::askSource()
{
    auto *dialog = new SourceDialog(m_source, m_from, m_utc, m_appearance, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_from = dialog->source();
        m_target->setSourceTopics(m_from.read.topics);
        noteSettings();
    });
    dialog->open();
}

void ReplayPage::showSource()
{
    m_sourceCard->display(m_from, isReportCurrent() ? m_report.get() : nullptr, isReportCurrent() ? m_boundsTaken : QString());
}

bool ReplayPage::isReportCurrent() const
{
    return m_report && m_dryPlan == plan();
}

/// Something was typed or chosen: what the last dry run said is of other settings now, or of these again.
void ReplayPage::noteSettings()
{
    const bool isCurrent = isReportCurrent();
    m_steps->setReport(isCurrent ? m_report.get() : nullptr);
    m_dryRunPane->setOutdated(m_report && !isCurrent);
    m_runReason->setSession(m_target->session());
    showSource();
    updateState();
}

QString ReplayPage::dryRunRefusal() const
{
    if (isBusy())
        return tr("A replay of this page goes on.");
    if (m_from.read.topics.empty())
        return tr("Choose a source first.");
    if (!m_steps->isOk())
        return tr("A step has a problem: correct it or switch it off.");
    return m_target->problem();
}

QString ReplayPage::runRefusal() const
{
    if (isBusy())
        return tr("A replay of this page goes on.");
    if (!m_report)
        return tr("Run it dry first.");
    if (!isReportCurrent())
        return tr("The settings have changed since the dry run: run it dry again.");
    return Items::dryRunRefusal(*m_report);
}

void ReplayPage::updateState()
{
    const bool busy = isBusy();
    m_steps->setLocked(busy);
    m_sourceCard->setLocked(busy);
    m_target->setLocked(busy);
    m_journal->setBusy(busy);
    const QString noDryRun = dryRunRefusal();
    m_strip->dryRun()->setEnabled(noDryRun.isEmpty());
    m_strip->dryRun()->setToolTip(noDryRun.toHtmlEscaped());
    m_dryRunAction->setEnabled(noDryRun.isEmpty());
    const QString noRun = runRefusal();
    m_runReason->setPossible(noRun.isEmpty(), noRun);
    m_show->setVisible(m_tabs->currentIndex() == DryRunTab && m_report);
    m_facts->setVisible(m_tabs->currentIndex() == DryRunTab);
    m_facts->setText(m_report ? (isReportCurrent() ? QString() : tr("Of other settings: ")) + Items::dryRunText(*m_report) : QString());
    updateStrip();
}

void ReplayPage::updateStrip()
{
    const Task task = m_job ? m_job->task() : Task::None;
    m_strip->pause()->setVisible(task == Task::Run);
    m_strip->pause()->setText(m_job && m_job->status().state == Replay::RunState::Paused ? tr("Go on") : tr("Pause"));
    m_strip->stop()->setVisible(task != Task::None);
    m_strip->dryRun()->setVisible(task == Task::None);
    m_strip->run()->setVisible(task == Task::None);
    m_strip->run()->setText(m_hasRun ? tr("Run again…") : tr("Run…"));
    m_strip->openTarget()->setVisible(task == Task::None && m_hasRun && m_runTarget && m_targetEnds && !m_targetEnds->empty());
    if (task == Task::DryRun)
        m_strip->showDryRun(m_job->dryRunProgress());
    else if (task != Task::None || m_hasRun)
        updateRun();
    else
        m_strip->showIdle(tr("Records cannot be taken back from Kafka: run it dry, look at what would be sent, then run it."));
}

void ReplayPage::updateRun()
{
    const bool isRunning = m_job && m_job->task() == Task::Run;
    if (isRunning) {
        m_elapsedMs = m_elapsed.elapsed();
        m_status = m_job->status();
    }
    Replay::RunStatus shown = m_status;
    if (m_job && m_job->task() == Task::Verify)
        shown.state = Replay::RunState::Verifying;
    m_strip->showRun(shown, m_elapsedMs);
    m_reportModel->show(shown, m_runId);
}

} // namespace Views
