// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "searchfixture.h"

#include "search/pattern.h"

#include <QtTest>

using namespace Search;
using namespace SearchTest;

namespace {

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

} // namespace

class TestRegexFilter : public QObject
{
    Q_OBJECT
private slots:
    void finds_data();
    void finds();
    void smartCaseLooksAtLettersOnly_data();
    void smartCaseLooksAtLettersOnly();
    void invalidBytesMatchNothingAndBreakNothing();
    void aBadPatternShowsWhere_data();
    void aBadPatternShowsWhere();
    void hostilePatternsAreRefusedAtOnce();
    void aLimitIsAnErrorAndNoMiss();
    void aMatchElsewhereOutweighsALimit();
    void longValuesEnd();
    void matchesAreFoundBeyondTheFirstWindow();
    void literals_data();
    void literals();
    void literalsOfCaselessPatterns();
    void highlights();
};

void TestRegexFilter::finds_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *pattern, const char *value, bool found) {
        QTest::addRow("%s in %s", pattern, value) << QByteArray(pattern) << QByteArray(value) << found;
    };
    row("user\\d+@", "mail user12@x", true);
    row("user\\d+@", "mail user@x", false);
    row("^\\{.*\\}$", "{\"a\":1}", true);
    row("a|b", "xb", true);
    row("\\w+ä", "größeä", true);
    row("\\d", "٣", true); // a digit is a digit in every script
    row("[[:upper:]]{3}", "ab ÄÖÜ", true);
    row("x(?=y)", "xz xy", true);
    row("(a)\\1", "aa", true);
    row("(?i)NeeDle", "NEEDLE", true);
    row(".", "", false);
    row("^", "", true);
    row("a.c", "a\nc", false);
    row("(?s)a.c", "a\nc", true);
    row("\\Qa.c\\E+", "a.ccc", true);
    row("^x$", "a\nx", false); // one text, not lines
    row("(?m)^x$", "a\nx", true);
    row("(*UCP)é", "É", true);
}

void TestRegexFilter::finds()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, value);
    QFETCH(bool, found);
    QCOMPARE(matches(regexSpec(pattern.toStdString()), value.toStdString()), found);
}

void TestRegexFilter::smartCaseLooksAtLettersOnly_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<bool>("sensitive");
    const auto row = [](const char *pattern, bool sensitive) { QTest::addRow("%s", pattern) << QByteArray(pattern) << sensitive; };
    row("abc", false);
    row("aBc", true);
    row("\\W\\S\\D\\B\\Aabc\\Z", false);
    row("\\p{Lu}x\\P{L}\\pL", false);
    row("\\x{4A}\\x4A\\N{U+4A}x", false);
    row("\\QX\\E", true);
    row("\\Qx\\EW", true);
    row("[A-Z]", true);
    row("[a-z\\W]", false);
    row("[[:alpha:]]", false);
    row("[]A]", true);
    row("(?<Name>x)", false);
    row("(?:x)", false);
    row("Ä", true);
    row("\\cA", false);
}

void TestRegexFilter::smartCaseLooksAtLettersOnly()
{
    QFETCH(QByteArray, pattern);
    QFETCH(bool, sensitive);
    QCOMPARE(isCaseSensitive(regexSpec(pattern.toStdString())), sensitive);
}

void TestRegexFilter::invalidBytesMatchNothingAndBreakNothing()
{
    QVERIFY(matches(regexSpec("need.e"), "\xFF\xC3 NEEDLE \xF0\x9F"));
    QVERIFY(!matches(regexSpec("^.$"), "\xFF"));
    QVERIFY(!matches(regexSpec("a.b"), "a\xFF" "b"));
    QVERIFY(matches(regexSpec("ä"), "\xC3 \xC3\xA4"));
}

void TestRegexFilter::aBadPatternShowsWhere_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    const auto row = [](const char *pattern, int position, int length) { QTest::addRow("%s", pattern) << QByteArray(pattern) << position << length; };
    row("ab)c", 2, 1);
    row("a(bc", 4, 0);
    row("[a-", 3, 0);
    row("*a", 0, 1);
    row("a{2,1}", 5, 1);
    row("\\p{Nope}x", 8, 1);
    row("ab\\G", 2, 2);
    row("\xC3(", 0, 1);
}

