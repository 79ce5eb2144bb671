// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/runjournal.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace Items {

/// The replays whose journals are kept, newest first. Owned by the replay page; GUI thread.
class RunListModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunListModel)
public:
    enum Column { Started, Run, What, State, Progress, Acknowledged, Verdict, ColumnCount };

    explicit RunListModel(QObject *parent = nullptr);

    void setUtc(bool utc);
    /// Rows of runs that stay are kept, so that selections are.
    void setRuns(std::vector<Replay::RunSummary> runs);
    const Replay::RunSummary &run(int row) const { return m_runs[std::size_t(row)]; }
    const std::optional<Replay::Plan> &plan(int row) const { return m_plans[std::size_t(row)]; }
    int rowOf(const std::string &runId) const; ///< −1: not there

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString display(int row, int column) const;

    bool m_utc = false;
    std::vector<Replay::RunSummary> m_runs;
    std::vector<std::optional<Replay::Plan>> m_plans;
};

/// "61 %".
QString percentText(double share);

} // namespace Items
