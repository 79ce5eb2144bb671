// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/requestfile.h"

#include <QTest>

#include <set>

using namespace Produce;
using namespace std::string_literals;

namespace {

ProduceRequest fullRequest()
{
    ProduceRequest request;
    request.topic = "orders \"x\"\n\xc3\xa4";
    request.key = {FieldKind::Hex, "00 ff"};
    request.value = {FieldKind::Json, "{\n  \"a\": {{seq(1)}}\n}\n"};
    request.headers = {{"a", {FieldKind::Text, "1"}}, {"a", {FieldKind::Null, {}}}, {"\xff\xfe", {FieldKind::Base64, "AA=="}}, {"", {FieldKind::Text, "\xff\n\x01"}}};
    request.hasTemplates = false;
    request.seed = UINT64_MAX;
    request.partition = Domain::PartitionId(7);
    request.partitioner = Domain::Partitioner::Fnv1aRandom;
    request.timestampMs = -5000;
    request.compression = Domain::Compression::Zstd;
    request.acks = Domain::Acks::Leader;
    request.isIdempotent = false;
    request.input = InputFile{.format = InputFile::Format::Csv, .path = "/tmp/a b.csv", .keyColumn = "k", .valueColumn = "v", .timestampColumn = "t", .partitionColumn = "p",
                              .headerColumns = {"x", "y\n"}, .keepsPartition = false, .keepsTimestamp = false};
    request.repeat = Times{12};
    request.perSecond = 0.1;
    request.transaction = Transaction::Abort;
    request.stopsAtFailure = true;
    return request;
}

std::string problemOf(const std::string &text)
{
    const auto read = readRequest(text);
    return read ? "(none)"s : read.error().arg("problem");
}

} // namespace

class TestRequestFile final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsWrittenIsReadBack()
    {
        ProduceRequest request = fullRequest();
        QVERIFY(readRequest(writeRequest(request)).value() == request);
        request.repeat = UntilStopped{};
        request.input.reset();
        request.partition.reset();
        request.timestampMs.reset();
        request.headers.clear();
        request.value = {FieldKind::Null, {}};
        QVERIFY(readRequest(writeRequest(request)).value() == request);
        QVERIFY(readRequest(writeRequest({})).value() == ProduceRequest{});
    }

    void oneChangeIsOneLine()
    {
        ProduceRequest request = fullRequest();
        const auto lines = [&] { return QString::fromStdString(writeRequest(request)).split(u'\n'); };
        const QStringList before = lines();
        request.value.text = "{\n  \"b\": {{seq(1)}}\n}\n";
        const QStringList after = lines();
        QCOMPARE(after.size(), before.size());
        int changed = 0;
        for (qsizetype i = 0; i < after.size(); ++i)
            changed += after[i] != before[i];
        QCOMPARE(changed, 1);
    }

    void theHashTellsRequestsApart()
    {
        ProduceRequest request = fullRequest();
        const std::string hash = requestHash(request);
        QCOMPARE(hash.size(), 32U);
        QCOMPARE(requestHash(fullRequest()), hash);
        std::set<std::string> hashes{hash};
        request.value.text += ' ';
        hashes.insert(requestHash(request));
        request.perSecond = 0.2;
        hashes.insert(requestHash(request));
        request.headers.pop_back();
        hashes.insert(requestHash(request));
        QCOMPARE(hashes.size(), 4U);
    }

    void whatIsDamagedIsSaid()
    {
        QVERIFY(problemOf("").starts_with("it is no valid JSON"));
        QVERIFY(problemOf("{\"playheadRequest\": 1, ").starts_with("it is no valid JSON"));
        QCOMPARE(problemOf("[]"), "it is no JSON object"s);
        QCOMPARE(problemOf("{}"), "it is no request of this program: playheadRequest is missing"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 2}"), "it was saved by a newer version (2)"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"key\": 1}"), "key is no object"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"key\": {\"kind\": \"xml\"}}"), "kind has no such value: xml"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"partition\": -1}"), "partition is negative"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"repeat\": 0}"), "repeat is 0"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"perSecond\": -1}"), "perSecond is no rate"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"value\": {\"text\": [[\"a\"]]}}"), "value is no list of lines"s);
        QCOMPARE(problemOf("{\"playheadRequest\": 1, \"colour\": 1}"), "there is no colour"s);
        QCOMPARE(problemOf(std::string(17 * 1024 * 1024, ' ')), "it is larger than 16 MiB"s);
        QVERIFY(problemOf(std::string(1'000'000, '[')).starts_with("it is no valid JSON"));
    }

    void everyCutEndsWell()
    {
        const std::string text = writeRequest(fullRequest());
        for (std::size_t size = 0; size + 2 < text.size(); ++size)
            QVERIFY(!readRequest(std::string_view(text).substr(0, size)));
    }
};

QTEST_APPLESS_MAIN(TestRequestFile)
#include "tst_requestfile.moc"
