// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/handover.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>

using Session::Handover;

namespace {

/// An owner as sessions are: the Handover is its last member.
class Owner : public QObject
{
public:
    explicit Owner(std::atomic<int> *arrivals) : m_arrivals(arrivals), m_handover(this) {}
    ~Owner() override { m_magic = 0; }
    void arrive()
    {
        if (m_magic != alive || QThread::currentThread() != thread())
            qFatal("called when dead, or in the wrong thread");
        ++*m_arrivals;
    }
    Handover::Handle handle() const { return m_handover.handle(); }

private:
    static constexpr int alive = 0x600d;
    int m_magic = alive;
    std::atomic<int> *m_arrivals;
    Handover m_handover;
};

} // namespace

class TestHandover : public QObject
{
    Q_OBJECT

private slots:
    void runsInTheOwnersThread()
    {
        std::atomic<int> arrivals = 0;
        Owner owner(&arrivals);
        std::thread([handle = owner.handle(), &owner] { QVERIFY(handle.post([&owner] { owner.arrive(); })); }).join();
        QCOMPARE(arrivals.load(), 0); // never inside post()
        QTRY_COMPARE(arrivals.load(), 1);
    }

    void keepsTheOrderOfOneThread()
    {
        QObject context;
        Handover handover(&context);
        std::vector<int> order;
        std::thread([handle = handover.handle(), &order] {
            for (int i = 0; i < 100; ++i)
                handle.post([&order, i] { order.push_back(i); });
        }).join();
        QTRY_COMPARE(order.size(), 100u);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void refusesWhenTheOwnerIsGone()
    {
        std::atomic<int> arrivals = 0;
        auto owner = std::make_unique<Owner>(&arrivals);
        const Handover::Handle handle = owner->handle();
        owner.reset();
        bool posted = true;
        std::thread([&] { posted = handle.post([&] { ++arrivals; }); }).join();
        QVERIFY(!posted);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(arrivals.load(), 0);
    }

    void dropsWhatWasPostedWhenTheHandoverGoesBeforeItsObject()
    {
        QObject context;
        auto handover = std::make_unique<Handover>(&context);
        int calls = 0;
        QVERIFY(handover->handle().post([&calls] { ++calls; }));
        handover.reset(); // the object lives on and its events are still delivered
        QVERIFY(QMetaObject::invokeMethod(&context, [&calls] { calls += 100; }, Qt::QueuedConnection));
        QTRY_COMPARE(calls, 100);
    }

    void movesWhatItCarries()
    {
        QObject context;
        Handover handover(&context);
        auto value = std::make_shared<int>(42);
        int got = 0;
        handover.handle().post([value = std::move(value), &got]() mutable { got = *std::exchange(value, nullptr); });
        QTRY_COMPARE(got, 42);
    }

    void survivesDeathAtAnyMoment()
    {
        std::atomic<int> arrivals = 0;
        std::atomic<int> posted = 0;
        for (int round = 0; round < 200; ++round) {
            auto owner = std::make_unique<Owner>(&arrivals);
            Owner *raw = owner.get();
            std::vector<std::jthread> workers;
            for (int i = 0; i < 3; ++i)
                workers.emplace_back([handle = owner->handle(), raw, &posted](const std::stop_token &stop) {
                    while (handle.post([raw] { raw->arrive(); }) && !stop.stop_requested())
                        ++posted;
                });
            if (round % 2 == 0) {
                const int before = arrivals;
                QTRY_VERIFY(arrivals > before);
            }
            owner.reset();
            // Every worker has seen it: post() refuses, and they end by themselves.
        }
        QVERIFY(posted > 0);
    }
};

QTEST_GUILESS_MAIN(TestHandover)
#include "tst_handover.moc"
