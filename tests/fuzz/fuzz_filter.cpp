// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/filter.h"
#include "search/literal.h"
#include "search/pattern.h"
#include "search/pcre.h"

#include <algorithm>
#include <cstdlib>

using namespace Search;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

std::string folded(std::string_view text)
{
    std::string result(text);
    for (char &c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return result;
}

/// Finds what a naive search finds.
void checkLiteral(const std::string &needle, std::string_view text, std::size_t from)
{
    require(LiteralFinder(needle, true).find(text, from) == text.find(needle, from));
    require(LiteralFinder(needle, false).find(text, from) == folded(text).find(folded(needle), from));
}

void checkHighlights(const Filter &filter, std::string_view text)
{
    std::size_t end = 0;
    for (const auto &[first, last] : filter.highlights(text, ValuePart, 16)) {
        require(first >= end && last > first && last <= text.size());
        end = last;
    }
}

/// What is looked for first never hides a match.
void checkFilter(const FilterSpec &spec, std::string_view text)
{
    const auto filter = Filter::compile(spec);
    if (!filter) {
        require(filter.error().code == Domain::ErrorCode::BadFilter && !filter.error().arg("problem").empty());
        require(std::stoul(filter.error().arg("position")) + std::stoul(filter.error().arg("length")) <= spec.pattern.size());
        return;
    }
    Domain::Record record;
    record.key = text.substr(0, text.size() / 2);
    record.value = text;
    const Domain::Header headers[] = {{text.substr(text.size() / 2), std::nullopt}, {*record.key, text}};
    record.headers = headers;
    const auto evaluation = (*filter)->evaluation(nullptr);
    const Verdict verdict = evaluation->match(record);
    require(verdict == Verdict::Error || evaluation->match(record) == verdict);
    require(verdict != Verdict::Error || !evaluation->problem().empty());
    checkHighlights(**filter, text);
    if (spec.mode != Mode::Regex || spec.pattern.empty() || !(spec.parts & ValuePart))
        return;
    const auto pattern = Pcre::compile(spec.pattern, {.caseless = !isCaseSensitive(spec), .wholeWord = spec.wholeWord});
    require(pattern.ok());
    require(verdict != Verdict::Miss || PcreMatcher(*pattern).search(text) != PcreMatcher::Outcome::Match);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size < 3)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 3, size - 3);
    const std::size_t border = std::min<std::size_t>(bytes.size(), data[0] % 64);
    FilterSpec spec;
    spec.pattern = bytes.substr(0, border);
    spec.mode = data[1] % 2 ? Mode::Regex : Mode::Text;
    spec.parts = static_cast<std::uint8_t>(data[1] / 2 % 8);
    spec.wholeWord = data[1] / 16 % 2;
    spec.caseRule = static_cast<CaseRule>(data[2] % 3);
    const std::string_view text = bytes.substr(border);
    checkLiteral(spec.pattern, text, data[2] / 3 % 8);
    checkFilter(spec, text);
    return 0;
}
