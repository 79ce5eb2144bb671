// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/templatefunctions.h"

#include "codec/jsonl.h"
#include "produce/randomstream.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace Produce {

namespace {

constexpr std::size_t maxHex = 1024 * 1024;
constexpr std::size_t maxPlaces = 15;
constexpr std::string_view hexDigits = "0123456789abcdef";

constexpr std::array<std::pair<std::string_view, TemplateCall>, 11> names{{{"uuid", TemplateCall::Uuid},
                                                                          {"seq", TemplateCall::Seq},
                                                                          {"int", TemplateCall::Int},
                                                                          {"decimal", TemplateCall::Decimal},
                                                                          {"pick", TemplateCall::Pick},
                                                                          {"now", TemplateCall::Now},
                                                                          {"name", TemplateCall::Name},
                                                                          {"email", TemplateCall::Email},
                                                                          {"hex", TemplateCall::Hex},
                                                                          {"line", TemplateCall::Line},
                                                                          {"same", TemplateCall::Same}}};

/// What others call them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> otherNames{{{"guid", "uuid"},
                                                                                   {"uuid4", "uuid"},
                                                                                   {"random", "int"},
                                                                                   {"integer", "int"},
                                                                                   {"number", "int"},
                                                                                   {"float", "decimal"},
                                                                                   {"double", "decimal"},
                                                                                   {"counter", "seq"},
                                                                                   {"sequence", "seq"},
                                                                                   {"choice", "pick"},
                                                                                   {"oneof", "pick"},
                                                                                   {"timestamp", "now"},
                                                                                   {"time", "now"},
                                                                                   {"person", "name"}}};

constexpr std::array<std::string_view, 32> firstNames{"Ada",  "Alan",  "Amir",  "Anna",  "Berta", "Carl", "Chen",  "Clara", "David", "Edith", "Elena",
                                                      "Emil", "Fatma", "Grace", "Hugo",  "Ida",   "Igor", "Ines",  "Jonas", "Katja", "Kofi",  "Lena",
                                                      "Liam", "Maria", "Mei",   "Nadia", "Olga",  "Omar", "Paula", "Ravi",  "Sofia", "Yuki"};
constexpr std::array<std::string_view, 32> lastNames{"Abe",   "Bauer",   "Becker", "Berg",   "Costa", "Diaz",  "Dubois", "Ferrari", "Fischer", "Garcia", "Gupta",
                                                     "Haas",  "Ivanov",  "Jansen", "Keller", "Khan",  "Klein", "Kumar",  "Lang",    "Lopez",   "Mayer",  "Meyer",
                                                     "Moser", "Nguyen",  "Novak",  "Okafor", "Rossi", "Silva", "Singh",  "Vogel",   "Wagner",  "Weber"};

/// How many letters must be changed, added or taken away.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::array<std::size_t, 33> row{};
    if (a.size() > 32 || b.size() > 32)
        return 100;
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

/// Checks the arguments of one call. Once there is a problem nothing more is looked at.
class ArgumentCheck
{
public:
    ArgumentCheck(const std::vector<TemplateArgument> &arguments, TemplateProblem &problem, std::size_t position, std::size_t length)
        : m_arguments(arguments), m_problem(problem), m_position(position), m_length(length)
    {
    }

    bool fail(std::string problem, const TemplateArgument *argument = nullptr)
    {
        m_problem = {std::move(problem), argument ? argument->position : m_position, argument ? argument->length : m_length, {}};
        return false;
    }

    bool counts(std::size_t least, std::size_t most, const std::string &expected)
    {
        return (m_arguments.size() >= least && m_arguments.size() <= most) || fail("it takes " + expected);
    }

    bool number(std::size_t index, std::int64_t &out)
    {
        const TemplateArgument &argument = m_arguments[index];
        const char *end = argument.text.data() + argument.text.size();
        const auto result = std::from_chars(argument.text.data(), end, out);
        return (!argument.isText && result.ec == std::errc() && result.ptr == end) || fail("a whole number is expected here", &argument);
    }

    bool number(std::size_t index, std::int64_t low, std::int64_t high, std::size_t &out)
    {
        std::int64_t value = 0;
        if (!number(index, value))
            return false;
        out = static_cast<std::size_t>(value);
        return (value >= low && value <= high) || fail("a number from " + std::to_string(low) + " to " + std::to_string(high) + " is expected here", &m_arguments[index]);
    }

