// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/deliverytext.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace Views {

class Appearance;
class ElidedLabel;

/// The line under the delivery table: what has become of the records so far, and Stop. Owned by DeliveryPane.
class TotalsStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TotalsStrip)
public:
    TotalsStrip(const Appearance &appearance, QWidget *parent);
    void display(const Items::TotalsText &text, bool isRunning);
    QPushButton *stopButton() const { return m_stop; }

private:
    void applyTheme();
    const Appearance &m_appearance;
    QLabel *m_icon;
    QLabel *m_state;
    QLabel *m_delivered;
    QLabel *m_failed;
    QLabel *m_unknown;
    ElidedLabel *m_facts;
    QProgressBar *m_progress;
    QPushButton *m_stop;
    bool m_isRunning = false;
    bool m_hasProblems = false;
};

} // namespace Views
