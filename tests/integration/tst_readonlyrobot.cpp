// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/actionrobot.h"
#include "tests/integration/realwindowfixture.h"
#include "tests/settings/journalfixture.h"
#include "tests/support/kafkabroker.h"
#include "tests/support/kafkaproxy.h"
#include "tests/support/programrun.h"

#include "session/producejob.h"
#include "session/replayjob.h"
#include "session/replaysource.h"
#include "views/activity/activitypage.h"
#include "views/producepage/producepage.h"
#include "views/replaypage/replaypage.h"

#include <QProcess>
#include <QProcessEnvironment>

#include <atomic>
#include <thread>

namespace {

constexpr int records = 200;

/// Where nothing may be written: everything the window offers is done, and the broker is asked what reached it.
Domain::ConnectionProfile lockedProfile(const QString &kind, const KafkaProxy &proxy)
{
    Domain::ConnectionProfile profile;
    profile.id = "locked";
    profile.name = "shop " + kind.toStdString();
    profile.bootstrapServers = proxy.bootstrap();
    profile.environment = kind == u"production" ? Domain::Environment::Production : Domain::Environment::Development;
    profile.readOnly = true;
    return profile;
}

/// As RealFixture, with a journal, and the records of a connection that is locked.
struct LockedWindow
{
    JournalTest::Folder journalFolder;
    QTemporaryDir folder;
    std::shared_ptr<Kafka::ThreadReaper> reaper = std::make_shared<Kafka::ThreadReaper>();
    std::shared_ptr<Settings::JournalFile> journal = std::make_shared<Settings::JournalFile>(journalFolder.path);
    Settings::ProfileStore profiles{folder.filePath(QStringLiteral("profiles.json"))};
    ViewTest::FakeSecretStore secrets;
    Session::Connections connections{profiles, secrets, Kafka::clusterFactory(reaper, journal), Kafka::connectionCheckFactory(reaper)};
    Session::Preferences preferences{folder.filePath(QStringLiteral("preferences.json"))};
    Views::Appearance appearance{preferences};
    Views::MainWindow window{connections, preferences, appearance,
                             [this](Session::ClusterSession &session, const QStringList &topics, QWidget *parent) -> QWidget * {
                                 return new Views::RecordPage(session, topics, preferences, appearance, parent);
                             }};
    Session::ClusterSession *session = nullptr;

