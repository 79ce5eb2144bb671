// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonchildren.h"
#include "codec/jsontokens.h"
#include "codec/utf8.h"

#include <QTest>

using namespace Codec;
using namespace std::string_view_literals;
using Kind = JsonToken::Kind;

namespace {

struct Walk
{
    std::vector<std::pair<Kind, std::string>> tokens; ///< pieces joined
    Problem problem;
    bool isDone = false;
};

Walk walk(std::string_view bytes)
{
    Walk w;
    JsonTokenizer tokenizer(bytes);
    size_t end = 0;
    while (const auto t = tokenizer.next()) {
        if (t->begin < end || t->end <= t->begin || t->end - t->begin > JsonTokenizer::maxPiece || t->end > bytes.size())
            qFatal("token out of order or too long");
        end = t->end;
        if (t->isFirst)
            w.tokens.emplace_back(t->kind, std::string());
        w.tokens.back().second += bytes.substr(t->begin, t->end - t->begin);
    }
    w.problem = tokenizer.problem();
    w.isDone = tokenizer.isDone();
    return w;
}

} // namespace

class TestJsonTokens : public QObject
{
    Q_OBJECT

private slots:
    void keepsEveryTokenAsSent();
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void stopsAtTheDepthLimit();
    void everyTruncationIsRefusedAtItsEnd();
    void longStringsAndNumbersComeInPieces();
    void aMillionBlanksStayBounded();
    void aCopyGoesOnFromThere();
    void childrenOfObjectsAndArrays();
    void whatFollowsAValueIsNoChild();
    void childrenOnABudget();
    void childrenOfABrokenValue();
};

void TestJsonTokens::keepsEveryTokenAsSent()
{
    const Walk w = walk(" {\"n\" : 12345678901234567890123 , \"n\":-0.50E+07, \"s\":\"\\u00e9\\/\" , \"e\":{},\"l\":[true,false,null]}\n");
    QVERIFY(w.isDone);
    const std::vector<std::pair<Kind, std::string>> expected = {
        {Kind::BeginObject, "{"}, {Kind::Key, "\"n\""}, {Kind::Colon, ":"}, {Kind::Number, "12345678901234567890123"}, {Kind::Comma, ","},
        {Kind::Key, "\"n\""}, {Kind::Colon, ":"}, {Kind::Number, "-0.50E+07"}, {Kind::Comma, ","},
        {Kind::Key, "\"s\""}, {Kind::Colon, ":"}, {Kind::String, "\"\\u00e9\\/\""}, {Kind::Comma, ","},
        {Kind::Key, "\"e\""}, {Kind::Colon, ":"}, {Kind::BeginObject, "{"}, {Kind::EndObject, "}"}, {Kind::Comma, ","},
        {Kind::Key, "\"l\""}, {Kind::Colon, ":"}, {Kind::BeginArray, "["}, {Kind::Literal, "true"}, {Kind::Comma, ","}, {Kind::Literal, "false"},
        {Kind::Comma, ","}, {Kind::Literal, "null"}, {Kind::EndArray, "]"}, {Kind::EndObject, "}"}};
    QVERIFY(w.tokens == expected);
}

void TestJsonTokens::accepts_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"0", "-0", "1e5", "1E-5", "0.1", "\"\"", "\"\\ud83d\"", "\"\\udc00\\ud800\"", "[]", "{}", "[[],{}]", "{\"\":0}", "\"\xF0\x9F\x98\x80\"", "true", "\t[\r\n1 ]",
                             "{\"a\":1,\"a\":2}", "\"\x7F\"", "[1e400,-1e-400]"})
        QTest::newRow(json) << QByteArray(json);
}

void TestJsonTokens::accepts()
{
    QFETCH(QByteArray, json);
    const Walk w = walk({json.constData(), size_t(json.size())});
    QCOMPARE(w.problem, Problem{});
    QVERIFY(w.isDone);
}

