// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/writeentry.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Session {

/// What this user has written, from the journal of writes, newest first: read in the pool, page by page, and again while the journal
/// grows. GUI thread only (asserted); owned by the page that lists it.
class Activity final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Activity)
public:
    static constexpr std::size_t pageSize = 500;

    /// `folder`: of the journal, see Settings::JournalFile. Reads nothing before refresh().
    explicit Activity(QString folder, QObject *parent = nullptr);
    ~Activity() override;

    const QString &folder() const;
    /// Texts that must occur, in any case: in the name or cluster id of a connection; in a target. Empty: all. Reads anew.
    void setFilter(const QString &connection, const QString &topic);
    bool isFiltered() const;
    /// Reads the newest entries again, as many as are shown.
    void refresh();
    /// Reads a page further back.
    void readMore();

    /// Newest first. Stays until new ones are there.
    const std::vector<Domain::WriteEntry> &entries() const;
    bool isReading() const;
    bool hasMore() const;                 ///< there may be older ones
    std::uint64_t unreadableLines() const;
    const std::optional<Domain::Error> &error() const; ///< why there are no more

    /// Whether the chain of hashes holds, over all of the journal.
    struct Check
    {
        std::uint64_t files = 0;
        std::uint64_t lines = 0;
        std::uint64_t torn = 0;
        std::uint64_t broken = 0;
        std::optional<Domain::Error> first = {};
        bool holds() const { return broken == 0 && !first; }
    };
    void check();
    bool isChecking() const;
    const std::optional<Check> &lastCheck() const; ///< none: never asked

signals:
    void changed(); ///< entries, reading or error
    void checked();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
