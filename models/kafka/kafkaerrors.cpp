// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkaerrors.h"

#include "kafka/clientwitness.h"

#include <openssl/x509_vfy.h>

#include <cerrno>
#include <charconv>
#include <initializer_list>
#include <system_error>

namespace Kafka {

namespace {

using Domain::Error;
using Domain::ErrorCode;

/// What every rule below looks at.
struct Report
{
    rd_kafka_resp_err_t code;
    std::string_view text;
    BrokerAddress broker;
    const ClientWitness *witness;

    bool says(std::string_view part) const { return text.find(part) != std::string_view::npos; }
    bool saysAny(std::initializer_list<std::string_view> parts) const
    {
        for (const std::string_view part : parts)
            if (says(part))
                return true;
        return false;
    }
    /// librdkafka quotes strerror(), which speaks the user's language once QCoreApplication has set the locale.
    bool saysErrno(std::initializer_list<int> codes) const
    {
        for (const int errorNumber : codes)
            if (says(std::generic_category().message(errorNumber)))
                return true;
        return false;
    }
};

Error make(const Report &report, ErrorCode code)
{
    Error error{.code = code, .args = {{"host", report.broker.host}, {"port", report.broker.port}}};
    if (report.broker.id)
        error.args["broker"] = std::to_string(report.broker.id->value());
    error.technical = report.witness ? report.witness->withoutSecrets(std::string(report.text)) : std::string(report.text);
    error.origin = rd_kafka_err2name(report.code);
    error.retriable = true; // librdkafka tries on by itself
    return error;
}

Error certificateError(const Report &report, const TlsFinding &finding)
{
    ErrorCode code = ErrorCode::TlsUntrusted;
    if (finding.x509Error == X509_V_ERR_HOSTNAME_MISMATCH || finding.x509Error == X509_V_ERR_IP_ADDRESS_MISMATCH)
        code = ErrorCode::TlsHostMismatch;
    else if (finding.x509Error == X509_V_ERR_CERT_HAS_EXPIRED || finding.x509Error == X509_V_ERR_CERT_NOT_YET_VALID)
        code = ErrorCode::TlsCertificateTime;
    else if (finding.x509Error == X509_V_ERR_CERT_REVOKED)
        code = ErrorCode::TlsFailed;
    Error error = make(report, code);
    error.args.insert({{"subject", finding.subject},
                       {"issuer", finding.issuer},
                       {"names", finding.names},
                       {"validFrom", finding.validFrom},
                       {"validUntil", finding.validUntil},
                       {"reason", X509_verify_cert_error_string(finding.x509Error)}});
    error.origin += " x509 " + std::to_string(finding.x509Error);
    return error;
}

/// Alerts a broker sends when it wants a (different) client certificate, in OpenSSL's words.
bool wantsClientCertificate(const Report &report)
{
    return report.saysAny({"alert bad certificate", "alert certificate required", "alert unknown ca", "alert certificate unknown",
                           "alert certificate expired", "alert certificate revoked", "alert unsupported certificate",
                           "alert number 42", "alert number 43", "alert number 44", "alert number 45", "alert number 46",
                           "alert number 48", "alert number 116", "client SSL authentication might be required"});
}

Error tlsError(const Report &report)
{
    if (wantsClientCertificate(report))
        return make(report, ErrorCode::TlsClientCertificate);
    if (report.saysAny({"wrong version number", "packet length too long", "http request", "record layer failure"}))
        return make(report, ErrorCode::TlsNotOffered);
    if (report.saysAny({"certificate verify failed", "Failed to verify broker certificate"})) {
        if (report.witness)
            if (const auto finding = report.witness->certificate(report.broker.hostPort()))
                return certificateError(report, *finding);
        return make(report, ErrorCode::TlsUntrusted);
    }
    return make(report, ErrorCode::TlsFailed);
}

/// "… (after 12ms in state UP)": how long the connection had been in that state; none: it was in another one.
std::optional<std::int64_t> millisecondsIn(const Report &report, std::string_view state)
{
    const auto end = report.text.find("ms in state " + std::string(state));
    const auto start = report.text.rfind("after ", end);
    std::int64_t ms = 0;
    if (end == std::string_view::npos || start == std::string_view::npos
        || std::from_chars(report.text.data() + start + 6, report.text.data() + end, ms).ec != std::errc())
        return std::nullopt;
    return ms;
}

/// A broker that hangs up on the first request did not understand it. librdkafka has sentences for these cases, but they miss
/// what 2.14 calls a disconnect.
Error hangUp(const Report &report)
{
    const bool inClear = !report.text.starts_with("ssl://") && !report.text.starts_with("sasl_ssl://");
    if (inClear && millisecondsIn(report, "APIVERSION_QUERY"))
        return make(report, ErrorCode::TlsExpected);
    Error error = make(report, ErrorCode::Disconnected);
    const bool withSasl = report.text.starts_with("sasl_");
    if (report.says("might require SASL") || (!withSasl && millisecondsIn(report, "UP").value_or(INT64_MAX) < 2000))
        error.args["hint"] = "sasl";
    return error;
}

Error transportError(const Report &report)
{
    if (wantsClientCertificate(report))
        return make(report, ErrorCode::TlsClientCertificate);
    if (report.saysAny({"PLAINTEXT broker listener", "unexpected eof while reading (after", "SSL connection closed by peer (after"}) && millisecondsIn(report, "SSL_HANDSHAKE"))
        return make(report, ErrorCode::TlsNotOffered);
    // A handshake that fails in its first step comes with this code instead of _SSL.
    if (report.says("SSL routines") && millisecondsIn(report, "SSL_HANDSHAKE"))
        return tlsError(report);
    if (report.says("incorrect security.protocol configuration"))
        return make(report, ErrorCode::TlsExpected);
    if (report.saysErrno({ECONNREFUSED}))
        return make(report, ErrorCode::ConnectionRefused);
    if (report.says("setup timed out"))
        return make(report, report.says("in state CONNECT") ? ErrorCode::ConnectTimeout : ErrorCode::NoAnswer);
    if (report.saysErrno({ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN}))
        return make(report, ErrorCode::ConnectTimeout);
    if (report.says("timed out"))
        return make(report, ErrorCode::NoAnswer);
    return hangUp(report);
}

/// "Invalid response size 1213486160": the first four bytes of whatever speaks on that port, here "HTTP".
Error badMessage(const Report &report)
{
    constexpr std::string_view lead = "response size ";
    std::int64_t size = 0;
    if (const auto at = report.text.find(lead); at != std::string_view::npos)
        std::from_chars(report.text.data() + at + lead.size(), report.text.data() + report.text.size(), size);
    const auto bytes = std::uint32_t(size);
    if (bytes >> 8 >= 0x150300 && bytes >> 8 <= 0x150304) // a TLS alert record
        return make(report, ErrorCode::TlsExpected);
    Error error = make(report, ErrorCode::NotKafka);
    error.args["looksLike"] = bytes == 0x48545450 ? "HTTP" : "";
    return error;
}

Error authenticationError(const Report &report)
{
    const bool notOffered = report.saysAny({"not supported by broker", "Unsupported SASL mechanism", "UNSUPPORTED_SASL_MECHANISM",
                                                  "Request not valid in current SASL state"});
    Error error = make(report, notOffered ? ErrorCode::MechanismNotOffered : ErrorCode::AuthenticationFailed);
    error.retriable = false;
    error.fatal = true;
    if (report.witness) {
        error.args["mechanism"] = report.witness->mechanism();
        error.args["user"] = report.witness->user();
    }
    constexpr std::string_view lead = "supported mechanisms: ";
    if (const auto at = report.text.find(lead); at != std::string_view::npos) {
        std::string_view offered = report.text.substr(at + lead.size());
        error.args["offered"] = offered.substr(0, offered.find_first_of(" ("));
    }
    return error;
}

Error brokerError(rd_kafka_resp_err_t code)
{
    Error error{.code = ErrorCode::Broker, .args = {{"name", rd_kafka_err2name(code)}}};
    error.technical = rd_kafka_err2str(code);
    error.origin = rd_kafka_err2name(code);
    error.retriable = true;
    return error;
}

/// Codes that mean the same wherever they come from; none: depends on what was asked.
std::optional<Error> generalError(rd_kafka_resp_err_t code)
{
    Error error = brokerError(code);
    const auto denied = [&](const char *resource) {
        error.code = ErrorCode::NotAuthorized;
        error.args = {{"resource", resource}, {"name", ""}, {"operation", "DESCRIBE"}};
        error.retriable = false;
        return error;
    };
    switch (code) {
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED: return denied("cluster");
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED: return denied("group");
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: return denied("topic");
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
        error.code = ErrorCode::Unsupported;
        error.args = {{"what", ""}};
        error.retriable = false;
        return error;
    case RD_KAFKA_RESP_ERR__DESTROY:
        error.code = ErrorCode::Cancelled;
        error.args.clear();
        return error;
    default: return std::nullopt;
    }
}

} // namespace

BrokerAddress brokerAddress(std::string_view text)
{
    std::string_view name = text.substr(0, text.find(": "));
    if (const auto scheme = name.find("://"); scheme != std::string_view::npos)
        name.remove_prefix(scheme + 3);
    const auto slash = name.rfind('/');
    const auto colon = name.rfind(':', slash);
    if (slash == std::string_view::npos || colon == std::string_view::npos || name.find(' ') != std::string_view::npos)
        return {};
    BrokerAddress address{.host = std::string(name.substr(0, colon)), .port = std::string(name.substr(colon + 1, slash - colon - 1)), .id = {}};
    std::int32_t id = 0;
    const std::string_view last = name.substr(slash + 1);
    if (const auto result = std::from_chars(last.data(), last.data() + last.size(), id); result.ec == std::errc() && result.ptr == last.data() + last.size())
        address.id = Domain::BrokerId(id);
    return address;
}

std::optional<Error> errorOfEvent(rd_kafka_resp_err_t code, std::string_view text, const ClientWitness *witness)
{
    const Report report{code, text, brokerAddress(text), witness};
    if (code == RD_KAFKA_RESP_ERR__TRANSPORT && report.saysErrno({ECANCELED}))
        return std::nullopt; // our own ClientWitness::mayConnect()
    switch (code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__DESTROY:
    case RD_KAFKA_RESP_ERR__INTR: return std::nullopt;
    case RD_KAFKA_RESP_ERR__RESOLVE: return make(report, ErrorCode::NameNotResolved);
    case RD_KAFKA_RESP_ERR__TRANSPORT: return transportError(report);
    case RD_KAFKA_RESP_ERR__SSL: return tlsError(report);
    case RD_KAFKA_RESP_ERR__BAD_MSG: return badMessage(report);
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE: return make(report, ErrorCode::NoAnswer);
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE: return authenticationError(report);
    default: break;
    }
    Error error = generalError(code).value_or(brokerError(code));
    if (!text.empty())
        error.technical = make(report, error.code).technical;
    return error;
}

Error errorOfTopic(rd_kafka_resp_err_t code, const std::string &topic)
{
    Error error = generalError(code).value_or(brokerError(code));
    switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: error.args["name"] = topic; break;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_ID:
        error.code = ErrorCode::UnknownTopic;
        error.args = {{"topic", topic}};
        error.retriable = false;
        break;
    default: error.args.insert({"topic", topic});
    }
    return error;
}

