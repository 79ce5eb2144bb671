// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/replayrun.h"

#include <QAbstractTableModel>
#include <QString>

#include <optional>
#include <vector>

namespace Items {

/// What a run has done: its figures, then each record that was not sent and why. Owned by the replay page; GUI thread.
class RunReportModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunReportModel)
public:
    enum Column { Name, Figure, ColumnCount };

    explicit RunReportModel(QObject *parent = nullptr);

    void show(const Replay::RunStatus &status, const std::string &runId);
    void clear();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        QString name;
        QString figure;
        bool isHeading = false;
        int attention = 0;
        bool operator==(const Row &) const = default;
    };
    void take(std::vector<Row> rows);

    std::vector<Row> m_rows;
};

/// A report of plan, run and verdict as JSON, for a file.
QByteArray runReportJson(const std::string &runId, const Replay::Plan &plan, const Replay::RunStatus &status);

} // namespace Items
