// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayrun.h"
#include "replay/dryrun.h"
#include "replay/runledger.h"
#include "tests/kafka/real/writefixture.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <thread>

using namespace Replay;
using namespace std::chrono_literals;
using Domain::ErrorCode;
using KafkaTest::ReadBack;

namespace {

constexpr int bulkRecords = 30'000;

/// What stands in a topic, our headers taken off, by partition and in the order of the log.
std::map<int, QStringList> contentOf(KafkaBroker &broker, const QString &topic, bool withTimes = true)
{
    std::map<int, QStringList> content;
    for (const ReadBack &r : KafkaTest::readBack(broker, topic)) {
        QByteArray line = (r.key ? QByteArray::fromStdString(*r.key).toHex() : "null") + '|' + (r.value ? QByteArray::fromStdString(*r.value).toHex() : "null");
        if (withTimes)
            line += '|' + QByteArray::number(qlonglong(r.timestamp));
        for (const auto &[name, value] : r.headers)
            if (name != runHeader && name != sourceHeader)
                line += '|' + QByteArray::fromStdString(name).toHex() + '=' + (value ? QByteArray::fromStdString(*value).toHex() : "null");
        content[r.partition] << QString::fromLatin1(line);
    }
    return content;
}

} // namespace

/// Replays on a real broker, with what goes wrong there: see the rig of kills for the rest.
class RealReplay final : public QObject
{
    Q_OBJECT
public:
    explicit RealReplay(KafkaBroker::Version version) : m_f(version) {}

private:
    void prepare(const QString &source, const QString &target, int partitions, const QStringList &configs = {});
    RunStatus start() { return carryOut([this](RunBoard &board, const std::stop_token &stop) { startRun(*m_source, *m_target, m_plan, m_run, folder(), board, stop); }); }
    RunStatus resume() { return carryOut([this](RunBoard &board, const std::stop_token &stop) { resumeRun(*m_source, *m_target, m_run, folder(), board, stop); }); }
    RunStatus verify() { return carryOut([this](RunBoard &board, const std::stop_token &stop) { verifyRun(*m_source, *m_target, m_run, folder(), board, stop); }); }
    template<typename Task>
    RunStatus carryOut(Task task)
    {
        RunBoard board;
        m_stop = std::stop_source();
        task(board, m_stop.get_token());
        return board.status();
    }
    std::string folder() const { return m_dir->path().toStdString(); }
    bool passes()
    {
        const RunStatus status = verify();
        if (status.verdict && status.verdict->kind == Verdict::Kind::Pass)
            return true;
        qWarning("verdict %d, difference %d", status.verdict ? int(status.verdict->kind) : -1, status.verdict && status.verdict->difference ? int(status.verdict->difference->kind) : -1);
        return false;
    }

    KafkaTest::WriteFixture m_f;
    std::unique_ptr<Domain::Cluster> m_source;
    std::unique_ptr<Domain::Cluster> m_target;
    std::unique_ptr<QTemporaryDir> m_dir;
    Plan m_plan;
    std::string m_run;
    std::stop_source m_stop;

private slots:
    void initTestCase();
    void init();
    void oddRecords_data();
    void oddRecords();
    void bulk_data();
    void bulk();
    void intoItself();
    void brokerTimes();
    void lostAnswersOfCommits();
    void resumedBehindAForeignTransaction();
    void foreignTransactionHidesOurs();
    void timestampZero();
    void tooLarge();
    void targetDeleted();
    void brokerRestarts_data();
    void brokerRestarts();
    void compactedNeedsKeys();
    void doubledOnPurpose();
    void stopIsQuick();
};

void RealReplay::initTestCase()
{
    QVERIFY2(m_f.start(), qPrintable(m_f.broker.error()));
    QVERIFY2(!m_f.broker.oracle({QStringLiteral("fill"), QStringLiteral("kinds"), QStringLiteral("transactions"), QStringLiteral("odd-times")}).isNull(), qPrintable(m_f.broker.error()));
    QVERIFY2(!m_f.broker.oracle({QStringLiteral("bulk"), QStringLiteral("bulk"), QString::number(bulkRecords), QStringLiteral("300"), QStringLiteral("3")}).isNull(),
             qPrintable(m_f.broker.error()));
    m_source = Kafka::openCluster(m_f.profile(), {}, m_f.reaper, m_f.journal);
    m_target = Kafka::openCluster(m_f.profile(), {}, m_f.reaper, m_f.journal);
}

void RealReplay::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_run = newRunId();
}

