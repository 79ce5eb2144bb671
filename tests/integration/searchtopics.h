// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/kafkabroker.h"
#include "tests/support/programrun.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QThreadPool>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the tests of search, order and recordings share: brokers with the topics of SearchTopics.java, what the other client reads of
/// them, and runs of the program. Nothing here uses the program's own code for records, JSON or filters.
namespace SearchTest {

using Json = nlohmann::json; // 64 bit integers exactly; of equal names the last counts

/// A record as the other client printed it.
struct OracleRecord
{
    QByteArray line; ///< jsonl, without LF
    QString topic;
    int partition = 0;
    qint64 offset = 0;
    qint64 timestamp = 0;
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    Json keyJson = {};   ///< discarded when it is none
    Json valueJson = {}; ///< the same

    /// The last header of this name.
    const std::optional<std::string> *header(std::string_view name) const
    {
        for (auto header = headers.rbegin(); header != headers.rend(); ++header)
            if (header->first == name)
                return &header->second;
        return nullptr;
    }
    quint64 payload() const
    {
        std::size_t size = (key ? key->size() : 0) + (value ? value->size() : 0);
        for (const auto &[name, bytes] : headers)
            size += name.size() + (bytes ? bytes->size() : 0);
        return size;
    }
};

using OracleRecords = std::vector<OracleRecord>;

inline std::optional<std::string> bytesOf(const Json &json)
{
    if (json.is_null())
        return std::nullopt;
    if (json.is_string())
        return json.get<std::string>();
    return QByteArray::fromBase64(QByteArray::fromStdString(json.at("base64").get<std::string>())).toStdString();
}

inline OracleRecord oracleRecord(const QByteArray &line)
{
    const Json json = Json::parse(line.begin(), line.end());
    OracleRecord record{.line = line, .topic = QString::fromStdString(json.at("topic").get<std::string>())};
    record.partition = json.at("partition").get<int>();
    record.offset = json.at("offset").get<qint64>();
    record.timestamp = json.at("timestamp").get<qint64>();
    record.key = bytesOf(json.at("key"));
    record.value = bytesOf(json.at("value"));
    for (const Json &header : json.at("headers"))
        record.headers.emplace_back(*bytesOf(header.at(0)), bytesOf(header.at(1)));
    const auto parsed = [](const std::optional<std::string> &bytes) { return bytes ? Json::parse(*bytes, nullptr, false) : Json(Json::value_t::discarded); };
    record.keyJson = parsed(record.key);
    record.valueJson = parsed(record.value);
    return record;
}

/// Lines by topic and partition, in the order in which they were printed.
using LinesByPartition = std::map<std::pair<QString, int>, QList<QByteArray>>;

inline QList<QByteArray> linesOf(const QByteArray &output)
{
    QList<QByteArray> lines = output.split('\n');
    if (lines.back().isEmpty())
        lines.removeLast();
    return lines;
}

/// For lines of the jsonl format; anything else stands under partition -1.
inline LinesByPartition linesByPartition(const QList<QByteArray> &lines)
{
    LinesByPartition byPartition;
    for (const QByteArray &line : lines) {
        const qsizetype topicEnd = line.indexOf("\",\"partition\":");
        const qsizetype number = topicEnd + 14;
        const bool isRecord = line.startsWith("{\"topic\":\"") && topicEnd > 0;
        byPartition[isRecord ? std::pair(QString::fromUtf8(line.mid(10, topicEnd - 10)), line.mid(number, line.indexOf(',', number) - number).toInt())
                             : std::pair(QString(), -1)]
            .append(line);
    }
    return byPartition;
}

/// The first difference, or nothing.
inline QByteArray difference(const QList<QByteArray> &ours, const QList<QByteArray> &theirs)
{
    const qsizetype common = std::min(ours.size(), theirs.size());
    for (qsizetype i = 0; i < common; ++i)
        if (ours[i] != theirs[i])
            return "line " + QByteArray::number(i) + "\nours   " + ours[i].left(600) + "\ntheirs " + theirs[i].left(600);
    if (ours.size() == theirs.size())
        return {};
    return QByteArray::number(ours.size()) + " lines, expected " + QByteArray::number(theirs.size()) + ", first further one: "
        + (ours.size() > common ? ours[common] : theirs[common]).left(600);
}

inline QByteArray difference(const LinesByPartition &ours, const LinesByPartition &theirs)
{
    for (const LinesByPartition *side : {&ours, &theirs})
        for (const auto &[place, lines] : *side) {
            const auto found = [&place](const LinesByPartition &all) { return all.contains(place) ? all.at(place) : QList<QByteArray>(); };
            if (const QByteArray text = difference(found(ours), found(theirs)); !text.isEmpty())
                return place.first.toUtf8() + '/' + QByteArray::number(place.second) + ": " + text;
        }
    return {};
}

/// `lines` turned round in each partition.
inline LinesByPartition reversed(LinesByPartition lines)
{
    for (auto &[place, list] : lines)
        std::reverse(list.begin(), list.end());
    return lines;
}

/// The program with these arguments.
inline ProgramRun playhead(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(PLAYHEAD_PROGRAM), arguments);
    return finishRun(process, 60'000);
}

/// The line of --stats: the last one of stderr.
inline QJsonObject statsOf(const ProgramRun &run)
{
    const QList<QByteArray> lines = linesOf(run.err);
    return lines.isEmpty() ? QJsonObject() : QJsonDocument::fromJson(lines.back()).object();
}

/// A broker with the topics, and what the other client reads of them.
class Topics
{
public:
    Topics(KafkaBroker::Version version, QStringList topics) : m_broker(version), m_topics(std::move(topics)) {}

