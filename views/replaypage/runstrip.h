// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/replaytext.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace Views {

class Appearance;
class Sparkline;

/// The foot of the replay page: how far a dry run or run is, its figures, and the buttons that start and end it.
class RunStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunStrip)
public:
    explicit RunStrip(const Appearance &appearance, QWidget *parent = nullptr);

    void showIdle(const QString &words);
    void showDryRun(const Replay::DryRunProgress &progress);
    /// `elapsedMs`: of the run so far.
    void showRun(const Replay::RunStatus &status, qint64 elapsedMs);
    void clearRate();

    QPushButton *dryRun() const { return m_dryRun; }
    QPushButton *run() const { return m_run; }
    QPushButton *pause() const { return m_pause; }
    QPushButton *stop() const { return m_stop; }
    QPushButton *openTarget() const { return m_openTarget; }

private:
    struct Figure
    {
        QLabel *label;
        QLabel *value;
        QWidget *box;
    };
    Figure addFigure(QHBoxLayout *row, const char *objectName, const QString &label);
    QPushButton *addButton(QHBoxLayout *row, const char *objectName, const QString &text, const QString &iconName);
    void set(const Figure &figure, const QString &label, const QString &value);
    void applyTheme();

    const Appearance &m_appearance;
    QProgressBar *m_bar;
    QLabel *m_words;
    std::vector<std::pair<QPushButton *, QString>> m_icons;
    Figure m_state;
    Figure m_rate;
    Sparkline *m_line;
    Figure m_acknowledged;
    Figure m_failed;
    Figure m_unknown;
    QPushButton *m_openTarget;
    QPushButton *m_pause;
    QPushButton *m_stop;
    QPushButton *m_dryRun;
    QPushButton *m_run;
};

} // namespace Views
