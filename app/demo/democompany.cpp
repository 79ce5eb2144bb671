// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/democompany.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <numbers>

namespace App {

namespace {

constexpr std::int64_t stepMs = 250;
constexpr std::array<const char *, 6> actions{"view", "view", "search", "add_to_cart", "view", "purchase"};
constexpr std::array<const char *, 8> products{"KB-417", "MS-220", "MN-032", "CB-118", "HS-501", "DK-900", "LP-770", "WC-064"};
constexpr std::array<const char *, 4> tiers{"bronze", "silver", "gold", "platinum"};
constexpr std::array<const char *, 6> cities{"Łódź", "Köln", "Århus", "Porto", "Brno", "東京"};
constexpr std::array<const char *, 4> carriers{"dhl", "ups", "postnord", "inpost"};
constexpr std::array<const char *, 4> hosts{"web-1", "web-2", "pay-1", "ship-1"};
constexpr std::array<const char *, 4> gauges{"cpu.load", "heap.used", "http.latency", "queue.depth"};

std::string format(const char *pattern, auto... values)
{
    std::array<char, 1024> text{};
    const int n = std::snprintf(text.data(), text.size(), pattern, values...);
    return std::string(text.data(), static_cast<std::size_t>(std::clamp(n, 0, static_cast<int>(text.size()) - 1)));
}

std::string iso(std::int64_t ms)
{
    const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    return format("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                  static_cast<int>(ms % 1000));
}

// A day has a quiet night and two busy hours; a chart of it should look like one.
double activity(std::int64_t ms)
{
    const double hours = static_cast<double>(ms % 86'400'000) / 3'600'000.0;
    return 1.0 + 0.6 * std::sin((hours - 8.0) / 24.0 * 2.0 * std::numbers::pi) + 0.25 * std::sin(hours * 1.7);
}

} // namespace

DemoCompany::DemoCompany(std::uint32_t seed) : m_random(seed) {}

double DemoCompany::uniform()
{
    // Not std::uniform_real_distribution: its results differ between standard libraries.
    return static_cast<double>(m_random() >> 11) * 0x1.0p-53;
}

int DemoCompany::between(int low, int high)
{
    return low + static_cast<int>(m_random() % static_cast<std::uint64_t>(high - low + 1));
}

std::string DemoCompany::hex(int digits)
{
    std::string text;
    while (static_cast<int>(text.size()) < digits)
        text.push_back("0123456789abcdef"[m_random() & 15]);
    return text;
}

void DemoCompany::schedule(DemoRecord record)
{
    const std::int64_t ms = record.ms;
    m_later.push(Later{.ms = ms, .sequence = m_sequence++, .record = std::move(record)});
}

void DemoCompany::run(std::int64_t fromMs, std::int64_t toMs, double metricsPerSecond, const Output &output)
{
    for (std::int64_t step = fromMs; step < toMs; step += stepMs) {
        const std::int64_t end = std::min(step + stepMs, toMs);
        const double share = static_cast<double>(end - step) / 1000.0;
        const auto moment = [&] { return step + static_cast<std::int64_t>(uniform() * static_cast<double>(end - step)); };
        if (chance(0.9 * share * activity(step)))
            click(moment());
        if (chance(0.08 * share))
            customerChange(moment());
        if (chance(0.02 * share))
            blob(moment());
        m_metricsDue += metricsPerSecond * share;
        for (; m_metricsDue >= 1; m_metricsDue -= 1)
            metric(moment());
        while (!m_later.empty() && m_later.top().ms < end) {
            output(m_later.top().record);
            m_later.pop();
        }
    }
}

void DemoCompany::click(std::int64_t ms)
{
    const std::string customer = format("user-%05d", between(1, 500));
    const std::string correlation = hex(16);
    const int steps = between(1, 4);
    for (int i = 0; i < steps; ++i, ms += between(400, 9000)) {
        const std::string action = actions[static_cast<std::size_t>(between(0, 5))];
        const std::string product = products[static_cast<std::size_t>(between(0, 7))];
        DemoRecord record{.topic = "user-events", .key = customer, .ms = ms};
        record.value = format(R"({"eventId":"%s","userId":"%s","action":"%s","product":"%s","amount":%d.%02d,"at":"%s","correlationId":"%s"})",
                              hex(12).c_str(), customer.c_str(), action.c_str(), product.c_str(), between(5, 900), between(0, 99), iso(ms).c_str(),
                              correlation.c_str());
        record.headers = {{"correlation-id", correlation}, {"source", "web"}};
        if (chance(0.004))
            record.key.reset(); // a visitor without an account
        if (chance(0.002))
            record.value = "null"; // somebody's serializer wrote the text
        if (chance(0.002))
            record.value = record.value->substr(0, record.value->size() / 2); // cut off in transit: not JSON any more
        schedule(std::move(record));
        if (action == "purchase") {
            order(ms + between(200, 900), customer, correlation);
            break;
        }
    }
}

void DemoCompany::order(std::int64_t ms, const std::string &customer, const std::string &correlation)
{
    const std::string id = std::to_string(m_nextOrder++);
    const std::string amount = format("%d.%02d", between(9, 990), between(0, 99));
    const std::size_t first = static_cast<std::size_t>(between(0, 7));
    DemoRecord record{.topic = "orders", .key = "order-" + id.substr(id.size() - 6), .ms = ms};
    record.value = format(R"({"orderId":%s,"status":"CREATED","amount":%s,"currency":"EUR","items":[{"sku":"%s","qty":%d},{"sku":"%s","qty":%d}],)"
                          R"("customer":{"id":"%s","tier":"%s"},"correlationId":"%s","note":%s,"comment":""})",
                          id.c_str(), amount.c_str(), products[first], between(1, 3), products[(first + 3) % products.size()], between(1, 2),
                          customer.c_str(), tiers[static_cast<std::size_t>(between(0, 3))], correlation.c_str(), chance(0.2) ? R"("gift \u2764 wrap")" : "null");
    // Headers repeat when a record passed through a retry, and one of them carries no value.
    record.headers = {{"correlation-id", correlation}, {"traceparent", "00-" + hex(32) + "-" + hex(16) + "-01"}, {"retry", std::nullopt}};
    if (chance(0.05))
        record.headers.emplace_back("correlation-id", correlation + "-retry");
    schedule(std::move(record));
    fulfil(ms, id, amount, correlation);
}

void DemoCompany::fulfil(std::int64_t ms, const std::string &orderId, const std::string &amount, const std::string &correlation)
{
    const std::int64_t paidAt = ms + between(700, 8000);
    const bool declined = chance(0.06);
    DemoRecord payment{.topic = "payments", .key = "order-" + orderId.substr(orderId.size() - 6), .ms = paidAt};
    payment.value = format(R"({"paymentId":"%s","orderId":%s,"amount":%s,"state":"%s","method":"%s","correlationId":"%s"})", hex(10).c_str(), orderId.c_str(),
                           amount.c_str(), declined ? "DECLINED" : "CAPTURED", chance(0.5) ? "card" : "transfer", correlation.c_str());
    payment.headers = {{"correlation-id", correlation}};
    schedule(std::move(payment));
    if (declined)
        return;
    const std::int64_t shippedAt = paidAt + between(20'000, 240'000);
    DemoRecord shipment{.topic = "shipments", .key = "order-" + orderId.substr(orderId.size() - 6), .ms = shippedAt};
    shipment.value = format(R"({"shipmentId":"%s","orderId":%s,"carrier":"%s","to":{"city":"%s","zip":"%05d"},"weightKg":%d.%03d,"correlationId":"%s"})",
                            hex(8).c_str(), orderId.c_str(), carriers[static_cast<std::size_t>(between(0, 3))],
                            cities[static_cast<std::size_t>(between(0, 5))], between(10000, 99999), between(0, 20), between(0, 999), correlation.c_str());
    shipment.headers = {{"correlation-id", correlation}};
    schedule(std::move(shipment));
}

void DemoCompany::customerChange(std::int64_t ms)
{
    const int number = between(1, 500);
    DemoRecord record{.topic = "customer-state", .key = format("user-%05d", number), .ms = ms};
    if (!chance(0.12)) // otherwise a tombstone: the account was deleted
        record.value = format(R"({"id":"user-%05d","tier":"%s","city":"%s","points":%d,"since":"%s"})", number, tiers[static_cast<std::size_t>(between(0, 3))],
                              cities[static_cast<std::size_t>(between(0, 5))], between(0, 99999), iso(ms).c_str());
    schedule(std::move(record));
}

void DemoCompany::metric(std::int64_t ms)
{
    const char *host = hosts[static_cast<std::size_t>(between(0, 3))];
    DemoRecord record{.topic = "metrics", .key = std::string(host), .ms = ms};
    record.value = format(R"({"host":"%s","name":"%s","value":%.3f,"at":%lld})", host, gauges[static_cast<std::size_t>(between(0, 3))], uniform() * 100.0,
                          static_cast<long long>(ms));
    schedule(std::move(record));
}

void DemoCompany::blob(std::int64_t ms)
{
    DemoRecord record{.topic = "binary-blobs", .ms = ms};
    std::string bytes;
    for (int i = between(16, 600); i > 0; --i)
        bytes.push_back(static_cast<char>(m_random() & 255));
    switch (between(0, 4)) {
    case 0: bytes.replace(0, 4, "\x89PNG"); break;
    case 1: bytes.replace(0, 3, "\x1f\x8b\x08"); break;
    case 2: bytes.clear(); break; // empty, which is not null
    case 3: bytes.replace(0, 5, std::string("\0\0\0\x03\x96", 5)); break; // framed like a schema registry's
    default: break;
    }
    std::string key(8, '\0');
    for (std::size_t i = 0; i < 8; ++i)
        key[i] = static_cast<char>((m_sequence >> (8 * (7 - i))) & 255);
    record.key = key;
    record.value = std::move(bytes);
    record.headers = {{"content-type", "application/octet-stream"}, {"checksum", hex(8)}};
    schedule(std::move(record));
}

} // namespace App