void RealReplay::prepare(const QString &source, const QString &target, int partitions, const QStringList &configs)
{
    m_plan = {};
    m_plan.source.read.topics = {source.toStdString()};
    m_plan.target.topic = target.toStdString();
    QVERIFY2(m_f.create(target, partitions, configs), qPrintable(m_f.broker.error()));
    auto bounded = fixBounds(*m_source, m_plan.source, 20s);
    QVERIFY(bool(bounded));
    m_plan.source = std::move(bounded.value());
}

void RealReplay::oddRecords_data()
{
    QTest::addColumn<QString>("topic");
    QTest::addColumn<int>("mode");
    for (const char *topic : {"kinds", "transactions"})
        for (const Mode mode : {Mode::VerifiedOnce, Mode::AtLeastOnce})
            QTest::addRow("%s %s", topic, mode == Mode::VerifiedOnce ? "once" : "at least once") << QString::fromLatin1(topic) << int(mode);
}

void RealReplay::oddRecords()
{
    QFETCH(QString, topic);
    QFETCH(int, mode);
    const QString target = topic + QStringLiteral("-copy-%1").arg(mode);
    prepare(topic, target, 8, {QStringLiteral("max.message.bytes=4000000"), QStringLiteral("retention.ms=-1")});
    m_plan.mode = Mode(mode);
    const RunStatus status = start();
    QVERIFY2(status.complete, status.error ? (status.error->technical + status.error->arg("problem")).c_str() : "");
    QCOMPARE(contentOf(m_f.broker, target), contentOf(m_f.broker, topic));
    QVERIFY(passes());
}

void RealReplay::bulk_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("once") << int(Mode::VerifiedOnce);
    QTest::newRow("at least once") << int(Mode::AtLeastOnce);
}

void RealReplay::bulk()
{
    QFETCH(int, mode);
    const QString target = QStringLiteral("bulk-copy-%1").arg(mode);
    prepare(QStringLiteral("bulk"), target, 3, {QStringLiteral("retention.ms=-1")});
    m_plan.mode = Mode(mode);
    QElapsedTimer timer;
    timer.start();
    const RunStatus status = start();
    QVERIFY2(status.complete, status.error ? status.error->technical.c_str() : "");
    qInfo("%d records in %lld ms", bulkRecords, timer.restart());
    QCOMPARE(status.acknowledged, std::uint64_t(bulkRecords));
    QVERIFY(passes());
    qInfo("verified in %lld ms", timer.elapsed());
    QVERIFY(contentOf(m_f.broker, target) == contentOf(m_f.broker, QStringLiteral("bulk")));
}

void RealReplay::intoItself()
{
    prepare(QStringLiteral("transactions"), QStringLiteral("itself"), 3);
    m_plan.target.topic = "transactions";
    const std::uint64_t before = KafkaTest::readBack(m_f.broker, QStringLiteral("transactions")).size();
    const RunStatus status = start();
    QVERIFY(status.complete);
    QCOMPARE(status.acknowledged, before); // the ends were fixed: it does not feed itself
    QVERIFY(passes());
    QCOMPARE(KafkaTest::readBack(m_f.broker, QStringLiteral("transactions")).size(), std::size_t(2 * before));
}

void RealReplay::brokerTimes()
{
    prepare(QStringLiteral("kinds"), QStringLiteral("append-copy"), 3, {QStringLiteral("max.message.bytes=4000000"), QStringLiteral("message.timestamp.type=LogAppendTime")});
    QVERIFY(start().complete);
    QVERIFY(passes());
    QCOMPARE(contentOf(m_f.broker, QStringLiteral("append-copy"), false), contentOf(m_f.broker, QStringLiteral("kinds"), false));
}

/// The request to commit reaches the broker, its answer does not reach us.
void RealReplay::lostAnswersOfCommits()
{
    prepare(QStringLiteral("bulk"), QStringLiteral("lost-answers"), 3, {QStringLiteral("retention.ms=-1")});
    m_f.proxy.cut({.side = KafkaProxy::Side::Answer, .api = KafkaProxy::EndTxn, .skip = 1});
    const int cuts = m_f.proxy.cutsMade();
    const RunStatus status = start();
    QVERIFY2(status.complete, status.error ? status.error->technical.c_str() : "");
    QCOMPARE(m_f.proxy.cutsMade(), cuts + 1);
    QVERIFY(passes());
    QVERIFY(contentOf(m_f.broker, QStringLiteral("lost-answers")) == contentOf(m_f.broker, QStringLiteral("bulk")));
}

