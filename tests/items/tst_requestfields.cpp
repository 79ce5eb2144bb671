// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/requestfields.h"
#include "produce/recordmaker.h"

#include <QTest>

using namespace Items;
using Produce::Field;
using Produce::FieldKind;

namespace {

std::optional<std::string> sent(const Field &field, bool hasTemplates = true)
{
    Produce::ProduceRequest request;
    request.topic = "t";
    request.value = field;
    request.hasTemplates = hasTemplates;
    auto maker = Produce::RecordMaker::make(request, 1);
    if (!maker)
        qFatal("the request cannot be sent");
    auto made = (*maker)->next();
    if (!made || !made.value())
        qFatal("no record was made");
    return (*made.value()).value;
}

RecordContent record()
{
    RecordContent record;
    record.topic = "orders";
    record.partition = Domain::PartitionId(3);
    record.timestamp = {1'700'000'000'123, Domain::TimestampType::Create};
    record.key = "k";
    record.value = "v";
    return record;
}

} // namespace

/// Bytes to fields and back; what is wrong with a field as it is typed.
class tst_RequestFields : public QObject
{
    Q_OBJECT
private slots:
    void bytesSurviveTheWayThroughAField_data();
    void bytesSurviveTheWayThroughAField();
    void aRecordIsRequestedAsItIs();
    void whatLooksLikeATemplateIsSentAsItStands();
    void timesThatCannotBeSentAreNot();
    void problemsHaveAPlace_data();
    void problemsHaveAPlace();
    void templatesStandWhereValuesMay();
    void formattingChangesBlanksOnly();
};

void tst_RequestFields::bytesSurviveTheWayThroughAField_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    QTest::newRow("text") << QByteArray("hello, wörld") << int(FieldKind::Text);
    QTest::newRow("the text null") << QByteArray("null") << int(FieldKind::Text);
    QTest::newRow("lines") << QByteArray("a\n\tb\n") << int(FieldKind::Text);
    QTest::newRow("blanks") << QByteArray("  ") << int(FieldKind::Text);
    QTest::newRow("json") << QByteArray(" {\"a\": [1, 2.50, \"\\u00e4\"] }\n") << int(FieldKind::Json);
    QTest::newRow("broken json") << QByteArray("{\"a\": ") << int(FieldKind::Text);
    QTest::newRow("carriage return") << QByteArray("a\r\nb") << int(FieldKind::Hex);
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << int(FieldKind::Hex);
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8z") << int(FieldKind::Hex);
    QTest::newRow("no-break space") << QByteArray("a\xc2\xa0z") << int(FieldKind::Hex);
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfz") << int(FieldKind::Hex);
    QTest::newRow("not UTF-8") << QByteArray("\x00\xff\xfe\x80", 4) << int(FieldKind::Hex);
    QTest::newRow("many bytes") << QByteArray(1000, '\xff') << int(FieldKind::Base64);
    QTest::newRow("a long line") << QByteArray(100'000, 'x') << int(FieldKind::Base64);
}

void tst_RequestFields::bytesSurviveTheWayThroughAField()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    const Field field = fieldOf(bytes.toStdString());
    QCOMPARE(int(field.kind), kind);
    QVERIFY(!fieldProblem(field, true));
    QCOMPARE(sent(field), std::optional(bytes.toStdString()));
}

void tst_RequestFields::aRecordIsRequestedAsItIs()
{
    RecordContent content = record();
    content.key.reset();
    content.value = "";
    content.headers = {{"source", "a"}, {"source", "b"}, {"none", std::nullopt}, {"empty", ""}, {"bytes", "\xff"}};
    const Produce::ProduceRequest request = requestOf(content);
    QCOMPARE(request.topic, std::string("orders"));
    QCOMPARE(request.partition, std::optional(Domain::PartitionId(3)));
    QCOMPARE(request.timestampMs, std::optional<std::int64_t>(1'700'000'000'123));
    auto maker = Produce::RecordMaker::make(request, 1);
    QVERIFY(maker.ok());
    const auto made = (*maker)->next();
    QVERIFY(made.ok() && made.value());
    QVERIFY(!(*made.value()).key);
    QCOMPARE((*made.value()).value, std::optional<std::string>(""));
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    for (const RecordContent::Header &header : content.headers)
        headers.emplace_back(header.name, header.value);
    QVERIFY((*made.value()).headers == headers);
}

