// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/windowstatus.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "session/readsession.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/named.h"

#include <QAction>
#include <QActionGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace Views {

namespace {

constexpr int memoryIntervalMs = 250; // a page that opens is counted before anyone looks

QString utcOffsetText()
{
    const int minutes = QDateTime::currentDateTime().offsetFromUtc() / 60;
    return QStringLiteral("UTC%1%2:%3").arg(minutes < 0 ? QStringLiteral("−") : QStringLiteral("+")).arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0')).arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

WindowStatus::WindowStatus(Session::Preferences &preferences, const Appearance &appearance, QWidget &pages, QWidget *parent)
    : QStatusBar(parent)
    , m_preferences(preferences)
    , m_appearance(appearance)
    , m_pages(pages)
    , m_icon(new QLabel(this))
    , m_connection(new QLabel(this))
    , m_memory(new QLabel(this))
    , m_zone(new QToolButton(this))
{
    setObjectName(QStringLiteral("statusBar"));
    setSizeGripEnabled(false);
    m_connection->setObjectName(QStringLiteral("statusConnection"));
    m_connection->setTextFormat(Qt::PlainText);
    m_connection->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_memory->setObjectName(QStringLiteral("statusMemory"));
    m_memory->setTextFormat(Qt::PlainText);
    m_memory->setToolTip(tr("Bytes of records held by all pages, of the budget for all pages"));
    for (QLabel *label : {m_connection, m_memory}) {
        label->setProperty("tone", QStringLiteral("second"));
        appearance.useFont(label, 0.92);
    }
    m_zone->setObjectName(QStringLiteral("timeZoneButton"));
    m_zone->setPopupMode(QToolButton::InstantPopup);
    m_zone->setFocusPolicy(Qt::TabFocus);
    appearance.useFont(m_zone, 0.92);
    auto *menu = new QMenu(m_zone);
    auto *group = new QActionGroup(menu);
    for (const auto choice : {Session::TimeZoneChoice::Local, Session::TimeZoneChoice::Utc}) {
        QAction *action = menu->addAction(choice == Session::TimeZoneChoice::Utc ? tr("Times in UTC") : tr("Times in the local zone, %1").arg(utcOffsetText()));
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice] { m_preferences.setTimeZone(choice); });
        connect(menu, &QMenu::aboutToShow, action, [this, action, choice] { action->setChecked(m_preferences.timeZone() == choice); });
    }
    m_zone->setMenu(menu);
    auto *connection = new QWidget(this);
    auto *row = new QHBoxLayout(connection);
    row->setContentsMargins(10, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_icon);
    row->addWidget(m_connection, 1);
    addWidget(connection, 1);
    addPermanentWidget(m_memory);
    addPermanentWidget(m_zone);
    auto *activity = named(new QToolButton(this), "activityButton", tr("Activity: the journal of writes"));
    activity->setText(tr("Activity"));
    activity->setToolTip(tr("The journal of writes").toHtmlEscaped());
    activity->setFocusPolicy(Qt::TabFocus);
    appearance.useFont(activity, 0.92);
    connect(activity, &QToolButton::clicked, this, &WindowStatus::activityWanted);
    addPermanentWidget(activity);

    m_timer.setInterval(memoryIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &WindowStatus::updateMemory);
    m_timer.start();
    connect(&preferences, &Session::Preferences::changed, this, [this] {
        updateZone();
        updateMemory();
    });
    connect(&appearance, &Appearance::changed, this, &WindowStatus::updateConnection);
    updateConnection();
    updateMemory();
    updateZone();
}

void WindowStatus::setSession(Session::ClusterSession *session)
{
    if (session == m_session)
        return;
    if (m_session)
        m_session->disconnect(this);
    m_session = session;
    if (session) {
        connect(session, &Session::ClusterSession::connectionChanged, this, &WindowStatus::updateConnection);
        connect(session, &Session::ClusterSession::snapshotChanged, this, &WindowStatus::updateConnection);
        connect(session, &Session::ClusterSession::refreshFinished, this, &WindowStatus::updateConnection);
    }
    updateConnection();
}

void WindowStatus::updateConnection()
{
    using Kind = Domain::ConnectionState::Kind;
    const Theme &theme = m_appearance.theme();
    QString iconName = QStringLiteral("ring");
    QColor color = theme.text3;
    QString words = tr("Not connected");
    QString tip;
    if (m_session) {
        const Domain::ConnectionState &state = m_session->connectionState();
        QStringList parts{Items::safeText(m_session->profile().name, 60)};
        const auto snapshot = m_session->snapshot();
        switch (state.kind) {
        case Kind::Connecting: parts.append(tr("connecting")); break;
        case Kind::Up:
            iconName = QStringLiteral("dot");
            color = theme.ok;
            break;
        case Kind::Trouble:
            iconName = QStringLiteral("warning");
            color = theme.warn;
            parts.append(tr("connection lost, trying again"));
            break;
        case Kind::Refused:
            iconName = QStringLiteral("failed");
            color = theme.danger;
            parts.append(tr("refused"));
            break;
        }
        if (state.error) {
            tip = Items::errorLine(*state.error);
            parts.append(Items::errorText(*state.error).what);
        }
        if (snapshot) {
            const auto all = snapshot->brokers.size();
            const auto down = state.brokersDown.size();
            parts.append(down > 0 && down <= all ? tr("%1 of %2 brokers").arg(Items::countText(all - down), Items::countText(all))
                         : all == 1              ? tr("1 broker")
                                                 : tr("%1 brokers").arg(Items::countText(all)));
        }
        words = parts.join(QStringLiteral(" · "));
    }
    m_icon->setPixmap(iconPixmap(iconName, color, 14, devicePixelRatioF()));
    m_connection->setText(words);
    m_connection->setToolTip(tip.toHtmlEscaped());
}

void WindowStatus::updateMemory()
{
    quint64 held = 0;
    const auto sessions = m_pages.findChildren<Session::ReadSession *>();
    for (const Session::ReadSession *session : sessions)
        held += session->bytesHeld();
    m_memory->setText(tr("Memory %1 of %2").arg(Items::bytesText(held), Items::bytesText(m_preferences.memoryBudget())));
}

void WindowStatus::updateZone()
{
    const bool utc = m_preferences.timeZone() == Session::TimeZoneChoice::Utc;
    m_zone->setText(utc ? tr("Times in UTC") : tr("Times in local zone, %1").arg(utcOffsetText()));
    m_zone->setAccessibleName(m_zone->text());
}

} // namespace Views
