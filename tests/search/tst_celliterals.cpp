// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/search/celcases.h"

using CelTest::add;
using CelTest::check;

/// How values are written, by the language definition of CEL, in cases of our own.
class TestCelLiterals : public QObject
{
    Q_OBJECT

private slots:
    void readsLiterals_data();
    void readsLiterals() { check(); }
    void readsStrings_data();
    void readsStrings() { check(); }
};

void TestCelLiterals::readsLiterals_data()
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

void TestCelLiterals::readsStrings_data()
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

QTEST_APPLESS_MAIN(TestCelLiterals)
#include "tst_celliterals.moc"
