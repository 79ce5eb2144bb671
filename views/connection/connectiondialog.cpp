// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/connection/connectiondialog.h"

#include "items/checkstepmodel.h"
#include "items/errortext.h"
#include "session/connections.h"
#include "views/appearance.h"
#include "views/connection/connectionform.h"
#include "views/widgets/listtable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QUuid>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int visibleSteps = 6;

QPushButton *button(const QString &text, const char *objectName, QWidget *parent)
{
    auto *result = new QPushButton(text, parent);
    result->setObjectName(QLatin1String(objectName));
    result->setAccessibleName(text);
    result->setAutoDefault(false);
    return result;
}

} // namespace

ConnectionDialog::ConnectionDialog(Session::Connections &connections, const Appearance &appearance, const std::optional<Domain::ConnectionProfile> &edited, QWidget *parent)
    : QDialog(parent)
    , m_connections(connections)
    , m_appearance(appearance)
    , m_form(new ConnectionForm(appearance, this))
    , m_steps(new Items::CheckStepModel(this))
{
    setObjectName(QStringLiteral("connectionDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(edited ? tr("Edit connection") : tr("New connection"));
    build(!edited);

    QStringList taken;
    for (const Domain::ConnectionProfile &profile : connections.profiles()) {
        if (!edited || profile.id != edited->id)
            taken.append(QString::fromStdString(profile.name));
    }
    m_form->setTakenNames(taken);
    if (edited) {
        m_form->setProfile(*edited);
        connections.loadSecrets(*edited, this, [this](const Domain::Result<Domain::Secrets> &secrets) {
            if (secrets)
                m_form->setSecrets(secrets.value());
            else
                showMessage(QStringLiteral("warn"), Items::errorText(secrets.error()).what, Items::errorText(secrets.error()).next);
        });
    } else {
        Domain::ConnectionProfile fresh;
        fresh.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        m_form->setProfile(fresh);
    }
    connect(m_form, &ConnectionForm::edited, this, &ConnectionDialog::clearResult);
    m_form->setFocus();
}

void ConnectionDialog::build(bool isNew)
{
    auto *title = new QLabel(windowTitle(), this);
    title->setTextFormat(Qt::PlainText);
    m_appearance.useFont(title, 1.15, QFont::DemiBold);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *padded = new QWidget(scroll);
    auto *padding = new QVBoxLayout(padded);
    padding->setContentsMargins(0, 0, 12, 0);
    padding->addWidget(m_form);
    padding->addStretch(1);
    scroll->setWidget(padded);

    m_test = button(tr("&Test connection"), "testConnectionButton", this);
    auto *cancel = button(tr("Cancel"), "cancelButton", this);
    m_save = button(tr("&Save"), "saveButton", this);
    m_saveAndConnect = button(tr("Save and &connect"), "saveAndConnectButton", this);
    m_saveAndConnect->setProperty("kind", QStringLiteral("primary"));
    m_saveAndConnect->setDefault(true);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { save(false); });
    connect(m_saveAndConnect, &QPushButton::clicked, this, [this] { save(true); });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    buttons->addWidget(m_saveAndConnect);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(scroll, 1);
    column->addWidget(makeCheckArea());
    column->addLayout(buttons);
    const int character = QFontMetrics(m_appearance.uiFont()).averageCharWidth();
    resize(character * 96, isNew ? 500 : 560);
}

QWidget *ConnectionDialog::makeCheckArea()
{
    m_checkArea = new QWidget(this);
    m_stepTable = new ListTable(m_appearance, tr("Stages of the test"), m_checkArea);
    m_stepTable->setObjectName(QStringLiteral("checkTree"));
    m_stepTable->setModel(m_steps);
    m_stepTable->setColumnWidths({38, 9, 9, 40}, Items::CheckStepModel::Detail);
    m_stepTable->setFrameShape(QFrame::StyledPanel);
    m_stepTable->setFixedHeight(m_stepTable->header()->sizeHint().height() + visibleSteps * m_appearance.rowHeight() + 4);
    m_result = new QLabel(m_checkArea);
    m_result->setObjectName(QStringLiteral("checkResult"));
    m_explanation = new QLabel(m_checkArea);
    m_explanation->setObjectName(QStringLiteral("remedyView"));
    for (QLabel *label : {m_result, m_explanation}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
    }
    m_appearance.useFont(m_result, 1.0, QFont::DemiBold);
    m_copy = button(tr("Copy details"), "copyDetailsButton", m_checkArea);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_steps->report()); });
    connect(m_steps, &Items::CheckStepModel::finished, this, &ConnectionDialog::showResult);

    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    words->addWidget(m_result);
    words->addWidget(m_explanation);
    auto *row = new QHBoxLayout;
    row->addLayout(words, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(m_checkArea);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_stepTable);
    column->addLayout(row);
    m_checkArea->hide();
    return m_checkArea;
}

