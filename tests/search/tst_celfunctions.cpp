// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/search/celcases.h"

using CelTest::add;
using CelTest::check;

/// The functions of CEL by the language definition, in cases of our own. Those of times are in tst_celtimes.
class TestCelFunctions : public QObject
{
    Q_OBJECT

private slots:
    void testsTexts_data();
    void testsTexts() { check(); }
    void matchesPatterns_data();
    void matchesPatterns() { check(); }
    void convertsNumbers_data();
    void convertsNumbers() { check(); }
    void convertsTexts_data();
    void convertsTexts() { check(); }
    void knowsTypes_data();
    void knowsTypes() { check(); }
    void writesJson_data();
    void writesJson();
};

void TestCelFunctions::testsTexts_data()
{
    add({{"size('')", "0"},
         {"size('hello')", "5"},
         {"'hello'.size()", "5"},
         {"size('h\\u00e9')", "2"},
         {"size('\\U0001F680')", "1"},
         {"size('e\\u0301')", "2"},
         {"size(b'h\\xff')", "2"},
         {"b'abc'.size()", "3"},
         {"size([])", "0"},
         {"[1, [2, 3]].size()", "2"},
         {"size({'a': 1, 'b': 2})", "2"},
         {"{}.size()", "0"},
         {"size(1)", "error: no such overload: size() does not take int"},
         {"size(null)", "error: no such overload"},
         {"'hello'.contains('ell')", "true"},
         {"'hello'.contains('')", "true"},
         {"''.contains('')", "true"},
         {"'hello'.contains('L')", "false"},
         {"'h\\u00e9llo'.contains('\\u00e9l')", "true"},
         {"'a'.contains('ab')", "false"},
         {"'hello'.contains(b'ell')", "error: no such overload: contains() does not take string and bytes"},
         {"1.contains('1')", "error"},
         {"null.contains('1')", "error: contains() does not take null and string"},
         {"'hello'.startsWith('he')", "true"},
         {"'hello'.startsWith('')", "true"},
         {"'hello'.startsWith('el')", "false"},
         {"'he'.startsWith('hello')", "false"},
         {"'hello'.endsWith('lo')", "true"},
         {"'hello'.endsWith('l')", "false"},
         {"'lo'.endsWith('hello')", "false"},
         {"'a'.endsWith(1)", "error: no such overload"},
         {"contains('a', 'b')", "error: written behind a value"},
         {"int('1').string()", "error: written before its argument"},
         {"'a'.size(1)", "error: size() takes no argument here"},
         {"size()", "error: size() takes 1 argument"},
         {"'a'.contains()", "error: contains() takes 1 argument here"},
         {"'a'.contains('b', 'c')", "error: contains() takes 1 argument here"},
         {"'a'.upper()", "error: no function 'upper'"}});
}

void TestCelFunctions::matchesPatterns_data()
{
    add({{"'foobar'.matches('o+b')", "true"},
         {"matches('foobar', 'o+b')", "true"},
         {"'foobar'.matches('^o')", "false"},
         {"'foobar'.matches('^foo.*r$')", "true"},
         {"'foobar\\n'.matches('bar$')", "false"},
         {"'a\\nb'.matches('^b')", "false"},
         {"'a\\nb'.matches('(?m)^b')", "true"},
         {"'a\\nb'.matches('a.b')", "false"},
         {"'a\\nb'.matches('(?s)a.b')", "true"},
         {"''.matches('')", "true"},
         {"'abc'.matches('')", "true"},
         {"'ABC'.matches('abc')", "false"},
         {"'ABC'.matches('(?i)abc')", "true"},
         {"'h\\u00e9'.matches('^h.$')", "true"},
         {"'\\u0663'.matches('^\\\\d$')", "false"},
         {"'7'.matches(r'^\\d$')", "true"},
         {"'x'.matches('^' + 'x$')", "true"},
         {"['a1', 'b'].exists(s, s.matches('[0-9]'))", "true"},
         {"['^a', '^b'].map(p, 'abc'.matches(p))", "[true, false]"},
         {"['(']. map(p, 'abc'.matches(p))", "error: '(' is no regular expression"},
         {"'a'.matches('(')", "error: in the regular expression: "},
         {"b'a'.matches('a')", "error: no such overload"},
         {"'a'.matches(1)", "error: no such overload"}});
}

