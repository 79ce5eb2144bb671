// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "storerows.h"

#include "store/roworder.h"
#include "store/rowset.h"

#include <QTest>

#include <array>
#include <numeric>
#include <random>
#include <set>

using namespace Store;
using namespace StoreTest;

namespace {

/// One row as a test compares it.
struct SeenRow
{
    std::uint16_t topic = 0;
    int partition = 0;
    std::int64_t offset = 0;
    std::int64_t time = 0; ///< of a gap: of its successor
    bool isGap = false;
    bool isLate = false;
    auto key(RowSorting sorting) const { return std::tuple(sorting == RowSorting::Time ? time : 0, topic, partition, offset); }
    bool operator==(const SeenRow &o) const { return key(RowSorting::Time) == o.key(RowSorting::Time) && isGap == o.isGap && isLate == o.isLate; }
};

constexpr std::int64_t Never = std::numeric_limits<std::int64_t>::max();

/// Logs of several partitions, as a reader would hand them over.
class Logs
{
public:
    explicit Logs(std::uint64_t seed) : m_random(seed), m_isOrdered(seed % 2) {}

    void write(Domain::RecordSink &sink, int count)
    {
        for (int i = 0; i < count; ++i) {
            const auto topic = static_cast<std::uint16_t>(m_random() % 2);
            const int partition = static_cast<int>(m_random() % 3 == 0 ? 70'000 : m_random() % 5);
            std::int64_t &next = m_next[{topic, partition}];
            if (m_random() % 6 == 0) {
                sink.gap({topic, Domain::PartitionId(partition), Domain::Offset(next), Domain::Offset(next + 5), Domain::GapReason::Hole, false});
                rows.push_back({topic, partition, next, Never, true});
                next += 5;
                continue;
            }
            OwnedRecord record = plainRecord(next, 10, partition);
            record.topic = topic;
            std::int64_t &time = m_time[{topic, partition}];
            time = m_isOrdered ? time + static_cast<std::int64_t>(m_random() % 3) : static_cast<std::int64_t>(m_random() % 1000);
            record.timestamp.ms = !m_isOrdered && m_random() % 100 == 0 ? static_cast<std::int64_t>(m_random()) : time;
            put(sink, record);
            rows.push_back({topic, partition, next++, record.timestamp.ms, false});
        }
        sink.publish();
    }

    std::vector<SeenRow> sorted(RowSorting sorting) const
    {
        std::vector<SeenRow> all = rows;
        std::ranges::sort(all, {}, [](const SeenRow &r) { return std::tuple(r.topic, r.partition, r.offset); });
        if (sorting == RowSorting::Offset)
            return all;
        std::map<std::pair<std::uint16_t, int>, std::int64_t> greatest;
        for (SeenRow &row : all)
            if (!row.isGap) {
                const auto [it, isNew] = greatest.try_emplace({row.topic, row.partition}, row.time);
                row.isLate = row.time < it->second;
                it->second = std::max(it->second, row.time);
            }
        for (std::size_t i = all.size(); i-- > 0;)
            if (all[i].isGap && i + 1 < all.size() && all[i + 1].topic == all[i].topic && all[i + 1].partition == all[i].partition)
                all[i].time = all[i + 1].time;
        // Stable: what is equal in time stays by topic, partition, offset.
        std::ranges::stable_sort(all, {}, [](const SeenRow &r) { return std::pair(r.isGap && r.time == Never, r.time); });
        return all;
    }

    std::vector<SeenRow> rows;

private:
    std::mt19937_64 m_random;
    bool m_isOrdered;
    std::map<std::pair<std::uint16_t, int>, std::int64_t> m_next;
    std::map<std::pair<std::uint16_t, int>, std::int64_t> m_time;
};

template<typename List>
std::vector<SeenRow> seen(const StoreSnapshot &snapshot, const List &rows, RowSorting sorting, const RowSet &late = {})
{
    std::vector<SeenRow> all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RowColumns c;
        if (!snapshot.columns(rows[i], c))
            return {};
        all.push_back({c.topic, c.partition.value(), c.offset.value(), c.isGap ? Never : c.timestamp.ms, c.isGap, late.contains(rows[i])});
    }
    for (std::size_t i = all.size(); sorting == RowSorting::Time && i-- > 0;)
        if (all[i].isGap && i + 1 < all.size() && all[i + 1].topic == all[i].topic && all[i + 1].partition == all[i].partition)
            all[i].time = all[i + 1].time;
    return all;
}

} // namespace

