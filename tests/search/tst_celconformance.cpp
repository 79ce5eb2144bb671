// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/search/celtext.h"

#include <QTest>

using CelTest::Case;

/// The language definition of CEL, in cases of our own: literals, operators, comparison, logic, lists, maps and macros. Functions are
/// in tst_celfunctions, what a record has in tst_celrecords.
class TestCelConformance : public QObject
{
    Q_OBJECT

private slots:
    void readsLiterals_data();
    void readsLiterals() { check(); }
    void readsStrings_data();
    void readsStrings() { check(); }
    void calculates_data();
    void calculates() { check(); }
    void comparesForEquality_data();
    void comparesForEquality() { check(); }
    void orders_data();
    void orders() { check(); }
    void decidesLogically_data();
    void decidesLogically() { check(); }
    void readsListsAndMaps_data();
    void readsListsAndMaps() { check(); }
    void goesThroughLists_data();
    void goesThroughLists() { check(); }
    void parsesByPrecedence_data();
    void parsesByPrecedence() { check(); }

private:
    void check();
};

static void add(std::initializer_list<Case> cases)
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    for (const Case &c : cases)
        QTest::newRow(QByteArray(c.expression).left(80).constData()) << QByteArray(c.expression) << QByteArray(c.expected);
}

void TestCelConformance::check()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    const std::string actual = CelTest::outcome(expression.toStdString());
    QVERIFY2(CelTest::fits(actual, expected.toStdString()), ("got " + actual + ", expected " + expected.toStdString()).c_str());
}

void TestCelConformance::readsLiterals_data()
{
    add({{"42", "42"},
         {"0", "0"},
         {"-7", "-7"},
         {"007", "7"},
         {"0x1F", "31"},
         {"0XfF", "255"},
         {"-0x10", "-16"},
         {"9223372036854775807", "9223372036854775807"},
         {"-9223372036854775808", "-9223372036854775808"},
         {"-0x8000000000000000", "-9223372036854775808"},
         {"9223372036854775808", "error: does not fit 64 bits"},
         {"-9223372036854775809", "error: does not fit 64 bits"},
         {"18446744073709551615u", "18446744073709551615u"},
         {"18446744073709551616u", "error: does not fit 64 bits"},
         {"0xFFFFFFFFFFFFFFFFu", "18446744073709551615u"},
         {"12U", "12u"},
         {"-3u", "error: no such overload"},
         {"2.5", "2.5"},
         {".25", "0.25"},
         {"1e3", "1000.0"},
         {"1.5E-2", "0.014999999999999999"},
         {"6.25e+2", "625.0"},
         {"-2.5", "-2.5"},
         {"-0.0", "-0.0"},
         {"1e400", "inf"},
         {"-1e400", "-inf"},
         {"1e-400", "0.0"},
         {"0.000000000000000000001e25", "10000.0"},
         {"true", "true"},
         {"false", "false"},
         {"null", "null"},
         {"[]", "[]"},
         {"{}", "{}"},
         {"[1, 2u, 'three', 4.0, null]", "[1, 2u, \"three\", 4.0, null]"},
         {"[1, 2, ]", "[1, 2]"},
         {"{'a': 1, 2: 'b', 3u: true, false: null,}", "{\"a\": 1, 2: \"b\", 3u: true, false: null}"},
         {"1 // the rest of the line is for people", "1"},
         {"// first a word\n 2", "2"},
         {" \t\r\n\f 3 \n", "3"},
         {"5m", "error: letters"},
         {"0x", "error: digits"},
         {"1.", "error"}});
}

