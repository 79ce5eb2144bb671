// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/recordmaker.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Produce;
using namespace std::string_literals;
using namespace std::chrono_literals;

namespace {

using Headers = std::vector<std::pair<std::string, std::optional<std::string>>>;

constexpr std::int64_t now = 1'767'225'600'000;

/// All records, and "!" with what is wrong for each that cannot be made.
struct Made
{
    std::vector<MadeRecord> records;
    std::vector<std::string> problems;
    std::vector<std::string> lines;
};

Made makeAll(RecordMaker &maker)
{
    Made made;
    for (int i = 0; i < 100'000; ++i) {
        auto next = maker.next();
        if (!next) {
            made.problems.push_back(next.error().arg("problem"));
            made.lines.push_back(next.error().arg("line"));
            continue;
        }
        if (!next->has_value())
            break;
        made.records.push_back(std::move(**next));
    }
    return made;
}

Made makeAll(const ProduceRequest &request)
{
    auto maker = RecordMaker::make(request, 5, now);
    return maker ? makeAll(**maker) : Made{{}, {"make: " + maker.error().arg("problem") + maker.error().arg("expected")}, {}};
}

Domain::Error errorOf(const ProduceRequest &request)
{
    const auto maker = RecordMaker::make(request, 5, now);
    return maker ? Domain::Error{} : maker.error();
}

ProduceRequest withValue(FieldKind kind, const std::string &text)
{
    ProduceRequest request;
    request.topic = "t";
    request.value = {kind, text};
    return request;
}

} // namespace

class TestRecordMaker final : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;

    std::string file(const std::string &content)
    {
        const QString path = m_dir.filePath(QStringLiteral("input"));
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(content.data(), qint64(content.size())) != qint64(content.size()))
            qFatal("cannot write");
        return path.toStdString();
    }

    ProduceRequest ofFile(InputFile::Format format, const std::string &content)
    {
        ProduceRequest request = withValue(FieldKind::Text, {});
        request.input = InputFile{.format = format, .path = file(content)};
        return request;
    }

