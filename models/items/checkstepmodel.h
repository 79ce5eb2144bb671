// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectioncheck.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace Items {

/// The stages of "Test connection" as they run. Owns the check it shows; watches its generation. Owned by the connection
/// dialog; GUI thread only.
class CheckStepModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Check, Result, Time, Detail, ColumnCount };

    explicit CheckStepModel(QObject *parent = nullptr);

    void start(std::unique_ptr<Domain::ConnectionCheck> check); ///< ends the one before
    void clear();
    bool isRunning() const { return m_check && !m_finished; }
    bool hasPassed() const; ///< finished, and nothing failed
    const Domain::CheckStep *firstFailure() const; ///< null: none failed
    const Domain::CheckStep &step(int row) const { return m_steps[static_cast<std::size_t>(row)]; }
    /// Everything on lines, for the clipboard; no secrets are in it.
    QString report() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void finished();

private:
    void poll();
    void take(std::vector<Domain::CheckStep> steps);
    QString display(const Domain::CheckStep &step, int column) const;

    std::unique_ptr<Domain::ConnectionCheck> m_check;
    std::vector<Domain::CheckStep> m_steps;
    std::uint64_t m_generation = 0;
    bool m_finished = false;
    QTimer m_timer;
};

} // namespace Items
