// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/template.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace Produce;
using namespace std::string_literals;

namespace {

TemplateScope scopeOf(std::uint64_t number, std::uint64_t seed = 7)
{
    return {.seed = seed, .number = number, .nowMs = 1'767'225'600'123};
}

std::string filled(std::string_view text, std::uint64_t number = 0, std::uint64_t seed = 7)
{
    const auto compiled = Template::compile(text);
    if (!compiled)
        return "error: " + compiled.error().arg("problem");
    TemplateScope scope = scopeOf(number, seed);
    std::string out;
    return compiled->fill(out, scope) ? out : "(too large)";
}

Domain::Error errorOf(std::string_view text)
{
    const auto compiled = Template::compile(text);
    return compiled ? Domain::Error{} : compiled.error();
}

} // namespace

class TestTemplate final : public QObject
{
    Q_OBJECT

private slots:
    void aTextWithoutFunctionsStaysAsItIs()
    {
        QCOMPARE(filled("{\"a\": {\"b\": {}}} }} { {"), "{\"a\": {\"b\": {}}} }} { {"s);
        QCOMPARE(filled(""), ""s);
        QCOMPARE(filled("\xff\0x\xc3"s), "\xff\0x\xc3"s);
        QVERIFY(Template::compile("plain")->isPlain());
        QVERIFY(!Template::compile("{{uuid()}}")->isPlain());
        QCOMPARE(filled("{{\"{{\"}}"), "{{"s); // two braces that are meant as such
    }

