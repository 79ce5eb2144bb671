// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "searchfixture.h"

#include "search/matchingsink.h"

#include <QtTest>

#include <mutex>
#include <thread>

using namespace Search;
using namespace SearchTest;

namespace {

/// What has reached the inner sinks of all threads.
struct Kept
{
    std::mutex mutex;
    std::vector<Domain::Offset> records;
    std::vector<Domain::Gap> gaps;
    int published = 0;
    bool hasRoom = true;
};

class KeepingSink final : public Domain::RecordSink
{
public:
    explicit KeepingSink(std::shared_ptr<Kept> kept) : m_kept(std::move(kept)) {}
    void record(const Domain::Record &record) override
    {
        const std::lock_guard lock(m_kept->mutex);
        m_kept->records.push_back(record.offset);
    }
    void gap(const Domain::Gap &gap) override
    {
        const std::lock_guard lock(m_kept->mutex);
        m_kept->gaps.push_back(gap);
    }
    void publish() override
    {
        const std::lock_guard lock(m_kept->mutex);
        ++m_kept->published;
    }
    bool hasRoom() const override { return m_kept->hasRoom; }

private:
    std::shared_ptr<Kept> m_kept;
};

struct Scan
{
    explicit Scan(ScanWish wish)
    {
        wish.topics = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"orders"});
        factory = matchingSinks(std::move(wish), counters, [kept = kept] { return std::make_unique<KeepingSink>(kept); });
    }
    std::shared_ptr<Kept> kept = std::make_shared<Kept>();
    std::shared_ptr<ScanCounters> counters = std::make_shared<ScanCounters>();
    Domain::RecordSinkFactory factory;
};

/// As a reading thread does. False: the sink is full.
bool hand(Domain::RecordSink &sink, std::int64_t offset, const std::string &value)
{
    OwnedRecord record = keyed("key", value);
    record.offset = Domain::Offset(offset);
    record.partition = Domain::PartitionId(3);
    std::vector<Domain::Header> headers;
    if (sink.wants(record.borrow(headers)))
        sink.record(record.borrow(headers));
    return !sink.isFull();
}

} // namespace

class TestMatchingSink : public QObject
{
    Q_OBJECT
private slots:
    void passesOnMatchesOnly();
    void countsFollowWithPublish();
    void gapsAreKeptWhereAsked();
    void roomIsTheInnerSinks();
    void errorsAreCountedAndNoMatches();
    void errorsTakeNoWantedMatch();
    void onlySoManyFailuresAreNoted();
    void endsAtTheWantedNumber();
    void theFirstOnesOfThePlansOrder();
    void theNumberIsExactInSeveralThreads();
};

void TestMatchingSink::passesOnMatchesOnly()
{
    Scan scan({.filter = filterOf(textSpec("hit"))});
    const auto sink = scan.factory();
    QVERIFY(hand(*sink, 1, "a hit"));
    QVERIFY(hand(*sink, 2, "miss"));
    QVERIFY(hand(*sink, 3, "HIT"));
    QCOMPARE(scan.kept->records, (std::vector<Domain::Offset>{Domain::Offset(1), Domain::Offset(3)}));
}

void TestMatchingSink::countsFollowWithPublish()
{
    Scan scan({.filter = filterOf(textSpec("hit"))});
    auto sink = scan.factory();
    hand(*sink, 1, "a hit");
    hand(*sink, 2, "miss");
    sink->publish();
    QCOMPARE(scan.kept->published, 1);
    QCOMPARE(scan.counters->totals().scanned, 2);
    QCOMPARE(scan.counters->totals().matched, 1);
    QCOMPARE(scan.counters->totals().bytesScanned, 15);
    hand(*sink, 3, "a hit");
    sink.reset();
    QCOMPARE(scan.counters->totals().scanned, 3);
    QCOMPARE(scan.counters->totals().matched, 2);
    QCOMPARE(scan.counters->totals().errors, 0);
}

void TestMatchingSink::gapsAreKeptWhereAsked()
{
    const Domain::Gap gap{.from = Domain::Offset(1), .to = Domain::Offset(5)};
    for (const bool keep : {true, false}) {
        Scan scan({.filter = filterOf(textSpec("hit")), .keepGaps = keep});
        const auto sink = scan.factory();
        sink->gap(gap);
        QCOMPARE(scan.kept->gaps.size(), keep ? 1 : 0);
        sink->publish();
        QCOMPARE(scan.counters->totals().scanned, 0);
    }
}

void TestMatchingSink::roomIsTheInnerSinks()
{
    Scan scan({.filter = filterOf(textSpec("hit"))});
    const auto sink = scan.factory();
    QVERIFY(sink->hasRoom());
    scan.kept->hasRoom = false;
    QVERIFY(!sink->hasRoom());
    QVERIFY(!sink->isFull());
}

