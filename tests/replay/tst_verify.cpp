// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/replay/replayfixture.h"

#include <QtTest>

#include <random>

using namespace Replay;
using Kind = Difference::Kind;
using TestSupport::FakeRecord;

namespace {

constexpr int perPartition = 600;

std::size_t indexOf(const std::vector<FakeRecord> &records, int partition, const std::string &value)
{
    const auto it = std::find_if(records.begin(), records.end(), [&](const FakeRecord &r) { return r.partition == partition && r.value == value; });
    return static_cast<std::size_t>(it - records.begin());
}

std::string valueOf(int partition, int offset)
{
    return "{\"partition\":" + std::to_string(partition) + ",\"offset\":" + std::to_string(offset) + "}";
}

/// Records with headers in each, so that any of its parts can be harmed.
std::vector<FakeRecord> fullRecords()
{
    auto records = TestSupport::fakeRecords(3, perPartition);
    for (FakeRecord &r : records)
        r.headers = {{"trace", "abc" + std::to_string(r.offset)}, {"none", std::nullopt}};
    return records;
}

void flipBit(std::string &bytes, std::mt19937 &random)
{
    bytes[random() % bytes.size()] ^= static_cast<char>(1 << (random() % 8));
}

} // namespace

class TestVerify : public QObject
{
    Q_OBJECT
private slots:
    void findsPlantedFaults_data();
    void findsPlantedFaults();
    void timesOfTheTargetAreNoFault();
    void otherRecordsAreNoFault();
    void copiesAreCounted();
    void orderIsTold();
    void foreignRecordUnderOurName();
    void brokenProvenance();
    void retention_data();
    void retention();
    void compaction();
    void faultBesideRetention();
    void topicGone();
    void stopIsQuick();
};

void TestVerify::findsPlantedFaults_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("once") << int(Mode::VerifiedOnce);
    QTest::newRow("at least once") << int(Mode::AtLeastOnce);
}

/// 102 of each mode: losses, doubles, swaps, moved partitions, changed times, bit flips in keys, values and headers.
void TestVerify::findsPlantedFaults()
{
    QFETCH(int, mode);
    const bool isOnce = Mode(mode) == Mode::VerifiedOnce;
    ReplayFixture f(fullRecords());
    f.plan.mode = Mode(mode);
    QVERIFY(f.start().complete);
    QVERIFY(f.isEqual());
    const std::vector<FakeRecord> good = f.log->records();
    const Verdict control = *f.verify().verdict;
    QCOMPARE(control.kind, Verdict::Kind::Pass);
    std::mt19937 random(20260101);
    for (int i = 0; i < 102; ++i) {
        const int partition = static_cast<int>(random() % 3);
        const int offset = static_cast<int>(random() % (perPartition - 1));
        const std::size_t at = indexOf(good, partition, valueOf(partition, offset));
        const std::size_t behind = indexOf(good, partition, valueOf(partition, offset + 1));
        QVERIFY(at < good.size() && behind < good.size());
        Kind expected = Kind::Lost;
        std::optional<FakeRecord> appended;
        f.log->tamper([&](std::vector<FakeRecord> &records) {
            records = good;
            switch (i % 8) {
            case 0:
                records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 1:
                expected = Kind::Doubled;
                appended = records[at];
                break;
            case 2:
                expected = Kind::Order;
                std::swap(records[at], records[behind]);
                std::swap(records[at].offset, records[behind].offset);
                break;
            case 3:
                expected = isOnce ? Kind::Partition : Kind::Lost; // without our headers it is a stranger there
                appended = records[at];
                appended->partition = (partition + 1) % 3;
                records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 4:
                expected = Kind::Timestamp;
                records[at].timestampMs += (random() & 1) != 0 ? 1 : -1000;
                break;
            case 5:
                expected = Kind::Value;
                flipBit(*records[at].value, random);
                break;
            case 6:
                expected = Kind::Key;
                flipBit(*records[at].key, random);
                break;
            default:
                expected = Kind::Headers;
                if ((random() & 1) != 0)
                    flipBit(*records[at].headers[0].second, random);
                else
                    records[at].headers[1].second = "";
            }
        });
        if (appended && (isOnce || expected != Kind::Doubled))
            f.log->append(*appended);
        if (!isOnce && expected == Kind::Doubled)
            continue; // nothing tells a second copy from a record of somebody else
        const Verdict verdict = *f.verify().verdict;
        const QByteArray what = QByteArray::number(i) + " kind " + QByteArray::number(int(expected));
        QVERIFY2(verdict.kind == Verdict::Kind::Fail, what.constData());
        QVERIFY2(verdict.difference.has_value(), what.constData());
        QVERIFY2(verdict.difference->kind == expected, QByteArray(what + " found " + QByteArray::number(int(verdict.difference->kind))).constData());
        QCOMPARE(verdict.difference->sourceTopic, std::string("orders"));
        QCOMPARE(verdict.difference->sourcePartition.value(), partition);
        if (expected != Kind::Order)
            QCOMPARE(verdict.difference->sourceOffset->value(), std::int64_t(offset));
        if (expected == Kind::Timestamp || expected == Kind::Value)
            QCOMPARE(verdict.difference->offset->value(), good[at].offset);
    }
    f.log->tamper([&good](std::vector<FakeRecord> &records) { records = good; });
    const Verdict last = *f.verify().verdict;
    QCOMPARE(last.kind, Verdict::Kind::Pass);
    QCOMPARE(last.hash, control.hash);
}

