// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/clustersession.h"
#include "tests/support/fakecluster.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace TestSupport;
using Session::ClusterSession;

namespace {

Domain::Error refused()
{
    Domain::Error error;
    error.code = Domain::ErrorCode::ConnectionRefused;
    error.args = {{"host", "broker"}, {"port", "9092"}};
    error.retriable = true;
    return error;
}

Domain::ConnectionState trouble()
{
    Domain::ConnectionState state;
    state.kind = Domain::ConnectionState::Kind::Trouble;
    state.error = refused();
    return state;
}

} // namespace

class TestClusterSession : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        script = std::make_shared<FakeScript>();
        script->addTopic("orders", 3);
        script->addTopic("payments", 2);
        for (int p = 0; p < 3; ++p)
            script->setWatermarks("orders", p, 10, 110);
    }

    std::unique_ptr<ClusterSession> openSession() const { return std::make_unique<ClusterSession>(Domain::ConnectionProfile{}, fakeCluster(script)); }

    void listsTopicsAfterTheFirstRefresh()
    {
        const auto session = openSession();
        QSignalSpy changed(session.get(), &ClusterSession::snapshotChanged);
        QSignalSpy finished(session.get(), &ClusterSession::refreshFinished);
        QVERIFY(!session->snapshot());
        session->refresh();
        QVERIFY(session->isRefreshing());
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(!session->isRefreshing());
        QVERIFY(!session->refreshError());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(session->snapshot()->topics.size(), 2u);
    }

    void saysNothingWhenARefreshBringsNothingNew()
    {
        const auto session = openSession();
        QSignalSpy changed(session.get(), &ClusterSession::snapshotChanged);
        QSignalSpy finished(session.get(), &ClusterSession::refreshFinished);
        session->refresh();
        QTRY_COMPARE(finished.count(), 1);
        const auto before = session->snapshot();
        session->refresh();
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(session->snapshot(), before);
    }

    void asksOnceWhileARefreshIsUnderWay()
    {
        const auto session = openSession();
        script->hold();
        session->refresh();
        session->refresh();
        QCOMPARE(script->metadataRequests(), 1);
        script->release();
        QTRY_VERIFY(!session->isRefreshing());
    }

    void keepsWhatItKnowsWhenARefreshFails()
    {
        const auto session = openSession();
        QSignalSpy finished(session.get(), &ClusterSession::refreshFinished);
        session->refresh();
        QTRY_COMPARE(finished.count(), 1);
        script->setMetadataError(refused());
        session->refresh();
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(session->refreshError()->code, Domain::ErrorCode::ConnectionRefused);
        QCOMPARE(session->snapshot()->topics.size(), 2u);
        script->setMetadataError({});
        session->refresh();
        QTRY_COMPARE(finished.count(), 3);
        QVERIFY(!session->refreshError());
    }

    void triesAgainByItselfWhenTheConnectionComesUp()
    {
        script->setMetadataError(refused());
        script->setConnection(trouble());
        const auto session = openSession();
        QSignalSpy connection(session.get(), &ClusterSession::connectionChanged);
        session->refresh();
        QTRY_VERIFY(session->refreshError());
        QCOMPARE(session->connectionState().kind, Domain::ConnectionState::Kind::Trouble);
        script->setMetadataError({});
        Domain::ConnectionState up;
        up.kind = Domain::ConnectionState::Kind::Up;
        script->setConnection(up);
        QTRY_VERIFY(session->snapshot());
        QCOMPARE(connection.count(), 1);
    }

    void tellsWatermarksAndSpanOnlyWhenAsked()
    {
        const auto session = openSession();
        session->refresh();
        QTRY_VERIFY(session->snapshot());
        QVERIFY(session->watermarks("orders").empty());
        QVERIFY(!session->span("orders"));
        QSignalSpy changed(session.get(), &ClusterSession::watermarksChanged);
        session->requestWatermarks({"orders"});
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().value<std::vector<std::string>>(), std::vector<std::string>{"orders"});
        QCOMPARE(session->watermarks("orders").size(), 3u);
        QCOMPARE(session->watermarks("orders")[1].low, Domain::Offset(10));
        QCOMPARE(session->watermarks("orders")[1].high, Domain::Offset(110));
        QCOMPARE(session->span("orders"), Domain::OffsetSpan(300));
        QVERIFY(!session->span("payments"));
    }

    void answersAnEarlyQuestionWhenTheTopicsAreKnown()
    {
        const auto session = openSession();
        session->requestWatermarks({"orders"});
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(300));
        QVERIFY(!session->span("payments"));
    }

    void asksEveryTopicAndThoseThatComeLater()
    {
        const auto session = openSession();
        session->requestWatermarks({});
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(300));
        QTRY_COMPARE(session->span("payments"), Domain::OffsetSpan(0));
        script->addTopic("shipments", 1);
        script->setWatermarks("shipments", 0, 0, 7);
        session->refresh();
        QTRY_COMPARE(session->span("shipments"), Domain::OffsetSpan(7));
    }

    void asksAgainAtARefresh()
    {
        const auto session = openSession();
        session->requestWatermarks({"orders"});
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(300));
        script->setWatermarks("orders", 0, 10, 111);
        QSignalSpy changed(session.get(), &ClusterSession::watermarksChanged);
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(301));
        QTRY_COMPARE(changed.count(), 1);
    }

    void anUnknownPartMakesTheSpanUnknown()
    {
        script->setWatermarkError("orders", 1, refused());
        const auto session = openSession();
        session->requestWatermarks({"orders"});
        session->refresh();
        QTRY_COMPARE(session->watermarks("orders").size(), 3u);
        QVERIFY(!session->span("orders"));
        QCOMPARE(session->watermarks("orders")[1].error->code, Domain::ErrorCode::ConnectionRefused);
        QVERIFY(!session->watermarks("orders")[1].high);
        QVERIFY(!session->watermarks("orders")[0].error);
    }

    void anErrorLeavesTheLastKnownNumber()
    {
        const auto session = openSession();
        session->requestWatermarks({"orders"});
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(300));
        script->setOffsetsError(refused());
        session->requestWatermarks({"orders"});
        QTRY_VERIFY(session->watermarks("orders")[0].error);
        QCOMPARE(session->watermarks("orders")[0].high, Domain::Offset(110));
        script->setOffsetsError({});
        session->requestWatermarks({"orders"});
        QTRY_VERIFY(!session->watermarks("orders")[0].error);
    }

    void leaderlessPartitionsAreNotAsked()
    {
        Domain::ClusterSnapshot snapshot = script->snapshot();
        snapshot.topics[0].partitions[2].leader.reset();
        script->setSnapshot(snapshot);
        const auto session = openSession();
        session->requestWatermarks({"orders"});
        session->refresh();
        QTRY_VERIFY(!session->watermarks("orders").empty() && session->watermarks("orders")[0].high);
        QCOMPARE(session->watermarks("orders")[2].error->code, Domain::ErrorCode::NoLeader);
        QCOMPARE(script->offsetRequests().size(), 1u);
        QCOMPARE(script->offsetRequests()[0].size(), 4u);
        // Once it has one again, it is asked, and the error is over.
        script->addTopic("orders", 3);
        session->refresh();
        QTRY_VERIFY(session->watermarks("orders")[2].high);
        QVERIFY(!session->watermarks("orders")[2].error);
    }

    void answersMergeIntoPartitionsThatHaveChangedMeanwhile()
    {
        const auto session = openSession();
        session->refresh();
        QTRY_VERIFY(session->snapshot());
        script->settle();
        script->hold();
        session->requestWatermarks({"orders"});
        QTRY_COMPARE(script->heldAnswers(), 1);
        script->release(0, true); // the question of the old snapshot still waits
        script->addTopic("orders", 5);
        session->refresh();
        QTRY_COMPARE(session->snapshot()->topic("orders")->partitions.size(), 5u);
        for (int p = 0; p < 5; ++p)
            script->setWatermarks("orders", p, 0, 50);
        script->release();
        QTRY_COMPARE(session->watermarks("orders").size(), 5u);
        QTRY_COMPARE(session->watermarks("orders")[2].high, Domain::Offset(50));
        QVERIFY(!session->watermarks("orders")[4].high);
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(250));
    }

    void whatIsKnownStaysWithItsPartitionWhenTheTopicGrows()
    {
        const auto session = openSession();
        session->requestWatermarks({"orders"});
        session->refresh();
        QTRY_COMPARE(session->span("orders"), Domain::OffsetSpan(300));
        script->settle();
        script->setOffsetsError(refused());
        script->addTopic("customers", 1); // comes before it in the list
        script->addTopic("orders", 5);
        session->refresh();
        QTRY_COMPARE(session->watermarks("orders").size(), 5u);
        QCOMPARE(session->watermarks("orders")[2].high, Domain::Offset(110));
        QVERIFY(!session->watermarks("orders")[3].high);
        QVERIFY(session->watermarks("customers").empty());
    }

    void whatBrokersTellWhileARefreshIsUnderWayIsNotLost()
    {
        Domain::ClusterSnapshot told = script->snapshot();
        told.brokers[0].rack = "eu-1a";
        script->setBrokers(told);
        const auto session = openSession();
        script->hold();
        session->refresh();
        script->release(1, false);
        QTRY_VERIFY(session->snapshot());
        QTRY_COMPARE(script->heldAnswers(), 1); // that of the brokers
        session->refresh();
        QSignalSpy finished(session.get(), &ClusterSession::refreshFinished);
        script->release(1, false);
        QTRY_COMPARE(session->snapshot()->brokers[0].rack, std::optional<std::string>("eu-1a"));
        script->release(1, false);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(session->snapshot()->brokers[0].rack, std::optional<std::string>("eu-1a"));
    }

    void aTopicThatIsGoneIsForgotten()
    {
        const auto session = openSession();
        session->requestWatermarks({});
        session->refresh();
        QTRY_VERIFY(session->span("orders"));
        Domain::ClusterSnapshot snapshot = script->snapshot();
        std::erase_if(snapshot.topics, [](const Domain::Topic &t) { return t.name == "orders"; });
        script->setSnapshot(snapshot);
        session->refresh();
        QTRY_VERIFY(session->watermarks("orders").empty());
    }

    void tenThousandTopicsAreAskedInFewRequestsAndAnnouncedInBatches()
    {
        for (int t = 0; t < 2000; ++t)
            script->addTopic("topic-" + std::to_string(t), 10);
        const auto session = openSession();
        QSignalSpy changed(session.get(), &ClusterSession::watermarksChanged);
        session->requestWatermarks({});
        session->refresh();
        QTRY_VERIFY(session->span("topic-999"));
        QTRY_VERIFY(session->span("topic-0"));
        QVERIFY(script->offsetRequests().size() <= 12);
        QVERIFY(changed.count() <= 12);
    }

    void answersThatComeTogetherAreAnnouncedTogether()
    {
        const auto session = openSession();
        session->refresh();
        QTRY_VERIFY(session->snapshot());
        script->settle();
        script->hold();
        session->requestWatermarks({"orders"});
        session->requestWatermarks({"payments"});
        QCOMPARE(script->heldAnswers(), 2);
        QSignalSpy changed(session.get(), &ClusterSession::watermarksChanged);
        script->release();
        QTRY_VERIFY(changed.count() > 0);
        QCOMPARE(changed.first().first().value<std::vector<std::string>>(), (std::vector<std::string>{"orders", "payments"}));
    }

    void racksStayKnownAndABrokerThatDoesNotTellIsNotAskedForEver()
    {
        Domain::ClusterSnapshot told = script->snapshot();
        told.brokers[0].rack = "eu-1a";
        told.brokers.push_back({Domain::BrokerId(2), "other", 9092, std::nullopt});
        Domain::ClusterSnapshot plain = told; // metadata of a KRaft cluster names any broker
        plain.brokers[0].rack.reset();
        plain.controller = Domain::BrokerId(2);
        script->setSnapshot(plain);
        told.controller = Domain::BrokerId(1);
        script->setBrokers(told);
        const auto session = openSession();
        session->refresh();
        QTRY_COMPARE(session->snapshot() ? session->snapshot()->brokers[0].rack : std::nullopt, std::optional<std::string>("eu-1a"));
        QCOMPARE(session->snapshot()->controller, Domain::BrokerId(1));
        QSignalSpy finished(session.get(), &ClusterSession::refreshFinished);
        script->setBrokers(refused());
        session->refresh();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(session->snapshot()->controller, Domain::BrokerId(1));
        QCOMPARE(session->snapshot()->brokers[0].rack, std::optional<std::string>("eu-1a"));
        script->settle();
        const int asked = script->brokerRequests();
        QTRY_COMPARE(asked, 2);
        QSignalSpy more(session.get(), &ClusterSession::refreshFinished);
        QTRY_VERIFY_WITH_TIMEOUT((session->refresh(), more.count() >= 3), 5000);
        QVERIFY(script->brokerRequests() <= asked + 1);
    }

    void lateAnswersFindNobody()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 200; ++round) {
            script->hold();
            auto session = openSession();
            session->requestWatermarks({});
            session->refresh();
            if (round % 2) { // the second wave: offsets and brokers
                script->release(1, false);
                QTRY_VERIFY(session->snapshot());
            }
            if (random.bounded(2u)) {
                script->release();
                session.reset();
            } else {
                session.reset();
                script->release();
            }
        }
        script->settle();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(script->clustersAlive(), 0);
    }

private:
    std::shared_ptr<FakeScript> script;
};

QTEST_GUILESS_MAIN(TestClusterSession)
#include "tst_clustersession.moc"
