// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/heldrow.h"

#include <algorithm>

namespace Kafka {

namespace {

/// Appends a copy of `from` at `to`, which moves on.
Domain::BytesView append(Domain::BytesView from, char *&to)
{
    const char *begin = to;
    to = std::copy(from.begin(), from.end(), to);
    return {begin, from.size()};
}

std::optional<Domain::BytesView> append(std::optional<Domain::BytesView> from, char *&to)
{
    return from ? std::optional(append(*from, to)) : std::nullopt;
}

} // namespace

HeldRow HeldRow::copyOf(const Domain::Record &record)
{
    HeldRow row;
    row.bytes = std::make_unique_for_overwrite<char[]>(record.payloadSize());
    char *to = row.bytes.get();
    Domain::Record &copy = row.record.emplace(record);
    copy.key = append(record.key, to);
    copy.value = append(record.value, to);
    copy.headers = {};
    if (!record.headers.empty()) {
        row.headers = std::make_unique<Domain::Header[]>(record.headers.size());
        std::transform(record.headers.begin(), record.headers.end(), row.headers.get(), [&to](const Domain::Header &header) {
            const Domain::BytesView name = append(header.name, to);
            return Domain::Header{name, append(header.value, to)};
        });
        copy.headers = {row.headers.get(), record.headers.size()};
    }
    return row;
}

} // namespace Kafka
