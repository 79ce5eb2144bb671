// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/producerun.h"
#include "tests/support/fakewrites.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Produce;
using namespace std::string_literals;
using namespace std::chrono_literals;
using Domain::ErrorCode;
using Domain::Outcome;
using TestSupport::FakeGate;
using TestSupport::SentRecord;

namespace {

ProduceRequest requestFor(Repeat repeat = Once{})
{
    ProduceRequest request;
    request.topic = "t";
    request.key = {FieldKind::Text, "k{{seq(1)}}"};
    request.value = {FieldKind::Text, "v{{seq(1)}}"};
    request.repeat = repeat;
    return request;
}

std::shared_ptr<FakeGate> openGate()
{
    auto gate = std::make_shared<FakeGate>();
    gate->setPartitions("t", 3);
    return gate;
}

/// A run in a thread of its own.
class Running
{
public:
    Running(std::shared_ptr<FakeGate> gate, const ProduceRequest &request)
        : m_run(std::move(gate), request, 1'000'000, [this](const Delivery &delivery) {
              const std::lock_guard lock(m_mutex);
              m_told.push_back(delivery);
          }),
          m_thread([this](const std::stop_token &stop) { m_run.run(stop); })
    {
    }
    DeliveryBoard::Status status() const { return m_run.board()->status(); }
    bool isEnded() const { return status().state == RunState::Ended; }
    DeliveryBoard &board() { return *m_run.board(); }
    void stop() { m_thread.request_stop(); }
    std::vector<Delivery> told() const
    {
        const std::lock_guard lock(m_mutex);
        return m_told;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<Delivery> m_told;
    ProduceRun m_run;
    std::jthread m_thread;
};

DeliveryBoard::Status runAll(const std::shared_ptr<FakeGate> &gate, const ProduceRequest &request, std::vector<Delivery> *told = nullptr)
{
    ProduceRun run(gate, request, 1'000'000, [told](const Delivery &delivery) {
        if (told)
            told->push_back(delivery);
    });
    run.run({});
    return run.board()->status();
}

} // namespace

class TestProduceRun final : public QObject
{
    Q_OBJECT

private slots:
    void everyRecordIsSentOnceAndReported()
    {
        const auto gate = openGate();
        std::vector<Delivery> told;
        const auto status = runAll(gate, requestFor(Times{1000}), &told);
        QCOMPARE(status.state, RunState::Ended);
        QVERIFY(!status.error);
        QCOMPARE(status.totals.sent, 1000U);
        QCOMPARE(status.totals.done, 1000U);
        QCOMPARE(status.totals.planned, 1000U);
        QVERIFY(std::abs(status.totals.latencyMedian.count() - 1500) < 100); // in steps of 6 %
        const std::vector<SentRecord> sent = gate->sent();
        QCOMPARE(sent.size(), 1000U);
        for (std::size_t i = 0; i < sent.size(); ++i) {
            QCOMPARE(sent[i].number, i + 1);
            QCOMPARE(sent[i].value, std::optional("v" + std::to_string(i + 1)));
        }
        QCOMPARE(told.size(), 1000U);
        QCOMPARE(told[41].key, "k42"s);
        QVERIFY(told[41].isReported);
        QCOMPARE(gate->producersAlive(), 0);
        QCOMPARE(gate->intents().size(), 1U);
        QCOMPARE(gate->intents()[0].action, "produce"s);
        QCOMPARE(gate->intents()[0].target, "t"s);
        QCOMPARE(gate->intents()[0].records, 1000U);
        QCOMPARE(gate->intents()[0].planHash.size(), 32U);
    }

    void aFullQueueLosesNothing()
    {
        const auto gate = openGate();
        gate->setQueueRecords(7);
        QCOMPARE(runAll(gate, requestFor(Times{500})).totals.done, 500U);
        QCOMPARE(gate->sent().size(), 500U);
    }

    void whatCannotBeMadeOpensNoProducer()
    {
        const auto gate = openGate();
        ProduceRequest request = requestFor();
        request.value.text = "{{uid()}}";
        QCOMPARE(runAll(gate, request).error->code, ErrorCode::BadTemplate);
        request = requestFor(UntilStopped{});
        request.transaction = Transaction::Commit;
        QCOMPARE(runAll(gate, request).error->code, ErrorCode::TransactionTooLong);
        request = requestFor(Times{1000});
        request.transaction = Transaction::Commit;
        request.perSecond = 1; // 1,000 s
        QCOMPARE(runAll(gate, request).error->arg("limit"), "900"s);
        request.acks = Domain::Acks::Leader;
        QCOMPARE(runAll(gate, request).error->code, ErrorCode::BadArgument);
        QVERIFY(gate->intents().empty());
        gate->lock()->lock();
        QCOMPARE(runAll(gate, requestFor()).error->code, ErrorCode::WritesLocked);
        QVERIFY(gate->intents().empty());
        QCOMPARE(runAll(nullptr, requestFor()).error->arg("reason"), "recording"s);
    }

