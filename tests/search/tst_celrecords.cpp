// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/filter.h"
#include "search/celfilter.h"
#include "tests/search/celtext.h"
#include "tests/search/searchfixture.h"

#include <QTest>

using namespace std::string_literals;
using CelTest::Case;

/// What an expression reads of a record, and filters written for other programs.
class TestCelRecords : public QObject
{
    Q_OBJECT

private slots:
    void readsNamesOfARecord_data();
    void readsNamesOfARecord();
    void readsValuesAsWhatTheyAre_data();
    void readsValuesAsWhatTheyAre();
    void readsJson_data();
    void readsJson();
    void takesFiltersWrittenForKafbat_data();
    void takesFiltersWrittenForKafbat();
    void tellsAnErrorFromAMiss_data();
    void tellsAnErrorFromAMiss();
    void hasNoNamesWithoutARecord();
    void matchesTheSameWithAndWithoutPadding();
    void highlightsWhatItLooksFor();
    void takesLargeAndDeepValues();
    void namesFieldsForCompletion();
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

std::string outcomeFor(const OwnedRecord &record, const std::string &expression)
{
    std::vector<Domain::Header> headers;
    const Domain::Record borrowed = record.borrow(headers);
    return CelTest::outcome(expression, &borrowed, "orders");
}

Search::FilterSpec spec(std::string expression)
{
    return {.mode = Search::Mode::Expression, .pattern = std::move(expression)};
}

void addCases(std::initializer_list<Case> cases)
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    for (const Case &c : cases)
        QTest::newRow(c.expression) << QByteArray(c.expression) << QByteArray(c.expected);
}

void checkCase(const OwnedRecord &record)
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    const std::string actual = outcomeFor(record, expression.toStdString());
    QVERIFY2(CelTest::fits(actual, expected.toStdString()), ("got " + actual + ", expected " + expected.toStdString()).c_str());
}

} // namespace

