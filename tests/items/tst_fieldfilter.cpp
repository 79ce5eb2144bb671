// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/fieldfilter.h"

#include "items/recordtable.h"

#include <QTest>

using namespace Items;

class tst_FieldFilter : public QObject
{
    Q_OBJECT
private slots:
    void pathsAreWrittenAsExpressionsReadThem()
    {
        QCOMPARE(fieldPath(QStringLiteral("value"), QStringLiteral("amount")), QStringLiteral("value.amount"));
        QCOMPARE(fieldPath(QStringLiteral("value"), QStringLiteral("trace-id")), QStringLiteral("value[\"trace-id\"]"));
        QCOMPARE(fieldPath(QStringLiteral("value"), QStringLiteral("in")), QStringLiteral("value[\"in\"]"));
        QCOMPARE(fieldPath(QStringLiteral("value"), QStringLiteral("a\"b\\")), QStringLiteral("value[\"a\\\"b\\\\\"]"));
        QCOMPARE(elementPath(QStringLiteral("value.items"), 0), QStringLiteral("value.items[0]"));
    }

    void pathsOfAValue()
    {
        const std::string json = "{\"orderId\":1,\"customer\":{\"id\":2,\"tier\":\"gold\"},\"items\":[{\"sku\":\"x\"}],\"customer\":{\"id\":3},\"end\":null}";
        QCOMPARE(fieldPaths(json),
                 (QStringList{QStringLiteral("value.orderId"), QStringLiteral("value.customer"), QStringLiteral("value.customer.id"), QStringLiteral("value.customer.tier"),
                              QStringLiteral("value.items"), QStringLiteral("value.end")}));
        QVERIFY(fieldPaths("42").isEmpty());
        QVERIFY(fieldPaths("").isEmpty());
        QCOMPARE(fieldPaths("{\"a\":1,\"b"), QStringList{QStringLiteral("value.a")});
    }

    void hostileValuesHaveBoundedPaths()
    {
        std::string nested;
        for (int i = 0; i < 300; ++i)
            nested += "{\"k\":";
        QVERIFY(fieldPaths(nested).size() <= 10);
        std::string wide = "{";
        for (int i = 0; i < 100'000; ++i)
            wide += "\"k" + std::to_string(i) + "\":1,";
        QCOMPARE(fieldPaths(wide).size(), 200);
        QVERIFY(fieldPaths("{\"" + std::string(1'000'000, 'k') + "\":1}").isEmpty());
    }

    void conditionsOfFields_data()
    {
        QTest::addColumn<QString>("token"); // "-": an object
        QTest::addColumn<bool>("exclude");
        QTest::addColumn<QString>("condition");
        QTest::newRow("text") << "\"PAID\"" << false << "value.x == \"PAID\"";
        QTest::newRow("not text") << "\"PAID\"" << true << "value.x != \"PAID\"";
        QTest::newRow("escapes") << "\"a\\u0022\\n\"" << false << "value.x == \"a\\\"\\n\"";
        QTest::newRow("number keeps its digits") << "9007199254740993" << false << "value.x == 9007199254740993";
        QTest::newRow("null") << "null" << false << "value.x == null";
        QTest::newRow("object") << "-" << false << "has(value.x)";
        QTest::newRow("no object") << "-" << true << "!has(value.x)";
    }
    void conditionsOfFields()
    {
        QFETCH(QString, token);
        QFETCH(bool, exclude);
        QFETCH(QString, condition);
        QCOMPARE(fieldCondition(QStringLiteral("value.x"), token == u"-" ? std::nullopt : std::optional(token), exclude), condition);
    }

    void conditionsOfCells()
    {
        RecordContent record;
        record.partition = Domain::PartitionId(3);
        record.offset = Domain::Offset(3438114);
        record.timestamp.ms = 1795271527418;
        record.key = "order-\"7\"";
        QCOMPARE(cellCondition(record, RecordTable::PartitionColumn, false), QStringLiteral("partition == 3"));
        QCOMPARE(cellCondition(record, RecordTable::OffsetColumn, true), QStringLiteral("offset != 3438114"));
        QCOMPARE(cellCondition(record, RecordTable::TimeColumn, false), QStringLiteral("timestampMs == 1795271527418"));
        QCOMPARE(cellCondition(record, RecordTable::KeyColumn, false), QStringLiteral("keyAsText == \"order-\\\"7\\\"\""));
        QCOMPARE(cellCondition(record, RecordTable::ValueColumn, false), QStringLiteral("tombstone"));
        QCOMPARE(cellCondition(record, RecordTable::ValueColumn, true), QStringLiteral("!tombstone"));
        QCOMPARE(cellCondition(record, RecordTable::SizeColumn, true), QString());
        record.key.reset();
        record.value = "\xff\x00\x01";
        QCOMPARE(cellCondition(record, RecordTable::KeyColumn, true), QStringLiteral("key != null"));
        QCOMPARE(cellCondition(record, RecordTable::ValueColumn, false), QString());
        QCOMPARE(cellCondition(record, RecordTable::SizeColumn, false), QStringLiteral("size(valueBytes) == 1"));
    }

    void conditionsAreAddedWithTheirMeaningKept()
    {
        QCOMPARE(andCondition({}, QStringLiteral("partition == 3")), QStringLiteral("partition == 3"));
        QCOMPARE(andCondition(QStringLiteral("a == 1"), QStringLiteral("b == 2")), QStringLiteral("a == 1 && b == 2"));
        QCOMPARE(andCondition(QStringLiteral("a == 1 || c"), QStringLiteral("b == 2")), QStringLiteral("(a == 1 || c) && b == 2"));
        QCOMPARE(andCondition(QStringLiteral("a ? b : c"), QStringLiteral("b == 2")), QStringLiteral("(a ? b : c) && b == 2"));
    }
};

QTEST_GUILESS_MAIN(tst_FieldFilter)
#include "tst_fieldfilter.moc"
