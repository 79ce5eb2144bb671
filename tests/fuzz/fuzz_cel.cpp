// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/utf8.h"
#include "search/celparser.h"
#include "search/celtimezone.h"
#include "tests/search/celdifference.h"

#include <cstdio>
#include <cstdlib>

namespace {

void require(const std::string &difference, const std::string &expression)
{
    if (difference.empty())
        return;
    std::fprintf(stderr, "%s\n  %s\n", difference.c_str(), expression.c_str());
    std::abort();
}

/// Numbers for the generator from the fuzzer's bytes; behind their end they come from a counter, so that every input gives something.
class Numbers
{
public:
    explicit Numbers(std::string_view bytes) : m_bytes(bytes) {}
    std::uint32_t next()
    {
        if (m_bytes.empty())
            return ++m_counter * 2'654'435'761U >> 8;
        const auto number = static_cast<unsigned char>(m_bytes[0]);
        m_bytes.remove_prefix(1);
        return number;
    }

private:
    std::string_view m_bytes;
    std::uint32_t m_counter = 0;
};

/// A made expression over a made record.
void checkMade(std::string_view bytes)
{
    Numbers numbers(bytes);
    CelTest::Generator make([&numbers] { return numbers.next(); });
    const std::string expression = make.expression();
    const CelTest::Sample sample(make);
    std::vector<Domain::Header> headers;
    const Domain::Record record = sample.borrow(headers);
    int compared = 0;
    require(CelTest::difference(expression, &record, compared), expression);
}

/// The bytes themselves: an expression, and behind a NUL the value of a record.
void checkRaw(std::string_view bytes)
{
    const std::size_t end = std::min(bytes.find('\0'), bytes.size());
    const std::string expression(bytes.substr(0, end));
    // A block of its own, so that a byte read behind the value is seen.
    const std::string_view value = bytes.substr(std::min(end + 1, bytes.size()));
    const std::unique_ptr<char[]> exact(new char[value.size()]);
    std::copy(value.begin(), value.end(), exact.get());
    Domain::Record record;
    record.value = std::string_view(exact.get(), value.size());
    record.key = record.value;
    const Domain::Header headers[] = {{"h", record.value}};
    record.headers = headers;
    int compared = 0;
    require(CelTest::difference(expression, &record, compared), expression);
    for (const char *const fixed : {"value", "value.a.b", "value.a == 'x' || size(value) > 0", "value.exists(k, value[k] == 1)", "key == value"})
        require(CelTest::difference(fixed, &record, compared), fixed);
    if (const auto zone = Search::Cel::TimeZone::parse(value))
        zone->offset(static_cast<std::int64_t>(value.size()) * 100'000'000);
}

} // namespace

/// Whatever expression and record are: no crash, no hang, and what a naive evaluator says.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    if (data[0] % 2 == 0)
        checkMade(bytes);
    else
        checkRaw(bytes);
    return 0;
}
