// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedLayout;

namespace Items {
class ActivityModel;
}

namespace Session {
class Activity;
class Preferences;
}

namespace Views {

class Appearance;
class Banner;
class EmptyState;
class ListTable;

/// The journal of writes: what was sent where, by whom, and how it ended; filters, details, and whether the chain of its lines holds.
/// Belongs to no connection. Owned by its tab; GUI thread.
class ActivityPage final : public QWidget
{
    Q_OBJECT
public:
    /// `folder`: of the journal.
    ActivityPage(const QString &folder, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent = nullptr);

private:
    QWidget *makeHead();
    QWidget *makeDetails();
    void updateState();
    void updateFacts();
    void describeEmpty();
    void tellCheck();
    void showDetails();

    const Appearance &m_appearance;
    Session::Activity *m_activity;
    Items::ActivityModel *m_model;
    QLabel *m_facts;
    QLineEdit *m_connection;
    QLineEdit *m_topic;
    QPushButton *m_more;
    QPushButton *m_check;
    Banner *m_banner;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    ListTable *m_table;
    QPlainTextEdit *m_details;
    QWidget *m_list = nullptr;
    QTimer m_typing; ///< filters act a moment after the last key
};

} // namespace Views
