// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "tests/integration/replaychild.h"
#include "tests/kafka/memoryjournal.h"
#include "tests/support/kafkabroker.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest>

/// Verified-once replays that are killed at moments nobody chose, resumed, tried by a second process, hidden behind somebody else's open
/// transaction, and left alone by their broker. After each, Kafka's own client reads what a reader of committed records sees: every record
/// is there once and in order. PLAYHEAD_KILLS and PLAYHEAD_RESTARTS say how often (6 and 2; many need QTEST_FUNCTION_TIMEOUT as well), PLAYHEAD_SEED
/// repeats the choices of a run.
class RealReplayKills final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void killed();
    void brokerRestarts();
    void aSecondProcessFences();

private:
    struct Round
    {
        QString target = {};
        QStringList pace = {};
        bool hasRival = false;   ///< a second process tries the same run
        bool hasForeign = false; ///< somebody else's transaction is open on the target
    };

    static int amount(const char *variable, int usual) { return qEnvironmentVariableIsSet(variable) ? qEnvironmentVariableIntValue(variable) : usual; }
    int upTo(int most) { return int(m_random.bounded(most)); }
    QString newTarget();
    QStringList pace();
    std::unique_ptr<ReplayChild> start(const Round &round);
    std::unique_ptr<ReplayChild> resume(const QString &run, const QString &folder = {});
    std::unique_ptr<Domain::Producer> openForeign(const QString &topic);
    void rival(ReplayChild &child, const QString &run);
    std::unique_ptr<ReplayChild> revive(const Round &round, QString &run);
    /// Kills it `kills` times and lets it come to its end. → how often it was killed.
    int carryThrough(const Round &round, int kills);
    void mustBeEqual(const QString &target);

    KafkaBroker m_broker{KafkaBroker::Version::V4};
    QTemporaryDir m_folder;
    QRandomGenerator m_random;
    std::shared_ptr<Kafka::ThreadReaper> m_reaper = std::make_shared<Kafka::ThreadReaper>();
    std::shared_ptr<KafkaTest::MemoryJournal> m_journal = std::make_shared<KafkaTest::MemoryJournal>();
    std::unique_ptr<Domain::Cluster> m_cluster;
    int m_targets = 0;
    qint64 m_expected = 0;
    int m_finishedEarly = 0;
};

namespace {

using namespace std::chrono_literals;

constexpr int records = 12'000;
constexpr int toTheEnd = 180'000;
const QString source = QStringLiteral("source");
const auto ignore = [](const Domain::DeliveryReport &) {};

} // namespace

void RealReplayKills::initTestCase()
{
    const quint32 seed = qEnvironmentVariableIsSet("PLAYHEAD_SEED") ? qEnvironmentVariable("PLAYHEAD_SEED").toUInt() : QRandomGenerator::global()->generate();
    qInfo("PLAYHEAD_SEED=%u", seed);
    m_random.seed(seed);
    QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
    const QByteArray made = m_broker.oracle({QStringLiteral("mixed"), source, QString::number(records), QStringLiteral("3")});
    QVERIFY2(!made.isNull(), qPrintable(m_broker.error()));
    m_expected = records;
    Domain::ConnectionProfile profile;
    profile.id = profile.name = "rig";
    profile.bootstrapServers = m_broker.bootstrap().toStdString();
    m_cluster = Kafka::openCluster(profile, {}, m_reaper, m_journal);
}

QString RealReplayKills::newTarget()
{
    const QString name = QStringLiteral("target-%1").arg(++m_targets);
    const bool ok = !m_broker.oracle({QStringLiteral("create"), name, QStringLiteral("3"), QStringLiteral("1"), QStringLiteral("retention.ms=-1"),
                                      QStringLiteral("message.timestamp.before.max.ms=9223372036854775807")}).isNull();
    return ok ? name : QString();
}