void TestJsonTokens::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("at");
    const auto row = [](const QByteArray &json, Problem::Kind kind, int at) { QTest::newRow(json.left(24).toPercentEncoding().constData()) << json << int(kind) << at; };
    row("", Problem::Kind::UnexpectedEnd, 0);
    row("  ", Problem::Kind::UnexpectedEnd, 2);
    row("[", Problem::Kind::UnexpectedEnd, 1);
    row("[1", Problem::Kind::UnexpectedEnd, 2);
    row("[1,", Problem::Kind::UnexpectedEnd, 3);
    row("[1,]", Problem::Kind::UnexpectedByte, 3);
    row("[,1]", Problem::Kind::UnexpectedByte, 1);
    row("[1 2]", Problem::Kind::UnexpectedByte, 3);
    row("{\"a\"}", Problem::Kind::UnexpectedByte, 4);
    row("{\"a\":}", Problem::Kind::UnexpectedByte, 5);
    row("{\"a\":1,}", Problem::Kind::UnexpectedByte, 7);
    row("{a:1}", Problem::Kind::UnexpectedByte, 1);
    row("{1:1}", Problem::Kind::UnexpectedByte, 1);
    row("[}", Problem::Kind::UnexpectedByte, 1);
    row("{]", Problem::Kind::UnexpectedByte, 1);
    row("[1}", Problem::Kind::UnexpectedByte, 2);
    row("]", Problem::Kind::UnexpectedByte, 0);
    row("+1", Problem::Kind::UnexpectedByte, 0);
    row("NaN", Problem::Kind::UnexpectedByte, 0);
    row("'a'", Problem::Kind::UnexpectedByte, 0);
    row("01", Problem::Kind::BadNumber, 1);
    row("1.", Problem::Kind::UnexpectedEnd, 2);
    row("1.x", Problem::Kind::BadNumber, 2);
    row("-", Problem::Kind::UnexpectedEnd, 1);
    row("-x", Problem::Kind::BadNumber, 1);
    row("1e", Problem::Kind::UnexpectedEnd, 2);
    row("1e+]", Problem::Kind::BadNumber, 3);
    row("1x", Problem::Kind::BadNumber, 1);
    row("0x10", Problem::Kind::BadNumber, 1);
    row("tru", Problem::Kind::UnexpectedEnd, 3);
    row("trux", Problem::Kind::BadLiteral, 0);
    row("nul1", Problem::Kind::BadLiteral, 0);
    row("\"", Problem::Kind::UnexpectedEnd, 1);
    row("\"a\\", Problem::Kind::UnexpectedEnd, 3);
    row("\"\\x\"", Problem::Kind::BadEscape, 1);
    row("\"\\u12g4\"", Problem::Kind::BadEscape, 1);
    row("\"\\u12", Problem::Kind::UnexpectedEnd, 5);
    row("\"a\nb\"", Problem::Kind::ControlInString, 2);
    row(QByteArray("\"a\0b\"", 5), Problem::Kind::ControlInString, 2);
    row(QByteArray("[1,\0]", 5), Problem::Kind::UnexpectedByte, 3);
    row("\"12345678\xFF\"", Problem::Kind::InvalidUtf8, 9);
    row("\"\xED\xA0\x80\"", Problem::Kind::InvalidUtf8, 1);
    row("\"\xE6\x97", Problem::Kind::UnexpectedEnd, 3);
    row("{} x", Problem::Kind::TrailingBytes, 3);
    row("{}{}", Problem::Kind::TrailingBytes, 2);
    row("\xEF\xBB\xBF{}", Problem::Kind::UnexpectedByte, 0);
}

void TestJsonTokens::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(int, kind);
    QFETCH(int, at);
    const Walk w = walk({json.constData(), size_t(json.size())});
    QCOMPARE(int(w.problem.kind), kind);
    QCOMPARE(int(w.problem.position), at);
    QVERIFY(!w.isDone);
}

void TestJsonTokens::stopsAtTheDepthLimit()
{
    const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    QVERIFY(walk(nested(512)).isDone);
    QCOMPARE(walk(nested(513)).problem, (Problem{Problem::Kind::TooDeep, 512, '['}));
    QCOMPARE(walk(std::string(1'000'000, '[')).tokens.size(), size_t(512));
    std::string objects;
    for (int i = 0; i < 600; ++i)
        objects += "{\"a\":";
    QCOMPARE(walk(objects).problem.kind, Problem::Kind::TooDeep);
}

void TestJsonTokens::everyTruncationIsRefusedAtItsEnd()
{
    const std::string_view json = R"({"a":[1.5e3,true,null,"x\u00e9\n日"],"b":{"c":-12}})";
    QVERIFY(walk(json).isDone);
    for (size_t size = 0; size < json.size(); ++size) {
        const Walk w = walk(json.substr(0, size));
        QCOMPARE(w.problem, (Problem{Problem::Kind::UnexpectedEnd, size, 0}));
    }
}

