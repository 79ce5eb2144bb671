// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "searchfixture.h"

#include "search/literal.h"

#include <QtTest>

#include <random>

using namespace Search;
using namespace SearchTest;

namespace {

std::string lower(std::string text)
{
    for (char &c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return text;
}

using Spans = std::vector<std::pair<std::size_t, std::size_t>>;

} // namespace

class TestTextFilter : public QObject
{
    Q_OBJECT
private slots:
    void findsLikeANaiveSearch();
    void readsNothingOutsideTheBytes();
    void aLongNeedleThatNearlyFitsEverywhereIsLinear();
    void smartCase_data();
    void smartCase();
    void looksInTheChosenParts();
    void nullIsNotEmpty();
    void anEmptyPatternMatchesEverything();
    void foldsAsUnicodeDoes();
    void invalidBytesBreakNothing();
    void wholeWords_data();
    void wholeWords();
    void highlights();
    void tooLongATextIsRefused();
};

void TestTextFilter::findsLikeANaiveSearch()
{
    std::mt19937 random(1);
    constexpr std::string_view alphabet = "abAB\"k\xC3\xA4{";
    for (int round = 0; round < 300'000; ++round) {
        const std::size_t letters = 2 + random() % (alphabet.size() - 1);
        std::string hay(random() % 120, ' ');
        for (char &c : hay)
            c = alphabet[random() % letters];
        std::string needle;
        if (!hay.empty() && random() % 2) {
            needle = hay.substr(random() % hay.size(), 1 + random() % 6);
        } else {
            for (auto left = random() % 5; left > 0; --left)
                needle += alphabet[random() % alphabet.size()];
        }
        const bool sensitive = random() % 2;
        const std::size_t from = random() % (hay.size() + 2);
        const std::size_t expected = sensitive ? hay.find(needle, from) : lower(hay).find(lower(needle), from);
        QCOMPARE(LiteralFinder(needle, sensitive).find(hay, from), expected);
    }
}

void TestTextFilter::readsNothingOutsideTheBytes()
{
    // Exact allocations: AddressSanitizer sees a byte too many. Here at least nothing outside is found.
    for (std::size_t size = 0; size < 200; ++size) {
        const std::string around = std::string(size, 'x') + "needle";
        const std::vector<char> exact(around.begin(), around.begin() + static_cast<std::ptrdiff_t>(size));
        QCOMPARE(LiteralFinder("needle", true).find({exact.data(), exact.size()}), LiteralFinder::npos);
        QCOMPARE(LiteralFinder("needle", false).find(std::string_view(around).substr(0, size + 5)), LiteralFinder::npos);
        QCOMPARE(LiteralFinder("NEEDLE", false).find(around), size);
    }
}

void TestTextFilter::aLongNeedleThatNearlyFitsEverywhereIsLinear()
{
    std::string hay;
    std::string needle;
    while (hay.size() < 20'000'000)
        hay += "ab";
    needle = hay.substr(0, 30'000) + "e"; // common, so that it is not what is looked for first
    for (const bool sensitive : {true, false}) {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(LiteralFinder(needle, sensitive).find(hay), LiteralFinder::npos);
        QCOMPARE(LiteralFinder(needle, sensitive).find(hay + needle), hay.size());
        QVERIFY2(timer.elapsed() < 10'000, "quadratic"); // it would take minutes
    }
}

void TestTextFilter::smartCase_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("rule");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *name, const char *pattern, const char *value, CaseRule rule, bool found) {
        QTest::newRow(name) << QByteArray(pattern) << QByteArray(value) << int(rule) << found;
    };
    row("lower finds upper", "error", "an ERROR", CaseRule::Smart, true);
    row("upper is exact", "Error", "an ERROR", CaseRule::Smart, false);
    row("upper finds itself", "Error", "an Error", CaseRule::Smart, true);
    row("upper beyond ASCII is exact", "Ä", "ä", CaseRule::Smart, false);
    row("lower beyond ASCII finds upper", "ä", "Ä", CaseRule::Smart, true);
    row("sensitive", "error", "ERROR", CaseRule::Sensitive, false);
    row("insensitive", "ERROR", "error", CaseRule::Insensitive, true);
    row("punctuation is no letter", "[a]", "{a}", CaseRule::Insensitive, false);
    row("at sign is not a grave", "@", "`", CaseRule::Insensitive, false);
}

void TestTextFilter::smartCase()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, value);
    QFETCH(int, rule);
    QFETCH(bool, found);
    QCOMPARE(matches(textSpec(pattern.toStdString(), ValuePart, static_cast<CaseRule>(rule)), value.toStdString()), found);
}

void TestTextFilter::looksInTheChosenParts()
{
    OwnedRecord record = keyed("in-key", "in-value");
    record.headers = {{"in-name", "in-header"}, {"null", std::nullopt}};
    const auto found = [&record](const char *pattern, std::uint8_t parts) {
        return verdict(*filterOf(textSpec(pattern, parts)), record) == Verdict::Match;
    };
    QVERIFY(found("in-key", KeyPart));
    QVERIFY(!found("in-key", ValuePart | HeaderPart));
    QVERIFY(found("in-value", ValuePart));
    QVERIFY(!found("in-value", KeyPart | HeaderPart));
    QVERIFY(found("in-name", HeaderPart));
    QVERIFY(found("in-header", HeaderPart));
    QVERIFY(!found("in-header", KeyPart | ValuePart));
    QVERIFY(found("null", allParts));
    QVERIFY(!found("in-keyin-value", allParts));
    QVERIFY(!found("in-key", 0));
    QVERIFY(!filterOf(textSpec("x", KeyPart))->readsHeaders());
    QVERIFY(filterOf(textSpec("x", HeaderPart))->readsHeaders());
}

