// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

/// What may be called anywhere: it asks a broker, or does not speak to one at all. Everything else of librdkafka may change a cluster
/// and belongs into writegate.cpp. A name that ends in "*" stands for all that begin so.
const QStringList readOnlyCalls{
    // The handle, its settings, its errors
    QStringLiteral("rd_kafka_new"), QStringLiteral("rd_kafka_destroy"), QStringLiteral("rd_kafka_opaque"), QStringLiteral("rd_kafka_mem_free"), QStringLiteral("rd_kafka_conf"),
    QStringLiteral("rd_kafka_conf_*"), QStringLiteral("rd_kafka_default_topic_conf_dup"), QStringLiteral("rd_kafka_topic_conf_*"), QStringLiteral("rd_kafka_err2*"),
    QStringLiteral("rd_kafka_error_*"), QStringLiteral("rd_kafka_last_error"), QStringLiteral("rd_kafka_fatal_error"), QStringLiteral("rd_kafka_outq_len"),
    QStringLiteral("rd_kafka_version*"),
    // Queues, events, messages, lists
    QStringLiteral("rd_kafka_queue_*"), QStringLiteral("rd_kafka_event_*"), QStringLiteral("rd_kafka_message_*"), QStringLiteral("rd_kafka_header_get_all"),
    QStringLiteral("rd_kafka_topic_partition_list_*"),
    // Questions to a cluster
    QStringLiteral("rd_kafka_metadata"), QStringLiteral("rd_kafka_metadata_destroy"), QStringLiteral("rd_kafka_clusterid"), QStringLiteral("rd_kafka_controllerid"),
    QStringLiteral("rd_kafka_get_watermark_offsets"), QStringLiteral("rd_kafka_committed"), QStringLiteral("rd_kafka_ListOffsets*"), QStringLiteral("rd_kafka_DescribeCluster*"),
    QStringLiteral("rd_kafka_DescribeConfigs*"), QStringLiteral("rd_kafka_DescribeTopics*"), QStringLiteral("rd_kafka_ListConsumerGroups*"),
    QStringLiteral("rd_kafka_AdminOptions_*"), QStringLiteral("rd_kafka_ConfigEntry_*"), QStringLiteral("rd_kafka_ConfigResource_new"),
    QStringLiteral("rd_kafka_ConfigResource_destroy"), QStringLiteral("rd_kafka_ConfigResource_configs"), QStringLiteral("rd_kafka_ConfigResource_error"),
    QStringLiteral("rd_kafka_ConsumerGroupListing_*"), QStringLiteral("rd_kafka_consumer_group_state_name"), QStringLiteral("rd_kafka_Node_*"),
    QStringLiteral("rd_kafka_TopicCollection_*"), QStringLiteral("rd_kafka_TopicDescription_*"), QStringLiteral("rd_kafka_Uuid_*"),
    // Topics as objects of the client, and reading them without a group
    QStringLiteral("rd_kafka_topic_new"), QStringLiteral("rd_kafka_topic_destroy"), QStringLiteral("rd_kafka_topic_name"), QStringLiteral("rd_kafka_topic_opaque"),
    QStringLiteral("rd_kafka_consume_start_queue"), QStringLiteral("rd_kafka_consume_stop"), QStringLiteral("rd_kafka_consume_batch_queue"),
    // What is asked for with CreateTopics, and what came of it; not the call
    QStringLiteral("rd_kafka_NewTopic_*"), QStringLiteral("rd_kafka_CreateTopics_result_topics"), QStringLiteral("rd_kafka_topic_result_*"),
};

const QSet<QString> doors{QStringLiteral("writegate.cpp"), QStringLiteral("mockcluster.cpp")};

bool isReadOnly(const QString &symbol)
{
    return std::any_of(readOnlyCalls.begin(), readOnlyCalls.end(), [&](const QString &allowed) {
        return allowed.endsWith(u'*') ? symbol.startsWith(allowed.chopped(1)) : symbol == allowed;
    });
}

/// The undefined symbols of each object file of a static library, by source file.
QMap<QString, QSet<QString>> undefinedIn(const QString &library)
{
    QProcess nm;
    nm.start(QStringLiteral("nm"), {QStringLiteral("-A"), QStringLiteral("-u"), library});
    if (!nm.waitForFinished() || nm.exitCode() != 0)
        return {};
    static const QRegularExpression line(QStringLiteral(":([^:]+)\\.o:\\s+[Uvw] (\\S+)$"), QRegularExpression::MultilineOption);
    QMap<QString, QSet<QString>> found;
    for (auto it = line.globalMatch(QString::fromLocal8Bit(nm.readAllStandardOutput())); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        found[match.captured(1)].insert(match.captured(2).section(u'@', 0, 0));
    }
    return found;
}

/// What an object file has no business with.
QStringList forbidden(const QString &source, const QSet<QString> &symbols)
{
    QStringList faults;
    for (const QString &symbol : symbols) {
        const bool mayWrite = doors.contains(source);
        if ((symbol.startsWith(QStringLiteral("rd_kafka_")) && !mayWrite && !isReadOnly(symbol)) || symbol == QStringLiteral("dlsym") || symbol == QStringLiteral("dlvsym"))
            faults << source + QStringLiteral(": ") + symbol;
    }
    return faults;
}

} // namespace

/// Nothing but the door to writes (and the demo's own cluster) can change a cluster: no other object file knows the calls.
class Symbols final : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheDoorsKnowCallsThatWrite();
    void onlyTheDoorsMakeProducers();
    void aPlantedCallIsFound();
};

void Symbols::onlyTheDoorsKnowCallsThatWrite()
{
    QStringList faults;
    bool hasSeenTheDoor = false;
    const QStringList libraries = QString::fromLocal8Bit(PLAYHEAD_LIBRARIES).split(u',');
    for (const QString &library : libraries) {
        const auto objects = undefinedIn(library);
        QVERIFY2(!objects.isEmpty(), qPrintable(library));
        for (auto it = objects.begin(); it != objects.end(); ++it) {
            faults << forbidden(it.key(), it.value());
            hasSeenTheDoor |= it.key() == QStringLiteral("writegate.cpp") && it.value().contains(QStringLiteral("rd_kafka_produceva"));
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    QVERIFY(hasSeenTheDoor); // or the names have changed, and nothing is looked at
}

void Symbols::onlyTheDoorsMakeProducers()
{
    int files = 0;
    for (const char *folder : {"models", "views", "app"})
        for (QDirIterator it(QStringLiteral(PLAYHEAD_SOURCE_FOLDER "/") + QString::fromLatin1(folder), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            ++files;
            if (!doors.contains(QFileInfo(file).fileName()))
                QVERIFY2(!file.readAll().contains("RD_KAFKA_PRODUCER"), qPrintable(file.fileName()));
        }
    QVERIFY(files > 100);
}

void Symbols::aPlantedCallIsFound()
{
    const auto objects = undefinedIn(QStringLiteral(PLANTED_LIBRARY));
    QCOMPARE(objects.size(), qsizetype(1));
    QStringList faults = forbidden(objects.firstKey(), objects.first());
    faults.sort();
    QCOMPARE(faults, (QStringList{QStringLiteral("planted.cpp: dlsym"), QStringLiteral("planted.cpp: rd_kafka_DeleteTopics"), QStringLiteral("planted.cpp: rd_kafka_commit")}));
}

QTEST_GUILESS_MAIN(Symbols)
#include "tst_symbols.moc"
