// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/mergepatch.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <random>
#include <string>
#include <vector>

using namespace Replay;
using Json = nlohmann::json;

/// RFC 7396 by the bytes of the document: nothing moves but what the patch names.
class TestMergePatch : public QObject
{
    Q_OBJECT

private slots:
    void followsTheStandard_data();
    void followsTheStandard();
    void changesOnlyWhatIsNamed_data();
    void changesOnlyWhatIsNamed();
    void fillsHoles_data();
    void fillsHoles();
    void tellsWhereHolesAre();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void endsForDeepAndLongInput();
    void agreesWithAnotherImplementation();
};

namespace {

std::string patched(const std::string &document, const std::string &patch, const std::vector<std::string> &values = {})
{
    const auto read = MergePatch::read(patch);
    if (!std::holds_alternative<MergePatch>(read))
        return "no patch";
    std::string out = "before ";
    if (std::get<MergePatch>(read).apply(out, document, values))
        return out == "before " ? "no document" : "something was appended";
    return out.substr(7);
}

void addCase(const char *name, const char *document, const char *patch, const char *expected)
{
    QTest::newRow(name) << QByteArray(document) << QByteArray(patch) << QByteArray(expected);
}

void columns()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("expected");
}

/// Small random documents with names that meet, duplicates left out: nlohmann keeps one of them.
class Generator
{
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    Json value(int depth)
    {
        const unsigned kind = below(depth > 0 ? 9 : 6);
        if (kind >= 7)
            return object(depth - 1);
        if (kind == 6) {
            Json list = Json::array();
            for (unsigned i = below(4); i > 0; --i)
                list.push_back(value(depth - 1));
            return list;
        }
        const std::vector<Json> scalars{nullptr, true, 17, -2.5, "text", "a \"quoted\"\\ \u00e9 \n"};
        return scalars[kind];
    }
    Json object(int depth)
    {
        static const std::vector<std::string> names{"a", "b", "c", "d\"e", "\u00fc", ""};
        Json made = Json::object();
        for (unsigned i = below(5); i > 0; --i)
            made[names[below(static_cast<unsigned>(names.size()))]] = value(depth);
        return made;
    }
    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }

private:
    std::mt19937 m_random;
};

} // namespace

/// The table of the RFC's appendix A. Results with blanks left as the document has them.
void TestMergePatch::followsTheStandard_data()
{
    columns();
    addCase("1", R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})");
    addCase("2", R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})");
    addCase("3", R"({"a":"b"})", R"({"a":null})", R"({})");
    addCase("4", R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})");
    addCase("5", R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})");
    addCase("6", R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})");
    addCase("7", R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})");
    addCase("8", R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})");
    addCase("9", R"(["a","b"])", R"(["c","d"])", R"(["c","d"])");
    addCase("10", R"({"a":"b"})", R"(["c"])", R"(["c"])");
    addCase("11", R"({"a":"foo"})", R"(null)", R"(null)");
    addCase("12", R"({"a":"foo"})", R"("bar")", R"("bar")");
    addCase("13", R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})");
    addCase("14", R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})");
    addCase("15", R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})");
}

void TestMergePatch::followsTheStandard()
{
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(patched(document.toStdString(), patch.toStdString())), expected);
}

