// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonl.h"
#include "codec/recordtext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Codec;
using namespace std::string_view_literals;

namespace {

std::string line(const Domain::Record &record, std::string_view topic = "orders")
{
    std::string out;
    appendJsonl(out, record, topic);
    return out;
}

Domain::Record plainRecord()
{
    Domain::Record r;
    r.partition = Domain::PartitionId(3);
    r.offset = Domain::Offset(9007199254740993);
    r.timestamp = {1795271527418, Domain::TimestampType::Create};
    r.key = "k";
    r.value = "v";
    return r;
}

} // namespace

class TestJsonl : public QObject
{
    Q_OBJECT

private slots:
    void exactLine();
    void nullsAndEmpties();
    void timestampTypes();
    void escapesExactlyWhatIsGiven();
    void otherBytesAsBase64();
    void headersInOrder();
    void everyTextComesBackThroughAnotherParser();
    void valueLine();
    void textLineIsHarmless();
    void isoTimes();
    void shellWords_data();
    void shellWords();
    void kcat();
};

void TestJsonl::exactLine()
{
    QCOMPARE(line(plainRecord()),
             "{\"topic\":\"orders\",\"partition\":3,\"offset\":9007199254740993,\"timestamp\":1795271527418,\"timestampType\":\"create\",\"key\":\"k\",\"value\":\"v\",\"headers\":[]}\n");
    QCOMPARE(recordJsonLine(plainRecord(), "orders") + "\n", line(plainRecord()));
}

void TestJsonl::nullsAndEmpties()
{
    Domain::Record r = plainRecord();
    r.key.reset();
    r.value.reset();
    QVERIFY(line(r).find("\"key\":null,\"value\":null,\"headers\":[]}\n") != std::string::npos);
    r.key = "";
    r.value = "null";
    QVERIFY(line(r).find("\"key\":\"\",\"value\":\"null\",") != std::string::npos);
}

void TestJsonl::timestampTypes()
{
    Domain::Record r = plainRecord();
    r.timestamp = {-5, Domain::TimestampType::LogAppend};
    QVERIFY(line(r).find("\"timestamp\":-5,\"timestampType\":\"append\",") != std::string::npos);
    r.timestamp = {77, Domain::TimestampType::None};
    QVERIFY(line(r).find("\"timestamp\":null,\"timestampType\":\"none\",") != std::string::npos);
}

void TestJsonl::escapesExactlyWhatIsGiven()
{
    Domain::Record r = plainRecord();
    r.value = "a\"b\\c/d\b\t\n\f\r\0\x01\x1F\x7F é<>&\xE2\x80\xA8"sv;
    QVERIFY2(line(r).find("\"value\":\"a\\\"b\\\\c/d\\b\\t\\n\\f\\r\\u0000\\u0001\\u001f\x7F é<>&\xE2\x80\xA8\",") != std::string::npos, line(r).c_str());
    // At every place in a run of eight, where the fast path could miss it.
    for (int before = 0; before < 17; ++before) {
        for (const char c : {'"', '\\', '\n'}) {
            std::string out;
            const std::string text = std::string(size_t(before), 'x') + c + "yyyyyyyyyyyy";
            appendJsonValue(out, std::string_view(text));
            QCOMPARE(out, "\"" + std::string(size_t(before), 'x') + "\\" + (c == '\n' ? 'n' : c) + "yyyyyyyyyyyy\"");
        }
    }
}

void TestJsonl::otherBytesAsBase64()
{
    Domain::Record r = plainRecord();
    r.key = "\xFF"sv;
    r.value = "caf\xE9"sv;
    QVERIFY(line(r).find("\"key\":{\"base64\":\"/w==\"},\"value\":{\"base64\":\"Y2Fm6Q==\"},") != std::string::npos);
    r.value = "\xED\xA0\x80"sv; // a surrogate is no UTF-8
    QVERIFY(line(r).find("\"value\":{\"base64\":\"7aCA\"}") != std::string::npos);
}

