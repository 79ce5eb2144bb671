// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/detailmodel.h"
#include "items/formattext.h"
#include "items/headermodel.h"
#include "items/recordcopy.h"
#include "items/valuedocument.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Items;

namespace {

std::shared_ptr<RecordContent> record()
{
    auto r = std::make_shared<RecordContent>();
    r->topic = "orders";
    r->partition = Domain::PartitionId(3);
    r->offset = Domain::Offset(3438114);
    r->timestamp = {1795271527418, Domain::TimestampType::Create};
    r->key = "order-700197";
    r->value = "{}";
    r->headers = {{"trace", "abc"}, {"trace", std::nullopt}, {"", ""}, {"bin", std::string("\x00\x01\xFF\xFE", 4) + "\x80"}};
    return r;
}

SharedBytes bytes(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

} // namespace

/// HeaderModel, DetailModel, ValueDocument and what is copied of a record.
class TestRecordDetails : public QObject
{
    Q_OBJECT

private slots:
    void headersKeepOrderAndTellNullFromEmpty();
    void details();
    void unknownIsSaid();
    void detailsInBothZones();
    void linesKnowTheirBytes();
    void invisibleCharactersAreShown();
    void largeValuesAreIndexedInSteps();
    void copiesLaidOutText();
    void decodedFormatsAreOneLine();
    void exactBytesOfTextAndBinary();
    void everyProblemHasWords();
};

void TestRecordDetails::headersKeepOrderAndTellNullFromEmpty()
{
    HeaderModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setRecord(record());
    QCOMPARE(model.rowCount(), 4);
    const auto at = [&](int row, int column, int role = Qt::DisplayRole) { return model.index(row, column).data(role); };
    const auto kind = [&](int row) { return static_cast<HeaderModel::Kind>(at(row, HeaderModel::ValueColumn, HeaderModel::KindRole).toInt()); };
    QCOMPARE(at(0, HeaderModel::NameColumn).toString(), u"trace"_qs);
    QCOMPARE(at(1, HeaderModel::NameColumn).toString(), u"trace"_qs);
    QVERIFY(kind(0) == HeaderModel::Kind::Text && kind(1) == HeaderModel::Kind::Null && kind(2) == HeaderModel::Kind::Empty && kind(3) == HeaderModel::Kind::Binary);
    QCOMPARE(at(1, HeaderModel::SizeColumn).toString(), u"null"_qs);
    QCOMPARE(at(2, HeaderModel::SizeColumn).toString(), u"0 B"_qs);
    QVERIFY(!at(1, HeaderModel::ValueColumn, HeaderModel::ValueRole).isValid());
    QCOMPARE(at(2, HeaderModel::ValueColumn, HeaderModel::ValueRole).toByteArray(), QByteArray(""));
    QCOMPARE(at(3, HeaderModel::ValueColumn).toString(), u"00 01 ff fe 80"_qs);
    QCOMPARE(at(3, HeaderModel::ValueColumn, HeaderModel::CopyRole).toString(), u"00 01 ff fe 80"_qs);
}

void TestRecordDetails::details()
{
    DetailModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setUtc(true);
    auto r = record();
    r->leaderEpoch = 7;
    model.setRecord(r);
    const auto shown = [&](int row) { return model.index(row, DetailModel::ValueColumn).data().toString(); };
    const auto copied = [&](int row) { return model.index(row, DetailModel::ValueColumn).data(DetailModel::CopyRole).toString(); };
    QCOMPARE(shown(DetailModel::TopicRow), u"orders"_qs);
    QCOMPARE(shown(DetailModel::PartitionRow), u"3"_qs);
    QCOMPARE(shown(DetailModel::OffsetRow), u"3,438,114"_qs);
    QCOMPARE(copied(DetailModel::OffsetRow), u"3438114"_qs);
    QCOMPARE(shown(DetailModel::TimeRow), u"2026-11-21 14:32:07.418"_qs);
    QCOMPARE(copied(DetailModel::TimeRow), u"2026-11-21T14:32:07.418Z"_qs);
    QVERIFY(shown(DetailModel::TimestampTypeRow).startsWith(u"CreateTime"_qs));
    QCOMPARE(shown(DetailModel::MillisecondsRow), u"1795271527418"_qs);
    QCOMPARE(shown(DetailModel::KeySizeRow), u"12 B"_qs);
    QCOMPARE(shown(DetailModel::ValueSizeRow), u"2 B"_qs);
    QCOMPARE(shown(DetailModel::HeadersRow), u"4, 21 B"_qs);
    QCOMPARE(shown(DetailModel::LeaderEpochRow), u"7"_qs);
}

void TestRecordDetails::unknownIsSaid()
{
    DetailModel model;
    auto r = record();
    r->timestamp = {-1, Domain::TimestampType::None};
    r->key.reset();
    r->headers.clear();
    model.setRecord(r);
    const auto kind = [&](int row) { return static_cast<DetailModel::Kind>(model.index(row, DetailModel::ValueColumn).data(DetailModel::KindRole).toInt()); };
    QCOMPARE(model.index(DetailModel::LeaderEpochRow, DetailModel::ValueColumn).data().toString(), u"unknown"_qs);
    QVERIFY(kind(DetailModel::LeaderEpochRow) == DetailModel::Kind::Unknown);
    QVERIFY(kind(DetailModel::TimeRow) == DetailModel::Kind::Unknown);
    QVERIFY(kind(DetailModel::KeySizeRow) == DetailModel::Kind::Null);
    QVERIFY(kind(DetailModel::ValueSizeRow) == DetailModel::Kind::Text);
}

void TestRecordDetails::detailsInBothZones()
{
    DetailModel model;
    model.setRecord(record());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setUtc(true);
    QCOMPARE(changed.count(), 1);
    model.setUtc(true);
    QCOMPARE(changed.count(), 1);
}

void TestRecordDetails::linesKnowTheirBytes()
{
    const std::string json = R"({"a":"日本","b":[1,2]})";
    ValueDocument document(bytes(json), Format::Json);
    QVERIFY(document.isComplete());
    QCOMPARE(document.lineCount(), 4);
    const auto line = document.line(1);
    QCOMPARE(line.text, u"  \"a\": \"日本\","_qs);
    QCOMPARE(qsizetype(line.bytes.size()), line.text.size());
    QVERIFY(!line.isAscii);
    for (qsizetype i = 0; i < line.text.size(); ++i) {
        const std::size_t byte = line.bytes[std::size_t(i)];
        if (line.text.at(i) == QLatin1Char(' '))
            QCOMPARE(byte, ValueDocument::Line::noByte); // blanks of the layout are no bytes of the record
        else if (line.text.at(i).unicode() < 0x80)
            QCOMPARE(line.text.at(i), QChar::fromLatin1(json.at(byte)));
    }
    QCOMPARE(line.bytes[std::size_t(line.text.indexOf(QChar(0x672C)))], json.find("本"));
    QCOMPARE(document.line(2).text, u"  \"b\": [ 1, 2 ]"_qs);
    QCOMPARE(document.lineOf(json.find('2')), 2);
}

void TestRecordDetails::invisibleCharactersAreShown()
{
    ValueDocument document(bytes(std::string("a\x1b[31m\xE2\x80\xAEz\xFF\tb\0c <b>&amp;</b>", 28)), Format::Text);
    const QString text = document.line(0).text;
    for (const QChar c : text)
        QVERIFY2(c.unicode() >= 0x20 && c.unicode() != 0x202E, qPrintable(text));
    QVERIFY(text.contains(QChar(0x241B)));
    QVERIFY(text.contains(QChar::ReplacementCharacter));
    QVERIFY(text.contains(u"<b>&amp;</b>"_qs));
}

void TestRecordDetails::largeValuesAreIndexedInSteps()
{
    std::string json = "[";
    while (json.size() < 3'000'000)
        json += "{\"k\":12345,\"v\":\"abc\"},";
    json.back() = ']';
    ValueDocument document(bytes(json), Format::Json);
    QSignalSpy grown(&document, &ValueDocument::grown);
    QVERIFY(document.lineCount() > 1000); // the first screen is there at once
    QVERIFY(!document.isComplete());
    QTRY_VERIFY_WITH_TIMEOUT(document.isComplete(), 20'000);
    QVERIFY(grown.count() > 1);
    QVERIFY(document.lineCount() > 100'000);
    QCOMPARE(document.line(document.lineCount() - 1).text, u"]"_qs);
}

void TestRecordDetails::copiesLaidOutText()
{
    const std::string json = R"({"a":1,"b":{"c":[],"d":"x\ty"}})";
    ValueDocument document(bytes(json), Format::Json);
    QCOMPARE(document.text({0, json.size()}).value(), u"{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [],\n    \"d\": \"x\\ty\"\n  }\n}"_qs.replace(u"{\n    \"c\": [],\n    \"d\": \"x\\ty\"\n  }"_qs, document.lineCount() == 4 ? u"{ \"c\": [], \"d\": \"x\\ty\" }"_qs : u"{\n    \"c\": [],\n    \"d\": \"x\\ty\"\n  }"_qs));
    const std::size_t one = json.find('1');
    QCOMPARE(document.text({one, one + 1}).value(), u"1"_qs);
    QCOMPARE(document.text({}).value(), QString());
    ValueDocument text(bytes(std::string("one\n\x1btwo", 8)), Format::Text);
    QCOMPARE(text.text({0, 8}).value(), u"one\n\x1btwo"_qs); // exact, nothing made visible
}

void TestRecordDetails::decodedFormatsAreOneLine()
{
    ValueDocument number(bytes(std::string("\0\0\0\0\0\0\x01\0", 8)), Format::Integer);
    QCOMPARE(number.lineCount(), 1);
    QCOMPARE(number.line(0).text, u"256"_qs);
    QCOMPARE(number.text({0, 8}).value(), u"256"_qs);
    ValueDocument uuid(bytes("7F3A90C1-5BE2-44D6-8001-0123456789AB"), Format::Uuid);
    QCOMPARE(uuid.line(0).text, u"7f3a90c1-5be2-44d6-8001-0123456789ab"_qs);
}

void TestRecordDetails::exactBytesOfTextAndBinary()
{
    const auto text = exactBytes("caf\xC3\xA9\n");
    QCOMPARE(text->text(), u"café\n"_qs);
    QCOMPARE(text->data(u"application/octet-stream"_qs), QByteArray("caf\xC3\xA9\n"));
    const auto binary = exactBytes("\xFF\x01");
    QCOMPARE(binary->text(), u"ff 01"_qs);
    QCOMPARE(binary->data(u"application/octet-stream"_qs), QByteArray("\xFF\x01"));
    QCOMPARE(recordKcatCommand(*record(), u"b:9092"_qs), u"kcat -C -b b:9092 -t orders -p 3 -o 3438114 -c 1 -e"_qs);
    QVERIFY(recordJsonLine(*record()).startsWith(u"{\"topic\":\"orders\",\"partition\":3,\"offset\":3438114,"_qs));
}

void TestRecordDetails::everyProblemHasWords()
{
    for (int kind = 1; kind <= int(Codec::Problem::Kind::WrongSize); ++kind)
        QVERIFY(!problemText({static_cast<Codec::Problem::Kind>(kind), 4, 0x96}).isEmpty());
    QCOMPARE(problemText({Codec::Problem::Kind::InvalidUtf8, 4, 0x96}), u"byte 4: 0x96 is not valid UTF-8"_qs);
    QCOMPARE(problemText({}), QString());
    for (const Format f : Codec::allFormats)
        QVERIFY(!formatName(f).isEmpty());
}

QTEST_GUILESS_MAIN(TestRecordDetails)
#include "tst_recorddetails.moc"
