// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/kafka/real/writefixture.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <set>

using Domain::DeliveryReport;
using Domain::ErrorCode;
using Domain::Outcome;
using Domain::PartitionId;
using Domain::Producer;
using KafkaTest::readBack;
using KafkaTest::ReadBack;
using KafkaTest::WriteFixture;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// How often the connection is cut: PLAYHEAD_CUTS, 24 else.
int cuts()
{
    bool isNumber = false;
    const int wanted = qEnvironmentVariableIntValue("PLAYHEAD_CUTS", &isNumber);
    return isNumber && wanted > 0 ? wanted : 24;
}

} // namespace

/// Done, Failed and Unknown against the log, with answers cut off at random points, connections stalled and brokers away.
class RealOutcomes final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Producer> producer(const Domain::ProducerSettings &settings)
    {
        auto opened = m_fixture.gate()->openProducer({.action = "produce", .target = "t", .plan = "a test"}, settings, 20s);
        if (!opened)
            qWarning("%s %s", opened.error().technical.c_str(), opened.error().origin.c_str());
        return opened ? std::move(opened).value() : nullptr;
    }
    Producer::Reports into()
    {
        return [this](const DeliveryReport &report) { m_reports.push_back(report); };
    }
    void keep(const std::string &prefix)
    {
        for (DeliveryReport &report : m_reports)
            m_outcomes.insert({prefix + std::to_string(report.number), report});
        m_reports.clear();
    }
    void cutOnce(int number, QRandomGenerator &random);
    /// "" or what contradicts the log.
    std::string contradiction(const std::vector<ReadBack> &log, bool mayRepeat) const;

    WriteFixture m_fixture{KafkaBroker::Version::V4};
    std::vector<DeliveryReport> m_reports;
    std::map<std::string, DeliveryReport> m_outcomes; ///< by value

private slots:
    void initTestCase() { QVERIFY2(m_fixture.start(), qPrintable(m_fixture.broker.error())); }
    void cleanup()
    {
        m_fixture.proxy.setStalled(false);
        m_fixture.proxy.setRefusing(false);
        m_fixture.clusters.clear();
        m_reports.clear();
        m_outcomes.clear();
    }
    void cutAtRandomPoints();
    void withoutIdempotence();
    void givenUpWhileStalled();
    void aBrokerThatIsAway();
    void aCommitWhoseAnswerIsLost();
    void deniedByTheBroker();
};

void RealOutcomes::cutOnce(int number, QRandomGenerator &random)
{
    const std::string prefix = "cut " + std::to_string(number) + ": ";
    auto sender = producer({.messageTimeout = 1500ms, .linger = std::chrono::milliseconds(random.bounded(3))});
    QVERIFY(sender);
    QVERIFY(sender->partitionCount("cuts", 5s).ok());
    const int before = random.bounded(4);
    for (int i = 0; i < before; ++i) { // what went well stays so
        const std::string value = prefix + std::to_string(i);
        sender->send({.topic = "cuts", .partition = PartitionId(i % 2), .value = value}, std::uint64_t(i));
    }
    QVERIFY(sender->flush(10s, into()));
    const auto side = random.bounded(3) == 0 ? KafkaProxy::Side::Request : KafkaProxy::Side::Answer;
    m_fixture.proxy.cut({.side = side, .api = KafkaProxy::Produce, .skip = random.bounded(3), .bytes = std::size_t(random.bounded(60)), .thenRefuse = random.bounded(2) == 0});
    for (int i = before; i < before + 12; ++i) {
        const std::string value = prefix + std::to_string(i);
        sender->send({.topic = "cuts", .partition = PartitionId(i % 2), .value = value}, std::uint64_t(i));
        sender->poll(std::chrono::milliseconds(random.bounded(6)), into());
    }
    if (random.bounded(4) == 0)
        sender->abandon(into());
    QVERIFY(sender->flush(20s, into()));
    m_fixture.proxy.setRefusing(false);
    QCOMPARE(m_reports.size(), std::size_t(before + 12));
    keep(prefix);
}

