// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/maintoolbar.h"

#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "views/appearance.h"
#include "views/mainwindow/actions.h"
#include "views/mainwindow/lockbutton.h"
#include "views/widgets/badge.h"
#include "views/widgets/toolbutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>

namespace Views {

namespace {

constexpr int endMargin = 4; // beside the 5 px of the tool bar itself

} // namespace

MainToolBar::MainToolBar(Session::Connections &connections, const Actions &actions, const Appearance &appearance, QWidget *parent)
    : QToolBar(tr("Main tool bar"), parent)
    , m_connections(connections)
    , m_actions(actions)
    , m_button(new FieldButton(appearance, QString(), this))
    , m_menu(new QMenu(this))
    , m_badge(new Badge(appearance, this))
    , m_lock(new LockButton(*actions.writeLock, appearance, this))
    , m_back(new ToolButton(appearance, QStringLiteral("chevron-left"), tr("Back (Alt+Left)"), this))
    , m_forward(new ToolButton(appearance, QStringLiteral("chevron-right"), tr("Forward (Alt+Right)"), this))
{
    setObjectName(QStringLiteral("mainToolBar"));
    setMovable(false);
    setIconSize(QSize(16, 16));
    setContextMenuPolicy(Qt::PreventContextMenu);
    m_button->setObjectName(QStringLiteral("connectionButton"));
    m_button->setIconName(QStringLiteral("cluster"));
    m_button->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &MainToolBar::fillConnectionMenu);
    // A row of its own: a tool bar has one and the same margin at all its sides, wide enough at the ends is too high.
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(endMargin, 0, endMargin, 0);
    layout->setSpacing(6);
    m_back->setObjectName(QStringLiteral("backButton"));
    m_forward->setObjectName(QStringLiteral("forwardButton"));
    layout->addWidget(m_back);
    layout->addWidget(m_forward);
    layout->addWidget(m_button);
    m_badge->setObjectName(QStringLiteral("environmentBadge"));
    layout->addWidget(m_badge);
    layout->addWidget(m_lock);

    auto *refresh = new ToolButton(appearance, QStringLiteral("refresh"), tr("Refresh (F5)"), this);
    refresh->setObjectName(QStringLiteral("refreshButton"));
    connect(refresh, &QToolButton::clicked, actions.refresh, &QAction::trigger);
    connect(actions.refresh, &QAction::enabledChanged, refresh, &QWidget::setEnabled);
    layout->addWidget(refresh);
    auto *produce = new ToolButton(appearance, QStringLiteral("send"), tr("Produce records"), this);
    produce->setObjectName(QStringLiteral("produceButton"));
    produce->setText(tr("Produce"));
    produce->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(produce, &QToolButton::clicked, actions.produce, &QAction::trigger);
    connect(actions.produce, &QAction::enabledChanged, produce, &QWidget::setEnabled);
    layout->addWidget(produce);
    layout->addStretch(1);
    m_settings = new ToolButton(appearance, QStringLiteral("settings"), tr("Theme and text size (Ctrl+,)"), this);
    m_settings->setObjectName(QStringLiteral("settingsButton"));
    m_settings->setPopupMode(QToolButton::InstantPopup);
    m_settings->setMenu(actions.settingsMenu());
    layout->addWidget(m_settings);
    addWidget(row);
    setSession(nullptr);
    setPage(nullptr);
}

void MainToolBar::follow(ToolButton *button, QPointer<QAction> &followed, QWidget *page, const QString &actionName)
{
    auto *action = page ? page->findChild<QAction *>(actionName) : nullptr;
    if (followed && followed != action) {
        disconnect(button, &QToolButton::clicked, followed, nullptr);
        disconnect(followed, &QAction::enabledChanged, button, nullptr);
    }
    if (action && followed != action) {
        connect(button, &QToolButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::enabledChanged, button, &QWidget::setEnabled);
    }
    followed = action;
    button->setEnabled(action && action->isEnabled());
}

void MainToolBar::setPage(QWidget *page)
{
    follow(m_back, m_backAction, page, QStringLiteral("backAction"));
    follow(m_forward, m_forwardAction, page, QStringLiteral("forwardAction"));
}

void MainToolBar::setSession(Session::ClusterSession *session)
{
    m_profileId = session ? QString::fromStdString(session->profile().id) : QString();
    m_button->setValue(session ? Items::safeText(session->profile().name, 60) : tr("No connection"));
    m_badge->setVisible(session != nullptr);
    if (session)
        m_badge->setEnvironment(session->profile().environment);
    m_lock->setSession(session);
}

void MainToolBar::openSettingsMenu()
{
    m_settings->showMenu();
}

QWidget *MainToolBar::connectionButton() const
{
    return m_button;
}

void MainToolBar::fillConnectionMenu()
{
    m_menu->clear();
    const auto add = [this](const Domain::ConnectionProfile &profile) {
        const QString id = QString::fromStdString(profile.id);
        QString name = Items::safeText(profile.name, 60);
        QAction *action = m_menu->addAction(tr("%1 (%2)").arg(name.replace(u'&', QStringLiteral("&&")), environmentWord(profile.environment)));
        action->setCheckable(true);
        action->setChecked(id == m_profileId);
        connect(action, &QAction::triggered, this, [this, id] { emit connectionWanted(id); });
    };
    const std::vector<Domain::ConnectionProfile> saved = m_connections.profiles();
    for (const Session::ClusterSession *session : m_connections.openClusters()) {
        const auto isThis = [session](const Domain::ConnectionProfile &p) { return p.id == session->profile().id; };
        if (std::none_of(saved.begin(), saved.end(), isThis))
            add(session->profile());
    }
    for (const Domain::ConnectionProfile &profile : saved)
        add(profile);
    if (!m_menu->isEmpty())
        m_menu->addSeparator();
    m_menu->addActions({m_actions.newConnection, m_actions.demo});
    m_menu->addSeparator();
    m_menu->addActions({m_actions.editConnection, m_actions.disconnectCluster});
}

} // namespace Views
