// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/exportjob.h"
#include "views/export/rowchoice.h"

#include <QDialog>

#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace Session {
class ClusterSession;
class RecordRows;
}

namespace Views {

class Appearance;

/// Asks what to export, as what and where to, then shows how far it is (`exportDialog`). Closing it cancels. Owned by its page's window,
/// deleted when closed; the rows must outlive it.
class ExportDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportDialog)
public:
    ExportDialog(Session::RecordRows &rows, Session::ClusterSession &cluster, RowChoice::Ranges selection, Session::ExportFormat format, const Appearance &appearance, QWidget *parent);
    ~ExportDialog() override;

    void done(int result) override;

private:
    QWidget *makeFile();
    void browse();
    void takeFormat();
    void start();
    void showProgress();
    void showEnd();
    void tell(const QString &sentence);
    QString suggestedFile() const;
    QString suffix() const;
    Session::ExportFormat format() const;
    Session::ExportTarget target(const Domain::ReadPlan &plan) const;

    Session::RecordRows &m_rows;
    Session::ClusterSession &m_cluster;
    RowChoice *m_choice;
    QComboBox *m_format;
    QCheckBox *m_guard;
    QLineEdit *m_file;
    QProgressBar *m_progress;
    QLabel *m_message;
    QPushButton *m_start;
    QPushButton *m_close;
    QString m_mayReplace; ///< the file that the user was told about
    std::unique_ptr<Session::ExportJob> m_job;
};

} // namespace Views