Error errorOfPartition(rd_kafka_resp_err_t code, const std::string &topic, Domain::PartitionId partition)
{
    Error error = errorOfTopic(code, topic);
    const auto become = [&](ErrorCode ours, bool retriable) {
        error.code = ours;
        error.args = {{"topic", topic}, {"partition", std::to_string(partition.value())}};
        error.retriable = retriable;
    };
    switch (code) {
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION: become(ErrorCode::UnknownPartition, false); break;
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE: become(ErrorCode::NoLeader, true); break;
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH: become(ErrorCode::LeaderMoved, true); break;
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET: become(ErrorCode::OffsetOutOfRange, false); break;
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION: become(ErrorCode::BadBatch, false); break;
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE: become(ErrorCode::RecordTooLarge, false); break;
    default: error.args.insert({"partition", std::to_string(partition.value())});
    }
    return error;
}

Error errorOfCall(rd_kafka_resp_err_t code, std::string_view text, const std::string &what, int seconds)
{
    Error error = generalError(code).value_or(brokerError(code));
    if (error.code == ErrorCode::Unsupported)
        error.args["what"] = what;
    switch (code) {
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__TRANSPORT: // what librdkafka says when no broker could be asked in time
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
        error.code = ErrorCode::DeadlineExceeded;
        error.args = {{"what", what}, {"seconds", std::to_string(seconds)}};
        break;
    default: break;
    }
    if (!text.empty())
        error.technical = text;
    return error;
}

} // namespace Kafka
