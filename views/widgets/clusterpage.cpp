// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/clusterpage.h"

#include "items/errortext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/badge.h"
#include "views/widgets/banner.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int waitingAfterMs = 150;

} // namespace

ClusterPage::ClusterPage(Session::ClusterSession &session, const Appearance &appearance, const QString &iconName, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_session(session)
    , m_icon(new QLabel(this))
    , m_iconName(iconName)
    , m_facts(new ElidedLabel(this))
    , m_tools(new QHBoxLayout)
    , m_banner(new Banner(appearance, this))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState(appearance, this))
{
    auto *heading = new ElidedLabel(this);
    heading->setText(title);
    heading->setObjectName(QStringLiteral("pageTitle"));
    appearance.useFont(heading, 1.23, QFont::DemiBold);
    auto *connection = new ElidedLabel(this);
    connection->setText(Items::safeText(session.profile().name, 60));
    connection->setProperty("tone", QStringLiteral("second"));
    auto *badge = new Badge(appearance, this);
    badge->setEnvironment(session.profile().environment);
    m_facts->setObjectName(QStringLiteral("pageFacts"));
    m_facts->setProperty("tone", QStringLiteral("second"));
    m_facts->setAlignment(Qt::AlignVCenter | Qt::AlignRight);
    appearance.useFont(m_facts, 0.92);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 8, 8);
    head->setSpacing(10);
    head->addWidget(m_icon);
    head->addWidget(heading);
    head->addWidget(connection);
    head->addWidget(badge);
    head->addWidget(m_facts, 1);
    m_tools->setSpacing(6);
    head->addLayout(m_tools);

    m_banner->setObjectName(QStringLiteral("pageBanner"));
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_banner);
    column->addLayout(m_stack, 1);

    m_waiting.setSingleShot(true);
    m_waiting.setInterval(waitingAfterMs);
    connect(&m_waiting, &QTimer::timeout, this, &ClusterPage::describeWaiting);
    connect(&session, &Session::ClusterSession::snapshotChanged, this, &ClusterPage::updateState);
    connect(&session, &Session::ClusterSession::connectionChanged, this, &ClusterPage::updateState);
    connect(&session, &Session::ClusterSession::refreshFinished, this, &ClusterPage::updateState);
    const auto theme = [this] { m_icon->setPixmap(iconPixmap(m_iconName, m_appearance.theme().text2, 16, devicePixelRatioF())); };
    connect(&appearance, &Appearance::changed, this, theme);
    theme();
}

void ClusterPage::setContent(QWidget *content)
{
    m_content = content;
    m_stack->addWidget(content);
    setFocusProxy(content);
    updateState();
}

void ClusterPage::setFacts(const QString &facts)
{
    m_facts->setText(facts);
}

void ClusterPage::updateState()
{
    m_waiting.stop();
    if (!m_session.snapshot()) {
        if (!describeTrouble())
            m_waiting.start();
        m_banner->hide();
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    updateBanner();
    m_stack->setCurrentWidget(describeEmpty(*m_empty) ? static_cast<QWidget *>(m_empty) : m_content);
}

bool ClusterPage::describeTrouble()
{
    const Domain::ConnectionState &state = m_session.connectionState();
    const std::optional<Domain::Error> &error = state.error ? state.error : m_session.refreshError();
    if (!error)
        return false;
    const bool refused = state.kind == Domain::ConnectionState::Kind::Refused;
    const Items::ErrorText words = Items::errorText(*error);
    QStringList sentences{words.why, words.next};
    sentences.removeAll(QString());
    const Theme &theme = m_appearance.theme();
    m_empty->display(refused ? QStringLiteral("failed") : QStringLiteral("warning"), words.what, sentences.join(u' '), refused ? theme.danger : theme.warn);
    QPushButton *again = m_empty->addButton(tr("Try again"));
    again->setObjectName(QStringLiteral("tryAgainButton"));
    connect(again, &QPushButton::clicked, this, [this, refused] {
        if (refused)
            emit reconnectWanted();
        else
            m_session.refresh();
    });
    if (!m_session.profile().isDemo)
        connect(m_empty->addButton(tr("Edit connection…")), &QPushButton::clicked, this, &ClusterPage::editWanted);
    connect(m_empty->addButton(tr("Copy details")), &QPushButton::clicked, this,
            [words] { QGuiApplication::clipboard()->setText(words.what + u'\n' + words.why + u'\n' + words.details); });
    return true;
}

void ClusterPage::describeWaiting()
{
    if (m_session.profile().isDemo)
        m_empty->display(QStringLiteral("busy"), tr("Starting the demo cluster"), tr("It runs inside Playhead and fills itself with records."), m_appearance.theme().accent);
    else
        m_empty->display(QStringLiteral("busy"), tr("Connecting"), tr("Asked %1 for brokers and topics. No answer yet.").arg(Items::safeText(m_session.profile().bootstrapServers, 120)), m_appearance.theme().accent);
}

void ClusterPage::updateBanner()
{
    const Domain::ConnectionState &state = m_session.connectionState();
    const bool refused = state.kind == Domain::ConnectionState::Kind::Refused;
    const bool inTrouble = refused || state.kind == Domain::ConnectionState::Kind::Trouble;
    const std::optional<Domain::Error> error = inTrouble && state.error ? state.error : m_session.refreshError();
    if (!error) {
        m_banner->hide();
        return;
    }
    const Items::ErrorText words = Items::errorText(*error);
    if (m_banner->isVisible() && m_banner->title() == words.what)
        return; // keep what the user may be about to click
    m_banner->display(refused ? Banner::Kind::Error : Banner::Kind::Warning, words.what, tr("What is shown was true before that."), words.why.isEmpty() ? words.next : words.why + u' ' + words.next);
    connect(m_banner->addButton(tr("Try again")), &QPushButton::clicked, this, [this, refused] {
        if (refused)
            emit reconnectWanted();
        else
            m_session.refresh();
    });
}

} // namespace Views
