// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"
#include "kafka/clientconf.h"
#include "kafka/clustercore.h"
#include "kafka/handles.h"
#include "kafka/journalentry.h"
#include "kafka/targettopics.h"
#include "kafka/threadreaper.h"

#include <chrono>
#include <memory>
#include <string>

namespace Kafka {

/// A handle of the producer type and the calls on it that change a cluster, which are written in writegate.cpp, the one file with such
/// calls. It cannot be had without a journal entry. Part of a KafkaProducer, in its thread.
class ProducerHandle
{
public:
    static Domain::Result<ProducerHandle> open(const ClusterCore &core, const Domain::ProducerSettings &settings, const JournalEntry &permit);

    rd_kafka_t *get() const { return m_client.handle.get(); } ///< null once closed
    rd_kafka_queue_t *queue() const { return m_queue.get(); } ///< of delivery reports and errors
    const ClientWitness &witness() const { return *m_client.witness; }

    // Null: it worked
    CallError produce(const TargetTopic &topic, const Domain::OutgoingRecord &record, void *opaque);
    CallError initTransactions(std::chrono::milliseconds wait);
    CallError beginTransaction();
    CallError commitTransaction(std::chrono::milliseconds wait);
    CallError abortTransaction(std::chrono::milliseconds wait);

    /// Drops what is queued, and what is in flight too; both are reported as such. Does not wait. Nothing can be sent afterwards.
    void purge(bool inFlightToo);
    /// Destroyed in a thread of its own: that waits for librdkafka's threads, and those for a name server perhaps.
    void close(ThreadReaper &reaper);

private:
    Client m_client;
    Queue m_queue;
};

} // namespace Kafka
