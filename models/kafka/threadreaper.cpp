// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/threadreaper.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace Kafka {

namespace {

struct Worker
{
    std::string name;
    std::stop_source stop;
    std::thread thread;
    bool ended = false;
};

void prepareThread(const std::string &name, int niceness)
{
    // Signals are the main thread's business, and OpenSSL writes to sockets whose other end may be gone: SIGPIPE would end the
    // program.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD})
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
    // On Linux a nice value belongs to the thread, whatever POSIX says; 0 is the calling thread.
    if (niceness != 0)
        setpriority(PRIO_PROCESS, 0, niceness);
}

} // namespace

struct ThreadReaper::State
{
    mutable std::mutex mutex;
    std::condition_variable ended;
    std::list<std::shared_ptr<Worker>> workers;

    /// Threads that have run to their end and only wait to be joined, which then takes no time.
    std::list<std::shared_ptr<Worker>> takeEnded()
    {
        const std::lock_guard lock(mutex);
        std::list<std::shared_ptr<Worker>> done;
        for (auto it = workers.begin(); it != workers.end();) {
            const auto next = std::next(it);
            if ((*it)->ended)
                done.splice(done.end(), workers, it);
            it = next;
        }
        return done;
    }

    void join(const std::list<std::shared_ptr<Worker>> &done)
    {
        for (const auto &worker : done) {
            if (worker->thread.get_id() == std::this_thread::get_id())
                worker->thread.detach(); // the last owner of the reaper was this very thread
            else
                worker->thread.join();
        }
    }
};

ThreadReaper::ThreadReaper() : m_state(std::make_shared<State>()) {}

ThreadReaper::~ThreadReaper()
{
    finish();
    // Whatever still lives must not hit std::terminate through a joinable std::thread.
    const std::lock_guard lock(m_state->mutex);
    for (const auto &worker : m_state->workers)
        if (worker->thread.joinable())
            worker->thread.detach();
}

ThreadTicket ThreadReaper::spawn(std::string name, int niceness, std::function<void(std::stop_token)> body)
{
    m_state->join(m_state->takeEnded());
    auto worker = std::make_shared<Worker>();
    worker->name = std::move(name);
    ThreadTicket ticket(worker->stop);

    const std::lock_guard lock(m_state->mutex);
    m_state->workers.push_back(worker);
    worker->thread = std::thread([state = m_state, worker, niceness, run = std::move(body)]() mutable {
        prepareThread(worker->name, niceness);
        run(worker->stop.get_token());
        run = nullptr; // what it owned goes before the thread counts as ended
        const std::lock_guard ending(state->mutex);
        worker->ended = true;
        state->ended.notify_all();
    });
    return ticket;
}

std::vector<std::string> ThreadReaper::finish(std::chrono::milliseconds patience)
{
    std::list<std::shared_ptr<Worker>> workers;
    {
        const std::lock_guard lock(m_state->mutex);
        workers = m_state->workers;
    }
    for (const auto &worker : workers)
        worker->stop.request_stop(); // outside the lock: stop callbacks run here

    const auto self = std::this_thread::get_id();
    {
        std::unique_lock lock(m_state->mutex);
        m_state->ended.wait_for(lock, patience, [this, self] {
            return std::ranges::all_of(m_state->workers, [self](const auto &w) { return w->ended || w->thread.get_id() == self; });
        });
    }
    m_state->join(m_state->takeEnded());
    return living();
}

std::vector<std::string> ThreadReaper::living() const
{
    const std::lock_guard lock(m_state->mutex);
    std::vector<std::string> names;
    for (const auto &worker : m_state->workers)
        if (!worker->ended)
            names.push_back(worker->name);
    return names;
}

} // namespace Kafka
