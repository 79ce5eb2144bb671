// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/statistics.h"

#include <QDialog>

#include <memory>
#include <utility>
#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;
class QRadioButton;
class QTreeView;

namespace Items {
class StatisticsModel;
}
namespace Session {
class ClusterSession;
class RecordRows;
}

namespace Views {

/// Figures about the loaded rows, the selected ones, or everything that the read asks for (`statisticsDialog`). Begins with what is
/// loaded; closing it cancels. Deleted when closed; the rows must outlive it.
class StatisticsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatisticsDialog)
public:
    using Ranges = std::vector<std::pair<quint64, quint64>>; ///< positions: first, count

    StatisticsDialog(Session::RecordRows &rows, Session::ClusterSession &cluster, Ranges selection, bool utc, QWidget *parent);
    ~StatisticsDialog() override;

    void done(int result) override;

private:
    void build();
    void count();
    void stopOrAgain();
    void showProgress();
    void showEnd();
    void tell(const QString &sentence);
    bool isRunning() const;

    Session::RecordRows &m_rows;
    Session::ClusterSession &m_cluster;
    const Ranges m_selection;
    const bool m_utc;
    QRadioButton *m_selected;
    QRadioButton *m_loaded;
    QRadioButton *m_everything;
    QTreeView *m_table;
    QProgressBar *m_progress;
    QLabel *m_message;
    QPushButton *m_stop;
    Items::StatisticsModel *m_model;
    std::unique_ptr<Session::Statistics> m_statistics;
};

} // namespace Views