    /// "-1.25" with 3 places: -1250.
    bool scaled(std::size_t index, std::size_t places, std::int64_t &out)
    {
        const TemplateArgument &argument = m_arguments[index];
        std::string digits = argument.text;
        const std::size_t point = digits.find('.');
        std::size_t given = 0;
        if (point != std::string::npos) {
            given = digits.size() - point - 1;
            digits.erase(point, 1);
        }
        while (given > places && digits.ends_with('0')) {
            digits.pop_back();
            --given;
        }
        if (given > places)
            return fail("it has more than " + std::to_string(places) + " decimal places", &argument);
        digits.append(places - given, '0');
        const char *end = digits.data() + digits.size();
        const auto result = std::from_chars(digits.data(), end, out);
        return (!argument.isText && result.ec == std::errc() && result.ptr == end) || fail("a number is expected here, not that large", &argument);
    }

    bool text(std::size_t index) { return m_arguments[index].isText || fail("a text in quotes is expected here", &m_arguments[index]); }

    bool rising(const CheckedCall &call)
    {
        return call.first <= call.second || fail("the lowest number is higher than the highest", &m_arguments[0]);
    }

    const TemplateArgument &operator[](std::size_t index) const { return m_arguments[index]; }
    std::size_t size() const { return m_arguments.size(); }

private:
    const std::vector<TemplateArgument> &m_arguments;
    TemplateProblem &m_problem;
    std::size_t m_position;
    std::size_t m_length;
};

bool checkSeq(ArgumentCheck &arguments, CheckedCall &call)
{
    call.first = 1;
    call.second = 1;
    call.most = 20;
    return arguments.counts(0, 2, "a start and a step: seq(1) or seq(100, 10)") && (arguments.size() < 1 || arguments.number(0, call.first))
        && (arguments.size() < 2 || arguments.number(1, call.second));
}

bool checkDecimal(ArgumentCheck &arguments, CheckedCall &call)
{
    call.most = 21;
    return arguments.counts(3, 3, "the lowest, the highest and the decimal places: decimal(5, 250, 2)") && arguments.number(2, 0, maxPlaces, call.count)
        && arguments.scaled(0, call.count, call.first) && arguments.scaled(1, call.count, call.second) && arguments.rising(call);
}

bool checkPick(ArgumentCheck &arguments, CheckedCall &call)
{
    if (!arguments.counts(1, 10'000, "one text or more: pick(\"a\", \"b\")"))
        return false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        call.texts.push_back(arguments[i].text);
        call.most = std::max(call.most, arguments[i].text.size());
    }
    return true;
}

bool checkNow(ArgumentCheck &arguments, CheckedCall &call)
{
    call.most = 32;
    call.texts = {arguments.size() == 0 ? "iso" : arguments[0].text};
    return arguments.counts(0, 1, "\"iso\" or \"ms\"") && (arguments.size() == 0 || arguments.text(0))
        && (call.texts[0] == "iso" || call.texts[0] == "ms" || arguments.fail("it is \"iso\" or \"ms\"", &arguments[0]));
}

bool checkSame(ArgumentCheck &arguments, CheckedCall &call)
{
    if (!arguments.counts(1, 1, "the name of a function: same(\"uuid\")") || !arguments.text(0))
        return false;
    call.texts = {arguments[0].text};
    const auto named = templateCall(call.texts[0]);
    return (named && *named != TemplateCall::Same) || arguments.fail("there is no function of that name to repeat", &arguments[0]);
}

bool check(ArgumentCheck &arguments, CheckedCall &call)
{
    const std::string name(templateName(call.call));
    switch (call.call) {
    case TemplateCall::Seq: return checkSeq(arguments, call);
    case TemplateCall::Int:
        call.most = 20;
        return arguments.counts(2, 2, "the lowest and the highest number: int(1, 500)") && arguments.number(0, call.first) && arguments.number(1, call.second)
            && arguments.rising(call);
    case TemplateCall::Decimal: return checkDecimal(arguments, call);
    case TemplateCall::Pick: return checkPick(arguments, call);
    case TemplateCall::Now: return checkNow(arguments, call);
    case TemplateCall::Hex:
        if (!arguments.counts(1, 1, "the number of digits: hex(32)") || !arguments.number(0, 1, maxHex, call.count))
            return false;
        call.most = call.count;
        return true;
    case TemplateCall::Same: return checkSame(arguments, call);
    case TemplateCall::Uuid: call.most = 36; break;
    case TemplateCall::Name:
    case TemplateCall::Email: call.most = 40; break;
    default: break;
    }
    return arguments.counts(0, 0, "no argument: " + name + "()");
}

void appendUuid(std::string &out, RandomStream random)
{
    std::uint64_t high = random.next();
    std::uint64_t low = random.next();
    high = (high & 0xFFFFFFFFFFFF0FFFU) | 0x4000U;               // version 4
    low = (low & 0x3FFFFFFFFFFFFFFFU) | 0x8000000000000000U;     // variant 1
    for (int digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20)
            out += '-';
        const std::uint64_t half = digit < 16 ? high : low;
        out += hexDigits[half >> (60 - digit % 16 * 4) & 15];
    }
}

