// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/replayjob.h"
#include "session/replaysource.h"
#include "session/runlist.h"
#include "views/widgets/closable.h"

#include <QElapsedTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTabBar;

namespace Items {
class RunReportModel;
}

namespace Session {
class ClusterSession;
class Connections;
class Preferences;
}

namespace Views {

class Appearance;
class Banner;
class DryRunPane;
class JournalPane;
class ListTable;
class RunStrip;
class SourceCard;
class StepsCard;
class TargetCard;
class WriteReason;

/// The replay studio: source, steps and target; a dry run first, then the run, then what reading back has shown. Owned by the window;
/// GUI thread; source, connections and preferences must outlive it. Its run stops with it and can be resumed.
class ReplayPage final : public QWidget, public Closable
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReplayPage)
public:
    /// `folder`: where the journals of runs lie.
    ReplayPage(Session::ClusterSession &source, Session::Connections &connections, Session::Preferences &preferences, const Session::ReplayStart &start, const QString &folder,
               const Appearance &appearance, QWidget *parent = nullptr);
    ~ReplayPage() override;

    Session::ClusterSession &cluster() const { return m_source; }
    /// The settings as they stand, bounds not fixed yet.
    Replay::Plan plan() const;
    void setSteps(const std::vector<Replay::Step> &steps);
    /// Shows the journal with this run chosen.
    void showRun(const QString &runId);
    QString closeQuestion() const override;

    enum Tab { DryRunTab, ReportTab, JournalTab };

public slots:
    void dryRun();

signals:
    /// Records to be looked at in a tab of their own.
    void recordsWanted(Session::ClusterSession *session, const Domain::ReadPlan &plan);

private:
    // replaypage.cpp: how it is put together and what it shows
    void layOut();
    QWidget *makeCards();
    QWidget *makeTabs();
    void connectParts();
    void addActions();
    void applyPreferences();
    void noteSettings();
    void showSource();
    void updateState();
    void updateStrip();
    void updateRun();
    QString runRefusal() const;
    QString dryRunRefusal() const;
    bool isBusy() const { return m_job && m_job->task() != Session::ReplayJob::Task::None; }
    bool isReportCurrent() const;
    void askSource();

    // replaypagerun.cpp: what it does
    void makeJob(Session::ClusterSession &source, Session::ClusterSession &target);
    void takeDryRun();
    void askRun();
    void startRun();
    void askTargetEnds(Session::ClusterSession &target, const Replay::Plan &plan);
    void pauseOrResume();
    void stop();
    void takeEnd();
    void verifyAgain(const QString &runId);
    void resume(const QString &runId);
    void resumeNow(const QString &runId);
    struct Place
    {
        Session::ClusterSession *source = nullptr;
        Session::ClusterSession *target = nullptr;
        std::optional<Replay::Plan> plan = {};
    };
    std::optional<Place> placeOf(const QString &runId);
    Session::ClusterSession *openNamed(const std::string &connection) const;
    void showVerdict();
    void openTarget();
    void openDifference();
    void saveReport();
    void askTopics();
    void createTopics(const std::vector<Domain::NewTopic> &topics, Session::ClusterSession &target);
    std::vector<Domain::NewTopic> missingTopics() const;
    void tell(const Domain::Error &error);

    Session::ClusterSession &m_source;
    Session::Connections &m_connections;
    Session::Preferences &m_preferences;
    const Appearance &m_appearance;
    const QString m_folder;
    Session::RunList m_runs;
    Replay::Source m_from;
    bool m_utc = false;

    std::unique_ptr<Session::ReplayJob> m_job;
    std::shared_ptr<const Replay::DryRunReport> m_report;
    Replay::Plan m_dryPlan;                ///< what the report is of, as it was before its bounds were fixed
    QString m_boundsTaken;
    Replay::Plan m_runPlan;
    std::string m_runId;
    Session::ClusterSession *m_runTarget = nullptr;
    Replay::RunStatus m_status;            ///< of the run that was; while one goes, the job's
    bool m_hasRun = false;
    bool m_isVerifying = false;
    QElapsedTimer m_elapsed;
    qint64 m_elapsedMs = 0;
    std::shared_ptr<std::map<Domain::TopicPartition, Domain::Offset>> m_targetEnds; ///< before the run

    SourceCard *m_sourceCard;
    StepsCard *m_steps;
    TargetCard *m_target;
    Banner *m_banner;
    QTabBar *m_tabs;
    QLabel *m_facts;
    QComboBox *m_show;
    QStackedWidget *m_stack;
    DryRunPane *m_dryRunPane;
    Items::RunReportModel *m_reportModel;
    ListTable *m_reportTable;
    JournalPane *m_journal;
    Banner *m_verdict;
    RunStrip *m_strip;
    WriteReason *m_runReason;
    QAction *m_dryRunAction = nullptr;
    Session::Handover m_handover; // last: answers that come later find nobody
};

} // namespace Views
