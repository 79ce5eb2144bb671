// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/errorwords.h"

#include "items/safetext.h"

#include <QCoreApplication>

namespace Items {

namespace {

constexpr int maxArgument = 160;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::Error)
};

} // namespace

QString ErrorArguments::operator[](const char *name) const
{
    const auto it = m_error.args.find(name); // not arg(), which would copy all of a hostile one
    if (it == m_error.args.end() || it->second.empty())
        return std::string_view(name) == "value" ? Words::tr("(empty)") : Words::tr("(unknown)");
    return safeText(it->second, maxArgument);
}

QString ErrorArguments::server() const
{
    if (!has("host"))
        return Words::tr("the broker");
    const QString host = (*this)["host"];
    return has("port") ? host + QLatin1Char(':') + (*this)["port"] : host;
}

QString ErrorArguments::partition() const
{
    if (!has("topic"))
        return has("partition") ? Words::tr("partition %1").arg((*this)["partition"]) : Words::tr("the partition");
    return has("partition") ? Words::tr("partition %2 of topic %1").arg((*this)["topic"], (*this)["partition"])
                            : Words::tr("topic %1").arg((*this)["topic"]);
}

namespace {

ErrorText wordsByKind(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    if (error.code() <= ErrorCode::AdvertisedUnreachable)
        return reachingWords(error);
    if (error.code() <= ErrorCode::NotAuthorized)
        return securityWords(error);
    if (error.code() <= ErrorCode::Unsupported || error.code() == ErrorCode::Broker)
        return topicWords(error);
    if (error.code() >= ErrorCode::WritesLocked && error.code() <= ErrorCode::ReplayRefused)
        return writeWords(error);
    return ownSideWords(error);
}

} // namespace

ErrorText errorWords(const ErrorArguments &error)
{
    ErrorText text = wordsByKind(error);
    if (!error.has("host") && text.what.startsWith(error.server())) // "the broker", at the start of a sentence
        text.what[0] = text.what[0].toUpper();
    return text;
}

ErrorText reachingWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    const QString server = error.server();
    switch (error.code()) {
    case ErrorCode::NameNotResolved:
        return {Words::tr("Cannot find %1: its name does not resolve.").arg(server),
                Words::tr("The name service here does not know this name: a typing error, or a name of another network or VPN."),
                Words::tr("Check the spelling, the VPN and the DNS settings, or use the address in numbers."), {}};
    case ErrorCode::ConnectionRefused:
        return {Words::tr("Cannot reach %1: connection refused.").arg(server),
                Words::tr("The machine is there, but nothing listens on this port: the broker is not running, or it listens on another port."),
                Words::tr("Check the port and that the broker runs."), {}};
    case ErrorCode::ConnectTimeout:
        return {Words::tr("Cannot reach %1: no connection in time.").arg(server),
                Words::tr("The machine is down, in another network, or a firewall drops the packets in silence."),
                Words::tr("Check the address, the VPN and the firewall between here and there."), {}};
    case ErrorCode::NotKafka:
        if (error["looksLike"] == QLatin1String("HTTP"))
            return {Words::tr("%1 is not a Kafka broker: it answers like HTTP.").arg(server),
                    Words::tr("A web server listens on this port, such as a REST proxy, a schema registry or a console."),
                    Words::tr("Use the port of the broker, often 9092."), {}};
        return {Words::tr("%1 is not a Kafka broker: its answer is not Kafka's protocol.").arg(server),
                Words::tr("Another kind of server listens on this port."), Words::tr("Use the port of the broker, often 9092."), {}};
    case ErrorCode::NoAnswer:
        return {Words::tr("%1 accepts connections but does not answer.").arg(server),
                Words::tr("The broker is overloaded or stopped, a proxy or firewall stands in between, or the port does not speak Kafka."),
                Words::tr("Check the port and the state of the broker."), {}};
    case ErrorCode::AdvertisedUnreachable:
        return {Words::tr("Broker %1 cannot be reached at %2, the address it tells its clients.").arg(error["broker"], server),
                Words::tr("The bootstrap server works, but this advertised listener (advertised.listeners of the broker) is not valid from here."),
                Words::tr("Set advertised.listeners of broker %1 to an address that works from here, or make %2 known here.").arg(error["broker"], server), {}};
    default: break;
    }
    if (error["hint"] == QLatin1String("sasl"))
        return {Words::tr("%1 closes the connection as soon as it is used.").arg(server),
                Words::tr("The broker may require SASL authentication, which this connection does not use."),
                Words::tr("Set the security protocol to SASL_PLAINTEXT or SASL_SSL, with user name and password."), {}};
    return {Words::tr("%1 closed the connection.").arg(server),
            Words::tr("The broker was stopped or restarted, or something in between cut the connection."),
            Words::tr("Check that the broker runs. What was read is kept."), {}};
}

