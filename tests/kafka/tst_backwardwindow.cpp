// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/backwardwindow.h"
#include "kafka/partitionreader.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>

using namespace Domain;
using Kafka::BackwardWindow;
using Kafka::HeldRow;
using Kafka::PartitionReader;

namespace {

/// A partition: times by offset; what is not there is a hole.
using Log = std::map<std::int64_t, std::int64_t>;

struct Outcome
{
    std::vector<HeldRow> rows;
    std::map<std::int64_t, int> asked; ///< how often the sink was asked, by offset
    int windows = 0;
    std::uint64_t read = 0;
};

template<typename Wanted>
Outcome readBack(const Log &log, const Domain::PartitionRange &range, bool isByTime, const BackwardWindow::Limits &limits, std::size_t size, Wanted wanted)
{
    const std::string value(size, 'x');
    Outcome outcome;
    BackwardWindow window(range, isByTime, limits);
    while (!window.isDone()) {
        ++outcome.windows;
        const Offset from = window.openWindow();
        PartitionReader reader(range.place);
        reader.begin({.place = range.place, .asked = from, .begin = from, .end = window.top()}, UntilEnd{});
        const auto passGaps = [&] {
            for (const Gap &gap : reader.takeGaps())
                window.gap(gap);
        };
        for (auto at = log.lower_bound(from.value()); at != log.end() && !reader.isOver(); ++at) {
            const Timestamp time{at->second, TimestampType::Create};
            const auto verdict = reader.record(Offset(at->first), time, std::numeric_limits<std::int64_t>::max());
            passGaps();
            if (verdict != PartitionReader::Verdict::Deliver)
                continue;
            ++outcome.read;
            Record record{.partition = range.place.partition, .offset = Offset(at->first), .timestamp = time, .value = value};
            std::optional<bool> wish = window.knownWish(record.offset);
            if (!wish) {
                ++outcome.asked[at->first];
                wish = wanted(at->first);
            }
            window.record(record, *wish);
        }
        reader.endOfLog(*range.end);
        passGaps();
        for (HeldRow &row : window.closeWindow())
            outcome.rows.push_back(std::move(row));
    }
    return outcome;
}

Domain::PartitionRange rangeOf(std::int64_t begin, std::int64_t end)
{
    return {.place = {.partition = PartitionId(3)}, .asked = Offset(begin), .begin = Offset(begin), .end = Offset(end)};
}

/// "" when the rows, from the last to the first, cover [begin, end) offset by offset; a gap stands right before its successor.
std::string uncovered(const std::vector<HeldRow> &rows, std::int64_t begin, std::int64_t end)
{
    std::int64_t next = begin;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        for (const Gap &gap : row->gaps) {
            if (gap.from.value() != next)
                return "gap from " + std::to_string(gap.from.value()) + " instead of " + std::to_string(next);
            next = gap.to.value();
        }
        if (!row->record)
            continue;
        if (row->record->offset.value() != next)
            return "record " + std::to_string(row->record->offset.value()) + " instead of " + std::to_string(next);
        ++next;
    }
    return next == end ? std::string() : "ends at " + std::to_string(next);
}

const auto everything = [](std::int64_t) { return true; };

} // namespace

class TestBackwardWindow : public QObject
{
    Q_OBJECT

private slots:
    void coversEveryOffsetOnce_data()
    {
        QTest::addColumn<int>("windowBytes");
        QTest::addColumn<int>("heldBytes");
        QTest::newRow("in one window") << 1'000'000'000 << 1'000'000'000;
        QTest::newRow("in small windows") << 3'000 << 1'000'000'000;
        QTest::newRow("in windows that hold too much") << 1'000'000'000 << 20'000;
        QTest::newRow("with room for a record only") << 1'000'000'000 << 1;
    }
    void coversEveryOffsetOnce()
    {
        QFETCH(int, windowBytes);
        QFETCH(int, heldBytes);
        const BackwardWindow::Limits limits{.windowBytes = windowBytes, .heldBytes = std::size_t(heldBytes)};
        for (unsigned seed = 0; seed < 60; ++seed) {
            std::mt19937 random(seed);
            const std::int64_t begin = std::int64_t(random() % 100);
            const std::int64_t end = begin + std::int64_t(random() % 4000);
            Log log;
            for (std::int64_t at = 0; at < end + 50; ++at) { // it goes on behind the end
                if (random() % 40 == 0)
                    at += std::int64_t(random() % (seed % 2 ? 2 : 1500));
                log[at] = at;
            }
            const Outcome outcome = readBack(log, rangeOf(begin, end), true, limits, 100, everything);
            QCOMPARE(uncovered(outcome.rows, begin, end), std::string());
            std::set<std::int64_t> there;
            for (auto at = log.lower_bound(begin); at != log.lower_bound(end); ++at)
                there.insert(at->first);
            std::set<std::int64_t> given;
            for (const HeldRow &row : outcome.rows)
                if (row.record)
                    given.insert(row.record->offset.value());
            QVERIFY(given == there);
            for (const auto &[offset, times] : outcome.asked)
                QCOMPARE(times, 1);
            for (const HeldRow &row : outcome.rows)
                for (const Gap &gap : row.gaps)
                    QVERIFY2(log.lower_bound(gap.from.value()) == log.lower_bound(gap.to.value()), "a gap with a record in it");
        }
    }

