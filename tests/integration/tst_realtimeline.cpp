// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/kafkabroker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>
#include <vector>

namespace {

/// What the independent client read: times of each partition's records.
using Times = std::map<int, std::vector<qint64>>;

struct Chart
{
    qint64 from = 0;
    qint64 to = 0;
    struct Bucket
    {
        qint64 start = 0;
        std::map<int, qint64> counts = {};
        bool approximate = false;
    };
    std::vector<Bucket> buckets = {};
    qint64 total() const
    {
        qint64 sum = 0;
        for (const Bucket &bucket : buckets)
            for (const auto &[partition, count] : bucket.counts)
                sum += count;
        return sum;
    }
};

Chart chartOf(const QByteArray &json, const QString &topic)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    Chart chart{.from = object.value(u"from").toInteger(), .to = object.value(u"to").toInteger()};
    for (const QJsonValueRef value : object.value(u"buckets").toArray()) {
        const QJsonObject bucket = value.toObject();
        Chart::Bucket one{.start = bucket.value(u"start").toInteger(), .approximate = bucket.value(u"approximate").toBool()};
        const QJsonObject counts = bucket.value(u"counts").toObject().value(topic).toObject();
        for (auto it = counts.begin(); it != counts.end(); ++it)
            one.counts[it.key().toInt()] = it.value().toInteger();
        chart.buckets.push_back(one);
    }
    return chart;
}

} // namespace

/// `playhead timeline` against real brokers: its bars add up to the log's span, and each equals a count of what another client reads.
class RealTimeline final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data()
    {
        QTest::addColumn<bool>("newer");
        QTest::newRow("3.9") << false;
        QTest::newRow("4") << true;
    }

    void initTestCase()
    {
        for (KafkaBroker *started : {&m_older, &m_newer}) {
            QVERIFY2(started->start(), qPrintable(started->error()));
            QVERIFY2(!started->oracle({QStringLiteral("fill"), QStringLiteral("codec-zstd"), QStringLiteral("codec-none"), QStringLiteral("append-time"), QStringLiteral("odd-times"),
                                       QStringLiteral("transactions"), QStringLiteral("compacted"), QStringLiteral("deleted-records"), QStringLiteral("empty"),
                                       QStringLiteral("many-partitions")})
                          .isNull(),
                     qPrintable(started->error()));
            QVERIFY2(!started->oracle({QStringLiteral("bulk"), QStringLiteral("bulk"), QStringLiteral("200000"), QStringLiteral("80"), QStringLiteral("12")}).isNull(), qPrintable(started->error()));
        }
    }

    void barsAddUpToTheSpan_data()
    {
        QTest::addColumn<QString>("topic");
        for (const char *topic : {"bulk", "codec-zstd", "codec-none", "append-time", "odd-times", "transactions", "compacted", "deleted-records", "empty", "many-partitions"})
            QTest::addRow("%s", topic) << QString::fromLatin1(topic);
    }
    void barsAddUpToTheSpan()
    {
        QFETCH(QString, topic);
        const QByteArray out = playhead({QStringLiteral("timeline"), QStringLiteral("--bootstrap"), broker().bootstrap(), topic, QStringLiteral("--buckets"), QStringLiteral("40")});
        const Chart chart = chartOf(out, topic);
        QCOMPARE(chart.buckets.size(), std::size_t(40));
        QCOMPARE(chart.buckets.front().start, chart.from);
        QVERIFY(chart.to > chart.buckets.back().start);
        QCOMPARE(chart.total(), spanOf(topic));
        // Only the broker's own times are known to be in order.
        if (topic != QStringLiteral("empty"))
            QCOMPARE(chart.buckets.front().approximate, topic != QStringLiteral("append-time"));
    }

    void eachBarEqualsACountByReading_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<int>("buckets");
        QTest::newRow("bulk") << QStringLiteral("bulk") << 100;
        QTest::newRow("bulk, one") << QStringLiteral("bulk") << 1;
        QTest::newRow("compressed") << QStringLiteral("codec-zstd") << 64;
        QTest::newRow("not compressed") << QStringLiteral("codec-none") << 7;
        QTest::newRow("more bars than milliseconds") << QStringLiteral("codec-none") << 1000;
        QTest::newRow("broker's times") << QStringLiteral("append-time") << 10;
    }
    void eachBarEqualsACountByReading()
    {
        QFETCH(QString, topic);
        QFETCH(int, buckets);
        const Times times = timesOf(topic);
        QVERIFY(!times.empty());
        const QByteArray out = playhead({QStringLiteral("timeline"), QStringLiteral("--bootstrap"), broker().bootstrap(), topic, QStringLiteral("--buckets"), QString::number(buckets)});
        const Chart chart = chartOf(out, topic);
        QCOMPARE(chart.buckets.size(), std::size_t(buckets));
        for (std::size_t i = 0; i < chart.buckets.size(); ++i) {
            const qint64 from = chart.buckets[i].start;
            const qint64 to = i + 1 < chart.buckets.size() ? chart.buckets[i + 1].start : chart.to;
            for (const auto &[partition, all] : times) {
                const auto expected = std::count_if(all.begin(), all.end(), [from, to](qint64 ms) { return ms >= from && ms < to; });
                const auto found = chart.buckets[i].counts.find(partition);
                QVERIFY(found != chart.buckets[i].counts.end());
                QCOMPARE(found->second, qint64(expected));
            }
        }
    }

    void severalTopicsStandSideBySide()
    {
        const QByteArray out = playhead({QStringLiteral("timeline"), QStringLiteral("--bootstrap"), broker().bootstrap(), QStringLiteral("codec-zstd"), QStringLiteral("codec-none"),
                                         QStringLiteral("--buckets"), QStringLiteral("8")});
        QCOMPARE(chartOf(out, QStringLiteral("codec-zstd")).total(), 500);
        QCOMPARE(chartOf(out, QStringLiteral("codec-none")).total(), 500);
    }

    void anUnknownTopicIsAnError()
    {
        int exitCode = 0;
        playhead({QStringLiteral("timeline"), QStringLiteral("--bootstrap"), broker().bootstrap(), QStringLiteral("nowhere")}, &exitCode);
        QCOMPARE(exitCode, 1);
    }

