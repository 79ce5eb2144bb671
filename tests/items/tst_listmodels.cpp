// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/brokerlistmodel.h"
#include "items/checkstepmodel.h"
#include "items/itemroles.h"
#include "items/partitionlistmodel.h"
#include "items/profilelistmodel.h"
#include "items/spansum.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "settings/memorysecretstore.h"
#include "settings/profilestore.h"
#include "tests/support/fakecluster.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Items;
using Domain::CheckStep;

namespace {

Domain::ClusterSnapshot snapshotOf(int partitions, int brokers)
{
    Domain::ClusterSnapshot snapshot;
    Domain::Topic topic;
    topic.name = "orders";
    for (int i = 0; i < partitions; ++i) {
        Domain::Partition partition;
        partition.id = Domain::PartitionId(i);
        partition.leader = Domain::BrokerId(1);
        partition.replicas = partition.isr = {Domain::BrokerId(1), Domain::BrokerId(2)};
        topic.partitions.push_back(partition);
    }
    snapshot.topics.push_back(topic);
    for (int i = 1; i <= brokers; ++i) {
        Domain::Broker broker;
        broker.id = Domain::BrokerId(i);
        broker.host = "kafka-" + std::to_string(i);
        broker.port = 9092;
        snapshot.brokers.push_back(broker);
    }
    return snapshot;
}

struct Fixture
{
    std::shared_ptr<TestSupport::FakeScript> script = std::make_shared<TestSupport::FakeScript>();
    Session::ClusterSession session{{}, TestSupport::fakeCluster(script)};

    bool refresh(Domain::ClusterSnapshot snapshot)
    {
        script->setSnapshot(std::move(snapshot));
        QSignalSpy done(&session, &Session::ClusterSession::refreshFinished);
        session.refresh();
        return done.count() > 0 || done.wait();
    }
};

QString text(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

/// Shows steps that the test exchanges.
class FakeCheck final : public Domain::ConnectionCheck
{
public:
    struct State
    {
        std::vector<CheckStep> steps;
        std::uint64_t generation = 0;
        bool finished = false;
    };
    explicit FakeCheck(std::shared_ptr<State> state) : m_state(std::move(state)) {}
    std::uint64_t generation() const override { return m_state->generation; }
    std::vector<CheckStep> steps() const override { return m_state->steps; }
    bool finished() const override { return m_state->finished; }

private:
    std::shared_ptr<State> m_state;
};

} // namespace

class tst_ListModels : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void partitionsShowLeaderAndWatermarks();
    void partitionsFollowATopicThatGrowsAndShrinks();
    void partitionsSortByNumber();
    void brokersShowWhatIsKnown();
    void brokersMerge();
    void profilesAreListedAndFiltered();
    void securityIsPutInWords();
    void daysAreNamed();
    void checkStepsAppearAsTheyRun();
    void sumsSayWhatTheyLack();
};

void tst_ListModels::partitionsShowLeaderAndWatermarks()
{
    Fixture f;
    PartitionListModel model(f.session, QStringLiteral("orders"));
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Domain::ClusterSnapshot snapshot = snapshotOf(3, 2);
    snapshot.topics[0].partitions[2].leader.reset();
    snapshot.topics[0].partitions[1].isr.pop_back();
    f.script->setWatermarks("orders", 0, 1000, 9007199254740993);
    f.script->setWatermarkError("orders", 1, Domain::Error{Domain::ErrorCode::LeaderMoved, {{"topic", "orders"}, {"partition", "1"}}});
    QVERIFY(f.refresh(snapshot));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(text(model, 0, PartitionListModel::High), QString()); // not asked yet
    f.session.requestWatermarks({"orders"});
    QTRY_COMPARE(text(model, 0, PartitionListModel::High), QStringLiteral("9,007,199,254,740,993"));
    QCOMPARE(model.index(0, PartitionListModel::High).data(CopyRole).toString(), QStringLiteral("9007199254740993"));
    QCOMPARE(text(model, 0, PartitionListModel::Low), QStringLiteral("1,000"));
    QCOMPARE(text(model, 0, PartitionListModel::Leader), QStringLiteral("broker 1"));
    QCOMPARE(text(model, 2, PartitionListModel::Leader), QStringLiteral("no leader"));
    QTRY_COMPARE(text(model, 1, PartitionListModel::Span), QStringLiteral("unknown"));
    QVERIFY(model.index(2, PartitionListModel::Leader).data(AttentionRole).toInt() > 0);
    QVERIFY(model.index(1, PartitionListModel::Isr).data(AttentionRole).toInt() > 0);
    QCOMPARE(model.leaderlessCount(), 1);
    QCOMPARE(model.underReplicatedCount(), 1);
    QCOMPARE(text(model, 0, PartitionListModel::Replicas), QStringLiteral("1, 2"));
}