private slots:
    void everyKindGivesItsBytes()
    {
        const auto value = [](FieldKind kind, const std::string &text) {
            const Made made = makeAll(withValue(kind, text));
            return made.records.size() == 1 ? made.records.front().value : std::optional("(none)"s);
        };
        QCOMPARE(value(FieldKind::Null, "x"), std::optional<std::string>());
        QCOMPARE(value(FieldKind::Empty, "x"), std::optional(""s));
        QCOMPARE(value(FieldKind::Text, ""), std::optional(""s));
        QCOMPARE(value(FieldKind::Text, "null"), std::optional("null"s));
        QCOMPARE(value(FieldKind::Json, "{ \"a\" :1.10 }\n"), std::optional("{ \"a\" :1.10 }\n"s)); // as it stands
        QCOMPARE(value(FieldKind::Hex, "00 fF\n0a"), std::optional("\0\xff\n"s));
        QCOMPARE(value(FieldKind::Base64, "AP8\nK"), std::optional("\0\xff\n"s));
        QCOMPARE(value(FieldKind::File, file("a\0b\n"s)), std::optional("a\0b\n"s));
    }

    void headersKeepOrderNamesAndNulls()
    {
        ProduceRequest request = withValue(FieldKind::Null, {});
        request.key = {FieldKind::Text, "k"};
        request.headers = {{"b", {FieldKind::Text, "1"}}, {"a", {FieldKind::Null, {}}}, {"b", {FieldKind::Hex, "ff"}}, {"", {FieldKind::Empty, {}}}};
        const Made made = makeAll(request);
        QCOMPARE(made.records.size(), 1U);
        QCOMPARE(made.records[0].headers, (Headers{{"b", "1"}, {"a", std::nullopt}, {"b", "\xff"}, {"", ""}}));
        std::vector<Domain::Header> scratch;
        const Domain::OutgoingRecord borrowed = made.records[0].borrow("t", scratch);
        QCOMPARE(borrowed.headers.size(), 4U);
        QVERIFY(!borrowed.value);
        QCOMPARE(borrowed.payloadSize(), made.records[0].payloadSize());
    }

    void whatCannotBeReadIsSaidBeforehand()
    {
        QCOMPARE(errorOf(withValue(FieldKind::Hex, "0")).code, Domain::ErrorCode::BadArgument);
        QCOMPARE(errorOf(withValue(FieldKind::Hex, "0g")).arg("argument"), "value"s);
        QCOMPARE(errorOf(withValue(FieldKind::Base64, "A")).code, Domain::ErrorCode::BadArgument);
        QCOMPARE(errorOf(withValue(FieldKind::Json, "{\"a\":}")).arg("position"), "5"s);
        QCOMPARE(errorOf(withValue(FieldKind::Json, "")).code, Domain::ErrorCode::BadArgument);
        QCOMPARE(errorOf(withValue(FieldKind::File, "/nowhere/x")).code, Domain::ErrorCode::FileUnreadable);
        QCOMPARE(errorOf(withValue(FieldKind::File, "/dev/zero")).code, Domain::ErrorCode::FileUnreadable);
        QCOMPARE(errorOf(withValue(FieldKind::Text, "{{uid()}}")).code, Domain::ErrorCode::BadTemplate);
        QCOMPARE(errorOf(withValue(FieldKind::Json, "{\"a\": {{pick(\"x\")}} }")).code, Domain::ErrorCode::BadTemplate); // filled in, it is no JSON
        ProduceRequest request = withValue(FieldKind::Text, "x");
        request.timestampMs = 0;
        QCOMPARE(errorOf(request).code, Domain::ErrorCode::SendTimestamp);
        request.timestampMs.reset();
        request.headers = {{"h", {FieldKind::Text, "{{same(\"uuid\")}}"}}};
        QCOMPARE(errorOf(request).arg("where"), "header h"s);
        request.key = {FieldKind::Text, "{{uuid()}}"};
        QVERIFY(RecordMaker::make(request, 1).ok());
        request.hasTemplates = false;
        QCOMPARE(makeAll(request).records.at(0).key, std::optional("{{uuid()}}"s));
    }

    void templatesAreFilledForEachRecord()
    {
        ProduceRequest request = withValue(FieldKind::Json, "{\"n\": {{seq(1)}}, \"at\": {{now(\"ms\")}}, \"id\": \"{{uuid()}}\"}");
        request.key = {FieldKind::Text, "{{uuid()}}"};
        request.repeat = Times{100};
        const Made made = makeAll(request);
        QCOMPARE(made.records.size(), 100U);
        for (std::size_t i = 0; i < made.records.size(); ++i)
            QCOMPARE(*made.records[i].value, "{\"n\": " + std::to_string(i + 1) + ", \"at\": " + std::to_string(now) + ", \"id\": \"" + *made.records[i].key + "\"}");
        QVERIFY(made.records[0].key != made.records[1].key);
        request.seed = 9;
        QVERIFY(makeAll(request).records[0].key != made.records[0].key);
    }

    void aRecordThatIsNoJsonOnceFilledInIsSaid()
    {
        ProduceRequest request = withValue(FieldKind::Json, "{{pick(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, \"x\")}}");
        request.repeat = Times{1000};
        request.seed = 1;
        const auto maker = RecordMaker::make(request, 1, now);
        QVERIFY(maker);
        const Made made = makeAll(**maker);
        QVERIFY(!made.problems.empty());
        QCOMPARE(made.records.size() + made.problems.size(), 1000U);
    }

    void jsonLinesKeepEverything()
    {
        ProduceRequest request = ofFile(InputFile::Format::Jsonl,
                                        "{\"topic\":\"o\",\"partition\":2,\"offset\":7,\"timestamp\":-5000,\"timestampType\":\"create\",\"key\":\"k\",\"value\":null,\"headers\":[[\"a\",\"1\"],[\"a\",null]]}\n"
                                        "\n"
                                        "{\"value\":{\"base64\":\"/w==\"}}\r\n"
                                        "{\"value\":\"last\",\"timestamp\":5,\"timestampType\":\"none\"}");
        const Made made = makeAll(request);
        QCOMPARE(made.records.size(), 3U);
        QCOMPARE(made.records[0].key, std::optional("k"s));
        QCOMPARE(made.records[0].value, std::optional<std::string>());
        QCOMPARE(made.records[0].partition, std::optional(Domain::PartitionId(2)));
        QCOMPARE(made.records[0].timestampMs, std::optional<std::int64_t>(-5000));
        QCOMPARE(made.records[0].headers, (Headers{{"a", "1"}, {"a", std::nullopt}}));
        QCOMPARE(made.records[1].value, std::optional("\xff"s));
        QVERIFY(!made.records[1].partition && !made.records[1].timestampMs && !made.records[1].key);
        QVERIFY(!made.records[2].timestampMs);
        request.input->keepsPartition = false;
        request.input->keepsTimestamp = false;
        QVERIFY(!makeAll(request).records[0].partition && !makeAll(request).records[0].timestampMs);
        request.partition = Domain::PartitionId(1);
        request.timestampMs = 9;
        QCOMPARE(makeAll(request).records[0].partition, request.partition);
        QCOMPARE(makeAll(request).records[0].timestampMs, request.timestampMs);
    }

    void aBadLineConcernsThatLineOnly()
    {
        const Made made = makeAll(ofFile(InputFile::Format::Jsonl, "{\"value\":\"1\"}\n{\"value\":1}\nnonsense\n{\"value\":\"4\"}\n"));
        QCOMPARE(made.records.size(), 2U);
        QCOMPARE(made.lines, (std::vector{"2"s, "3"s}));
        QCOMPARE(made.records[1].value, std::optional("4"s));
    }

    void linesAreValues()
    {
        ProduceRequest request = ofFile(InputFile::Format::Lines, "one\r\n\ntwo\xff\nlast");
        request.key = {FieldKind::Text, "k-{{line()}}"};
        const Made made = makeAll(request);
        QCOMPARE(made.records.size(), 4U);
        QCOMPARE(made.records[0].value, std::optional("one"s));
        QCOMPARE(made.records[0].key, std::optional("k-one"s));
        QCOMPARE(made.records[1].value, std::optional(""s));
        QCOMPARE(made.records[2].value, std::optional("two\xff"s));
        QCOMPARE(made.records[3].value, std::optional("last"s));
        request.value = {FieldKind::Json, "{\"v\":\"{{line()}}\",\"n\":{{seq(1)}}}"};
        QCOMPARE(makeAll(request).records[0].value, std::optional("{\"v\":\"one\",\"n\":1}"s));
        request = ofFile(InputFile::Format::Lines, "{}\nno\n");
        request.value.kind = FieldKind::Json;
        QCOMPARE(makeAll(request).lines, (std::vector{"2"s}));
    }

    void aFileIsReadAgainAsOftenAsAsked()
    {
        ProduceRequest request = ofFile(InputFile::Format::Lines, "a\nb\n");
        request.repeat = Times{3};
        request.value = {FieldKind::Text, "{{line()}}{{seq(1)}}"};
        std::string all;
        for (const MadeRecord &record : makeAll(request).records)
            all += *record.value;
        QCOMPARE(all, "a1b2a3b4a5b6"s);
        request = ofFile(InputFile::Format::Lines, "");
        request.repeat = UntilStopped{};
        QVERIFY(makeAll(request).records.empty()); // it would never end
        request.input->path = "-";
        QCOMPARE(errorOf(request).code, Domain::ErrorCode::BadArgument);
        request.input->path = "/nowhere";
        QCOMPARE(errorOf(request).code, Domain::ErrorCode::FileUnreadable);
        request.input->path = m_dir.path().toStdString();
        QCOMPARE(errorOf(request).code, Domain::ErrorCode::FileUnreadable);
    }

    void aPipeThatGivesNothingYetIsNotWaitedFor()
    {
        const std::string path = m_dir.filePath(QStringLiteral("pipe")).toStdString();
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        ProduceRequest request = withValue(FieldKind::Text, {});
        request.input = InputFile{.format = InputFile::Format::Lines, .path = path};
        const auto maker = RecordMaker::make(request, 1);
        QVERIFY(maker);
        QFile writer(QString::fromStdString(path));
        QVERIFY(writer.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QVERIFY(!(*maker)->isReady(0ms));
        writer.write("half");
        QVERIFY(!(*maker)->isReady(0ms));
        writer.write(" done\n");
        QVERIFY((*maker)->isReady(0ms));
        QCOMPARE((*maker)->next()->value().value, std::optional("half done"s));
        writer.close();
        QVERIFY((*maker)->isReady(1000ms));
        QVERIFY(!(*maker)->next()->has_value());
    }
};

QTEST_APPLESS_MAIN(TestRecordMaker)
#include "tst_recordmaker.moc"
