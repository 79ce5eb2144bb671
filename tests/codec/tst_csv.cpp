// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/csv.h"

#include <QTest>

using namespace Codec;
using namespace std::string_literals;

namespace {

std::string row(const Domain::Record &record, FormulaGuard guard = FormulaGuard::On)
{
    std::string out;
    appendCsv(out, record, "orders", guard);
    return out;
}

Domain::Record withValue(std::optional<std::string_view> value)
{
    Domain::Record record;
    record.partition = Domain::PartitionId(3);
    record.offset = Domain::Offset(9'007'199'254'740'993);
    record.timestamp = {1'767'225'600'000, Domain::TimestampType::Create};
    record.key = "k";
    record.value = value;
    return record;
}

/// The cell of the value in a row of withValue().
std::string cell(std::optional<std::string_view> value, FormulaGuard guard = FormulaGuard::On)
{
    const std::string before = "orders,3,9007199254740993,1767225600000,create,k,";
    const std::string after = ",[]\r\n";
    const std::string line = row(withValue(value), guard);
    if (!line.starts_with(before) || !line.ends_with(after))
        return "(unexpected) " + line;
    return line.substr(before.size(), line.size() - before.size() - after.size());
}

} // namespace

class TestCsv : public QObject
{
    Q_OBJECT
private slots:
    void theHeaderHoldsTheKeysOfJsonl()
    {
        std::string out;
        appendCsvHeader(out);
        QCOMPARE(out, "topic,partition,offset,timestamp,timestampType,key,value,headers\r\n"s);
    }

    void cells_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
        QTest::newRow("empty is quoted") << QByteArray("") << QByteArray("\"\"");
        QTest::newRow("comma") << QByteArray("a,b") << QByteArray("\"a,b\"");
        QTest::newRow("quotes are doubled") << QByteArray("{\"a\":1}") << QByteArray("\"{\"\"a\"\":1}\"");
        QTest::newRow("only a quote") << QByteArray("\"") << QByteArray("\"\"\"\"");
        QTest::newRow("line feed") << QByteArray("a\nb") << QByteArray("\"a\nb\"");
        QTest::newRow("carriage return inside") << QByteArray("a\rb") << QByteArray("\"a\rb\"");
        QTest::newRow("spaces stay") << QByteArray(" a ") << QByteArray(" a ");
        QTest::newRow("UTF-8") << QByteArray("Grüße €") << QByteArray("Grüße €");
        QTest::newRow("bytes") << QByteArray("\xff\x00\x01", 3) << QByteArray("base64:/wAB");
        QTest::newRow("text that looks like bytes") << QByteArray("base64:/wAB") << QByteArray("base64:YmFzZTY0Oi93QUI=");
        QTest::newRow("formula") << QByteArray("=1+1") << QByteArray("'=1+1");
        QTest::newRow("plus") << QByteArray("+1") << QByteArray("'+1");
        QTest::newRow("minus") << QByteArray("-1") << QByteArray("'-1");
        QTest::newRow("at") << QByteArray("@SUM(A1,A2)") << QByteArray("\"'@SUM(A1,A2)\"");
        QTest::newRow("tab") << QByteArray("\t=1") << QByteArray("'\t=1");
        QTest::newRow("carriage return") << QByteArray("\r=1") << QByteArray("\"'\r=1\"");
    }
    void cells()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(cell(std::string_view(value.constData(), static_cast<std::size_t>(value.size())))), expected);
    }

    void nullIsAnEmptyCellWithoutQuotes() { QCOMPARE(cell(std::nullopt), ""s); }

    void theGuardCanBeSwitchedOff()
    {
        QCOMPARE(cell("=1+1", FormulaGuard::Off), "=1+1"s);
        QCOMPARE(cell("\r", FormulaGuard::Off), "\"\r\""s);
    }

    void headersAreOneCellOfJson()
    {
        Domain::Record record = withValue("v");
        const Domain::Header headers[] = {{"a", "1"}, {"a", std::nullopt}, {"b", "\xff"}};
        record.headers = headers;
        QVERIFY(row(record).ends_with(",v,\"[[\"\"a\"\",\"\"1\"\"],[\"\"a\"\",null],[\"\"b\"\",{\"\"base64\"\":\"\"/w==\"\"}]]\"\r\n"));
    }

    void noTimeIsAnEmptyCell()
    {
        Domain::Record record = withValue("-1");
        record.timestamp = {};
        QCOMPARE(row(record), "orders,3,9007199254740993,,none,k,'-1,[]\r\n"s);
        record.timestamp = {-5, Domain::TimestampType::LogAppend};
        QCOMPARE(row(record), "orders,3,9007199254740993,-5,append,k,'-1,[]\r\n"s); // a number of ours is no formula
    }
};

QTEST_APPLESS_MAIN(TestCsv)
#include "tst_csv.moc"
