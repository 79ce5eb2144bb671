// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/replaytext.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QPushButton;

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;

/// What is replayed, in words, and the button that changes it. Owned by the replay page; the cluster must outlive it.
class SourceCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SourceCard)
public:
    SourceCard(Session::ClusterSession &session, const Appearance &appearance, QWidget *parent = nullptr);

    void setUtc(bool utc) { m_utc = utc; }
    /// `report` null: nothing has been counted.
    void display(const Replay::Source &source, const Replay::DryRunReport *report, const QString &boundsTaken);
    void setLocked(bool locked);

signals:
    void changeAsked();

private:
    void addLine(const QString &label, const QString &value, bool isCode);
    Session::ClusterSession &m_session;
    const Appearance &m_appearance;
    bool m_utc = false;
    Items::TextLines m_shown;
    QWidget *m_lines;
    QGridLayout *m_grid;
    QPushButton *m_change;
};

} // namespace Views
