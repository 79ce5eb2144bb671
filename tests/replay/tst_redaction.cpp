// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/redaction.h"

#include <QTest>

#include <string>
#include <vector>

using namespace Replay;

/// Fields replaced where they stand: whatever bears the name, and nothing else.
class TestRedaction : public QObject
{
    Q_OBJECT

private slots:
    void replacesFields_data();
    void replacesFields();
    void refusesPaths_data();
    void refusesPaths();
    void refusesWhatIsNoJson();
};

namespace {

std::string redacted(const std::string &document, const std::vector<std::string> &paths, const std::string &replacement = "0")
{
    const auto read = Redaction::read(paths, replacement);
    if (!std::holds_alternative<Redaction>(read))
        return "no redaction";
    std::string out;
    return std::get<Redaction>(read).apply(out, document) ? "no document" + out : out;
}

} // namespace

void TestRedaction::replacesFields_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("paths"); // a blank between them
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *document, const char *paths, const char *expected) {
        QTest::newRow(name) << QByteArray(document) << QByteArray(paths) << QByteArray(expected);
    };
    row("member", R"({ "a" : 1.50, "b":[ 1 ] })", "a", R"({ "a" : 0, "b":[ 1 ] })");
    row("object, list, null", R"({"a":{"x":1},"b":[1],"c":null})", "a b c", R"({"a":0,"b":0,"c":0})");
    row("deep", R"({"card":{"number":"4111","holder":"A"}})", "card.number", R"({"card":{"number":0,"holder":"A"}})");
    row("same name twice", R"({"a":1,"b":2,"a":3})", "a", R"({"a":0,"b":2,"a":0})");
    row("same name twice on the way", R"({"a":{"b":1},"a":{"b":2}})", "a.b", R"({"a":{"b":0},"a":{"b":0}})");
    row("escaped name", R"({"\u0061":1})", "a", R"({"\u0061":0})");
    row("each element", R"([ {"a":1}, 2, {"a":3,"b":4} ])", "[*].a", R"([ {"a":0}, 2, {"a":0,"b":4} ])");
    row("one element", R"({"i":[1,2,3]})", "i[1]", R"({"i":[1,0,3]})");
    row("whole and part", R"({"a":{"b":1}})", "a.b a", R"({"a":0})");
    row("each and one", R"({"i":[{"a":1,"b":2},{"a":3,"b":4}]})", "i[*].a i[1].b", R"({"i":[{"a":0,"b":2},{"a":0,"b":0}]})");
    row("quoted name", R"({"a.b":{"c d":1}})", R"(["a.b"].["c d"] )", "no redaction");
    row("quoted names", R"({"a.b":{"c]":1}})", R"(["a.b"]["c]"])", R"({"a.b":{"c]":0}})");
    row("not there", R"({"a":1})", "b a.c a[0] [*]", R"({"a":1})");
    row("list on the way without brackets", R"({"a":[{"b":1}]})", "a.b", R"({"a":[{"b":1}]})");
    row("scalar document", " 5 ", "a", " 5 ");
}

void TestRedaction::replacesFields()
{
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, paths);
    QFETCH(QByteArray, expected);
    std::vector<std::string> list;
    if (paths.startsWith("[\"a.b\"]"))
        list = {paths.toStdString()};
    else
        for (const QByteArray &path : paths.split(' '))
            list.push_back(path.toStdString());
    QCOMPARE(QByteArray::fromStdString(redacted(document.toStdString(), list)), expected);
}

void TestRedaction::refusesPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("position");
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("dot first") << QByteArray(".a") << 0;
    QTest::newRow("dot last") << QByteArray("a.") << 2;
    QTest::newRow("two dots") << QByteArray("a..b") << 2;
    QTest::newRow("open bracket") << QByteArray("a[1") << 1;
    QTest::newRow("word in brackets") << QByteArray("a[x]") << 1;
    QTest::newRow("negative") << QByteArray("a[-1]") << 1;
    QTest::newRow("name behind brackets") << QByteArray("a[1]b") << 4;
    QTest::newRow("quote open") << QByteArray("a[\"x") << 1;
    QTest::newRow("long") << QByteArray("a") + QByteArray(".a").repeated(1'000) << 129;
}

void TestRedaction::refusesPaths()
{
    QFETCH(QByteArray, path);
    QFETCH(int, position);
    const auto read = Redaction::read({"fine", path.toStdString()}, "null");
    QVERIFY(std::holds_alternative<Redaction::BadPath>(read));
    const auto &bad = std::get<Redaction::BadPath>(read);
    QCOMPARE(bad.path, std::size_t(1));
    QVERIFY(!bad.problem.empty());
    QCOMPARE(int(bad.position), position);
}

void TestRedaction::refusesWhatIsNoJson()
{
    QCOMPARE(redacted("plain", {"a"}), std::string("no document"));
    QCOMPARE(redacted("", {"a"}), std::string("no document"));
    QCOMPARE(redacted(std::string(1'000'000, '['), {"a"}), std::string("no document"));
    const auto read = Redaction::read({"a"}, "***");
    QVERIFY(std::holds_alternative<Redaction::BadPath>(read));
    QCOMPARE(std::get<Redaction::BadPath>(read).path, std::size_t(1));
}

QTEST_APPLESS_MAIN(TestRedaction)
#include "tst_redaction.moc"
