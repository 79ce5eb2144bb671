// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "subject.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace Bench {

/// Posts an event every 10 ms from another thread and notes how long each took to be handled.
class LatencyProbe final : public QObject
{
public:
    double worstMs() const { return m_worst * 1e3; }
    void begin()
    {
        m_worst = 0;
        m_thread = std::jthread([this](const std::stop_token &stop) { post(stop); });
    }
    void end() { m_thread = {}; }

private:
    struct Ping : QEvent
    {
        Ping() : QEvent(QEvent::User) {}
        Clock::time_point posted = Clock::now();
    };

    void post(const std::stop_token &stop)
    {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        while (!never.wait_for(lock, stop, std::chrono::milliseconds(10), [&stop] { return stop.stop_requested(); }))
            QCoreApplication::postEvent(this, std::make_unique<Ping>().release()); // the event queue owns it
    }

    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_worst = std::max(m_worst, secondsSince(static_cast<Ping *>(event)->posted));
        return true;
    }

    double m_worst = 0;
    std::jthread m_thread;
};

} // namespace Bench
