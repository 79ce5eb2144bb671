// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/kafka/readfixture.h"

#include <QTest>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace KafkaTest {

using Place = std::tuple<std::int64_t, int, int, std::int64_t>; ///< time, topic, partition, offset

inline std::vector<Place> placesOf(const std::vector<Row> &rows)
{
    std::vector<Place> places;
    for (const Row &row : rows)
        places.emplace_back(row.timestamp.ms, row.topic, row.partition, row.offset);
    return places;
}

inline std::string firstDifference(const std::vector<Place> &came, const std::vector<Place> &expected)
{
    for (std::size_t i = 0; i < std::min(came.size(), expected.size()); ++i)
        if (came[i] != expected[i])
            return "row " + std::to_string(i) + ": " + std::to_string(std::get<1>(came[i])) + "/" + std::to_string(std::get<2>(came[i])) + "@"
                + std::to_string(std::get<3>(came[i])) + " instead of " + std::to_string(std::get<1>(expected[i])) + "/"
                + std::to_string(std::get<2>(expected[i])) + "@" + std::to_string(std::get<3>(expected[i]));
    return came.size() == expected.size() ? std::string() : std::to_string(came.size()) + " rows instead of " + std::to_string(expected.size());
}

/// Two topics of a mock cluster, read in one order or another.
class OrdersFixture : protected ReadFixture
{
protected:
    static Domain::ReadPlan planOf(Domain::ReadOrder order, bool newestFirst)
    {
        Domain::ReadPlan plan{.topics = {"a", "b"}};
        plan.order = order;
        plan.newestFirst = newestFirst;
        return plan;
    }
    /// Two topics, five partitions of unequal size, times that never run backward but are equal often, a hole at the front of one.
    void fill(int perPartition = 600)
    {
        m_broker->createTopic("a", 3);
        m_broker->createTopic("b", 2);
        std::mt19937 random(11);
        for (const auto &[topic, partition] : {std::pair("a", 0), {"b", 1}, {"a", 2}, {"b", 0}, {"a", 1}}) {
            std::int64_t time = 1'000'000 + std::int64_t(random() % 500);
            const int count = topic == std::string("a") && partition == 1 ? 3 : perPartition + int(random() % 100);
            for (int i = 0; i < count; ++i) {
                m_broker->produce(topic, partition, std::nullopt, std::to_string(i), {.timestampMs = time});
                time += std::int64_t(random() % 3);
            }
            m_broker->flush();
        }
    }
    /// Rows for a test: the orders in which one record follows another for certain.
    static void addStrictOrders()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("newestFirst");
        QTest::newRow("time") << int(Domain::ReadOrder::Time) << false;
        QTest::newRow("time, newest first") << int(Domain::ReadOrder::Time) << true;
        QTest::newRow("offset") << int(Domain::ReadOrder::Offset) << false;
        QTest::newRow("offset, newest first") << int(Domain::ReadOrder::Offset) << true;
    }
};

} // namespace KafkaTest
