// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "searchfixture.h"

#include "search/filterrows.h"
#include "store/chunkscan.h"
#include "store/recordstore.h"

#include <QtTest>

#include <atomic>
#include <functional>
#include <random>
#include <thread>

using namespace Search;
using namespace SearchTest;

namespace {

constexpr std::size_t MiB = std::size_t(1) << 20;

/// What was written, by row id; gaps are not in it.
struct Written
{
    Store::RecordStore store{std::size_t(1) << 30};
    std::vector<Store::Run> runs;
    std::vector<std::pair<Store::RowId, OwnedRecord>> records;
    std::vector<OwnedRecord> folded = {}; ///< the same in lower case
    std::shared_ptr<const std::vector<std::string>> topics = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"orders", "payments"});
};

/// Of a and b alone, often as long as 'a' is as a number: lengths and marks of the framing then look like text.
std::optional<std::string> trickyBytes(std::mt19937 &random)
{
    const auto kind = random() % 16;
    if (kind == 0)
        return std::nullopt;
    if (kind == 1)
        return std::string();
    std::string text(kind < 6 ? 97 + random() % 2 : random() % 8, 'a');
    for (char &c : text)
        c = "aabB"[random() % 4];
    return text;
}

OwnedRecord trickyRecord(std::mt19937 &random, std::int64_t offset)
{
    OwnedRecord record = keyed(trickyBytes(random), trickyBytes(random));
    record.topic = static_cast<std::uint16_t>(random() % 2);
    record.partition = Domain::PartitionId(static_cast<std::int32_t>(random() % 3));
    record.offset = Domain::Offset(random() % 50 ? offset : static_cast<std::int64_t>(random()) << 32);
    record.timestamp = {random() % 50 ? 1'767'322'800'000 : static_cast<std::int64_t>(random()) << 20, Domain::TimestampType::Create};
    for (auto headers = random() % 4 ? 0 : random() % 3; headers > 0; --headers)
        record.headers.emplace_back(trickyBytes(random).value_or(std::string()), trickyBytes(random));
    return record;
}

std::string folded(std::string text)
{
    for (char &c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return text;
}

OwnedRecord folded(OwnedRecord record)
{
    const auto fold = [](const std::optional<std::string> &text) { return text ? std::optional(folded(*text)) : std::nullopt; };
    record.key = fold(record.key);
    record.value = fold(record.value);
    for (auto &[name, value] : record.headers) {
        name = folded(name);
        value = fold(value);
    }
    return record;
}

void write(Domain::RecordSink &sink, std::vector<OwnedRecord> &written, std::mt19937 &random, int count, const std::function<OwnedRecord(std::int64_t)> &make)
{
    std::vector<Domain::Header> headers;
    std::int64_t offset = 0;
    for (int i = 0; i < count; ++i) {
        if (random() % 10 == 0) {
            const std::int64_t from = offset;
            offset += random() % 3 ? 97 : 24'929; // 'a', or "aa" the other way round
            const auto partition = Domain::PartitionId(static_cast<std::int32_t>(random() % 3));
            sink.gap({static_cast<std::uint16_t>(random() % 2), partition, Domain::Offset(from), Domain::Offset(offset), Domain::GapReason::Hole, random() % 2 == 0});
        }
        written.push_back(make(offset++));
        sink.record(written.back().borrow(headers));
    }
}

/// Several sinks, each with several chunks or a huge value now and then.
void fill(Written &to, unsigned seed, int small, int large)
{
    std::mt19937 random(seed);
    std::vector<std::vector<OwnedRecord>> written(2);
    for (auto &records : written) {
        const auto sink = to.store.openWriter(false);
        write(*sink, records, random, small, [&random](std::int64_t offset) { return trickyRecord(random, offset); });
        write(*sink, records, random, large, [&random](std::int64_t offset) {
            OwnedRecord record = trickyRecord(random, offset);
            record.value = std::string(random() % 3 ? MiB * 3 / 4 : MiB + 100, 'x') + record.value.value_or("null");
            return record;
        });
        write(*sink, records, random, small, [&random](std::int64_t offset) { return trickyRecord(random, offset); });
    }
    to.runs = to.store.takeNewRuns();
    // Which row is which: the slots of a writer are in its order.
    const Store::StoreSnapshot snapshot = to.store.snapshot();
    std::vector<Domain::Header> headers;
    Store::Row row;
    std::vector<std::size_t> next(written.size(), 0);
    for (const Store::Run &run : to.runs) {
        for (std::uint32_t i = run.first; i < run.first + run.count; ++i) {
            QVERIFY(snapshot.read(run, i, row, headers));
            if (row.isGap)
                continue;
            bool known = false;
            for (std::size_t w = 0; w < written.size() && !known; ++w) {
                known = next[w] < written[w].size() && sameRecord(written[w][next[w]], row);
                if (known)
                    to.records.emplace_back(Store::rowId(run.slot, i), written[w][next[w]++]);
            }
            QVERIFY(known);
        }
    }
    QCOMPARE(to.records.size(), written[0].size() + written[1].size());
    for (const auto &[id, record] : to.records)
        to.folded.push_back(folded(record));
}

/// Text without any of the tricks.
bool holds(const OwnedRecord &record, const std::string &needle, std::uint8_t parts)
{
    const auto in = [&needle](const std::optional<std::string> &text) { return text && text->find(needle) != std::string::npos; };
    bool found = (parts & KeyPart && in(record.key)) || (parts & ValuePart && in(record.value));
    for (const auto &[name, value] : record.headers)
        found = found || (parts & HeaderPart && (in(name) || in(value)));
    return found;
}

bool sameRows(const FilteredRows &a, const FilteredRows &b)
{
    return a.matches == b.matches && a.errors == b.errors && a.firstProblem == b.firstProblem && a.tested == b.tested;
}

} // namespace