/// At full speed a window is a large part of all; with a rate there is one in 200 ms.
QStringList RealReplayKills::pace()
{
    switch (upTo(3)) {
    case 0: return {};
    case 1: return {QStringLiteral("--rate"), QStringLiteral("12000")};
    default: return {QStringLiteral("--rate"), QStringLiteral("4000")};
    }
}

std::unique_ptr<ReplayChild> RealReplayKills::start(const Round &round)
{
    return std::make_unique<ReplayChild>(QStringLiteral(PLAYHEAD_PROGRAM), m_broker.bootstrap(), m_folder.path(), QStringList{source, QStringLiteral("--to"), round.target} + round.pace);
}

std::unique_ptr<ReplayChild> RealReplayKills::resume(const QString &run, const QString &folder)
{
    return std::make_unique<ReplayChild>(QStringLiteral(PLAYHEAD_PROGRAM), m_broker.bootstrap(), folder.isEmpty() ? m_folder.path() : folder, QStringList{QStringLiteral("--resume"), run});
}

std::unique_ptr<Domain::Producer> RealReplayKills::openForeign(const QString &topic)
{
    auto foreign = m_cluster->writes()->openProducer({.action = "produce", .target = topic.toStdString()},
                                                     {.transaction = Domain::TransactionSettings{"foreign-" + topic.toStdString(), 10min}}, 30s);
    if (!foreign || !(*foreign)->begin())
        return nullptr;
    for (int partition = 0; partition < 3; ++partition)
        (*foreign)->send({.topic = topic.toStdString(), .partition = Domain::PartitionId(partition), .value = "foreign"}, 1);
    return (*foreign)->flush(30s, ignore) ? std::move(foreign).value() : nullptr;
}

