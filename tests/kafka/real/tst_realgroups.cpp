// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "tests/kafka/answer.h"
#include "tests/kafka/mockbroker.h"
#include "tests/support/kafkabroker.h"

#include <QTest>

#include <algorithm>
#include <set>

using Domain::Offset;
using Domain::PartitionId;
using Kafka::Event;
using Kafka::Queue;
using KafkaTest::OffsetsAnswer;
using KafkaTest::TimesAnswer;
using namespace std::chrono_literals;

namespace {

constexpr int deadlineMs = 30'000;

/// A client of another program: with a group, or without.
class OtherClient
{
public:
    OtherClient(const std::string &bootstrap, const std::string &group)
    {
        rd_kafka_conf_t *conf = rd_kafka_conf_new();
        char text[256];
        rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap.c_str(), text, sizeof text);
        if (!group.empty())
            rd_kafka_conf_set(conf, "group.id", group.c_str(), text, sizeof text);
        rd_kafka_conf_set_log_cb(conf, nullptr);
        m_handle.reset(rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text));
    }
    void commit(const std::string &topic, int partition, std::int64_t offset)
    {
        const Kafka::PartitionList list(rd_kafka_topic_partition_list_new(1));
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = offset;
        QCOMPARE(QByteArray(rd_kafka_err2str(rd_kafka_commit(m_handle.get(), list.get(), 0))), QByteArray("Success"));
    }
    std::set<std::string> topics()
    {
        const rd_kafka_metadata_t *raw = nullptr;
        std::set<std::string> names;
        if (rd_kafka_metadata(m_handle.get(), 1, nullptr, &raw, 10'000) == RD_KAFKA_RESP_ERR_NO_ERROR)
            for (int i = 0; i < raw->topic_cnt; ++i)
                names.insert(raw->topics[i].topic);
        if (raw)
            rd_kafka_metadata_destroy(raw);
        return names;
    }
    /// Groups and their states.
    std::map<std::string, std::string> groups()
    {
        const Queue queue(rd_kafka_queue_new(m_handle.get()));
        rd_kafka_ListConsumerGroups(m_handle.get(), nullptr, queue.get());
        const Event event(rd_kafka_queue_poll(queue.get(), 10'000));
        std::map<std::string, std::string> found;
        const auto *result = rd_kafka_event_ListConsumerGroups_result(event.get());
        std::size_t count = 0;
        const rd_kafka_ConsumerGroupListing_t **groups = result ? rd_kafka_ListConsumerGroups_result_valid(result, &count) : nullptr;
        for (std::size_t i = 0; i < count; ++i)
            found[rd_kafka_ConsumerGroupListing_group_id(groups[i])] =
                rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupListing_state(groups[i]));
        return found;
    }

private:
    Kafka::Handle m_handle;
};

} // namespace

/// Committed offsets are looked at, and nothing else: no group is joined or made. Times of single records of a real log.
class RealGroups final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Domain::Cluster> open()
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = m_broker.bootstrap().toStdString();
        return Kafka::openCluster(profile, {}, m_reaper);
    }

    KafkaBroker m_broker{KafkaBroker::Version::V4};
    std::shared_ptr<Kafka::ThreadReaper> m_reaper;