ErrorText securityWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    const QString server = error.server();
    switch (error.code()) {
    case ErrorCode::TlsExpected:
        return {Words::tr("%1 does not speak clear text: it seems to expect TLS.").arg(server),
                Words::tr("A listener for TLS was spoken to with security protocol PLAINTEXT or SASL_PLAINTEXT."),
                Words::tr("Set the security protocol to SSL or SASL_SSL."), {}};
    case ErrorCode::TlsNotOffered:
        return {Words::tr("%1 does not speak TLS.").arg(server),
                Words::tr("A listener for clear text was spoken to with security protocol SSL or SASL_SSL."),
                Words::tr("Set the security protocol to PLAINTEXT or SASL_PLAINTEXT, or use the TLS port of the broker."), {}};
    case ErrorCode::TlsUntrusted:
        return {Words::tr("The certificate of %1 is not trusted.").arg(server),
                error.has("issuer") ? Words::tr("No trusted CA signed it. Subject: %1. Issuer: %2.").arg(error["subject"], error["issuer"])
                                    : Words::tr("No trusted CA signed it."),
                Words::tr("Get the CA certificate of the cluster from its operator and name it as CA file of this connection (ssl.ca.location)."), {}};
    case ErrorCode::TlsHostMismatch:
        return {Words::tr("The certificate of %1 is for other names.").arg(server),
                error.has("names") ? Words::tr("It is valid for: %1.").arg(error["names"]) : QString(),
                Words::tr("Use one of these names as bootstrap server, or have the certificate made for the name used here."), {}};
    case ErrorCode::TlsCertificateTime:
        return {Words::tr("The certificate of %1 is expired or not yet valid.").arg(server),
                error.has("validUntil") ? Words::tr("It is valid from %1 until %2. Subject: %3.").arg(error["validFrom"], error["validUntil"], error["subject"])
                                        : QString(),
                Words::tr("Check the clock of this machine; otherwise the operator has to renew the certificate."), {}};
    case ErrorCode::TlsClientCertificate:
        return {Words::tr("%1 refused the client certificate, or wants one.").arg(server),
                Words::tr("The listener requires mutual TLS: no certificate was sent, or one that the broker does not trust."),
                Words::tr("Name the client certificate and key files that the operator of the cluster gave you (ssl.certificate.location, ssl.key.location)."), {}};
    case ErrorCode::KeyFileUnreadable:
        return {Words::tr("Cannot use the file %1.").arg(error["file"]),
                error.technical().empty() ? QString() : Words::tr("Reason: %1.").arg(safeText(error.technical())),
                Words::tr("Choose a file in PEM format that can be read here."), {}};
    case ErrorCode::KeyPassphraseWrong:
        return {Words::tr("Cannot open the key in %1: wrong passphrase, or none.").arg(error["file"]), {},
                Words::tr("Enter the passphrase of this key file again."), {}};
    case ErrorCode::AuthenticationFailed:
        return {Words::tr("%1 refused the credentials of user %2.").arg(server, error["user"]),
                Words::tr("User name or password is wrong for mechanism %1, or this user does not exist there.").arg(error["mechanism"]),
                Words::tr("Check both and connect again. Nothing is tried again by itself, so that the account is not locked."), {}};
    case ErrorCode::MechanismNotOffered:
        return {Words::tr("%1 does not offer SASL mechanism %2.").arg(server, error["mechanism"]),
                error.has("offered") ? Words::tr("It offers: %1.").arg(error["offered"])
                                     : Words::tr("This listener may not use SASL at all."),
                Words::tr("Choose another mechanism, security protocol or port."), {}};
    case ErrorCode::NotAuthorized: {
        const QString resource = error.has("name") ? error["resource"] + QLatin1Char(' ') + error["name"] : error["resource"];
        return {error.has("operation") ? Words::tr("Not allowed: %1 on %2.").arg(error["operation"], resource) : Words::tr("Not allowed on %1.").arg(resource),
                Words::tr("The user of this connection lacks the right (ACL) in the cluster."),
                Words::tr("Ask the operator of the cluster for the right, or connect as another user."), {}};
    }
    default: break;
    }
    return {Words::tr("TLS with %1 failed.").arg(server),
            Words::tr("Both sides found no common protocol version or cipher, or the connection was disturbed."),
            Words::tr("Look at the raw text in the details; the operator of the cluster knows which TLS versions it accepts."), {}};
}

} // namespace Items
