// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/workpool.h"

#include <QThread>
#include <QThreadPool>

#include <algorithm>

#if defined(__linux__)
#include <sys/resource.h>
#endif

namespace Session {

namespace {

constexpr int Niceness = 5;

void beNice()
{
#if defined(__linux__)
    thread_local const bool isNice = setpriority(PRIO_PROCESS, 0, Niceness) == 0; // on Linux: of the calling thread
    static_cast<void>(isNice);
#endif
}

} // namespace

int poolThreads()
{
    return std::max(2, QThread::idealThreadCount() - 1);
}

void runInPool(std::function<void()> task)
{
    QThreadPool *pool = QThreadPool::globalInstance(); // Qt's, which waits for its threads when the program ends
    if (pool->maxThreadCount() != poolThreads())
        pool->setMaxThreadCount(poolThreads());
    pool->start([work = std::move(task)] {
        beNice();
        work();
    });
}

} // namespace Session
