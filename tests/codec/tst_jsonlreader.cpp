// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/base64.h"
#include "codec/jsonl.h"
#include "codec/jsonlreader.h"

#include <QTest>

#include <random>

using namespace std::string_literals;

/// Lines of the jsonl format read back.
class TestJsonlReader : public QObject
{
    Q_OBJECT

private slots:
    void readsBackWhatWasWritten();
    void readsLinesWrittenByHand();
    void refusesOtherLines_data();
    void refusesOtherLines();
    void decodesBase64_data();
    void decodesBase64();
};

void TestJsonlReader::readsBackWhatWasWritten()
{
    std::mt19937 random(7);
    const auto bytes = [&](std::size_t most) {
        std::string text(random() % (most + 1), '\0');
        const bool isText = random() % 2 == 0;
        for (char &c : text)
            c = static_cast<char>(isText ? 0x20 + random() % 0x5F : random() % 256);
        return text;
    };
    for (int round = 0; round < 5000; ++round) {
        Codec::JsonlRecord written;
        written.topic = "topic.\"" + std::to_string(round);
        written.partition = Domain::PartitionId(static_cast<std::int32_t>(random() % 1000));
        written.offset = Domain::Offset(static_cast<std::int64_t>(random()) << 31);
        written.timestamp = {static_cast<std::int64_t>(random()) * 1000 - 5, static_cast<Domain::TimestampType>(random() % 3)};
        written.key = random() % 4 == 0 ? std::nullopt : std::optional(bytes(20));
        written.value = random() % 4 == 0 ? std::nullopt : std::optional(bytes(round % 100 == 0 ? 20'000 : 200));
        for (std::size_t i = 0; i < random() % 4; ++i)
            written.headers.emplace_back(bytes(8), random() % 3 == 0 ? std::nullopt : std::optional(bytes(8)));
        std::vector<Domain::Header> scratch;
        std::string line;
        Codec::appendJsonl(line, written.borrow(scratch), written.topic);
        std::string problem;
        const auto read = Codec::readJsonl(line, problem);
        QVERIFY2(read, problem.c_str());
        QCOMPARE(read->topic, written.topic);
        QCOMPARE(read->partition, written.partition);
        QCOMPARE(read->offset, written.offset);
        QCOMPARE(read->timestamp.type, written.timestamp.type);
        QVERIFY(written.timestamp.type == Domain::TimestampType::None || read->timestamp.ms == written.timestamp.ms);
        QCOMPARE(read->key, written.key);
        QCOMPARE(read->value, written.value);
        QCOMPARE(read->headers, written.headers);
    }
}

void TestJsonlReader::readsLinesWrittenByHand()
{
    std::string problem;
    const auto record = Codec::readJsonl(" {\"value\": \"{}\", \"timestamp\": 5, \"more\": {\"x\": [1]}} \r\n", problem);
    QVERIFY2(record, problem.c_str());
    QCOMPARE(record->value, std::optional("{}"s));
    QCOMPARE(record->key, std::nullopt);
    QCOMPARE(record->timestamp, (Domain::Timestamp{5, Domain::TimestampType::Create}));
    QVERIFY(record->topic.empty());
    QVERIFY(Codec::readJsonl("{}", problem));
}

void TestJsonlReader::refusesOtherLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *line, const char *problem) { QTest::newRow(line) << QByteArray(line) << QByteArray(problem); };
    row("", "the line is no JSON object");
    row("[1]", "the line is no JSON object");
    row("{\"value\": \"a\"", "the line is no valid JSON: it breaks off at byte 13");
    row("{\"value\": 5}", "value is no string, null or {\"base64\":\"…\"}");
    row("{\"value\": {}}", "value is no string, null or {\"base64\":\"…\"}");
    row("{\"value\": {\"base64\": \"!!!!\"}}", "value is no string, null or {\"base64\":\"…\"}");
    row("{\"value\": {\"base64\": \"\", \"x\": 1}}", "value is no string, null or {\"base64\":\"…\"}");
    row("{\"topic\": null}", "topic is null");
    row("{\"offset\": 1.5}", "offset is no whole number that fits");
    row("{\"offset\": \"1\"}", "offset is no whole number that fits");
    row("{\"partition\": 4294967296}", "partition is no whole number that fits");
    row("{\"timestampType\": \"later\"}", "timestampType is not create, append or none");
    row("{\"headers\": {}}", "headers is no list");
    row("{\"headers\": [[\"a\"]]}", "headers is no list of [name, value]");
    row("{\"headers\": [[\"a\", \"b\", \"c\"]]}", "headers is no list of [name, value]");
    row("{\"headers\": [[null, \"b\"]]}", "headers is no list of [name, value]");
}

void TestJsonlReader::refusesOtherLines()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, problem);
    std::string actual;
    QVERIFY(!Codec::readJsonl(line.toStdString(), actual));
    QCOMPARE(QByteArray::fromStdString(actual), problem);
}

void TestJsonlReader::decodesBase64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // null: refused
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("one byte") << QByteArray("/w==") << QByteArray("\xFF");
    QTest::newRow("two bytes") << QByteArray("AAE=") << QByteArray("\0\x01", 2);
    QTest::newRow("three bytes") << QByteArray("+/+/") << QByteArray("\xFB\xFF\xBF");
    QTest::newRow("no padding") << QByteArray("/w") << QByteArray();
    QTest::newRow("bits left over") << QByteArray("/x==") << QByteArray();
    QTest::newRow("padding inside") << QByteArray("/w==AAAA") << QByteArray();
    QTest::newRow("only padding") << QByteArray("====") << QByteArray();
    QTest::newRow("another alphabet") << QByteArray("-_-_") << QByteArray();
    QTest::newRow("blank") << QByteArray("/w= ") << QByteArray();
}

void TestJsonlReader::decodesBase64()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto bytes = Codec::decodeBase64(text.toStdString());
    QCOMPARE(bytes.has_value(), !expected.isNull());
    if (bytes)
        QCOMPARE(QByteArray::fromStdString(*bytes), expected);
}

QTEST_APPLESS_MAIN(TestJsonlReader)
#include "tst_jsonlreader.moc"
