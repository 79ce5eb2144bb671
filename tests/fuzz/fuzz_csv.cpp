// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/csv.h"
#include "produce/csvmapping.h"
#include "produce/csvreader.h"

#include <cstdlib>

using namespace Produce;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Feeds lines; the last row that was complete.
CsvReader::Got feed(CsvReader &reader, std::string_view text)
{
    CsvReader::Got got = CsvReader::Got::More;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        got = reader.take(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return got;
}

} // namespace

/// Any bytes can be read as CSV without harm, and what this program writes is read back.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    CsvReader any;
    feed(any, bytes);
    any.finish();
    parseTime(bytes);

    Domain::Record record;
    record.timestamp = {5, Domain::TimestampType::Create};
    record.key = size % 3 == 0 ? std::nullopt : std::optional(bytes);
    record.value = bytes.substr(size / 2);
    const Domain::Header headers[] = {{bytes.substr(0, size / 2), bytes}, {bytes, std::nullopt}};
    record.headers = headers;
    std::string heading;
    std::string row;
    Codec::appendCsvHeader(heading);
    Codec::appendCsv(row, record, bytes, Codec::FormulaGuard::Off);

    CsvReader reader;
    std::string problem;
    require(feed(reader, heading) == CsvReader::Got::Row);
    const auto mapping = CsvMapping::make({}, reader.row(), problem);
    require(mapping.has_value() && feed(reader, row) == CsvReader::Got::Row);
    MadeRecord made;
    require(mapping->apply(reader.row(), made, problem));
    require(made.key.has_value() == record.key.has_value() && (!made.key || *made.key == *record.key) && made.value && *made.value == *record.value);
    require(made.headers.size() == 2 && made.headers[0].first == headers[0].name && made.headers[0].second && *made.headers[0].second == *headers[0].value);
    return 0;
}
