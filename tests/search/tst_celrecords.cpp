// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celfilter.h"
#include "tests/search/celcases.h"
#include "tests/search/celrecordfixture.h"

using namespace SearchTest;
using namespace std::string_literals;
using CelTest::add;

/// What an expression reads of a record, and filters written for other programs.
class TestCelRecords : public QObject
{
    Q_OBJECT

private slots:
    void readsNamesOfARecord_data();
    void readsNamesOfARecord();
    void readsJson_data();
    void readsJson();
    void takesFiltersWrittenForKafbat_data();
    void takesFiltersWrittenForKafbat();
    void tellsAnErrorFromAMiss_data();
    void tellsAnErrorFromAMiss();
    void hasNoNamesWithoutARecord();
    void highlightsWhatItLooksFor();
    void namesWhatCanBeWritten();
};

namespace {

const std::string order = R"({"id": 17, "action": "purchase", "amount": 120.5, "big": 9223372036854775808, "items": [{"sku": "a-1", "n": 2}, {"sku": "b-2", "n": 1}],)"
                          R"( "user": {"name": "Zoë", "tags": ["new", "eu"], "address": null}, "esc": "a\"b\u00e9\/", "trace-id": "t1", "ok": true})";

OwnedRecord sample()
{
    OwnedRecord record;
    record.partition = Domain::PartitionId(3);
    record.offset = Domain::Offset(1'000'000'007);
    record.timestamp = {1'767'225'600'123, Domain::TimestampType::Create};
    record.key = "user-17";
    record.value = order;
    record.headers = {{"trace-id", "abc"}, {"kind", "first"}, {"empty", ""}, {"none", std::nullopt}, {"raw", "\xFF\x01"s}, {"kind", "last"}};
    return record;
}

void checkCase(const OwnedRecord &record)
{
    std::vector<Domain::Header> headers;
    const Domain::Record borrowed = record.borrow(headers);
    CelTest::check(&borrowed);
}

} // namespace

void TestCelRecords::readsNamesOfARecord_data()
{
    add({{"key", "\"user-17\""},
         {"partition", "3"},
         {"offset", "1000000007"},
         {"topic", "\"orders\""},
         {"timestamp", "timestamp 2026-01-01T00:00:00.123Z"},
         {"timestamp > timestamp('2026-01-01T00:00:00Z')", "true"},
         {"timestamp - timestamp('2026-01-01T00:00:00Z') < duration('1s')", "true"},
         {"timestamp.getFullYear()", "2026"},
         {"timestampMs", "1767225600123"},
         {"timestamp('1970-01-01T00:00:00Z') + duration(string(timestampMs) + 'ms') == timestamp", "true"},
         {"tombstone", "false"},
         {"format", "\"json\""},
         {"keyAsText", "\"user-17\""},
         {"keyBytes", "b[757365722d3137]"},
         {"size(valueBytes) == size", "true"},
         {"valueAsText.contains('\"action\": \"purchase\"')", "true"},
         {"headers['trace-id']", "\"abc\""},
         {"headers.`trace-id`", "\"abc\""},
         {"headers.kind", "\"last\""},
         {"headers.empty", "\"\""},
         {"headers.none", "null"},
         {"headers.raw", "b[ff01]"},
         {"headers.gone", "error: no such key 'gone'"},
         {"headers[1]", "error: no such key '1'"},
         {"has(headers.kind)", "true"},
         {"has(headers.none)", "true"},
         {"has(headers.gone)", "false"},
         {"'kind' in headers", "true"},
         {"'gone' in headers", "false"},
         {"size(headers)", "5"},
         {"headers.exists(name, name.startsWith('trace'))", "true"},
         {"headers.map(name, name)", "[\"trace-id\", \"kind\", \"empty\", \"none\", \"raw\"]"},
         {"headers == {'raw': b'\\xff\\x01', 'kind': 'last', 'empty': '', 'none': null, 'trace-id': 'abc'}", "true"},
         {"type(headers)", "type map"},
         {"key.startsWith('user-') && partition in [1, 3]", "true"},
         {"record.partition", "3"},
         {"record['partition']", "3"},
         {"record.value.id == value.id", "true"},
         {".partition", "3"},
         {"[7].map(partition, partition + .partition)", "[10]"},
         {"[{'value': 1}].map(record, record.value)", "[1]"},
         {"[{'a': 1}].map(value, value.a)", "[1]"}});
}

void TestCelRecords::readsNamesOfARecord()
{
    checkCase(sample());
}

