// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordtable.h"
#include "replay/dryrun.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace Items {

/// The first records of a dry run, before and after the steps. Owned by the replay page; GUI thread.
class DryRunModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DryRunModel)
public:
    enum Column { Topic, Partition, Offset, Key, Before, After, NewKey, Target, Size, ColumnCount };
    enum class Show { All, Changed, Dropped, Problems };

    explicit DryRunModel(QObject *parent = nullptr);

    void setReport(std::shared_ptr<const Replay::DryRunReport> report); ///< null: nothing
    const std::shared_ptr<const Replay::DryRunReport> &report() const { return m_report; }
    void show(Show what);
    Show shown() const { return m_show; }
    bool hasSeveralTopics() const { return m_hasSeveralTopics; }
    bool hasSeveralTargets() const { return m_hasSeveralTargets; }
    const Replay::Sample &sample(int row) const { return *m_rows[std::size_t(row)]; }

    /// Ready for painting: matches are what differs. `newKey` is the key before while nothing has changed it.
    struct Cells
    {
        PreviewCell key;
        PreviewCell before;
        PreviewCell after;
        PreviewCell newKey;
        QString outcome;        ///< "dropped" and the like in place of `after`; empty: it is sent
        QString outcomeReason;  ///< "step 1", or why
        QString remark;         ///< "headers, time": what else has changed
        bool isError = false;
    };
    Cells cells(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void rebuild();
    QString display(int row, int column) const;
    QString copied(int row, int column) const;
    QString toolTip(int row, int column) const;

    std::shared_ptr<const Replay::DryRunReport> m_report;
    Show m_show = Show::All;
    bool m_hasSeveralTopics = false;
    bool m_hasSeveralTargets = false;
    std::vector<const Replay::Sample *> m_rows; ///< in the report
};

} // namespace Items
