// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"
#include "store/storesnapshot.h"

#include <QObject>
#include <QTimer>

#include <utility>
#include <vector>

namespace Session {

class RecordRows;

/// Takes down which rows stand at some positions, a slice of them in each turn of the event loop, for work in another thread. Rows that
/// move meanwhile are taken down first, so that the result is what stood there at the start. GUI thread.
class RowCollector final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowCollector)
public:
    /// `ranges`: positions, first and count.
    RowCollector(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges, QObject *parent = nullptr);

    const std::vector<Store::RowId> &ids() const { return m_ids; }
    std::vector<Store::RowId> takeIds() { return std::move(m_ids); }
    const Store::StoreSnapshot &snapshot() const { return m_snapshot; } ///< knows all of them
    quint64 total() const { return m_total; }

signals:
    void finished(); ///< from the event loop, or right before the rows change

private:
    void takeSlice(quint64 most);
    void takeAll();

    const RecordRows &m_rows;
    const Store::StoreSnapshot m_snapshot;
    std::vector<std::pair<quint64, quint64>> m_ranges;
    std::size_t m_range = 0;
    quint64 m_inRange = 0;
    quint64 m_total = 0;
    std::vector<Store::RowId> m_ids;
    QTimer m_timer;
    bool m_isOver = false;
};

} // namespace Session
