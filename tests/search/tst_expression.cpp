// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/expression.h"
#include "tests/search/searchfixture.h"

#include <QTest>

#include <limits>

using namespace Search;
using SearchTest::keyed;

/// Expressions that give values: record after record with one evaluation, and the values as text and as JSON.
class TestExpression : public QObject
{
    Q_OBJECT

private slots:
    void oneEvaluationForManyRecords();
    void errorsTellWhere();
    void valuesAsTextAndJson_data();
    void valuesAsTextAndJson();
};

void TestExpression::oneEvaluationForManyRecords()
{
    const auto expression = Expression::compile("string(value.n) + '@' + topic");
    QVERIFY(expression.ok());
    const auto evaluation = (*expression)->evaluation();
    std::vector<Domain::Header> headers;
    std::vector<CelValue> kept;
    for (int i = 0; i < 100; ++i) {
        const auto owned = keyed("k", "{\"n\":" + std::to_string(i) + "}");
        const Domain::Record record = owned.borrow(headers);
        const auto value = evaluation->evaluate(&record, "orders");
        QVERIFY(value.ok());
        kept.push_back(*value);
    }
    for (int i = 0; i < 100; ++i) // values do not depend on their records
        QCOMPARE(kept[std::size_t(i)].text, std::to_string(i) + "@orders");
    const auto tombstone = keyed("k", std::nullopt);
    const Domain::Record record = tombstone.borrow(headers);
    QVERIFY(!evaluation->evaluate(&record, "orders").ok());
    const auto next = keyed("k", "{\"n\":7}");
    const Domain::Record good = next.borrow(headers);
    QCOMPARE(evaluation->evaluate(&good, "t")->text, std::string("7@t")); // an error does not stick
}

void TestExpression::errorsTellWhere()
{
    const auto expression = Expression::compile("1 + nobody");
    QVERIFY(!expression.ok());
    QCOMPARE(expression.error().code, Domain::ErrorCode::BadFilter);
    QCOMPARE(expression.error().arg("position"), std::string("4"));
    const auto evaluation = Expression::compile("value.n").value()->evaluation();
    const auto none = evaluation->evaluate(nullptr, {});
    QVERIFY(!none.ok());
    QVERIFY(!none.error().arg("problem").empty());
}

void TestExpression::valuesAsTextAndJson_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("text"); // null: none
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *source, const QByteArray &text, const QByteArray &json) { QTest::newRow(source) << QByteArray(source) << text << json; };
    row("null", {}, "null");
    row("true", "true", "true");
    row("-5", "-5", "-5");
    row("9223372036854775807", "9223372036854775807", "9223372036854775807");
    row("18446744073709551615u", "18446744073709551615", "18446744073709551615");
    row("1.50", "1.5", "1.5");
    row("1.0 / 0.0", "Infinity", {});
    row("'a\"b\\n'", "a\"b\n", "\"a\\\"b\\n\"");
    row("b'\\x00\\xff'", QByteArray("\x00\xff", 2), "\"AP8=\"");
    row("[1, 'a', null, [true]]", "[1,\"a\",null,[true]]", "[1,\"a\",null,[true]]");
    row("{'a': {1: 2.5}}", "{\"a\":{\"1\":2.5}}", "{\"a\":{\"1\":2.5}}");
    row("[0.0 / 0.0]", {}, {});
    row("[]", "[]", "[]");
    row("timestamp('2026-01-01T00:00:00.5Z')", "2026-01-01T00:00:00.5Z", "\"2026-01-01T00:00:00.5Z\"");
    row("duration('90s')", "90s", "\"90s\"");
    row("type(1)", "int", "\"int\"");
}

void TestExpression::valuesAsTextAndJson()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    const auto value = Expression::compile(source.toStdString()).value()->evaluation()->evaluate(nullptr, {});
    QVERIFY(value.ok());
    QCOMPARE(plainText(*value).has_value(), !text.isNull());
    QCOMPARE(QByteArray::fromStdString(plainText(*value).value_or("")), text.isNull() ? QByteArray("") : text);
    QCOMPARE(plainJson(*value).has_value(), !json.isNull());
    QCOMPARE(QByteArray::fromStdString(plainJson(*value).value_or("")), json);
}

QTEST_APPLESS_MAIN(TestExpression)
#include "tst_expression.moc"
