// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"
#include "domain/writejournal.h"
#include "domain/writelock.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace Domain {

/// How the end of a transaction went.
struct TransactionEnd
{
    Outcome outcome = Outcome::Unknown; ///< Done: as asked. Failed: aborted. Unknown: committed or aborted, only the log can tell
    std::optional<Error> error = {};
    bool mustReopen = false;            ///< this producer is of no use any more (fenced, fatal): open another one
};

/// One producer and what is queued in it. Made, used and destroyed by one thread; calls may block where it says so.
/// Each record that send() took or refused is reported exactly once: by poll(), or by close().
class Producer
{
public:
    using Reports = std::function<void(const DeliveryReport &)>;
    enum class Sent : std::uint8_t {
        Queued,
        Full,   ///< no room: poll() and send it again
        Refused ///< reported as Failed by the next poll()
    };

    /// As close() with no time left and nobody who listens.
    virtual ~Producer() = default;

    /// Queues a record; its bytes are copied. Never blocks, but for a look at a topic that partitionCount() was not asked about (≤ 5 s).
    virtual Sent send(const OutgoingRecord &record, std::uint64_t number) = 0;
    /// Hands over what has been reported, waits up to `wait` for the first of it. → reports handed over.
    virtual std::size_t poll(std::chrono::milliseconds wait, const Reports &reports) = 0;
    /// Records sent and not reported yet.
    virtual std::size_t unreported() const = 0;
    /// Gives up what is queued or in flight at once (≤ 200 ms): reported as Failed where certain (never sent), else Unknown. If there
    /// was anything, nothing more can be sent with this producer; its transaction can still be aborted.
    virtual void abandon(const Reports &reports) = 0;
    /// Waits until everything is reported, at most `wait`. True: everything is.
    virtual bool flush(std::chrono::milliseconds wait, const Reports &reports) = 0;

    // With TransactionSettings only. commit() flushes first; both block up to `wait`.
    virtual Status begin() = 0;
    virtual TransactionEnd commit(std::chrono::milliseconds wait, const Reports &reports) = 0;
    virtual TransactionEnd abort(std::chrono::milliseconds wait, const Reports &reports) = 0;

    /// Partitions of a topic, from metadata (blocks ≤ `wait` the first time). UnknownTopic: it is not made by asking.
    virtual Result<std::int32_t> partitionCount(const std::string &topic, std::chrono::milliseconds wait) = 0;
    /// Set once nothing more can be sent with this producer.
    virtual const std::optional<Error> &fatalError() const = 0;

    /// Flushes for `wait`, gives up the rest, and writes the journal's line with the counts. `note` goes into it. Ends the producer.
    virtual void close(std::chrono::milliseconds wait, const Reports &reports, const std::string &note) = 0;
};

/// A topic to be made.
struct NewTopic
{
    std::string name = {};
    std::int32_t partitions = 1;
    std::int16_t replicationFactor = -1;                ///< −1: the broker's default
    std::map<std::string, std::string> configs = {};
};

/// The one door through which anything changes a cluster (architecture §6): the lock is asked, the intent goes into the journal, then
/// the action, then its outcome into the journal. Any thread but the GUI's: members block up to `wait`. Without a journal every
/// call fails with JournalUnwritable.
class WriteGate
{
public:
    virtual ~WriteGate() = default;
    virtual const std::shared_ptr<WriteLock> &lock() const = 0;
    /// A producer for the calling thread. With a transaction it has gone through init_transactions. Errors: WritesLocked,
    /// JournalUnwritable, those of connecting, NotAuthorized, TransactionFailed.
    virtual Result<std::unique_ptr<Producer>> openProducer(const WriteIntent &intent, const ProducerSettings &settings,
                                                           std::chrono::milliseconds wait) = 0;
    /// One result for each topic, in their order.
    virtual Result<std::vector<Status>> createTopics(const WriteIntent &intent, const std::vector<NewTopic> &topics,
                                                     std::chrono::milliseconds wait) = 0;
};

} // namespace Domain
