// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonlayout.h"
#include "codec/utf8.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Codec;

namespace {

std::string shown(std::string_view bytes, const LayoutLine &line)
{
    std::string text(2 * size_t(line.indent), ' ');
    for (const auto &p : line.pieces) {
        if (p.spaceBefore)
            text += ' ';
        text += bytes.substr(p.begin, p.end - p.begin);
    }
    return text;
}

std::vector<std::string> layOut(std::string_view bytes, LineWalker::Mode mode = LineWalker::Mode::Json)
{
    Layout layout(bytes, mode);
    while (!layout.step(100)) { }
    std::vector<std::string> lines;
    for (const LayoutLine &line : layout.lines(0, layout.knownLines()))
        lines.push_back(shown(bytes, line));
    return lines;
}

std::string tenMegabytes()
{
    std::string json = "[";
    while (json.size() < 10'000'000)
        json += R"({"orderId":9007199254740993,"amount":214.90,"items":[{"sku":"KB-417","qty":1},{"sku":"MS-220","qty":2}],"customer":{"id":48213,"tier":"gold"}},)";
    json.back() = ']';
    return json;
}

} // namespace

class TestJsonLayout : public QObject
{
    Q_OBJECT

private slots:
    void indentsTheOriginalTokens();
    void blanksOfTheSenderDoNotMatter();
    void showsTheRestOfBrokenJsonAsText();
    void deepNestingEndsAsText();
    void wrapsLongLines();
    void textInLines();
    void everyByteOfContentIsShownOnce_data();
    void everyByteOfContentIsShownOnce();
    void findsTheLineOfAByte();
    void anyLineIsTheSameAsInSequence();
    void firstScreenOfTenMegabytes();
    void hostileInputIsLinear();
};

void TestJsonLayout::indentsTheOriginalTokens()
{
    const std::vector<std::string> expected = {
        "{", "  \"orderId\": 9007199254740993,", "  \"amount\": 214.90,", "  \"items\": [", "    { \"sku\": \"KB-417\", \"qty\": 1 },", "    { \"sku\": \"MS-220\", \"qty\": 2 }", "  ],",
        "  \"customer\": { \"id\": 48213, \"tier\": \"gold\" },", "  \"none\": {},", "  \"m\": [", "    [ 1, 2 ],", "    []", "  ],", "  \"d\": \"\\u00e9\",", "  \"d\": 12345678901234567890123", "}"};
    const auto lines = layOut(R"({"orderId":9007199254740993,"amount":214.90,"items":[{"sku":"KB-417","qty":1},{"sku":"MS-220","qty":2}],"customer":{"id":48213,"tier":"gold"},"none":{},"m":[[1,2],[]],"d":"\u00e9","d":12345678901234567890123})");
    QVERIFY2(lines == expected, lines.size() > 1 ? lines[1].c_str() : "");
    QVERIFY((layOut("{}") == std::vector<std::string>{"{}"}));
    QVERIFY((layOut(" 1 ") == std::vector<std::string>{"1"}));
    QVERIFY((layOut("[[[1]]]") == std::vector<std::string>{"[", "  [", "    [ 1 ]", "  ]", "]"}));
}

void TestJsonLayout::blanksOfTheSenderDoNotMatter()
{
    QVERIFY(layOut(R"({"a":[1,2],"b":{"c":{}}})") == layOut("\n{\t\"a\" : [ 1 ,\r\n 2 ] , \"b\" : {\"c\":\n{ } } } \n"));
}

void TestJsonLayout::showsTheRestOfBrokenJsonAsText()
{
    const std::string_view json = R"({"a":1,"b":[1,2,oops],"c":3})";
    const std::vector<std::string> expected = {"{", "  \"a\": 1,", "  \"b\": [", "    1,", "    2,", "oops],\"c\":3}"};
    QVERIFY(layOut(json) == expected);
    Layout layout(json, LineWalker::Mode::Json);
    QVERIFY(layout.step(npos / 2));
    QCOMPARE(layout.problem(), (Problem{Problem::Kind::UnexpectedByte, 16, 'o'}));
    QVERIFY((layOut("{}\n{}") == std::vector<std::string>{"{}", "{}"}));
}