void tst_RequestFields::whatLooksLikeATemplateIsSentAsItStands()
{
    RecordContent content = record();
    QVERIFY(requestOf(content).hasTemplates);
    content.value = "price {{int(1, 5)}}";
    const Produce::ProduceRequest request = requestOf(content);
    QVERIFY(!request.hasTemplates);
    QCOMPARE(sent(request.value, request.hasTemplates), content.value);
    content = record();
    content.headers = {{"h", "{{uuid()}}"}};
    QVERIFY(!requestOf(content).hasTemplates);
}

void tst_RequestFields::timesThatCannotBeSentAreNot()
{
    RecordContent content = record();
    content.timestamp.type = Domain::TimestampType::LogAppend; // the broker's, not the record's
    QVERIFY(!requestOf(content).timestampMs);
    content.timestamp = {0, Domain::TimestampType::Create};
    QVERIFY(!requestOf(content).timestampMs);
    content.timestamp = {-5000, Domain::TimestampType::Create};
    QCOMPARE(requestOf(content).timestampMs, std::optional<std::int64_t>(-5000));
}

void tst_RequestFields::problemsHaveAPlace_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("words");
    QTest::newRow("json") << int(FieldKind::Json) << QStringLiteral("{\n \"ä\": x}") << 8 << QStringLiteral("Line 2, column 7");
    QTest::newRow("json that ends early") << int(FieldKind::Json) << QStringLiteral("[1, 2") << 5 << QStringLiteral("Column 6");
    QTest::newRow("empty json") << int(FieldKind::Json) << QString() << 0 << QStringLiteral("Column 1");
    QTest::newRow("hex") << int(FieldKind::Hex) << QStringLiteral("9f 2g") << 4 << QStringLiteral("no hex digit");
    QTest::newRow("half a byte") << int(FieldKind::Hex) << QStringLiteral("9f 2 ") << 4 << QStringLiteral("in pairs");
    QTest::newRow("hex that ends early") << int(FieldKind::Hex) << QStringLiteral("9f2") << 3 << QStringLiteral("in pairs");
    QTest::newRow("base64") << int(FieldKind::Base64) << QStringLiteral("abc") << -1 << QStringLiteral("base64");
    QTest::newRow("template") << int(FieldKind::Text) << QStringLiteral("user {{uid()}}") << 7 << QStringLiteral("uuid");
    QTest::newRow("no file") << int(FieldKind::File) << QString() << -1 << QStringLiteral("file");
}

void tst_RequestFields::problemsHaveAPlace()
{
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(int, position);
    QFETCH(QString, words);
    const auto problem = fieldProblem({static_cast<FieldKind>(kind), text.toStdString()}, true);
    QVERIFY(problem);
    QCOMPARE(problem->position, position);
    QVERIFY2(problem->text.contains(words), qPrintable(problem->text));
}

void tst_RequestFields::templatesStandWhereValuesMay()
{
    const Field field{FieldKind::Json, "{\"id\": \"{{uuid()}}\", \"n\": {{seq(1)}}, \"t\": \"{{pick(\"a\", \"b\")}}\"}"};
    QVERIFY(!fieldProblem(field, true));
    QVERIFY2(fieldProblem(field, false), "without templates it is no JSON");
    QCOMPARE(templateStretches(QStringLiteral("ä{{seq(1)}} {{x")).size(), std::size_t(1));
    QCOMPARE(templateStretches(QStringLiteral("ä{{seq(1)}} {{x")).front(), std::pair(1, 10));
}

void tst_RequestFields::formattingChangesBlanksOnly()
{
    const QString json = QStringLiteral("{\"a\":[1,2.50,{}],\"a\":\"\\u00e4 {{uuid()}}\",\"n\":{{int(1, 5)}}}");
    const auto formatted = formattedJson(json);
    QVERIFY(formatted);
    QCOMPARE(*formatted, QStringLiteral("{\n  \"a\": [\n    1,\n    2.50,\n    {}\n  ],\n  \"a\": \"\\u00e4 {{uuid()}}\",\n  \"n\": {{int(1, 5)}}\n}"));
    QCOMPARE(formattedJson(*formatted), formatted);
    QVERIFY(!formattedJson(QStringLiteral("{")));
    const QString deep = QString(100'000, u'[');
    QVERIFY(!formattedJson(deep));
    const QString longText = u'"' + QString(50'000, u'x') + u'"';
    QCOMPARE(formattedJson(longText), std::optional(longText));
}

QTEST_MAIN(tst_RequestFields)
#include "tst_requestfields.moc"