void appendHex(std::string &out, std::size_t digits, RandomStream random)
{
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < digits; ++i, bits >>= 4) {
        if (i % 16 == 0)
            bits = random.next();
        out += hexDigits[bits & 15];
    }
}

std::int64_t between(std::int64_t low, std::int64_t high, RandomStream random)
{
    const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + random.upTo(width));
}

void appendDecimal(std::string &out, std::int64_t scaled, std::size_t places)
{
    const bool isNegative = scaled < 0;
    std::string digits = std::to_string(isNegative ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled));
    if (digits.size() <= places)
        digits.insert(0, places + 1 - digits.size(), '0');
    if (isNegative)
        out += '-';
    out.append(digits, 0, digits.size() - places);
    if (places > 0)
        out.append(1, '.').append(digits, digits.size() - places, places);
}

void appendPerson(std::string &out, bool isAddress, RandomStream random)
{
    const std::string_view first = firstNames[random.upTo(firstNames.size() - 1)];
    const std::string_view last = lastNames[random.upTo(lastNames.size() - 1)];
    const std::size_t begin = out.size();
    out.append(first).append(1, isAddress ? '.' : ' ').append(last);
    if (!isAddress)
        return;
    for (std::size_t i = begin; i < out.size(); ++i)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = static_cast<char>(out[i] - 'A' + 'a');
    out += "@example.com"; // RFC 2606: nobody's
}

} // namespace

std::optional<TemplateCall> templateCall(std::string_view name)
{
    for (const auto &[known, call] : names)
        if (known == name)
            return call;
    return std::nullopt;
}

std::string_view templateName(TemplateCall call)
{
    for (const auto &[name, known] : names)
        if (known == call)
            return name;
    return {};
}

std::string suggestFunction(std::string_view name)
{
    std::string small(name.substr(0, 33));
    for (char &c : small)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    for (const auto &[other, known] : otherNames)
        if (small == other)
            return std::string(known);
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, small.size() / 3 + 1);
    for (const auto &[known, call] : names)
        if (const std::size_t d = distance(small, known); d < least) {
            best = known;
            least = d;
        }
    return std::string(best);
}

std::optional<CheckedCall> checkCall(TemplateCall call, const std::vector<TemplateArgument> &arguments, TemplateProblem &problem, std::size_t position,
                                     std::size_t length)
{
    CheckedCall checked{.call = call, .position = position, .length = length};
    ArgumentCheck reader(arguments, problem, position, length);
    return check(reader, checked) ? std::optional(std::move(checked)) : std::nullopt;
}

void appendCall(std::string &out, const CheckedCall &call, const TemplateScope &scope)
{
    const RandomStream random(RandomStream::mix(RandomStream::mix(scope.seed, scope.number), call.stream));
    switch (call.call) {
    case TemplateCall::Text: out += call.texts[0]; break;
    case TemplateCall::Uuid: appendUuid(out, random); break;
    case TemplateCall::Seq:
        out += std::to_string(static_cast<std::int64_t>(static_cast<std::uint64_t>(call.first) + scope.number * static_cast<std::uint64_t>(call.second)));
        break;
    case TemplateCall::Int: out += std::to_string(between(call.first, call.second, random)); break;
    case TemplateCall::Decimal: appendDecimal(out, between(call.first, call.second, random), call.count); break;
    case TemplateCall::Pick: {
        RandomStream draw = random;
        out += call.texts[draw.upTo(call.texts.size() - 1)];
        break;
    }
    case TemplateCall::Now: out += call.texts[0] == "ms" ? std::to_string(scope.nowMs) : Codec::isoTime(scope.nowMs); break;
    case TemplateCall::Name: appendPerson(out, false, random); break;
    case TemplateCall::Email: appendPerson(out, true, random); break;
    case TemplateCall::Hex: appendHex(out, call.count, random); break;
    case TemplateCall::Line: out += scope.line; break;
    case TemplateCall::Same:
        if (const auto said = scope.said.find(call.texts[0]); said != scope.said.end())
            out += said->second;
        break;
    }
}

} // namespace Produce
