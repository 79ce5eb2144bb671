// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/runlistmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace Session {
class RunList;
}

namespace Views {

class Appearance;
class ListTable;

/// The replays whose journals are kept: resume, verify, forget. Owned by the replay page; the list must outlive it.
class JournalPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JournalPane)
public:
    JournalPane(Session::RunList &runs, const Appearance &appearance, QWidget *parent = nullptr);

    void setUtc(bool utc) { m_model.setUtc(utc); }
    /// A run of this page goes: nothing else may begin.
    void setBusy(bool busy);
    void select(const std::string &runId);
    void tell(const QString &words);

signals:
    void resumeAsked(const QString &runId);
    void verifyAsked(const QString &runId);

private:
    const Replay::RunSummary *current() const;
    void updateState();
    void askForget();

    Session::RunList &m_runs;
    Items::RunListModel m_model;
    ListTable *m_table;
    QLabel *m_words;
    QPushButton *m_resume;
    QPushButton *m_verify;
    QPushButton *m_forget;
    QPushButton *m_again;
    bool m_isBusy = false;
};

} // namespace Views