void tst_ListModels::partitionsFollowATopicThatGrowsAndShrinks()
{
    Fixture f;
    PartitionListModel model(f.session, QStringLiteral("orders"));
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QRandomGenerator random(7);
    for (int round = 0; round < 30; ++round) {
        const int partitions = random.bounded(20);
        QVERIFY(f.refresh(snapshotOf(partitions, 1)));
        model.sort(random.bounded(int(PartitionListModel::ColumnCount)), random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
        QCOMPARE(model.rowCount(), partitions);
        QSet<QString> ids;
        for (int row = 0; row < partitions; ++row)
            ids.insert(text(model, row, PartitionListModel::Id));
        QCOMPARE(ids.size(), partitions);
    }
}

void tst_ListModels::partitionsSortByNumber()
{
    Fixture f;
    PartitionListModel model(f.session, QStringLiteral("orders"));
    QVERIFY(f.refresh(snapshotOf(12, 1)));
    model.sort(PartitionListModel::Id, Qt::DescendingOrder);
    QCOMPARE(text(model, 0, PartitionListModel::Id), QStringLiteral("11"));
    QCOMPARE(text(model, 2, PartitionListModel::Id), QStringLiteral("9"));
}

void tst_ListModels::brokersShowWhatIsKnown()
{
    Fixture f;
    BrokerListModel model(f.session);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Domain::ClusterSnapshot snapshot = snapshotOf(1, 3);
    snapshot.brokers[0].rack = "rack-a";
    snapshot.brokers[1].host = "<b>evil</b>\x1b";
    snapshot.controller = Domain::BrokerId(3);
    QVERIFY(f.refresh(snapshot));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(text(model, 0, BrokerListModel::Rack), QStringLiteral("rack-a"));
    QCOMPARE(text(model, 1, BrokerListModel::Rack), QStringLiteral("unknown"));
    QCOMPARE(text(model, 2, BrokerListModel::Role), QStringLiteral("controller"));
    QCOMPARE(text(model, 1, BrokerListModel::Role), QStringLiteral("—"));
    QCOMPARE(text(model, 0, BrokerListModel::Port), QStringLiteral("9092"));
    QVERIFY(!text(model, 1, BrokerListModel::Host).contains(QChar(0x1b)));
    snapshot.controller = Domain::BrokerId(0); // not one of them
    QVERIFY(f.refresh(snapshot));
    QVERIFY(!model.knowsController());
    QCOMPARE(text(model, 2, BrokerListModel::Role), QStringLiteral("unknown"));
    QVERIFY(model.index(2, BrokerListModel::Role).data(UnknownRole).toBool());
}

void tst_ListModels::brokersMerge()
{
    Fixture f;
    BrokerListModel model(f.session);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(f.refresh(snapshotOf(1, 3)));
    const QPersistentModelIndex third(model.index(2, 0));
    Domain::ClusterSnapshot fewer = snapshotOf(1, 3);
    fewer.brokers.erase(fewer.brokers.begin());
    QVERIFY(f.refresh(fewer));
    QCOMPARE(third.row(), 1);
    QCOMPARE(third.data().toString(), QStringLiteral("3"));
}

void tst_ListModels::profilesAreListedAndFiltered()
{
    QTemporaryDir folder;
    Settings::ProfileStore profiles(folder.filePath(QStringLiteral("profiles.json")));
    Settings::MemorySecretStore secrets;
    Session::Connections connections(profiles, secrets, {}, {});
    ProfileListModel model(connections);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const char *name : {"local", "shop & co"}) {
        Domain::ConnectionProfile profile;
        profile.id = profile.name = name;
        profile.bootstrapServers = "kafka-1:9093,kafka-2:9093";
        profile.environment = name[0] == 's' ? Domain::Environment::Production : Domain::Environment::Development;
        QVERIFY(profiles.save(profile).ok());
    }
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(text(model, 0, ProfileListModel::Bootstrap), QStringLiteral("kafka-1:9093 +1"));
    QCOMPARE(text(model, 0, ProfileListModel::LastOpened), QStringLiteral("never"));
    model.setFilter(QStringLiteral("PRODUC"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.profileId(0), QStringLiteral("shop & co"));
    QVERIFY(profiles.remove("shop & co").ok());
    QCOMPARE(model.rowCount(), 0);
    model.setFilter(QString());
    QCOMPARE(model.rowCount(), 1);
}

void tst_ListModels::securityIsPutInWords()
{
    Domain::ConnectionProfile profile;
    QCOMPARE(securityText(profile), QStringLiteral("PLAINTEXT"));
    profile.securityProtocol = Domain::SecurityProtocol::SaslSsl;
    profile.saslMechanism = Domain::SaslMechanism::ScramSha512;
    QCOMPARE(securityText(profile), QStringLiteral("SASL_SSL, SCRAM-SHA-512"));
    profile.securityProtocol = Domain::SecurityProtocol::Ssl;
    profile.certificateFile = "client.pem";
    QCOMPARE(securityText(profile), QStringLiteral("SSL, client certificate"));
}

void tst_ListModels::daysAreNamed()
{
    const QDateTime now(QDate(2026, 11, 24), QTime(15, 0));
    const auto at = [&now](const QDateTime &then) { return dayText(then.toMSecsSinceEpoch(), now.toMSecsSinceEpoch()); };
    QCOMPARE(at(QDateTime(QDate(2026, 11, 24), QTime(14, 31))), QStringLiteral("today 14:31"));
    QCOMPARE(at(QDateTime(QDate(2026, 11, 23), QTime(23, 59))), QStringLiteral("yesterday"));
    QCOMPARE(at(QDateTime(QDate(2026, 11, 18), QTime(1, 0))), QStringLiteral("18 Nov"));
    QCOMPARE(at(QDateTime(QDate(2025, 11, 18), QTime(1, 0))), QStringLiteral("18 Nov 2025"));
}

void tst_ListModels::checkStepsAppearAsTheyRun()
{
    auto state = std::make_shared<FakeCheck::State>();
    CheckStep resolve;
    resolve.address = "kafka:9092";
    resolve.outcome = CheckStep::Outcome::Running;
    CheckStep metadata;
    metadata.stage = CheckStep::Stage::Metadata;
    state->steps = {resolve, metadata};
    CheckStepModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy finished(&model, &CheckStepModel::finished);
    model.start(std::make_unique<FakeCheck>(state));
    QVERIFY(model.isRunning());
    QCOMPARE(text(model, 0, CheckStepModel::Result), QStringLiteral("Running"));
    QCOMPARE(text(model, 1, CheckStepModel::Result), QStringLiteral("Not run"));
    state->steps[0].outcome = state->steps[1].outcome = CheckStep::Outcome::Passed;
    state->steps[0].took = std::chrono::milliseconds(12);
    CheckStep advertised;
    advertised.stage = CheckStep::Stage::Advertised;
    advertised.address = "kafka-3.internal:9093";
    advertised.outcome = CheckStep::Outcome::Failed;
    advertised.error = Domain::Error{Domain::ErrorCode::AdvertisedUnreachable, {{"host", "kafka-3.internal"}, {"port", "9093"}, {"broker", "3"}}};
    state->steps.push_back(advertised);
    state->generation = 1;
    state->finished = true;
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(text(model, 0, CheckStepModel::Time), QStringLiteral("12 ms"));
    QVERIFY(text(model, 2, CheckStepModel::Check).contains(QStringLiteral("kafka-3.internal:9093")));
    QVERIFY(!model.hasPassed());
    QVERIFY(model.firstFailure());
    QVERIFY(model.report().contains(QStringLiteral("Failed")));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.isRunning());
}

