// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/clientwitness.h"
#include "kafka/kafkaerrors.h"

#include <QTest>

#include <openssl/x509_vfy.h>

using Domain::ErrorCode;

class KafkaErrorsTest : public QObject
{
    Q_OBJECT

private slots:
    void events_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("expected");
        const auto row = [](const char *name, rd_kafka_resp_err_t code, const char *text, ErrorCode expected) {
            QTest::newRow(name) << int(code) << QByteArray(text) << int(expected);
        };
        // Sentences of librdkafka 2.14.2 against real listeners.
        row("refused", RD_KAFKA_RESP_ERR__TRANSPORT, "k:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)", ErrorCode::ConnectionRefused);
        row("resolve", RD_KAFKA_RESP_ERR__RESOLVE, "k:9092/bootstrap: Failed to resolve 'k:9092': Name or service not known (after 1ms in state CONNECT)", ErrorCode::NameNotResolved);
        row("time-out", RD_KAFKA_RESP_ERR__TRANSPORT, "k:9092/bootstrap: Connection setup timed out in state CONNECT (after 5000ms in state CONNECT)", ErrorCode::ConnectTimeout);
        row("no route", RD_KAFKA_RESP_ERR__TRANSPORT, "k:9092/bootstrap: Connect to ipv4#10.0.0.1:9092 failed: No route to host (after 0ms in state CONNECT)", ErrorCode::ConnectTimeout);
        row("half open", RD_KAFKA_RESP_ERR__TRANSPORT, "k:9092/bootstrap: Connection setup timed out in state APIVERSION_QUERY (after 5058ms in state APIVERSION_QUERY)", ErrorCode::NoAnswer);
        row("clear text to TLS", RD_KAFKA_RESP_ERR__TRANSPORT, "k:9092/bootstrap: Disconnected: connection closed by peer: receive 0 after POLLIN (after 1ms in state APIVERSION_QUERY)", ErrorCode::TlsExpected);
        row("clear text to TLS, alert", RD_KAFKA_RESP_ERR__BAD_MSG, "k:9092/bootstrap: Receive failed: Invalid response size 352518912 (0..100000000): increase receive.message.max.bytes", ErrorCode::TlsExpected);
        row("TLS to clear text", RD_KAFKA_RESP_ERR__TRANSPORT, "ssl://k:9092/bootstrap: SSL handshake failed: Disconnected: SSL connection closed by peer: connecting to a PLAINTEXT broker listener? (after 4ms in state SSL_HANDSHAKE)", ErrorCode::TlsNotOffered);
        row("TLS to clear text, closed at once", RD_KAFKA_RESP_ERR__TRANSPORT, "ssl://k:9092/bootstrap: Disconnected: SSL connection closed by peer (after 0ms in state SSL_HANDSHAKE)", ErrorCode::TlsNotOffered);
        row("TLS to HTTP", RD_KAFKA_RESP_ERR__SSL, "ssl://k:9092/bootstrap: SSL handshake failed: error:0A00010B:SSL routines::wrong version number (after 0ms in state SSL_HANDSHAKE)", ErrorCode::TlsNotOffered);
        row("HTTP", RD_KAFKA_RESP_ERR__BAD_MSG, "k:9092/bootstrap: Receive failed: Invalid response size 1213486160 (0..100000000): increase receive.message.max.bytes", ErrorCode::NotKafka);
        row("other protocol", RD_KAFKA_RESP_ERR__BAD_MSG, "k:9092/bootstrap: Receive failed: Invalid response size 1397966893 (0..100000000)", ErrorCode::NotKafka);
        row("client certificate", RD_KAFKA_RESP_ERR__TRANSPORT, "ssl://k:9092/bootstrap: Receive failed: error:0A000412:SSL routines::sslv3 alert bad certificate: SSL alert number 42 (after 0ms in state APIVERSION_QUERY)", ErrorCode::TlsClientCertificate);
        row("untrusted, unknown why", RD_KAFKA_RESP_ERR__SSL, "ssl://other:9092/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed", ErrorCode::TlsUntrusted);
        row("untrusted, as a transport error", RD_KAFKA_RESP_ERR__TRANSPORT, "ssl://k:9092/bootstrap: error:0A000086:SSL routines::certificate verify failed (after 32ms in state SSL_HANDSHAKE)", ErrorCode::TlsUntrusted);
        row("end of a TLS connection", RD_KAFKA_RESP_ERR__TRANSPORT, "ssl://k:9092/1: Receive failed: error:0A000126:SSL routines::unexpected eof while reading (after 9000ms in state UP)", ErrorCode::Disconnected);
        row("TLS version", RD_KAFKA_RESP_ERR__SSL, "ssl://k:9092/bootstrap: SSL handshake failed: error:0A00042E:SSL routines::tlsv1 alert protocol version: SSL alert number 70", ErrorCode::TlsFailed);
        row("wrong password", RD_KAFKA_RESP_ERR__AUTHENTICATION, "sasl_plaintext://k:9092/bootstrap: SASL authentication error: Authentication failed: Invalid username or password (after 301ms in state AUTH_REQ)", ErrorCode::AuthenticationFailed);
        row("no such mechanism", RD_KAFKA_RESP_ERR__AUTHENTICATION, "sasl_plaintext://k:9092/bootstrap: SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's supported mechanisms: SCRAM-SHA-256,OAUTHBEARER (after 0ms in state AUTH_HANDSHAKE)", ErrorCode::MechanismNotOffered);
        row("no SASL there", RD_KAFKA_RESP_ERR__AUTHENTICATION, "sasl_plaintext://k:9092/bootstrap: SASL Handshake not supported by broker (required by mechanism PLAIN)", ErrorCode::MechanismNotOffered);
        row("listener without SASL", RD_KAFKA_RESP_ERR__AUTHENTICATION, "sasl_plaintext://k:9092/bootstrap: SASL SCRAM-SHA-512 mechanism handshake failed: Broker: Request not valid in current SASL state: broker's supported mechanisms:  (after 1ms in state AUTH_HANDSHAKE)", ErrorCode::MechanismNotOffered);
        row("silent", RD_KAFKA_RESP_ERR__TIMED_OUT, "k:9092/1: 1 request(s) timed out: disconnect (average rtt 0.5ms)", ErrorCode::NoAnswer);
        row("hung up", RD_KAFKA_RESP_ERR__TRANSPORT, "k:9092/1: Disconnected: connection closed by peer: receive 0 after POLLIN (after 60000ms in state UP)", ErrorCode::Disconnected);
        row("garbage", RD_KAFKA_RESP_ERR__TRANSPORT, "", ErrorCode::Disconnected);
        row("other", RD_KAFKA_RESP_ERR_UNKNOWN, "k:9092/1: what", ErrorCode::Broker);
    }
    void events()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, text);
        QFETCH(int, expected);
        const auto error = Kafka::errorOfEvent(rd_kafka_resp_err_t(code), text.constData(), nullptr);
        QVERIFY(error);
        QCOMPARE(int(error->code), expected);
        QCOMPARE(error->technical, text.toStdString());
        QVERIFY(!error->origin.empty());
        if (text.contains("k:9092/") && error->code != ErrorCode::Broker) {
            QCOMPARE(error->arg("host"), "k");
            QCOMPARE(error->arg("port"), "9092");
        }
    }

    void nobodyHearsThatAllBrokersAreDown()
    {
        QVERIFY(!Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, "2/2 brokers are down", nullptr));
        QVERIFY(!Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__DESTROY, "", nullptr));
        QVERIFY(!Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__TRANSPORT, "k:1/bootstrap: Failed to connect to broker at k:1: Operation canceled", nullptr));
    }

    void details()
    {
        Domain::ConnectionProfile profile;
        profile.securityProtocol = Domain::SecurityProtocol::SaslSsl;
        profile.saslMechanism = Domain::SaslMechanism::ScramSha256;
        profile.saslUsername = "reader";
        Kafka::ClientWitness witness(profile, {{"sasl.password", "canary"}});
        const auto refused = Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__AUTHENTICATION, "sasl_ssl://k:9092/3: SASL authentication error: no canary here", &witness);
        QCOMPARE(refused->arg("user"), "reader");
        QCOMPARE(refused->arg("mechanism"), "SCRAM-SHA-256");
        QCOMPARE(refused->arg("broker"), "3");
        QVERIFY(refused->fatal && !refused->retriable);
        QVERIFY(refused->technical.find("canary") == std::string::npos);
        const auto offered = Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__AUTHENTICATION,
                                                 "sasl_ssl://k:9092/3: SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's supported mechanisms: A,B (after 0ms)", &witness);
        QCOMPARE(offered->arg("offered"), "A,B");
        const auto http = Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__BAD_MSG, "k:1/bootstrap: Invalid response size 1213486160", nullptr);
        QCOMPARE(http->arg("looksLike"), "HTTP");
        const auto sasl = Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__TRANSPORT, "k:1/bootstrap: Disconnected: connection closed by peer (after 1ms in state UP)", nullptr);
        QCOMPARE(sasl->arg("hint"), "sasl");
    }

    void certificatesAreToldApart_data()
    {
        QTest::addColumn<int>("x509");
        QTest::addColumn<int>("expected");
        QTest::newRow("self-signed in chain") << X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN << int(ErrorCode::TlsUntrusted);
        QTest::newRow("self-signed") << X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT << int(ErrorCode::TlsUntrusted);
        QTest::newRow("no issuer") << X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY << int(ErrorCode::TlsUntrusted);
        QTest::newRow("leaf") << X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE << int(ErrorCode::TlsUntrusted);
        QTest::newRow("host") << X509_V_ERR_HOSTNAME_MISMATCH << int(ErrorCode::TlsHostMismatch);
        QTest::newRow("address") << X509_V_ERR_IP_ADDRESS_MISMATCH << int(ErrorCode::TlsHostMismatch);
        QTest::newRow("expired") << X509_V_ERR_CERT_HAS_EXPIRED << int(ErrorCode::TlsCertificateTime);
        QTest::newRow("not yet") << X509_V_ERR_CERT_NOT_YET_VALID << int(ErrorCode::TlsCertificateTime);
    }
    void certificatesAreToldApart()
    {
        QFETCH(int, x509);
        QFETCH(int, expected);
        Kafka::ClientWitness witness({}, {});
        Kafka::TlsFinding finding;
        finding.x509Error = x509;
        finding.names = "a, b";
        witness.noteCertificate("k:9092", finding);
        const auto error = Kafka::errorOfEvent(RD_KAFKA_RESP_ERR__SSL, "ssl://k:9092/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified", &witness);
        QCOMPARE(int(error->code), expected);
        QCOMPARE(error->arg("names"), "a, b");
    }

    void addresses()
    {
        QCOMPARE(Kafka::brokerAddress("sasl_ssl://[::1]:9092/12: text").hostPort(), "[::1]:9092");
        QCOMPARE(Kafka::brokerAddress("h:1/12: text").id->value(), 12);
        QVERIFY(!Kafka::brokerAddress("h:1/bootstrap: text").id);
        QCOMPARE(Kafka::brokerAddress("2/2 brokers are down").hostPort(), "");
        QCOMPARE(Kafka::brokerAddress("").hostPort(), "");
        QCOMPARE(Kafka::brokerAddress("://:/").hostPort(), "");
    }

    void partitions()
    {
        const auto code = [](rd_kafka_resp_err_t from) { return int(Kafka::errorOfPartition(from, "t", Domain::PartitionId(3)).code); };
        QCOMPARE(code(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART), int(ErrorCode::UnknownTopic));
        QCOMPARE(code(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION), int(ErrorCode::UnknownPartition));
        QCOMPARE(code(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE), int(ErrorCode::NoLeader));
        QCOMPARE(code(RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION), int(ErrorCode::LeaderMoved));
        QCOMPARE(code(RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE), int(ErrorCode::OffsetOutOfRange));
        QCOMPARE(code(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED), int(ErrorCode::NotAuthorized));
        QCOMPARE(code(RD_KAFKA_RESP_ERR__BAD_COMPRESSION), int(ErrorCode::BadBatch));
        QCOMPARE(code(RD_KAFKA_RESP_ERR_POLICY_VIOLATION), int(ErrorCode::Broker));
        QCOMPARE(Kafka::errorOfPartition(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, "t", Domain::PartitionId(3)).arg("partition"), "3");
        QCOMPARE(Kafka::errorOfTopic(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "t").arg("name"), "t");
        QCOMPARE(int(Kafka::errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, "", "offsets", 5).code), int(ErrorCode::DeadlineExceeded));
    }
};

QTEST_GUILESS_MAIN(KafkaErrorsTest)
#include "tst_kafkaerrors.moc"
