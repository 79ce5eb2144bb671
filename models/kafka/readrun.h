// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/recordsource.h"
#include "kafka/consumerclient.h"
#include "kafka/partitionreader.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Kafka {

using Clock = std::chrono::steady_clock;

/// One partition of a running read: what its log said (reader) and how the connection to it fares (the rest).
struct Slot
{
    explicit Slot(Domain::PartitionId id) : reader(id) {}

    PartitionReader reader;
    std::optional<Domain::BrokerId> leader;
    std::optional<Domain::Offset> logEnd;   ///< newest known high watermark
    std::optional<Domain::Error> trouble;   ///< it is retrying through; cleared by the next sign of life
    Clock::time_point lastSign = {};        ///< last record or end-of-log, or the start
    Clock::time_point nextTry = {};         ///< Pending or lost: not before
    Clock::time_point pendingSince = {};
    bool isAsked = false;                   ///< an inquiry about it is under way
    bool isLost = false;                    ///< its position fell out of the log; an inquiry tells where to go on
    int suspicions = 0;                     ///< inquiries in a row that found the log shorter than what was read
    std::uint64_t mutedBatch = 0;           ///< restarted while this batch was handled: the rest of it is stale

    // Refused stretches
    Clock::time_point nextProbe = {};        ///< not before; a failed attempt to measure one is not repeated at once
    std::optional<Domain::Offset> damagedAt; ///< position at which the same damage was seen `damages` times
    Domain::Offset damageFrom;
    int damages = 0;
};

/// What the parts of one reading thread share. Lives and dies in that thread; the sink is destroyed after the client.
struct ReadRun
{
    Domain::ReadPlan plan;
    bool canLookUpTimes = true;
    std::unique_ptr<Domain::RecordSink> sink;
    std::unique_ptr<ConsumerClient> client;
    std::function<Domain::Result<std::unique_ptr<ConsumerClient>>()> openAnotherClient; ///< like `client`, for the same topic
    std::stop_token stop;

    std::vector<Slot> slots;                 ///< by partition, rising
    std::vector<std::int32_t> slotOf;        ///< partition id → index into slots, −1: none
    std::uint64_t batch = 0;                 ///< number of the batch being handled
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    bool isCompacted = false;                ///< as far as known: its holes are marks, not rows
    std::uint64_t refusedRecords = 0;        ///< single ones, each a gap that no slot's reader knows of
    std::optional<Domain::Error> failure;    ///< ends the run
    std::optional<Domain::Error> trouble;    ///< newest connection trouble
    std::string waitingFor;

    void makeSlots(const std::vector<Domain::PartitionId> &ids);
    Slot *find(std::int32_t partition);
    bool isLimitReached() const { return plan.limit && records >= *plan.limit; }
    bool isOver() const;

    /// Starts or moves fetching of a slot; what was polled of it before is stale.
    void startAt(Slot &slot, Domain::Offset offset, Clock::time_point now);
    /// After any step of a slot's reader: hands its gaps over and stops fetching when it is over.
    void settle(Slot &slot);
    /// Records or an answer came: whatever was wrong with the slot has passed.
    void noteSign(Slot &slot, Clock::time_point now);
    void failAll(const Domain::Error &error);
};

} // namespace Kafka
