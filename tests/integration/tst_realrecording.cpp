// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/searchtopics.h"

#include <QJsonArray>
#include <QTest>

#include <limits>
#include <tuple>

using namespace SearchTest;

/// What `playhead read` writes into a file, read back: a recording gives what the broker gave, byte for byte, without the broker;
/// CSV holds what another client reads.
class RealRecording final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsBackWhatWasRead_data();
    void readsBackWhatWasRead();
    void takesEveryQuestion_data();
    void takesEveryQuestion();
    void keepsTheGaps_data();
    void keepsTheGaps();
    void tellsItsTopics_data();
    void tellsItsTopics();
    void hasATimeline_data();
    void hasATimeline();
    void csvHoldsTheSame_data();
    void csvHoldsTheSame();

private:
    const Topics &side(bool newer) const { return newer ? m_sides.newer : m_sides.older; }
    QString recordingOf(bool newer, const QStringList &topics, const QString &isolation);

    BothVersions m_sides{{QStringLiteral("search-mix"), QStringLiteral("search-second"), QStringLiteral("search-cut"), QStringLiteral("search-transactions"),
                          QStringLiteral("search-open"), QStringLiteral("kinds"), QStringLiteral("header-names"), QStringLiteral("odd-times"),
                          QStringLiteral("append-time")}};
    QTemporaryDir m_folder;
};

namespace {

const QString committed = QStringLiteral("committed");
const QString uncommitted = QStringLiteral("uncommitted");

void addSides()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

/// A cell of RFC 4180. An empty one without quotes is not the same as one with.
struct Cell
{
    QByteArray text = {};
    bool isQuoted = false;
};

/// Strict; none: not RFC 4180.
std::optional<std::vector<std::vector<Cell>>> csvRows(const QByteArray &csv)
{
    std::vector<std::vector<Cell>> rows(1);
    Cell cell;
    for (qsizetype i = 0; i < csv.size();) {
        if (csv[i] == '"') {
            cell.isQuoted = true;
            for (++i; i < csv.size() && (csv[i] != '"' || csv.mid(i, 2) == "\"\""); ++i) {
                cell.text += csv[i];
                i += csv[i] == '"' ? 1 : 0;
            }
            ++i;
        } else {
            for (; i < csv.size() && csv[i] != ',' && csv[i] != '\r'; ++i)
                if (csv[i] == '"' || csv[i] == '\n')
                    return std::nullopt;
                else
                    cell.text += csv[i];
        }
        rows.back().push_back(std::exchange(cell, {}));
        if (i < csv.size() && csv[i] == ',')
            ++i;
        else if (csv.mid(i, 2) == "\r\n") {
            rows.emplace_back();
            i += 2;
        } else
            return std::nullopt;
    }
    if (!rows.back().empty())
        return std::nullopt; // no CRLF at the end
    rows.pop_back();
    return rows;
}

/// As the cell of a key or value has to be: with a guard against formulas.
Cell cellOf(const std::optional<std::string> &bytes)
{
    if (!bytes)
        return {};
    const QByteArray all = QByteArray::fromStdString(*bytes);
    QByteArray text = all.isEmpty() || all.isValidUtf8() ? all : QByteArray("base64:" + all.toBase64());
    if (all.startsWith("base64:"))
        text = "base64:" + all.toBase64();
    if (!text.isEmpty() && QByteArray("=+-@\t\r").contains(text[0]))
        text.prepend('\'');
    return {text, true};
}

QJsonArray bucketsOf(const QByteArray &output)
{
    return QJsonDocument::fromJson(output).object()[u"buckets"].toArray();
}

} // namespace

void RealRecording::initTestCase()
{
    const QString failure = m_sides.fill();
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
}