void TestRegexFilter::aBadPatternShowsWhere()
{
    QFETCH(QByteArray, pattern);
    const FilterSpec spec = regexSpec(pattern.toStdString());
    QVERIFY(!badArg(spec, "problem").empty());
    QTEST(QByteArray::fromStdString(badArg(spec, "position")).toInt(), "position");
    QTEST(QByteArray::fromStdString(badArg(spec, "length")).toInt(), "length");
}

void TestRegexFilter::hostilePatternsAreRefusedAtOnce()
{
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(badArg(regexSpec(std::string(1'000'000, '(')), "problem"), std::string("the filter is longer than 64 KiB"));
    QCOMPARE(badArg(regexSpec(std::string(60'000, '(')), "problem"), std::string("parentheses are too deeply nested"));
    QCOMPARE(badArg(regexSpec("((((((((a{100}){100}){100}){100}){100}){100}){100}){100})"), "problem"), std::string("regular expression is too large"));
    filterOf(regexSpec(std::string(30'000, '[') + std::string(30'000, ']')));
    filterOf(regexSpec(std::string(60'000, '\\')));
    std::string alternatives;
    while (alternatives.size() < 60'000)
        alternatives += "a|";
    filterOf(regexSpec(alternatives));
    QVERIFY(timer.elapsed() < 10'000);
}

void TestRegexFilter::aLimitIsAnErrorAndNoMiss()
{
    const auto filter = filterOf(regexSpec("(a+)+[bc]"));
    const std::string value(5'000, 'a');
    const OwnedRecord record = keyed(std::nullopt, value + "d" + "b");
    std::vector<Domain::Header> headers;
    const auto evaluation = filter->evaluation(nullptr);
    QCOMPARE(evaluation->match(record.borrow(headers)), Verdict::Error);
    QCOMPARE(evaluation->problem(), std::string("match limit reached"));
    // The next record is none the worse for it.
    QCOMPARE(evaluation->match(keyed("aab", "").borrow(headers)), Verdict::Match);
    QCOMPARE(evaluation->match(keyed("aad", "").borrow(headers)), Verdict::Miss);
}

void TestRegexFilter::aMatchElsewhereOutweighsALimit()
{
    const auto filter = filterOf(regexSpec("(a+)+[bc]"));
    OwnedRecord record = keyed(std::string(5'000, 'a') + "d" + "b", "ab");
    QCOMPARE(verdict(*filter, record), Verdict::Match);
}

/// The limit of PCRE2 is for one place to start at: each of these costs just less.
void TestRegexFilter::longValuesEnd()
{
    QElapsedTimer timer;
    timer.start();
    const std::string value = std::string(100'000'000, 'a') + "db";
    QCOMPARE(verdict(*filterOf(regexSpec("(?:a|aa){14}[bc]")), keyed(std::nullopt, value)), Verdict::Error);
    QCOMPARE(verdict(*filterOf(regexSpec("a*a*[bc]d")), keyed(std::nullopt, value)), Verdict::Error);
    QCOMPARE(verdict(*filterOf(regexSpec("[^,]+[,;]")), keyed(std::nullopt, value)), Verdict::Error);
    QCOMPARE(verdict(*filterOf(regexSpec("[^,]+[,;]")), keyed(std::nullopt, value.substr(99'994'000))), Verdict::Miss);
    QCOMPARE(verdict(*filterOf(regexSpec("[^,]+,")), keyed(std::nullopt, value)), Verdict::Miss); // no comma at all is soon seen
    QVERIFY2(timer.elapsed() < 60'000, "it would take hours");
}

void TestRegexFilter::matchesAreFoundBeyondTheFirstWindow()
{
    for (const std::size_t before : {0UL, 1'020UL, 1'021UL, 1'022UL, 1'023UL, 1'024UL, 1'025UL, 2'047UL, 70'000UL, 3'000'000UL}) {
        for (const std::string &filling : {std::string("x"), std::string("ä"), std::string("\xFF")}) {
            std::string value;
            while (value.size() < before)
                value += filling;
            const std::size_t at = value.size();
            const auto filter = filterOf(regexSpec("日.b$"));
            QCOMPARE(verdict(*filter, keyed(std::nullopt, value + "日äb")), Verdict::Match);
            QCOMPARE(verdict(*filter, keyed(std::nullopt, value + "日äc")), Verdict::Miss);
            QCOMPARE(filter->highlights(value + "日äb", ValuePart, 4), (Spans{{at, at + 6}}));
            QCOMPARE(matches(regexSpec("^日"), value + "日"), at == 0);
            QVERIFY(matches(regexSpec("$"), value));
        }
    }
    // A long stretch between the ends of a match.
    QVERIFY(matches(regexSpec("\"a\".*\"b\""), "\"a\"" + std::string(3'000'000, '.') + "\"b\"" + std::string(3'000'000, '.')));
}

void TestRegexFilter::literals_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("literal");
    const auto row = [](const char *pattern, const char *literal) { QTest::addRow("%s", pattern) << QByteArray(pattern) << QByteArray(literal); };
    row("Needle[A-Z][a-z]+zy", "Needle");
    row("\"status\":\"(pending|suspended)\"", "\"status\":\"");
    row("user\\d*77@example", "77@example");
    row("abc?def", "def");
    row("abcd?ef", "abc");
    row("ab+c", "a");
    row("abc+d", "ab");
    row("abc*", "ab");
    row("abc{0,3}", "ab");
    row("abc{x}", "abc{x}");
    row("{\"id\":1}", "{\"id\":1}");
    row("one|three", "");
    row("(one|three)four", "four");
    row("(?:one)?", "");
    row("on?e|two", "");
    row("\\d+", "");
    row("(?!one)two", "two");
    row("(?<x>one)two", "two");
    row("(?i)one", "");
    row("(?x)o n e", "");
    row("(?#one)two", "");
    row("(one(?i)x)two", "");
    row("(*UTF)one", "");
    row("\\Qa.b\\E", "a.b");
    row("a\\.b\\\"c", "a.b\"c");
    row("\\bone\\b", "one");
    row("one\\Ktwo", "one");
    row("[abc]one[]x]two", "one");
    row("[\\]x]one", "one");
    row("[[:alpha:]]one", "one");
    row("[[:]one[:]]two", "]two");
    row("[[:<:]]one", "");
    row("[\\Q]x]\\E]one", "");
    row("(a)\\1one", "");
    row("\\x{41}one", "one");
    row("\\x41one", "one");
    row("\\p{Lu}one", "one");
    row("größe?n", "größ");
    row("ä?n", "n");
    row("xyß*n", "xy");
    row("^one$", "one");
    row("on.e", "on");
    row("\\Qab\\E*", "a");
    row("\\Qabc\\E*", "ab");
    row("abc\\E*", "ab");
    row("a{2}bc", "bc");
    row("xa{,2}", "x");
}

void TestRegexFilter::literals()
{
    QFETCH(QByteArray, pattern);
    QTEST(QByteArray::fromStdString(literalOf(pattern.toStdString(), true)), "literal");
}

void TestRegexFilter::literalsOfCaselessPatterns()
{
    QCOMPARE(literalOf("desk-lamp", false), std::string("-lamp")); // s and k have relatives beyond ASCII
    QCOMPARE(literalOf("größe", false), std::string("gr"));
    QCOMPARE(foldableLiteralOf("a*sbcä"), std::string("a*"));
    QVERIFY(matches(regexSpec("desk-lamp"), "DE\u017F\u212A-LAMP"));
}

void TestRegexFilter::highlights()
{
    const auto spans = [](const char *pattern, std::string_view text, std::size_t limit = 64) {
        return filterOf(regexSpec(pattern))->highlights(text, ValuePart, limit);
    };
    QCOMPARE(spans("a+", "xaab a"), (Spans{{1, 3}, {5, 6}}));
    QCOMPARE(spans("a*", "baab"), (Spans{{1, 3}}));
    QCOMPARE(spans("x*", "äöü"), Spans());
    QCOMPARE(spans("a", "aaaa", 2), (Spans{{0, 1}, {1, 2}}));
    QCOMPARE(spans("ab\\Kc", "abc"), (Spans{{2, 3}}));
    QCOMPARE(filterOf(regexSpec("a", KeyPart))->highlights("a", ValuePart), Spans());
}

QTEST_GUILESS_MAIN(TestRegexFilter)
#include "tst_regexfilter.moc"
