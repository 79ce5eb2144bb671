// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/partitioner.h"

#include <QTest>

using Domain::partitionOfKey;
using Domain::Partitioner;

/// Hashes against the vectors their authors publish. tests/kafka/real compares 10,000 keys with Kafka's client and with librdkafka.
class PartitionerTest final : public QObject
{
    Q_OBJECT

    static std::int32_t at(Partitioner partitioner, Domain::BytesView key, std::int32_t count = 1000)
    {
        return partitionOfKey(partitioner, key, count).value_or(Domain::PartitionId(-1)).value();
    }

private slots:
    void murmur2_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<qint32>("hash"); // as in UtilsTest.testMurmur2 of Kafka
        QTest::newRow("21") << QByteArray("21") << -973932308;
        QTest::newRow("foobar") << QByteArray("foobar") << -790332482;
        QTest::newRow("rest 0") << QByteArray("a-little-bit-long-string") << -985981536;
        QTest::newRow("rest 2") << QByteArray("a-little-bit-longer-string") << -1486304829;
        QTest::newRow("long") << QByteArray("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8") << -58897971;
        QTest::newRow("rest 3") << QByteArray("abc") << 479470107;
    }
    void murmur2()
    {
        QFETCH(QByteArray, key);
        QFETCH(qint32, hash);
        const auto positive = std::int32_t(std::uint32_t(hash) & 0x7fffffffU);
        QCOMPARE(at(Partitioner::Murmur2Random, key.toStdString()), positive % 1000);
        QCOMPARE(at(Partitioner::Murmur2Random, key.toStdString(), 12), positive % 12);
    }
    void crc32()
    {
        QCOMPARE(at(Partitioner::ConsistentRandom, "123456789"), std::int32_t(0xcbf43926U % 1000));
        QCOMPARE(at(Partitioner::ConsistentRandom, "a"), std::int32_t(0xe8b7be43U % 1000));
    }
    void fnv1a()
    {
        QCOMPARE(at(Partitioner::Fnv1aRandom, "foobar"), std::int32_t((0U - 0xbf9cf968U) % 1000)); // negative as a signed number
        QCOMPARE(at(Partitioner::Fnv1aRandom, "b"), std::int32_t((0U - 0xe70c2de5U) % 1000));
        QCOMPARE(at(Partitioner::Fnv1aRandom, "fo"), std::int32_t(0x6222e842U % 1000));
        QCOMPARE(at(Partitioner::Fnv1aRandom, ""), std::int32_t((0U - 0x811c9dc5U) % 1000));
    }
    void withoutAKeyAnyPartition()
    {
        for (const auto partitioner : {Partitioner::Murmur2Random, Partitioner::ConsistentRandom, Partitioner::Fnv1aRandom})
            QVERIFY(!partitionOfKey(partitioner, std::nullopt, 3));
        QVERIFY(partitionOfKey(Partitioner::Murmur2Random, "", 3));
        QVERIFY(partitionOfKey(Partitioner::Fnv1aRandom, "", 3));
        QVERIFY(!partitionOfKey(Partitioner::ConsistentRandom, "", 3));
    }
    void staysWithinThePartitions()
    {
        for (int i = 0; i < 1000; ++i)
            for (const auto partitioner : {Partitioner::Murmur2Random, Partitioner::ConsistentRandom, Partitioner::Fnv1aRandom}) {
                QCOMPARE(at(partitioner, std::to_string(i), 1), 0);
                const std::int32_t partition = at(partitioner, std::to_string(i), 7);
                QVERIFY(partition >= 0 && partition < 7);
            }
    }
};

QTEST_GUILESS_MAIN(PartitionerTest)
#include "tst_partitioner.moc"
