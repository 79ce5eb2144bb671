// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordmodel.h"
#include "session/filterlibrary.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "views/recordpage/positions.h"
#include "views/recordpage/readnews.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QAction;
class QMenu;
class QPushButton;
class QSplitter;

namespace Session {
class ClusterSession;
class Preferences;
struct ReplayStart;
}

namespace Views {

class Appearance;
class Banner;
class BookmarkMenu;
class FilterBar;
class GotoPlace;
class Inspector;
class PageTimeline;
class ReadBar;
class RecordActions;
class RecordColumns;
class RecordSearch;
class RecordView;
class ReplayActions;
class ScanStrip;
struct SearchSituation;

/// The records of one topic or of several in one table: page bar, filter bar, banner, table, inspector, scan strip, over a
/// ReadSession of its own. Opens on the last records and follows the end. Reading goes on while the page is hidden. Owned by the
/// window; GUI thread; the cluster must outlive it.
class RecordPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordPage)
public:
    RecordPage(Session::ClusterSession &cluster, const QStringList &topics, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent = nullptr);
    RecordPage(Session::ClusterSession &cluster, const QString &topic, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent = nullptr)
        : RecordPage(cluster, QStringList{topic}, preferences, appearance, parent)
    {
    }
    ~RecordPage() override;

    const QStringList &topics() const { return m_topics; }
    Session::ClusterSession &cluster() const { return m_cluster; }
    const Session::ReadSession &session() const { return m_read; }

    /// Reads this instead of what is shown. A filter that stands in the bar goes on filtering what is loaded.
    void read(const Domain::ReadPlan &plan);
    /// Shows this record: selects its row, or reads from there when it is not loaded.
    void show(const Position &position);
    using QWidget::show;
    /// For the window's Records menu, separators included.
    QList<QAction *> recordActions() const { return actions(); }

public slots:
    void pauseOrResume();
    void stop();
    void readAgain();
    void toggleLive(bool live);
    void goToEnd();

signals:
    void replayWanted(const Session::ReplayStart &start);
    void resendWanted(const Items::RecordContent &record); ///< to be edited and sent again
    void stateChanged(); ///< what the tab of the page may want to show

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void layOut();
    void connectBar();
    void connectSearch();
    void connectGoing();
    void connectTimeline();
    void connectReadingOn();
    void connectTable();
    void connectSession();
    void connectReplays();
    void openWhenKnown();
    void takePartitions();
    void applyPreferences();
    void setValueFormat(const QString &word);

    void applyOrder(Domain::ReadOrder order, bool newestFirst);
    void readChosen(const Domain::ReadPlan &plan);
    void beginRun(const Domain::ReadPlan &plan);
    QString topicsText() const;

    // recordpagegoing.cpp: places
    std::optional<Position> positionAt(int row) const;
    std::optional<int> rowOf(const Position &position) const;
    int firstRow() const;
    std::optional<int> firstRecordRow() const;
    bool selectGoal();
    void jump(const Domain::ReadPlan &plan, std::optional<Position> goal);
    void goToTime(qint64 ms);
    void followTimeline(qint64 ms, bool released);
    void goToOffsets(const std::map<Domain::TopicPartition, Domain::SeekTarget> &offsets);
    void chooseRange(qint64 from, qint64 until);
    Domain::ReadPlan shownPlan() const;
    bool mayReadOn() const;
    void readOnIfNear();
    void readFromHere();
    void readUntilHere();
    void addCondition(const QString &condition);
    void fillCellMenu(QMenu *menu, const QModelIndex &index);

    void holdOrFollow();
    void noteFollowing(bool following);
    void showRecord(int row);
    void moveRow(int step);
    void turnInspector();
    void showContextMenu(const QPoint &place);

    ReadSituation situation() const;
    void noteStatus();
    void updateState();
    void updateBanner(const ReadSituation &situation);
    void updateStrip(const ReadSituation &situation);
    void updateSearchStrip(const ReadSituation &situation);
    void updateStripButtons(const ReadSituation &situation);
    std::optional<ReadNews> newsOf(const ReadSituation &situation) const;
    SearchSituation searchSituation() const;
    void act(ReadNews::Action action);
    void continueFromHere();
    bool isRunning() const;
    bool isFollowing() const;
    quint64 recordsSeen() const { return m_read.recordsHeld() + m_read.recordsReleased(); }

    Session::ClusterSession &m_cluster;
    const QStringList m_topics;
    const QString m_topic; ///< what is kept for the page is kept under this name
    const QString m_profileId;
    Session::Preferences &m_preferences;
    const Appearance &m_appearance;
    Session::ReadSession m_read;
    Session::RecordRows m_rows;
    Items::RecordModel m_model; // reads from the session until it dies
    Session::FilterLibrary m_filters;
    Positions m_positions;
    std::optional<Position> m_goal; ///< to be selected when it comes
    bool m_goalIsJump = false;
    bool m_isFromChosen = false;    ///< the user has said where reading starts, which a search keeps to
    bool m_wantsFirst = false;      ///< the first record that comes is to be selected
    bool m_isStarted = false;
    bool m_isCatchingUp = false; ///< a live read that has not come to the end of the log yet: what it brings is not new
    quint64 m_seenWhenHeld = 0; ///< records on the page when the view stopped following
    QElapsedTimer m_sinceStart;
    QTimer m_refresh; ///< figures of the strip, and what a time has to pass for
    Domain::ReadState m_shownState = Domain::ReadState::Connecting;
    bool m_shownError = false;
    QString m_shownNews;
    std::optional<ReadNews> m_news;
    QString m_notice; ///< of a copy that was cut

    ReadBar *m_bar;
    FilterBar *m_filterBar;
    Banner *m_banner;
    QSplitter *m_splitter;
    RecordView *m_view;
    Inspector *m_inspector;
    ScanStrip *m_strip;
    QPushButton *m_newButton = nullptr;
    QPushButton *m_pauseButton = nullptr;
    QPushButton *m_stopButton = nullptr;
    QPushButton *m_againButton = nullptr;
    QPushButton *m_readAllButton = nullptr;
    RecordActions *m_actions;
    RecordSearch *m_search;
    GotoPlace *m_goto;
    BookmarkMenu *m_bookmarks;
    PageTimeline *m_timeline;
    RecordColumns *m_columns = nullptr;
    ReplayActions *m_replays = nullptr;
};

} // namespace Views
