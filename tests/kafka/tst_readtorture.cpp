// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "mockbroker.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

using namespace KafkaTest;
using namespace std::chrono_literals;
using Domain::ReadPlan;

namespace {

constexpr int sources = 200;
constexpr int atATime = 12;
/// 1 ms is the aim; the rest is for busy machines and for sanitizers. Whoever waits for a thread here waits longer.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr double longestClose = 500;
#else
constexpr double longestClose = 20;
#endif

std::size_t entriesOf(const char *folder)
{
    std::error_code error;
    const auto entries = std::filesystem::directory_iterator(folder, error);
    return std::size_t(std::distance(std::filesystem::begin(entries), std::filesystem::end(entries)));
}

std::size_t threadCount()
{
    return entriesOf("/proc/self/task");
}

std::size_t openFiles()
{
    return entriesOf("/proc/self/fd");
}

class CountingSink : public Domain::RecordSink
{
public:
    explicit CountingSink(std::shared_ptr<std::atomic<int>> living) : m_living(std::move(living)) { ++*m_living; }
    ~CountingSink() override { --*m_living; }
    void record(const Domain::Record &record) override { m_bytes += record.payloadSize(); }
    void gap(const Domain::Gap &gap) override { m_bytes += std::size_t(gap.span().value()); }
    void publish() override {}

private:
    std::shared_ptr<std::atomic<int>> m_living;
    std::size_t m_bytes = 0;
};

} // namespace

/// Many reads, opened and closed at random moments, while records come in and leaders move.
class TestReadTorture : public QObject
{
    Q_OBJECT

private slots:
    void nothingHangsAndNothingLeaks()
    {
        const unsigned seed = std::random_device()();
        qInfo("seed %u", seed); // for doing the same again
        std::mt19937 random(seed);
        const auto upTo = [&](int n) { return int(random() % unsigned(n)); };

        MockBroker broker(3);
        broker.createTopic("t", 6);
        for (int p = 0; p < 6; ++p)
            broker.produceNumbers("t", p, 0, 2000, 200);

        auto reaper = std::make_shared<Kafka::ThreadReaper>();
        const auto living = std::make_shared<std::atomic<int>>(0);
        const std::size_t threadsBefore = threadCount();
        const std::size_t filesBefore = openFiles();

        std::atomic<bool> enough = false;
        std::thread load([&] {
            std::mt19937 own(seed + 1);
            for (int i = 0; !enough; ++i) {
                broker.produceNumbers("t", i % 6, 0, 100, 500);
                if (i % 4 == 0)
                    rd_kafka_mock_partition_set_leader(broker.cluster(), "t", int(own() % 6), 1 + int(own() % 3));
            }
        });

        std::vector<std::unique_ptr<Domain::RecordSource>> open;
        std::vector<double> milliseconds;
        const auto close = [&](std::size_t index) {
            const auto begin = std::chrono::steady_clock::now();
            open[index].reset();
            milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
            open.erase(open.begin() + std::ptrdiff_t(index));
        };
        std::mutex pauseMutex;
        std::condition_variable never;
        const auto moment = [&](int microseconds) { // closes fall into every phase of a read: this is no wait for anything
            std::unique_lock lock(pauseMutex);
            never.wait_for(lock, std::chrono::microseconds(microseconds));
        };

        for (int i = 0; i < sources; ++i) {
            ReadPlan plan{.topics = {"t"}};
            if (upTo(2))
                plan.until = Domain::UntilLive{};
            if (upTo(3) == 0)
                plan.from = Domain::Tail{upTo(500)};
            if (upTo(4) == 0)
                plan.limit = std::uint64_t(upTo(3000));
            open.push_back(Kafka::startRead(contextFor(broker.bootstrap(), reaper), plan, [living] { return std::make_unique<CountingSink>(living); }));
            moment(upTo(20'000));
            Domain::RecordSource &some = *open[std::size_t(upTo(int(open.size())))];
            switch (upTo(5)) {
            case 0: some.pause(); break;
            case 1: some.resume(); break;
            case 2: some.stop(); break;
            default: (void)some.status(); break;
            }
            while (open.size() > atATime || (!open.empty() && upTo(3) == 0))
                close(std::size_t(upTo(int(open.size()))));
        }
        while (!open.empty())
            close(0);
        enough = true;
        load.join();

        QCOMPARE(milliseconds.size(), std::size_t(sources));
        QTRY_VERIFY_WITH_TIMEOUT(reaper->living().empty(), 60'000);
        QVERIFY(reaper->finish(10s).empty()); // joins: only then are the threads gone for the system, too
        QCOMPARE(living->load(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(threadCount(), threadsBefore, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(openFiles() <= filesBefore + 6, 20'000); // the mock closes its side of dead connections when it gets to it

        std::sort(milliseconds.begin(), milliseconds.end());
        qInfo("closing: median %.3f ms, worst %.3f ms", milliseconds[milliseconds.size() / 2], milliseconds.back());
        QVERIFY2(milliseconds.back() < longestClose, "closing must not wait for anything");
    }
};

QTEST_GUILESS_MAIN(TestReadTorture)
#include "tst_readtorture.moc"
