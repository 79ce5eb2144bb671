// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/readsession.h"

#include <QObject>
#include <QStringList>

#include <vector>

namespace SessionTest {

/// One row as a view would know it.
struct SeenRow
{
    int partition = 0;
    std::int64_t offset = 0;
    bool isGap = false;
    bool operator==(const SeenRow &) const = default;
};

/// Keeps rows by the signals alone, as an item model does, and checks each signal against order() when it comes.
class Mirror : public QObject
{
public:
    explicit Mirror(Session::ReadSession &session) : m_session(session)
    {
        using Session::ReadSession;
        connect(&session, &ReadSession::started, this, [this] {
            rows.clear();
            m_pending = 0;
            check(m_session.order().size() == 0, "started: order() is empty");
        });
        connect(&session, &ReadSession::rowsAboutToBeAppended, this, [this](quint64 first, quint64 count) {
            ++announcements;
            check(m_pending == 0 && count > 0 && first == rows.size(), "append: announced at the end");
            check(m_session.order().size() == rows.size(), "append: order() is still the old one");
            m_pending = count;
        });
        connect(&session, &ReadSession::rowsAppended, this, [this](quint64 first, quint64 count) {
            check(m_pending == count && first == rows.size(), "appended: as announced");
            check(m_session.order().size() == rows.size() + count, "appended: order() has them");
            for (quint64 i = first; i < first + count; ++i)
                rows.push_back(read(i));
            m_pending = 0;
        });
        connect(&session, &ReadSession::rowsAboutToBePrepended, this, [this](quint64 count) {
            check(m_pending == 0 && count > 0 && m_session.order().size() == rows.size(), "prepend: announced before");
            m_pending = count;
        });
        connect(&session, &ReadSession::rowsPrepended, this, [this](quint64 count) {
            ++prepends;
            check(m_pending == count && m_session.order().size() == rows.size() + count, "prepended: as announced");
            std::vector<SeenRow> fresh;
            for (quint64 i = 0; i < count; ++i)
                fresh.push_back(read(i));
            rows.insert(rows.begin(), fresh.begin(), fresh.end());
            m_pending = 0;
        });
        connect(&session, &ReadSession::rowsAboutToBeReleased, this, [this](quint64 first, quint64 count) {
            check(m_pending == 0 && count > 0 && count <= rows.size(), "release: announced");
            check(first == 0 || first + count == rows.size(), "release: from one end");
            check(m_session.order().size() == rows.size(), "release: order() still holds them");
            check(read(first) == rows[first] && read(first + count - 1) == rows[first + count - 1], "release: they can still be read");
            m_pending = count;
        });
        connect(&session, &ReadSession::rowsReleased, this, [this](quint64 first, quint64 count) {
            check(m_pending == count, "released: as announced");
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(first);
            rows.erase(from, from + static_cast<std::ptrdiff_t>(count));
            check(m_session.order().size() == rows.size(), "released: gone from order()");
            m_pending = 0;
        });
    }

    SeenRow read(quint64 position) const
    {
        const Store::ArrivalOrder::Place place = m_session.order().at(position);
        Store::Row row;
        std::vector<Domain::Header> headers;
        if (!m_session.snapshot().read(place.run, place.index, row, headers))
            return {-1, -1, false};
        if (row.isGap)
            return {row.gap.partition.value(), row.gap.from.value(), true};
        return {row.record.partition.value(), row.record.offset.value(), false};
    }

    bool agrees()
    {
        bool same = m_session.order().size() == rows.size();
        for (quint64 i = 0; same && i < rows.size(); ++i)
            same = read(i) == rows[i];
        return same && failures.isEmpty();
    }

    std::int64_t lastOffset() const { return rows.empty() ? -1 : rows.back().offset; }

    std::vector<SeenRow> rows;
    int announcements = 0;
    int prepends = 0;
    QStringList failures;

private:
    void check(bool ok, const char *what)
    {
        if (!ok)
            failures.append(QString::fromLatin1(what));
    }
    Session::ReadSession &m_session;
    quint64 m_pending = 0;
};

} // namespace SessionTest
