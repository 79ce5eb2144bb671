// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/clustersession.h"
#include "session/connections.h"
#include "settings/memorysecretstore.h"
#include "settings/profilestore.h"
#include "tests/support/fakecluster.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace TestSupport;
using Session::ClusterSession;
using Session::Connections;

namespace {

/// A keyring that fails or answers when the test says so.
class FakeSecrets final : public Settings::SecretStore
{
public:
    void load(const Domain::ConnectionProfile &profile, QObject *context, LoadReply reply) override
    {
        ++loads;
        pending.push_back([this, id = profile.id, context = QPointer<QObject>(context), reply = std::move(reply)] {
            if (context)
                reply(trouble ? Domain::Result<Domain::Secrets>(*trouble) : Domain::Result<Domain::Secrets>(kept[id]));
        });
    }
    void save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply) override
    {
        kept[profile.id] = secrets;
        const Domain::Status status = trouble ? Domain::Status(*trouble) : Domain::Status(std::monostate());
        QMetaObject::invokeMethod(context, [reply = std::move(reply), status] { reply(status); }, Qt::QueuedConnection);
    }
    void remove(const Domain::ConnectionProfile &profile) override { kept.erase(profile.id); }
    void answer()
    {
        for (const auto &call : std::exchange(pending, {}))
            call();
    }

    int loads = 0;
    std::vector<std::function<void()>> pending;
    std::map<std::string, Domain::Secrets> kept;
    std::optional<Domain::Error> trouble;
};

class FakeCheck final : public Domain::ConnectionCheck
{
public:
    std::uint64_t generation() const override { return 1; }
    std::vector<Domain::CheckStep> steps() const override { return {}; }
    bool finished() const override { return true; }
};

Domain::Error noKeyring()
{
    Domain::Error error;
    error.code = Domain::ErrorCode::NoKeyring;
    return error;
}

Domain::ConnectionProfile profile(const std::string &id, bool sasl = false)
{
    Domain::ConnectionProfile p;
    p.id = id;
    p.name = "name of " + id;
    p.bootstrapServers = "broker:9092";
    if (sasl) {
        p.securityProtocol = Domain::SecurityProtocol::SaslPlaintext;
        p.saslUsername = "ada";
    }
    return p;
}

} // namespace

