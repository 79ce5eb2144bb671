// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celfilter.h"
#include "search/celmachine.h"
#include "search/celparser.h"
#include "tests/search/celtext.h"

#include <QElapsedTimer>
#include <QTest>

using namespace std::string_literals;

/// What is wrong with an expression is said with its place, at once, whatever the expression is.
class TestCelParser : public QObject
{
    Q_OBJECT

private slots:
    void showsWhereAnErrorIs_data();
    void showsWhereAnErrorIs();
    void suggestsWhatWasMeant_data();
    void suggestsWhatWasMeant();
    void acceptsWhatTheLanguageAsksFor_data();
    void acceptsWhatTheLanguageAsksFor();
    void refusesTooMuchAtOnce_data();
    void refusesTooMuchAtOnce();
    void endsEveryEvaluation_data();
    void endsEveryEvaluation();
    void computesConstantsOnce();
    void putsTheCheapSideFirst();
};

static Domain::Error errorOf(const std::string &expression)
{
    const auto filter = Search::compileExpression({.mode = Search::Mode::Expression, .pattern = expression});
    return filter ? Domain::Error() : filter.error();
}

static std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

void TestCelParser::showsWhereAnErrorIs_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("marked"); // the stretch that is marked; "^n": nothing, at byte n
    const auto row = [](const char *expression, const char *marked) { QTest::newRow(expression) << QByteArray(expression) << QByteArray(marked); };
    row("value.a = 1", "=");
    row("value.a == 1 &", "&");
    row("value.a == ", "^11");
    row("value.a == )", ")");
    row("(value.a == 1", "^13");
    row("vale.a == 1", "vale");
    row("1 + vale.a", "vale");
    row("record.valu.a", "valu");
    row("record.partition + record.ofset", "ofset");
    row("key.startWith('a')", "startWith");
    row("value.size.startWith('size')", "startWith");
    row("sise(key)", "sise");
    row("key.contains()", "contains");
    row("contains(key, 'a')", "contains");
    row("'a\\q'", "\\q");
    row("key == 'open", "'open");
    row("99999999999999999999 > 1", "99999999999999999999");
    row("offset > -9223372036854775809", "-9223372036854775809");
    row("key.matches('a(b')", ")"); // the end of the pattern
    row("key.matches('[z-a]')", "a");
    row("key.matches(r'ab[z-a]c')", "a");
    row("value.items.all(1, true)", "1");
    row("value.items.all(x)", "all");
    row("value.items.map(a.b, 1)", "a.b");
    row("has(value)", "has(value)");
    row("has(1 == 1)", "has(1 == 1)");
    row("value.in", "in");
    row("while == 1", "while");
    row("1 2", "2");
    row("1 }", "}");
    row("value.\xC3\xA9", "\xC3\xA9");
    row("5x", "5x");
    row("`a`", "`a`");
    row("value.`", "`");
    row("key.size", "^0"); // fine: a field of the key
}

void TestCelParser::showsWhereAnErrorIs()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, marked);
    const Domain::Error error = errorOf(expression.toStdString());
    const std::size_t position = std::strtoul(error.arg("position").c_str(), nullptr, 10);
    const std::size_t length = std::strtoul(error.arg("length").c_str(), nullptr, 10);
    QVERIFY(position + length <= static_cast<std::size_t>(expression.size()));
    if (marked.startsWith('^')) {
        QCOMPARE(position, std::size_t(marked.mid(1).toUInt()));
        QCOMPARE(length, 0u);
        return;
    }
    QCOMPARE(error.code, Domain::ErrorCode::BadFilter);
    QVERIFY(!error.arg("problem").empty());
    if (marked == ")" && expression.endsWith("(b')")) {
        QCOMPARE(position, std::size_t(expression.size() - 2)); // behind the pattern: its closing quote
        return;
    }
    QCOMPARE(expression.mid(qsizetype(position), qsizetype(length)), marked);
}