void TestMergePatch::changesOnlyWhatIsNamed_data()
{
    columns();
    addCase("nothing named", " { \"a\" : 1.500 , \"b\":[ 1, 2 ] }\n", "{}", " { \"a\" : 1.500 , \"b\":[ 1, 2 ] }\n");
    addCase("not there, removed", "{ \"a\": 1 }", R"({"b":null})", "{ \"a\": 1 }");
    addCase("number's spelling and escapes stay", R"({"big":12345678901234567890123, "x":1, "s":"\u0041\/"})", R"({"x":2})",
            R"({"big":12345678901234567890123, "x":2, "s":"\u0041\/"})");
    addCase("first removed", "{ \"a\": 1, \"b\": 2 }", R"({"a":null})", "{ \"b\": 2 }");
    addCase("middle removed", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", R"({"b":null})", "{\n  \"a\": 1,\n  \"c\": 3\n}");
    addCase("last removed", "{\n  \"a\": 1,\n  \"b\": 2\n}", R"({"b":null})", "{\n  \"a\": 1\n}");
    addCase("all removed", "{ \"a\": 1, \"b\": 2 }", R"({"a":null,"b":null})", "{}");
    addCase("all removed, one new", "{ \"a\": 1 }", R"({"a":null,"b":2})", "{ \"b\": 2 }");
    addCase("appended as the others stand", "{\n  \"a\": 1,\n  \"b\": 2\n}", R"({"c":3})", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}");
    addCase("appended as the last stands", R"({"a":1, "b":2})", R"({"c":3})", R"({"a":1, "b":2, "c":3})");
    addCase("appended to one", "{\n  \"a\": 1\n}", R"({"c":3})", "{\n  \"a\": 1,\n  \"c\": 3\n}");
    addCase("into an empty one with blanks", "{ }", R"({"c":3,"d":4})", R"({"c":3,"d":4})");
    addCase("empty one with blanks stays", "{ \n }", R"({"c":null})", "{ \n }");
    addCase("deep", R"({ "a": { "b": { "c": 1, "d": [ 1 ] } }, "z": 0 })", R"({"a":{"b":{"c":2}}})", R"({ "a": { "b": { "c": 2, "d": [ 1 ] } }, "z": 0 })");
    addCase("same name: the last is replaced", R"({"a":1,"b":0,"a":2})", R"({"a":3})", R"({"a":1,"b":0,"a":3})");
    addCase("same name: all are removed", R"({"a":1,"b":0,"a":2})", R"({"a":null})", R"({"b":0})");
    addCase("same name in the patch: the last", R"({"a":1})", R"({"a":2,"a":3})", R"({"a":3})");
    addCase("escaped name in the document", R"({"\u0061":1})", R"({"a":2})", R"({"\u0061":2})");
    addCase("escaped name in the patch", R"({"a":1})", R"({"\u0061":2})", R"({"a":2})");
    addCase("order of the patch", "{}", R"({"z":1,"a":2,"m":3})", R"({"z":1,"a":2,"m":3})");
    addCase("a list keeps its nulls", R"({"a":1})", R"({"a":[null, {"b":null}]})", R"({"a":[null, {"b":null}]})");
    addCase("scalar document", " 5 ", R"({"a":{"b":null,"c":1}})", R"( {"a":{"c":1}} )");
}

void TestMergePatch::changesOnlyWhatIsNamed()
{
    followsTheStandard();
}

void TestMergePatch::fillsHoles_data()
{
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("scalar") << QByteArray(R"({"a":"{{x}}"})") << QByteArray("17") << QByteArray(R"({"a":17,"o":{"p":1}})");
    QTest::newRow("null removes") << QByteArray(R"({"a":"{{x}}"})") << QByteArray("null") << QByteArray(R"({"o":{"p":1}})");
    QTest::newRow("object merges") << QByteArray(R"({"o":"{{x}}"})") << QByteArray(R"({"q":"{{y}}"})") << QByteArray(R"({"a":1,"o":{"p":1,"q":"{{y}}"}})");
    QTest::newRow("new object loses nulls") << QByteArray(R"({"n":"{{x}}"})") << QByteArray(R"({"q":null,"r":1})")
                                            << QByteArray(R"({"a":1,"o":{"p":1},"n":{"r":1}})");
    QTest::newRow("in a list") << QByteArray(R"({"a":[ 1, "{{x}}", {"b":"c"} ]})") << QByteArray("null") << QByteArray(R"({"a":[1,null,{"b":"c"}],"o":{"p":1}})");
    QTest::newRow("whole patch") << QByteArray(R"("{{x}}")") << QByteArray(R"([1])") << QByteArray("[1]");
    QTest::newRow("not whole: text") << QByteArray(R"({"a":"{{x}} "})") << QByteArray() << QByteArray(R"({"a":"{{x}} ","o":{"p":1}})");
}

void TestMergePatch::fillsHoles()
{
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(patched(R"({"a":1,"o":{"p":1}})", patch.toStdString(), {value.toStdString()})), expected);
}