    void aTopicThatIsNotThereEndsTheRun()
    {
        const auto gate = openGate();
        ProduceRequest request = requestFor(Times{10});
        request.topic = "other";
        const auto status = runAll(gate, request);
        QCOMPARE(status.error->code, ErrorCode::UnknownTopic);
        QCOMPARE(status.totals.sent, 0U);
        QCOMPARE(gate->producersAlive(), 0);
    }

    void aRateIsKept()
    {
        const auto gate = openGate();
        ProduceRequest request = requestFor(Times{400});
        request.perSecond = 200;
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(runAll(gate, request).totals.done, 400U);
        QVERIFY2(clock.elapsed() >= 1800, qPrintable(QString::number(clock.elapsed()))); // a busy machine may be slower, never faster
    }

    void stopActsSoonAndLeavesNothingUntold()
    {
        const auto gate = openGate();
        gate->hold();
        Running run(gate, requestFor(UntilStopped{}));
        QTRY_VERIFY(run.status().totals.sent > 100);
        run.stop();
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(run.isEnded());
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed()))); // 200 ms on a machine with nothing else to do
        const auto status = run.status();
        QCOMPARE(status.totals.sent, status.totals.unknown + status.totals.failed);
        QCOMPARE(run.told().size(), status.totals.sent);
        QVERIFY(status.totals.unknown > 0);
        QCOMPARE(run.told().front().report.error->code, ErrorCode::SendAbandoned);
    }

    void outcomesAreCountedAsTheyAre()
    {
        const auto gate = openGate();
        gate->setOutcome([](const SentRecord &record) {
            Domain::DeliveryReport report{.partition = Domain::PartitionId(0)};
            report.outcome = record.number % 10 == 0 ? Outcome::Failed : record.number % 10 == 5 ? Outcome::Unknown : Outcome::Done;
            if (report.outcome != Outcome::Done)
                report.error = Domain::Error{.code = ErrorCode::SendTimedOut};
            return report;
        });
        const auto status = runAll(gate, requestFor(Times{100}));
        QCOMPARE(status.totals.done, 80U);
        QCOMPARE(status.totals.failed, 10U);
        QCOMPARE(status.totals.unknown, 10U);
        QVERIFY(!status.error);
    }

    void stopAtFailureSendsNothingMore()
    {
        const auto gate = openGate();
        gate->setQueueRecords(1); // so that the report comes before the next record goes
        gate->setOutcome([](const SentRecord &record) {
            const bool fails = record.number == 5;
            return Domain::DeliveryReport{.outcome = fails ? Outcome::Failed : Outcome::Done, .error = fails ? std::optional(Domain::Error{.code = ErrorCode::SendRefused}) : std::nullopt};
        });
        ProduceRequest request = requestFor(Times{100});
        request.stopsAtFailure = true;
        const auto status = runAll(gate, request);
        QCOMPARE(status.error->code, ErrorCode::SendRefused);
        QVERIFY(gate->sent().size() <= 6);
        QCOMPARE(status.totals.sent, status.totals.done + status.totals.failed); // one may have been made already: it was not sent
    }

    void aLockThatClosesEndsTheRun()
    {
        const auto gate = openGate();
        gate->setOutcome([](const SentRecord &record) {
            const bool locked = record.number > 10;
            return Domain::DeliveryReport{.outcome = locked ? Outcome::Failed : Outcome::Done, .error = locked ? std::optional(Domain::Error{.code = ErrorCode::WritesLocked}) : std::nullopt};
        });
        QCOMPARE(runAll(gate, requestFor(UntilStopped{})).error->code, ErrorCode::WritesLocked);
    }

    void badLinesAreFailedRecords()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("in.jsonl")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"value\":\"1\"}\nno\n{\"value\":\"3\"}\n");
        file.close();
        ProduceRequest request = requestFor();
        request.input = InputFile{.path = file.fileName().toStdString()};
        const auto gate = openGate();
        std::vector<Delivery> told;
        auto status = runAll(gate, request, &told);
        QCOMPARE(status.totals.done, 2U);
        QCOMPARE(status.totals.failed, 1U);
        QCOMPARE(status.totals.sent, 3U);
        const auto bad = std::find_if(told.begin(), told.end(), [](const Delivery &delivery) { return delivery.report.error.has_value(); });
        QVERIFY(bad != told.end());
        QCOMPARE(bad->number, 2U);
        QCOMPARE(bad->report.error->arg("line"), "2"s);
        request.stopsAtFailure = true;
        status = runAll(gate, request);
        QCOMPARE(status.error->code, ErrorCode::BadInput);
        QCOMPARE(gate->sent().size(), 3U); // two of the first run, one of this
    }

    void aTransactionEndsAsAsked()
    {
        for (const bool commits : {true, false}) {
            const auto gate = openGate();
            ProduceRequest request = requestFor(Times{50});
            request.transaction = commits ? Transaction::Commit : Transaction::Abort;
            std::vector<Delivery> told;
            const auto status = runAll(gate, request, &told);
            QCOMPARE(status.transaction, commits ? TransactionState::Committed : TransactionState::Aborted);
            QCOMPARE(status.totals.done, 50U);
            QCOMPARE(told.size(), 50U);
            QVERIFY(!status.error);
            QCOMPARE(gate->transactionCalls(), (std::vector<std::string>{"begin", commits ? "commit" : "abort"}));
            QCOMPARE(gate->settings()[0].transaction->timeout, std::chrono::milliseconds(60'000));
            QCOMPARE(gate->notes()[0], commits ? "transaction committed"s : "transaction aborted as asked"s);
        }
    }

    void outcomesOfATransactionAreToldAfterItsEndOnly()
    {
        const auto gate = openGate();
        ProduceRequest request = requestFor(Times{40});
        request.transaction = Transaction::Commit;
        request.perSecond = 100;
        Running run(gate, request);
        QTRY_VERIFY(run.status().totals.sent > 10);
        if (run.status().transaction == TransactionState::Open)
            QCOMPARE(run.status().totals.done, 0U);
        QTRY_VERIFY(run.isEnded());
        QCOMPARE(run.status().totals.done, 40U);
    }

    void aCommitThatFailsOrIsUnknownIsNeverDone()
    {
        for (const Outcome outcome : {Outcome::Failed, Outcome::Unknown}) {
            const auto gate = openGate();
            gate->setTransactionEnds({{.outcome = outcome, .error = Domain::Error{.code = ErrorCode::Fenced}}});
            ProduceRequest request = requestFor(Times{50});
            request.transaction = Transaction::Commit;
            std::vector<Delivery> told;
            const auto status = runAll(gate, request, &told);
            QCOMPARE(status.transaction, outcome == Outcome::Failed ? TransactionState::Aborted : TransactionState::Unknown);
            QCOMPARE(status.totals.done, 0U);
            QCOMPARE(outcome == Outcome::Failed ? status.totals.failed : status.totals.unknown, 50U);
            QCOMPARE(told[0].report.error->code, ErrorCode::Fenced);
            QCOMPARE(status.error->code, ErrorCode::Fenced);
        }
    }

    void aFailureInsideATransactionAbortsIt()
    {
        const auto gate = openGate();
        gate->setOutcome([](const SentRecord &record) {
            const bool fails = record.number == 5;
            return Domain::DeliveryReport{.outcome = fails ? Outcome::Failed : Outcome::Done, .error = fails ? std::optional(Domain::Error{.code = ErrorCode::SendTooLarge}) : std::nullopt};
        });
        ProduceRequest request = requestFor(Times{20});
        request.transaction = Transaction::Commit;
        const auto status = runAll(gate, request);
        QCOMPARE(status.transaction, TransactionState::Aborted);
        QCOMPARE(gate->transactionCalls().back(), "abort"s);
        QCOMPARE(status.totals.done, 0U);
        QCOMPARE(status.error->code, ErrorCode::SendTooLarge);
    }

    void manyRecordsOfATransactionAreToldInTheirOrder()
    {
        const auto gate = openGate();
        ProduceRequest request = requestFor(Times{150'000}); // more than are kept in memory
        request.value = {FieldKind::Null, {}};
        request.key = {FieldKind::Null, {}};
        request.transaction = Transaction::Commit;
        std::uint64_t expected = 0;
        ProduceRun run(gate, request, 1'000'000, [&expected](const Delivery &delivery) { expected = delivery.number == expected + 1 ? delivery.number : 0; });
        run.run({});
        QCOMPARE(expected, 150'000U);
        QCOMPARE(run.board()->status().totals.done, 150'000U);
    }

    void theBoardKeepsTheNewestAndThoseThatFailed()
    {
        const auto gate = openGate();
        gate->setOutcome([](const SentRecord &record) {
            const bool fails = record.number <= 20;
            return Domain::DeliveryReport{.outcome = fails ? Outcome::Failed : Outcome::Done, .error = fails ? std::optional(Domain::Error{.code = ErrorCode::SendRefused}) : std::nullopt};
        });
        ProduceRequest request = requestFor(Times{DeliveryBoard::keptDeliveries + 5000});
        request.value = {FieldKind::Null, {}};
        ProduceRun run(gate, request, 1'000'000);
        run.run({});
        const auto rows = run.board()->deliveries(0, 1'000'000);
        QCOMPARE(rows.size(), DeliveryBoard::keptDeliveries);
        for (std::size_t i = 0; i < 20; ++i) {
            QCOMPARE(rows[i].number, i + 1);
            QCOMPARE(rows[i].report.outcome, Outcome::Failed);
        }
        QCOMPARE(rows[20].number, 5021U);
        QCOMPARE(rows.back().number, DeliveryBoard::keptDeliveries + 5000);
        QCOMPARE(run.board()->deliveries(6000, 3).front().number, 6000U);
        QCOMPARE(run.board()->takeReported().size(), DeliveryBoard::keptDeliveries - 20); // of the newest, those whose rows are kept
        QVERIFY(run.board()->takeReported().empty());
    }
};

QTEST_GUILESS_MAIN(TestProduceRun)
#include "tst_producerun.moc"
