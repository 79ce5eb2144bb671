// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <optional>

namespace Kafka {

/// Finds the end of a stretch that cannot be read (a damaged batch, one that is too large): tries 1, 2, 4 … offsets further
/// until something can be read, then halves the distance to the last failure. Fetching inside a bad batch fails like at
/// its start, so the smallest offset that works is the first one behind it. Pure.
class RefusalProbe
{
public:
    /// `bad` fails. `logEnd` (exclusive) is taken to work: nothing there can be refused.
    RefusalProbe(Domain::Offset bad, Domain::Offset logEnd) : m_bad(bad), m_failed(bad), m_logEnd(logEnd) { choose(); }

    Domain::Offset bad() const { return m_bad; }
    Domain::Offset next() const { return m_next; } ///< the offset to try now
    bool isFound() const { return m_worked && m_worked->value() == m_failed.value() + 1; }
    Domain::Offset end() const { return *m_worked; } ///< isFound(): the first offset behind the bad stretch

    void failed()
    {
        m_failed = m_next;
        choose();
    }
    void worked()
    {
        m_worked = m_next;
        choose();
    }

private:
    void choose()
    {
        if (!m_worked && m_failed.value() + 1 >= m_logEnd.value())
            m_worked = Domain::Offset(m_failed.value() + 1);
        if (m_worked) {
            m_next = Domain::Offset(m_failed.value() + (m_worked->value() - m_failed.value()) / 2);
            return;
        }
        m_step *= 2;
        const std::int64_t reach = m_bad.value() + m_step / 2;
        if (reach >= m_logEnd.value()) {
            m_worked = m_logEnd;
            choose();
            return;
        }
        m_next = Domain::Offset(reach);
    }

    Domain::Offset m_bad;
    Domain::Offset m_failed; ///< the highest offset known to fail
    std::optional<Domain::Offset> m_worked;
    Domain::Offset m_logEnd;
    Domain::Offset m_next;
    std::int64_t m_step = 1;
};

} // namespace Kafka
