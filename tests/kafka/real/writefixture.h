// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "tests/kafka/memoryjournal.h"
#include "tests/support/kafkabroker.h"
#include "tests/support/kafkaproxy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace KafkaTest {

/// A record as the independent client has read it.
struct ReadBack
{
    int partition = 0;
    std::int64_t offset = 0;
    std::int64_t timestamp = 0;
    bool isAppendTime = false;
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
};

inline std::optional<std::string> bytesIn(const QJsonValue &value)
{
    if (value.isNull())
        return std::nullopt;
    if (value.isObject())
        return QByteArray::fromBase64(value[u"base64"].toString().toLatin1()).toStdString();
    return value.toString().toStdString();
}

inline std::vector<ReadBack> readBack(KafkaBroker &broker, const QString &topic, const QString &isolation = QStringLiteral("committed"))
{
    std::vector<ReadBack> found;
    for (const QByteArray &line : broker.oracle({QStringLiteral("dump"), topic, QStringLiteral("--isolation"), isolation}).split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        ReadBack one{.partition = object[u"partition"].toInt(), .offset = object[u"offset"].toInteger(), .timestamp = object[u"timestamp"].toInteger(),
                     .isAppendTime = object[u"timestampType"] == QStringLiteral("append"), .key = bytesIn(object[u"key"]), .value = bytesIn(object[u"value"])};
        for (const QJsonValue &header : object[u"headers"].toArray())
            one.headers.emplace_back(bytesIn(header[0]).value_or(""), bytesIn(header[1]));
        found.push_back(std::move(one));
    }
    return found;
}

/// One real broker behind a proxy, and clusters of ours on it.
class WriteFixture
{
public:
    explicit WriteFixture(KafkaBroker::Version version, bool isSecure = false) : broker(version, 1, isSecure) {}

    bool start() { return broker.startBehind(proxy); }
    bool create(const QString &topic, int partitions, const QStringList &configs = {})
    {
        return !broker.oracle(QStringList{QStringLiteral("create"), topic, QString::number(partitions), QStringLiteral("1")} + configs).isNull();
    }
    Domain::ConnectionProfile profile() const
    {
        Domain::ConnectionProfile profile;
        profile.id = profile.name = "real";
        profile.bootstrapServers = proxy.bootstrap();
        return profile;
    }
    std::shared_ptr<Domain::WriteGate> gate() { return gate(profile(), {}); }
    std::shared_ptr<Domain::WriteGate> gate(const Domain::ConnectionProfile &to, const Domain::Secrets &secrets)
    {
        clusters.push_back(Kafka::openCluster(to, secrets, reaper, journal));
        return clusters.back()->writes();
    }

    KafkaProxy proxy;
    KafkaBroker broker;
    std::shared_ptr<Kafka::ThreadReaper> reaper = std::make_shared<Kafka::ThreadReaper>();
    std::shared_ptr<MemoryJournal> journal = std::make_shared<MemoryJournal>();
    std::vector<std::unique_ptr<Domain::Cluster>> clusters;
};

} // namespace KafkaTest