void TestCelConformance::readsStrings_data()
{
    add({{R"("double")", "\"double\""},
         {R"('single')", "\"single\""},
         {R"("it's")", "\"it's\""},
         {R"('say "x"')", "\"say \"x\"\""},
         {R"("")", "\"\""},
         {"'''a\nb'''", "\"a\nb\""},
         {"\"\"\"one \"quoted\" word\"\"\"", "\"one \"quoted\" word\""},
         {R"('''it''s''')", "\"it''s\""},
         {R"("tab\there")", "\"tab\there\""},
         {R"("\a\b\f\n\r\t\v")", "\"\a\b\f\n\r\t\v\""},
         {R"("\\ \? \" \' \`")", "\"\\ ? \" ' `\""},
         {R"("\x41\X42")", "\"AB\""},
         {R"("\101\102")", "\"AB\""},
         {R"("\u00e9")", "\"\xC3\xA9\""},
         {R"("\xe9")", "\"\xC3\xA9\""},
         {R"("\351")", "\"\xC3\xA9\""},
         {R"("\U0001F680")", "\"\xF0\x9F\x9A\x80\""},
         {R"("\ud83d")", "error: escape"},
         {R"("\U00110000")", "error: escape"},
         {R"("\q")", "error: escape"},
         {R"("\400")", "error: escape"},
         {R"("\x4")", "error: escape"},
         {R"(r"\d+\")", "\"\\d+\\\""},
         {R"(R'\n')", "\"\\n\""},
         {"r'''\\\n'''", "\"\\\n\""},
         {R"(b"ab")", "b[6162]"},
         {R"(B'ab')", "b[6162]"},
         {"b'\xC3\xA9'", "b[c3a9]"},
         {R"(b"\xff\000\377")", "b[ff00ff]"},
         {R"(b"\n\\")", "b[0a5c]"},
         {R"(br"\n")", "b[5c6e]"},
         {R"(bR'\x00')", "b[5c783030]"},
         {R"(b"\u0041")", "error: escape"},
         {R"(b'''a'b''')", "b[612762]"},
         {"\"open", "error: not closed"},
         {"'a\nb'", "error: not closed"},
         {"'''open'", "error: not closed"},
         {"\"\xC3\"", "error: UTF-8"}});
}

void TestCelConformance::calculates_data()
{
    add({{"2 + 3", "5"},
         {"2 - 5", "-3"},
         {"6 * 7", "42"},
         {"7 / 2", "3"},
         {"-7 / 2", "-3"},
         {"7 % 3", "1"},
         {"-7 % 3", "-1"},
         {"7 % -3", "1"},
         {"10u / 4u", "2u"},
         {"10u % 4u", "2u"},
         {"3u + 4u", "7u"},
         {"3u - 4u", "error: overflow"},
         {"3u * 4u", "12u"},
         {"1.5 + 2.25", "3.75"},
         {"1.5 - 2.0", "-0.5"},
         {"1.5 * 2.0", "3.0"},
         {"7.0 / 2.0", "3.5"},
         {"7.0 % 2.0", "error: no such overload: % does not take double and double"},
         {"1 / 0", "error: division by zero"},
         {"1 % 0", "error: modulus by zero"},
         {"1u / 0u", "error: division by zero"},
         {"1u % 0u", "error: modulus by zero"},
         {"1.0 / 0.0", "inf"},
         {"-1.0 / 0.0", "-inf"},
         {"1.0 / -0.0", "-inf"},
         {"string(0.0 / 0.0)", "\"NaN\""},
         {"9223372036854775807 + 1", "error: overflow"},
         {"-9223372036854775808 - 1", "error: overflow"},
         {"9223372036854775807 * 2", "error: overflow"},
         {"-9223372036854775808 / -1", "error: overflow"},
         {"-9223372036854775808 % -1", "error: overflow"},
         {"-(-9223372036854775808)", "error: overflow"},
         {"18446744073709551615u + 1u", "error: overflow"},
         {"9223372036854775808u * 2u", "error: overflow"},
         {"1e308 * 10.0", "inf"},
         {"-(5)", "-5"},
         {"--5", "5"},
         {"-(2.5)", "-2.5"},
         {"-'a'", "error: no such overload: - does not take string"},
         {"1 + 1u", "error: no such overload: + does not take int and uint"},
         {"1 + 1.0", "error: no such overload: + does not take int and double"},
         {"1 + '1'", "error: no such overload"},
         {"'a' + 'b'", "\"ab\""},
         {"'' + ''", "\"\""},
         {"b'a' + b'\\xff'", "b[61ff]"},
         {"'a' + b'b'", "error: no such overload"},
         {"'a' - 'b'", "error: no such overload"},
         {"'a' * 2", "error: no such overload"},
         {"[1] + [2, 'x']", "[1, 2, \"x\"]"},
         {"[] + []", "[]"},
         {"{} + {}", "error: no such overload"},
         {"null + null", "error: no such overload"},
         {"true + true", "error: no such overload"}});
}