    bool fill()
    {
        if (!m_broker.start() || m_broker.oracle(QStringList{QStringLiteral("search-topics"), m_dumps.path()} + m_topics).isNull())
            return false;
        for (const QString &topic : m_topics)
            for (const QString &isolation : {QStringLiteral("committed"), QStringLiteral("uncommitted")}) {
                QFile dump(m_dumps.filePath(topic + u'.' + isolation));
                if (!dump.open(QIODevice::ReadOnly))
                    return false;
                for (const QByteArray &line : linesOf(dump.readAll()))
                    m_records[{topic, isolation}].push_back(oracleRecord(line));
            }
        return true;
    }

    KafkaBroker &broker() { return m_broker; }
    QString bootstrap() const { return m_broker.bootstrap(); }
    const QStringList &names() const { return m_topics; }
    const OracleRecords &records(const QString &topic, const QString &isolation = QStringLiteral("committed")) const { return m_records.at({topic, isolation}); }

    /// `playhead read` of them.
    ProgramRun read(const QStringList &topics, const QStringList &arguments) const
    {
        return playhead(QStringList{QStringLiteral("read"), QStringLiteral("--bootstrap"), m_broker.bootstrap()} + topics + arguments);
    }

private:
    KafkaBroker m_broker;
    QStringList m_topics;
    QTemporaryDir m_dumps;
    std::map<std::pair<QString, QString>, OracleRecords> m_records;
};

/// The same on both versions.
class BothVersions
{
public:
    explicit BothVersions(const QStringList &topics) : older(KafkaBroker::Version::V3_9, topics), newer(KafkaBroker::Version::V4, topics) {}

    /// Empty, or what went wrong.
    QString fill()
    {
        bool isOlderFilled = false;
        QThreadPool pool;
        pool.start([this, &isOlderFilled] { isOlderFilled = older.fill(); });
        const bool isNewerFilled = newer.fill();
        pool.waitForDone();
        if (!isOlderFilled)
            return QStringLiteral("3.9: ") + older.broker().error();
        return isNewerFilled ? QString() : QStringLiteral("4: ") + newer.broker().error();
    }

    Topics older;
    Topics newer;
};

} // namespace SearchTest
