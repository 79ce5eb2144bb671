// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/allowedproperties.h"

#include "kafka/handles.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace Kafka {

namespace {

constexpr auto allowed = std::to_array<AllowedProperty>({
    {"api.version.request.timeout.ms", "slow links to a broker"},
    {"bootstrap.servers", "where to begin; same as the profile's field"},
    {"broker.address.family", "force IPv4 or IPv6"},
    {"broker.address.ttl", "how long a resolved name is trusted"},
    {"client.dns.lookup", "bootstrap names that stand for many addresses"},
    {"client.id", "broker-side quotas and logs by client; at most 40 characters"},
    {"client.rack", "read from the nearest replica"},
    {"connections.max.idle.ms", "networks that drop idle connections"},
    {"enable.ssl.certificate.verification", "test clusters without a CA"},
    {"fetch.max.bytes", "less memory or fewer round trips"},
    {"fetch.message.max.bytes", "less memory or fewer round trips"},
    {"fetch.min.bytes", "fewer, larger answers"},
    {"max.partition.fetch.bytes", "less memory or fewer round trips"},
    {"message.max.bytes", "clusters with larger records"},
    {"metadata.max.age.ms", "how soon moved leaders are noticed"},
    {"metadata.recovery.strategy", "whether to go back to the bootstrap list"},
    {"receive.message.max.bytes", "records above 100 MB"},
    {"reconnect.backoff.max.ms", "gentler reconnects"},
    {"reconnect.backoff.ms", "gentler reconnects"},
    {"sasl.mechanism", "same as the profile's field"},
    {"sasl.mechanisms", "older name of sasl.mechanism"},
    {"sasl.password", "kept with the secrets"},
    {"sasl.username", "same as the profile's field"},
    {"security.protocol", "same as the profile's field"},
    {"socket.connection.setup.timeout.ms", "slow links to a broker"},
    {"socket.keepalive.enable", "networks that drop idle connections"},
    {"socket.max.fails", "how soon a silent connection is given up"},
    {"socket.nagle.disable", "few, full packets on narrow links"},
    {"socket.receive.buffer.bytes", "long fat links"},
    {"socket.send.buffer.bytes", "long fat links"},
    {"socket.timeout.ms", "slow links to a broker"},
    {"ssl.ca.location", "same as the profile's field"},
    {"ssl.certificate.location", "same as the profile's field"},
    {"ssl.cipher.suites", "what a company's rules allow"},
    {"ssl.crl.location", "revoked certificates"},
    {"ssl.curves.list", "what a company's rules allow"},
    {"ssl.endpoint.identification.algorithm", "certificates for other names, in tests"},
    {"ssl.key.location", "same as the profile's field"},
    {"ssl.key.password", "kept with the secrets"},
    {"ssl.keystore.location", "client certificate and key as PKCS#12"},
    {"ssl.keystore.password", "kept with the secrets"},
    {"ssl.sigalgs.list", "what a company's rules allow"},
    {"topic.metadata.refresh.interval.ms", "how soon moved leaders are noticed"},
});
static_assert(std::ranges::is_sorted(allowed, {}, &AllowedProperty::name));

bool isAllowed(std::string_view name)
{
    return std::ranges::binary_search(allowed, name, {}, &AllowedProperty::name);
}

/// librdkafka's own table of properties, one a line, the name first. rd_kafka_conf_get() would not do: it does not know a
/// property that has no value.
std::string propertyTable()
{
    char *text = nullptr;
    std::size_t size = 0;
    if (FILE *stream = open_memstream(&text, &size)) {
        rd_kafka_conf_properties_show(stream);
        std::fclose(stream);
    }
    std::string table(text ? text : "", text ? size : 0);
    std::free(text);
    return table;
}

bool isKnown(const std::string &name)
{
    const bool isName = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._") == std::string::npos;
    return isName && propertyTable().find("\n" + name + " ") != std::string::npos;
}

std::string upper(std::string text)
{
    for (char &c : text)
        if (c >= 'a' && c <= 'z')
            c = char(c - 'a' + 'A');
    return text;
}

Domain::Error badValue(const std::string &name, const std::string &value, const std::string &why)
{
    return {.code = Domain::ErrorCode::BadPropertyValue,
            .args = {{"property", name}, {"value", isSecretProperty(name) ? std::string() : value}},
            .technical = why};
}

Domain::Status setProtocol(const std::string &name, const std::string &value, Domain::ConnectionProfile &profile)
{
    using Domain::SecurityProtocol;
    const std::string v = upper(value);
    if (v == "PLAINTEXT")
        profile.securityProtocol = SecurityProtocol::Plaintext;
    else if (v == "SSL")
        profile.securityProtocol = SecurityProtocol::Ssl;
    else if (v == "SASL_PLAINTEXT")
        profile.securityProtocol = SecurityProtocol::SaslPlaintext;
    else if (v == "SASL_SSL")
        profile.securityProtocol = SecurityProtocol::SaslSsl;
    else
        return badValue(name, value, "one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
    return std::monostate();
}

Domain::Status setMechanism(const std::string &name, const std::string &value, Domain::ConnectionProfile &profile)
{
    using Domain::SaslMechanism;
    const std::string v = upper(value);
    if (v == "PLAIN")
        profile.saslMechanism = SaslMechanism::Plain;
    else if (v == "SCRAM-SHA-256")
        profile.saslMechanism = SaslMechanism::ScramSha256;
    else if (v == "SCRAM-SHA-512")
        profile.saslMechanism = SaslMechanism::ScramSha512;
    else
        return badValue(name, value, "one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512");
    return std::monostate();
}

/// Tries the value on a throw-away configuration, so that a bad one is named when it is given, not when it is used.
Domain::Status tryValue(const std::string &name, const std::string &value)
{
    if (name == "client.id" && value.size() > 40)
        return badValue(name, value, "at most 40 characters");
    const Conf conf(rd_kafka_conf_new());
    char text[512] = {};
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), text, sizeof text) != RD_KAFKA_CONF_OK)
        return badValue(name, value, text);
    return std::monostate();
}

} // namespace

