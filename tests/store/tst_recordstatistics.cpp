// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordingfixture.h"

#include "store/recordstatistics.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace RecordingTest;
using Store::RecordStatistics;

namespace {

/// Into statistics, as a reading thread would.
class IntoStatistics final : public Domain::RecordSink
{
public:
    explicit IntoStatistics(RecordStatistics &to) : m_to(to) {}
    void record(const Domain::Record &record) override { m_to.add(record); }
    void gap(const Domain::Gap &gap) override { m_to.add(gap); }
    void publish() override {}

private:
    RecordStatistics &m_to;
};

std::uint64_t sizeOf(const Kept &record)
{
    std::uint64_t size = (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
    for (const auto &[name, value] : record.headers)
        size += name.size() + (value ? value->size() : 0);
    return size;
}

} // namespace

/// Statistics in one pass against counting the slow way.
class TestRecordStatistics : public QObject
{
    Q_OBJECT
private slots:
    void partitionsAgainstCounting()
    {
        const std::vector<Kept> records = hostileRecords(5, 2, 3, 400);
        const auto statistics = std::make_unique<RecordStatistics>();
        IntoStatistics sink(*statistics);
        for (const Kept &record : records)
            record.into(sink);
        struct Naive
        {
            std::uint64_t records = 0, bytes = 0, nullKeys = 0, nullValues = 0, backward = 0, missing = 0;
            std::optional<std::int64_t> newest;
        };
        std::map<Domain::TopicPartition, Naive> naive;
        std::map<std::int64_t, std::uint64_t> hours;
        std::vector<std::uint64_t> sizes;
        std::set<std::string> keys;
        std::map<std::pair<int, std::string>, std::set<int>> places;
        for (const Kept &record : records) {
            Naive &n = naive[{record.topic, PartitionId(record.partition)}];
            ++n.records;
            n.bytes += sizeOf(record);
            n.nullKeys += !record.key;
            n.nullValues += !record.value;
            n.missing += record.missingBefore;
            sizes.push_back(sizeOf(record));
            if (record.key) {
                keys.insert(*record.key);
                places[{record.topic, *record.key}].insert(record.partition);
            }
            if (record.timestamp.type == Domain::TimestampType::None)
                continue;
            n.backward += n.newest && record.timestamp.ms < *n.newest;
            n.newest = std::max(n.newest.value_or(record.timestamp.ms), record.timestamp.ms);
            ++hours[static_cast<std::int64_t>(std::floor(static_cast<long double>(record.timestamp.ms) / 3'600'000))];
        }
        QCOMPARE(statistics->partitions().size(), naive.size());
        for (const auto &[place, n] : naive) {
            const RecordStatistics::Partition &p = statistics->partitions().at(place);
            QCOMPARE(p.records, n.records);
            QCOMPARE(p.bytes(), n.bytes);
            QCOMPARE(p.nullKeys, n.nullKeys);
            QCOMPARE(p.nullValues, n.nullValues);
            QCOMPARE(p.backward, n.backward);
            QCOMPARE(p.gapOffsets[1], n.missing);
        }
        QVERIFY(statistics->hours() == hours);
        QCOMPARE(statistics->total().records, std::uint64_t(records.size()));
        const auto wandering = std::count_if(places.begin(), places.end(), [](const auto &entry) { return entry.second.size() > 1; });
        QCOMPARE(statistics->wanderingKeys(), std::uint64_t(wandering));
        QVERIFY(std::abs(double(statistics->distinctKeys()) - double(keys.size())) <= 0.03 * double(keys.size()) + 1);
        std::sort(sizes.begin(), sizes.end());
        for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const std::uint64_t exact = sizes[static_cast<std::size_t>(std::ceil(share * double(sizes.size()))) - 1];
            const std::uint64_t got = statistics->sizes().percentile(share);
            QVERIFY2(got >= exact && double(got) <= double(exact) * 1.032 + 1, qPrintable(QStringLiteral("%1: %2 for %3").arg(share).arg(got).arg(exact)));
        }
    }