    void givesOnlyWhatIsWanted()
    {
        Log log;
        for (std::int64_t at = 0; at < 10'000; ++at)
            log[at] = at;
        const auto wanted = [](std::int64_t offset) { return offset % 7 == 3; };
        const Outcome outcome = readBack(log, rangeOf(0, 10'000), true, {.windowBytes = 50'000, .heldBytes = 10'000}, 50, wanted);
        std::vector<std::int64_t> offsets;
        for (const HeldRow &row : outcome.rows)
            offsets.push_back(row.record->offset.value());
        std::vector<std::int64_t> expected;
        for (std::int64_t at = 9'999; at >= 0; --at)
            if (wanted(at))
                expected.push_back(at);
        QVERIFY(offsets == expected);
        QCOMPARE(outcome.asked.size(), std::size_t(10'000));
        for (const auto &[offset, times] : outcome.asked)
            QCOMPARE(times, 1);
    }

    void windowsGrowAndHolesAreLeaptOver()
    {
        const Log log{{5, 5}, {1'000'000'000'000, 7}};
        const Outcome outcome = readBack(log, rangeOf(0, 1'000'000'000'001), true, {}, 10, everything);
        QCOMPARE(uncovered(outcome.rows, 0, 1'000'000'000'001), std::string());
        QCOMPARE(outcome.rows.size(), std::size_t(2));
        QVERIFY2(outcome.windows < 20, qPrintable(QString::number(outcome.windows)));
    }

    void windowsStaySmallWhereRecordsAreLarge()
    {
        Log log;
        for (std::int64_t at = 0; at < 5'000; ++at)
            log[at] = at;
        const Outcome outcome = readBack(log, rangeOf(0, 5'000), true, {.windowBytes = 1 << 20, .heldBytes = 2 << 20}, 100'000, everything);
        QCOMPARE(uncovered(outcome.rows, 0, 5'000), std::string());
        QVERIFY2(outcome.read < 10'000, "too much was read again");
    }

    void keysNeverRise()
    {
        std::mt19937 random(5);
        Log log;
        for (std::int64_t at = 0; at < 3'000; ++at)
            log[at] = at * 10 + std::int64_t(random() % 200); // runs backward now and then
        const auto wanted = [](std::int64_t offset) { return offset % 3 != 0; };
        const Outcome outcome = readBack(log, rangeOf(0, 3'000), true, {.windowBytes = 5'000}, 20, wanted);
        std::int64_t least = std::numeric_limits<std::int64_t>::max(); // of all from there on, wanted or not
        std::int64_t above = 3'000;
        for (const HeldRow &row : outcome.rows) {
            for (; above > row.record->offset.value(); --above)
                least = std::min(least, log.at(above - 1));
            QCOMPARE(row.key, least);
            QCOMPARE(row.isLate, row.record->timestamp.ms > least);
        }
    }

    void whatRetentionRemovedComesLast()
    {
        Log log;
        for (std::int64_t at = 40; at < 100; ++at)
            log[at] = at;
        Domain::PartitionRange range = rangeOf(10, 100);
        range.begin = Offset(40);
        range.gap = Gap{.partition = PartitionId(3), .from = Offset(10), .to = Offset(40), .reason = GapReason::Retention};
        const Outcome outcome = readBack(log, range, true, {.windowBytes = 1'000}, 20, everything);
        QCOMPARE(uncovered(outcome.rows, 10, 100), std::string());
        QCOMPARE(outcome.rows.back().gaps.size(), std::size_t(1));
        QCOMPARE(int(outcome.rows.back().gaps[0].reason), int(GapReason::Retention));
    }

    void anEmptyRangeIsDoneAtOnce()
    {
        BackwardWindow window(rangeOf(7, 7), true, {});
        window.openWindow();
        QVERIFY(window.closeWindow().empty());
        QVERIFY(window.isDone());
    }
};

QTEST_GUILESS_MAIN(TestBackwardWindow)
#include "tst_backwardwindow.moc"
