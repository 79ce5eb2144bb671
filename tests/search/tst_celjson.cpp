// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celfilter.h"
#include "tests/search/celrecordfixture.h"

#include <QTest>

using namespace SearchTest;
using namespace std::string_literals;

/// Bytes of every kind as the value or key of a record: what is JSON, and what is not.
class TestCelJson : public QObject
{
    Q_OBJECT

private slots:
    void readsValuesAsWhatTheyAre_data();
    void readsValuesAsWhatTheyAre();
    void readsNothingBehindAValue();
    void takesLargeAndDeepValues();
};

void TestCelJson::readsValuesAsWhatTheyAre_data()
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

void TestCelJson::readsValuesAsWhatTheyAre()
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

void TestCelJson::readsNothingBehindAValue()
{
    const auto filter = Search::compileExpression(expressionSpec("value.n == 12345"));
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
        const Search::Verdict bare = evaluation->match(record);
        const std::string longer = text + std::string(64, '7');
        record.value = std::string_view(longer).substr(0, text.size());
        QCOMPARE(int(evaluation->match(record)), int(bare));
    }
}

void TestCelJson::takesLargeAndDeepValues()
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

QTEST_APPLESS_MAIN(TestCelJson)
#include "tst_celjson.moc"
