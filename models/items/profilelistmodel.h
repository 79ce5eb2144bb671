// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "items/mergingmodel.h"

#include <map>

namespace Session {
class Connections;
}

namespace Items {

/// The words of a profile's security: "SASL_SSL, SCRAM-SHA-512", "SSL, client certificate", "PLAINTEXT".
QString securityText(const Domain::ConnectionProfile &profile);
/// "kafka-1:9093 +2": the first address and how many more there are.
QString bootstrapText(const Domain::ConnectionProfile &profile);
/// "today 14:31", "yesterday", "18 Nov", "18 Nov 2025"; in local time.
QString dayText(qint64 ms, qint64 nowMs);

/// The saved connections, most recently opened first: the table of the welcome page. Owned by that page; GUI thread only.
class ProfileListModel final : public MergingModel
{
    Q_OBJECT
public:
    enum Column { Name, Environment, Bootstrap, Security, Access, LastOpened, ColumnCount };

    explicit ProfileListModel(Session::Connections &connections, QObject *parent = nullptr);

    void setFilter(const QString &text); ///< in name, environment or bootstrap servers
    QString profileId(int row) const;
    int profileCount() const { return static_cast<int>(m_order.size()); } ///< unfiltered

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        Domain::ConnectionProfile profile;
        std::optional<qint64> lastOpened;
    };
    void takeProfiles();
    void rebuild();
    QVariant display(const Row &row, int column) const;

    Session::Connections &m_connections;
    std::map<std::string, Row> m_all;
    std::vector<std::string> m_order; ///< ids, most recently opened first
    std::vector<std::string> m_rows;  ///< ids shown
    QString m_filter;
};

} // namespace Items