std::string RealOutcomes::contradiction(const std::vector<ReadBack> &log, bool mayRepeat) const
{
    std::map<std::string, std::vector<std::pair<int, std::int64_t>>> places;
    for (const ReadBack &one : log)
        places[*one.value].emplace_back(one.partition, one.offset);
    for (const auto &[value, report] : m_outcomes) {
        const auto it = places.find(value);
        const std::size_t count = it == places.end() ? 0 : it->second.size();
        if (count > 1 && !mayRepeat)
            return value + " is there " + std::to_string(count) + " times";
        if (report.outcome == Outcome::Failed && count > 0)
            return value + " failed (" + report.error->origin + ") and is there";
        if (report.outcome == Outcome::Done && count == 0)
            return value + " is done and not there";
        if (report.outcome == Outcome::Done && report.offset && std::ranges::find(it->second, std::pair(report.partition->value(), report.offset->value())) == it->second.end())
            return value + " is elsewhere";
        if (report.outcome != Outcome::Done && !report.error)
            return value + " has no reason";
    }
    return {};
}

void RealOutcomes::cutAtRandomPoints()
{
    QVERIFY(m_fixture.create(QStringLiteral("cuts"), 2));
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int i = 0; i < cuts() && !QTest::currentTestFailed(); ++i)
        cutOnce(i, random);
    std::map<Outcome, int> counts;
    for (const auto &[value, report] : m_outcomes)
        ++counts[report.outcome];
    qInfo("%d cuts: %d done, %d failed, %d unknown", m_fixture.proxy.cutsMade(), counts[Outcome::Done], counts[Outcome::Failed], counts[Outcome::Unknown]);
    QCOMPARE(contradiction(readBack(m_fixture.broker, QStringLiteral("cuts")), false), std::string());
    QVERIFY(m_fixture.proxy.cutsMade() >= cuts() / 2);
    QVERIFY(counts[Outcome::Done] > 0 && counts[Outcome::Failed] > 0 && counts[Outcome::Unknown] > 0);
}

void RealOutcomes::withoutIdempotence()
{
    QVERIFY(m_fixture.create(QStringLiteral("plain"), 1));
    for (const auto acks : {Domain::Acks::All, Domain::Acks::Leader}) {
        auto sender = producer({.acks = acks, .isIdempotent = false, .messageTimeout = 3s});
        const std::string prefix = "plain " + std::to_string(int(acks)) + ": ";
        const std::string first = prefix + "1", second = prefix + "2";
        sender->send({.topic = "plain", .value = first}, 1);
        QVERIFY(sender->flush(10s, into()));
        m_fixture.proxy.cut({.side = KafkaProxy::Side::Answer, .api = KafkaProxy::Produce, .thenRefuse = true});
        sender->send({.topic = "plain", .value = second}, 2);
        QVERIFY(sender->flush(20s, into()));
        m_fixture.proxy.setRefusing(false);
        QCOMPARE(m_reports.at(1).outcome, Outcome::Unknown);
        keep(prefix);
    }
    const auto log = readBack(m_fixture.broker, QStringLiteral("plain"));
    QCOMPARE(log.size(), std::size_t(4));
    QCOMPARE(contradiction(log, true), std::string());
}

