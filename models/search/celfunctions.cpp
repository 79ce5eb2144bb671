// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Machine: the functions.

#include "search/celmachine.h"

#include "search/celarithmetic.h"
#include "search/celconversions.h"
#include "search/celtime.h"
#include "search/celtimezone.h"

#include <algorithm>
#include <cstring>

namespace Search::Cel {

namespace {

constexpr std::chrono::seconds patternPatience{1}; ///< for all searches of one evaluation together

std::int64_t countCharacters(std::string_view utf8)
{
    return std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool containsText(std::string_view text, std::string_view part)
{
    return part.empty() || ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

} // namespace

Data Machine::call(const Step &step, std::uint32_t node)
{
    const Data first = run(m_program.child(step, 0));
    if (first.isError())
        return first;
    if (step.count == 1)
        return dispatch(step, node, first, nullptr);
    const Data second = run(m_program.child(step, 1));
    return second.isError() ? second : dispatch(step, node, first, &second);
}

Data Machine::dispatch(const Step &step, std::uint32_t node, const Data &first, const Data *second)
{
    std::optional<Data> converted;
    switch (step.function) {
    case Function::Size: return size(first, node);
    case Function::Contains: case Function::StartsWith: case Function::EndsWith: return textTest(step.function, first, *second, node);
    case Function::Matches: return matches(step, first, *second, node);
    case Function::TypeOf: return Data::typeValue(typeOf(first));
    case Function::Dyn: return first;
    case Function::ToString: {
        const Data text = charge(textSteps(first)) ? toText(first, m_arena) : Data::error(ErrorCode::TooManySteps);
        return text.isError() && text.code == ErrorCode::NoOverload ? overload(node, first) : text;
    }
    case Function::ToInt: converted = toInt(first); break;
    case Function::ToUint: converted = toUint(first); break;
    case Function::ToDouble: converted = toDouble(first); break;
    case Function::ToBytes: converted = toBytes(first); break;
    case Function::ToBool: converted = toBool(first); break;
    case Function::ToTimestamp: converted = toTimestamp(first); break;
    case Function::ToDuration: converted = toDuration(first); break;
    default: return timeField(step.function, first, second, node);
    }
    return converted ? *converted : overload(node, first);
}

Data Machine::size(const Data &data, std::uint32_t node)
{
    switch (data.kind) {
    case Data::Kind::String:
        if (!charge(textSteps(data)))
            return Data::error(ErrorCode::TooManySteps);
        return Data::integer(countCharacters(data.view()));
    case Data::Kind::Bytes: case Data::Kind::List: case Data::Kind::Map: return Data::integer(static_cast<std::int64_t>(data.count));
    case Data::Kind::JsonList: {
        std::int64_t count = 0;
        for (std::uint32_t place = data.json->first(data.place); place != JsonDocument::nowhere; place = data.json->next(place))
            ++count;
        return charge(static_cast<std::uint64_t>(count) / 16) ? Data::integer(count) : Data::error(ErrorCode::TooManySteps);
    }
    case Data::Kind::JsonMap: case Data::Kind::Headers: {
        const Data map = expanded(data);
        return map.isError() ? map : Data::integer(static_cast<std::int64_t>(map.count));
    }
    default: return overload(node, data);
    }
}

Data Machine::textTest(Function function, const Data &text, const Data &part, std::uint32_t node)
{
    if (text.kind != Data::Kind::String || part.kind != Data::Kind::String)
        return overload(node, text, part);
    if (function == Function::StartsWith)
        return Data::boolean(text.view().starts_with(part.view()));
    if (function == Function::EndsWith)
        return Data::boolean(text.view().ends_with(part.view()));
    if (!charge(textSteps(text)))
        return Data::error(ErrorCode::TooManySteps);
    return Data::boolean(containsText(text.view(), part.view()));
}

PcreMatcher *Machine::dynamicPattern(std::string_view pattern)
{
    if (m_dynamicMatcher && m_dynamicPattern == pattern)
        return m_dynamicMatcher.get();
    m_dynamicMatcher.reset();
    auto compiled = Pcre::compile(pattern, {.asRe2 = true});
    if (!compiled)
        return nullptr;
    m_dynamicPattern = pattern;
    m_dynamicMatcher = std::make_unique<PcreMatcher>(std::move(compiled).value());
    return m_dynamicMatcher.get();
}

Data Machine::matches(const Step &step, const Data &text, const Data &pattern, std::uint32_t node)
{
    if (text.kind != Data::Kind::String || pattern.kind != Data::Kind::String)
        return overload(node, text, pattern);
    constexpr std::uint64_t callsBetweenLooks = 16;
    constexpr std::uint64_t stepsOfPattern = 50; ///< of compiling one
    if (!charge(4 + text.count / 128 + (step.value == 0 ? stepsOfPattern + pattern.count : 0)))
        return Data::error(ErrorCode::TooManySteps);
    if (m_patternCalls++ == 0)
        m_patternStart = std::chrono::steady_clock::now();
    else if (m_patternCalls % callsBetweenLooks == 0 && std::chrono::steady_clock::now() - m_patternStart > patternPatience)
        return Data::error(ErrorCode::PatternLimit);
    PcreMatcher *matcher = nullptr;
    if (step.value == 0) {
        matcher = dynamicPattern(pattern.view());
        if (!matcher)
            return Data::error(ErrorCode::BadPattern, pattern.view().substr(0, 60));
    } else {
        m_matchers.resize(std::max<std::size_t>(m_matchers.size(), step.value));
        auto &own = m_matchers[step.value - 1];
        if (!own)
            own = std::make_unique<PcreMatcher>(m_program.patterns[step.value - 1]);
        matcher = own.get();
    }
    switch (matcher->search(text.view())) {
    case PcreMatcher::Outcome::Match: return Data::boolean(true);
    case PcreMatcher::Outcome::Miss: return Data::boolean(false);
    case PcreMatcher::Outcome::Limit: break;
    }
    return Data::error(ErrorCode::PatternLimit);
}

Data Machine::timeField(Function function, const Data &time, const Data *zone, std::uint32_t node)
{
    if (time.kind == Data::Kind::Duration && !zone) {
        const auto field = durationField(function, time.i);
        return field ? Data::integer(*field) : overload(node, time);
    }
    if (time.kind != Data::Kind::Timestamp || (zone && zone->kind != Data::Kind::String))
        return zone ? overload(node, time, *zone) : overload(node, time);
    std::int64_t offset = 0;
    if (zone && zone->view() != "UTC") {
        const std::string_view name = zone->view();
        if (const auto fixed = fixedOffset(name)) {
            offset = *fixed;
        } else {
            auto known = m_zones.find(name);
            if (known == m_zones.end()) {
                constexpr std::size_t mostZones = 1000;
                if (m_zones.size() >= mostZones || !charge(1000))
                    return Data::error(m_zones.size() >= mostZones ? ErrorCode::TooMuchMemory : ErrorCode::TooManySteps);
                known = m_zones.emplace(std::string(name), TimeZone::load(name)).first;
            }
            if (!known->second)
                return Data::error(ErrorCode::BadTimeZone, name.substr(0, 60));
            offset = known->second->offset(time.i);
        }
    }
    return Data::integer(timestampField(function, {time.i, time.place}, offset));
}

} // namespace Search::Cel