void TestCelConformance::comparesForEquality_data()
{
    add({{"1 == 1", "true"},
         {"1 == 2", "false"},
         {"1 != 2", "true"},
         {"1 == 1u", "true"},
         {"1 == 1.0", "true"},
         {"1u == 1.0", "true"},
         {"-1 == 18446744073709551615u", "false"},
         {"9007199254740993 == 9007199254740992.0", "false"},
         {"9223372036854775807 == 9223372036854775808.0", "false"},
         {"18446744073709551615u == 18446744073709551616.0", "false"},
         {"1 == 1.5", "false"},
         {"0.0 == -0.0", "true"},
         {"0.0 / 0.0 == 0.0 / 0.0", "false"},
         {"0.0 / 0.0 != 0.0 / 0.0", "true"},
         {"1 == 0.0 / 0.0", "false"},
         {"'a' == 'a'", "true"},
         {"'a' == 'A'", "false"},
         {"'\\u00e9' == 'e\\u0301'", "false"},
         {"b'a' == b'a'", "true"},
         {"'a' == b'a'", "false"},
         {"'1' == 1", "false"},
         {"'1' != 1", "true"},
         {"true == true", "true"},
         {"true == 1", "false"},
         {"null == null", "true"},
         {"null == false", "false"},
         {"null == 0", "false"},
         {"null != ''", "true"},
         {"[1, 2] == [1, 2]", "true"},
         {"[1, 2] == [2, 1]", "false"},
         {"[1] == [1.0]", "true"},
         {"[1] == [1, 1]", "false"},
         {"[] == {}", "false"},
         {"[0.0 / 0.0] == [0.0 / 0.0]", "false"},
         {"[[1], ['a']] == [[1u], ['a']]", "true"},
         {"{'a': 1, 'b': 2} == {'b': 2.0, 'a': 1u}", "true"},
         {"{'a': 1} == {'a': 2}", "false"},
         {"{'a': 1} == {'b': 1}", "false"},
         {"{1: 'x'} == {1u: 'x'}", "true"},
         {"{} == {}", "true"},
         {"{'a': 1} != {'a': 1, 'b': 1}", "true"},
         {"int == int", "true"},
         {"int == uint", "false"},
         {"type(1) == int", "true"},
         {"1 == 1 == true", "true"}});
}

void TestCelConformance::orders_data()
{
    add({{"1 < 2", "true"},
         {"2 <= 2", "true"},
         {"3 > 2", "true"},
         {"2 >= 3", "false"},
         {"-1 < 1u", "true"},
         {"1u > -1", "true"},
         {"18446744073709551615u > 9223372036854775807", "true"},
         {"1 < 1.5", "true"},
         {"2 > 1.5", "true"},
         {"1u <= 1.0", "true"},
         {"9223372036854775807 < 9223372036854775808.0", "true"},
         {"-9223372036854775808 >= -9223372036854775808.0", "true"},
         {"9223372036854775807 < 1.0 / 0.0", "true"},
         {"0u > -1.0 / 0.0", "true"},
         {"1.0 < 0.0 / 0.0", "false"},
         {"1 >= 0.0 / 0.0", "false"},
         {"0.0 / 0.0 > 1u", "false"},
         {"false < true", "true"},
         {"true <= false", "false"},
         {"'a' < 'b'", "true"},
         {"'B' < 'a'", "true"},
         {"'a' < 'aa'", "true"},
         {"'z' < '\\u00e9'", "true"},
         {"'\\uffff' < '\\U00010000'", "true"},
         {"b'\\x7f' < b'\\x80'", "true"},
         {"b'' < b'\\x00'", "true"},
         {"'a' < b'b'", "error: no such overload: < does not take string and bytes"},
         {"1 < '2'", "error: no such overload"},
         {"null < 1", "error: no such overload"},
         {"null <= null", "error: no such overload"},
         {"[1] < [2]", "error: no such overload"},
         {"{} > {}", "error: no such overload"},
         {"int < uint", "error: no such overload"}});
}

void TestCelConformance::decidesLogically_data()
{
    add({{"true && true", "true"},
         {"true && false", "false"},
         {"false || true", "true"},
         {"false || false", "false"},
         {"!true", "false"},
         {"!!true", "true"},
         {"!1", "error: no such overload: ! does not take int"},
         {"false && 1 / 0 > 0", "false"},
         {"1 / 0 > 0 && false", "false"},
         {"true && 1 / 0 > 0", "error: division by zero"},
         {"1 / 0 > 0 && true", "error: division by zero"},
         {"true || 1 / 0 > 0", "true"},
         {"1 / 0 > 0 || true", "true"},
         {"false || 1 / 0 > 0", "error: division by zero"},
         {"1 / 0 > 0 || 1 % 0 > 0", "error: zero"},
         {"'x' && false", "false"},
         {"false && 'x'", "false"},
         {"true && 'x'", "error: string, not bool"},
         {"1 || true", "true"},
         {"1 || false", "error: int, not bool"},
         {"null || true", "true"},
         {"[1][5] == 1 || true", "true"},
         {"{}.a && false", "false"},
         {"true && true && true && false && 1 / 0 == 1", "false"},
         {"true ? 1 : 2", "1"},
         {"false ? 1 : 2", "2"},
         {"true ? 1 : 1 / 0", "1"},
         {"false ? 1 / 0 : 2", "2"},
         {"1 / 0 > 0 ? 1 : 2", "error: division by zero"},
         {"1 ? 2 : 3", "error: int, not bool"},
         {"null ? 2 : 3", "error: null, not bool"},
         {"true ? 'a' : 1", "\"a\""},
         {"false ? 1 : false ? 2 : 3", "3"},
         {"true || false ? 1 : 2", "1"}});
}