void RealOutcomes::givenUpWhileStalled()
{
    QVERIFY(m_fixture.create(QStringLiteral("stalled"), 2));
    auto sender = producer({.linger = 0ms});
    for (std::uint64_t n = 0; n < 2; ++n)
        sender->send({.topic = "stalled", .partition = PartitionId(int(n)), .value = "s" + std::to_string(n)}, n);
    QVERIFY(sender->flush(10s, into()));
    m_fixture.proxy.setStalled(true);
    for (std::uint64_t n = 2; n < 100; ++n) {
        sender->send({.topic = "stalled", .partition = PartitionId(int(n % 2)), .value = "s" + std::to_string(n)}, n);
        sender->poll(1ms, into());
    }
    const auto start = Clock::now();
    sender->abandon(into());
    const auto took = Clock::now() - start;
    QVERIFY2(took < 300ms, qPrintable(QString::number(std::chrono::duration<double>(took).count())));
    QCOMPARE(m_reports.size(), std::size_t(100));
    QCOMPARE(sender->send({.topic = "stalled", .value = "later"}, 100), Producer::Sent::Refused);
    const auto closing = Clock::now();
    sender->close(0ms, into(), "given up");
    QVERIFY(Clock::now() - closing < 300ms);
    m_fixture.proxy.setStalled(false);
    keep("s");
    QCOMPARE(m_outcomes.at("s50").error->code, ErrorCode::SendAbandoned);
    const int unknown = int(std::ranges::count_if(m_outcomes, [](const auto &one) { return one.second.outcome == Outcome::Unknown; }));
    QVERIFY(unknown > 0);
    QCOMPARE(contradiction(readBack(m_fixture.broker, QStringLiteral("stalled")), false), std::string());
    const auto end = m_fixture.journal->entries().back().ends.at(0);
    QCOMPARE(int(end.unknown), unknown);
    QCOMPARE(end.outcome, Outcome::Unknown);
    QCOMPARE(end.note, std::string("given up"));
}

void RealOutcomes::aBrokerThatIsAway()
{
    QVERIFY(m_fixture.create(QStringLiteral("away"), 1));
    auto sender = producer({.messageTimeout = 2s});
    sender->send({.topic = "away", .value = "1"}, 1);
    QVERIFY(sender->flush(10s, into()));
    QVERIFY(m_fixture.broker.killNode(1));
    const auto start = Clock::now();
    sender->send({.topic = "away", .value = "2"}, 2);
    QVERIFY(sender->flush(20s, into()));
    QVERIFY(Clock::now() - start < 8s);
    QCOMPARE(m_reports.size(), std::size_t(2));
    QVERIFY(m_reports[1].outcome != Outcome::Done);
    QCOMPARE(m_reports[1].error->code, ErrorCode::SendTimedOut);
    QVERIFY(!m_reports[1].error->technical.empty());
    const auto opening = Clock::now();
    const auto refused = m_fixture.gate()->openProducer({}, {}, 1s);
    QVERIFY(!refused.ok());
    QVERIFY(Clock::now() - opening < 3s);
    QVERIFY(m_fixture.broker.startNode(1));
    keep("");
    QCOMPARE(contradiction(readBack(m_fixture.broker, QStringLiteral("away")), false), std::string());
}

void RealOutcomes::aCommitWhoseAnswerIsLost()
{
    QVERIFY(m_fixture.create(QStringLiteral("commits"), 1));
    const Domain::ProducerSettings settings{.messageTimeout = 5s, .transaction = Domain::TransactionSettings{.id = "commits"}};
    const auto transact = [&](Producer &sender, std::uint64_t number) {
        const std::string value = std::to_string(number);
        const bool hasBegun = sender.begin().ok();
        sender.send({.topic = "commits", .value = value}, number);
        return hasBegun && sender.flush(10s, into());
    };
    auto sender = producer(settings);
    QVERIFY(transact(*sender, 1));
    m_fixture.proxy.cut({.side = KafkaProxy::Side::Answer, .api = KafkaProxy::EndTxn, .thenRefuse = true}); // the commit itself arrives
    auto end = sender->commit(2s, into());
    QCOMPARE(end.outcome, Outcome::Unknown);
    QVERIFY(end.mustReopen && end.error);
    m_fixture.proxy.setRefusing(false);
    sender->close(0ms, into(), {});

    sender = producer(settings);
    QVERIFY(transact(*sender, 2));
    m_fixture.proxy.cut({.side = KafkaProxy::Side::Request, .api = KafkaProxy::EndTxn, .thenRefuse = true}); // it does not
    end = sender->commit(2s, into());
    QCOMPARE(end.outcome, Outcome::Unknown);
    m_fixture.proxy.setRefusing(false);
    sender->close(0ms, into(), {});

    sender = producer(settings); // ends the open transaction
    QVERIFY(transact(*sender, 3));
    m_fixture.proxy.cut({.side = KafkaProxy::Side::Answer, .api = KafkaProxy::EndTxn}); // and connects again
    QCOMPARE(sender->commit(20s, into()).outcome, Outcome::Done);
    std::string committed;
    for (const ReadBack &one : readBack(m_fixture.broker, QStringLiteral("commits")))
        committed += *one.value;
    QCOMPARE(committed, std::string("13"));
}

