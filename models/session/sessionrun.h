// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/handover.h"
#include "session/loadedspans.h"
#include "session/ratemeter.h"
#include "session/readsession.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace Session {

/// The inside of ReadSession: the run, what reads on at its ends, and the tick that takes what they have published.
class ReadSession::Private
{
public:
    Private(ReadSession *session, Domain::Cluster &aCluster, std::size_t budgetBytes);

    void start(const Domain::ReadPlan &newPlan, std::shared_ptr<const Search::Filter> wanted, std::optional<std::uint64_t> maxMatches);
    void tick();

    std::optional<Store::RowId> find(Domain::TopicPartition place, Domain::Offset offset) const;

    // Reading on
    bool canReadEarlier() const;
    bool canReadLater() const;
    void wish(bool earlier);
    void readOn();
    void stopReadingOn();

    ReadSession *q;
    Domain::Cluster &cluster;
    std::size_t budget;
    Domain::ReadPlan plan;
    std::shared_ptr<const Search::Filter> filter;
    std::shared_ptr<Search::ScanCounters> counters;
    std::unique_ptr<Store::RecordStore> store; ///< one a run: late rows of an older run have nowhere to go
    Store::StoreSnapshot snapshot;
    Store::ArrivalOrder order;
    Domain::ReadStatus status; ///< of everything together
    std::uint64_t releasedInFront = 0;
    std::uint64_t releasedBehind = 0;
    bool wantsEarlier = false;
    bool wantsLater = false;
    bool wantsAll = false;
    RateMeter records;
    RateMeter bytes;
    QElapsedTimer clock;
    QTimer timer;
    std::unique_ptr<Domain::RecordSource> source;

    /// A window beyond one end of what is loaded, and what reads it.
    struct Extension
    {
        bool isEarlier = false;
        bool isFront = false; ///< its rows are kept back until it is complete, and prepended
        std::uint32_t tag = 0;
        LoadedSpans::Window window;
        std::unique_ptr<Domain::RecordSource> source;
        std::uint64_t generation = ~std::uint64_t(0);
        Domain::ReadStatus status;
        std::vector<Store::Run> rows; ///< kept back
    };
    std::optional<Extension> extension;

    /// What is on the screen, by Store::ArrivalOrder::firstNumber().
    struct Looked
    {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
    };
    std::optional<Looked> looked;

private:
    bool takeStatus();
    void learn();
    bool takeExtensionStatus();
    void combineStatus();
    bool takeRows();
    bool append(const std::vector<Store::Run> &runs);
    bool prepend(const std::vector<Store::Run> &runs);
    bool releaseRows();
    bool release(bool fromFront, std::uint64_t rows);
    bool letGo(const std::vector<Store::Run> &gone, bool fromFront);
    void measure();
    bool isActive() const;

    bool canExtend() const;
    std::uint64_t rowsBeyond(bool earlier) const;
    bool reachesFarEnough(bool earlier) const;
    void extend(bool earlier);
    bool finishExtension();
    void askBounds();
    void takeBounds(const std::vector<Domain::TopicPartition> &places, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers);

    Domain::ReadStatus m_runStatus;
    std::uint64_t m_statusGeneration = 0;
    std::uint64_t m_run = 0;
    LoadedSpans m_spans;
    Domain::ReadStatus m_readOn;              ///< what finished extensions have read: records, bytes, gaps
    std::optional<Domain::Error> m_readOnError;
    bool m_lastWasFront = false;              ///< the end that grew last, when nobody says what is looked at
    bool m_hasReadOn = false;
    bool m_hasLearned = false; ///< where the run began
    bool m_isAskingBounds = false;
    qint64 m_boundsAsked = -1;
    std::uint32_t m_lastTag = 0;
    std::vector<std::uint32_t> m_doomed;      ///< tags of windows that failed: their rows go as soon as nobody writes them
    Handover m_handover; // last: dies first
};

} // namespace Session