void TestCelRecords::readsJson_data()
{
    add({{"value.id", "17"},
         {"value.amount", "120.5"},
         {"value.big", "9223372036854775808u"},
         {"value.ok", "true"},
         {"value.action == 'purchase' && value.amount > 100", "true"},
         {"value['action']", "\"purchase\""},
         {"value.user.name", "\"Zo\xC3\xAB\""},
         {"size(value.user.name)", "3"},
         {"value.user.tags[1]", "\"eu\""},
         {"value.user['tags'][0]", "\"new\""},
         {"'eu' in value.user.tags", "true"},
         {"value.user.address", "null"},
         {"value.esc", "\"a\"b\xC3\xA9/\""},
         {"value.`trace-id`", "\"t1\""},
         {"value['trace-id']", "\"t1\""},
         {"value.items[0].sku", "\"a-1\""},
         {"value.items[1].n + value.items[0].n", "3"},
         {"value.items.exists(i, i.sku == 'b-2' && i.n == 1)", "true"},
         {"value.items.all(i, i.n >= 1)", "true"},
         {"value.items.map(i, i.sku)", "[\"a-1\", \"b-2\"]"},
         {"value.items.filter(i, i.n > 1)[0].sku", "\"a-1\""},
         {"value.items.exists_one(i, i.n == 2)", "true"},
         {"size(value.items)", "2"},
         {"value.items[0] == {'n': 2, 'sku': 'a-1'}", "true"},
         {"value.items == [{'sku': 'a-1', 'n': 2u}, {'sku': 'b-2', 'n': 1.0}]", "true"},
         {"value.items + [1]", "[{\"sku\": \"a-1\", \"n\": 2}, {\"sku\": \"b-2\", \"n\": 1}, 1]"},
         {"value.user.tags + value.user.tags", "[\"new\", \"eu\", \"new\", \"eu\"]"},
         {"size(value)", "9"},
         {"value.exists(name, name == 'ok')", "true"},
         {"value.filter(name, size(name) == 2)", "[\"id\", \"ok\"]"},
         {"type(value)", "type map"},
         {"type(value.items)", "type list"},
         {"has(value.user)", "true"},
         {"has(value.user.address)", "true"},
         {"has(value.user.gone)", "false"},
         {"has(value.gone)", "false"},
         {"has(value.gone.deeper)", "error: no such key 'gone'"},
         {"has(value.id.deeper)", "error: int has no fields"},
         {"value.gone", "error: no such key 'gone'"},
         {"value.gone.deeper", "error: no such key 'gone'"},
         {"value.user.gone", "error: no such key 'gone'"},
         {"value.id.deeper", "error: no such key 'deeper': int has no fields"},
         {"value.items.sku", "error: list has no fields"},
         {"value.user.address.street", "error: null has no fields"},
         {"value.items[2]", "error: index out of range"},
         {"value.gone == 1 || value.ok", "true"},
         {"value.gone == 1 && !value.ok", "false"},
         {"value.ok && value.gone == 1", "error: no such key 'gone'"},
         {"value.amount > '100'", "error: no such overload"},
         {"value.amount == '120.5'", "false"},
         {"'gone' in value", "false"},
         {"'id' in value", "true"},
         {"value[1]", "error: no such key '1'"},
         {"value.user.name.matches('^Z.+\\u00eb$')", "true"},
         {"value == value", "true"},
         {"value.user != value.items", "true"},
         {"[value, value.user].map(v, size(v))", "[9, 3]"}});
}

void TestCelRecords::readsJson()
{
    checkCase(sample());
}

void TestCelRecords::takesFiltersWrittenForKafbat_data()
{
    add({{"record.value.user.name == 'Zo\xC3\xAB'", "true"},
         {"record.keyAsText == 'user-17'", "true"},
         {"record.keyAsText.contains('17')", "true"},
         {"record.valueAsText.contains('purchase')", "true"},
         {"record.value.amount > 100.0 && record.partition == 3", "true"},
         {"has(record.value.user.name)", "true"},
         {"has(record.value.user.surname)", "false"},
         {"has(record.value)", "true"},
         {"has(record.key) && record.key == 'user-17'", "true"},
         {"record.headers.kind == 'last'", "true"},
         {"record.headers['trace-id'] == 'abc'", "true"},
         {"has(record.headers.gone)", "false"},
         {"record.timestampMs >= 1767225600000 && record.offset > 1000", "true"},
         {"record.value.items.exists(i, i.sku.startsWith('b'))", "true"},
         {"record.valueAsText.matches('.*\"amount\": *1[0-9]+.*')", "true"},
         {"record.value.gone == 'x'", "error: no such key 'gone'"},
         {"size(record.value.items) == 2 ? record.value.ok : false", "true"},
         {"int(record.value.amount) == 120", "true"},
         {"record.valeu.x == 1", "error: a record has no field 'valeu'"},
         {"record", "error: alone"}});
}

void TestCelRecords::takesFiltersWrittenForKafbat()
{
    checkCase(sample());
}