void RealOutcomes::deniedByTheBroker()
{
    WriteFixture secure(KafkaBroker::Version::V4, true);
    QVERIFY2(secure.broker.start(), qPrintable(secure.broker.error()));
    QVERIFY(secure.create(QStringLiteral("secret"), 1));
    QVERIFY(secure.create(QStringLiteral("looked-at"), 1));
    QVERIFY(!secure.broker.oracle({QStringLiteral("allow"), QStringLiteral("reader"), QStringLiteral("DESCRIBE"), QStringLiteral("TOPIC"), QStringLiteral("looked-at")}).isNull());
    Domain::ConnectionProfile profile;
    profile.name = "secure";
    profile.bootstrapServers = secure.broker.bootstrap(KafkaBroker::Listener::Sasl).toStdString();
    profile.securityProtocol = Domain::SecurityProtocol::SaslPlaintext;
    profile.saslMechanism = Domain::SaslMechanism::ScramSha512;
    profile.saslUsername = "reader";
    const auto gate = secure.gate(profile, {{"sasl.password", "reader-secret"}});
    auto opened = gate->openProducer({.action = "produce"}, {.messageTimeout = 5s}, 20s);
    QVERIFY(opened.ok());
    auto sender = std::move(opened).value();
    const auto start = Clock::now();
    sender->send({.topic = "secret", .value = "v"}, 1);
    sender->send({.topic = "looked-at", .value = "v"}, 2);
    QVERIFY(sender->flush(20s, into()));
    QVERIFY(Clock::now() - start < 10s);
    for (const DeliveryReport &report : m_reports) {
        QCOMPARE(report.outcome, Outcome::Failed);
        QVERIFY2(report.error->code == ErrorCode::NotAuthorized, report.error->origin.c_str());
        if (report.number == 1) {
            QCOMPARE(report.error->arg("resource"), std::string("topic"));
            QCOMPARE(report.error->arg("name"), std::string("secret"));
        }
    }
    const auto transactional = gate->openProducer({.action = "replay"}, {.transaction = Domain::TransactionSettings{.id = "denied"}}, 10s);
    QVERIFY(!transactional.ok());
    QCOMPARE(transactional.error().code, ErrorCode::NotAuthorized);
    QCOMPARE(transactional.error().arg("name"), std::string("denied"));
    const auto made = gate->createTopics({.action = "create-topic"}, {{.name = "forbidden"}}, 10s);
    QVERIFY(made.ok() && !made->at(0).ok());
    QCOMPARE(made->at(0).error().code, ErrorCode::NotAuthorized);
    QCOMPARE(secure.journal->entries().at(0).place.principal, std::string("User:reader"));
    QCOMPARE(secure.journal->entries().at(1).ends.at(0).outcome, Outcome::Failed);
    Domain::ConnectionProfile wrong = profile;
    const auto refused = secure.gate(wrong, {{"sasl.password", "wrong"}})->openProducer({}, {}, 10s);
    QCOMPARE(refused.error().code, ErrorCode::AuthenticationFailed);
    QCOMPARE(secure.journal->entries().size(), std::size_t(3)); // nothing was going to be written
}

QTEST_GUILESS_MAIN(RealOutcomes)
#include "tst_realoutcomes.moc"
