// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storefixture.h"

#include "store/arrivalorder.h"

/// What the tests of RecordStore write and how they read it again.
namespace StoreTest {

inline constexpr std::size_t MiB = std::size_t(1) << 20;

inline OwnedRecord plainRecord(std::int64_t offset, std::size_t valueSize, std::int32_t partition = 0)
{
    OwnedRecord record;
    record.partition = Domain::PartitionId(partition);
    record.offset = Domain::Offset(offset);
    record.timestamp = {1'767'322'800'000 + offset % 1'000'000'007, Domain::TimestampType::Create};
    record.key = std::string(16, 'k');
    record.value = std::string(valueSize, static_cast<char>('a' + offset % 26));
    return record;
}

inline void put(Domain::RecordSink &sink, const OwnedRecord &record)
{
    std::vector<Domain::Header> headers;
    sink.record(record.borrow(headers));
}

/// Reads a row through every way there is and fails where they differ.
inline bool readRow(const Store::StoreSnapshot &snapshot, const Store::ArrivalOrder &order, std::uint64_t position, Store::Row &row, std::vector<Domain::Header> &headers)
{
    const Store::ArrivalOrder::Place place = order.at(position);
    Store::RowColumns columns;
    return snapshot.read(place.run, place.index, row, headers) && snapshot.columns(place.run, place.index, columns)
        && columns.isGap == row.isGap && columns.offset == (row.isGap ? row.gap.from : row.record.offset)
        && columns.partition == (row.isGap ? row.gap.partition : row.record.partition)
        && columns.topic == (row.isGap ? row.gap.topic : row.record.topic)
        && (row.isGap || columns.timestamp == row.record.timestamp);
}

} // namespace StoreTest
