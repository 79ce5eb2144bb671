// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"
#include "kafka/handles.h"

#include <optional>
#include <string>
#include <string_view>

namespace Kafka {

class ClientWitness;

/// The broker a sentence of librdkafka is about: it begins with "sasl_ssl://host:9092/2: " or "host:9092/bootstrap: ".
struct BrokerAddress
{
    std::string host;
    std::string port;
    std::optional<Domain::BrokerId> id; ///< none: an address of the bootstrap list
    std::string hostPort() const { return host.empty() ? std::string() : host + ":" + port; }
};
BrokerAddress brokerAddress(std::string_view text);

/// librdkafka's error event (RD_KAFKA_EVENT_ERROR: rd_kafka_event_error(), rd_kafka_event_error_string()) in our words.
/// None: nothing a user should hear of ("all brokers down" says less than the errors before it). `witness` may be null.
std::optional<Domain::Error> errorOfEvent(rd_kafka_resp_err_t code, std::string_view text, const ClientWitness *witness);

/// A broker's or client's code about a topic, partition or the whole cluster.
Domain::Error errorOfTopic(rd_kafka_resp_err_t code, const std::string &topic);
Domain::Error errorOfPartition(rd_kafka_resp_err_t code, const std::string &topic, Domain::PartitionId partition);
/// `what` is what was asked: "metadata", "offsets" …; `seconds` how long it was waited for.
Domain::Error errorOfCall(rd_kafka_resp_err_t code, std::string_view text, const std::string &what, int seconds);

} // namespace Kafka