/// Somebody else's open transaction stands in front of a window whose outcome is not known: the run waits and says where.
void RealReplay::resumedBehindAForeignTransaction()
{
    prepare(QStringLiteral("bulk"), QStringLiteral("hidden"), 3, {QStringLiteral("retention.ms=-1")});
    auto foreign = m_target->writes()->openProducer({.action = "produce", .target = "hidden"}, {.transaction = Domain::TransactionSettings{"foreign-" + m_run}}, 20s);
    QVERIFY(bool(foreign));
    const auto ignore = [](const Domain::DeliveryReport &) {};
    QVERIFY(bool(foreign.value()->begin()));
    for (int partition = 0; partition < 3; ++partition)
        foreign.value()->send({.topic = "hidden", .partition = Domain::PartitionId(partition), .value = "foreign"}, 1);
    QVERIFY(foreign.value()->flush(20s, ignore));

    // A run that was stopped, and whose journal tells of a window that may have been committed where the foreign record stands.
    m_plan.tempo = Rate{5'000};
    m_stop = std::stop_source();
    RunBoard stopped;
    std::jthread begun([&] { startRun(*m_source, *m_target, m_plan, m_run, folder(), stopped, m_stop.get_token()); });
    QTRY_VERIFY_WITH_TIMEOUT(stopped.status().acknowledged > 100, 30'000);
    m_stop.request_stop();
    begun.join();
    RunHistory history;
    auto ledger = RunLedger::open(folder(), m_run, RunLedger::Keep::Totals, history);
    QVERIFY(bool(ledger));
    const auto [source, position] = *history.positions.begin();
    const WindowEntry window{.number = history.windowCount + 1, .records = 1, .source = {{source.first, source.second, position, position + 1}},
                             .target = {{.topic = "hidden", .partition = 0, .records = 1, .runs = {{0, 1}}}}};
    QVERIFY(bool(ledger.value()->intent(window)));
    ledger.value().reset();

    RunBoard board;
    std::jthread run([&] { resumeRun(*m_source, *m_target, m_run, folder(), board, std::stop_token()); });
    QTRY_VERIFY_WITH_TIMEOUT(board.status().waitingFor.find(" of hidden has an open transaction from offset 0 on") != std::string::npos, 60'000);
    QCOMPARE(board.status().state, RunState::Waiting);
    QCOMPARE(foreign.value()->abort(20s, ignore).outcome, Domain::Outcome::Done);
    QTRY_COMPARE_WITH_TIMEOUT(board.status().state, RunState::Ended, 60'000);
    run.join();
    QVERIFY2(board.status().complete, board.status().error ? board.status().error->technical.c_str() : "");
    QVERIFY(passes());
    QVERIFY(contentOf(m_f.broker, QStringLiteral("hidden")) == contentOf(m_f.broker, QStringLiteral("bulk")));
}

/// A verification does not take for lost what it cannot see.
void RealReplay::foreignTransactionHidesOurs()
{
    prepare(QStringLiteral("transactions"), QStringLiteral("hidden-too"), 3, {QStringLiteral("retention.ms=-1")});
    auto foreign = m_target->writes()->openProducer({.action = "produce", .target = "hidden-too"}, {.transaction = Domain::TransactionSettings{"foreign-" + m_run}}, 20s);
    QVERIFY(bool(foreign));
    const auto ignore = [](const Domain::DeliveryReport &) {};
    QVERIFY(bool(foreign.value()->begin()));
    foreign.value()->send({.topic = "hidden-too", .partition = Domain::PartitionId(1), .value = "foreign"}, 1);
    QVERIFY(foreign.value()->flush(20s, ignore));
    QVERIFY(start().complete);
    RunBoard board;
    std::jthread verifying([&] { verifyRun(*m_source, *m_target, m_run, folder(), board, std::stop_token()); });
    QTRY_VERIFY_WITH_TIMEOUT(board.status().waitingFor.find("partition 1 of hidden-too") != std::string::npos, 30'000);
    QCOMPARE(foreign.value()->commit(20s, ignore).outcome, Domain::Outcome::Done);
    QTRY_COMPARE_WITH_TIMEOUT(board.status().state, RunState::Ended, 30'000);
    QVERIFY(board.status().verdict && board.status().verdict->kind == Verdict::Kind::Pass);
}

/// One that cannot be sent stops the run and is named; nothing of its window is there.
void RealReplay::timestampZero()
{
    prepare(QStringLiteral("odd-times"), QStringLiteral("odd-times-copy"), 3, {QStringLiteral("retention.ms=-1")});
    const RunStatus status = start();
    QVERIFY(status.error && !status.complete);
    QCOMPARE(status.error->code, ErrorCode::SendTimestamp);
    QCOMPARE(status.troubles.size(), std::size_t(1));
    QVERIFY(KafkaTest::readBack(m_f.broker, QStringLiteral("odd-times-copy")).empty());
}

void RealReplay::tooLarge()
{
    prepare(QStringLiteral("kinds"), QStringLiteral("small"), 3, {QStringLiteral("max.message.bytes=100000"), QStringLiteral("retention.ms=-1")});
    m_plan.target.compression = Domain::Compression::None;
    const RunStatus status = start();
    QVERIFY(status.error && !status.complete);
    QVERIFY2(status.error->code == ErrorCode::SendTooLarge || status.error->code == ErrorCode::RecordTooLarge, status.error->technical.c_str());
    QCOMPARE(status.troubles.size(), std::size_t(1));
    QCOMPARE(status.troubles[0].partition.value(), 0);
    QVERIFY(KafkaTest::readBack(m_f.broker, QStringLiteral("small")).empty());
    QVERIFY(!m_f.broker.oracle({QStringLiteral("config"), QStringLiteral("small"), QStringLiteral("max.message.bytes=4000000")}).isNull());
    const RunStatus resumed = resume();
    QVERIFY2(resumed.complete, resumed.error ? resumed.error->technical.c_str() : "");
    QVERIFY(passes());
    QCOMPARE(contentOf(m_f.broker, QStringLiteral("small")), contentOf(m_f.broker, QStringLiteral("kinds")));
}

void RealReplay::targetDeleted()
{
    prepare(QStringLiteral("bulk"), QStringLiteral("vanishing"), 3, {QStringLiteral("retention.ms=-1")});
    m_plan.tempo = Rate{5'000};
    RunBoard board;
    std::jthread run([&] { startRun(*m_source, *m_target, m_plan, m_run, folder(), board, std::stop_token()); });
    QTRY_VERIFY_WITH_TIMEOUT(board.status().acknowledged > 1'000, 30'000);
    QVERIFY(!m_f.broker.oracle({QStringLiteral("delete"), QStringLiteral("vanishing")}).isNull());
    QTRY_COMPARE_WITH_TIMEOUT(board.status().state, RunState::Ended, 90'000);
    QVERIFY(board.status().error && !board.status().complete);
    const ErrorCode code = board.status().error->code;
    QVERIFY2(code == ErrorCode::UnknownTopic || code == ErrorCode::TopicDeleted || code == ErrorCode::UnknownPartition, QByteArray::number(int(code)).constData());
    run.join();
    const RunStatus verified = verify();
    QCOMPARE(verified.verdict->kind, Verdict::Kind::Incomplete);
}

void RealReplay::brokerRestarts_data()
{
    bulk_data();
}

void RealReplay::brokerRestarts()
{
    QFETCH(int, mode);
    const QString target = QStringLiteral("restarted-%1").arg(mode);
    prepare(QStringLiteral("bulk"), target, 3, {QStringLiteral("retention.ms=-1")});
    m_plan.mode = Mode(mode);
    m_plan.tempo = Rate{8'000};
    RunBoard board;
    std::jthread run([&] { startRun(*m_source, *m_target, m_plan, m_run, folder(), board, std::stop_token()); });
    QTRY_VERIFY_WITH_TIMEOUT(board.status().acknowledged > 3'000, 30'000);
    QVERIFY(m_f.broker.killNode(1));
    QVERIFY2(m_f.broker.startNode(1), qPrintable(m_f.broker.error()));
    QTRY_COMPARE_WITH_TIMEOUT(board.status().state, RunState::Ended, 120'000);
    QVERIFY2(board.status().complete, board.status().error ? board.status().error->technical.c_str() : "");
    run.join();
    const RunStatus verified = verify();
    QVERIFY(verified.verdict && verified.verdict->kind == Verdict::Kind::Pass);
    std::map<int, QStringList> written = contentOf(m_f.broker, target);
    if (m_plan.mode == Mode::AtLeastOnce) {
        // Where the broker's death has cost the producer its place, records are sent again: each of them is counted.
        std::uint64_t doubled = 0;
        for (auto &[partition, lines] : written)
            doubled += static_cast<std::uint64_t>(lines.removeDuplicates()); // no two records of the source are equal
        qInfo("%llu records twice, %llu told", static_cast<unsigned long long>(doubled), static_cast<unsigned long long>(verified.verdict->doubled));
        QCOMPARE(verified.verdict->doubled, doubled);
    }
    const auto wanted = contentOf(m_f.broker, QStringLiteral("bulk"));
    for (const auto &[partition, lines] : wanted) {
        const QStringList &there = written[partition];
        const auto differs = std::mismatch(lines.begin(), lines.end(), there.begin(), there.end());
        if (differs.first != lines.end())
            qWarning("partition %d: %lld of %lld, first difference at %lld", partition, qlonglong(there.size()), qlonglong(lines.size()), qlonglong(differs.first - lines.begin()));
    }
    QVERIFY(written == wanted);
}

void RealReplay::compactedNeedsKeys()
{
    prepare(QStringLiteral("bulk"), QStringLiteral("compact"), 3, {QStringLiteral("cleanup.policy=compact")});
    m_plan.mode = Mode::AtLeastOnce;
    const RunStatus status = start();
    QVERIFY(status.error && !status.complete);
    QVERIFY(!status.troubles.empty());
    QCOMPARE(status.troubles[0].outcome, Domain::Outcome::Failed);
    QVERIFY(KafkaTest::readBack(m_f.broker, QStringLiteral("compact")).empty());
}

void RealReplay::doubledOnPurpose()
{
    prepare(QStringLiteral("transactions"), QStringLiteral("doubled"), 3, {QStringLiteral("retention.ms=-1")});
    QVERIFY(start().complete);
    QVERIFY(passes());
    // One of its records once more, as a broken tool would.
    const std::vector<ReadBack> written = KafkaTest::readBack(m_f.broker, QStringLiteral("doubled"));
    const ReadBack &again = written.at(written.size() / 2);
    std::vector<Domain::Header> headers;
    for (const auto &[name, value] : again.headers)
        headers.push_back({name, value ? std::optional<Domain::BytesView>(*value) : std::nullopt});
    auto other = m_target->writes()->openProducer({.action = "produce", .target = "doubled"}, {}, 20s);
    QVERIFY(bool(other));
    Domain::OutgoingRecord record{.topic = "doubled", .partition = Domain::PartitionId(again.partition), .timestampMs = again.timestamp, .headers = headers};
    if (again.key)
        record.key = *again.key;
    if (again.value)
        record.value = *again.value;
    other.value()->send(record, 1);
    QVERIFY(other.value()->flush(20s, [](const Domain::DeliveryReport &) {}));
    const RunStatus verified = verify();
    QCOMPARE(verified.verdict->kind, Verdict::Kind::Fail);
    QCOMPARE(verified.verdict->difference->kind, Difference::Kind::Doubled);
    QCOMPARE(verified.verdict->difference->partition.value(), again.partition);
    QCOMPARE(verified.verdict->difference->sourceTopic, std::string("transactions"));
}

void RealReplay::stopIsQuick()
{
    for (const Mode mode : {Mode::VerifiedOnce, Mode::AtLeastOnce}) {
        m_run = newRunId();
        prepare(QStringLiteral("bulk"), QStringLiteral("stopped-%1").arg(int(mode)), 3, {QStringLiteral("retention.ms=-1")});
        m_plan.mode = mode;
        m_plan.tempo = Rate{3'000};
        RunBoard board;
        std::stop_source stop;
        std::jthread run([&] { startRun(*m_source, *m_target, m_plan, m_run, folder(), board, stop.get_token()); });
        QTRY_VERIFY_WITH_TIMEOUT(board.status().acknowledged > 1'000, 30'000);
        m_f.proxy.setStalled(true); // nothing is answered any more
        QElapsedTimer timer;
        timer.start();
        stop.request_stop();
        run.join();
        qInfo("stopped in %lld ms", timer.elapsed());
        m_f.proxy.setStalled(false);
        QCOMPARE(board.status().error->code, ErrorCode::Cancelled);
        m_plan.tempo = AsFastAsPossible{};
        QVERIFY(resume().complete);
        QVERIFY(passes());
    }
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    int failed = 0;
    {
        RealReplay test(KafkaBroker::Version::V4);
        failed += QTest::qExec(&test, argc, argv);
    }
    // Of the older one what depends on how a broker ends transactions.
    RealReplay older(KafkaBroker::Version::V3_9);
    failed += QTest::qExec(&older, argc > 1 ? QCoreApplication::arguments()
                                            : QStringList{QStringLiteral("tst_realreplay"), QStringLiteral("oddRecords"), QStringLiteral("bulk"),
                                                          QStringLiteral("lostAnswersOfCommits"), QStringLiteral("resumedBehindAForeignTransaction")});
    return failed;
}
#include "tst_realreplay.moc"
