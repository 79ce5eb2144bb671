// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celfilter.h"
#include "search/celparser.h"
#include "tests/search/celgenerator.h"
#include "tests/search/celtext.h"
#include "tests/search/naivecel.h"

#include <optional>

namespace CelTest {

/// A record that owns what it has.
struct Sample
{
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    Domain::Timestamp timestamp = {};
    std::int64_t offset = 0;

    explicit Sample(Generator &make)
    {
        if (make.pick(8) != 0)
            key = make.pick(2) == 0 ? make.bytes() : "user-1";
        if (make.pick(12) != 0)
            value = make.bytes();
        for (std::uint32_t i = 0, n = make.pick(4); i < n; ++i)
            headers.emplace_back(make.oneOf({"h", "trace", "a"}), make.pick(4) == 0 ? std::nullopt : std::optional(make.bytes()));
        timestamp = {static_cast<std::int64_t>(make.pick(4'000'000'000U)) * 1000 - 1'000'000'123, static_cast<Domain::TimestampType>(make.pick(3))};
        offset = make.pick(100);
    }
    Domain::Record borrow(std::vector<Domain::Header> &scratch) const
    {
        for (const auto &[name, headerValue] : headers)
            scratch.push_back({name, headerValue ? std::optional<std::string_view>(*headerValue) : std::nullopt});
        Domain::Record record;
        record.partition = Domain::PartitionId(1);
        record.offset = Domain::Offset(offset);
        record.timestamp = timestamp;
        record.key = key;
        record.value = value;
        record.headers = scratch;
        return record;
    }
};

/// What the two evaluators disagree about; empty: nothing. `compared` counts the cases where both had an answer.
inline std::string difference(const std::string &expression, const Domain::Record *record, int &compared)
{
    const auto parsed = Search::Cel::parse(expression);
    const auto filter = Search::compileExpression({.mode = Search::Mode::Expression, .pattern = expression});
    const auto *ast = std::get_if<Search::Cel::Ast>(&parsed);
    if (!ast || !filter) {
        const auto &error = filter ? Domain::Error() : filter.error();
        const std::size_t end = std::strtoul(error.arg("position").c_str(), nullptr, 10) + std::strtoul(error.arg("length").c_str(), nullptr, 10);
        return end > expression.size() || (filter.ok() && !expression.empty() && expression.find_first_not_of(" \t\r\n\f") != std::string::npos) ? "bad place of an error" : "";
    }
    const Naive::Value naive = Naive::Evaluator(*ast, record, "orders").run();
    const auto value = Search::evaluate(expression, record, "orders");
    const std::string problem = value ? std::string() : value.error().arg("problem");
    const bool isLimit = problem.starts_with("too m") || problem.starts_with("matching") || problem.starts_with("the JSON is nested");
    if (naive.kind == Naive::Value::Unknown || isLimit)
        return {};
    ++compared;
    const std::string expected = naive.kind == Naive::Value::Error ? "error" : shortText(Naive::published(naive));
    const std::string actual = value ? shortText(*value) : "error: " + problem;
    if (naive.kind == Naive::Value::Error ? value.ok() : actual != expected)
        return "got " + actual + ", the naive one has " + expected;
    if (!record)
        return {};
    // The filter says the same.
    const auto verdict = (*filter)->evaluation(std::make_shared<const std::vector<std::string>>(1, "orders"))->match(*record);
    const auto wanted = naive.kind != Naive::Value::Bool ? Search::Verdict::Error : naive.b ? Search::Verdict::Match : Search::Verdict::Miss;
    return verdict == wanted ? "" : "the filter says something else";
}

} // namespace CelTest