private slots:
    void initTestCase()
    {
        QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
        QVERIFY2(!m_broker.oracle({QStringLiteral("fill"), QStringLiteral("transactions"), QStringLiteral("deleted-records"), QStringLiteral("codec-lz4")}).isNull(),
                 qPrintable(m_broker.error()));
    }
    void init() { m_reaper = std::make_shared<Kafka::ThreadReaper>(); }
    void cleanup() { QVERIFY(m_reaper->finish(10s).empty()); }

    void aGroupThatIsNotThereIsNotMade()
    {
        const auto cluster = open();
        OtherClient other(m_broker.bootstrap().toStdString(), {});
        QVERIFY(!other.topics().contains("__consumer_offsets"));
        OffsetsAnswer answer;
        cluster->requestCommittedOffsets("absent", {{.topic = "codec-lz4", .partition = PartitionId(0)}}, 20s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        QVERIFY(answer.result().ok());
        QCOMPARE(answer.result().value().size(), std::size_t(1));
        QVERIFY(!answer.result().value()[0].offset && !answer.result().value()[0].error);
        QVERIFY(!other.topics().contains("__consumer_offsets"));
        QVERIFY(other.groups().empty());
    }

    void tellsWhatAGroupHasCommitted()
    {
        const std::string bootstrap = m_broker.bootstrap().toStdString();
        OtherClient member(bootstrap, "readers");
        member.commit("codec-lz4", 0, 17);
        member.commit("codec-lz4", 1, 0);
        const auto cluster = open();
        OffsetsAnswer answer, absent;
        cluster->requestCommittedOffsets("readers",
                                         {{.topic = "codec-lz4", .partition = PartitionId(1)},
                                          {.topic = "transactions", .partition = PartitionId(0)},
                                          {.topic = "codec-lz4", .partition = PartitionId(0)},
                                          {.topic = "codec-lz4", .partition = PartitionId(0)}},
                                         20s, answer.reply());
        cluster->requestCommittedOffsets("absent", {{.topic = "codec-lz4", .partition = PartitionId(0)}}, 20s, absent.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came() && absent.came(), deadlineMs);
        const auto told = answer.result().value();
        QCOMPARE(told[0].offset.value_or(Offset(-1)).value(), std::int64_t(0));
        QVERIFY(!told[1].offset && !told[1].error);
        QCOMPARE(told[2].offset.value_or(Offset(-1)).value(), std::int64_t(17));
        QCOMPARE(told[3].offset.value_or(Offset(-1)).value(), std::int64_t(17));
        QVERIFY(absent.result().ok() && !absent.result().value()[0].offset);
        OtherClient other(bootstrap, {});
        QVERIFY((other.groups() == std::map<std::string, std::string>{{"readers", "Empty"}})); // nobody has joined
    }

    void listsGroups()
    {
        OtherClient member(m_broker.bootstrap().toStdString(), "a group");
        member.commit("codec-lz4", 0, 1);
        const auto cluster = open();
        KafkaTest::Answer<std::vector<Domain::GroupName>> answer;
        cluster->requestGroups(20s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        QVERIFY(answer.result().ok());
        const auto groups = answer.result().value();
        QVERIFY(std::ranges::is_sorted(groups, {}, &Domain::GroupName::id));
        const auto found = std::ranges::find(groups, "a group", &Domain::GroupName::id);
        QVERIFY(found != groups.end());
        QCOMPARE(found->state, std::string("Empty"));
        QCOMPARE(found->type, std::string("classic"));
    }

    void tellsTimesAcrossMarkersAndRemovedRecords()
    {
        const auto cluster = open();
        std::vector<Domain::RecordTimeQuery> queries;
        for (std::int64_t offset = 0; offset < 120; ++offset)
            queries.push_back({.topic = "transactions", .partition = PartitionId(0), .offset = Offset(offset)});
        queries.push_back({.topic = "deleted-records", .partition = PartitionId(0), .offset = Offset(3)});
        queries.push_back({.topic = "transactions", .partition = PartitionId(0), .offset = Offset(1'000'000)});
        TimesAnswer answer;
        cluster->requestRecordTimes(queries, 20s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        const auto times = answer.result().value();
        bool hasLeapt = false;
        for (std::size_t i = 0; i < 120; ++i) {
            QVERIFY(!times[i].error);
            if (!times[i].offset)
                continue;
            QVERIFY(*times[i].offset >= queries[i].offset);
            QVERIFY(times[i].timestamp.ms >= 1'790'000'000'123 && times[i].timestamp.ms < 1'790'000'001'000); // records, not markers
            hasLeapt |= *times[i].offset > queries[i].offset;
        }
        QVERIFY(hasLeapt);
        QCOMPARE(times[120].offset.value_or(Offset()).value(), std::int64_t(40));
        QVERIFY(!times[121].offset && !times[121].error);
    }
};

QTEST_GUILESS_MAIN(RealGroups)
#include "tst_realgroups.moc"