class TestRowOrder : public QObject
{
    Q_OBJECT

private slots:
    void equalsANaiveSort();
    void threadsMakeNoDifference();
    void manyRowsEqualANaiveSort_data();
    void manyRowsEqualANaiveSort();
    void offsetsMayComeInAnyOrder();
    void rowsReadBackwardAreTurned();
    void whatComesLaterIsMergedIn();
    void listsGrowAndShrinkAtBothEnds();
    void viewsStayAsTheyWere();
    void endsWhenAskedTo();
};

void TestRowOrder::equalsANaiveSort()
{
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        RecordStore store(64 * MiB);
        const auto writer = store.openWriter(false);
        Logs logs(seed);
        logs.write(*writer, seed < 4 ? static_cast<int>(seed) : 2000);
        const std::vector<Run> runs = store.takeNewRuns();
        const StoreSnapshot snapshot = store.snapshot();
        const OrderedRows byTime = orderByTime(snapshot, runs);
        QCOMPARE(byTime.rows.size(), logs.rows.size());
        RowSet late;
        late.insert(byTime.late);
        QCOMPARE(seen(snapshot, byTime.rows, RowSorting::Time, late), logs.sorted(RowSorting::Time));
        QCOMPARE(seen(snapshot, orderByOffset(snapshot, runs).rows, RowSorting::Offset), logs.sorted(RowSorting::Offset));
    }
}