void TestMergePatch::tellsWhereHolesAre()
{
    const auto read = MergePatch::read(R"({"a":"{{value.b + 1}}", "c":["{{key}}"]})");
    QVERIFY(std::holds_alternative<MergePatch>(read));
    const auto &holes = std::get<MergePatch>(read).holes();
    QCOMPARE(holes.size(), std::size_t(2));
    QCOMPARE(holes[0].text, std::string("value.b + 1"));
    QCOMPARE(holes[0].position, std::size_t(8));
    QCOMPARE(holes[1].text, std::string("key"));
    QCOMPARE(holes[1].position, std::size_t(32));
}

void TestMergePatch::refusesWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("document cut off") << QByteArray("{\"a\":1") << QByteArray("{}") << QByteArray("no document");
    QTest::newRow("empty document") << QByteArray() << QByteArray("{}") << QByteArray("no document");
    QTest::newRow("document not UTF-8") << QByteArray("{\"a\":\"\xff\"}") << QByteArray("{}") << QByteArray("no document");
    QTest::newRow("two documents") << QByteArray("{} {}") << QByteArray("{}") << QByteArray("no document");
    QTest::newRow("patch") << QByteArray("{}") << QByteArray("{a:1}") << QByteArray("no patch");
    QTest::newRow("empty patch") << QByteArray("{}") << QByteArray() << QByteArray("no patch");
}

void TestMergePatch::refusesWhatIsNoJson()
{
    followsTheStandard();
}

void TestMergePatch::endsForDeepAndLongInput()
{
    const auto nested = [](std::size_t depth, const std::string &open, const std::string &inner, char close) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i)
            text += open;
        return text + inner + std::string(depth, close);
    };
    QCOMPARE(patched(nested(1'000'000, "[", "1", ']'), "{}"), std::string("no document"));
    QCOMPARE(patched("{}", nested(1'000'000, "{\"a\":", "1", '}')), std::string("no patch"));
    const std::string deepest = nested(512, "{\"a\":", "1", '}');
    QCOMPARE(patched(deepest, nested(512, "{\"a\":", "2", '}')), nested(512, "{\"a\":", "2", '}'));
    std::string wide = "{\"x\":0";
    for (int i = 0; i < 300'000; ++i)
        wide += ",\"n" + std::to_string(i) + "\":" + std::to_string(i);
    const std::string expected = "{\"x\":1" + wide.substr(6) + "}";
    QCOMPARE(patched(wide + "}", R"({"x":1})"), expected);
}

void TestMergePatch::agreesWithAnotherImplementation()
{
    Generator generator(7396);
    for (int i = 0; i < 4'000; ++i) {
        const Json document = generator.below(20) == 0 ? generator.value(3) : generator.object(3);
        const Json patch = generator.below(20) == 0 ? generator.value(3) : generator.object(3);
        const std::string text = document.dump(generator.below(2) == 0 ? -1 : 2);
        Json expected = document;
        expected.merge_patch(patch);
        const std::string found = patched(text, patch.dump());
        QVERIFY2(Json::parse(found, nullptr, false) == expected, (text + "\n" + patch.dump() + "\n" + found).c_str());
        // A member that is only in the document keeps its bytes.
        if (document.is_object() && patch.is_object())
            for (const auto &[name, value] : document.items())
                if (!patch.contains(name) && text.find('\n') == std::string::npos)
                    QVERIFY(found.find(Json(name).dump() + ":" + value.dump()) != std::string::npos);
    }
}

QTEST_APPLESS_MAIN(TestMergePatch)
#include "tst_mergepatch.moc"