void TestJsonLayout::deepNestingEndsAsText()
{
    const std::string json(1'000'000, '[');
    Layout layout(json, LineWalker::Mode::Json);
    while (!layout.step(100'000)) { }
    QCOMPARE(layout.problem().kind, Problem::Kind::TooDeep);
    QVERIFY(layout.knownLines() < 1000);
    QVERIFY(layout.longestLine() <= 4200);
}

void TestJsonLayout::wrapsLongLines()
{
    std::string text;
    while (text.size() < 50'000)
        text += "日本語 \\n ";
    const std::string json = "{\"k\":\"" + text + "\",\"n\":1}";
    Layout layout(json, LineWalker::Mode::Json);
    while (!layout.step(1000)) { }
    QVERIFY(layout.knownLines() > 12);
    std::string joined;
    for (const LayoutLine &line : layout.lines(1, layout.knownLines() - 3)) {
        const std::string one = shown(json, line).substr(2 * size_t(line.indent));
        QVERIFY(one.size() <= 4100);
        QVERIFY(QString::fromStdString(one).toUtf8().toStdString() == one); // no character was cut
        joined += one;
    }
    QCOMPARE(joined, "\"k\":\"" + text + "\","); // the blank behind the colon fell to the wrap
}

void TestJsonLayout::textInLines()
{
    QVERIFY((layOut("one\r\n\ntwo\n", LineWalker::Mode::Text) == std::vector<std::string>{"one", "", "two"}));
    QVERIFY(layOut("", LineWalker::Mode::Text).empty());
    const auto lines = layOut(std::string(10'000, 'x'), LineWalker::Mode::Text);
    QCOMPARE(lines.size(), size_t(3));
    QCOMPARE(lines[0].size() + lines[1].size() + lines[2].size(), size_t(10'000));
    // A wrap never splits a character, and invalid bytes do not stop it.
    std::string wide;
    while (wide.size() < 9'000)
        wide += "\xF0\x9F\x98\x80";
    wide.insert(0, "x");
    for (const std::string &line : layOut(wide, LineWalker::Mode::Text))
        QVERIFY(!QString::fromStdString(line).contains(QChar::ReplacementCharacter));
    QCOMPARE(layOut(std::string(100'000, '\xFF'), LineWalker::Mode::Text).size(), size_t(25));
}

void TestJsonLayout::everyByteOfContentIsShownOnce_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("orders") << QByteArray::fromStdString(tenMegabytes().substr(0, 20'000));
    QTest::newRow("truncated") << QByteArray(R"({"a":[1,2,{"b":"c)");
    QTest::newRow("nul bytes") << QByteArray("{\"a\":\0\0\0}", 9);
    QTest::newRow("invalid UTF-8") << QByteArray("[\"a\xFF\xFE\",1]");
    QTest::newRow("long key") << "{\"" + QByteArray(12'000, 'k') + "\":\"" + QByteArray(12'000, 'v') + "\",\"b\":[" + QByteArray(12'000, '1') + "]}";
    QTest::newRow("brackets") << QByteArray("[[[]],[[[]]],{}]");
    QTest::newRow("trailing") << QByteArray("[1] [2] tail");
}

void TestJsonLayout::everyByteOfContentIsShownOnce()
{
    QFETCH(QByteArray, bytes);
    const std::string_view view(bytes.constData(), size_t(bytes.size()));
    Layout layout(view, LineWalker::Mode::Json);
    while (!layout.step(777)) { }
    size_t end = 0;
    for (const LayoutLine &line : layout.lines(0, layout.knownLines())) {
        QVERIFY(!line.pieces.empty());
        QCOMPARE(line.begin, line.pieces.front().begin);
        for (const auto &p : line.pieces) {
            QVERIFY(p.begin >= end && p.end > p.begin);
            QVERIFY(view.substr(end, p.begin - end).find_first_not_of(" \t\r\n") == npos); // only blanks are left out
            end = p.end;
        }
    }
    QVERIFY(view.substr(end).find_first_not_of(" \t\r\n") == npos);
}

void TestJsonLayout::findsTheLineOfAByte()
{
    const std::string json = tenMegabytes().substr(0, 100'000);
    Layout layout(json, LineWalker::Mode::Json);
    while (!layout.step(10'000)) { }
    const auto lines = layout.lines(0, layout.knownLines());
    for (size_t i = 0; i < lines.size(); i += 97) {
        QCOMPARE(layout.lineOf(lines[i].begin), i);
        QCOMPARE(layout.lineOf(lines[i].pieces.back().end - 1), i);
    }
    QCOMPARE(layout.lineOf(0), size_t(0));
    QCOMPARE(layout.lineOf(npos - 1), lines.size() - 1);
}

void TestJsonLayout::anyLineIsTheSameAsInSequence()
{
    const std::string json = "[\"" + std::string(30'000, 'x') + "\"," + tenMegabytes().substr(0, 50'000);
    Layout layout(json, LineWalker::Mode::Json);
    while (!layout.step(1'000)) { }
    const auto all = layout.lines(0, layout.knownLines());
    LayoutLine one;
    for (size_t i = 0; i < all.size(); i += 31) {
        QVERIFY(layout.line(i, one));
        QCOMPARE(shown(json, one), shown(json, all[i]));
        QCOMPARE(one.isContinuation, all[i].isContinuation);
    }
    QVERIFY(!layout.line(all.size(), one));
}

void TestJsonLayout::firstScreenOfTenMegabytes()
{
    const std::string json = tenMegabytes();
    QElapsedTimer clock;
    clock.start();
    Layout layout(json, LineWalker::Mode::Json);
    layout.step(8'000);
    QCOMPARE(layout.lines(0, 60).size(), size_t(60));
    const qint64 first = clock.nsecsElapsed();
    while (!layout.step(1'000'000)) { }
    const qint64 all = clock.nsecsElapsed();
    QVERIFY(layout.knownLines() > 500'000);
    QVERIFY2(first < all / 50, qPrintable(QStringLiteral("%1 of %2 ns").arg(first).arg(all)));
}

void TestJsonLayout::hostileInputIsLinear()
{
    // Each of these once made somebody's viewer quadratic: looking ahead for a short form must not add up.
    for (const std::string &unit : {std::string("{\"a\":"), std::string("[1,"), std::string("[ \n"), std::string("[[],"), std::string("[\"\",{},")}) {
        const auto time = [&unit](size_t repeats) {
            std::string json;
            while (json.size() < repeats)
                json += unit + "[" + std::string(200, ' ') + "1,2,3],";
            QElapsedTimer clock;
            clock.start();
            Layout layout(json, LineWalker::Mode::Json);
            while (!layout.step(100'000)) { }
            return clock.nsecsElapsed();
        };
        const qint64 small = time(200'000);
        const qint64 large = time(2'000'000);
        QVERIFY2(large < 40 * small + 50'000'000, unit.c_str());
    }
}

QTEST_GUILESS_MAIN(TestJsonLayout)
#include "tst_jsonlayout.moc"
