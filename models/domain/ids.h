// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef> // first: moc of Qt 6.4 stumbles over <compare> otherwise
#include <compare>
#include <cstdint>
#include <functional>

/// Values everybody shares. Standard C++20 only; safe to use from any thread.
namespace Domain {

/// A number with a meaning of its own. Construction and the way back are explicit, so an offset cannot be
/// passed for a partition and neither can be mixed with a plain integer by accident.
template<typename Tag, typename Number>
class StrongNumber
{
public:
    constexpr StrongNumber() = default;
    constexpr explicit StrongNumber(Number value) : m_value(value) {}
    constexpr Number value() const { return m_value; }
    constexpr auto operator<=>(const StrongNumber &) const = default;

private:
    Number m_value = 0;
};

using PartitionId = StrongNumber<struct PartitionIdTag, std::int32_t>;
using BrokerId = StrongNumber<struct BrokerIdTag, std::int32_t>;

/// Distance between two offsets. A span, not a record count: compaction, transaction markers and aborted
/// records leave holes in it.
using OffsetSpan = StrongNumber<struct OffsetSpanTag, std::int64_t>;

/// Position in a partition's log, 0 and up. Special positions are never encoded here: see SeekTarget.
using Offset = StrongNumber<struct OffsetTag, std::int64_t>;

constexpr OffsetSpan operator-(Offset a, Offset b) { return OffsetSpan(a.value() - b.value()); }
constexpr Offset operator+(Offset a, OffsetSpan b) { return Offset(a.value() + b.value()); }
constexpr Offset operator-(Offset a, OffsetSpan b) { return Offset(a.value() - b.value()); }
constexpr OffsetSpan operator+(OffsetSpan a, OffsetSpan b) { return OffsetSpan(a.value() + b.value()); }

/// Who set a record's timestamp. None: the record's format carries no time; `ms` is then meaningless.
enum class TimestampType : std::uint8_t { None, Create, LogAppend };

/// A record's time. Milliseconds since 1970-01-01 UTC, negative before it.
struct Timestamp
{
    std::int64_t ms = -1;
    TimestampType type = TimestampType::None;

    constexpr auto operator<=>(const Timestamp &) const = default;
};

} // namespace Domain

template<typename Tag, typename Number>
struct std::hash<Domain::StrongNumber<Tag, Number>>
{
    std::size_t operator()(const Domain::StrongNumber<Tag, Number> &v) const noexcept
    {
        return std::hash<Number>()(v.value());
    }
};