void TestTextFilter::nullIsNotEmpty()
{
    QCOMPARE(verdict(*filterOf(textSpec("null")), keyed(std::nullopt, std::nullopt)), Verdict::Miss);
    QCOMPARE(verdict(*filterOf(regexSpec("^$")), keyed(std::nullopt, std::nullopt)), Verdict::Miss);
    QCOMPARE(verdict(*filterOf(regexSpec("^$")), keyed(std::nullopt, "")), Verdict::Match);
}

void TestTextFilter::anEmptyPatternMatchesEverything()
{
    for (const Mode mode : {Mode::Text, Mode::Regex, Mode::Expression}) {
        const auto filter = filterOf({.mode = mode, .parts = KeyPart, .wholeWord = true});
        QVERIFY(filter);
        QCOMPARE(verdict(*filter, keyed(std::nullopt, std::nullopt)), Verdict::Match);
        QVERIFY(!filter->necessaryLiteral());
        QVERIFY(filter->highlights("text", KeyPart).empty());
    }
}

void TestTextFilter::foldsAsUnicodeDoes()
{
    QVERIFY(matches(textSpec("größe"), "Die GRÖẞE"));
    QVERIFY(matches(textSpec("größe"), "Größe"));
    QVERIFY(matches(textSpec("привет"), "ПРИВЕТ мир"));
    QVERIFY(matches(textSpec("ñandú"), "ÑANDÚ"));
    QVERIFY(!matches(textSpec("ñandu"), "ÑANDÚ"));
    QVERIFY(matches(textSpec("(ä)*"), "x(Ä)*")); // a text is no pattern
    QVERIFY(matches(textSpec("日本"), "in 日本語"));
    QVERIFY(matches(textSpec("sekundä"), "ſeKUNDÄ")); // the long s and the Kelvin sign are no reason to miss it
    QVERIFY(matches(textSpec(std::string("a\0ä", 4)), std::string("A\0Ä", 4)));
}

void TestTextFilter::invalidBytesBreakNothing()
{
    QVERIFY(matches(textSpec("needle"), "\xFF\xFE NEEDLE \xC3"));
    QVERIFY(matches(textSpec("größe"), "\xC3\xFF GRÖSSE \xF0\x9F GRÖßE \x80"));
    QVERIFY(!matches(textSpec("größe"), "gr\xC3\xFF\xB6ße"));
    QVERIFY(matches(textSpec("\xFF\x01", ValuePart, CaseRule::Sensitive), "binary \xFF\x01 bytes"));
    QCOMPARE(badArg(textSpec("+\xFF\x01", ValuePart, CaseRule::Insensitive), "problem"), std::string("the text is not UTF-8"));
    QCOMPARE(badArg(textSpec("+\xFF\x01", ValuePart, CaseRule::Insensitive), "position"), std::string("1"));
}

void TestTextFilter::wholeWords_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *pattern, const char *value, bool found) {
        QTest::addRow("%s in %s", pattern, value) << QByteArray(pattern) << QByteArray(value) << found;
    };
    row("cat", "a cat.", true);
    row("cat", "concat", false);
    row("cat", "concat cat", true);
    row("cat", "cats", false);
    row("cat", "cat_2", false);
    row("cat", "\"CAT\"", true);
    row("Cat", "CAT", false);
    row("na", "naïve", false);
    row("na", "na\xFFve", true);
    row("na", "na—", true);
    row("@me", "to @me!", true);
    row("@me", "x@me", false); // no word begins here, but something does before
    row("größe", "GRÖẞE", true);
    row("größe", "größen", false);
    row("a.c", "abc", false);
}

void TestTextFilter::wholeWords()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, value);
    QFETCH(bool, found);
    FilterSpec spec = textSpec(pattern.toStdString());
    spec.wholeWord = true;
    QCOMPARE(matches(spec, value.toStdString()), found);
}

void TestTextFilter::highlights()
{
    const auto spans = [](const FilterSpec &spec, std::string_view text, std::size_t limit = 64) {
        return filterOf(spec)->highlights(text, ValuePart, limit);
    };
    QCOMPARE(spans(textSpec("ab"), "xABab ab"), (Spans{{1, 3}, {3, 5}, {6, 8}}));
    QCOMPARE(spans(textSpec("aa"), "aaaaa"), (Spans{{0, 2}, {2, 4}}));
    QCOMPARE(spans(textSpec("a"), std::string(100, 'a'), 3), (Spans{{0, 1}, {1, 2}, {2, 3}}));
    QCOMPARE(spans(textSpec("ä"), "xÄ ä"), (Spans{{1, 3}, {4, 6}}));
    QCOMPARE(spans(textSpec("a", KeyPart), "aaa"), Spans());
}

void TestTextFilter::tooLongATextIsRefused()
{
    const FilterSpec spec = textSpec(std::string(1 << 20, 'a'));
    QCOMPARE(badArg(spec, "problem"), std::string("the filter is longer than 64 KiB"));
    QCOMPARE(badArg(spec, "position"), std::string("65536"));
    QVERIFY(filterOf(textSpec(std::string(60'000, 'a'))));
    QVERIFY(filterOf(textSpec(std::string(10'000, 'a') + "ä")));
}

QTEST_GUILESS_MAIN(TestTextFilter)
#include "tst_textfilter.moc"