void TestVerify::timesOfTheTargetAreNoFault()
{
    ReplayFixture f(fullRecords());
    f.log->isLogAppend = true;
    QVERIFY(f.start().complete);
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Pass);
    f.log->tamper([](auto &records) { records[77].value = "other"; });
    QCOMPARE(f.verify().verdict->difference->kind, Kind::Value);
}

void TestVerify::otherRecordsAreNoFault()
{
    for (const Mode mode : {Mode::VerifiedOnce, Mode::AtLeastOnce}) {
        ReplayFixture f(fullRecords());
        f.plan.mode = mode;
        int seen = 0;
        f.log->append({0, 0, 1, "before", "us"});
        f.log->refusal = [&](const Domain::OutgoingRecord &) -> std::optional<Domain::Error> {
            if (++seen % 100 == 0)
                f.log->append({seen % 3, 0, 1, "between", "us"});
            return std::nullopt;
        };
        QVERIFY(f.start().complete);
        f.log->append({1, 0, 1, "behind", "us"});
        const Verdict verdict = *f.verify().verdict;
        QCOMPARE(verdict.kind, Verdict::Kind::Pass);
        QCOMPARE(verdict.found, std::uint64_t(3 * perPartition));
    }
}

/// A client that does not know that its batch was written writes it again.
void TestVerify::copiesAreCounted()
{
    ReplayFixture f(fullRecords());
    f.plan.mode = Mode::AtLeastOnce;
    int seen = 0;
    f.log->refusal = [&](const Domain::OutgoingRecord &r) -> std::optional<Domain::Error> {
        if (++seen % 100 != 0)
            return std::nullopt;
        FakeRecord copy{r.partition->value(), 0, *r.timestampMs, std::string(*r.key), std::string(*r.value)};
        for (const Domain::Header &h : r.headers)
            copy.headers.emplace_back(std::string(h.name), h.value ? std::optional(std::string(*h.value)) : std::nullopt);
        f.log->append(copy);
        f.log->append({r.partition->value(), 0, 1, "somebody", "else"});
        return std::nullopt;
    };
    QVERIFY(f.start().complete);
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Pass);
    QCOMPARE(verdict.found, std::uint64_t(3 * perPartition));
    QCOMPARE(verdict.doubled, std::uint64_t(3 * perPartition / 100));
}

void TestVerify::orderIsTold()
{
    ReplayFixture f(fullRecords());
    f.plan.mode = Mode::AtLeastOnce;
    f.log->swapAt = 300;
    QVERIFY(f.start().complete);
    f.log->tamper([](auto &records) { std::sort(records.begin(), records.end(), [](const FakeRecord &a, const FakeRecord &b) { return a.offset < b.offset; }); });
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Fail);
    QCOMPARE(verdict.difference->kind, Kind::Order);
    QCOMPARE(verdict.difference->sourceOffset->value(), std::int64_t(300));
    QCOMPARE(verdict.difference->partition.value(), 0);
}

