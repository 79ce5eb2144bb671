// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celprogram.h"
#include "search/celrecord.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace Search::Cel {

class TimeZone;

/// Evaluates one program, record after record, for one thread. Every evaluation ends: steps, memory and the time of patterns are bounded.
class Machine
{
public:
    static constexpr std::uint64_t maxSteps = 1'000'000; ///< a step is a node, an element, a pair or some hundred bytes of a text

    explicit Machine(const Program &program);
    ~Machine();

    /// `record` null: every name of a record is an error. What the value points to lives until the next call, and no longer than the record.
    Data evaluate(const Domain::Record *record, std::string_view topic);
    /// One node of an unfinished program, without a record: for constants. `arena`: where what is built goes.
    Data fold(std::uint32_t node);

    /// A list or map of JSON or of headers as List or Map, its elements not yet converted further; other values as they are.
    Data expanded(const Data &data);

    Arena &arena() { return m_arena; }

private:
    Data run(std::uint32_t node);
    Data operation(const Step &step, std::uint32_t node);
    Data any(const Step &step, bool decisive);
    Data conditional(const Step &step);
    Data negate(const Data &operand, std::uint32_t node);
    Data path(const Path &path);
    Data hasPath(const Path &path);
    bool isParentMap(const Path &path);
    Data select(const Data &map, const std::string &name);
    Data has(const Data &map, const std::string &name);
    Data lookUp(const Data &map, const Data &key);
    Data element(const Data &list, const Data &index);
    Data index(const Data &operand, const Data &index, std::uint32_t node);
    Data in(const Data &element, const Data &container, std::uint32_t node);
    Data makeList(const Step &step);
    Data makeMap(const Step &step);
    Data comprehension(const Step &step, std::uint32_t node);
    /// What a macro has gathered so far.
    struct Results
    {
        NodeKind kind = NodeKind::All;
        Data error = {};  ///< the first one; all() and exists() may still do without it
        Data ended = {};
        std::size_t count = 0;
        std::vector<Data> elements = {};
    };
    bool take(Results &results, const Data &result, const Data &element, std::uint32_t transform);
    Data finished(const Results &results);

    Data binary(NodeKind kind, const Data &a, const Data &b, std::uint32_t node);
    Data add(const Data &a, const Data &b, std::uint32_t node);
    Data concatenated(const Data &a, const Data &b);
    Data equal(const Data &a, const Data &b);
    Data equalContainers(const Data &a, const Data &b);

    Data call(const Step &step, std::uint32_t node);
    Data dispatch(const Step &step, std::uint32_t node, const Data &first, const Data *second);
    Data textTest(Function function, const Data &text, const Data &part, std::uint32_t node);
    Data matches(const Step &step, const Data &text, const Data &pattern, std::uint32_t node);
    Data size(const Data &data, std::uint32_t node);
    Data timeField(Function function, const Data &time, const Data *zone, std::uint32_t node);
    PcreMatcher *dynamicPattern(std::string_view pattern);

    Data expandedList(const Data &data);
    Data expandedMap(const Data &data);
    Data expandedHeaders(const Data &data);
    Data withoutRepeats(Entry *entries, std::size_t count);

    /// False: too many; the evaluation must end.
    bool charge(std::uint64_t steps)
    {
        m_steps += steps;
        return m_steps <= maxSteps;
    }
    Data overload(std::uint32_t node, const Data &a) const;
    Data overload(std::uint32_t node, const Data &a, const Data &b) const;

    const Program &m_program;
    Arena m_arena;
    RecordValues m_record;
    std::vector<Data> m_locals;
    std::uint64_t m_steps = 0;
    std::vector<std::unique_ptr<PcreMatcher>> m_matchers;
    std::unique_ptr<PcreMatcher> m_dynamicMatcher;
    std::string m_dynamicPattern;
    std::uint64_t m_patternCalls = 0;
    std::chrono::steady_clock::time_point m_patternStart;
    std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> m_zones;
};

/// Errors that end an evaluation and are absorbed by nothing: the limits.
inline bool isFatal(const Data &data)
{
    return data.isError() && (data.code == ErrorCode::TooManySteps || data.code == ErrorCode::TooMuchMemory || data.code == ErrorCode::PatternLimit);
}

/// What a condition that is not bool gives; an error stays what it is.
inline Data notBool(const Data &data)
{
    return data.isError() ? data : Data::ofType(ErrorCode::NotBool, typeOf(data));
}

/// The sentence of an error value.
std::string errorText(const Data &error, const Program &program);

} // namespace Search::Cel