std::span<const AllowedProperty> allowedProperties()
{
    return allowed;
}

bool isSecretProperty(std::string_view name)
{
    return name.ends_with("password") || name.ends_with(".secret") || name.ends_with("passphrase") || name.ends_with(".pem")
           || name == "sasl.oauthbearer.config";
}

Domain::Status checkProperty(const std::string &name)
{
    if (isAllowed(name))
        return std::monostate();
    return Domain::Error{.code = isKnown(name) ? Domain::ErrorCode::PropertyNotAllowed : Domain::ErrorCode::UnknownProperty,
                         .args = {{"property", name}}};
}

Domain::Status applyProperty(const std::string &name, const std::string &value, Domain::ConnectionProfile &profile,
                             Domain::Secrets &secrets)
{
    if (Domain::Status status = checkProperty(name); !status)
        return status;
    if (value.find('\0') != std::string::npos)
        return badValue(name, std::string(), "holds a null byte");
    if (name == "security.protocol")
        return setProtocol(name, value, profile);
    if (name == "sasl.mechanism" || name == "sasl.mechanisms")
        return setMechanism(name, value, profile);

    std::string *field = name == "bootstrap.servers"          ? &profile.bootstrapServers
                         : name == "sasl.username"            ? &profile.saslUsername
                         : name == "ssl.ca.location"          ? &profile.caFile
                         : name == "ssl.certificate.location" ? &profile.certificateFile
                         : name == "ssl.key.location"         ? &profile.keyFile
                         : isSecretProperty(name)             ? &secrets[name]
                                                              : nullptr;
    if (field) {
        *field = value;
        return std::monostate();
    }
    if (Domain::Status status = tryValue(name, value); !status)
        return status;
    profile.extraProperties[name] = value;
    return std::monostate();
}

Domain::Status foldExtraProperties(Domain::ConnectionProfile &profile, Domain::Secrets &secrets)
{
    const auto extra = std::move(profile.extraProperties);
    profile.extraProperties.clear();
    for (const auto &[name, value] : extra)
        if (Domain::Status status = applyProperty(name, value, profile, secrets); !status)
            return status;
    return std::monostate();
}

} // namespace Kafka
