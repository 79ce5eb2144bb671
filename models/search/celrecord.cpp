// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celrecord.h"

#include "codec/format.h"
#include "codec/utf8.h"
#include "search/celtime.h"

#include <algorithm>
#include <cstring>

namespace Search::Cel {

namespace {

Data orNull(const std::optional<Domain::BytesView> &bytes)
{
    return bytes ? Data::bytes(*bytes) : Data::null();
}

} // namespace

Data asText(std::string_view bytes, Arena &arena)
{
    std::size_t invalid = Codec::firstInvalid(bytes);
    if (invalid == Codec::npos)
        return Data::string(bytes);
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    if (bytes.size() > Arena::limit / replacement.size())
        return Data::error(ErrorCode::TooMuchMemory);
    auto *const text = arena.array<char>(bytes.size() * replacement.size());
    if (!text)
        return Data::error(ErrorCode::TooMuchMemory);
    char *to = text;
    for (std::string_view rest = bytes; !rest.empty(); invalid = Codec::firstInvalid(rest)) {
        const std::size_t valid = std::min(invalid, rest.size());
        to = std::copy_n(rest.data(), valid, to);
        rest.remove_prefix(valid);
        if (rest.empty())
            break;
        to = std::copy_n(replacement.data(), replacement.size(), to);
        rest.remove_prefix(1);
    }
    return Data::string({text, static_cast<std::size_t>(to - text)});
}

Data headerValue(const Domain::Header &header)
{
    if (!header.value)
        return Data::null();
    return Codec::firstInvalid(*header.value) == Codec::npos ? Data::string(*header.value) : Data::bytes(*header.value);
}

void RecordValues::readPart(Part &part, const std::optional<Domain::BytesView> &bytes, const PathTree &paths, Arena &arena)
{
    part.isRead = true;
    part.isDocument = false;
    part.data = Data::null();
    if (!bytes)
        return;
    switch (part.json.parse(*bytes, paths)) {
    case JsonDocument::Outcome::Json:
        part.data = part.json.root(arena);
        part.isDocument = part.data.kind == Data::Kind::JsonMap || part.data.kind == Data::Kind::JsonList;
        return;
    case JsonDocument::Outcome::Text:
        part.data = Data::string(*bytes);
        return;
    case JsonDocument::Outcome::Bytes:
        part.data = Data::bytes(*bytes);
        return;
    case JsonDocument::Outcome::TooDeep:
        part.data = Data::error(ErrorCode::TooDeepJson);
        return;
    }
}

/// A record without a time has none, which is not 1970.
Data RecordValues::time() const
{
    const Domain::Timestamp time = m_record->timestamp;
    if (time.type == Domain::TimestampType::None)
        return Data::null();
    constexpr std::int64_t perSecond = 1000;
    std::int64_t seconds = time.ms / perSecond;
    std::int64_t rest = time.ms % perSecond;
    if (rest < 0) {
        rest += perSecond;
        --seconds;
    }
    return isInRange(seconds) ? Data::timestamp(seconds, static_cast<std::uint32_t>(rest * 1'000'000)) : Data::error(ErrorCode::BadTimestamp);
}

Data RecordValues::format() const
{
    if (!m_record->value)
        return Data::null();
    return Data::string(m_record->value->empty() ? "empty" : Codec::formatWord(Codec::detect(*m_record->value).format));
}

Data RecordValues::read(Variable variable, const PathTree &keyPaths, const PathTree &valuePaths, Arena &arena)
{
    switch (variable) {
    case Variable::Key:
        document(variable, keyPaths, arena);
        return m_key.data;
    case Variable::Value:
        document(variable, valuePaths, arena);
        return m_value.data;
    case Variable::Headers: {
        m_headers.headers = m_record->headers;
        Data data;
        data.kind = Data::Kind::Headers;
        data.headers = &m_headers;
        return data;
    }
    case Variable::Partition: return Data::integer(m_record->partition.value());
    case Variable::Offset: return Data::integer(m_record->offset.value());
    case Variable::Timestamp: return time();
    case Variable::Topic: return Data::string(m_topic);
    case Variable::Size: return Data::integer(m_record->value ? static_cast<std::int64_t>(m_record->value->size()) : 0);
    case Variable::Tombstone: return Data::boolean(!m_record->value.has_value());
    case Variable::Format: return format();
    case Variable::KeyBytes: return orNull(m_record->key);
    case Variable::ValueBytes: return orNull(m_record->value);
    case Variable::KeyAsText: return m_record->key ? asText(*m_record->key, arena) : Data::null();
    case Variable::ValueAsText: return m_record->value ? asText(*m_record->value, arena) : Data::null();
    case Variable::TimestampMs: break;
    }
    return m_record->timestamp.type == Domain::TimestampType::None ? Data::null() : Data::integer(m_record->timestamp.ms);
}

} // namespace Search::Cel
