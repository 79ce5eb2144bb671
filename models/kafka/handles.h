// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>

/// Owners of librdkafka's objects. For .cpp files and inner headers of models/kafka only: it brings in rdkafka.h.
/// The order of declaration matters wherever these are members or locals: whatever belongs to a handle (queues, topics,
/// events, messages) is declared after it, because rd_kafka_destroy() waits for ever for a message or event still alive.
namespace Kafka {

template<auto function>
struct Destroyer
{
    template<typename T>
    void operator()(T *object) const { function(object); }
};

using Handle = std::unique_ptr<rd_kafka_t, Destroyer<rd_kafka_destroy>>; ///< blocks while destroying; in its own thread only
using Conf = std::unique_ptr<rd_kafka_conf_t, Destroyer<rd_kafka_conf_destroy>>;
using TopicConf = std::unique_ptr<rd_kafka_topic_conf_t, Destroyer<rd_kafka_topic_conf_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Destroyer<rd_kafka_topic_destroy>>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroyer<rd_kafka_queue_destroy>>;
using Event = std::unique_ptr<rd_kafka_event_t, Destroyer<rd_kafka_event_destroy>>;
using Message = std::unique_ptr<rd_kafka_message_t, Destroyer<rd_kafka_message_destroy>>;
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroyer<rd_kafka_topic_partition_list_destroy>>;
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, Destroyer<rd_kafka_metadata_destroy>>;
using CallError = std::unique_ptr<rd_kafka_error_t, Destroyer<rd_kafka_error_destroy>>; ///< null: the call succeeded
using AdminOptions = std::unique_ptr<rd_kafka_AdminOptions_t, Destroyer<rd_kafka_AdminOptions_destroy>>;

} // namespace Kafka
