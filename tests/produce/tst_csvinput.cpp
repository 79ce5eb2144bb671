// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/csv.h"
#include "produce/csvmapping.h"
#include "produce/csvreader.h"
#include "produce/recordmaker.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Produce;
using namespace std::string_literals;

namespace {

/// Rows as "cell|cell", a cell in quotes with quotes; "!" and the problem where one is bad.
std::vector<std::string> rowsOf(const std::string &text)
{
    CsvReader reader;
    std::vector<std::string> rows;
    const auto take = [&](CsvReader::Got got) {
        if (got == CsvReader::Got::Bad)
            return rows.push_back("!" + reader.problem());
        if (got == CsvReader::Got::More)
            return;
        std::string row;
        for (const CsvReader::Cell &cell : reader.row())
            row += (row.empty() ? "" : "|") + (cell.isQuoted ? '"' + cell.text + '"' : cell.text);
        rows.push_back(row);
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        take(reader.take(std::string_view(text).substr(at, end - at)));
        at = end + 1;
    }
    take(reader.finish());
    return rows;
}

using Rows = std::vector<std::string>;

} // namespace

class TestCsvInput final : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;

    std::vector<MadeRecord> records(const std::string &content, InputFile input, std::vector<std::string> *problems = nullptr, ProduceRequest request = {})
    {
        QFile out(m_dir.filePath(QStringLiteral("input.csv")));
        if (!out.open(QIODevice::WriteOnly) || out.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write");
        out.close();
        input.format = InputFile::Format::Csv;
        input.path = out.fileName().toStdString();
        request.input = input;
        const auto maker = RecordMaker::make(request, 1);
        std::vector<MadeRecord> made;
        while (maker) {
            auto next = (*maker)->next();
            if (!next && problems)
                problems->push_back(next.error().arg("line") + ": " + next.error().arg("problem"));
            else if (!next || !next->has_value())
                break;
            else
                made.push_back(std::move(**next));
            if (!next && next.error().fatal)
                break;
        }
        return made;
    }

private slots:
    void rowsFollowTheStandard()
    {
        QCOMPARE(rowsOf("a,b,c\r\n1,,\"\"\n"), (Rows{"a|b|c", "1||\"\""}));
        QCOMPARE(rowsOf("\"a\"\"b\",\"c,d\",\"e\r\nf\",g"), (Rows{"\"a\"b\"|\"c,d\"|\"e\r\nf\"|g"}));
        QCOMPARE(rowsOf("\"\n\n\"\n"), (Rows{"\"\n\n\""}));
        QCOMPARE(rowsOf("a,\xff\n"), (Rows{"a|\xff"}));
        QCOMPARE(rowsOf("a\"b,c\nd\n"), (Rows{"!a quote stands in the middle of a cell without quotes", "d"}));
        QCOMPARE(rowsOf("\"a\"b\nd\n"), (Rows{"!something stands between a quote and the next comma", "d"}));
        QCOMPARE(rowsOf("\"a\nb"), (Rows{"!the quote at the end of a cell is missing"}));
        QCOMPARE(rowsOf(std::string(20'000, ',') + "\nx\n"), (Rows{"!the row has more than 10,000 cells", "x"}));
    }

    void columnsBecomeParts()
    {
        const auto made = records("\xEF\xBB\xBFid,when,where,what,note\r\n"
                                  "7,2026-01-01T00:00:00Z,2,\"{\"\"a\"\":1}\",\r\n"
                                  "8,1767225600001,,base64:/w==,\"\"\n",
                                  {.keyColumn = "id", .valueColumn = "what", .timestampColumn = "when", .partitionColumn = "where", .headerColumns = {"note", "id"}});
        QCOMPARE(made.size(), 2U);
        QCOMPARE(made[0].key, std::optional("7"s));
        QCOMPARE(made[0].value, std::optional("{\"a\":1}"s));
        QCOMPARE(made[0].timestampMs, std::optional<std::int64_t>(1'767'225'600'000));
        QCOMPARE(made[0].partition, std::optional(Domain::PartitionId(2)));
        using Headers = std::vector<std::pair<std::string, std::optional<std::string>>>;
        QCOMPARE(made[0].headers, (Headers{{"note", std::nullopt}, {"id", "7"}}));
        QCOMPARE(made[1].value, std::optional("\xff"s));
        QCOMPARE(made[1].headers, (Headers{{"note", ""}, {"id", "8"}}));
        QCOMPARE(made[1].timestampMs, std::optional<std::int64_t>(1'767'225'600'001));
        QVERIFY(!made[1].partition);
    }

    void whatNoColumnGivesComesFromTheFields()
    {
        ProduceRequest request;
        request.key = {FieldKind::Text, "k{{seq(1)}}"};
        request.headers = {{"row", {FieldKind::Text, "{{line()}}"}}};
        const auto made = records("a,b\n1,\"2\n3\"\n", {.valueColumn = "b"}, nullptr, request);
        QCOMPARE(made.size(), 1U);
        QCOMPARE(made[0].key, std::optional("k1"s));
        QCOMPARE(made[0].value, std::optional("2\n3"s));
        QCOMPARE(made[0].headers[0].second, std::optional("1,\"2\n3\""s));
    }

    void badRowsAreSaidWithTheirLines()
    {
        std::vector<std::string> problems;
        const auto made = records("k,t,p\n1,x,\n2,,z\n3\n4,,base64:\n\"5\n\",,\n6,,1,\n7,,\"", {.keyColumn = "k", .timestampColumn = "t", .partitionColumn = "p"}, &problems);
        QCOMPARE(problems, (Rows{"2: the timestamp is neither ISO 8601 nor milliseconds since 1970", "3: the partition is no whole number",
                                 "4: it has 1 cells; the heading has 3", "5: the partition is no whole number", "8: it has 4 cells; the heading has 3",
                                 "9: the quote at the end of a cell is missing"}));
        QCOMPARE(made.size(), 1U);
        QCOMPARE(made[0].key, std::optional("5\n"s));
        problems.clear();
        QVERIFY(records("k\n1\n", {.keyColumn = "K"}, &problems).empty());
        QCOMPARE(problems, (Rows{"1: there is no column K"})); // once: no row can be understood
    }

    void whatReadWritesIsReadBack()
    {
        std::string text;
        Codec::appendCsvHeader(text);
        const Domain::Header headers[] = {{"a", "1"}, {"a", std::nullopt}, {"b", "\xff"}};
        Domain::Record record;
        record.partition = Domain::PartitionId(4);
        record.timestamp = {-5000, Domain::TimestampType::Create};
        record.headers = headers;
        const std::optional<std::string_view> values[] = {std::nullopt, "", "a\n\"b\",\xc3\xa4", "\xff", "base64:x"};
        for (const auto &value : values) {
            record.key = value;
            record.value = value;
            Codec::appendCsv(text, record, "t", Codec::FormulaGuard::Off);
        }
        const auto made = records(text, {});
        QCOMPARE(made.size(), std::size(values));
        for (std::size_t i = 0; i < made.size(); ++i) {
            QCOMPARE(made[i].value.has_value(), values[i].has_value());
            QVERIFY(!values[i] || (*made[i].value == *values[i] && *made[i].key == *values[i]));
            QCOMPARE(made[i].partition, std::optional(record.partition));
            QCOMPARE(made[i].timestampMs, std::optional<std::int64_t>(-5000));
            QCOMPARE(made[i].headers.size(), 3U);
            QCOMPARE(made[i].headers[2].second, std::optional("\xff"s));
        }
    }

    void timesAreRead()
    {
        QCOMPARE(parseTime("0"), std::optional<std::int64_t>(0));
        QCOMPARE(parseTime("-5000"), std::optional<std::int64_t>(-5000));
        QCOMPARE(parseTime("2026-01-01"), std::optional<std::int64_t>(1'767'225'600'000));
        QCOMPARE(parseTime("2026-01-01 00:00"), std::optional<std::int64_t>(1'767'225'600'000));
        QCOMPARE(parseTime("2026-01-01T01:00:00.5+01:00"), std::optional<std::int64_t>(1'767'225'600'500));
        QCOMPARE(parseTime("2025-12-31T22:30:00,123456789-0130"), std::optional<std::int64_t>(1'767'225'600'123));
        QCOMPARE(parseTime("1969-12-31T23:59:55Z"), std::optional<std::int64_t>(-5000));
        for (const char *bad : {"", "x", "2026-13-01", "2026-02-30", "2026-01-01T24:00", "2026-01-01T00:00:00+99:00", "2026-01-01T00:00Zx", "99999999999999999999"})
            QVERIFY2(!parseTime(bad), bad);
    }
};

QTEST_APPLESS_MAIN(TestCsvInput)
#include "tst_csvinput.moc"