void TestCelParser::suggestsWhatWasMeant_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("suggestion");
    const auto row = [](const char *expression, const char *suggestion) { QTest::newRow(expression) << QByteArray(expression) << QByteArray(suggestion); };
    row("vale.a == 1", "value");
    row("Value.a == 1", "value");
    row("vlaue.a == 1", "value");
    row("valueastext == ''", "valueAsText");
    row("header.a == ''", "headers");
    row("partion == 1", "partition");
    row("ofset > 1", "offset");
    row("tombston", "tombstone");
    row("record.vaule.a == 1", "value");
    row("key.startwith('a')", "startsWith");
    row("key.include('a')", "");
    row("key.contain('a')", "contains");
    row("value.items.exist(x, x == 1)", "exists");
    row("lenght(key)", "");
    row("zzzzzz == 1", "");
    row("a = 1", "==");
    row("true & false", "&&");
    row("true | false", "||");
    row("size > 1 && contains", "contains()");
}

void TestCelParser::suggestsWhatWasMeant()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, suggestion);
    const Domain::Error error = errorOf(expression.toStdString());
    QCOMPARE(error.code, Domain::ErrorCode::BadFilter);
    QCOMPARE(QByteArray::fromStdString(error.arg("suggestion")), suggestion);
}

void TestCelParser::acceptsWhatTheLanguageAsksFor_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const std::string &expression, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(expression) << QByteArray(expected);
    };
    row("32 terms of ||", repeated("false || ", 31) + "true", "true");
    row("5000 terms of ||", repeated("1==2 || ", 4999) + "true", "true");
    row("32 terms of &&", repeated("true && ", 31) + "false", "false");
    row("32 elements", "size([" + repeated("1, ", 31) + "1])", "32");
    row("4000 elements", "size([" + repeated("1, ", 3999) + "1])", "4000");
    row("24 conditionals", repeated("false ? 0 : ", 24) + "7", "7");
    row("24 additions", repeated("1 + ", 24) + "1", "25");
    row("200 additions", repeated("1 + ", 200) + "1", "201");
    row("24 relations", "true" + repeated(" == true", 24), "true");
    row("60 parentheses", repeated("(", 60) + "1" + repeated(")", 60), "1");
    row("12 nested calls", repeated("int(", 12) + "1" + repeated(")", 12), "1");
    row("12 selections", repeated("{'a': ", 12) + "1" + repeated("}", 12) + repeated(".a", 12), "1");
    row("12 indexes", repeated("[", 12) + "1" + repeated("]", 12) + repeated("[0]", 12), "1");
    row("32 negations", repeated("-", 32) + "7", "7");
    row("33 nots", repeated("!", 33) + "true", "false");
}

void TestCelParser::acceptsWhatTheLanguageAsksFor()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(CelTest::outcome(expression.toStdString())), expected);
}