void TestCelRecords::readsNamesOfARecord_data()
{
    addCases({{"key", "\"user-17\""},
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
    addCases({{"value.id", "17"},
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

void TestCelRecords::readsValuesAsWhatTheyAre_data()
{
    QTest::addColumn<QByteArray>("bytes"); // null: no value
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("no value") << QByteArray() << QByteArray("null");
    QTest::newRow("empty") << QByteArray("") << QByteArray("\"\"");
    QTest::newRow("blank") << QByteArray(" \n") << QByteArray("\" \n\"");
    QTest::newRow("JSON's null") << QByteArray("null") << QByteArray("null");
    QTest::newRow("text") << QByteArray("hello") << QByteArray("\"hello\"");
    QTest::newRow("int") << QByteArray("42") << QByteArray("42");
    QTest::newRow("blanks around") << QByteArray(" \t-42\r\n") << QByteArray("-42");
    QTest::newRow("minus zero") << QByteArray("-0") << QByteArray("0");
    QTest::newRow("lowest int") << QByteArray("-9223372036854775808") << QByteArray("-9223372036854775808");
    QTest::newRow("highest int") << QByteArray("9223372036854775807") << QByteArray("9223372036854775807");
    QTest::newRow("uint") << QByteArray("9223372036854775808") << QByteArray("9223372036854775808u");
    QTest::newRow("highest uint") << QByteArray("18446744073709551615") << QByteArray("18446744073709551615u");
    QTest::newRow("above uint") << QByteArray("18446744073709551616") << QByteArray("1.8446744073709552e+19");
    QTest::newRow("below int") << QByteArray("-9223372036854775809") << QByteArray("-9.2233720368547758e+18");
    QTest::newRow("fraction") << QByteArray("1.0") << QByteArray("1.0");
    QTest::newRow("exponent") << QByteArray("1e2") << QByteArray("100.0");
    QTest::newRow("too large for a double") << QByteArray("1e999") << QByteArray("inf");
    QTest::newRow("leading zero") << QByteArray("012") << QByteArray("\"012\"");
    QTest::newRow("plus") << QByteArray("+1") << QByteArray("\"+1\"");
    QTest::newRow("two numbers") << QByteArray("1 2") << QByteArray("\"1 2\"");
    QTest::newRow("a date") << QByteArray("2026-01-01") << QByteArray("\"2026-01-01\"");
    QTest::newRow("true") << QByteArray("true") << QByteArray("true");
    QTest::newRow("truth") << QByteArray("truth") << QByteArray("\"truth\"");
    QTest::newRow("JSON string") << QByteArray("\"a\\n\\u0041\"") << QByteArray("\"a\nA\"");
    QTest::newRow("JSON string and blanks") << QByteArray(" \"a\" ") << QByteArray("\"a\"");
    QTest::newRow("open string") << QByteArray("\"a") << QByteArray("\"\"a\"");
    QTest::newRow("bad escape") << QByteArray("\"\\x\"") << QByteArray("\"\"\\x\"\"");
    QTest::newRow("surrogate pair") << QByteArray("\"\\ud83d\\ude80\"") << QByteArray("\"\xF0\x9F\x9A\x80\"");
    QTest::newRow("half a pair") << QByteArray("\"\\ud83dx\"") << QByteArray("\"\xEF\xBF\xBDx\"");
    QTest::newRow("control in a string") << QByteArray("\"a\tb\"") << QByteArray("\"\"a\tb\"\"");
    QTest::newRow("empty list") << QByteArray("[ ]") << QByteArray("[]");
    QTest::newRow("list") << QByteArray("[1,[2,{}],\"x\"]") << QByteArray("[1, [2, {}], \"x\"]");
    QTest::newRow("comma at the end") << QByteArray("[1,]") << QByteArray("\"[1,]\"");
    QTest::newRow("comma alone") << QByteArray("[,]") << QByteArray("\"[,]\"");
    QTest::newRow("no comma") << QByteArray("[1 2]") << QByteArray("\"[1 2]\"");
    QTest::newRow("wrong bracket") << QByteArray("[1}") << QByteArray("\"[1}\"");
    QTest::newRow("open list") << QByteArray("[1") << QByteArray("\"[1\"");
    QTest::newRow("more behind") << QByteArray("[1]x") << QByteArray("\"[1]x\"");
    QTest::newRow("two documents") << QByteArray("{}{}") << QByteArray("\"{}{}\"");
    QTest::newRow("object") << QByteArray("{\"b\":1,\"a\":2}") << QByteArray("{\"b\": 1, \"a\": 2}");
    QTest::newRow("name twice: the last counts") << QByteArray("{\"a\":1,\"b\":2,\"a\":3}") << QByteArray("{\"a\": 3, \"b\": 2}");
    QTest::newRow("name without quotes") << QByteArray("{a:1}") << QByteArray("\"{a:1}\"");
    QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << QByteArray("\"{\"a\" 1}\"");
    QTest::newRow("no value of a name") << QByteArray("{\"a\":}") << QByteArray("\"{\"a\":}\"");
    QTest::newRow("not UTF-8") << QByteArray("\xFF\x00", 2) << QByteArray("b[ff00]");
    QTest::newRow("not UTF-8 inside JSON") << QByteArray("{\"a\":\"\xFF\"}") << QByteArray("b[7b2261223a22ff227d]");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << QByteArray("\"\xEF\xBB\xBF{}\"");
}

void TestCelRecords::readsValuesAsWhatTheyAre()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    OwnedRecord record;
    if (!bytes.isNull())
        record.value = bytes.toStdString();
    record.key = record.value; // a key is read by the same rules
    for (const char *const name : {"value", "key", "record.value", "[value][0]"})
        QCOMPARE(QByteArray::fromStdString(outcomeFor(record, name)), expected);
    QCOMPARE(outcomeFor(record, "tombstone"), std::string(bytes.isNull() ? "true" : "false"));
}

void TestCelRecords::takesFiltersWrittenForKafbat_data()
{
    addCases({{"record.value.user.name == 'Zo\xC3\xAB'", "true"},
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
    const auto filter = Search::compileExpression(spec(expression.toStdString()));
    QVERIFY(filter.ok());
    const auto evaluation = (*filter)->evaluation(nullptr);
    std::vector<Domain::Header> headers;
    const OwnedRecord record = SearchTest::keyed("k", value.toStdString());
    QCOMPARE(int(evaluation->match(record.borrow(headers), false)), verdict);
    if (verdict == int(Search::Verdict::Error))
        QCOMPARE(QByteArray::fromStdString(evaluation->problem()), problem);
}

void TestCelRecords::hasNoNamesWithoutARecord()
{
    QCOMPARE(CelTest::outcome("value.a == 1"), "error: there is no record to read 'value' from"s);
    QCOMPARE(CelTest::outcome("partition == 1 || true"), "true"s);
    QCOMPARE(CelTest::outcome("has(record.key)"), "error: there is no record to read 'key' from"s);
}

void TestCelRecords::matchesTheSameWithAndWithoutPadding()
{
    const auto filter = Search::compileExpression(spec("value.n == 12345"));
    QVERIFY(filter.ok());
    const auto evaluation = (*filter)->evaluation(nullptr);
    for (const std::string text : {R"({"n":12345})", R"({"n":123456})", "12345", "1234"}) {
        std::vector<Domain::Header> headers;
        // The heap block ends with the value, so that a sanitizer sees every byte read behind it.
        const std::unique_ptr<char[]> exact(new char[text.size()]);
        std::copy(text.begin(), text.end(), exact.get());
        OwnedRecord owned;
        Domain::Record record = owned.borrow(headers);
        record.value = std::string_view(exact.get(), text.size());
        const Search::Verdict bare = evaluation->match(record, false);
        const std::string padded = text + std::string(64, '7');
        record.value = std::string_view(padded).substr(0, text.size());
        QCOMPARE(int(evaluation->match(record, true)), int(bare));
    }
}

void TestCelRecords::highlightsWhatItLooksFor()
{
    const auto filter = Search::compileExpression(spec(R"(value.action == "purchase" && key.startsWith("user-") && value.tag in ["eu", "us"] && headers.h == "x")"));
    QVERIFY(filter.ok());
    using Stretches = std::vector<std::pair<std::size_t, std::size_t>>;
    QCOMPARE((*filter)->highlights(R"({"action":"purchase","tag":"eu"})", Search::ValuePart), (Stretches{{11, 19}, {28, 30}}));
    QCOMPARE((*filter)->highlights("user-1 purchase", Search::KeyPart), (Stretches{{0, 5}}));
    QCOMPARE((*filter)->highlights("axa", Search::HeaderPart), (Stretches{{1, 2}}));
    QCOMPARE((*filter)->highlights(std::string(1000, 'x'), Search::HeaderPart, 3).size(), 1u);
    QCOMPARE((*filter)->highlights("", Search::ValuePart), Stretches());
}

void TestCelRecords::takesLargeAndDeepValues()
{
    OwnedRecord record;
    for (const std::size_t depth : {511u, 512u, 513u, 1'000'000u}) {
        record.value = std::string(depth, '[') + std::string(depth, ']');
        const std::string outcome = outcomeFor(record, "size(value) < 2");
        QCOMPARE(outcome, depth <= 512 ? "true"s : "error: the JSON is nested deeper than 512 levels"s);
    }
    record.value = std::string(1'000'000, '{');
    QVERIFY(outcomeFor(record, "value.a == 1").starts_with("error"));

    std::string large = R"({"pad":")" + std::string(60'000'000, 'x') + R"(","list":[0)";
    for (int i = 1; i < 3'000'000; ++i)
        large += ",7";
    large += R"(],"wanted":"here"})";
    record.value = large;
    QCOMPARE(outcomeFor(record, "value.wanted == 'here' && size(value.list) == 3000000"), "true"s);
    QCOMPARE(outcomeFor(record, "value.pad.contains('y')"), "false"s);
    QCOMPARE(outcomeFor(record, "value.list[2999999]"), "7"s);
    QCOMPARE(outcomeFor(record, "value.list.exists(x, x == 8)"), "error: too many steps: stopped after 1000000"s);
    record.value = "small"; // what the large one needed is no burden
    QCOMPARE(outcomeFor(record, "value"), "\"small\""s);
}

void TestCelRecords::namesFieldsForCompletion()
{
    using Names = std::vector<std::string>;
    QCOMPARE(Search::fieldPaths(order, 100),
             (Names{"id", "action", "amount", "big", "items", "items[0].sku", "items[0].n", "user", "user.name", "user.tags", "user.address", "esc", "[\"trace-id\"]", "ok"}));
    QCOMPARE(Search::fieldPaths(order, 2), (Names{"id", "action"}));
    QCOMPARE(Search::fieldPaths("text", 10), Names());
    QCOMPARE(Search::fieldPaths("{\"a\\\"b\":{\"in\":1}}", 10), (Names{"[\"a\\\"b\"]", "[\"a\\\"b\"][\"in\"]"}));
    const std::vector<std::string> names = Search::celNames();
    QVERIFY(std::ranges::find(names, "value") != names.end());
    QVERIFY(std::ranges::find(names, "startsWith()") != names.end());
    for (const std::string &path : Search::fieldPaths(order, 100)) { // what is offered can be written
        OwnedRecord record;
        record.value = order;
        QVERIFY2(!outcomeFor(record, "value" + std::string(path.starts_with('[') ? "" : ".") + path).starts_with("error"), path.c_str());
    }
}

QTEST_APPLESS_MAIN(TestCelRecords)
#include "tst_celrecords.moc"