void TestVerify::foreignRecordUnderOurName()
{
    ReplayFixture f(fullRecords());
    QVERIFY(f.start().complete);
    f.log->append({1, 0, 1, "k", "v", {{std::string(runHeader), f.runId}, {std::string(sourceHeader), "orders/1/999999"}}});
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Fail);
    QCOMPARE(verdict.difference->kind, Kind::Foreign);
    QCOMPARE(verdict.difference->partition.value(), 1);
}

void TestVerify::brokenProvenance()
{
    for (const std::string place : {"", "orders", "orders/1", "orders/x/1", "orders/1/1x", "/1/1", "1/1/", "nothing/0/1"}) {
        ReplayFixture f(TestSupport::fakeRecords(3, 20));
        QVERIFY(f.start().complete);
        f.log->tamper([&](auto &records) { records[5].headers.back().second = place; });
        const Verdict verdict = *f.verify().verdict;
        QCOMPARE(verdict.kind, Verdict::Kind::Fail);
        QCOMPARE(verdict.difference->kind, Kind::Lost); // what stands there is no record of this run
    }
}

void TestVerify::retention_data()
{
    findsPlantedFaults_data();
}

void TestVerify::retention()
{
    QFETCH(int, mode);
    ReplayFixture f(fullRecords());
    f.plan.mode = Mode(mode);
    QVERIFY(f.start().complete);
    f.log->removeBelow(1, 400);
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Incomplete);
    QCOMPARE(verdict.removed, std::uint64_t(400));
    QCOMPARE(verdict.found, std::uint64_t(3 * perPartition - 400));
    QVERIFY(!verdict.difference);
}

void TestVerify::compaction()
{
    ReplayFixture f(fullRecords());
    QVERIFY(f.start().complete);
    f.log->tamper([](auto &records) { records.erase(records.begin() + 100, records.begin() + 110); });
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Fail);
    Domain::TopicFacts facts;
    facts.isCompacted = true;
    f.log->script()->setTopicFacts("target", facts);
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Incomplete);
    QCOMPARE(verdict.removed, std::uint64_t(10));
}

void TestVerify::faultBesideRetention()
{
    for (const Mode mode : {Mode::VerifiedOnce, Mode::AtLeastOnce}) {
        ReplayFixture f(fullRecords());
        f.plan.mode = mode;
        QVERIFY(f.start().complete);
        f.log->removeBelow(1, 400);
        f.log->tamper([](auto &records) { records.back().key = "other"; });
        const Verdict verdict = *f.verify().verdict;
        QCOMPARE(verdict.kind, Verdict::Kind::Fail);
        QCOMPARE(verdict.difference->kind, Kind::Key);
    }
}

void TestVerify::topicGone()
{
    ReplayFixture f(fullRecords());
    QVERIFY(f.start().complete);
    f.log->script()->setSnapshot({});
    const RunStatus status = f.verify();
    QCOMPARE(status.verdict->kind, Verdict::Kind::Incomplete);
    QCOMPARE(status.verdict->error->code, Domain::ErrorCode::UnknownTopic);
}

void TestVerify::stopIsQuick()
{
    ReplayFixture f(fullRecords());
    QVERIFY(f.start().complete);
    f.log->script()->hold(); // the cluster answers nothing
    RunBoard board;
    std::stop_source stop;
    std::jthread verifying([&] { verifyRun(*f.source, *f.target, f.runId, f.folder(), board, stop.get_token()); });
    QTRY_COMPARE(board.status().state, RunState::Verifying);
    QElapsedTimer timer;
    timer.start();
    stop.request_stop();
    verifying.join();
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(board.status().error->code, Domain::ErrorCode::Cancelled);
    QVERIFY(!board.status().verdict);
    f.log->script()->release();
}

QTEST_GUILESS_MAIN(TestVerify)
#include "tst_verify.moc"