void TestCelConformance::readsListsAndMaps_data()
{
    add({{"[7, 8, 9][0]", "7"},
         {"[7, 8, 9][2u]", "9"},
         {"[7, 8, 9][1.0]", "8"},
         {"[7, 8, 9][1.5]", "error: whole number"},
         {"[7, 8, 9][3]", "error: index out of range"},
         {"[7, 8, 9][-1]", "error: index out of range"},
         {"[7][18446744073709551615u]", "error: index out of range"},
         {"[7]['0']", "error: whole number"},
         {"[7][true]", "error"},
         {"[][0]", "error: index out of range"},
         {"[[1, 2], [3]][0][1]", "2"},
         {"{'a': 1}['a']", "1"},
         {"{'a': 1}.a", "1"},
         {"{'a': 1}['b']", "error: no such key 'b'"},
         {"{'a': 1}.b", "error: no such key 'b'"},
         {"{'a': {'b': 'deep'}}.a.b", "\"deep\""},
         {"{1: 'i', 'a': 's'}[1]", "\"i\""},
         {"{1: 'i'}[1u]", "\"i\""},
         {"{1: 'i'}[1.0]", "\"i\""},
         {"{1u: 'u'}[1]", "\"u\""},
         {"{1: 'i'}[1.5]", "error: no such key '1.5'"},
         {"{true: 'yes'}[true]", "\"yes\""},
         {"{true: 'yes'}[1]", "error: no such key '1'"},
         {"{'a': 1}[b'a']", "error: no such key"},
         {"{'trace-id': 'x'}.`trace-id`", "\"x\""},
         {"{'if': 1}.if", "1"},
         {"{1.5: 1}", "error: double cannot be the key"},
         {"{null: 1}", "error: null cannot be the key"},
         {"{[]: 1}", "error: list cannot be the key"},
         {"{'a': 1, 'a': 2}", "error: stands twice"},
         {"{1: 1, 1u: 2}", "error: stands twice"},
         {"1.a", "error"},
         {"(1).a", "error: int has no fields"},
         {"'text'.a", "error: string has no fields"},
         {"null.a", "error: null has no fields"},
         {"'text'[0]", "error: no such overload: [] does not take string and int"},
         {"2 in [1, 2, 3]", "true"},
         {"4 in [1, 2, 3]", "false"},
         {"2u in [1, 2, 3]", "true"},
         {"2.0 in [1, 2, 3]", "true"},
         {"'a' in ['b', 'a']", "true"},
         {"'a' in [1, null, 'a']", "true"},
         {"[1] in [[1]]", "true"},
         {"0.0 / 0.0 in [0.0 / 0.0]", "false"},
         {"1 in []", "false"},
         {"'a' in {'a': 1}", "true"},
         {"'b' in {'a': 1}", "false"},
         {"1u in {1: 'x'}", "true"},
         {"1.5 in {1: 'x'}", "false"},
         {"'a' in 'abc'", "error: no such overload: in does not take string and string"},
         {"1 in 1", "error: no such overload"},
         {"has({'a': 1}.a)", "true"},
         {"has({'a': null}.a)", "true"},
         {"has({'a': 1}.b)", "false"},
         {"has({'a': {'b': 1}}.a.b)", "true"},
         {"has({'a': {}}.b.c)", "error: no such key 'b'"},
         {"has([1].a)", "error: list has no fields"},
         {"has({'x-y': 1}.`x-y`)", "true"}});
}

