// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractItemModel>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace Items {

/// Base of the list and tree models: turns the rows shown now into the rows wanted, announcing ranges, so that selection,
/// expansion and scroll survive every refresh, filter and sort. GUI thread only.
class MergingModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    using QAbstractItemModel::QAbstractItemModel;

protected:
    /// Makes `rows` equal to `wanted`. Row is a small value that stays the same for the same thing (a pointer, a number) and
    /// occurs once. Removes from the back, sorts what stays, inserts from the front; does not announce changes of content.
    template<typename Row>
    void mergeRows(const QModelIndex &parent, std::vector<Row> &rows, const std::vector<Row> &wanted)
    {
        std::unordered_map<Row, int> place;
        place.reserve(wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            place.emplace(wanted[i], static_cast<int>(i));
        removeOthers(parent, rows, place);
        sortRemaining(parent, rows, place);
        insertMissing(parent, rows, wanted);
    }

private:
    template<typename Row>
    void removeOthers(const QModelIndex &parent, std::vector<Row> &rows, const std::unordered_map<Row, int> &place)
    {
        for (int last = static_cast<int>(rows.size()) - 1; last >= 0;) {
            if (place.count(rows[static_cast<std::size_t>(last)])) {
                --last;
                continue;
            }
            int first = last;
            while (first > 0 && !place.count(rows[static_cast<std::size_t>(first - 1)]))
                --first;
            beginRemoveRows(parent, first, last);
            rows.erase(rows.begin() + first, rows.begin() + last + 1);
            endRemoveRows();
            last = first - 1;
        }
    }

    template<typename Row>
    void sortRemaining(const QModelIndex &parent, std::vector<Row> &rows, const std::unordered_map<Row, int> &place)
    {
        const auto before = [&place](const Row &a, const Row &b) { return place.at(a) < place.at(b); };
        if (std::is_sorted(rows.begin(), rows.end(), before))
            return;
        const QList<QPersistentModelIndex> parents = parent.isValid() ? QList{QPersistentModelIndex(parent)} : QList<QPersistentModelIndex>();
        emit layoutAboutToBeChanged(parents, VerticalSortHint);
        std::vector<int> oldRows(rows.size());
        std::iota(oldRows.begin(), oldRows.end(), 0);
        std::sort(oldRows.begin(), oldRows.end(), [&](int a, int b) { return before(rows[static_cast<std::size_t>(a)], rows[static_cast<std::size_t>(b)]); });
        std::vector<int> newRow(rows.size());
        std::vector<Row> sorted;
        sorted.reserve(rows.size());
        for (std::size_t i = 0; i < oldRows.size(); ++i) {
            newRow[static_cast<std::size_t>(oldRows[i])] = static_cast<int>(i);
            sorted.push_back(rows[static_cast<std::size_t>(oldRows[i])]);
        }
        rows = std::move(sorted);
        QModelIndexList from;
        QModelIndexList to;
        const QModelIndexList persistent = persistentIndexList();
        for (const QModelIndex &index : persistent) {
            if (index.parent() != parent)
                continue;
            from.append(index);
            to.append(this->index(newRow[static_cast<std::size_t>(index.row())], index.column(), parent));
        }
        changePersistentIndexList(from, to);
        emit layoutChanged(parents, VerticalSortHint);
    }

    template<typename Row>
    void insertMissing(const QModelIndex &parent, std::vector<Row> &rows, const std::vector<Row> &wanted)
    {
        for (std::size_t at = 0; at < wanted.size() && rows.size() < wanted.size();) {
            if (at < rows.size() && rows[at] == wanted[at]) {
                ++at;
                continue;
            }
            // What stays is a subsequence of wanted: the run to insert ends at the row that stands here now.
            std::size_t end = at + 1;
            while (end < wanted.size() && !(at < rows.size() && rows[at] == wanted[end]))
                ++end;
            beginInsertRows(parent, static_cast<int>(at), static_cast<int>(end) - 1);
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), wanted.begin() + static_cast<std::ptrdiff_t>(at),
                        wanted.begin() + static_cast<std::ptrdiff_t>(end));
            endInsertRows();
            at = end;
        }
    }
};

} // namespace Items