/// While the first one holds the journal, the second is refused and sends nothing.
void RealReplayKills::rival(ReplayChild &child, const QString &run)
{
    child.suspend(true); // or it could be through before the second one has asked
    const auto second = resume(run);
    QVERIFY(second->waitForEnd(60'000));
    child.suspend(false);
    QVERIFY2(second->said().contains("Another process carries out the replay"), second->said().constData());
    QCOMPARE(second->exitCode(), 1);
}

/// Resumed; begun anew where it had been killed before it had so much as a journal.
std::unique_ptr<ReplayChild> RealReplayKills::revive(const Round &round, QString &run)
{
    if (QFile::exists(m_folder.filePath(run + QStringLiteral(".jsonl"))))
        return resume(run);
    auto child = start(round);
    run = child->waitForRun();
    return child;
}

int RealReplayKills::carryThrough(const Round &round, int kills)
{
    int killed = 0;
    const auto foreign = round.hasForeign ? openForeign(round.target) : nullptr;
    auto child = start(round);
    QString run = child->waitForRun();
    if (run.isEmpty() || bool(foreign) != round.hasForeign)
        return -1;
    while (killed < kills && !child->waitForEnd(upTo(round.pace.isEmpty() ? 1'500 : 3'000))) {
        if (round.hasRival && killed == 0 && QFile::exists(m_folder.filePath(run + QStringLiteral(".jsonl"))))
            rival(*child, run);
        child->kill();
        ++killed;
        child = revive(round, run);
    }
    m_finishedEarly += killed < kills ? 1 : 0;
    if (foreign) {
        child->waitForWords(QRegularExpression(QStringLiteral("has an open transaction")), 2'000 + upTo(4'000));
        if (foreign->abort(30s, ignore).outcome != Domain::Outcome::Done)
            return -1;
    }
    const bool hasEnded = child->waitForEnd(toTheEnd);
    if (hasEnded && child->exitCode() == 0 && child->verdict()[u"verdict"] == QStringLiteral("PASS"))
        return killed;
    qWarning("run %s to %s: exit code %d\n%s", qPrintable(run), qPrintable(round.target), child->exitCode(), child->said().constData());
    return -1;
}

void RealReplayKills::mustBeEqual(const QString &target)
{
    const QByteArray found = m_broker.oracle({QStringLiteral("compare"), source, m_broker.bootstrap(), target});
    QCOMPARE(found, QByteArray::number(m_expected) + " lost 0 doubled 0\n");
}

void RealReplayKills::killed()
{
    const int wanted = amount("PLAYHEAD_KILLS", 6);
    int killed = 0;
    int rivals = 0;
    int foreigns = 0;
    for (int round = 0; killed < wanted; ++round) {
        const Round what{.target = newTarget(), .pace = pace(), .hasRival = round % 3 == 1, .hasForeign = round % 3 == 2};
        QVERIFY2(!what.target.isEmpty(), qPrintable(m_broker.error()));
        const int kills = carryThrough(what, std::min(wanted - killed, 1 + upTo(4)));
        QVERIFY2(kills >= 0, qPrintable(what.target));
        killed += kills;
        rivals += what.hasRival && kills > 0 ? 1 : 0;
        foreigns += what.hasForeign ? 1 : 0;
        mustBeEqual(what.target);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(!m_broker.oracle({QStringLiteral("delete"), what.target}).isNull());
    }
    qInfo("%d kills of %d runs, %d with a second process, %d behind a foreign transaction, %d were through before they could be killed as often", killed, m_targets, rivals,
          foreigns, m_finishedEarly);
}

/// SIGKILL and a new start; the run goes on by itself, and one of three is killed as well while its broker is away.
void RealReplayKills::brokerRestarts()
{
    const int wanted = amount("PLAYHEAD_RESTARTS", 2);
    int restarts = 0;
    int kills = 0;
    while (restarts < wanted) {
        Round round{.target = newTarget(), .pace = {QStringLiteral("--rate"), QStringLiteral("3000")}};
        auto child = start(round);
        QString run = child->waitForRun();
        QVERIFY2(!run.isEmpty(), child->said().constData());
        for (int i = 1 + upTo(3); i > 0 && restarts < wanted && !child->waitForEnd(upTo(3'000)); --i) {
            QVERIFY(m_broker.killNode(1));
            const bool isKilled = upTo(3) == 0;
            child->waitForEnd(upTo(1'000));
            if (isKilled)
                child->kill();
            QVERIFY2(m_broker.startNode(1), qPrintable(m_broker.error()));
            ++restarts;
            if (!isKilled)
                continue;
            ++kills;
            child = revive(round, run);
        }
        QVERIFY(child->waitForEnd(toTheEnd));
        QVERIFY2(child->exitCode() == 0, child->said().constData());
        QCOMPARE(child->verdict()[u"verdict"].toString(), QStringLiteral("PASS"));
        mustBeEqual(round.target);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("%d restarts, %d of them with a kill", restarts, kills);
}

/// The same run from elsewhere, where its journal is not: the first is fenced and stops, the second takes what the target holds and goes on.
void RealReplayKills::aSecondProcessFences()
{
    const Round round{.target = newTarget(), .pace = {QStringLiteral("--rate"), QStringLiteral("2000")}};
    const auto first = start(round);
    const QString run = first->waitForRun();
    QVERIFY2(!run.isEmpty(), first->said().constData());
    QVERIFY(!first->waitForEnd(1'000));
    QTemporaryDir elsewhere;
    ReplayChild second(QStringLiteral(PLAYHEAD_PROGRAM), m_broker.bootstrap(), elsewhere.path(), QStringList{source, QStringLiteral("--to"), round.target, QStringLiteral("--resume"), run});
    QVERIFY(second.waitForEnd(toTheEnd));
    QVERIFY2(second.exitCode() == 0, second.said().constData());
    QVERIFY(first->waitForEnd(60'000));
    QCOMPARE(first->exitCode(), 3);
    QVERIFY2(first->said().contains("Another producer has taken over the transactional id"), first->said().constData());
    const auto again = resume(run); // its journal knows nothing of what the second one has sent
    QVERIFY(again->waitForEnd(60'000));
    QVERIFY2(again->exitCode() != 0 && again->said().contains("its journal does not know"), again->said().constData());
    mustBeEqual(round.target);
}

QTEST_GUILESS_MAIN(RealReplayKills)
#include "tst_realreplaykills.moc"