void TestJsonTokens::longStringsAndNumbersComeInPieces()
{
    const std::string longKey(9'000, 'k');
    std::string text;
    while (text.size() < 100'000)
        text += "\\u00e9日x\\n";
    const std::string number = "-1" + std::string(50'000, '7') + "." + std::string(50'000, '3') + "e" + std::string(9'000, '1');
    const Walk w = walk("{\"" + longKey + "\":[\"" + text + "\"," + number + "]}");
    QVERIFY(w.isDone);
    QCOMPARE(w.tokens[1].second, "\"" + longKey + "\"");
    QVERIFY(w.tokens[1].first == Kind::Key);
    QCOMPARE(w.tokens[4].second, "\"" + text + "\"");
    QCOMPARE(w.tokens[6].second, number);
    QCOMPARE(walk(std::string(8000, '1') + "x").problem, (Problem{Problem::Kind::BadNumber, 8000, 'x'}));
    QCOMPARE(walk("1." + std::string(3998, '1')).tokens.size(), size_t(1));
    QCOMPARE(walk(std::string(4000, '1')).isDone, true);
}

void TestJsonTokens::aMillionBlanksStayBounded()
{
    const std::string json = "[" + std::string(1'000'000, ' ') + "1]";
    JsonTokenizer tokenizer(json);
    size_t before = 0;
    while (tokenizer.next()) {
        QVERIFY(tokenizer.position() - before <= JsonTokenizer::maxPiece + 1);
        before = tokenizer.position();
    }
    QVERIFY(tokenizer.isDone());
}

void TestJsonTokens::aCopyGoesOnFromThere()
{
    const std::string json = "{\"a\":[\"" + std::string(10'000, 'x') + "\",{\"b\":" + std::string(10'000, '1') + "}]}";
    JsonTokenizer tokenizer(json);
    while (true) {
        JsonTokenizer copy = tokenizer;
        const auto a = tokenizer.next();
        const auto b = copy.next();
        QCOMPARE(a.has_value(), b.has_value());
        if (!a)
            break;
        QCOMPARE(a->begin, b->begin);
        QCOMPARE(a->end, b->end);
    }
    QVERIFY(tokenizer.isDone());
}

void TestJsonTokens::childrenOfObjectsAndArrays()
{
    const std::string_view json = R"( {"a":1, "o":{"x":[1,{"y":2}]}, "l":[1,[2],"]"], "s":"}" , "e":{}} )";
    JsonChildren children(json, 0, 0);
    JsonChild c;
    size_t budget = npos;
    std::vector<std::pair<std::string, std::string>> found;
    while (children.next(c, budget) == JsonChildren::Result::Child)
        found.emplace_back(json.substr(c.keyBegin, c.keyEnd - c.keyBegin), json.substr(c.begin, c.end - c.begin));
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"\"a\"", "1"}, {"\"o\"", R"({"x":[1,{"y":2}]})"}, {"\"l\"", R"([1,[2],"]"])"}, {"\"s\"", "\"}\""}, {"\"e\"", "{}"}};
    QVERIFY(found == expected);

    const size_t at = json.find("[1,[2]");
    JsonChildren elements(json, at, 1);
    std::vector<std::string> texts;
    JsonChildren::Result result{};
    while ((result = elements.next(c, budget)) == JsonChildren::Result::Child)
        texts.emplace_back(json.substr(c.begin, c.end - c.begin));
    QVERIFY(result == JsonChildren::Result::End); // what follows the array is none of its business
    QVERIFY((texts == std::vector<std::string>{"1", "[2]", "\"]\""}));
}

void TestJsonTokens::whatFollowsAValueIsNoChild()
{
    for (const std::string_view json : {"[1] x", "{\"a\":1}]", "[1][2]"}) {
        JsonChildren children(json, 0, 0);
        JsonChild c;
        size_t budget = npos;
        QVERIFY(children.next(c, budget) == JsonChildren::Result::Child);
        QVERIFY(children.next(c, budget) == JsonChildren::Result::End);
    }
}

void TestJsonTokens::childrenOnABudget()
{
    std::string json = "[[";
    for (int i = 0; i < 10'000; ++i)
        json += "123,";
    json += "0],7]";
    JsonChildren children(json, 0, 0);
    JsonChild c;
    int steps = 0;
    JsonChildren::Result result = JsonChildren::Result::Again;
    while (result == JsonChildren::Result::Again) {
        size_t budget = 1000;
        result = children.next(c, budget);
        ++steps;
    }
    QVERIFY(result == JsonChildren::Result::Child);
    QVERIFY(steps > 30);
    QCOMPARE(c.end, json.size() - 3);
}

void TestJsonTokens::childrenOfABrokenValue()
{
    const std::string_view json = R"({"a":1,"b":[1,2,{"c":"tru)";
    JsonChildren children(json, 0, 0);
    JsonChild c;
    size_t budget = npos;
    QVERIFY(children.next(c, budget) == JsonChildren::Result::Child);
    QVERIFY(children.next(c, budget) == JsonChildren::Result::Problem);
    QCOMPARE(json.substr(c.keyBegin, c.keyEnd - c.keyBegin), "\"b\"");
    QCOMPARE(c.begin, json.find('['));
    QVERIFY(c.end > c.begin && c.end <= json.size());
    QCOMPARE(children.problem().kind, Problem::Kind::UnexpectedEnd);
}

QTEST_GUILESS_MAIN(TestJsonTokens)
#include "tst_jsontokens.moc"