void TestCelFunctions::convertsNumbers_data()
{
    add({{"int(5)", "5"},
         {"int(5u)", "5"},
         {"int(9223372036854775808u)", "error: out of range for int"},
         {"int(2.9)", "2"},
         {"int(-2.9)", "-2"},
         {"int(9223372036854774784.0)", "9223372036854774784"},
         {"int(9223372036854775808.0)", "error: out of range"},
         {"int(-9223372036854775808.0)", "error: out of range"},
         {"int(-9223372036854774784.0)", "-9223372036854774784"},
         {"int(0.0 / 0.0)", "error: out of range"},
         {"int(1.0 / 0.0)", "error: out of range"},
         {"int('12')", "12"},
         {"int('-12')", "-12"},
         {"int('+12')", "12"},
         {"int(' 12')", "error: ' 12' is no int"},
         {"int('12a')", "error: is no int"},
         {"int('0x10')", "error: is no int"},
         {"int('')", "error: is no int"},
         {"int('-')", "error: is no int"},
         {"int('+-1')", "error: is no int"},
         {"int('9223372036854775808')", "error: out of range"},
         {"int('1.0')", "error: is no int"},
         {"int(true)", "error: no such overload: int() does not take bool"},
         {"int(null)", "error: no such overload"},
         {"int(timestamp('1970-01-01T00:01:00.9Z'))", "60"},
         {"int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"},
         {"int(duration('1s'))", "error: no such overload"},
         {"uint(5)", "5u"},
         {"uint(-1)", "error: out of range for uint"},
         {"uint(2.9)", "2u"},
         {"uint(-0.5)", "error: out of range"},
         {"uint(-0.0)", "0u"},
         {"uint(18446744073709551616.0)", "error: out of range"},
         {"uint('18446744073709551615')", "18446744073709551615u"},
         {"uint('-1')", "error"},
         {"uint('1u')", "error: is no uint"},
         {"double(5)", "5.0"},
         {"double(18446744073709551615u)", "1.8446744073709552e+19"},
         {"double('1.5')", "1.5"},
         {"double('-.5')", "-0.5"},
         {"double('1e3')", "1000.0"},
         {"double('1e999')", "inf"},
         {"double('-Infinity')", "-inf"},
         {"double('NaN') == double('NaN')", "false"},
         {"double('0x10')", "error: is no double"},
         {"double('1,5')", "error: is no double"},
         {"double('')", "error: is no double"},
         {"double('--1')", "error: is no double"},
         {"double(true)", "error: no such overload"}});
}

void TestCelFunctions::convertsTexts_data()
{
    add({{"string('a')", "\"a\""},
         {"string(5)", "\"5\""},
         {"string(-9223372036854775808)", "\"-9223372036854775808\""},
         {"string(5u)", "\"5\""},
         {"string(1.5)", "\"1.5\""},
         {"string(-0.004)", "\"-0.004\""},
         {"string(1e300)", "\"1e+300\""},
         {"string(0.1 + 0.2)", "\"0.30000000000000004\""},
         {"string(1.0 / 0.0)", "\"Infinity\""},
         {"string(true)", "\"true\""},
         {"string(b'caf\\xc3\\xa9')", "\"caf\xC3\xA9\""},
         {"string(b'\\xff')", "error: not UTF-8"},
         {"string(timestamp('2026-03-04T05:06:07.080Z'))", "\"2026-03-04T05:06:07.08Z\""},
         {"string(duration('90m'))", "\"5400s\""},
         {"string(null)", "error: no such overload: string() does not take null"},
         {"string([1])", "error: no such overload"},
         {"string(int)", "error: no such overload"},
         {"bytes('\\u00e9')", "b[c3a9]"},
         {"bytes(b'\\xff')", "b[ff]"},
         {"bytes(1)", "error: no such overload"},
         {"bytes('\\xff') == b'\\xff'", "false"},
         {"bool(true)", "true"},
         {"bool('true')", "true"},
         {"bool('TRUE')", "true"},
         {"bool('t')", "true"},
         {"bool('1')", "true"},
         {"bool('False')", "false"},
         {"bool('f')", "false"},
         {"bool('tRUE')", "error: 'tRUE' is no bool"},
         {"bool('')", "error: is no bool"},
         {"bool(1)", "error: no such overload"}});
}

