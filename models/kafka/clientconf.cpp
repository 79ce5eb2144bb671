// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/clientconf.h"

#include "kafka/allowedproperties.h"
#include "kafka/certificate.h"
#include "kafka/keyfiles.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace Kafka {

namespace {

using Domain::Error;
using Domain::ErrorCode;

/// Sets properties until one fails; keeps the first failure.
class Setter
{
public:
    explicit Setter(rd_kafka_conf_t *conf) : m_conf(conf) {}

    void set(const std::string &name, const std::string &value)
    {
        if (m_error)
            return;
        char text[512] = {};
        const auto result = rd_kafka_conf_set(m_conf, name.c_str(), value.c_str(), text, sizeof text);
        if (result == RD_KAFKA_CONF_OK)
            return;
        const bool secret = isSecretProperty(name);
        m_error = Error{.code = result == RD_KAFKA_CONF_UNKNOWN ? ErrorCode::UnknownProperty : ErrorCode::BadPropertyValue,
                        .args = {{"property", name}, {"value", secret ? std::string() : value}},
                        .technical = secret ? std::string() : text};
    }
    void setUnlessEmpty(const std::string &name, const std::string &value)
    {
        if (!value.empty())
            set(name, value);
    }
    const std::optional<Error> &error() const { return m_error; }

private:
    rd_kafka_conf_t *m_conf;
    std::optional<Error> m_error;
};

std::string protocolName(Domain::SecurityProtocol protocol)
{
    switch (protocol) {
    case Domain::SecurityProtocol::Plaintext: return "plaintext";
    case Domain::SecurityProtocol::Ssl: return "ssl";
    case Domain::SecurityProtocol::SaslPlaintext: return "sasl_plaintext";
    case Domain::SecurityProtocol::SaslSsl: return "sasl_ssl";
    }
    return "plaintext";
}

/// What a user may change, through the allow-list, to suit his network.
void setDefaults(Setter &setter)
{
    setter.set("client.id", "playhead-" PLAYHEAD_VERSION);
    setter.set("socket.connection.setup.timeout.ms", "5000");
    // Half of this is also librdkafka's pause before it goes from a bootstrap address to the broker behind it: 10 ms instead of 50.
    setter.set("reconnect.backoff.ms", "20");
    setter.set("reconnect.backoff.max.ms", "2000");
    setter.set("socket.keepalive.enable", "true");
    setter.set("socket.nagle.disable", "true");
}

/// What no profile can change, whatever the handle is for (architecture §5).
void setFixed(Setter &setter, const ClientOptions &options)
{
    setter.set("allow.auto.create.topics", "false");
    setter.set("enable.metrics.push", "false");
    // A broker that hangs up is told in a log line only, and only with this. The shared handle reads it (ClientWitness): it is
    // all there is to see when a TLS or SASL listener is spoken to in clear text.
    setter.set("log.connection.close", options.role == ClientRole::Browse ? "true" : "false");
    if (options.role == ClientRole::Browse)
        setter.set("statistics.interval.ms", "1000"); // tells which brokers are up (ConnectionWatch)
}

/// Looking leaves no trace, and records arrive at once.
void setReading(Setter &setter, const ClientOptions &options)
{
    setter.set("enable.auto.commit", "false");
    setter.set("enable.auto.offset.store", "false");
    setter.set("auto.offset.reset", "error");
    setter.set("enable.partition.eof", "true");
    setter.set("check.crcs", "true");
    setter.set("fetch.wait.max.ms", std::to_string(options.fetchWaitMs));
    setter.set("fetch.queue.backoff.ms", "5");
    setter.set("fetch.error.backoff.ms", "100");
    const bool committed = options.role == ClientRole::Consumer && options.isolation == Domain::IsolationLevel::Committed;
    setter.set("isolation.level", committed ? "read_committed" : "read_uncommitted");
    // Bytes alone bound the prefetch: small records would reach the default count long before it is full.
    setter.set("queued.min.messages", "1000000");
    const int kilobytes = std::max(options.prefetchKilobytes, 1024) / std::clamp(options.consumerThreads, 1, 64) / std::clamp(options.partitionQueues, 1, 1024);
    setter.set("queued.max.messages.kbytes", std::to_string(kilobytes));
    // A queue takes one fetch more than it has room for.
    if (const int fetch = std::min(options.fetchKilobytes, kilobytes); fetch < ClientOptions{}.fetchKilobytes)
        setter.set("fetch.message.max.bytes", std::to_string(fetch * 1024));
    setter.setUnlessEmpty("group.id", options.group);
}

/// A topic's limit is on the compressed batch: batches follow it, and what may become smaller by compression is left to the broker.
void setSizes(Setter &setter, const Domain::ProducerSettings &settings)
{
    constexpr std::int64_t most = 1'000'000'000; // librdkafka's
    const std::int64_t limit = std::clamp<std::int64_t>(settings.maxMessageBytes, 1'000, most);
    setter.set("batch.size", std::to_string(limit));
    setter.set("message.max.bytes", std::to_string(settings.compression == Domain::Compression::None ? limit : most));
    setter.set("batch.num.messages", "100000");
    setter.set("queue.buffering.max.messages", std::to_string(std::clamp<std::size_t>(settings.queueRecords, 1, 10'000'000)));
    setter.set("queue.buffering.max.kbytes", std::to_string(std::clamp<std::size_t>(settings.queueBytes / 1024, 1, 2'000'000)));
}

void setWriting(Setter &setter, const Domain::ProducerSettings &settings)
{
    static constexpr std::array partitioners{"murmur2_random", "consistent_random", "fnv1a_random"};
    static constexpr std::array codecs{"none", "gzip", "snappy", "lz4", "zstd"};
    static constexpr std::array acknowledgements{"all", "1", "0"};
    setter.set("partitioner", partitioners[std::size_t(settings.partitioner)]);
    setter.set("compression.type", codecs[std::size_t(settings.compression)]);
    setter.set("acks", acknowledgements[std::size_t(settings.acks)]);
    setter.set("enable.idempotence", settings.isIdempotent || settings.transaction ? "true" : "false");
    setter.set("linger.ms", std::to_string(settings.linger.count()));
    // How long a topic that is gone is taken for one that is not known yet.
    setter.set("topic.metadata.propagation.max.ms", "5000");
    auto timeout = settings.messageTimeout;
    if (settings.transaction) {
        timeout = std::min(timeout, settings.transaction->timeout);
        setter.set("transactional.id", settings.transaction->id);
        setter.set("socket.timeout.ms", std::to_string(std::clamp<std::int64_t>(settings.transaction->timeout.count() - 100, 900, 60'000)));
        setter.set("transaction.timeout.ms", std::to_string(settings.transaction->timeout.count()));
    }
    setter.set("message.timeout.ms", std::to_string(timeout.count()));
    setSizes(setter, settings);
}

void setSecurity(Setter &setter, const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, const std::string &mechanism)
{
    setter.set("security.protocol", protocolName(profile.securityProtocol));
    if (profile.usesTls()) {
        setter.setUnlessEmpty("ssl.ca.location", profile.caFile);
        setter.setUnlessEmpty("ssl.certificate.location", profile.certificateFile);
        setter.setUnlessEmpty("ssl.key.location", profile.keyFile);
    }
    if (profile.usesSasl()) {
        setter.set("sasl.mechanism", mechanism);
        setter.set("sasl.username", profile.saslUsername);
    }
    for (const auto &[name, value] : secrets) {
        const bool applies = name == "sasl.password" ? profile.usesSasl() : profile.usesTls();
        if (applies && checkProperty(name))
            setter.setUnlessEmpty(name, value);
    }
}

std::optional<Error> missingSecret(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    if (!profile.usesSasl())
        return std::nullopt;
    if (profile.saslUsername.empty())
        return Error{.code = ErrorCode::SecretMissing, .args = {{"property", "sasl.username"}}};
    const auto it = secrets.find("sasl.password");
    if (it == secrets.end() || it->second.empty())
        return Error{.code = ErrorCode::SecretMissing, .args = {{"property", "sasl.password"}}};
    return std::nullopt;
}

/// librdkafka's own threads call this for each certificate of the chain, from the root down.
int verifyCertificate(rd_kafka_t *, const char *broker, std::int32_t, int *x509Error, int, const char *der, std::size_t size,
                      char *text, std::size_t textSize, void *opaque)
{
    if (*x509Error == 0)
        return 1;
    const std::string reason = noteCertificate(*static_cast<ClientWitness *>(opaque), broker, *x509Error, {der, size});
    const std::size_t n = textSize ? std::min(reason.size(), textSize - 1) : 0;
    std::copy_n(reason.data(), n, text);
    if (textSize)
        text[n] = '\0';
    return 0;
}

/// Runs in a broker's thread instead of connect(2): see ClientWitness::mayConnect().
int connectIfAllowed(int socket, const sockaddr *address, int size, const char *, void *opaque)
{
    if (!static_cast<ClientWitness *>(opaque)->mayConnect())
        return ECANCELED; // errorOfEvent() passes over it
    return connect(socket, address, socklen_t(size)) == 0 || errno == EINPROGRESS ? 0 : errno;
}

void noteLog(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
    auto *witness = static_cast<ClientWitness *>(rd_kafka_opaque(rk));
    if (witness)
        witness->noteLog(level, facility, text);
}

} // namespace

Domain::Result<Conf> clientConf(const Domain::ConnectionProfile &given, const Domain::Secrets &givenSecrets,
                                const ClientOptions &options, ClientWitness *witness)
{
    Domain::ConnectionProfile profile = given;
    Domain::Secrets secrets = givenSecrets;
    if (Domain::Status status = foldExtraProperties(profile, secrets); !status)
        return status.error();
    if (const auto missing = missingSecret(profile, secrets))
        return *missing;
    if (Domain::Status status = checkKeyFiles(profile, secrets); !status)
        return status.error();

    Conf conf(rd_kafka_conf_new());
    Setter setter(conf.get());
    setDefaults(setter);
    for (const auto &[name, value] : profile.extraProperties)
        setter.set(name, value);
    setFixed(setter, options);
    if (options.role == ClientRole::Producer)
        setWriting(setter, options.producer);
    else
        setReading(setter, options);
    setter.set("bootstrap.servers", profile.bootstrapServers);
    setSecurity(setter, profile, secrets, ClientWitness(profile, {}).mechanism());
    if (setter.error())
        return *setter.error();

    if (options.role == ClientRole::Browse && profile.usesSasl() && witness)
        witness->allowOneLoginAtATime();
    rd_kafka_conf_set_opaque(conf.get(), witness);
    const bool isBrowse = options.role == ClientRole::Browse;
    const bool isProducer = options.role == ClientRole::Producer;
    rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_ERROR | (isBrowse ? RD_KAFKA_EVENT_STATS : 0) | (isProducer ? RD_KAFKA_EVENT_DR : 0));
    rd_kafka_conf_set_log_cb(conf.get(), noteLog);
    if (profile.usesSasl())
        rd_kafka_conf_set_connect_cb(conf.get(), connectIfAllowed);
    if (profile.usesTls() && rd_kafka_conf_set_ssl_cert_verify_cb(conf.get(), verifyCertificate) != RD_KAFKA_CONF_OK)
        return Error{.code = ErrorCode::Unsupported, .args = {{"what", "TLS"}}};
    return conf;
}

Domain::Result<Client> openClient(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                  const ClientOptions &options)
{
    Client client{.witness = std::make_unique<ClientWitness>(profile, secrets), .handle = nullptr};
    Domain::Result<Conf> conf = clientConf(profile, secrets, options, client.witness.get());
    if (!conf)
        return conf.error();
    char text[512] = {};
    client.handle.reset(rd_kafka_new(RD_KAFKA_CONSUMER, conf.value().get(), text, sizeof text));
    if (!client.handle)
        return Error{.code = ErrorCode::Internal,
                     .args = {{"what", "creating the client"}},
                     .technical = client.witness->withoutSecrets(text),
                     .origin = rd_kafka_err2name(rd_kafka_last_error())};
    static_cast<void>(conf.value().release()); // the handle owns it now
    return client;
}

} // namespace Kafka