void TestJsonl::headersInOrder()
{
    Domain::Record r = plainRecord();
    const Domain::Header headers[] = {{"b", "1"}, {"a", std::nullopt}, {"b", ""}, {"", "\xFE"sv}, {"\xFF"sv, "x"}};
    r.headers = headers;
    QVERIFY2(line(r).find(R"("headers":[["b","1"],["a",null],["b",""],["",{"base64":"/g=="}],[{"base64":"/w=="},"x"]]})") != std::string::npos, line(r).c_str());
}

void TestJsonl::everyTextComesBackThroughAnotherParser()
{
    std::string all;
    for (char32_t c = 0; c < 0x3000; ++c)
        if (c < 0xD800)
            all += QString::fromUcs4(&c, 1).toStdString();
    Domain::Record r = plainRecord();
    r.key = all;
    r.value = std::string_view(all).substr(1);
    const Domain::Header headers[] = {{all, all}};
    r.headers = headers;
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(line(r))).object();
    QCOMPARE(object.value(QLatin1String("key")).toString().toStdString(), all);
    QCOMPARE(object.value(QLatin1String("value")).toString().toStdString(), all.substr(1));
    QCOMPARE(object.value(QLatin1String("headers")).toArray().at(0).toArray().at(1).toString().toStdString(), all);
}

void TestJsonl::valueLine()
{
    Domain::Record r = plainRecord();
    r.value = "\0\xFF\n"sv;
    std::string out = "x";
    QVERIFY(appendValueLine(out, r));
    QCOMPARE(out, std::string("x\0\xFF\n\n", 5));
    r.value.reset();
    QVERIFY(!appendValueLine(out, r));
    QCOMPARE(out.size(), size_t(5));
}

void TestJsonl::textLineIsHarmless()
{
    Domain::Record r = plainRecord();
    r.key.reset();
    r.value = "\x1b[31mred\x07\n\x7f\xC2\x9B and so much more text around it that it is text"sv;
    std::string out;
    appendTextLine(out, r, "orders");
    QVERIFY2(out.find("and so much more") != std::string::npos, out.c_str());
    QCOMPARE(out.find('\x1b'), std::string::npos);
    QCOMPARE(out.find('\x7f'), std::string::npos);
    QCOMPARE(out.find('\x07'), std::string::npos);
    QCOMPARE(out.find("\xC2\x9B"), std::string::npos);
    QCOMPARE(out.find('\n'), out.size() - 1);
    QVERIFY2(out.starts_with("orders P3 @9007199254740993  2026-11-21T14:32:07.418Z  null  "), out.c_str());
    r.value = std::string_view();
    out.clear();
    appendTextLine(out, r, "orders");
    QVERIFY(out.ends_with("(empty)\n"));
}

void TestJsonl::isoTimes()
{
    QCOMPARE(isoTime(0), "1970-01-01T00:00:00.000Z");
    QCOMPARE(isoTime(-1), "1969-12-31T23:59:59.999Z");
    QCOMPARE(isoTime(1795271527418), "2026-11-21T14:32:07.418Z");
    QCOMPARE(isoTime(253'402'300'799'999), "9999-12-31T23:59:59.999Z");
    QCOMPARE(isoTime(std::numeric_limits<std::int64_t>::max()), "9223372036854775807 ms");
    QCOMPARE(isoTime(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808 ms");
}

void TestJsonl::shellWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("bare") << QByteArray("kafka-1:9092,kafka-2:9092") << QByteArray("kafka-1:9092,kafka-2:9092");
    QTest::newRow("empty") << QByteArray() << QByteArray("''");
    QTest::newRow("blank") << QByteArray("a b") << QByteArray("'a b'");
    QTest::newRow("quote") << QByteArray("it's") << QByteArray("'it'\\''s'");
    QTest::newRow("command") << QByteArray("$(rm -rf ~);`x`") << QByteArray("'$(rm -rf ~);`x`'");
}

void TestJsonl::shellWords()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, word);
    QCOMPARE(QByteArray::fromStdString(shellWord({text.constData(), size_t(text.size())})), word);
}

void TestJsonl::kcat()
{
    QCOMPARE(kcatCommand("b:9092", "my topic", Domain::PartitionId(3), Domain::Offset(42)), "kcat -C -b b:9092 -t 'my topic' -p 3 -o 42 -c 1 -e");
}

QTEST_GUILESS_MAIN(TestJsonl)
#include "tst_jsonl.moc"
