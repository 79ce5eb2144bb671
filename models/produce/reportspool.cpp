// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/reportspool.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace Produce {

namespace {

constexpr std::size_t inMemory = 65'536;
constexpr std::size_t keptErrors = 10'000;

Domain::Error fileError(Domain::ErrorCode code)
{
    return {.code = code, .args = {{"file", "temporary file of delivery reports"}}, .technical = std::strerror(errno), .fatal = true};
}

} // namespace

Domain::Status ReportSpool::flush()
{
    if (!m_file)
        m_file.reset(std::tmpfile());
    if (!m_file || std::fwrite(m_entries.data(), sizeof(Entry), m_entries.size(), m_file.get()) != m_entries.size())
        return fileError(Domain::ErrorCode::FileUnwritable);
    m_entries.clear();
    return std::monostate{};
}

Domain::Status ReportSpool::append(const Domain::DeliveryReport &report)
{
    m_entries.push_back({.number = report.number,
                         .offset = report.offset.value_or(Domain::Offset()).value(),
                         .ms = report.timestamp.ms,
                         .latency = report.latency.count(),
                         .partition = report.partition.value_or(Domain::PartitionId()).value(),
                         .outcome = static_cast<std::uint8_t>(report.outcome),
                         .timestampType = static_cast<std::uint8_t>(report.timestamp.type),
                         .hasPartition = report.partition.has_value(),
                         .hasOffset = report.offset.has_value()});
    ++m_size;
    if (report.error && m_errors.size() < keptErrors)
        m_errors.emplace(report.number, *report.error);
    else if (report.error)
        m_otherError = report.error;
    return m_entries.size() < inMemory ? Domain::Status(std::monostate{}) : flush();
}

Domain::DeliveryReport ReportSpool::report(const Entry &entry) const
{
    Domain::DeliveryReport report{.number = entry.number,
                                  .outcome = static_cast<Domain::Outcome>(entry.outcome),
                                  .timestamp = {entry.ms, static_cast<Domain::TimestampType>(entry.timestampType)},
                                  .latency = std::chrono::microseconds(entry.latency)};
    if (entry.hasPartition)
        report.partition = Domain::PartitionId(entry.partition);
    if (entry.hasOffset)
        report.offset = Domain::Offset(entry.offset);
    if (report.outcome == Domain::Outcome::Done)
        return report;
    const auto known = m_errors.find(entry.number);
    report.error = known != m_errors.end() ? std::optional(known->second) : m_otherError;
    return report;
}

Domain::Status ReportSpool::forEach(const std::function<void(Domain::DeliveryReport)> &visit)
{
    if (m_file) {
        std::rewind(m_file.get());
        std::vector<Entry> piece(4096);
        std::uint64_t left = m_size - m_entries.size();
        while (left > 0) {
            const std::size_t count = std::fread(piece.data(), sizeof(Entry), static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), left)), m_file.get());
            if (count == 0)
                return fileError(Domain::ErrorCode::FileUnreadable);
            for (std::size_t i = 0; i < count; ++i)
                visit(report(piece[i]));
            left -= count;
        }
    }
    for (const Entry &entry : m_entries)
        visit(report(entry));
    return std::monostate{};
}

} // namespace Produce
