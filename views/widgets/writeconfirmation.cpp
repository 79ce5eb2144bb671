// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/writeconfirmation.h"

#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/widgets/badge.h"
#include "views/widgets/nameedit.h"
#include "views/widgets/named.h"
#include "views/widgets/writereason.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int dialogWidth = 520;

QLabel *plain(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QGridLayout *factGrid(const WriteConfirmation::Words &words, QWidget *parent)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    QList<std::pair<QString, QString>> facts = words.facts;
    facts.prepend({WriteConfirmation::tr("Target"), words.target});
    for (int row = 0; row < facts.size(); ++row) {
        QLabel *name = plain(facts[row].first, parent);
        name->setProperty("tone", QStringLiteral("second"));
        name->setWordWrap(false);
        grid->addWidget(name, row, 0, Qt::AlignTop);
        grid->addWidget(named(plain(facts[row].second, parent), "confirmFact", facts[row].first), row, 1);
    }
    return grid;
}

} // namespace

WriteConfirmation::WriteConfirmation(Session::ClusterSession &session, const Words &words, const Appearance &appearance, QWidget *parent)
    : QDialog(parent)
    , m_session(&session)
    , m_locked(named(plain({}, this), "confirmLockedLabel", tr("Lock")))
    , m_confirm(named(new QPushButton(words.verb, this), "confirmWriteButton", words.verb))
{
    setObjectName(QStringLiteral("writeConfirmation"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(words.title);
    build(words, appearance);
    connect(&session, &Session::ClusterSession::writeLockChanged, this, &WriteConfirmation::updateState);
    connect(&session, &QObject::destroyed, this, &QDialog::reject);
    updateState();
}

bool WriteConfirmation::isNeeded(const Session::ClusterSession &session)
{
    return session.writeLock().environment() == Domain::Environment::Production;
}

void WriteConfirmation::build(const Words &words, const Appearance &appearance)
{
    QLabel *title = plain(words.title, this);
    appearance.useFont(title, 1.15, QFont::DemiBold);
    auto *where = new QHBoxLayout;
    where->setSpacing(8);
    auto *badge = new Badge(appearance, this);
    badge->setEnvironment(m_session->writeLock().environment());
    where->addWidget(badge);
    where->addWidget(plain(Items::safeText(m_session->profile().name, 60), this), 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addLayout(where);
    column->addLayout(factGrid(words, this));
    column->addWidget(named(plain(words.effect, this), "confirmEffect", tr("Effect")));
    if (isNeeded(*m_session)) {
        m_name = new NameEdit(m_session->profile().name, this);
        column->addWidget(plain(tr("Type the name of the connection to confirm:"), this));
        column->addWidget(m_name);
        connect(m_name, &NameEdit::rightChanged, this, &WriteConfirmation::updateState);
    }
    m_locked->setProperty("tone", QStringLiteral("warn"));
    column->addWidget(m_locked);

    auto *cancel = named(new QPushButton(tr("Cancel"), this), "cancelButton", tr("Cancel"));
    m_confirm->setAutoDefault(false);
    m_confirm->setProperty("kind", m_name ? QStringLiteral("destructive") : QStringLiteral("primary"));
    m_confirm->setProperty("writes", true);
    cancel->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_confirm);
    column->addLayout(buttons);
    setMinimumWidth(dialogWidth);
    (m_name ? static_cast<QWidget *>(m_name) : cancel)->setFocus();
}

void WriteConfirmation::updateState()
{
    const QString locked = m_session ? WriteReason::words(*m_session) : QString();
    const bool isTyped = !m_name || m_name->isRight();
    m_locked->setText(locked);
    m_locked->setVisible(!locked.isEmpty());
    m_confirm->setEnabled(m_session && locked.isEmpty() && isTyped);
    const QString why = !locked.isEmpty() ? locked : isTyped ? QString() : tr("Type the name of the connection first.");
    m_confirm->setToolTip(why.toHtmlEscaped());
}

} // namespace Views