    void functionsGiveWhatTheySay_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pattern");
        QTest::newRow("uuid") << QByteArray("{{uuid()}}") << QByteArray("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        QTest::newRow("int") << QByteArray("{{int(-3, 4)}}") << QByteArray("-[123]|[01234]");
        QTest::newRow("decimal") << QByteArray("{{decimal(5, 250, 2)}}") << QByteArray("\\d{1,3}\\.\\d\\d");
        QTest::newRow("decimal, small") << QByteArray("{{decimal(-0.05, 0.05, 3)}}") << QByteArray("-?0\\.0[0-5]\\d");
        QTest::newRow("decimal, whole") << QByteArray("{{decimal(1, 3, 0)}}") << QByteArray("[123]");
        QTest::newRow("pick") << QByteArray("{{pick(\"a\", 'b', 3)}}") << QByteArray("[ab3]");
        QTest::newRow("pick, escapes") << QByteArray("{{pick(\"\\u00e4\\\"\\n\")}}") << QByteArray("\xc3\xa4\"\n");
        QTest::newRow("now") << QByteArray("{{now()}}") << QByteArray("2026-01-01T00:00:00\\.123Z");
        QTest::newRow("now iso") << QByteArray("{{now(\"iso\")}}") << QByteArray("2026-01-01T00:00:00\\.123Z");
        QTest::newRow("now ms") << QByteArray("{{now(\"ms\")}}") << QByteArray("1767225600123");
        QTest::newRow("name") << QByteArray("{{name()}}") << QByteArray("[A-Z][a-z]+ [A-Z][a-z]+");
        QTest::newRow("email") << QByteArray("{{email()}}") << QByteArray("[a-z]+\\.[a-z]+@example\\.com");
        QTest::newRow("hex") << QByteArray("{{hex(33)}}") << QByteArray("[0-9a-f]{33}");
        QTest::newRow("blanks") << QByteArray("{{ \n uuid ( ) }}") << QByteArray("[0-9a-f-]{36}");
    }
    void functionsGiveWhatTheySay()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pattern);
        const QRegularExpression expression(QStringLiteral("\\A(?:%1)\\z").arg(QString::fromUtf8(pattern)));
        for (std::uint64_t number = 0; number < 200; ++number) {
            const QString out = QString::fromStdString(filled(text.toStdString(), number));
            QVERIFY2(expression.match(out).hasMatch(), qPrintable(out));
        }
    }

    void everyValueOfARangeComesUp()
    {
        std::set<std::string> seen;
        for (std::uint64_t number = 0; number < 500; ++number)
            seen.insert(filled("{{int(1, 6)}}", number));
        QCOMPARE(seen, (std::set<std::string>{"1", "2", "3", "4", "5", "6"}));
        QCOMPARE(filled("{{int(9223372036854775807, 9223372036854775807)}}"), "9223372036854775807"s);
        QVERIFY(!filled("{{int(-9223372036854775808, 9223372036854775807)}}").starts_with("error"));
        QCOMPARE(filled("{{decimal(-1.5, -1.5, 2)}}"), "-1.50"s);
    }

    void aSequenceCountsRecords()
    {
        QCOMPARE(filled("{{seq(1)}} {{seq(10, -5)}} {{seq()}}", 0), "1 10 1"s);
        QCOMPARE(filled("{{seq(1)}} {{seq(10, -5)}} {{seq()}}", 3), "4 -5 4"s);
    }

    void theSameSeedMakesTheSameOnEveryMachine()
    {
        // Fixed for good: a saved request with a seed makes the same records in years.
        QCOMPARE(filled("{{uuid()}} {{int(1, 1000)}} {{name()}} {{hex(8)}}", 5, 42), filled("{{uuid()}} {{int(1, 1000)}} {{name()}} {{hex(8)}}", 5, 42));
        QVERIFY(filled("{{uuid()}}", 5, 42) != filled("{{uuid()}}", 5, 43));
        QVERIFY(filled("{{uuid()}}", 5, 42) != filled("{{uuid()}}", 6, 42));
        QCOMPARE(QString::fromStdString(filled("{{int(1, 1000000)}} {{pick(\"a\", \"b\", \"c\")}} {{name()}} {{uuid()}}", 1, 1)), QStringLiteral("983759 c Fatma Haas fe0678d7-41c0-46ad-90bc-2c6fb0c868a8"));
    }

    void keyAndValueShareWhatTheyDraw()
    {
        const auto key = Template::compile("{{uuid()}}");
        const auto value = Template::compile("{\"id\": \"{{uuid()}}\", \"other\": \"{{uuid()}}\", \"n\": {{int(1, 1000000)}}, \"again\": \"{{same(\"uuid\")}}\"}");
        TemplateScope scope = scopeOf(3);
        std::string first;
        std::string second;
        QVERIFY(key->fill(first, scope));
        QVERIFY(value->fill(second, scope));
        const std::string other = second.substr(second.find("other") + 9, 36);
        QCOMPARE(second.substr(8, 36), first);                          // the first uuid() of both
        QVERIFY(other != first);                                        // the second is another one
        QCOMPARE(second.substr(second.find("again") + 9, 36), other);   // same(): the newest
    }

    void aPersonHasANameAndAnAddress()
    {
        const std::string both = filled("{{name()}}|{{email()}}", 9);
        std::string name = both.substr(0, both.find('|'));
        for (char &c : name)
            c = c == ' ' ? '.' : static_cast<char>(std::tolower(c));
        QCOMPARE(both.substr(both.find('|') + 1), name + "@example.com");
    }

    void theLineIsTheInputs()
    {
        const auto compiled = Template::compile("[{{line()}}]");
        TemplateScope scope = scopeOf(0);
        scope.line = "a\xff,b";
        std::string out = "kept ";
        QVERIFY(compiled->fill(out, scope));
        QCOMPARE(out, "kept [a\xff,b]"s);
        QVERIFY(compiled->calls("line"));
        QVERIFY(!compiled->calls("uuid"));
    }

    void errorsSayWhereAndWhatInstead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("problem");
        QTest::addColumn<QByteArray>("position");
        QTest::addColumn<QByteArray>("suggestion");
        QTest::newRow("unknown") << QByteArray("ab {{uid()}}") << QByteArray("there is no function uid") << QByteArray("5") << QByteArray("uuid");
        QTest::newRow("other name") << QByteArray("{{GUID()}}") << QByteArray("there is no function GUID") << QByteArray("2") << QByteArray("uuid");
        QTest::newRow("nothing near") << QByteArray("{{xyzzyplugh()}}") << QByteArray("there is no function xyzzyplugh") << QByteArray("2") << QByteArray("");
        QTest::newRow("no brackets") << QByteArray("{{uuid}}") << QByteArray("( is expected behind uuid") << QByteArray("6") << QByteArray("uuid()");
        QTest::newRow("not closed") << QByteArray("a {{uuid()") << QByteArray("}} is missing at the end") << QByteArray("2") << QByteArray("");
        QTest::newRow("half closed") << QByteArray("{{uuid()} x") << QByteArray("}} is expected here") << QByteArray("8") << QByteArray("");
        QTest::newRow("empty") << QByteArray("{{}}") << QByteArray("a function is expected behind {{; two braces that are meant as such are written {{\"{{\"}}") << QByteArray("0") << QByteArray("");
        QTest::newRow("too many") << QByteArray("{{uuid(1)}}") << QByteArray("it takes no argument: uuid()") << QByteArray("2") << QByteArray("");
        QTest::newRow("too few") << QByteArray("{{int(1)}}") << QByteArray("it takes the lowest and the highest number: int(1, 500)") << QByteArray("2") << QByteArray("");
        QTest::newRow("wrong order") << QByteArray("{{int(5, 1)}}") << QByteArray("the lowest number is higher than the highest") << QByteArray("6") << QByteArray("");
        QTest::newRow("no number") << QByteArray("{{int(1, x)}}") << QByteArray("a number or a text in quotes is expected here") << QByteArray("9") << QByteArray("");
        QTest::newRow("huge number") << QByteArray("{{int(1, 99999999999999999999)}}") << QByteArray("a whole number is expected here") << QByteArray("9") << QByteArray("");
        QTest::newRow("places") << QByteArray("{{decimal(1.234, 2, 2)}}") << QByteArray("it has more than 2 decimal places") << QByteArray("10") << QByteArray("");
        QTest::newRow("quote") << QByteArray("{{pick(\"a)}}") << QByteArray("the quote at the end of the text is missing") << QByteArray("7") << QByteArray("");
        QTest::newRow("escape") << QByteArray("{{pick(\"\\q\")}}") << QByteArray("there is no such escape") << QByteArray("8") << QByteArray("");
        QTest::newRow("hex") << QByteArray("{{hex(0)}}") << QByteArray("a number from 1 to 1048576 is expected here") << QByteArray("6") << QByteArray("");
        QTest::newRow("now") << QByteArray("{{now(\"s\")}}") << QByteArray("it is \"iso\" or \"ms\"") << QByteArray("6") << QByteArray("");
        QTest::newRow("same") << QByteArray("{{same(\"uid\")}}") << QByteArray("there is no function of that name to repeat") << QByteArray("7") << QByteArray("");
    }
    void errorsSayWhereAndWhatInstead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, problem);
        QFETCH(QByteArray, position);
        QFETCH(QByteArray, suggestion);
        const Domain::Error error = errorOf(text.toStdString());
        QCOMPARE(error.code, Domain::ErrorCode::BadTemplate);
        QCOMPARE(QByteArray::fromStdString(error.arg("problem")), problem);
        QCOMPARE(QByteArray::fromStdString(error.arg("position")), position);
        QCOMPARE(QByteArray::fromStdString(error.arg("suggestion")), suggestion);
    }

    void sameNeedsSomethingToRepeat()
    {
        std::set<std::string, std::less<>> said;
        QVERIFY(!Template::compile("{{same(\"uuid\")}}{{uuid()}}")->checkSame(said));
        said.clear();
        QVERIFY(Template::compile("{{uuid()}}")->checkSame(said));
        QVERIFY(Template::compile("{{same(\"uuid\")}}")->checkSame(said)); // said by the text before it
        const Domain::Status status = Template::compile("x{{same(\"name\")}}")->checkSame(said);
        QVERIFY(!status);
        QCOMPARE(status.error().arg("position"), "3"s);
    }

    void nothingGrowsWithoutLimit()
    {
        std::string many;
        for (int i = 0; i < 130; ++i)
            many += "{{hex(1048576)}}"; // 130 MiB
        QCOMPARE(errorOf(many).arg("problem"), "filled in, it would be larger than 128 MiB"s);
        QCOMPARE(errorOf(std::string(Template::maxTextBytes + 1, 'x')).arg("problem"), "it is longer than 16 MiB"s);

        const auto lines = Template::compile("{{line()}}{{line()}}");
        TemplateScope scope = scopeOf(0);
        const std::string line(70 * 1024 * 1024, 'x');
        scope.line = line;
        std::string out = "kept";
        QVERIFY(!lines->fill(out, scope));
        QCOMPARE(out, "kept"s);
    }

    void hostileTextEndsSoon()
    {
        for (const std::string &piece : {"{{"s, "{{pick("s, "{{pick(\""s, "\\"s, "{{uuid()}}"s, "\"{{"s}) {
            std::string text;
            while (text.size() < 2'000'000)
                text += piece;
            const auto compiled = Template::compile(text);
            Q_UNUSED(compiled);
            Template::stretches(text);
        }
    }

    void stretchesAreTheFunctions()
    {
        using Stretches = std::vector<std::pair<std::size_t, std::size_t>>;
        QCOMPARE(Template::stretches("a {{uuid()}} b {{pick(\"}}\")}}"), (Stretches{{2, 10}, {15, 14}}));
        QCOMPARE(Template::stretches("{{ {{x()}}"), (Stretches{{3, 7}}));
        QVERIFY(Template::stretches("{{uuid()").empty());
        for (const Template::Function &function : Template::functions()) {
            const std::string example(function.example);
            QVERIFY2(Template::compile(example).ok(), example.c_str());
            QCOMPARE(Template::stretches(example), (Stretches{{0, example.size()}}));
        }
    }
};

QTEST_APPLESS_MAIN(TestTemplate)
#include "tst_template.moc"