    bool open(const Domain::ConnectionProfile &profile)
    {
        window.setJournalFolder(journalFolder.path);
        window.resize(1440, 900);
        window.show();
        if (!profiles.save(profile) || !QTest::qWaitForWindowExposed(&window))
            return false;
        session = connections.open(profile, {});
        return QTest::qWaitFor([this] { return session->snapshot() != nullptr; }, 30'000);
    }

    /// One page of each kind, filled in as far as it goes. Empty: they are open; else what is missing.
    QString openPages()
    {
        window.openTopics(*session);
        window.openBrokers(*session);
        window.openTopicPage(*session, QStringLiteral("orders"));
        window.openTopic(*session, QStringLiteral("orders"));
        auto *table = window.findChild<Views::RecordView *>(QStringLiteral("recordTable"));
        if (!table || !QTest::qWaitFor([table] { return table->model() && table->model()->rowCount() >= records / 2; }, 30'000))
            return QStringLiteral("the records: %1").arg(table && table->model() ? table->model()->rowCount() : -1);
        window.openProduce(*session, QStringLiteral("orders"));
        QTest::keyClicks(window.findChild<QPlainTextEdit *>(QStringLiteral("valueEdit")), QStringLiteral("written by the robot"));
        window.openReplay(*session, {Session::wholeTopics({"orders"})});
        auto *target = window.findChild<QComboBox *>(QStringLiteral("targetTopic"));
        if (!target || !QTest::qWaitFor([target] { return target->findText(QStringLiteral("copy")) >= 0 || target->isEditable(); }, 10'000))
            return QStringLiteral("the target topic");
        target->setCurrentText(QStringLiteral("copy"));
        dryRun();
        for (QAction *action : window.findChildren<QAction *>())
            if (action->text().remove(u'&').startsWith(QStringLiteral("Activity")))
                action->trigger();
        return window.findChild<Views::ActivityPage *>() ? QString() : QStringLiteral("the activity");
    }

    /// The run needs one of the same settings.
    void dryRun()
    {
        auto *page = window.findChild<Views::ReplayPage *>();
        if (auto *action = page->findChild<QAction *>(QStringLiteral("dryRunAction")))
            action->trigger();
        static_cast<void>(QTest::qWaitFor([this] { return isIdle(); }, 20'000));
    }

    bool isIdle() const
    {
        const auto produceJobs = window.findChildren<Session::ProduceJob *>();
        const auto replayJobs = window.findChildren<Session::ReplayJob *>();
        return std::none_of(produceJobs.begin(), produceJobs.end(), [](const auto *job) { return job->isRunning(); })
            && std::all_of(replayJobs.begin(), replayJobs.end(), [](const auto *job) { return job->task() == Session::ReplayJob::Task::None; });
    }

    ~LockedWindow()
    {
        while (!connections.openClusters().empty())
            connections.close(connections.openClusters().front());
    }
};

} // namespace

class TestReadOnlyRobot : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void theWindowWritesNothing_data();
    void theWindowWritesNothing();
    void aPlantedActionIsFound();
    void noCommandWrites_data();
    void noCommandWrites();

private:
    QStringList leftAlone(const QString &kind) const
    {
        QStringList left{QStringLiteral("Quit"), QStringLiteral("Disconnect"), QStringLiteral("Close"), QStringLiteral("Edit connection"), QStringLiteral("connectionDialog"),
                         QStringLiteral("closeQuestion"), QStringLiteral("removeConnectionBox")};
        if (kind != u"production") // a plain switch that is meant to allow writes; production's asks for a name, which the robot does not know
            left << QStringLiteral("Allow writes") << QStringLiteral("Lock writes") << QStringLiteral("writeLockButton");
        return left;
    }
    QByteArray mutations() const
    {
        QByteArray text;
        for (const KafkaProxy::Request &request : m_proxy.mutating())
            text += QByteArray::fromStdString(request.text()) + '\n';
        return text;
    }
    ProgramRun run(const QStringList &arguments, const QByteArray &input = {}) const;
    bool saveProfiles() const;

    KafkaProxy m_proxy;
    KafkaBroker m_broker{KafkaBroker::Version::V4};
    QTemporaryDir m_home;
    QString m_lines;
};

void TestReadOnlyRobot::initTestCase()
{
    QVERIFY2(m_broker.startBehind(m_proxy), qPrintable(m_broker.error()));
    QVERIFY2(!m_broker.oracle({QStringLiteral("bulk"), QStringLiteral("orders"), QString::number(records), QStringLiteral("80"), QStringLiteral("3")}).isNull(), qPrintable(m_broker.error()));
    QVERIFY2(!m_broker.oracle({QStringLiteral("create"), QStringLiteral("copy"), QStringLiteral("3")}).isNull(), qPrintable(m_broker.error()));
    m_lines = m_home.filePath(QStringLiteral("records.jsonl"));
    QFile file(m_lines);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("{\"topic\":\"orders\",\"partition\":0,\"key\":\"k\",\"value\":\"v\",\"headers\":[]}\n") > 0);
    QVERIFY(saveProfiles());
}

void TestReadOnlyRobot::init()
{
    m_proxy.clear();
}

void TestReadOnlyRobot::theWindowWritesNothing_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("production") << QStringLiteral("production");
    QTest::newRow("read-only") << QStringLiteral("read-only");
}

void TestReadOnlyRobot::theWindowWritesNothing()
{
    QFETCH(QString, kind);
    LockedWindow x;
    QVERIFY(x.open(lockedProfile(kind, m_proxy)));
    QCOMPARE(x.openPages(), QString());
    ActionRobot robot(x.window, leftAlone(kind));

    const auto controls = robot.writingControls();
    QVERIFY2(controls.size() >= 5, qPrintable(QString::number(controls.size()))); // send, send once (button and action each), run
    for (const QObject *control : controls) {
        const QString name = QString::fromLatin1(control->metaObject()->className()) + u' ' + control->objectName();
        QVERIFY2(!control->property("enabled").toBool(), qPrintable(name));
        QVERIFY2(control->property("toolTip").toString().contains(QStringLiteral("“shop %1”").arg(kind)), qPrintable(name + u": " + control->property("toolTip").toString()));
    }
    robot.actEverywhere(m_lines);
    QTRY_VERIFY_WITH_TIMEOUT(x.isIdle(), 30'000);
    QVERIFY2(robot.deeds() > 200, qPrintable(QString::number(robot.deeds())));
    QCOMPARE(mutations(), QByteArray());

    robot.forceWritingControls();
    QTRY_VERIFY_WITH_TIMEOUT(x.isIdle(), 30'000);
    QCOMPARE(mutations(), QByteArray());
    QVERIFY(!x.session->writeLock().mayWrite());
    QVERIFY(x.journalFolder.entries().empty()); // no producer is made without a line there
    QVERIFY(m_proxy.requests().size() > 20);    // it was this broker that all of it went to
    qInfo("%d deeds, %d requests", robot.deeds(), int(m_proxy.requests().size()));
}

/// The robot would see it.
void TestReadOnlyRobot::aPlantedActionIsFound()
{
    LockedWindow x;
    QVERIFY(x.open(lockedProfile(QStringLiteral("read-only"), m_proxy)));
    x.window.openTopics(*x.session);
    std::jthread writer;
    std::atomic<bool> isOver = false;
    auto *planted = new QAction(QStringLiteral("Planted"), &x.window);
    connect(planted, &QAction::triggered, &x.window, [&x, &writer, &isOver] {
        if (writer.joinable())
            return;
        x.session->unlockWrites({});
        writer = std::jthread([gate = x.session->sharedCluster()->writes(), &isOver] {
            auto producer = gate->openProducer({.action = "produce", .target = "orders", .plan = "planted"}, {}, std::chrono::seconds(20));
            if (producer) {
                (*producer)->send({.topic = "orders", .value = std::string_view("planted")}, 1);
                (*producer)->close(std::chrono::seconds(5), [](const Domain::DeliveryReport &) {}, "planted");
            }
            isOver = true;
        });
    });
    ActionRobot robot(x.window, leftAlone(QStringLiteral("read-only")));
    robot.actEverywhere(m_lines);
    QTRY_VERIFY_WITH_TIMEOUT(isOver.load(), 30'000);
    QVERIFY(!x.journalFolder.entries().empty());
    QTRY_VERIFY(mutations().contains("api 0 ")); // Produce
}

bool TestReadOnlyRobot::saveProfiles() const
{
    Settings::ProfileStore profiles(m_home.filePath(QStringLiteral("config/playhead/connections.json")));
    for (const char *kind : {"production", "read-only"}) {
        Domain::ConnectionProfile profile = lockedProfile(QString::fromLatin1(kind), m_proxy);
        profile.id = kind;
        profile.name = kind;
        if (!profiles.save(profile))
            return false;
    }
    return true;
}

ProgramRun TestReadOnlyRobot::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), m_home.path());
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(PLAYHEAD_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    return finishRun(process, 60'000);
}

void TestReadOnlyRobot::noCommandWrites_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isRefused");
    const auto row = [](const char *name, const char *words, bool isRefused) { QTest::newRow(name) << QString::fromLatin1(words).split(u' ') << isRefused; };
    for (const char *profile : {"production", "read-only"}) {
        const auto with = [&](const char *name, const QByteArray &words, bool isRefused) {
            row(QByteArray(QByteArray(profile) + ": " + name).constData(), QByteArray(words + " --profile " + profile).constData(), isRefused);
        };
        with("topics", "topics", false);
        with("read", "read orders", false);
        with("timeline", "timeline orders", false);
        with("produce, dry", "produce orders --value v", false);
        with("produce", "produce orders --value v --execute", true);
        with("produce a transaction", "produce orders --value v --transaction commit --execute", true);
        with("produce from a file", "produce orders --input - --execute", true);
        with("produce, another name", "produce orders --value v --execute --yes other", true);
        with("replay, dry", "replay orders --to copy", false);
        with("replay", "replay orders --to copy --execute", true);
        with("replay at least once", "replay orders --to copy --mode at-least-once --execute", true);
        with("replay, another name", "replay orders --to copy --execute --yes other", true);
    }
    // The mark of the profile wins over the name.
    row("read-only: produce, its name", "produce orders --value v --execute --yes read-only --profile read-only", true);
    row("production: produce, its name", "produce orders --value v --execute --yes production --profile production", true);
    row("read-only: replay, its name", "replay orders --to copy --execute --yes read-only --profile read-only", true);
}

void TestReadOnlyRobot::noCommandWrites()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, isRefused);
    const ProgramRun result = run(arguments, "{\"value\":\"v\"}\n");
    QVERIFY2(result.exitCode == (isRefused ? 1 : 0), QByteArray(QByteArray::number(result.exitCode) + ' ' + result.err).constData());
    if (isRefused)
        QVERIFY2(result.err.contains("Nothing can be written to "), result.err.constData());
    QCOMPARE(mutations(), QByteArray());
    QVERIFY(!m_proxy.requests().empty() || isRefused);
    QVERIFY(!QFile::exists(m_home.filePath(QStringLiteral("data/playhead/journal/writes.jsonl"))));
}

QTEST_MAIN(TestReadOnlyRobot)
#include "tst_readonlyrobot.moc"
