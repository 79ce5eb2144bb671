// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace Views {

class Appearance;
class Badge;

/// The fields of a connection. Shows the rows that the chosen protocol needs, marks what is wrong beside the field, and never
/// puts a secret into the profile.
class ConnectionForm final : public QWidget
{
    Q_OBJECT
public:
    ConnectionForm(const Appearance &appearance, QWidget *parent = nullptr);

    void setProfile(const Domain::ConnectionProfile &profile);
    void setSecrets(const Domain::Secrets &secrets);
    void setTakenNames(const QStringList &names) { m_takenNames = names; }
    Domain::ConnectionProfile profile() const;
    Domain::Secrets secrets() const;

    /// Marks every wrong field and focuses the first; true: nothing is wrong. `forTest`: the name does not matter yet.
    bool validate(bool forTest);

signals:
    void edited();

private:
    void build();
    void orderFields();
    QWidget *withProblem(QWidget *field, QWidget *beside = nullptr);
    QLineEdit *lineEdit(const char *objectName, const QString &name, const QString &placeholder = {});
    QLineEdit *secretEdit(const char *objectName, const QString &name);
    QWidget *fileField(QLineEdit *edit, const QString &title);
    void addRow(const QString &label, QWidget *row, QWidget *buddy);
    void protocolChanged();
    void environmentChanged();
    void updateWarning();
    void setProblem(QWidget *field, const QString &problem);
    QString nameProblem() const;
    QString bootstrapProblem() const;
    QString fileProblem(const QLineEdit *edit) const;
    QString propertiesProblem() const;

    const Appearance &m_appearance;
    Domain::ConnectionProfile m_profile; ///< what the fields do not show: id
    QStringList m_takenNames;
    QHash<QWidget *, QLabel *> m_problems;
    QFormLayout *m_layout;
    Badge *m_badge;
    QComboBox *m_environment;
    QComboBox *m_protocol;
    QComboBox *m_mechanism;
    QLineEdit *m_name;
    QLineEdit *m_bootstrap;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLineEdit *m_caFile;
    QLineEdit *m_certificateFile;
    QLineEdit *m_keyFile;
    QLineEdit *m_passphrase;
    QCheckBox *m_readOnly;
    QPlainTextEdit *m_groups;
    QPlainTextEdit *m_properties;
    QLabel *m_warning;
    QLabel *m_secretHint;
    bool m_readOnlyTouched = false;
};

} // namespace Views