void tst_ListModels::sumsSayWhatTheyLack()
{
    const auto marks = [](int low, int high) { return Domain::Watermarks{Domain::Offset(low), Domain::Offset(high), {}}; };
    QCOMPARE(spanSum({}).text(), QString());
    QCOMPARE(spanSum({marks(0, 0)}).text(), QStringLiteral("≈ 0"));
    QCOMPARE(spanSum({marks(100, 2000), marks(0, 100)}).text(), QStringLiteral("≈ 2,000"));
    QCOMPARE(spanSum({marks(0, 2320), Domain::Watermarks{}}).text(), QStringLiteral("≥ 2,320"));
    QCOMPARE(spanSum({Domain::Watermarks{}}).text(), QStringLiteral("unknown"));
    // The end comes first where there is much to ask. Until the beginning is there, nothing is said; an error says that it will not come.
    const Domain::Watermarks end{{}, Domain::Offset(7), {}};
    QCOMPARE(spanSum({end, end}).text(), QString());
    QCOMPARE(spanSum({end, marks(0, 5)}).text(), QStringLiteral("≥ 5"));
    QCOMPARE(spanSum({Domain::Watermarks{{}, Domain::Offset(7), Domain::Error{Domain::ErrorCode::NoLeader}}}).text(), QStringLiteral("unknown"));
}

QTEST_GUILESS_MAIN(tst_ListModels)
#include "tst_listmodels.moc"
