// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/rowcollector.h"

#include "session/ownerthread.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <limits>

namespace Session {

namespace {

constexpr quint64 slice = 50'000; ///< well within a frame

} // namespace

RowCollector::RowCollector(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges, QObject *parent)
    : QObject(parent), m_rows(rows), m_snapshot(rows.session().snapshot()), m_ranges(std::move(ranges))
{
    assertOwnerThread(this);
    for (auto &[first, count] : m_ranges) {
        count = first < rows.size() ? std::min(count, rows.size() - first) : 0;
        m_total += count;
    }
    m_ids.reserve(m_total);
    connect(&m_timer, &QTimer::timeout, this, [this] { takeSlice(slice); });
    connect(&rows, &RecordRows::rowsAboutToBeInserted, this, [this](quint64 first) {
        if (!m_ranges.empty() && first < m_ranges.back().first + m_ranges.back().second)
            takeAll();
    });
    connect(&rows, &RecordRows::rowsAboutToBeRemoved, this, &RowCollector::takeAll);
    connect(&rows, &RecordRows::aboutToBeReplaced, this, &RowCollector::takeAll);
    connect(&rows, &QObject::destroyed, this, [this] { m_timer.stop(); });
    m_timer.start(0);
}

void RowCollector::takeAll()
{
    if (!m_isOver)
        takeSlice(std::numeric_limits<quint64>::max());
}

void RowCollector::takeSlice(quint64 most)
{
    for (; m_range < m_ranges.size(); ++m_range, m_inRange = 0) {
        const auto &[first, count] = m_ranges[m_range];
        for (; m_inRange < count; ++m_inRange, --most) {
            if (most == 0)
                return;
            const Store::ArrivalOrder::Place place = m_rows.at(first + m_inRange);
            m_ids.push_back(Store::rowId(place.run.slot, place.index));
        }
    }
    m_timer.stop();
    m_isOver = true;
    emit finished();
}

} // namespace Session
