// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/readsession.h"
#include "session/recordrows.h"

#include <QObject>
#include <QStringList>

#include <map>
#include <vector>

namespace SessionTest {

/// One row as a test compares it: its time is that of its successor when it is a gap.
struct RowSeen
{
    int partition = 0;
    std::int64_t offset = 0;
    std::int64_t time = 0;
    bool isGap = false;
    bool operator==(const RowSeen &o) const { return partition == o.partition && offset == o.offset && isGap == o.isGap; }
};

/// Matches what holds an 'm', and cannot evaluate what holds an 'e'.
class LetterFilter final : public Search::Filter
{
public:
    explicit LetterFilter(char letter = 'm') : Filter({}), m_letter(letter) {}

    class Letters final : public Evaluation
    {
    public:
        explicit Letters(char letter) : m_letter(letter) {}
        Search::Verdict match(const Domain::Record &record) override
        {
            const std::string_view value = record.value.value_or(std::string_view());
            if (value.find('e') != std::string_view::npos)
                return Search::Verdict::Error;
            return value.find(m_letter) != std::string_view::npos ? Search::Verdict::Match : Search::Verdict::Miss;
        }
        const std::string &problem() const override { return m_problem; }

    private:
        char m_letter;
        std::string m_problem = "no such key: e";
    };
    std::unique_ptr<Evaluation> evaluation(std::shared_ptr<const std::vector<std::string>>) const override { return std::make_unique<Letters>(m_letter); }
    std::vector<std::pair<std::size_t, std::size_t>> highlights(std::string_view, Search::Part, std::size_t) const override { return {}; }

private:
    char m_letter;
};

/// Keeps rows by the signals of a RecordRows alone, as an item model does.
class RowsMirror : public QObject
{
public:
    explicit RowsMirror(Session::RecordRows &rows) : m_rows(rows)
    {
        using Session::RecordRows;
        connect(&rows, &RecordRows::rowsAboutToBeInserted, this, [this](quint64 first, quint64 count) {
            check(m_pending == 0 && count > 0 && first <= list.size() && !m_replacing, "insert: announced");
            check(m_rows.size() == list.size(), "insert: not there yet");
            m_pending = count;
        });
        connect(&rows, &RecordRows::rowsInserted, this, [this](quint64 first, quint64 count) {
            check(m_pending == count && m_rows.size() == list.size() + count, "inserted as announced");
            ++insertions;
            std::vector<RowSeen> fresh;
            for (quint64 i = first; i < first + count; ++i)
                fresh.push_back(read(i));
            list.insert(list.begin() + std::ptrdiff_t(first), fresh.begin(), fresh.end());
            m_pending = 0;
        });
        connect(&rows, &RecordRows::rowsAboutToBeRemoved, this, [this](quint64 first, quint64 count) {
            check(m_pending == 0 && count > 0 && first + count <= list.size(), "remove: announced");
            check(m_rows.size() == list.size() && read(first) == list[first], "remove: still there");
            m_pending = count;
        });
        connect(&rows, &RecordRows::rowsRemoved, this, [this](quint64 first, quint64 count) {
            check(m_pending == count && m_rows.size() + count == list.size(), "removed as announced");
            list.erase(list.begin() + std::ptrdiff_t(first), list.begin() + std::ptrdiff_t(first + count));
            m_pending = 0;
        });
        connect(&rows, &RecordRows::aboutToBeReplaced, this, [this] {
            check(!m_replacing && m_pending == 0, "replace: announced once");
            m_replacing = true;
        });
        connect(&rows, &RecordRows::replaced, this, [this] {
            check(m_replacing, "replaced as announced");
            m_replacing = false;
            ++replacements;
            list.clear();
            for (quint64 i = 0; i < m_rows.size(); ++i)
                list.push_back(read(i));
        });
    }

    RowSeen read(quint64 position) const { return read(m_rows.session(), m_rows.at(position)); }
    static RowSeen read(const Session::ReadSession &session, const Store::ArrivalOrder::Place &place)
    {
        Store::Row row;
        std::vector<Domain::Header> headers;
        if (!session.snapshot().read(place.run, place.index, row, headers))
            return {-1, -1, -1, false};
        if (row.isGap)
            return {row.gap.partition.value(), row.gap.from.value(), std::numeric_limits<std::int64_t>::max(), true};
        return {row.record.partition.value(), row.record.offset.value(), row.record.timestamp.ms, false};
    }

    std::vector<RowSeen> list;
    int insertions = 0;
    int replacements = 0;
    QStringList failures;

private:
    void check(bool ok, const char *what)
    {
        if (!ok)
            failures.append(QString::fromLatin1(what));
    }
    Session::RecordRows &m_rows;
    quint64 m_pending = 0;
    bool m_replacing = false;
};

/// What a RecordRows should show, computed the slow way.
inline std::vector<RowSeen> expectedRows(const Session::ReadSession &session, Domain::ReadOrder order, const Search::Filter *filter, bool showsErrors, bool newestFirst)
{
    std::vector<RowSeen> all;
    const auto evaluation = filter ? filter->evaluation({}) : nullptr;
    for (std::uint64_t i = 0; i < session.order().size(); ++i) {
        const auto place = session.order().at(i);
        Store::Row row;
        std::vector<Domain::Header> headers;
        session.snapshot().read(place.run, place.index, row, headers);
        if (evaluation && (row.isGap || evaluation->match(row.record) != (showsErrors ? Search::Verdict::Error : Search::Verdict::Match)))
            continue;
        all.push_back(RowsMirror::read(session, place));
    }
    if (order != Domain::ReadOrder::Arrival)
        std::ranges::stable_sort(all, {}, [](const RowSeen &r) { return std::pair(r.partition, r.offset); });
    if (order == Domain::ReadOrder::Time) {
        for (std::size_t i = all.size(); i-- > 0;)
            if (all[i].isGap && i + 1 < all.size() && all[i + 1].partition == all[i].partition)
                all[i].time = all[i + 1].time;
        std::ranges::stable_sort(all, {}, &RowSeen::time);
    }
    if (newestFirst)
        std::ranges::reverse(all);
    return all;
}

} // namespace SessionTest
