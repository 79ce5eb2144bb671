// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>
#include <QList>
#include <QPointer>
#include <QString>

#include <utility>

class QLabel;
class QPushButton;

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;
class NameEdit;

/// Asks before something is written: where, how much, and what it does, in numbers read just before. On production the name of the
/// connection has to be typed. Cancel is the default button. accepted() means: do it now. Deletes itself; ends as rejected() when the
/// connection closes, and cannot be accepted while it is locked. Made by pages, shown with open(); GUI thread.
///
///     auto *dialog = new WriteConfirmation(session, words, appearance, this);
///     connect(dialog, &QDialog::accepted, this, &Page::send);
///     dialog->open();
class WriteConfirmation final : public QDialog
{
    Q_OBJECT
public:
    /// Plain text, already safe to show.
    struct Words
    {
        QString title = {};                       ///< "Send records"
        QString verb = {};                        ///< of the button, with the number: "Send 1,000 records"
        QString target = {};                      ///< "orders"
        QList<std::pair<QString, QString>> facts = {}; ///< name and value, in this order: "Records", "1,000"; "Partitions", "12 of 12"
        QString effect = {};                      ///< what it does and cannot undo
    };
    WriteConfirmation(Session::ClusterSession &session, const Words &words, const Appearance &appearance, QWidget *parent);

    /// Writes through this connection are to be confirmed: it is production.
    static bool isNeeded(const Session::ClusterSession &session);

private:
    void build(const Words &words, const Appearance &appearance);
    void updateState();

    QPointer<Session::ClusterSession> m_session;
    NameEdit *m_name = nullptr; ///< null: not production
    QLabel *m_locked;
    QPushButton *m_confirm;
};

} // namespace Views
