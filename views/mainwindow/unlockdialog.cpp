// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/unlockdialog.h"

#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/widgets/badge.h"
#include "views/widgets/nameedit.h"
#include "views/widgets/named.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int dialogWidth = 480;

QString unlockTimeText()
{
    return Items::durationText(std::chrono::milliseconds(Domain::WriteLock::unlockTime).count());
}

QLabel *plain(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

UnlockDialog::UnlockDialog(Session::ClusterSession &session, const Appearance &appearance, QWidget *parent)
    : QDialog(parent)
    , m_session(&session)
    , m_name(new NameEdit(session.profile().name, this))
    , m_unlock(named(new QPushButton(tr("Allow writes for %1").arg(unlockTimeText()), this), "unlockButton", tr("Allow writes for %1").arg(unlockTimeText())))
{
    setObjectName(QStringLiteral("unlockDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Allow writes"));
    build(appearance);
    connect(&session, &QObject::destroyed, this, &QDialog::reject);
}

void UnlockDialog::build(const Appearance &appearance)
{
    QLabel *title = plain(tr("Allow writes to production?"), this);
    appearance.useFont(title, 1.15, QFont::DemiBold);
    auto *where = new QHBoxLayout;
    where->setSpacing(8);
    auto *badge = new Badge(appearance, this);
    badge->setEnvironment(m_session->writeLock().environment());
    where->addWidget(badge);
    where->addWidget(plain(Items::safeText(m_session->profile().name), this), 1);
    QLabel *meaning = plain(tr("Records can then be sent and replayed into this cluster from this window. Each time it is shown before what is written, the name is asked for "
                               "again, and the journal of writes (Tools, Activity) gets a line before and after.\n\n"
                               "The lock closes by itself after %1, and when the connection or the window is closed.").arg(unlockTimeText()),
                            this);
    meaning->setObjectName(QStringLiteral("unlockMeaning"));

    auto *cancel = named(new QPushButton(tr("Cancel"), this), "cancelButton", tr("Cancel"));
    cancel->setDefault(true);
    m_unlock->setAutoDefault(false);
    m_unlock->setProperty("kind", QStringLiteral("destructive"));
    m_unlock->setEnabled(false);
    m_unlock->setToolTip(tr("Type the name of the connection first.").toHtmlEscaped());
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_unlock, &QPushButton::clicked, this, &UnlockDialog::unlock);
    connect(m_name, &NameEdit::rightChanged, m_unlock, &QWidget::setEnabled);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_unlock);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addLayout(where);
    column->addWidget(meaning);
    column->addWidget(plain(tr("Type the name of the connection:"), this));
    column->addWidget(m_name);
    column->addLayout(buttons);
    setMinimumWidth(dialogWidth);
    m_name->setFocus();
}

void UnlockDialog::unlock()
{
    if (m_session && m_session->unlockWrites(m_name->text().toStdString()))
        accept();
}

} // namespace Views
