// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/writeerrors.h"

#include "kafka/kafkaerrors.h"

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;

namespace {

Error raw(rd_kafka_resp_err_t code, std::string_view text)
{
    return {.technical = text.empty() ? std::string(rd_kafka_err2str(code)) : std::string(text), .origin = rd_kafka_err2name(code)};
}

Error denied(rd_kafka_resp_err_t code, std::string_view text, std::string resource, std::string name, std::string operation)
{
    Error error = raw(code, text);
    error.code = ErrorCode::NotAuthorized;
    error.args = {{"resource", std::move(resource)}, {"name", std::move(name)}, {"operation", std::move(operation)}};
    return error;
}

/// Rights that are missing for writing.
std::optional<Error> deniedBy(rd_kafka_resp_err_t code, std::string_view text, std::string_view topic, std::string_view id)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: return denied(code, text, "topic", std::string(topic), "WRITE");
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED: return denied(code, text, "cluster", {}, "IDEMPOTENT_WRITE");
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED: return denied(code, text, "transactional id", std::string(id), "WRITE");
    default: return std::nullopt;
    }
}

ErrorCode codeOfSend(rd_kafka_resp_err_t code)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT: return ErrorCode::SendTimedOut;
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__PURGE_INFLIGHT:
    case RD_KAFKA_RESP_ERR__DESTROY: return ErrorCode::SendAbandoned;
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE: return ErrorCode::SendTooLarge;
    case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP: return ErrorCode::SendTimestamp;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_ID:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION: return ErrorCode::UnknownTopic;
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION: return ErrorCode::UnknownPartition;
    default: return isFenced(code) ? ErrorCode::Fenced : ErrorCode::SendRefused;
    }
}

} // namespace

bool isFenced(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED || code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

Error errorOfSend(rd_kafka_resp_err_t code, std::string_view text, const SendContext &context)
{
    if (auto error = deniedBy(code, text, context.topic, context.transactionalId))
        return *error;
    Error error = raw(code, text);
    error.code = codeOfSend(code);
    if (error.code == ErrorCode::Fenced) {
        error.args = {{"id", std::string(context.transactionalId)}};
        error.fatal = true;
        return error;
    }
    error.args = {{"topic", std::string(context.topic)}};
    if (context.partition)
        error.args["partition"] = std::to_string(context.partition->value());
    switch (error.code) {
    case ErrorCode::SendTooLarge:
        error.args["size"] = std::to_string(context.size);
        error.args["limit"] = std::to_string(context.limit);
        break;
    case ErrorCode::SendTimestamp:
        error.args["timestamp"] = context.timestampMs ? std::to_string(*context.timestampMs) : std::string();
        break;
    case ErrorCode::SendTimedOut:
        error.args["seconds"] = std::to_string(context.seconds);
        error.retriable = true;
        break;
    case ErrorCode::SendRefused:
        error.args["name"] = error.origin;
        break;
    default: break;
    }
    return error;
}

Error errorOfTransaction(rd_kafka_resp_err_t code, std::string_view text, const std::string &id, const std::string &what)
{
    if (auto error = deniedBy(code, text, {}, id))
        return *error;
    Error error = raw(code, text);
    if (isFenced(code)) {
        error.code = ErrorCode::Fenced;
        error.args = {{"id", id}};
        error.fatal = true;
        return error;
    }
    error.code = ErrorCode::TransactionFailed;
    error.args = {{"id", id}, {"what", what}, {"name", error.origin}};
    error.retriable = true;
    return error;
}

} // namespace Kafka
