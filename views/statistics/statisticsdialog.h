// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/statistics.h"
#include "views/export/rowchoice.h"

#include <QDialog>

#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;

namespace Items {
class StatisticsModel;
}
namespace Session {
class ClusterSession;
class RecordRows;
}

namespace Views {

class Appearance;

/// Figures about the loaded rows, the selected ones, or everything that the read asks for (`statisticsDialog`). Begins with what is
/// loaded; closing it cancels. Deleted when closed; the rows must outlive it.
class StatisticsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatisticsDialog)
public:
    StatisticsDialog(Session::RecordRows &rows, Session::ClusterSession &cluster, RowChoice::Ranges selection, bool utc, const Appearance &appearance, QWidget *parent);
    ~StatisticsDialog() override;

    void done(int result) override;

private:
    void build(const Appearance &appearance);
    void count();
    void stopOrAgain();
    void showProgress();
    void showEnd();
    void tell(const QString &sentence);
    bool isRunning() const;

    Session::RecordRows &m_rows;
    Session::ClusterSession &m_cluster;
    const bool m_utc;
    RowChoice *m_choice;
    QProgressBar *m_progress;
    QLabel *m_message;
    QPushButton *m_stop;
    Items::StatisticsModel *m_model;
    std::unique_ptr<Session::Statistics> m_statistics;
};

} // namespace Views
