// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/deliverykeeper.h"

#include <algorithm>

namespace Produce {

namespace {

using Domain::Outcome;

constexpr std::size_t keptKeyBytes = 64;
constexpr std::size_t keptProblems = DeliveryBoard::keptDeliveries / 2; ///< at most, from before the newest rows
constexpr std::chrono::seconds rateSpan{2};

} // namespace

DeliveryBoard::Status DeliveryBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    Status status = m_status;
    status.generation = m_generation.load(std::memory_order_relaxed);
    return status;
}

std::vector<Delivery> DeliveryBoard::deliveries(std::uint64_t first, std::size_t most) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Delivery> found;
    for (const std::deque<Delivery> *rows : {&m_problems, &m_deliveries}) {
        auto row = std::lower_bound(rows->begin(), rows->end(), first, [](const Delivery &delivery, std::uint64_t number) { return delivery.number < number; });
        for (; row != rows->end() && found.size() < most; ++row)
            found.push_back(*row);
    }
    return found;
}

std::vector<Delivery> DeliveryBoard::takeReported()
{
    const std::lock_guard lock(m_mutex);
    std::vector<Delivery> found;
    found.reserve(m_reported.size());
    for (const std::uint64_t number : std::exchange(m_reported, {}))
        for (const std::deque<Delivery> *rows : {&m_deliveries, &m_problems}) {
            const auto row = std::lower_bound(rows->begin(), rows->end(), number, [](const Delivery &delivery, std::uint64_t n) { return delivery.number < n; });
            if (row != rows->end() && row->number == number) {
                found.push_back(*row);
                break;
            }
        }
    return found;
}

void DeliveryKeeper::changed()
{
    m_board->m_generation.fetch_add(1, std::memory_order_release);
}

void DeliveryKeeper::setState(RunState state)
{
    const std::lock_guard lock(m_board->m_mutex);
    m_board->m_status.state = state;
    changed();
}

void DeliveryKeeper::setTransaction(TransactionState state)
{
    const std::lock_guard lock(m_board->m_mutex);
    m_board->m_status.transaction = state;
    changed();
}

void DeliveryKeeper::setError(const Domain::Error &error)
{
    const std::lock_guard lock(m_board->m_mutex);
    m_board->m_status.error = error;
    changed();
}

void DeliveryKeeper::setPlanned(std::uint64_t planned)
{
    const std::lock_guard lock(m_board->m_mutex);
    m_board->m_status.totals.planned = planned;
    changed();
}

Totals DeliveryKeeper::totals() const
{
    const std::lock_guard lock(m_board->m_mutex);
    return m_board->m_status.totals;
}

/// Under the lock. The oldest row goes when there are too many; one that tells of a problem moves to the problems.
void DeliveryKeeper::add(Delivery delivery)
{
    DeliveryBoard &board = *m_board;
    ++board.m_status.totals.sent;
    board.m_deliveries.push_back(std::move(delivery));
    // A row that moves makes no room; there are always newer ones, for problems are at most half of what is kept.
    while (board.m_deliveries.size() + board.m_problems.size() > DeliveryBoard::keptDeliveries) {
        Delivery &oldest = board.m_deliveries.front();
        if (oldest.isReported && oldest.report.outcome != Outcome::Done && board.m_problems.size() < keptProblems)
            board.m_problems.push_back(std::move(oldest));
        board.m_deliveries.pop_front();
    }
    changed();
}

/// Under the lock. Numbers rise by one, so the row is found without a search.
Delivery *DeliveryKeeper::find(std::uint64_t number)
{
    std::deque<Delivery> &rows = m_board->m_deliveries;
    if (rows.empty() || number < rows.front().number || number - rows.front().number >= rows.size())
        return nullptr;
    return &rows[static_cast<std::size_t>(number - rows.front().number)];
}

void DeliveryKeeper::keepReported(const Delivery &delivery)
{
    DeliveryBoard &board = *m_board;
    board.m_reported.push_back(delivery.number);
    if (board.m_reported.size() > DeliveryBoard::keptDeliveries)
        board.m_reported.pop_front(); // nobody looks
    Totals &totals = board.m_status.totals;
    ++(delivery.report.outcome == Outcome::Done ? totals.done : delivery.report.outcome == Outcome::Failed ? totals.failed : totals.unknown);
    changed();
}

void DeliveryKeeper::sent(std::uint64_t number, const MadeRecord &record)
{
    Delivery delivery{.number = number, .isNullKey = !record.key, .size = record.payloadSize()};
    if (record.key)
        delivery.key = record.key->substr(0, keptKeyBytes);
    const std::lock_guard lock(m_board->m_mutex);
    m_board->m_status.totals.bytes += delivery.size;
    add(std::move(delivery));
}

void DeliveryKeeper::notMade(std::uint64_t number, const Domain::Error &error)
{
    Delivery delivery{.number = number, .isNullKey = true, .isReported = true};
    delivery.report = {.number = number, .outcome = Outcome::Failed, .error = error};
    {
        const std::lock_guard lock(m_board->m_mutex);
        add(delivery);
        keepReported(delivery);
    }
    if (m_onReport)
        m_onReport(delivery);
}

void DeliveryKeeper::acknowledged(const Domain::DeliveryReport &report)
{
    if (report.outcome != Outcome::Done)
        return;
    ++m_acknowledged;
    m_latencies.add(report.latency);
}

void DeliveryKeeper::reported(const Domain::DeliveryReport &report)
{
    Delivery told{.number = report.number, .isNullKey = true, .isReported = true, .report = report};
    {
        const std::lock_guard lock(m_board->m_mutex);
        if (Delivery *row = find(report.number)) {
            row->isReported = true;
            row->report = report;
            told = *row;
        } else if (report.outcome != Outcome::Done && m_board->m_problems.size() < keptProblems) {
            std::deque<Delivery> &problems = m_board->m_problems; // its row has gone meanwhile
            problems.insert(std::upper_bound(problems.begin(), problems.end(), report.number, [](std::uint64_t n, const Delivery &d) { return n < d.number; }), told);
        }
        keepReported(told);
    }
    if (m_onReport)
        m_onReport(told);
}

void DeliveryKeeper::tick(std::chrono::steady_clock::time_point now)
{
    m_samples.emplace_back(now, m_acknowledged);
    while (m_samples.size() > 2 && now - m_samples[1].first > rateSpan)
        m_samples.pop_front();
    const double seconds = std::chrono::duration<double>(now - m_samples.front().first).count();
    const std::lock_guard lock(m_board->m_mutex);
    Totals &totals = m_board->m_status.totals;
    totals.perSecond = seconds > 0 ? static_cast<double>(m_acknowledged - m_samples.front().second) / seconds : 0;
    totals.latencyMedian = m_latencies.percentile(0.5);
    totals.latency99 = m_latencies.percentile(0.99);
    changed();
}

} // namespace Produce