void TestMatchingSink::errorsAreCountedAndNoMatches()
{
    Scan scan({.filter = filterOf(regexSpec("(a+)+[bc]"))});
    const auto sink = scan.factory();
    hand(*sink, 7, std::string(3'000, 'a') + "db");
    hand(*sink, 8, "ab");
    sink->publish();
    QCOMPARE(scan.counters->totals().errors, 1);
    QCOMPARE(scan.counters->totals().matched, 1);
    QCOMPARE(scan.kept->records, std::vector<Domain::Offset>{Domain::Offset(8)});
    const auto failures = scan.counters->failures();
    QCOMPARE(failures.size(), 1);
    QCOMPARE(failures[0].offset, Domain::Offset(7));
    QCOMPARE(failures[0].partition, Domain::PartitionId(3));
    QCOMPARE(failures[0].problem, std::string("match limit reached"));
}

void TestMatchingSink::errorsTakeNoWantedMatch()
{
    Scan scan({.filter = filterOf(regexSpec("(a+)+[bc]")), .maxMatches = 2});
    const auto sink = scan.factory();
    QVERIFY(hand(*sink, 6, "ab"));
    QVERIFY(hand(*sink, 7, std::string(3'000, 'a') + "db"));
    QVERIFY(!hand(*sink, 8, "ab"));
    sink->publish();
    QCOMPARE(scan.kept->records, (std::vector<Domain::Offset>{Domain::Offset(6), Domain::Offset(8)}));
    QCOMPARE(scan.counters->totals().matched, 2);
    QCOMPARE(scan.counters->totals().errors, 1);
}

void TestMatchingSink::onlySoManyFailuresAreNoted()
{
    ScanCounters counters;
    for (std::size_t i = 0; i < 2 * ScanCounters::maxFailures; ++i)
        counters.note({.offset = Domain::Offset(static_cast<std::int64_t>(i))});
    QCOMPARE(counters.failures().size(), ScanCounters::maxFailures);
    QCOMPARE(counters.failures().back().offset, Domain::Offset(ScanCounters::maxFailures - 1));
}

void TestMatchingSink::endsAtTheWantedNumber()
{
    Scan scan({.filter = filterOf(textSpec("hit")), .maxMatches = 2});
    const auto sink = scan.factory();
    QVERIFY(hand(*sink, 1, "hit"));
    QVERIFY(!hand(*sink, 2, "hit"));
    QVERIFY(!hand(*sink, 3, "hit"));
    QVERIFY(!hand(*sink, 4, "miss"));
    sink->publish();
    QCOMPARE(scan.kept->records.size(), 2);
    QCOMPARE(scan.counters->totals().matched, 2);
    QCOMPARE(scan.counters->totals().scanned, 2); // what came after was not looked at

    Scan none({.filter = filterOf(textSpec("hit")), .maxMatches = 0});
    QVERIFY(none.factory()->isFull());
}

/// A plan in record time or newest first asks about many records before it hands over the first.
void TestMatchingSink::theFirstOnesOfThePlansOrder()
{
    Scan scan({.filter = filterOf(textSpec("hit")), .maxMatches = 2});
    const auto sink = scan.factory();
    OwnedRecord record = keyed(std::nullopt, "hit");
    std::vector<Domain::Header> headers;
    for (int offset = 1; offset <= 5; ++offset) {
        record.offset = Domain::Offset(offset);
        QVERIFY(sink->wants(record.borrow(headers)));
        QVERIFY(!sink->isFull());
    }
    for (int offset = 5; offset >= 1; --offset) {
        record.offset = Domain::Offset(offset);
        sink->record(record.borrow(headers));
    }
    QCOMPARE(scan.kept->records, (std::vector<Domain::Offset>{Domain::Offset(5), Domain::Offset(4)}));
    QCOMPARE(scan.counters->totals().matched, 2);
}

void TestMatchingSink::theNumberIsExactInSeveralThreads()
{
    constexpr std::uint64_t wanted = 10'007;
    for (const std::optional<std::uint64_t> most : {std::optional<std::uint64_t>(wanted), std::optional<std::uint64_t>()}) {
        Scan scan({.filter = filterOf(textSpec("hit")), .maxMatches = most});
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&scan] {
                    const auto sink = scan.factory();
                    for (int i = 0; i < 20'000; ++i) {
                        const bool goesOn = hand(*sink, i, i % 2 ? "hit" : "miss");
                        if (i % 100 == 0)
                            sink->publish();
                        if (!goesOn)
                            break;
                    }
                });
            }
        }
        QCOMPARE(scan.kept->records.size(), most.value_or(40'000));
        QCOMPARE(scan.counters->totals().matched, most.value_or(40'000));
        if (!most)
            QCOMPARE(scan.counters->totals().scanned, 80'000);
    }
}

QTEST_GUILESS_MAIN(TestMatchingSink)
#include "tst_matchingsink.moc"