/// Made once for each of these.
QString RealRecording::recordingOf(bool newer, const QStringList &topics, const QString &isolation)
{
    const QString file = m_folder.filePath(QStringLiteral("%1-%2-%3.playhead").arg(newer ? 4 : 3).arg(topics.join(u'+'), isolation));
    if (QFile::exists(file))
        return file;
    const ProgramRun run = side(newer).read(topics, {QStringLiteral("--isolation"), isolation, QStringLiteral("--format"), QStringLiteral("playhead"), QStringLiteral("--output"), file});
    return run.exitCode == 0 && run.out.isEmpty() && QFile::exists(file) && !QFile::exists(file + QStringLiteral(".part")) ? file : QString();
}

void RealRecording::readsBackWhatWasRead_data()
{
    QTest::addColumn<bool>("newer");
    QTest::addColumn<QString>("topic");
    QTest::addColumn<QString>("isolation");
    for (const bool newer : {false, true})
        for (const QString &topic : m_sides.newer.names())
            for (const QString &isolation : {committed, uncommitted})
                QTest::addRow("%s %s %s", newer ? "4" : "3.9", qPrintable(topic), qPrintable(isolation)) << newer << topic << isolation;
}

void RealRecording::readsBackWhatWasRead()
{
    QFETCH(bool, newer);
    QFETCH(QString, topic);
    QFETCH(QString, isolation);
    const QString file = recordingOf(newer, m_sides.newer.names(), isolation);
    QVERIFY(!file.isEmpty());
    QList<QByteArray> expected;
    for (const OracleRecord &record : side(newer).records(topic, isolation))
        expected.append(record.line);
    const ProgramRun run = playhead({QStringLiteral("read"), file, topic, QStringLiteral("--stats")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QByteArray difference = SearchTest::difference(linesByPartition(linesOf(run.out)), linesByPartition(expected));
    QVERIFY2(difference.isEmpty(), difference.constData());
    QCOMPARE(statsOf(run)[u"complete"].toBool(), true);
}

void RealRecording::takesEveryQuestion_data()
{
    QTest::addColumn<bool>("newer");
    QTest::addColumn<QStringList>("arguments");
    for (const bool newer : {false, true})
        for (const char *line : {"--order time", "--order time --newest-first", "--order offset", "--newest-first", "--filter value.action==\"purchase\"",
                                 "--filter value.user.name==\"Zoë\" --newest-first", "--text needle --in value", "--regex USER-\\d --order time",
                                 "--filter value.amount>100 --order time --newest-first --max-matches 40", "--from time:1790000100123 --until time:1790000200124 --order time",
                                 "--partition 1 --from offset:70 --until offset:120", "--from tail:20", "--order time --limit 77"})
            QTest::addRow("%s, %s", newer ? "4" : "3.9", line) << newer << words(line);
}

/// The same question to the broker and to the recording.
void RealRecording::takesEveryQuestion()
{
    QFETCH(bool, newer);
    QFETCH(QStringList, arguments);
    const QStringList topics{QStringLiteral("search-mix"), QStringLiteral("search-second"), QStringLiteral("search-cut"), QStringLiteral("search-transactions")};
    const QString file = recordingOf(newer, topics, committed);
    QVERIFY(!file.isEmpty());
    arguments += QStringLiteral("--stats");
    const ProgramRun direct = side(newer).read(topics, arguments);
    const ProgramRun recorded = playhead(QStringList{QStringLiteral("read"), file} + topics + arguments);
    QVERIFY2(direct.exitCode == 0, direct.err.constData());
    QVERIFY2(recorded.exitCode == 0, recorded.err.constData());
    QVERIFY(linesOf(direct.out).size() > 20);
    const bool isOrdered = arguments.contains(QStringLiteral("--order"));
    const QByteArray difference = isOrdered ? SearchTest::difference(linesOf(recorded.out), linesOf(direct.out))
                                            : SearchTest::difference(linesByPartition(linesOf(recorded.out)), linesByPartition(linesOf(direct.out)));
    QVERIFY2(difference.isEmpty(), difference.constData());
    const QJsonObject ours = statsOf(recorded);
    const QJsonObject theirs = statsOf(direct);
    for (const QString &figure : {QStringLiteral("records"), QStringLiteral("bytes"), QStringLiteral("matched"), QStringLiteral("late"), QStringLiteral("complete")})
        QCOMPARE(ours[figure], theirs[figure]);
    if (!arguments.contains(QStringLiteral("--max-matches")) && !arguments.contains(QStringLiteral("--limit")))
        for (const QString &figure : {QStringLiteral("scanned"), QStringLiteral("errors"), QStringLiteral("bytesScanned")})
            QCOMPARE(ours[figure], theirs[figure]);
}

void RealRecording::keepsTheGaps_data()
{
    addSides();
}

void RealRecording::keepsTheGaps()
{
    QFETCH(bool, newer);
    const QStringList topics{QStringLiteral("search-cut"), QStringLiteral("search-transactions"), QStringLiteral("search-open")};
    const QStringList from{QStringLiteral("--from"), QStringLiteral("offset:10")};
    const QStringList stats{QStringLiteral("--stats")};
    const QString file = m_folder.filePath(QStringLiteral("gaps-%1.playhead").arg(newer));
    const ProgramRun direct = side(newer).read(topics, from + stats);
    QVERIFY2(direct.exitCode == 0, direct.err.constData());
    QVERIFY(direct.err.contains("\"reason\":\"retention\"") && direct.err.contains("\"reason\":\"hole\""));
    const ProgramRun recording = side(newer).read(topics, from + stats + QStringList{QStringLiteral("--format"), QStringLiteral("playhead"), QStringLiteral("--output"), file});
    const ProgramRun recorded = playhead(QStringList{QStringLiteral("read"), file} + topics + stats);
    for (const ProgramRun *run : {&recording, &recorded}) {
        QVERIFY2(run->exitCode == 0, run->err.constData());
        QCOMPARE(statsOf(*run)[u"gaps"].toArray(), statsOf(direct)[u"gaps"].toArray());
        QCOMPARE(statsOf(*run)[u"gapOffsets"].toInteger(), statsOf(direct)[u"gapOffsets"].toInteger());
    }
}

void RealRecording::tellsItsTopics_data()
{
    addSides();
}

/// Names, partitions and ends as the broker had them.
void RealRecording::tellsItsTopics()
{
    QFETCH(bool, newer);
    const QString file = recordingOf(newer, m_sides.newer.names(), uncommitted);
    QVERIFY(!file.isEmpty());
    const ProgramRun direct = playhead({QStringLiteral("topics"), QStringLiteral("--bootstrap"), side(newer).bootstrap(), QStringLiteral("--json")});
    const ProgramRun recorded = playhead({QStringLiteral("topics"), file, QStringLiteral("--json")});
    QVERIFY2(direct.exitCode == 0, direct.err.constData());
    QVERIFY2(recorded.exitCode == 0, recorded.err.constData());
    const auto topicsOf = [this](const ProgramRun &run) {
        std::map<QString, QList<std::tuple<int, qint64, qint64>>> topics;
        for (const QJsonValue &value : QJsonDocument::fromJson(run.out).object()[u"topics"].toArray()) {
            const QString name = value[u"name"].toString();
            if (!m_sides.newer.names().contains(name))
                continue;
            for (const QJsonValue &partition : value[u"partitions"].toArray())
                topics[name].append({partition[u"id"].toInt(-1), partition[u"low"].toInteger(-1), partition[u"high"].toInteger(-1)});
        }
        return topics;
    };
    QCOMPARE(topicsOf(direct).size(), static_cast<std::size_t>(m_sides.newer.names().size()));
    for (const auto &[name, partitions] : topicsOf(direct))
        QVERIFY2(topicsOf(recorded)[name] == partitions, QByteArray(name.toUtf8() + '\n' + recorded.out).constData());
    QCOMPARE(QJsonDocument::fromJson(recorded.out).object()[u"clusterId"], QJsonDocument::fromJson(direct.out).object()[u"clusterId"]);
}

void RealRecording::hasATimeline_data()
{
    addSides();
}

void RealRecording::hasATimeline()
{
    QFETCH(bool, newer);
    const QStringList topics{QStringLiteral("search-mix"), QStringLiteral("search-second")};
    const QString file = recordingOf(newer, topics, committed);
    QVERIFY(!file.isEmpty());
    const ProgramRun run = playhead(QStringList{QStringLiteral("timeline"), file} + topics + QStringList{QStringLiteral("--buckets"), QStringLiteral("20")});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    const QJsonArray buckets = bucketsOf(run.out);
    QVERIFY(buckets.size() >= 10);
    qint64 sum = 0;
    for (qsizetype i = 0; i < buckets.size(); ++i) {
        const qint64 from = buckets[i][u"start"].toInteger();
        const qint64 until = i + 1 < buckets.size() ? buckets[i + 1][u"start"].toInteger() : std::numeric_limits<qint64>::max();
        for (const QString &topic : topics)
            for (int partition = 0; partition < 4; ++partition) {
                const OracleRecords &records = side(newer).records(topic);
                const qint64 expected = std::count_if(records.begin(), records.end(), [=](const OracleRecord &record) {
                    return record.partition == partition && record.timestamp >= from && record.timestamp < until;
                });
                QCOMPARE(buckets[i][u"counts"][topic][QString::number(partition)].toInteger(), expected);
                sum += expected;
            }
    }
    QCOMPARE(sum, static_cast<qint64>(side(newer).records(topics[0]).size() + side(newer).records(topics[1]).size()));
}

void RealRecording::csvHoldsTheSame_data()
{
    addSides();
}

void RealRecording::csvHoldsTheSame()
{
    QFETCH(bool, newer);
    for (const QString &topic : m_sides.newer.names()) {
        const QString file = m_folder.filePath(topic + QStringLiteral(".csv"));
        const QStringList order{QStringLiteral("--order"), QStringLiteral("offset"), QStringLiteral("--format"), QStringLiteral("csv")};
        const ProgramRun run = side(newer).read({topic}, order + QStringList{QStringLiteral("--output"), file});
        QVERIFY2(run.exitCode == 0 && run.out.isEmpty(), run.err.constData());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray csv = written.readAll();
        QCOMPARE(side(newer).read({topic}, order).out, csv);
        const auto rows = csvRows(csv);
        QVERIFY2(rows, qPrintable(topic));
        const OracleRecords &records = side(newer).records(topic);
        QCOMPARE(rows->size(), records.size() + 1);
        const std::vector<QByteArray> names{"topic", "partition", "offset", "timestamp", "timestampType", "key", "value", "headers"};
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(rows->front()[i].text, names[i]);
        for (std::size_t i = 0; i < records.size(); ++i) {
            const std::vector<Cell> &row = (*rows)[i + 1];
            const OracleRecord &record = records[i];
            QCOMPARE(row.size(), names.size());
            QCOMPARE(row[0].text, topic.toUtf8());
            QCOMPARE(row[1].text.toInt(), record.partition);
            QCOMPARE(row[2].text.toLongLong(), record.offset);
            QCOMPARE(row[3].text.toLongLong(), record.timestamp);
            QVERIFY(record.line.contains(QByteArray("\"timestampType\":\"" + row[4].text + '"')));
            for (const auto &[cell, bytes] : {std::pair(row[5], record.key), std::pair(row[6], record.value)}) {
                QVERIFY2(cell.text == cellOf(bytes).text, QByteArray(record.line.left(600) + "\ncell " + cell.text.left(600)).constData());
                if (cell.text.isEmpty())
                    QCOMPARE(cell.isQuoted, bytes.has_value()); // empty and null are two things
            }
            QVERIFY2(record.line.endsWith(QByteArray(",\"headers\":" + row[7].text + '}')), row[7].text.constData());
        }
    }
}

QTEST_GUILESS_MAIN(RealRecording)
#include "tst_realrecording.moc"
