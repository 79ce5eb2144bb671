// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/writelock.h"

#include <QTest>

#include <atomic>
#include <thread>

using Domain::ConnectionProfile;
using Domain::Environment;
using Domain::ErrorCode;
using Domain::WriteLock;
using namespace std::chrono_literals;

/// Which connection may be written to, and when.
class WriteLockTest final : public QObject
{
    Q_OBJECT

    static ConnectionProfile profile(Environment environment, bool isReadOnly = false)
    {
        ConnectionProfile profile;
        profile.name = "orders";
        profile.environment = environment;
        profile.readOnly = isReadOnly;
        return profile;
    }

private slots:
    void developmentIsOpen()
    {
        for (const Environment environment : {Environment::Development, Environment::Staging}) {
            const WriteLock lock(profile(environment));
            QVERIFY(lock.mayWrite() && lock.check().ok());
            QVERIFY(!lock.unlockedUntil());
        }
    }
    void aReadOnlyMarkIsASwitch()
    {
        WriteLock lock(profile(Environment::Development, true));
        QCOMPARE(lock.reason(), WriteLock::Reason::ReadOnly);
        QVERIFY(lock.unlock({}));
        QVERIFY(lock.mayWrite());
        QVERIFY(!lock.unlockedUntil());
        lock.lock();
        QCOMPARE(lock.reason(), WriteLock::Reason::ReadOnly);
    }
    void whatIsOpenCanBeClosed()
    {
        WriteLock lock(profile(Environment::Staging));
        lock.lock();
        QCOMPARE(lock.reason(), WriteLock::Reason::ReadOnly);
        QVERIFY(lock.unlock({}));
        QVERIFY(lock.mayWrite());
    }
    void productionWantsItsName_data()
    {
        QTest::addColumn<bool>("isReadOnly");
        QTest::newRow("marked read-only") << true;
        QTest::newRow("not marked") << false;
    }
    void productionWantsItsName()
    {
        QFETCH(bool, isReadOnly);
        WriteLock lock(profile(Environment::Production, isReadOnly));
        QCOMPARE(lock.reason(), WriteLock::Reason::Production);
        for (const char *wrong : {"", "Orders", "orders ", "order"})
            QVERIFY(!lock.unlock(wrong));
        QVERIFY(!lock.mayWrite());
        const auto before = WriteLock::Clock::now();
        QVERIFY(lock.unlock("orders"));
        QVERIFY(lock.mayWrite());
        const auto until = lock.unlockedUntil();
        QVERIFY(until && *until >= before + WriteLock::unlockTime && *until <= WriteLock::Clock::now() + WriteLock::unlockTime);
        lock.lock();
        QVERIFY(!lock.mayWrite() && !lock.unlockedUntil());
    }
    void aRecordingIsNeverWritten()
    {
        ConnectionProfile recording = profile(Environment::Development);
        recording.recordingFile = "a.playhead";
        WriteLock lock(recording);
        QCOMPARE(lock.reason(), WriteLock::Reason::Recording);
        QVERIFY(!lock.unlock("orders") && !lock.mayWrite());
    }
    void theErrorSaysWhy()
    {
        WriteLock lock(profile(Environment::Production));
        const auto refused = lock.check();
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::WritesLocked);
        QCOMPARE(refused.error().arg("profile"), std::string("orders"));
        QCOMPARE(refused.error().arg("environment"), std::string("production"));
        QCOMPARE(refused.error().arg("reason"), std::string("production"));
    }
    void manyThreadsMayAsk()
    {
        WriteLock lock(profile(Environment::Production));
        std::atomic<bool> isOver = false;
        std::jthread asker([&] {
            while (!isOver)
                static_cast<void>(lock.check().ok() && lock.unlockedUntil());
        });
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(lock.unlock("orders"));
            lock.lock();
        }
        isOver = true;
    }
};

QTEST_GUILESS_MAIN(WriteLockTest)
#include "tst_writelock.moc"
