// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/systemtheme.h"

#include <QDBusAbstractInterface>
#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFile>

namespace Views {

namespace {

const QString appearanceNamespace = QStringLiteral("org.freedesktop.appearance");
const QString colorSchemeKey = QStringLiteral("color-scheme");
constexpr int replyTimeoutMs = 3000;

/// Without an address libdbus would start a bus of its own; the program must not.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

/// Read answers a variant in a variant; older portals nest deeper.
QVariant unwrapped(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

/// org.freedesktop.portal.Settings, as much of it as is needed. Lives on the thread of SystemTheme.
class SettingsPortal final : public QDBusAbstractInterface
{
    Q_OBJECT
public:
    explicit SettingsPortal(const QDBusConnection &bus)
        : QDBusAbstractInterface(QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
                                 "org.freedesktop.portal.Settings", bus, nullptr)
    {
        setTimeout(replyTimeoutMs);
        connect(this, &SettingsPortal::SettingChanged, this, [this](const QString &space, const QString &key, const QDBusVariant &value) {
            if (space == appearanceNamespace && key == colorSchemeKey)
                emit colorScheme(unwrapped(value.variant()).toUInt());
        });
        auto *watcher = new QDBusPendingCallWatcher(asyncCall(QStringLiteral("Read"), appearanceNamespace, colorSchemeKey), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
            const QDBusPendingReply<QDBusVariant> reply = *watcher;
            if (reply.isValid())
                emit colorScheme(unwrapped(reply.value().variant()).toUInt());
            watcher->deleteLater();
        });
    }

signals:
    void SettingChanged(const QString &space, const QString &key, const QDBusVariant &value); // the portal's own spelling
    void colorScheme(uint value);
};

SystemTheme::SystemTheme(QObject *parent)
    : QObject(parent)
{
    if (!hasSessionBus())
        return;
    m_thread.setObjectName(QStringLiteral("desktop-theme"));
    auto *starter = new QObject;
    starter->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, starter, &QObject::deleteLater);
    connect(&m_thread, &QThread::started, starter, [this, starter] {
        auto *portal = new SettingsPortal(QDBusConnection::sessionBus());
        portal->setParent(starter);
        connect(portal, &SettingsPortal::colorScheme, this, &SystemTheme::take, Qt::QueuedConnection);
    });
    m_thread.start(QThread::LowPriority);
}

SystemTheme::~SystemTheme()
{
    m_thread.quit();
    m_thread.wait();
}

void SystemTheme::take(uint portalValue)
{
    const Scheme scheme = portalValue == 1 ? Scheme::Dark : portalValue == 2 ? Scheme::Light : Scheme::Unknown;
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    emit changed();
}

} // namespace Views

#include "systemtheme.moc"