void TestRowOrder::threadsMakeNoDifference()
{
    for (std::uint64_t seed = 0; seed < 2; ++seed) {
        RecordStore store(256 * MiB);
        const auto writer = store.openWriter(false);
        Logs logs(seed);
        logs.write(*writer, 300'000);
        const std::vector<Run> runs = store.takeNewRuns();
        const OrderedRows one = orderByTime(store.snapshot(), runs);
        const OrderedRows three = orderByTime(store.snapshot(), runs, {}, 3);
        QVERIFY(!one.rows.empty());
        QVERIFY(one.rows == three.rows);
        QCOMPARE(one.trailingGaps, three.trailingGaps);
        QVERIFY(one.late == three.late);
    }
}

void TestRowOrder::manyRowsEqualANaiveSort_data()
{
    QTest::addColumn<quint64>("span");
    QTest::addColumn<int>("oddOneIn");
    QTest::addColumn<int>("threads");
    for (const int threads : {1, 3}) {
        QTest::addRow("a day, %d threads", threads) << quint64(86'400'000) << 0 << threads;
        QTest::addRow("ten years, %d threads", threads) << quint64(315'360'000'000) << 0 << threads;
        QTest::addRow("all at once, %d threads", threads) << quint64(1) << 0 << threads;
        QTest::addRow("some without a time, %d threads", threads) << quint64(100'000) << 50'000 << threads;
    }
}

/// So many that they go through buckets, and through buckets of buckets where times are far from even.
void TestRowOrder::manyRowsEqualANaiveSort()
{
    QFETCH(quint64, span);
    QFETCH(int, oddOneIn);
    QFETCH(int, threads);
    RecordStore store(256 * MiB);
    const auto writer = store.openWriter(false);
    std::mt19937_64 random(5);
    std::vector<SeenRow> expected;
    std::array<std::int64_t, 7> greatest;
    greatest.fill(std::numeric_limits<std::int64_t>::min());
    for (int i = 0; i < 400'000; ++i) {
        const int partition = i % 7;
        OwnedRecord record = plainRecord(i / 7, 4, partition);
        record.timestamp.ms = oddOneIn > 0 && i % oddOneIn == 1 ? -1 : 1'767'322'800'000 + static_cast<std::int64_t>(random() % span);
        put(*writer, record);
        std::int64_t &latest = greatest[static_cast<std::size_t>(partition)];
        expected.push_back({0, partition, i / 7, record.timestamp.ms, false, record.timestamp.ms < latest});
        latest = std::max(latest, record.timestamp.ms);
    }
    writer->publish();
    std::ranges::sort(expected, {}, [](const SeenRow &row) { return row.key(RowSorting::Time); });
    const std::vector<Run> runs = store.takeNewRuns();
    const OrderedRows byTime = orderByTime(store.snapshot(), runs, {}, static_cast<unsigned>(threads));
    QVERIFY(seen(store.snapshot(), byTime.rows, RowSorting::Time, byTime.late) == expected);
}

/// One partition forward, one backward, one in no order: as they are after several reads.
void TestRowOrder::offsetsMayComeInAnyOrder()
{
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    std::mt19937_64 random(9);
    std::vector<std::int64_t> shuffled(300);
    std::iota(shuffled.begin(), shuffled.end(), 0);
    std::ranges::shuffle(shuffled, random);
    std::vector<SeenRow> expected;
    for (std::int64_t i = 0; i < 300; ++i)
        for (int partition = 0; partition < 3; ++partition) {
            const std::int64_t offset = partition == 0 ? i : partition == 1 ? 299 - i : shuffled[static_cast<std::size_t>(i)];
            OwnedRecord record = plainRecord(offset, 4, partition);
            record.timestamp.ms = static_cast<std::int64_t>(random() % 200);
            put(*writer, record);
            expected.push_back({0, partition, offset, record.timestamp.ms});
        }
    writer->publish();
    std::ranges::sort(expected, {}, [](const SeenRow &row) { return row.key(RowSorting::Offset); });
    for (std::size_t i = 0; i < expected.size(); ++i)
        for (std::size_t before = i - i % 300; before < i && !expected[i].isLate; ++before)
            expected[i].isLate = expected[i].time < expected[before].time;
    const std::vector<Run> runs = store.takeNewRuns();
    const StoreSnapshot snapshot = store.snapshot();
    const OrderedRows byOffset = orderByOffset(snapshot, runs);
    const OrderedRows byTime = orderByTime(snapshot, runs);
    const std::vector<SeenRow> rows = seen(snapshot, byOffset.rows, RowSorting::Offset, byTime.late);
    QVERIFY(rows == expected);
    std::ranges::sort(expected, {}, [](const SeenRow &row) { return row.key(RowSorting::Time); });
    QVERIFY(seen(snapshot, byTime.rows, RowSorting::Time, byTime.late) == expected);
}

void TestRowOrder::rowsReadBackwardAreTurned()
{
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    for (std::int64_t offset = 99; offset >= 0; --offset)
        for (int partition = 0; partition < 3; ++partition)
            put(*writer, plainRecord(offset, 5, partition));
    writer->publish();
    const std::vector<Run> runs = store.takeNewRuns();
    const OrderedRows byTime = orderByTime(store.snapshot(), runs);
    QVERIFY(byTime.late.isEmpty());
    const std::vector<SeenRow> rows = seen(store.snapshot(), byTime.rows, RowSorting::Time);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QCOMPARE(rows[i].offset, static_cast<std::int64_t>(i / 3));
        QCOMPARE(rows[i].partition, static_cast<int>(i % 3));
    }
}

/// As RecordRows does it, tick by tick.
void TestRowOrder::whatComesLaterIsMergedIn()
{
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const RowSorting sorting = seed % 4 < 2 ? RowSorting::Time : RowSorting::Offset;
        RecordStore store(64 * MiB);
        const auto writer = store.openWriter(false);
        Logs logs(seed);
        std::mt19937_64 random(seed);
        RowIds list;
        RowSet late;
        TimeMaxima maxima;
        std::uint64_t trailing = 0;
        for (int tick = 0; tick < 20; ++tick) {
            logs.write(*writer, static_cast<int>(random() % 60));
            const std::vector<Run> runs = store.takeNewRuns();
            const StoreSnapshot snapshot = store.snapshot();
            std::vector<RowId> rows = list.part(list.size() - trailing);
            list.dropBack(trailing);
            const std::vector<RowId> fresh = rowsOf(runs);
            rows.insert(rows.end(), fresh.begin(), fresh.end());
            OrderedRows ordered = sortRows(snapshot, sorting, std::move(rows), std::move(maxima));
            const std::uint64_t place = placeIn(snapshot, sorting, list, 0, ordered.rows);
            RowIds merged = list.beginning(place);
            merged.append(mergeRows(snapshot, sorting, list.part(place), ordered.rows));
            list = std::move(merged);
            trailing = ordered.trailingGaps;
            maxima = std::move(ordered.maxima);
            late.insert(ordered.late);
            QCOMPARE(seen(snapshot, list, sorting, late), logs.sorted(sorting));
        }
    }
}

void TestRowOrder::listsGrowAndShrinkAtBothEnds()
{
    std::mt19937_64 random(3);
    RowIds list;
    std::deque<RowId> expected;
    RowId next = 0;
    for (int step = 0; step < 300; ++step) {
        std::vector<RowId> ids(random() % (step % 10 ? 3000 : 200'000));
        for (RowId &id : ids)
            id = next++;
        const std::uint64_t less = random() % (expected.size() / 2 + 1);
        switch (random() % 4) {
        case 0:
            list.append(ids);
            expected.insert(expected.end(), ids.begin(), ids.end());
            break;
        case 1:
            list.prepend(ids);
            expected.insert(expected.begin(), ids.begin(), ids.end());
            break;
        case 2:
            list.dropFront(less);
            expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(less));
            break;
        default:
            list.dropBack(less);
            expected.erase(expected.end() - static_cast<std::ptrdiff_t>(less), expected.end());
        }
        QCOMPARE(list.size(), std::uint64_t(expected.size()));
        QVERIFY(std::ranges::equal(list.part(0), expected));
        if (!expected.empty())
            QCOMPARE(list[expected.size() / 2], expected[expected.size() / 2]);
    }
}

void TestRowOrder::viewsStayAsTheyWere()
{
    RowIds list(std::vector<RowId>(100'000, 1));
    const RowIds view = list.view();
    RowIds beginning = list.beginning(70'000);
    beginning.append(std::vector<RowId>(50'000, 2));
    list.dropBack(60'000);
    list.append(std::vector<RowId>(60'000, 3));
    list.dropFront(20'000);
    list.prepend(std::vector<RowId>(20'000, 4));
    const std::vector<RowId> ids = view.part(0);
    QCOMPARE(ids, std::vector<RowId>(100'000, 1));
    QCOMPARE(beginning[69'999], RowId(1));
    QCOMPARE(beginning[70'000], RowId(2));
    QCOMPARE(list[0], RowId(4));
    QCOMPARE(list[39'999], RowId(1));
    QCOMPARE(list[40'000], RowId(3));
}

void TestRowOrder::endsWhenAskedTo()
{
    RecordStore store(64 * MiB);
    const auto writer = store.openWriter(false);
    Logs logs(1);
    logs.write(*writer, 1000);
    const std::vector<Run> runs = store.takeNewRuns();
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(orderByTime(store.snapshot(), runs, stop.get_token()).rows.empty());
}

QTEST_GUILESS_MAIN(TestRowOrder)
#include "tst_roworder.moc"
