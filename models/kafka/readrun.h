// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/recordsource.h"
#include "kafka/consumerclient.h"
#include "kafka/partitionreader.h"
#include "kafka/readstrategy.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace Kafka {

using Clock = std::chrono::steady_clock;

/// One partition of a running read: what its log said (reader) and how the connection to it fares (the rest).
struct Slot
{
    Slot(Domain::TopicPartition place, std::size_t number) : reader(place), index(number) {}

    PartitionReader reader;
    std::size_t index;                      ///< in ReadRun::slots
    std::optional<std::int64_t> passOverBefore; ///< of its range
    std::optional<Domain::BrokerId> leader;
    std::optional<Domain::Offset> logEnd;   ///< newest known high watermark
    std::optional<Domain::Error> trouble;   ///< it is retrying through; cleared by the next sign of life
    Clock::time_point lastSign = {};        ///< last record or end-of-log, or the start
    Clock::time_point nextTry = {};         ///< Pending or lost: not before
    Clock::time_point pendingSince = {};
    bool isAwaited = true;                  ///< nothing can go on without it; false: it is not its turn, so its silence says nothing
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

/// One topic of a running read.
struct TopicOfRun
{
    bool isCompacted = false;               ///< as far as known: its holes are marks, not rows
    bool isSuspect = false;                 ///< gone, or led by somebody else: metadata tells
    int missing = 0;                        ///< metadata answers in a row without it
    std::vector<std::int32_t> slotOf = {};  ///< partition id → index into slots, −1: none
};

/// What the parts of one reading thread share. Lives and dies in that thread; the sink is destroyed after the client.
struct ReadRun
{
    Domain::ReadPlan plan;
    bool canLookUpTimes = true;
    std::map<Domain::TopicPartition, Domain::PartitionRange> given; ///< ranges known from elsewhere; then only these are read
    std::unique_ptr<Domain::RecordSink> sink;
    std::unique_ptr<ConsumerClient> client;
    std::function<Domain::Result<std::unique_ptr<ConsumerClient>>()> openAnotherClient; ///< like `client`, for the same topics
    std::stop_token stop;
    ReadStrategy *strategy = nullptr;        ///< set before the first slot begins

    std::vector<TopicOfRun> topics;          ///< as in the plan
    std::vector<Slot> slots;                 ///< by topic and partition, rising
    std::uint64_t batch = 0;                 ///< number of the batch being handled
    std::uint64_t records = 0;               ///< offered to the sink
    std::uint64_t bytes = 0;
    std::uint64_t handedOver = 0;
    std::uint64_t lateRecords = 0;
    std::uint64_t gapOffsets = 0;
    bool isSinkFull = false;
    std::optional<Domain::Error> failure;    ///< ends the run
    std::optional<Domain::Error> trouble;    ///< newest connection trouble
    std::string waitingFor;

    /// Appends slots for the partitions of a topic; topics come in rising order.
    void addSlots(std::uint16_t topic, const std::vector<Domain::PartitionId> &ids);
    /// A topic of which nothing can be read and whose partitions are not known: one slot (partition −1) stands for it.
    void addLostTopic(std::uint16_t topic, const Domain::Error &error);
    /// Takes slots out, for somebody else to read them.
    void removeSlots(const std::set<Domain::TopicPartition> &places);
    Slot *find(std::uint16_t topic, std::int32_t partition);
    Slot *find(Domain::TopicPartition place) { return find(place.topic, place.partition.value()); }
    const std::string &topicName(const Slot &slot) const { return plan.topics[slot.reader.place().topic]; }
    bool isLimitReached() const { return isSinkFull || (plan.limit && handedOver >= *plan.limit); }

    /// Starts or moves fetching of a slot; what was polled of it before is stale.
    void startAt(Slot &slot, Domain::Offset offset, Clock::time_point now);
    /// After any step of a slot's reader: passes its gaps on and stops fetching when it is over.
    void settle(Slot &slot);
    /// Records or an answer came: whatever was wrong with the slot has passed.
    void noteSign(Slot &slot, Clock::time_point now);
    /// Nothing more of this topic can be read. With the last topic the run fails.
    void failTopic(std::uint16_t topic, const Domain::Error &error);

    // The last step, on the way into the sink
    void handOver(const Domain::Record &record);
    void handOver(const Domain::Gap &gap);
};

} // namespace Kafka