void TestCelRecords::tellsAnErrorFromAMiss_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const char *expression, const char *value, Search::Verdict verdict, const char *problem = "") {
        QTest::newRow(name) << QByteArray(expression) << QByteArray(value) << int(verdict) << QByteArray(problem);
    };
    using enum Search::Verdict;
    row("match", "value.a == 1", R"({"a":1})", Match);
    row("miss", "value.a == 1", R"({"a":2})", Miss);
    row("field missing", "value.a == 1", R"({"b":1})", Error, "no such key 'a'");
    row("field missing in broken JSON", "value.a == 1", R"({"a":1)", Error, "no such key 'a': string has no fields");
    row("broken behind the field", "value.a == 1", R"({"a":1,"b":})", Error, "no such key 'a': string has no fields");
    row("literal nowhere, field missing", R"(value.a == "needle")", R"({"b":"hay"})", Error, "no such key 'a'");
    row("literal nowhere, field there", R"(value.a == "needle")", R"({"a":"hay"})", Miss);
    row("literal written as an escape", R"(value.a == "needle")", R"({"a":"need\u006ce"})", Match);
    row("name written as an escape", R"(value.abc == 1)", R"({"a\u0062c":1})", Match);
    row("last of equal names", "value.a == 2", R"({"a":1,"a":2})", Match);
    row("last of equal names has no such field", "value.a.b == 2", R"({"a":{"b":2},"a":{}})", Error, "no such key 'b'");
    row("type of the other side", "value.a > 1", R"({"a":"2"})", Error, "no such overload: > does not take string and int");
    row("not bool", "value.a", R"({"a":1})", Error, "the result is int, not bool");
    row("bool field", "value.a", R"({"a":true})", Match);
    row("cheap side decides", "value.a == 1 && partition == 99", "no JSON", Miss);
    row("cheap side lets through", "value.a == 1 || partition == 0", "no JSON", Match);
    row("bytes", "value.a == 1", "\xFF", Error, "no such key 'a': bytes has no fields");
    row("division", "1 / value.a > 0", R"({"a":0})", Error, "division by zero");
    row("empty expression", " ", "x", Match);
}

void TestCelRecords::tellsAnErrorFromAMiss()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, value);
    QFETCH(int, verdict);
    QFETCH(QByteArray, problem);
    const auto filter = Search::compileExpression(expressionSpec(expression.toStdString()));
    QVERIFY(filter.ok());
    const auto evaluation = (*filter)->evaluation(nullptr);
    std::vector<Domain::Header> headers;
    const OwnedRecord record = keyed("k", value.toStdString());
    QCOMPARE(int(evaluation->match(record.borrow(headers))), verdict);
    if (verdict == int(Search::Verdict::Error))
        QCOMPARE(QByteArray::fromStdString(evaluation->problem()), problem);
}

void TestCelRecords::hasNoNamesWithoutARecord()
{
    QCOMPARE(CelTest::outcome("value.a == 1"), "error: there is no record to read 'value' from"s);
    QCOMPARE(CelTest::outcome("partition == 1 || true"), "true"s);
    QCOMPARE(CelTest::outcome("has(record.key)"), "error: there is no record to read 'key' from"s);
}

void TestCelRecords::highlightsWhatItLooksFor()
{
    const auto filter = Search::compileExpression(expressionSpec(R"(value.action == "purchase" && key.startsWith("user-") && value.tag in ["eu", "us"] && headers.h == "x")"));
    QVERIFY(filter.ok());
    using Stretches = std::vector<std::pair<std::size_t, std::size_t>>;
    QCOMPARE((*filter)->highlights(R"({"action":"purchase","tag":"eu"})", Search::ValuePart), (Stretches{{11, 19}, {28, 30}}));
    QCOMPARE((*filter)->highlights("user-1 purchase", Search::KeyPart), (Stretches{{0, 5}}));
    QCOMPARE((*filter)->highlights("axa", Search::HeaderPart), (Stretches{{1, 2}}));
    QCOMPARE((*filter)->highlights(std::string(1000, 'x'), Search::HeaderPart, 3).size(), 1u);
    QCOMPARE((*filter)->highlights("", Search::ValuePart), Stretches());
}

void TestCelRecords::namesWhatCanBeWritten()
{
    const std::vector<std::string> names = Search::celNames();
    QVERIFY(std::ranges::find(names, "value") != names.end());
    QVERIFY(std::ranges::find(names, "startsWith()") != names.end());
    for (const std::string &name : names) // what is offered is known
        QVERIFY2(outcomeFor(sample(), name).find("there is no") == std::string::npos, name.c_str());
}

QTEST_APPLESS_MAIN(TestCelRecords)
#include "tst_celrecords.moc"
