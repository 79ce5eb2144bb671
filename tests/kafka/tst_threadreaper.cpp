// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/connectgate.h"
#include "kafka/threadreaper.h"

#include <QElapsedTimer>
#include <QTest>

#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace std::chrono_literals;
using Kafka::ConnectGate;

namespace {

/// Sleeps until it is stopped.
void waitForStop(const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any condition;
    std::unique_lock lock(mutex);
    condition.wait(lock, stop, [] { return false; });
}

} // namespace

class ThreadReaperTest : public QObject
{
    Q_OBJECT

private slots:
    void threadsHaveNameAndNiceness()
    {
        const int own = getpriority(PRIO_PROCESS, 0); // not 0 where somebody runs the tests with "nice"
        Kafka::ThreadReaper reaper;
        std::atomic<int> niceness = -100;
        std::atomic<bool> isNamed = false;
        const auto ticket = reaper.spawn("a-name-longer-than-fifteen", own + 3, [&](const std::stop_token &) {
            char name[16] = {};
            pthread_getname_np(pthread_self(), name, sizeof name);
            isNamed = std::string(name) == "a-name-longer-t";
            niceness = getpriority(PRIO_PROCESS, 0);
        });
        QTRY_COMPARE(niceness.load(), std::min(own + 3, 19));
        QVERIFY(isNamed);
        QCOMPARE(getpriority(PRIO_PROCESS, 0), own);
    }

    void aDroppedTicketStops()
    {
        Kafka::ThreadReaper reaper;
        std::atomic<bool> ended = false;
        {
            const auto ticket = reaper.spawn("t", 0, [&](const std::stop_token &stop) {
                waitForStop(stop);
                ended = true;
            });
            QCOMPARE(reaper.living(), std::vector<std::string>{"t"});
        }
        QTRY_VERIFY(ended);
        QTRY_VERIFY(reaper.living().empty());
    }

    void whatABodyOwnsGoesWithIt()
    {
        Kafka::ThreadReaper reaper;
        const auto owned = std::make_shared<int>();
        auto ticket = reaper.spawn("t", 0, [owned](const std::stop_token &) {});
        QTRY_VERIFY(reaper.living().empty());
        QCOMPARE(owned.use_count(), 1l);
    }

    void finishNamesTheLiving()
    {
        auto reaper = std::make_unique<Kafka::ThreadReaper>();
        const auto release = std::make_shared<std::stop_source>();
        const auto ended = std::make_shared<std::atomic<bool>>(false);
        auto stubborn = reaper->spawn("stubborn", 0, [release, ended](const std::stop_token &) {
            waitForStop(release->get_token());
            *ended = true;
        });
        auto obedient = reaper->spawn("obedient", 0, [](const std::stop_token &stop) { waitForStop(stop); });
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(reaper->finish(300ms), std::vector<std::string>{"stubborn"});
        QVERIFY(timer.elapsed() >= 290 && timer.elapsed() < 2000);
        release->request_stop();
        QTRY_VERIFY(ended->load());
        QCOMPARE(reaper->finish(3s), std::vector<std::string>());
    }

    void theLastOwnerMayBeAThreadOfIts()
    {
        std::atomic<bool> ended = false;
        Kafka::ThreadTicket ticket;
        {
            auto reaper = std::make_shared<Kafka::ThreadReaper>();
            ticket = reaper->spawn("owner", 0, [reaper, &ended](const std::stop_token &stop) mutable {
                waitForStop(stop);
                reaper.reset();
                ended = true;
            });
        }
        QElapsedTimer timer;
        timer.start();
        ticket.requestStop();
        QTRY_VERIFY(ended);
        QVERIFY(timer.elapsed() < 2000);
    }

    void theGateOpensOnce()
    {
        ConnectGate gate;
        const std::stop_source never;
        QCOMPARE(int(gate.wait(never.get_token(), 1ms)), int(ConnectGate::State::Waiting));
        gate.setTrouble(Domain::Error{.code = Domain::ErrorCode::ConnectionRefused});
        QCOMPARE(int(gate.error()->code), int(Domain::ErrorCode::ConnectionRefused));
        gate.open();
        QVERIFY(!gate.error());
        QCOMPARE(int(gate.wait(never.get_token(), 1ms)), int(ConnectGate::State::Open));
        gate.refuse({.code = Domain::ErrorCode::AuthenticationFailed});
        gate.refuse({.code = Domain::ErrorCode::Internal});
        gate.open();
        QCOMPARE(int(gate.state()), int(ConnectGate::State::Refused));
        QCOMPARE(int(gate.error()->code), int(Domain::ErrorCode::AuthenticationFailed));
    }

    void theGateLetsGoWhenStopped()
    {
        const auto gate = std::make_shared<ConnectGate>();
        Kafka::ThreadReaper reaper;
        auto ticket = reaper.spawn("waits", 0, [gate](const std::stop_token &stop) { gate->wait(stop, 1h); });
        QCOMPARE(reaper.finish(3s), std::vector<std::string>());
    }
};

QTEST_GUILESS_MAIN(ThreadReaperTest)
#include "tst_threadreaper.moc"