    void distinctKeysOfEverySize()
    {
        for (const int n : {0, 1, 10, 1000, 40'000, 300'000}) {
            Store::DistinctCount count;
            std::mt19937_64 random(static_cast<unsigned>(n));
            for (int i = 0; i < n; ++i) {
                const std::uint64_t hash = random();
                count.add(hash);
                count.add(hash); // seen again it is no other
            }
            QVERIFY2(std::abs(double(count.estimate()) - n) <= 0.03 * n, qPrintable(QStringLiteral("%1 for %2").arg(count.estimate()).arg(n)));
        }
    }

    void hotKeysAreFoundAmongMany()
    {
        Store::HotKeys hot(100);
        std::mt19937 random(3);
        std::uint64_t truly = 0;
        for (int i = 0; i < 200'000; ++i) {
            const bool isHot = random() % 20 == 0;
            truly += isHot;
            const std::string key = isHot ? "hot" : "cold-" + std::to_string(random() % 50'000);
            hot.add(std::hash<std::string>()(key), key);
        }
        const auto top = hot.top(3);
        QCOMPARE(top.size(), std::size_t(3));
        QCOMPARE(top[0].bytes, std::string("hot"));
        QVERIFY(top[0].count >= truly && top[0].count - top[0].tooMany <= truly);
        QVERIFY(top[0].count >= top[1].count && top[1].count >= top[2].count);
    }

    void fewKeysAreCountedExactly()
    {
        Store::HotKeys hot;
        for (int i = 0; i < 10; ++i)
            for (int n = 0; n <= i; ++n)
                hot.add(static_cast<std::uint64_t>(i), std::to_string(i));
        const auto top = hot.top(100);
        QCOMPARE(top.size(), std::size_t(10));
        QCOMPARE(top[0].bytes, std::string("9"));
        QCOMPARE(top[0].count, std::uint64_t(10));
        QCOMPARE(top[0].tooMany, std::uint64_t(0));
    }

    void timesFromEverywhereStayBounded()
    {
        const auto statistics = std::make_unique<RecordStatistics>();
        IntoStatistics sink(*statistics);
        for (std::int64_t i = 0; i < 30'000; ++i)
            Kept{.offset = i, .timestamp = {i * 3'600'000, Domain::TimestampType::Create}}.into(sink);
        QCOMPARE(statistics->hours().size(), RecordStatistics::maxHours);
        QCOMPARE(statistics->beyondHours(), std::uint64_t(10'000));
        Kept{.offset = 30'000, .timestamp = {std::numeric_limits<std::int64_t>::min(), Domain::TimestampType::Create}}.into(sink);
        QCOMPARE(statistics->total().backward, std::uint64_t(1));
        QCOMPARE(statistics->total().mostBackwardMs, std::numeric_limits<std::int64_t>::max());
        Kept{.offset = 30'001}.into(sink);
        QCOMPARE(statistics->undated(), std::uint64_t(1));
    }

    void gapsByReason()
    {
        RecordStatistics statistics;
        statistics.add(Domain::Gap{.from = Offset(0), .to = Offset(10), .reason = Domain::GapReason::Retention});
        statistics.add(Domain::Gap{.partition = PartitionId(1), .from = Offset(5), .to = Offset(6), .reason = Domain::GapReason::Refused});
        QCOMPARE(statistics.total().gapOffsets, (std::array<std::uint64_t, 4>{10, 0, 1, 0}));
    }

    void largeSizes()
    {
        Store::SizeHistogram sizes;
        for (const std::uint64_t size : {std::uint64_t(0), std::uint64_t(63), std::uint64_t(64), std::uint64_t(100'000'000), ~std::uint64_t(0)})
            sizes.add(size);
        QCOMPARE(sizes.percentile(0.2), std::uint64_t(0));
        QCOMPARE(sizes.percentile(0.4), std::uint64_t(63));
        QCOMPARE(sizes.percentile(1), ~std::uint64_t(0));
        QCOMPARE(Store::SizeHistogram().percentile(0.5), std::uint64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestRecordStatistics)
#include "tst_recordstatistics.moc"
