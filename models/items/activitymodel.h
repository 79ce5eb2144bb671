// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writeentry.h"
#include "items/mergingmodel.h"

#include <QString>

#include <map>
#include <string>
#include <vector>

namespace Session {
class Activity;
}

namespace Items {

/// What was written, newest first. Follows the activity; owned by the activity page; GUI thread only.
class ActivityModel final : public MergingModel
{
    Q_OBJECT
public:
    enum Column { Time, Connection, Action, Target, Records, Outcome, Principal, Note, ColumnCount };

    explicit ActivityModel(Session::Activity &activity, QObject *parent = nullptr);
    void setUtc(bool utc);

    /// Null: no such row.
    const Domain::WriteEntry *entry(int row) const;
    /// Everything that is known of it, a line each, for the details and for the clipboard.
    QString details(int row) const;
    /// "Done", "Failed", "Unknown", "going on", or that the program ended before it was known.
    static QString outcomeWord(const Domain::WriteEntry &entry);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void take();
    QString display(const Domain::WriteEntry &entry, int column) const;
    QString copyText(const Domain::WriteEntry &entry, int column) const;
    QString records(const Domain::WriteEntry &entry) const;

    Session::Activity &m_activity;
    bool m_utc = false;
    std::map<std::string, Domain::WriteEntry> m_all; ///< by id
    std::vector<std::string> m_rows;                 ///< ids
};

} // namespace Items
