// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/profilelistmodel.h"

#include "items/itemroles.h"
#include "items/safetext.h"
#include "session/connections.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Items {

QString securityText(const Domain::ConnectionProfile &profile)
{
    static constexpr const char *protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
    static constexpr const char *mechanisms[] = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"};
    if (profile.isDemo)
        return QCoreApplication::translate("Items::ProfileListModel", "inside Playhead");
    QString text = QLatin1String(protocols[static_cast<int>(profile.securityProtocol)]);
    if (profile.usesSasl())
        text += QStringLiteral(", ") + QLatin1String(mechanisms[static_cast<int>(profile.saslMechanism)]);
    if (profile.usesTls() && !profile.certificateFile.empty())
        text += QStringLiteral(", ") + QCoreApplication::translate("Items::ProfileListModel", "client certificate");
    return text;
}

QString bootstrapText(const Domain::ConnectionProfile &profile)
{
    const QStringList servers = QString::fromStdString(profile.bootstrapServers).split(u',', Qt::SkipEmptyParts);
    if (servers.isEmpty())
        return {};
    const QString first = safeText(servers.first().trimmed().toStdString());
    return servers.size() == 1 ? first : first + QStringLiteral(" +%1").arg(servers.size() - 1);
}

QString dayText(qint64 ms, qint64 nowMs)
{
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(ms);
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    const qint64 days = then.date().daysTo(today);
    const QLocale locale;
    if (days == 0)
        return QCoreApplication::translate("Items::ProfileListModel", "today %1").arg(locale.toString(then.time(), QStringLiteral("HH:mm")));
    if (days == 1)
        return QCoreApplication::translate("Items::ProfileListModel", "yesterday");
    return locale.toString(then.date(), then.date().year() == today.year() ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

ProfileListModel::ProfileListModel(Session::Connections &connections, QObject *parent)
    : MergingModel(parent), m_connections(connections)
{
    connect(&connections, &Session::Connections::profilesChanged, this, &ProfileListModel::takeProfiles);
    takeProfiles();
}

void ProfileListModel::takeProfiles()
{
    m_order.clear();
    std::map<std::string, Row> next;
    for (const Domain::ConnectionProfile &profile : m_connections.profiles()) {
        m_order.push_back(profile.id);
        next.insert_or_assign(profile.id, Row{profile, m_connections.lastOpenedMs(profile.id)});
    }
    next.insert(m_all.begin(), m_all.end()); // rows that go are described until they are taken out
    m_all = std::move(next);
    rebuild();
    for (auto it = m_all.begin(); it != m_all.end();)
        it = std::find(m_order.begin(), m_order.end(), it->first) == m_order.end() ? m_all.erase(it) : std::next(it);
}

void ProfileListModel::setFilter(const QString &text)
{
    m_filter = text;
    rebuild();
}

void ProfileListModel::rebuild()
{
    std::vector<std::string> wanted;
    for (const std::string &id : m_order) {
        const Row &row = m_all.at(id);
        const QString searched = display(row, Name).toString() + u'\n' + QString::fromStdString(row.profile.bootstrapServers) + u'\n'
            + display(row, Environment).toString();
        if (searched.contains(m_filter, Qt::CaseInsensitive))
            wanted.push_back(id);
    }
    mergeRows(QModelIndex(), m_rows, wanted);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
}

QString ProfileListModel::profileId(int row) const
{
    return QString::fromStdString(m_rows.at(static_cast<std::size_t>(row)));
}

QModelIndex ProfileListModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex ProfileListModel::parent(const QModelIndex &) const
{
    return {};
}

int ProfileListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProfileListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ProfileListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_all.at(m_rows[static_cast<std::size_t>(index.row())]);
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case CopyRole: return column == Bootstrap ? QVariant(QString::fromStdString(row.profile.bootstrapServers)) : display(row, column);
    case SortRole: return column == LastOpened ? QVariant(row.lastOpened.value_or(0)) : display(row, column);
    case Qt::ToolTipRole:
        return column == Bootstrap ? QString::fromStdString(row.profile.bootstrapServers).toHtmlEscaped() : QString();
    case EnvironmentRole: return column == Environment ? QVariant(static_cast<int>(row.profile.environment)) : QVariant();
    case FigureRole: return column == Bootstrap;
    case DimmedRole: return column == Bootstrap || column == Security || column == LastOpened;
    case ReadOnlyRole: return row.profile.readOnly;
    case IconRole:
        if (column == Name)
            return QStringLiteral("cluster");
        return column == Access ? QVariant(row.profile.readOnly ? QStringLiteral("lock") : QStringLiteral("unlock")) : QVariant();
    case NameRole: return QString::fromStdString(row.profile.id);
    default: return {};
    }
}

QVariant ProfileListModel::display(const Row &row, int column) const
{
    switch (column) {
    case Name: return safeText(row.profile.name);
    case Environment:
        switch (row.profile.environment) {
        case Domain::Environment::Production: return tr("Production");
        case Domain::Environment::Staging: return tr("Staging");
        case Domain::Environment::Development: return tr("Development");
        }
        return {};
    case Bootstrap: return bootstrapText(row.profile);
    case Security: return securityText(row.profile);
    case Access: return row.profile.readOnly ? tr("Read-only") : tr("Writes allowed");
    case LastOpened: return row.lastOpened ? dayText(*row.lastOpened, QDateTime::currentMSecsSinceEpoch()) : tr("never");
    default: return {};
    }
}

QVariant ProfileListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Connection");
    case Environment: return tr("Environment");
    case Bootstrap: return tr("Bootstrap");
    case Security: return tr("Security");
    case Access: return tr("Access");
    case LastOpened: return tr("Last opened");
    default: return {};
    }
}

} // namespace Items
