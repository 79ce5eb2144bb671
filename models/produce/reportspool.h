// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"

#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace Produce {

/// Keeps the reports of a transaction until it has ended, in the order of their coming: some in memory, many in a temporary file that has
/// no name. One thread.
class ReportSpool
{
public:
    /// Error FileUnwritable: the report is lost.
    Domain::Status append(const Domain::DeliveryReport &report);
    /// Gives them all back. Error FileUnreadable.
    Domain::Status forEach(const std::function<void(Domain::DeliveryReport)> &visit);
    std::uint64_t size() const { return m_size; }

private:
    /// A report without its error, as it stands in the file.
    struct Entry
    {
        std::uint64_t number;
        std::int64_t offset;
        std::int64_t ms;
        std::int64_t latency;
        std::int32_t partition;
        std::uint8_t outcome;
        std::uint8_t timestampType;
        std::uint8_t hasPartition;
        std::uint8_t hasOffset;
    };
    struct Close
    {
        void operator()(std::FILE *file) const { std::fclose(file); }
    };
    Domain::Status flush();
    Domain::DeliveryReport report(const Entry &entry) const;

    std::vector<Entry> m_entries; ///< not in the file yet
    std::unique_ptr<std::FILE, Close> m_file;
    std::map<std::uint64_t, Domain::Error> m_errors; ///< of the first ones that failed
    std::optional<Domain::Error> m_otherError;       ///< stands for those of the others
    std::uint64_t m_size = 0;
};

} // namespace Produce
