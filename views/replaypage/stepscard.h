// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/replaytext.h"
#include "items/stepstext.h"

#include <QFrame>
#include <QList>

#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace Views {

class Appearance;
class StepRow;

/// The steps of a replay, in order: add, type, drag, switch off. Owned by the replay page.
class StepsCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StepsCard)
public:
    explicit StepsCard(const Appearance &appearance, QWidget *parent = nullptr);

    void setSteps(const std::vector<Replay::Step> &steps);
    std::vector<Replay::Step> steps() const;
    /// None of those that are on has a problem.
    bool isOk() const;
    /// Counters of the last dry run; null: none.
    void setReport(const Replay::DryRunReport *report);
    void setLocked(bool locked); ///< while a run goes

signals:
    void changed();
    void runAsked();

private:
    void makeMenu();
    StepRow *add(const Replay::Step &step);
    void remove(StepRow *row);
    void move(StepRow *row, int by);
    void drag(StepRow *row, int globalY);
    void renumber();

    const Appearance &m_appearance;
    QVBoxLayout *m_list;
    QWidget *m_rowsArea;
    QPushButton *m_add;
    QLabel *m_note;
    QList<StepRow *> m_rows;
};

} // namespace Views
