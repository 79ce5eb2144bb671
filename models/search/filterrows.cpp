// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/filterrows.h"

#include "search/literal.h"
#include "search/parts.h"
#include "store/chunkscan.h"

#include <algorithm>
#include <functional>

namespace Search {

namespace {

/// One thread's work on some runs.
class RowTester
{
public:
    RowTester(const Filter &filter, const std::shared_ptr<const std::vector<std::string>> &topics, const Store::StoreSnapshot &snapshot, std::stop_token stop)
        : m_literal(filter.necessaryLiteral())
        , m_decidingParts(filter.decidingParts())
        , m_maxHeaders(filter.readsHeaders() ? Store::StoreSnapshot::AllHeaders : 0)
        , m_evaluation(filter.evaluation(topics))
        , m_snapshot(snapshot)
        , m_stop(std::move(stop))
    {
    }

    void test(const Store::Run &run, FilteredRows &result)
    {
        const auto scan = Store::ChunkScan::of(m_snapshot, run);
        if (!scan)
            return;
        m_result = &result;
        m_slot = run.slot;
        if (!m_literal || m_literal->needle().empty()) {
            for (std::uint32_t i = scan->first(); i < scan->end() && !m_stop.stop_requested(); ++i) {
                __builtin_prefetch(scan->begin(std::min(i + Ahead, scan->end() - 1)));
                testRow(*scan, i);
            }
            return;
        }
        const Store::ChunkScan::Count count = scan->count();
        std::uint32_t first = scan->first();
        for (std::uint32_t i = first, left = count.outside; left > 0; ++i) {
            if (!scan->isOutside(i))
                continue;
            --left;
            sweep(*scan, first, i);
            if (!m_stop.stop_requested())
                testRow(*scan, i, false);
            first = i + 1;
        }
        sweep(*scan, first, scan->end());
        if (!m_stop.stop_requested())
            result.tested += scan->end() - scan->first() - count.gaps;
    }

private:
    static constexpr std::uint32_t Ahead = 8; ///< rows; each begins where the processor does not expect it

    /// Finds the rows that hold the literal, and looks again only at those.
    void sweep(const Store::ChunkScan &scan, std::uint32_t first, std::uint32_t end)
    {
        const std::string_view bytes = scan.bytes(first, end);
        std::uint32_t row = first;
        for (std::size_t at = 0; row < end && !m_stop.stop_requested();) {
            at = m_literal->find(bytes, at);
            if (at == LiteralFinder::npos)
                return;
            row = scan.rowAt(bytes.data() + at, row);
            if (!scan.isGap(row))
                testHit(scan, row, bytes.data() + at);
            if (++row < end)
                at = static_cast<std::size_t>(scan.begin(row) - bytes.data());
        }
    }

    void testHit(const Store::ChunkScan &scan, std::uint32_t index, const char *hit)
    {
        scan.read(index, m_row, m_headers, m_maxHeaders);
        const char *end = hit + m_literal->needle().size();
        const auto isAround = [hit, end](std::string_view part) {
            return !std::less<>()(hit, part.data()) && !std::less<>()(part.data() + part.size(), end);
        };
        if (anyPart(m_row.record, m_decidingParts, isAround))
            m_result->matches.push_back(Store::rowId(m_slot, index));
        else
            evaluate(index);
    }

    void testRow(const Store::ChunkScan &scan, std::uint32_t index, bool counted = true)
    {
        scan.read(index, m_row, m_headers, m_maxHeaders);
        if (m_row.isGap)
            return;
        m_result->tested += counted ? 1 : 0;
        evaluate(index);
    }

    void evaluate(std::uint32_t index)
    {
        const Verdict verdict = m_evaluation->match(m_row.record);
        if (verdict == Verdict::Match)
            m_result->matches.push_back(Store::rowId(m_slot, index));
        if (verdict != Verdict::Error)
            return;
        if (m_result->errors.empty())
            m_result->firstProblem = m_evaluation->problem();
        m_result->errors.push_back(Store::rowId(m_slot, index));
    }

    const LiteralFinder *m_literal;
    std::uint8_t m_decidingParts;
    std::size_t m_maxHeaders;
    std::unique_ptr<Filter::Evaluation> m_evaluation;
    const Store::StoreSnapshot &m_snapshot;
    std::stop_token m_stop;
    FilteredRows *m_result = nullptr;
    std::uint32_t m_slot = 0;
    Store::Row m_row;
    std::vector<Domain::Header> m_headers;
};

} // namespace

FilteredRows filterRows(const Filter &filter, const std::shared_ptr<const std::vector<std::string>> &topics,
                        const Store::StoreSnapshot &snapshot, std::span<const Store::Run> runs, std::stop_token stop)
{
    FilteredRows result;
    RowTester tester(filter, topics, snapshot, stop);
    for (const Store::Run &run : runs) {
        if (stop.stop_requested())
            break;
        tester.test(run, result);
    }
    return result;
}

} // namespace Search