void TestCelConformance::goesThroughLists_data()
{
    add({{"[1, 2, 3].all(x, x > 0)", "true"},
         {"[1, 2, 3].all(x, x > 1)", "false"},
         {"[].all(x, x > 1)", "true"},
         {"[0, 1].all(x, 1 / x > 5)", "false"},
         {"[0, 1].all(x, 1 / x == 1)", "error: division by zero"},
         {"[1, 'a'].all(x, x == 1)", "false"},
         {"[1].all(x, x)", "error: int, not bool"},
         {"[false, 1].all(x, x)", "false"},
         {"[1, 2].exists(x, x == 2)", "true"},
         {"[1, 2].exists(x, x == 3)", "false"},
         {"[].exists(x, true)", "false"},
         {"[0, 1].exists(x, 1 / x == 1)", "true"},
         {"[0, 2].exists(x, 1 / x == 1)", "error: division by zero"},
         {"[1, 2, 3].exists_one(x, x == 2)", "true"},
         {"[2, 2].exists_one(x, x == 2)", "false"},
         {"[].exists_one(x, true)", "false"},
         {"[1, 0].exists_one(x, 1 / x == 1)", "error: division by zero"},
         {"[1].exists_one(x, 'yes')", "error: not bool"},
         {"[1, 2, 3].map(x, x * x)", "[1, 4, 9]"},
         {"[].map(x, x)", "[]"},
         {"[1, 0].map(x, 1 / x)", "error: division by zero"},
         {"[1, 2, 3, 4].map(x, x % 2 == 0, x * 10)", "[20, 40]"},
         {"[1, 0].map(x, x > 0, 1 / x)", "[1]"},
         {"[1].map(x, x, x)", "error: int, not bool"},
         {"[1, 2, 3].filter(x, x > 1)", "[2, 3]"},
         {"[1, 2].filter(x, x > 5)", "[]"},
         {"[1].filter(x, null)", "error: null, not bool"},
         {"{'a': 1, 'b': 2}.all(k, k < 'c')", "true"},
         {"{'a': 1, 'b': 2}.exists(k, k == 'b')", "true"},
         {"{'a': 1, 'b': 2}.exists_one(k, k == 'b')", "true"},
         {"{'a': 1, 'b': 2}.map(k, k + '!')", "[\"a!\", \"b!\"]"},
         {"{'a': 1, 'b': 2}.filter(k, {'a': 1, 'b': 2}[k] == 2)", "[\"b\"]"},
         {"[[1, 2], [3]].map(x, x.map(y, y + 1))", "[[2, 3], [4]]"},
         {"[1, 2].map(x, [x, 10].map(x, x + 1))", "[[2, 11], [3, 11]]"},
         {"[1, 2].exists(x, [3, 4].exists(y, x + y == 6))", "true"},
         {"[1, 2].map(x, [10].map(y, x + y)[0] + x)", "[12, 14]"},
         {"[1].map(size, size + 1)", "[2]"},
         {"'abc'.all(c, true)", "error: no such overload: all() does not take string"},
         {"1.map(x, x)", "error"},
         {"[1].exists(x, y == 1)", "error: no name 'y'"},
         {"[1].map(x, x) + [x]", "error: no name 'x'"},
         {"[[1], [2, 3]].exists(l, l.size() == 2)", "true"}});
}

void TestCelConformance::parsesByPrecedence_data()
{
    add({{"1 + 2 * 3", "7"},
         {"(1 + 2) * 3", "9"},
         {"10 - 4 - 3", "3"},
         {"100 / 10 / 2", "5"},
         {"20 / 2 * 5", "50"},
         {"7 % 4 * 2", "6"},
         {"-2 + 3", "1"},
         {"2 - -3", "5"},
         {"-2 * -3", "6"},
         {"1 + 1 == 2 && 2 + 2 == 4", "true"},
         {"1 < 2 == true", "true"},
         {"!false && false", "false"},
         {"!(false && false)", "true"},
         {"true || false && false", "true"},
         {"(true || false) && false", "false"},
         {"1 in [1] && 2 in [2]", "true"},
         {"1 + 1 in [2]", "true"},
         {"-[1, 2][1]", "-2"},
         {"!{'a': false}.a", "true"},
         {"true ? false ? 1 : 2 : 3", "error"},
         {"true ? (false ? 1 : 2) : 3", "2"},
         {"1 == 1 ? 'a' + 'b' : 'c'", "\"ab\""},
         {"1 2", "error: operator is missing"},
         {"1 +", "error: ends too early"},
         {"(1", "error: ')' is missing"},
         {"1)", "error: nothing was opened"},
         {"[1, 2", "error: ']' is missing"},
         {"{'a' 1}", "error: ':' is missing"},
         {"{'a': 1", "error: '}' is missing"},
         {"true ? 1", "error: ':' is missing"},
         {"", "error: an expression is expected"},
         {"a.b.c{}", "error: protobuf messages"},
         {"1 = 1", "error: no operator"},
         {"true & false", "error: no operator"},
         {"let", "error: reserved word"},
         {"{}.in", "error: word of the language"},
         {"1 # 2", "error: no meaning"}});
}

QTEST_APPLESS_MAIN(TestCelConformance)
#include "tst_celconformance.moc"
