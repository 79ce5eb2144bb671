// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/recordmaker.h"

#include "domain/unixtime.h"
#include "produce/fieldset.h"
#include "produce/filerecords.h"

namespace Produce {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Result;

constexpr int checkedInAdvance = 3;

/// One record after the other from the fields alone.
class FieldRecords final : public RecordMaker
{
public:
    FieldRecords(const ProduceRequest &request, FieldSet fields, std::uint64_t seed, std::int64_t nowMs)
        : m_fields(std::move(fields)), m_seed(seed), m_nowMs(nowMs), m_partition(request.partition), m_timestampMs(request.timestampMs)
    {
        if (const Times *times = std::get_if<Times>(&request.repeat))
            m_planned = times->count;
        m_isEndless = std::holds_alternative<UntilStopped>(request.repeat);
    }

    std::uint64_t planned() const override { return m_isEndless ? 0 : m_planned; }

    Result<std::optional<MadeRecord>> next() override
    {
        if (!m_isEndless && m_number >= m_planned)
            return std::optional<MadeRecord>();
        TemplateScope scope{.seed = m_seed, .number = m_number++, .nowMs = m_nowMs < 0 ? Domain::unixNowMs() : m_nowMs};
        MadeRecord record{.partition = m_partition, .timestampMs = m_timestampMs};
        if (const Domain::Status status = m_fields.fill(record, scope); !status)
            return status.error();
        return std::optional(std::move(record));
    }

private:
    FieldSet m_fields;
    std::uint64_t m_seed;
    std::int64_t m_nowMs;
    std::optional<Domain::PartitionId> m_partition;
    std::optional<std::int64_t> m_timestampMs;
    std::uint64_t m_planned = 1;
    bool m_isEndless = false;
    std::uint64_t m_number = 0;
};

/// What stands in a field that the input replaces is not looked at.
ProduceRequest fieldsBeside(const InputFile &input, ProduceRequest request)
{
    const Field none{FieldKind::Null, {}};
    if (input.format == InputFile::Format::Jsonl) {
        request.key = none;
        request.headers.clear();
    }
    if (input.format == InputFile::Format::Jsonl || (input.format == InputFile::Format::Lines && request.value.text.empty()))
        request.value = none;
    return request;
}

} // namespace

Domain::OutgoingRecord MadeRecord::borrow(const std::string &topic, std::vector<Domain::Header> &scratch) const
{
    scratch.clear();
    for (const auto &[name, text] : headers)
        scratch.push_back({name, text ? std::optional<Domain::BytesView>(*text) : std::nullopt});
    Domain::OutgoingRecord record{.topic = topic, .partition = partition, .timestampMs = timestampMs, .headers = scratch};
    if (key)
        record.key = *key;
    if (value)
        record.value = *value;
    return record;
}

std::size_t MadeRecord::payloadSize() const
{
    std::size_t size = (key ? key->size() : 0) + (value ? value->size() : 0);
    for (const auto &[name, text] : headers)
        size += name.size() + (text ? text->size() : 0);
    return size;
}

Result<std::unique_ptr<RecordMaker>> RecordMaker::make(const ProduceRequest &request, std::uint64_t seed, std::int64_t nowMs)
{
    if (request.timestampMs == 0)
        return Error{.code = ErrorCode::SendTimestamp, .args = {{"topic", request.topic}, {"timestamp", "0"}}};
    if (request.seed != 0)
        seed = request.seed;
    auto fields = FieldSet::make(request.input ? fieldsBeside(*request.input, request) : request);
    if (!fields)
        return fields.error();
    if (request.input)
        return makeFileRecords(request, std::move(fields).value(), seed, nowMs);
    FieldRecords trial(request, fields.value(), seed, nowMs);
    for (int i = 0; i < checkedInAdvance && !fields->isPlain(); ++i)
        if (const auto record = trial.next(); !record)
            return record.error();
    return std::unique_ptr<RecordMaker>(std::make_unique<FieldRecords>(request, std::move(fields).value(), seed, nowMs));
}

} // namespace Produce
