// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace App {

/// One record the invented company sends.
struct DemoRecord
{
    std::string topic;
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    std::int64_t ms = 0; ///< its timestamp
};

/// A small web shop as a simulation: visitors click, some order, orders are paid and shipped, customers change, machines
/// report. A correlation id runs from the click through order, payment and shipment. Same seed and times, same records.
/// Plain C++, one thread at a time.
class DemoCompany
{
public:
    using Output = std::function<void(const DemoRecord &)>;
    explicit DemoCompany(std::uint32_t seed);

    /// Everything that happens from `fromMs` (inclusive) to `toMs` (exclusive), Unix time, in order of time.
    /// `metricsPerSecond` is apart because the fast topic would otherwise fill the demo's 5 MiB a partition.
    void run(std::int64_t fromMs, std::int64_t toMs, double metricsPerSecond, const Output &output);

private:
    struct Later
    {
        std::int64_t ms = 0;
        std::uint64_t sequence = 0;
        DemoRecord record;
        bool operator<(const Later &o) const { return ms != o.ms ? ms > o.ms : sequence > o.sequence; } // earliest on top
    };

    double uniform();
    int between(int low, int high);
    bool chance(double probability) { return uniform() < probability; }
    std::string hex(int digits);
    void schedule(DemoRecord record);
    void click(std::int64_t ms);
    void order(std::int64_t ms, const std::string &customer, const std::string &correlation);
    void fulfil(std::int64_t ms, const std::string &orderId, const std::string &amount, const std::string &correlation);
    void customerChange(std::int64_t ms);
    void metric(std::int64_t ms);
    void blob(std::int64_t ms);

    std::mt19937_64 m_random;
    std::priority_queue<Later> m_later;
    std::uint64_t m_sequence = 0;
    std::int64_t m_nextOrder = 9'007'199'254'740'993; // above 2^53: digits that a double would lose
    double m_metricsDue = 0;
};

} // namespace App