private:
    static bool isNewer() { return *static_cast<bool *>(QTest::qGlobalData("newer", qMetaTypeId<bool>())); }
    KafkaBroker &broker() { return isNewer() ? m_newer : m_older; }

    QByteArray playhead(const QStringList &arguments, int *exitCode = nullptr)
    {
        QProcess process;
        process.start(QStringLiteral(PLAYHEAD_PROGRAM), arguments);
        const bool ended = process.waitForFinished(60'000);
        if (exitCode)
            *exitCode = ended ? process.exitCode() : -1;
        else if (!ended || process.exitCode() != 0)
            qWarning("%s", process.readAllStandardError().constData());
        process.kill();
        process.waitForFinished();
        return process.readAllStandardOutput();
    }

    /// Σ (high − low), as `playhead topics` has it.
    qint64 spanOf(const QString &topic)
    {
        const QByteArray out = playhead({QStringLiteral("topics"), QStringLiteral("--bootstrap"), broker().bootstrap(), QStringLiteral("--json")});
        qint64 span = 0;
        for (const QJsonValueRef value : QJsonDocument::fromJson(out).object().value(u"topics").toArray()) {
            if (value.toObject().value(u"name").toString() != topic)
                continue;
            for (const QJsonValueRef partition : value.toObject().value(u"partitions").toArray())
                span += partition.toObject().value(u"high").toInteger() - partition.toObject().value(u"low").toInteger();
        }
        return span;
    }

    Times timesOf(const QString &topic)
    {
        static const QRegularExpression line(QStringLiteral("^\\{\"topic\":\"[^\"]*\",\"partition\":(\\d+),\"offset\":\\d+,\"timestamp\":(-?\\d+)"));
        Times times;
        for (const QByteArray &record : broker().oracle({QStringLiteral("dump"), topic}).split('\n')) {
            const QRegularExpressionMatch match = line.match(QString::fromLatin1(record.left(300)));
            if (match.hasMatch())
                times[match.captured(1).toInt()].push_back(match.captured(2).toLongLong());
        }
        return times;
    }

    KafkaBroker m_older{KafkaBroker::Version::V3_9};
    KafkaBroker m_newer{KafkaBroker::Version::V4};
};

QTEST_GUILESS_MAIN(RealTimeline)
#include "tst_realtimeline.moc"