class TestFilterRows : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { fill(m_written, 7, 8'000, 36); }
    void textEqualsANaiveLoop();
    void patternsEqualANaiveLoop();
    void partsOfRuns();
    void errorsAreRows();
    void inSeveralThreads();
    void stops();
    void lostRunsAreNothing();
    void whatIsWrittenMeanwhileIsNotLookedAt();
    void scanKnowsItsRows();

private:
    Written m_written;
};

void TestFilterRows::textEqualsANaiveLoop()
{
    const Store::StoreSnapshot snapshot = m_written.store.snapshot();
    QVERIFY(m_written.runs.size() >= 4);
    int compared = 0;
    for (const char *needle : {"a", "aab", "aba", "bb", "Bb", "aaa", "x", "null", "abBaabBa", "Q", "aaaaaaaa"}) {
        for (const std::uint8_t parts : {KeyPart + 0, ValuePart + 0, HeaderPart + 0, KeyPart | ValuePart, allParts + 0}) {
            for (const bool sensitive : {true, false}) {
                const FilterSpec spec = textSpec(needle, parts, sensitive ? CaseRule::Sensitive : CaseRule::Insensitive);
                const FilteredRows rows = filterRows(*filterOf(spec), m_written.topics, snapshot, m_written.runs);
                std::vector<Store::RowId> expected;
                for (std::size_t i = 0; i < m_written.records.size(); ++i) {
                    const auto &[id, record] = m_written.records[i];
                    if (sensitive ? holds(record, needle, parts) : holds(m_written.folded[i], folded(std::string(needle)), parts))
                        expected.push_back(id);
                }
                QCOMPARE(rows.matches, expected);
                QVERIFY(rows.errors.empty());
                QCOMPARE(rows.tested, m_written.records.size());
                compared += expected.empty() ? 0 : 1;
            }
        }
    }
    QVERIFY(compared > 60);
}

void TestFilterRows::patternsEqualANaiveLoop()
{
    const Store::StoreSnapshot snapshot = m_written.store.snapshot();
    FilterSpec word = textSpec("aab");
    word.wholeWord = true;
    for (const FilterSpec &spec : {regexSpec("aab.B"), regexSpec("^a"), regexSpec("a$", KeyPart), regexSpec("(a|b)bB?aa", HeaderPart), regexSpec(""),
                                   regexSpec("^$", ValuePart), regexSpec("xn[u]"), regexSpec("\\bbaa"), word, textSpec("ä"), textSpec("")}) {
        const auto filter = filterOf(spec);
        std::vector<Store::RowId> expected;
        for (const auto &[id, record] : m_written.records)
            if (verdict(*filter, record) == Verdict::Match)
                expected.push_back(id);
        const FilteredRows rows = filterRows(*filter, m_written.topics, snapshot, m_written.runs);
        QCOMPARE(rows.matches, expected);
        QCOMPARE(rows.tested, m_written.records.size());
    }
}

void TestFilterRows::partsOfRuns()
{
    const Store::StoreSnapshot snapshot = m_written.store.snapshot();
    const auto filter = filterOf(textSpec("aab"));
    std::mt19937 random(3);
    FilteredRows sum;
    for (const Store::Run &run : m_written.runs) {
        for (std::uint32_t done = 0; done < run.count;) {
            const std::uint32_t count = std::min<std::uint32_t>(run.count - done, 1 + random() % 50);
            const Store::Run part{run.slot, run.first + done, count, run.generation, 0};
            const FilteredRows rows = filterRows(*filter, m_written.topics, snapshot, {&part, 1});
            sum.matches.insert(sum.matches.end(), rows.matches.begin(), rows.matches.end());
            sum.tested += rows.tested;
            done += count;
        }
    }
    QVERIFY(sameRows(sum, filterRows(*filter, m_written.topics, snapshot, m_written.runs)));
}

void TestFilterRows::errorsAreRows()
{
    Written written;
    {
        const auto sink = written.store.openWriter(false);
        std::vector<Domain::Header> headers;
        for (int i = 0; i < 6; ++i)
            sink->record(keyed(std::nullopt, std::string(3'000, 'a') + (i % 2 ? "c" : "d") + "b").borrow(headers));
    }
    written.runs = written.store.takeNewRuns();
    for (const char *pattern : {"(a+)+[bc]", "(a+)+c", "(a+)+[bc]b"}) { // with and without a literal that has to be there
        const FilteredRows rows = filterRows(*filterOf(regexSpec(pattern)), written.topics, written.store.snapshot(), written.runs);
        QCOMPARE(rows.tested, 6);
        QCOMPARE(rows.matches.size(), 3);
        const bool literalIsMissing = std::string_view(pattern) == "(a+)+c"; // then it is a miss for sure
        QCOMPARE(rows.errors, literalIsMissing ? std::vector<Store::RowId>() : (std::vector<Store::RowId>{0, 2, 4}));
        QCOMPARE(rows.firstProblem, literalIsMissing ? std::string() : std::string("match limit reached"));
    }
}

void TestFilterRows::inSeveralThreads()
{
    const Store::StoreSnapshot snapshot = m_written.store.snapshot();
    for (const FilterSpec &spec : {textSpec("aab"), textSpec(""), regexSpec("a.b"), textSpec("no such")}) {
        const auto filter = filterOf(spec);
        const FilteredRows one = filterRows(*filter, m_written.topics, snapshot, m_written.runs);
        std::vector<FilteredRows> found(4);
        {
            std::vector<std::jthread> threads;
            for (FilteredRows &rows : found)
                threads.emplace_back([&] { rows = filterRows(*filter, m_written.topics, snapshot, m_written.runs); });
        }
        for (const FilteredRows &rows : found)
            QVERIFY(sameRows(rows, one));
        QVERIFY(sameRows(filterRows(*filter, m_written.topics, snapshot, {}), FilteredRows()));
    }
}

void TestFilterRows::stops()
{
    const Store::StoreSnapshot snapshot = m_written.store.snapshot();
    std::stop_source stop;
    stop.request_stop();
    for (const FilterSpec &spec : {textSpec("a"), regexSpec("^a")})
        QCOMPARE(filterRows(*filterOf(spec), m_written.topics, snapshot, m_written.runs, stop.get_token()).tested, 0);
    // In the middle: what is there is a beginning of the whole.
    const auto filter = filterOf(regexSpec("(a+)+[bc]"));
    const FilteredRows all = filterRows(*filterOf(regexSpec("a+[bc]")), m_written.topics, snapshot, m_written.runs);
    std::stop_source later;
    std::jthread stopper([&later] { later.request_stop(); });
    const FilteredRows some = filterRows(*filter, m_written.topics, snapshot, m_written.runs, later.get_token());
    QVERIFY(some.tested <= all.tested);
}

void TestFilterRows::lostRunsAreNothing()
{
    Store::Run run = m_written.runs.front();
    run.generation += 1;
    const FilteredRows rows = filterRows(*filterOf(textSpec("a")), m_written.topics, m_written.store.snapshot(), {&run, 1});
    QVERIFY(sameRows(rows, FilteredRows()));
    QVERIFY(sameRows(filterRows(*filterOf(textSpec("a")), m_written.topics, Store::StoreSnapshot(), m_written.runs), FilteredRows()));
}

/// ThreadSanitizer's business: a sweep ends where publishing has ended.
void TestFilterRows::whatIsWrittenMeanwhileIsNotLookedAt()
{
    Store::RecordStore store(std::size_t(1) << 30);
    std::atomic<bool> enough = false;
    std::jthread writer([&] {
        const auto sink = store.openWriter(false);
        std::vector<Domain::Header> headers;
        std::mt19937 random(5);
        for (int i = 0; !enough; ++i) {
            sink->record(keyed("key", "needle " + std::string(random() % 200, 'x')).borrow(headers));
            if (i % 7 == 0)
                sink->publish();
        }
    });
    const auto filter = filterOf(textSpec("needle"));
    const auto topics = std::make_shared<const std::vector<std::string>>();
    std::vector<Store::Run> runs;
    std::uint64_t records = 0;
    while (records < 20'000) {
        const std::vector<Store::Run> fresh = store.takeNewRuns();
        runs.insert(runs.end(), fresh.begin(), fresh.end());
        records = store.recordCount();
        const FilteredRows rows = filterRows(*filter, topics, store.snapshot(), fresh);
        std::uint64_t count = 0;
        for (const Store::Run &run : fresh)
            count += run.records();
        QCOMPARE(rows.matches.size(), count);
    }
    enough = true;
}

void TestFilterRows::scanKnowsItsRows()
{
    const Store::StoreSnapshot snapshot = m_written.store.snapshot();
    std::vector<Domain::Header> headers;
    Store::Row row;
    std::uint32_t outside = 0;
    for (const Store::Run &run : m_written.runs) {
        const auto scan = Store::ChunkScan::of(snapshot, run);
        QVERIFY(scan);
        QCOMPARE(scan->end() - scan->first(), run.count);
        QCOMPARE(scan->count().gaps, run.gaps);
        outside += scan->count().outside;
        for (std::uint32_t i = scan->first(); i < scan->end(); ++i) {
            if (scan->bytes(i, i + 1).empty())
                continue; // neither key nor value nor headers
            scan->read(i, row, headers, Store::StoreSnapshot::AllHeaders);
            QCOMPARE(scan->isGap(i), row.isGap);
            const std::string_view bytes = scan->bytes(i, i + 1);
            QCOMPARE(scan->rowAt(bytes.data() + bytes.size() - 1, scan->first()), i);
            QCOMPARE(scan->rowAt(bytes.data(), i), i);
            if (i + 1 < scan->end())
                QVERIFY(bytes.data() + bytes.size() == scan->begin(i + 1) || bytes.data() + bytes.size() + 1 == scan->begin(i + 1));
            if (!row.isGap && !scan->isOutside(i) && row.record.value)
                QVERIFY(row.record.value->data() >= bytes.data() && row.record.value->data() + row.record.value->size() <= bytes.data() + bytes.size());
        }
    }
    QVERIFY(outside > 10);
}

QTEST_GUILESS_MAIN(TestFilterRows)
#include "tst_filterrows.moc"