void TestCelParser::refusesTooMuchAtOnce_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const std::string &expression, const char *problem) {
        QTest::newRow(name) << QByteArray::fromStdString(expression) << QByteArray(problem);
    };
    row("65 parentheses", repeated("(", 65) + "1" + repeated(")", 65), "nested deeper than 64");
    row("a million parentheses", repeated("(", 1'000'000), "longer than 65536 bytes");
    row("60,000 parentheses", repeated("(", 60'000), "nested deeper than 64");
    row("60,000 brackets", repeated("[", 60'000), "nested deeper than 64");
    row("60,000 braces", repeated("{1:", 20'000), "nested deeper than 64");
    row("60,000 nots", repeated("!", 60'000) + "true", "build on one another");
    row("60,000 minuses", repeated("-", 60'000) + "1", "build on one another");
    row("30,000 additions", repeated("1+", 30'000) + "1", "build on one another");
    row("20,000 selections", "value" + repeated(".a", 20'000), "build on one another");
    row("20,000 indexes", "value" + repeated("[0]", 20'000), "build on one another");
    row("10,000 conditionals", repeated("true?1:", 9'000) + "1", "nested deeper than 64");
    row("calls in calls", repeated("int(", 10'000), "nested deeper than 64");
    row("100 MB", std::string(100'000'000, '1'), "longer than 65536 bytes");
    row("not UTF-8", "'\xFF'", "not UTF-8");
    row("NUL", "1\0 2"s, "no meaning");
}

void TestCelParser::refusesTooMuchAtOnce()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, problem);
    QElapsedTimer timer;
    timer.start();
    const Domain::Error error = errorOf(expression.toStdString());
    QVERIFY(timer.elapsed() < 1000);
    QVERIFY2(error.arg("problem").find(problem.toStdString()) != std::string::npos, error.arg("problem").c_str());
}

void TestCelParser::endsEveryEvaluation_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const std::string &expression, const char *problem) {
        QTest::newRow(name) << QByteArray::fromStdString(expression) << QByteArray(problem);
    };
    const std::string ten = "[0,1,2,3,4,5,6,7,8,9]";
    std::string loops;
    for (int i = 0; i < 12; ++i)
        loops += ten + ".all(x" + std::to_string(i) + ", ";
    row("loops in loops", loops + "true" + repeated(")", 12), "too many steps");
    row("lists that double", "['a']" + repeated(".map(x, [x, x])", 30) + ".size() + 1 / 0", "division by zero");
    row("texts that double", "['ab']" + repeated(".map(x, x + x)", 60) + ".size()", "too m"); // steps or memory
    row("texts that double, absorbed", "['ab']" + repeated(".map(x, x + x)", 60) + ".size() > 0 || true", "true");
    row("catastrophic pattern", "'" + std::string(5000, 'a') + "!'.matches('^(a+)+$')", "takes too long");
    row("catastrophic pattern, absorbed in a loop", ten + ".exists(x, '" + std::string(5000, 'a') + "!'.matches('^(a+)+$'))", "takes too long");
    row("a million patterns", "[" + repeated("'(a|b)+',", 100) + "].all(p, " + ten + ".all(x, " + ten + ".all(y, " + ten + ".all(z, 'ab'.matches(p)))))", "too many steps");
}

void TestCelParser::endsEveryEvaluation()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, problem);
    QElapsedTimer timer;
    timer.start();
    const std::string outcome = CelTest::outcome(expression.toStdString());
    QVERIFY2(timer.elapsed() < 10'000, std::to_string(timer.elapsed()).c_str());
    QVERIFY2(outcome.find(problem.toStdString()) != std::string::npos, outcome.c_str());
}

void TestCelParser::computesConstantsOnce()
{
    const auto program = Search::Cel::compile("timestamp > timestamp('2026-01-01T00:00:00Z') + duration('1h') && key in ['a', 'b' + 'c'] || 1 / 0 == 1");
    const auto *compiled = std::get_if<std::shared_ptr<const Search::Cel::Program>>(&program);
    QVERIFY(compiled);
    int calls = 0;
    int additions = 0;
    int divisions = 0;
    const auto count = [&](const auto &self, std::uint32_t node) -> void {
        const Search::Cel::Step &step = (*compiled)->steps[node];
        if (step.op != Search::Cel::Op::Operation)
            return;
        calls += step.kind == Search::Cel::NodeKind::Call ? 1 : 0;
        additions += step.kind == Search::Cel::NodeKind::Add || step.kind == Search::Cel::NodeKind::List ? 1 : 0;
        divisions += step.kind == Search::Cel::NodeKind::Divide ? 1 : 0;
        for (std::uint32_t i = 0; i < step.count; ++i)
            self(self, (*compiled)->child(step, i));
    };
    count(count, (*compiled)->ast.root);
    QCOMPARE(calls, 0);
    QCOMPARE(additions, 0);
    QCOMPARE(divisions, 1); // its error belongs to each evaluation
}

void TestCelParser::putsTheCheapSideFirst()
{
    const auto program = Search::Cel::compile("value.a == 1 && headers.b == '' && partition == 3 && key == ''");
    const auto *compiled = std::get_if<std::shared_ptr<const Search::Cel::Program>>(&program);
    QVERIFY(compiled);
    const auto &steps = (*compiled)->steps;
    const Search::Cel::Step &root = steps[(*compiled)->ast.root];
    std::vector<std::string> order;
    for (std::uint32_t i = 0; i < root.count; ++i) {
        const Search::Cel::Node &node = (*compiled)->ast.nodes[(*compiled)->child(root, i)];
        order.push_back((*compiled)->source.substr(node.begin, 3));
    }
    QCOMPARE(order, (std::vector<std::string>{"par", "hea", "key", "val"}));
}

QTEST_APPLESS_MAIN(TestCelParser)
#include "tst_celparser.moc"