void ConnectionDialog::test()
{
    if (!m_form->validate(true))
        return;
    showMessage(QStringLiteral("second"), tr("Testing…"));
    m_stepTable->show();
    m_test->setEnabled(false);
    m_steps->start(m_connections.check(m_form->profile(), m_form->secrets()));
    if (height() < 640)
        resize(width(), 640);
}

void ConnectionDialog::showResult()
{
    m_test->setEnabled(true);
    m_copy->show();
    if (const Domain::CheckStep *failed = m_steps->firstFailure()) {
        const Items::ErrorText words = Items::errorText(failed->error.value_or(Domain::Error{}));
        showMessage(QStringLiteral("danger"), words.what, words.why.isEmpty() ? words.next : words.why + u' ' + words.next);
        for (int row = 0; row < m_steps->rowCount(); ++row) {
            if (&m_steps->step(row) == failed)
                m_stepTable->setCurrentIndex(m_steps->index(row, 0));
        }
    } else if (m_steps->hasPassed()) {
        showMessage(QStringLiteral("ok"), tr("Connected. Every stage passed."));
    } else {
        showMessage(QStringLiteral("warn"), tr("The test ended without a result."));
    }
}

void ConnectionDialog::clearResult()
{
    // What was tested is no longer what the fields say.
    m_steps->clear();
    m_test->setEnabled(true);
    m_checkArea->hide();
}

void ConnectionDialog::showMessage(const QString &tone, const QString &what, const QString &more)
{
    m_result->setProperty("tone", tone);
    m_result->style()->unpolish(m_result);
    m_result->style()->polish(m_result);
    m_result->setText(what);
    m_explanation->setText(more);
    m_explanation->setVisible(!more.isEmpty());
    m_stepTable->setVisible(m_steps->rowCount() > 0);
    m_copy->setVisible(m_steps->rowCount() > 0);
    m_checkArea->show();
}

void ConnectionDialog::save(bool connect)
{
    if (!m_form->validate(false))
        return;
    m_save->setEnabled(false);
    m_saveAndConnect->setEnabled(false);
    const Domain::ConnectionProfile profile = m_form->profile();
    const QString id = QString::fromStdString(profile.id);
    const Domain::Secrets secrets = m_form->secrets();
    if (!secrets.empty())
        showMessage(QStringLiteral("second"), tr("Saving…"), tr("The system's keyring may ask for its password first."));
    m_connections.save(profile, secrets, this, [this, id, connect](const Domain::Status &status) { finishSaving(status, id, connect); });
}

void ConnectionDialog::finishSaving(const Domain::Status &status, const QString &profileId, bool connect)
{
    const bool runOnly = !status && status.error().code == Domain::ErrorCode::NoKeyring;
    if (!status && !runOnly) {
        m_save->setEnabled(true);
        m_saveAndConnect->setEnabled(true);
        const Items::ErrorText words = Items::errorText(status.error());
        showMessage(QStringLiteral("danger"), words.what, words.why.isEmpty() ? words.next : words.why + u' ' + words.next);
        return;
    }
    emit saved(profileId, connect, runOnly);
    accept();
}

} // namespace Views