void TestCelFunctions::knowsTypes_data()
{
    add({{"type(1)", "type int"},
         {"type(1u)", "type uint"},
         {"type(1.0)", "type double"},
         {"type('')", "type string"},
         {"type(b'')", "type bytes"},
         {"type(true)", "type bool"},
         {"type(null)", "type null_type"},
         {"type([])", "type list"},
         {"type({})", "type map"},
         {"type(int)", "type type"},
         {"type(type(1))", "type type"},
         {"type(timestamp(0))", "type google.protobuf.Timestamp"},
         {"type(duration('1s')) == google.protobuf.Duration", "true"},
         {"type(timestamp(0)) == google.protobuf.Timestamp", "true"},
         {"google.protobuf.Any", "error: no type"},
         {"[int, uint, double, bool, string, bytes, list, map, null_type, type].size()", "10"},
         {"type(dyn(1)) == int", "true"},
         {"dyn('a') == 'a'", "true"},
         {"dyn", "error"},
         {"type(1 / 0)", "error: division by zero"}});
}

void TestCelFunctions::writesJson_data()
{
    add({{"5", R"({"type":"int","value":"5"})"},
         {"5u", R"({"type":"uint","value":"5"})"},
         {"1.5", R"({"type":"double","value":1.5})"},
         {"1.0 / 0.0", R"({"type":"double","value":"Infinity"})"},
         {"-1.0 / 0.0", R"({"type":"double","value":"-Infinity"})"},
         {"0.0 / 0.0", R"({"type":"double","value":"NaN"})"},
         {"true", R"({"type":"bool","value":true})"},
         {"'say \"\\u00e9\"\\n'", "{\"type\":\"string\",\"value\":\"say \\\"\xC3\xA9\\\"\\n\"}"},
         {"b'\\xff\\x00'", R"({"type":"bytes","value":"/wA="})"},
         {"null", R"({"type":"null","value":null})"},
         {"[]", R"({"type":"list","value":[]})"},
         {"[1, 'a']", R"({"type":"list","value":[{"type":"int","value":"1"},{"type":"string","value":"a"}]})"},
         {"{}", R"({"type":"map","value":[]})"},
         {"{'a': 1, 2: null}",
          R"({"type":"map","value":[[{"type":"string","value":"a"},{"type":"int","value":"1"}],[{"type":"int","value":"2"},{"type":"null","value":null}]]})"},
         {"timestamp('2026-01-02T03:04:05.5+01:00')", R"({"type":"timestamp","value":"2026-01-02T02:04:05.5Z"})"},
         {"duration('90.5s')", R"({"type":"duration","value":"90.5s"})"},
         {"int", R"({"type":"type","value":"int"})"}});
}

void TestCelFunctions::writesJson()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    const auto value = Search::evaluate(expression.toStdString(), nullptr, {});
    QVERIFY(value.ok());
    QCOMPARE(QByteArray::fromStdString(Search::toJson(*value)), expected);
}

QTEST_APPLESS_MAIN(TestCelFunctions)
#include "tst_celfunctions.moc"
