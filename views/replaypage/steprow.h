// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/stepstext.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;

namespace Views {

class Appearance;
class FilterEdit;

/// One step of a replay: on or off, what it does, its fields to type in, a counter, and what is wrong with it. Owned by the card
/// of the steps.
class StepRow final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StepRow)
public:
    StepRow(const Appearance &appearance, const Replay::Step &step, QWidget *parent = nullptr);

    Replay::Step step() const;
    void setNumber(int number); ///< 1 …
    /// What a dry run has counted; empty: none.
    void setCounter(const QString &text);
    /// Compiled without a problem, or switched off.
    bool isOk() const;
    void focusField();

signals:
    void changed();
    void removeAsked();
    void moveAsked(int by);
    void dragged(int globalY);
    void runAsked(); ///< Enter in a field

private:
    void makeFields();
    void makePlaceFields();
    void makeTimeFields();
    FilterEdit *addExpression(const QString &name, const QString &text, const QString &placeholder);
    QLineEdit *addLine(const char *objectName, const QString &name, const QString &text, const QString &placeholder);
    QComboBox *addChoice(const QString &name, const QStringList &entries, int current);
    void addMoving();
    void take();
    void takeText();
    void takePlace();
    void check();

    const Appearance &m_appearance;
    const Items::StepKind m_kind;
    Replay::Step m_step;
    int m_number = 0;
    QHBoxLayout *m_row;
    QCheckBox *m_on;
    QLabel *m_counter;
    QLabel *m_problem;
    FilterEdit *m_expression = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_second = nullptr;
    QComboBox *m_choice = nullptr;
    QMenu *m_options = nullptr;
    Items::StepCheck m_check;
};

} // namespace Views