class TestConnections : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        folder = std::make_unique<QTemporaryDir>();
        script = std::make_shared<FakeScript>();
        script->addTopic("orders", 1);
        profiles = std::make_unique<Settings::ProfileStore>(folder->filePath(QStringLiteral("profiles.json")));
        secrets = std::make_unique<FakeSecrets>();
        given.clear();
        connections = std::make_unique<Connections>(
            *profiles, *secrets,
            [this](const Domain::ConnectionProfile &, const Domain::Secrets &s) {
                given.push_back(s);
                return fakeCluster(script);
            },
            [this](const Domain::ConnectionProfile &, const Domain::Secrets &s) {
                given.push_back(s);
                return std::make_unique<FakeCheck>();
            });
    }
    void cleanup()
    {
        connections.reset();
        QCOMPARE(script->clustersAlive(), 0);
    }

    void save(const Domain::ConnectionProfile &p, const Domain::Secrets &s = {})
    {
        std::optional<bool> saved;
        connections->save(p, s, this, [&saved](const Domain::Status &status) { saved = status.ok(); });
        QVERIFY(!saved);
        QTRY_COMPARE(saved, std::optional(true));
    }

    void savesAndOpensAProfileWithoutSecrets()
    {
        QSignalSpy changed(connections.get(), &Connections::profilesChanged);
        save(profile("a"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(connections->profiles().size(), 1u);
        QVERIFY(!connections->lastOpenedMs("a"));
        QSignalSpy opened(connections.get(), &Connections::opened);
        connections->openSaved("a");
        QCOMPARE(opened.count(), 1);
        QCOMPARE(secrets->loads, 0); // the keyring is not asked for what nobody needs
        QVERIFY(connections->lastOpenedMs("a"));
        ClusterSession *session = connections->openCluster("a");
        QVERIFY(session);
        QCOMPARE(opened.first().first().value<ClusterSession *>(), session);
        QTRY_VERIFY(session->snapshot()); // the first refresh was started
        QCOMPARE(connections->openClusters(), std::vector{session});
    }

    void loadsTheSecretsFirst()
    {
        save(profile("a", true), {{"sasl.password", "canary-7391"}});
        QSignalSpy opened(connections.get(), &Connections::opened);
        connections->openSaved("a");
        connections->openSaved("a"); // asked once
        QCOMPARE(secrets->loads, 1);
        QCOMPARE(opened.count(), 0);
        secrets->answer();
        QCOMPARE(opened.count(), 1);
        QCOMPARE(given.back().at("sasl.password"), "canary-7391");
    }

    void asksForASecretThatIsMissing()
    {
        save(profile("a", true));
        QSignalSpy missing(connections.get(), &Connections::secretsMissing);
        connections->openSaved("a");
        secrets->answer();
        QCOMPARE(missing.count(), 1);
        QCOMPARE(missing.first().at(0).toString(), QStringLiteral("a"));
        QCOMPARE(missing.first().at(1).value<Domain::Error>().code, Domain::ErrorCode::SecretMissing);
        QVERIFY(!connections->openCluster("a"));
        // The dialog has asked the user.
        QVERIFY(connections->open(*connections->profile("a"), {{"sasl.password", "typed"}}));
        QCOMPARE(given.back().at("sasl.password"), "typed");
    }

    void saysThatThereIsNoKeyring()
    {
        save(profile("a", true));
        secrets->trouble = noKeyring();
        QSignalSpy missing(connections.get(), &Connections::secretsMissing);
        connections->openSaved("a");
        secrets->answer();
        QCOMPARE(missing.count(), 1);
        QCOMPARE(missing.first().at(1).value<Domain::Error>().code, Domain::ErrorCode::NoKeyring);
        // Saving works, and tells too.
        std::optional<Domain::Status> status;
        connections->save(profile("b", true), {{"sasl.password", "x"}}, this, [&status](const Domain::Status &s) { status = s; });
        QTRY_VERIFY(status);
        QCOMPARE(status->error().code, Domain::ErrorCode::NoKeyring);
        QVERIFY(connections->profile("b"));
    }

    void aKeyringThatFailsDoesNotStopAKeyFileWithoutPassphrase()
    {
        Domain::ConnectionProfile p = profile("a");
        p.securityProtocol = Domain::SecurityProtocol::Ssl;
        p.keyFile = "/keys/client.pem";
        save(p);
        secrets->trouble = noKeyring();
        connections->openSaved("a");
        secrets->answer();
        QVERIFY(connections->openCluster("a"));
    }

    void anUnknownProfileIsNamed()
    {
        QSignalSpy missing(connections.get(), &Connections::secretsMissing);
        connections->openSaved("nobody");
        QCOMPARE(missing.count(), 1);
        QCOMPARE(missing.first().at(1).value<Domain::Error>().code, Domain::ErrorCode::UnknownProfile);
    }

    void aProfileRemovedWhileTheKeyringIsAskedIsNotOpened()
    {
        save(profile("a", true), {{"sasl.password", "x"}});
        connections->openSaved("a");
        QVERIFY(connections->remove("a"));
        QVERIFY(secrets->kept.empty());
        secrets->answer();
        QVERIFY(connections->openClusters().empty());
    }

    void diesWhileTheKeyringIsAsked()
    {
        save(profile("a", true), {{"sasl.password", "x"}});
        connections->openSaved("a");
        connections.reset();
        secrets->answer();
        QVERIFY(given.empty());
    }

    void opensOneClusterAProfile()
    {
        ClusterSession *first = connections->open(profile("a"), {});
        QCOMPARE(connections->open(profile("a"), {}), first);
        ClusterSession *second = connections->open(profile("b"), {});
        QVERIFY(second != first);
        QCOMPARE(connections->openClusters(), (std::vector{first, second}));
        QCOMPARE(given.size(), 2u);
        QVERIFY(connections->profiles().empty()); // opening saves nothing
    }

    void aClusterGoesAfterThosePagesThatWereTold()
    {
        ClusterSession *session = connections->open(profile("a"), {});
        bool pageGone = false;
        auto *page = new QObject(this);
        connect(connections.get(), &Connections::aboutToClose, page, [page](ClusterSession *) { page->deleteLater(); });
        connect(page, &QObject::destroyed, this, [&] { pageGone = script->clustersAlive() == 1; });
        connections->close(session);
        QVERIFY(connections->openClusters().empty());
        QTRY_COMPARE(script->clustersAlive(), 0);
        QVERIFY(pageGone);
    }

    void recentOnesComeFirst()
    {
        for (const char *id : {"a", "b", "c"})
            save(profile(id));
        connections->openSaved("b");
        QCOMPARE(connections->profiles().front().id, "b");
    }

    void checksWithTheSecretsItIsGiven()
    {
        QVERIFY(connections->check(profile("a", true), {{"sasl.password", "p"}}));
        QCOMPARE(given.back().at("sasl.password"), "p");
    }

private:
    std::unique_ptr<QTemporaryDir> folder;
    std::shared_ptr<FakeScript> script;
    std::unique_ptr<Settings::ProfileStore> profiles;
    std::unique_ptr<FakeSecrets> secrets;
    std::vector<Domain::Secrets> given;
    std::unique_ptr<Connections> connections;
};

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
