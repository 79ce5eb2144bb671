// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/matchingsink.h"

#include <utility>

namespace Search {

ScanCounters::Totals ScanCounters::totals() const
{
    return {m_scanned.load(std::memory_order_relaxed), m_bytes.load(std::memory_order_relaxed), m_matched.load(std::memory_order_relaxed),
            m_errors.load(std::memory_order_relaxed)};
}

std::vector<ScanCounters::Failure> ScanCounters::failures() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures;
}

void ScanCounters::add(const Totals &part)
{
    m_scanned.fetch_add(part.scanned, std::memory_order_relaxed);
    m_bytes.fetch_add(part.bytesScanned, std::memory_order_relaxed);
    m_matched.fetch_add(part.matched, std::memory_order_relaxed);
    m_errors.fetch_add(part.errors, std::memory_order_relaxed);
}

void ScanCounters::note(Failure failure)
{
    if (m_noted.load(std::memory_order_relaxed) >= maxFailures)
        return; // a scan may fail for every record
    const std::lock_guard lock(m_mutex);
    if (m_failures.size() < maxFailures)
        m_failures.push_back(std::move(failure));
    m_noted.store(m_failures.size(), std::memory_order_relaxed);
}

bool ScanCounters::claimMatch(std::uint64_t maxMatches)
{
    std::uint64_t taken = m_matched.load(std::memory_order_relaxed);
    do {
        if (taken >= maxMatches)
            return false;
    } while (!m_matched.compare_exchange_weak(taken, taken + 1, std::memory_order_relaxed));
    return true;
}

bool ScanCounters::isFull(std::optional<std::uint64_t> maxMatches) const
{
    return maxMatches && m_matched.load(std::memory_order_relaxed) >= *maxMatches;
}

namespace {

class MatchingSink final : public Domain::RecordSink
{
public:
    MatchingSink(const ScanWish &wish, std::shared_ptr<ScanCounters> counters, std::unique_ptr<Domain::RecordSink> inner)
        : m_filter(wish.filter)
        , m_evaluation(wish.filter->evaluation(wish.topics))
        , m_counters(std::move(counters))
        , m_inner(std::move(inner))
        , m_maxMatches(wish.maxMatches)
        , m_keepGaps(wish.keepGaps)
    {
    }
    MatchingSink(const MatchingSink &) = delete;
    MatchingSink &operator=(const MatchingSink &) = delete;
    ~MatchingSink() override { m_counters->add(m_part); }

    bool wants(const Domain::Record &record) override
    {
        if (m_counters->isFull(m_maxMatches))
            return false;
        const Verdict verdict = m_evaluation->match(record);
        ++m_part.scanned;
        m_part.bytesScanned += record.payloadSize();
        if (verdict == Verdict::Error) {
            ++m_part.errors;
            m_counters->note({record.topic, record.partition, record.offset, m_evaluation->problem()});
            return false;
        }
        return verdict == Verdict::Match && m_inner->wants(record);
    }

    void record(const Domain::Record &record) override
    {
        // Only here is a match one of the wanted: a plan may hand records over in another order than they were tested in.
        if (!m_maxMatches)
            ++m_part.matched;
        else if (!m_counters->claimMatch(*m_maxMatches))
            return;
        m_inner->record(record);
    }

    void gap(const Domain::Gap &gap) override
    {
        if (m_keepGaps)
            m_inner->gap(gap);
    }

    void publish() override
    {
        m_inner->publish(); // first, so that what is counted can be seen
        m_counters->add(std::exchange(m_part, {}));
    }

    bool hasRoom() const override { return m_inner->hasRoom(); }
    bool isFull() const override { return m_counters->isFull(m_maxMatches) || m_inner->isFull(); }

private:
    std::shared_ptr<const Filter> m_filter;
    std::unique_ptr<Filter::Evaluation> m_evaluation;
    std::shared_ptr<ScanCounters> m_counters;
    std::unique_ptr<Domain::RecordSink> m_inner;
    std::optional<std::uint64_t> m_maxMatches;
    bool m_keepGaps = true;
    ScanCounters::Totals m_part; ///< not yet added to the counters
};

} // namespace

Domain::RecordSinkFactory matchingSinks(ScanWish wish, std::shared_ptr<ScanCounters> counters, Domain::RecordSinkFactory inner)
{
    return [wish = std::move(wish), counters = std::move(counters), inner = std::move(inner)]() -> std::unique_ptr<Domain::RecordSink> {
        return std::make_unique<MatchingSink>(wish, counters, inner());
    };
}

} // namespace Search
