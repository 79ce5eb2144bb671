// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <QDialog>

#include <optional>

class QLabel;
class QPushButton;

namespace Items {
class CheckStepModel;
}

namespace Session {
class Connections;
}

namespace Views {

class Appearance;
class ConnectionForm;
class ListTable;

/// Makes or changes a saved connection, and tests it before. Deletes itself when closed; the window opens what was saved.
class ConnectionDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `edited` none: a new connection.
    ConnectionDialog(Session::Connections &connections, const Appearance &appearance, const std::optional<Domain::ConnectionProfile> &edited, QWidget *parent = nullptr);

signals:
    /// `secretsForThisRunOnly`: there is no keyring; the secrets are known until the program ends.
    void saved(const QString &profileId, bool connect, bool secretsForThisRunOnly);

private:
    void build(bool isNew);
    QWidget *makeCheckArea();
    void test();
    void showResult();
    void clearResult();
    void save(bool connect);
    void finishSaving(const Domain::Status &status, const QString &profileId, bool connect);
    void showMessage(const QString &tone, const QString &what, const QString &more = {});

    Session::Connections &m_connections;
    const Appearance &m_appearance;
    ConnectionForm *m_form;
    Items::CheckStepModel *m_steps;
    QWidget *m_checkArea = nullptr;
    ListTable *m_stepTable = nullptr;
    QLabel *m_result = nullptr;
    QLabel *m_explanation = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_saveAndConnect = nullptr;
};

} // namespace Views
