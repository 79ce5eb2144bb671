// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/replaysource.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;
class FilterEdit;

/// Asks what is to be replayed: topics, range, isolation and filter. Made by the replay page, shown with open(); deletes itself.
class SourceDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SourceDialog)
public:
    SourceDialog(Session::ClusterSession &session, const Replay::Source &source, bool utc, const Appearance &appearance, QWidget *parent);

    const Replay::Source &source() const { return m_source; } ///< once accepted() was emitted

private:
    enum Range { Rows, Whole, Time, Offsets };
    void build(const Appearance &appearance);
    void fill();
    void showFields();
    /// Empty: all is well, and m_source holds it.
    QString take();
    QString takeTopics(Replay::Source &source) const;
    QString takeRange(Replay::Source &source) const;
    QString takeTimes(Replay::Source &source) const;
    QString takeOffsets(Replay::Source &source) const;
    QString takeFilter(Replay::Source &source) const;
    void confirm();

    Session::ClusterSession &m_session;
    Replay::Source m_source;
    const bool m_utc;
    QLineEdit *m_topics;
    QComboBox *m_range;
    QLineEdit *m_from;
    QLineEdit *m_until;
    QLabel *m_fromLabel;
    QLabel *m_untilLabel;
    QComboBox *m_isolation;
    QComboBox *m_mode;
    FilterEdit *m_filter;
    QLabel *m_problem;
    QPushButton *m_apply;
};

} // namespace Views
