// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/democluster.h"

#include "app/demo/democompany.h"
#include "kafka/mockcluster.h"

#include <pthread.h>

#include <chrono>

namespace App {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t historyMs = 6 * 3'600'000;
constexpr double pastMetricsPerSecond = 1.0;
constexpr double liveMetricsPerSecond = 12.0; // "fast", for an eye that watches the tail

const std::vector<Kafka::MockCluster::Topic> topics{{"user-events", 6}, {"orders", 3},        {"payments", 3},    {"shipments", 2},
                                                    {"customer-state", 2}, {"metrics", 4}, {"binary-blobs", 1}};

std::int64_t nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

} // namespace

/// The company and the way its records take into the cluster.
class DemoCluster::Source
{
public:
    explicit Source(Kafka::MockCluster &cluster) : m_cluster(cluster), m_company(2026) {}

    void run(std::int64_t fromMs, std::int64_t toMs, double metricsPerSecond)
    {
        m_company.run(fromMs, toMs, metricsPerSecond, [this](const DemoRecord &r) { send(r); });
    }

private:
    void send(const DemoRecord &r)
    {
        m_headers.clear();
        for (const auto &[name, value] : r.headers)
            m_headers.push_back(Domain::Header{name, value ? std::optional<Domain::BytesView>(*value) : std::nullopt});
        Domain::Record record;
        record.timestamp = {r.ms, Domain::TimestampType::Create};
        if (r.key)
            record.key = *r.key;
        if (r.value)
            record.value = *r.value;
        record.headers = m_headers;
        m_cluster.produce(r.topic, record, true);
    }

    Kafka::MockCluster &m_cluster;
    DemoCompany m_company;
    std::vector<Domain::Header> m_headers;
};

DemoCluster::DemoCluster(std::unique_ptr<Kafka::MockCluster> cluster) : m_cluster(std::move(cluster)), m_source(std::make_unique<Source>(*m_cluster)) {}

DemoCluster::~DemoCluster()
{
    m_thread.request_stop();
    m_wake.notify_all();
}

Domain::Result<std::unique_ptr<DemoCluster>> DemoCluster::start()
{
    auto cluster = Kafka::MockCluster::start(3, topics);
    if (!cluster)
        return cluster.error();
    std::unique_ptr<DemoCluster> demo(new DemoCluster(std::move(cluster).value()));
    const std::int64_t now = nowMs();
    demo->m_source->run(now - historyMs, now, pastMetricsPerSecond);
    if (!demo->m_cluster->flush(5s))
        return Domain::Error{.code = Domain::ErrorCode::DeadlineExceeded, .args = {{"what", "filling the demo cluster"}, {"seconds", "5"}}};
    demo->m_thread = std::jthread([demo = demo.get(), now](std::stop_token stop) { demo->trickle(stop, now); });
    return demo;
}

Domain::ConnectionProfile DemoCluster::profile() const
{
    Domain::ConnectionProfile profile;
    profile.id = "demo";
    profile.name = "Demo cluster";
    profile.environment = Domain::Environment::Development;
    profile.bootstrapServers = m_cluster->bootstrap();
    profile.isDemo = true;
    return profile;
}

void DemoCluster::trickle(std::stop_token stop, std::int64_t fromMs)
{
    pthread_setname_np(pthread_self(), "demo-trickle");
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, 250ms, [] { return false; });
        }
        const std::int64_t to = nowMs();
        if (to > fromMs)
            m_source->run(fromMs, to, liveMetricsPerSecond);
        fromMs = std::max(fromMs, to);
    }
}

} // namespace App
