// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/brokerstats.h"
#include "kafka/connectionwatch.h"

#include <QTest>

using Domain::BrokerId;
using Domain::Error;
using Domain::ErrorCode;
using Kind = Domain::ConnectionState::Kind;
using namespace std::chrono_literals;

namespace {

Error errorOf(ErrorCode code, const std::string &broker = {})
{
    Error error{.code = code, .args = {{"host", "k"}, {"port", "9092"}}};
    if (!broker.empty())
        error.args["broker"] = broker;
    return error;
}

Kafka::BrokerStats up(int id, std::int64_t waitingFor = 0, std::int64_t silentMs = 0)
{
    Kafka::BrokerStats broker;
    broker.nodeId = id;
    broker.address = "k" + std::to_string(id) + ":9092";
    broker.isUp = true;
    broker.waitingFor = waitingFor;
    broker.silentMs = silentMs;
    return broker;
}

Kafka::BrokerStats idle(int id)
{
    Kafka::BrokerStats broker = up(id);
    broker.isUp = false;
    broker.isIdle = true;
    return broker;
}

} // namespace

class ConnectionWatchTest : public QObject
{
    Q_OBJECT

    const Kafka::ConnectionWatch::Clock::time_point m_start = Kafka::ConnectionWatch::Clock::now();

private slots:
    void statistics()
    {
        const auto brokers = Kafka::brokerStats(
            R"({ "name": "x", "brokers":{ "k:1/bootstrap": { "name":"k:1/bootstrap", "nodeid":-1, "nodename":"k:1", "source":"configured", "state":"INIT", "waitresp_cnt":0, "rxidle":-1 },)"
            R"( "k:2/2": { "name":"k:2/2", "nodeid":2, "nodename":"k:2", "source":"learned", "state":"UP", "stateage":9, "outbuf_cnt":0, "waitresp_cnt":3, "txidle":1, "rxidle":7000000 } }, "topics":{} })");
        QCOMPARE(brokers.size(), 2u);
        QVERIFY(brokers[0].nodeId == -1 && brokers[0].isIdle && !brokers[0].isUp);
        QVERIFY(brokers[1].nodeId == 2 && brokers[1].isUp);
        QCOMPARE(brokers[1].address, "k:2");
        QCOMPARE(brokers[1].waitingFor, 3);
        QCOMPARE(brokers[1].silentMs, 7000);
        for (const char *broken : {"", "{", "\"nodeid\":", "\"nodeid\":99999999999999999999999", "\"nodeid\":1,\"state\":\"", "null"})
            Kafka::brokerStats(broken);
    }

    void fromTroubleToUp()
    {
        Kafka::ConnectionWatch watch;
        QCOMPARE(int(watch.state().kind), int(Kind::Connecting));
        watch.noteError(errorOf(ErrorCode::ConnectionRefused), m_start);
        QCOMPARE(int(watch.state().kind), int(Kind::Trouble));
        const auto generation = watch.generation();
        watch.noteError(errorOf(ErrorCode::ConnectionRefused), m_start + 1s);
        QCOMPARE(watch.generation(), generation); // the same trouble is no news
        watch.noteContact();
        QCOMPARE(int(watch.state().kind), int(Kind::Up));
        QVERIFY(!watch.state().error && watch.generation() > generation);
    }

    void oneOfThreeDown()
    {
        Kafka::ConnectionWatch watch;
        watch.noteContact();
        watch.noteStats({up(1), up(2), up(3)}, m_start);
        watch.noteError(errorOf(ErrorCode::Disconnected, "2"), m_start);
        watch.noteError(errorOf(ErrorCode::ConnectionRefused, "2"), m_start);
        watch.noteStats({up(1), up(3)}, m_start + 1s);
        QCOMPARE(int(watch.state().kind), int(Kind::Up));
        QCOMPARE(watch.state().brokersDown.size(), 1u);
        QCOMPARE(watch.state().brokersDown[0].first, BrokerId(2));
        QCOMPARE(int(watch.state().brokersDown[0].second.code), int(ErrorCode::ConnectionRefused));
        watch.noteStats({up(1), up(2), up(3)}, m_start + 2s);
        QVERIFY(watch.state().brokersDown.empty());
    }

    void allDownAndBack()
    {
        Kafka::ConnectionWatch watch;
        watch.noteContact();
        watch.noteStats({up(1)}, m_start);
        watch.noteError(errorOf(ErrorCode::ConnectionRefused, "1"), m_start);
        watch.noteStats({}, m_start + 1s);
        QCOMPARE(int(watch.state().kind), int(Kind::Trouble));
        QVERIFY(watch.troubleSince().has_value());
        watch.noteStats({up(1)}, m_start + 2s);
        QCOMPARE(int(watch.state().kind), int(Kind::Up));
        QVERIFY(!watch.state().error && !watch.troubleSince());
    }

    void silentBrokersAreNamed()
    {
        Kafka::ConnectionWatch watch;
        watch.noteContact();
        watch.noteStats({up(1, 0, 60'000)}, m_start); // nothing asked, nothing answered
        QVERIFY(watch.state().brokersDown.empty());
        watch.noteStats({up(1, 2, 6'000)}, m_start + 1s);
        QCOMPARE(int(watch.state().kind), int(Kind::Trouble));
        QCOMPARE(int(watch.state().error->code), int(ErrorCode::NoAnswer));
        watch.noteStats({up(1, 0, 10)}, m_start + 2s);
        QCOMPARE(int(watch.state().kind), int(Kind::Up));
    }

    void advertisedAddressesAreBlamed()
    {
        Kafka::ConnectionWatch watch;
        watch.noteContact();
        watch.noteError(errorOf(ErrorCode::NameNotResolved, "4"), m_start);
        QCOMPARE(int(watch.state().brokersDown[0].second.code), int(ErrorCode::AdvertisedUnreachable));
        watch.noteStats({up(5)}, m_start);
        watch.noteError(errorOf(ErrorCode::ConnectionRefused, "5"), m_start); // this one was reached before
        QCOMPARE(int(watch.state().brokersDown[1].second.code), int(ErrorCode::ConnectionRefused));
    }

    void oldErrorsOfUnneededBrokersFade()
    {
        Kafka::ConnectionWatch watch;
        watch.noteContact();
        watch.noteError(errorOf(ErrorCode::Disconnected, "2"), m_start);
        watch.noteStats({up(1), idle(2)}, m_start + 5s);
        QCOMPARE(watch.state().brokersDown.size(), 1u);
        watch.noteStats({up(1), idle(2)}, m_start + 20s);
        QVERIFY(watch.state().brokersDown.empty());
    }

    void refusedIsFinal()
    {
        Kafka::ConnectionWatch watch;
        watch.refuse(errorOf(ErrorCode::AuthenticationFailed));
        watch.noteContact();
        watch.noteStats({up(1)}, m_start);
        watch.noteError(errorOf(ErrorCode::ConnectionRefused), m_start);
        QCOMPARE(int(watch.state().kind), int(Kind::Refused));
        QCOMPARE(int(watch.state().error->code), int(ErrorCode::AuthenticationFailed));
    }
};

QTEST_GUILESS_MAIN(ConnectionWatchTest)
#include "tst_connectionwatch.moc"
