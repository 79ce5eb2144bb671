// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectioncheck.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/preferences.h"
#include "settings/memorysecretstore.h"
#include "settings/profilestore.h"
#include "tests/support/fakecluster.h"
#include "views/appearance.h"
#include "views/mainwindow/mainwindow.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

namespace ViewTest {

/// A check whose steps the test decides; finished at once.
class FakeCheck final : public Domain::ConnectionCheck
{
public:
    explicit FakeCheck(std::vector<Domain::CheckStep> steps) : m_steps(std::move(steps)) {}
    std::uint64_t generation() const override { return 1; }
    std::vector<Domain::CheckStep> steps() const override { return m_steps; }
    bool finished() const override { return true; }

private:
    std::vector<Domain::CheckStep> m_steps;
};

/// Keeps secrets like the keyring would; can be told that there is none.
class FakeSecretStore final : public Settings::SecretStore
{
public:
    bool hasKeyring = true;
    std::map<std::string, Domain::Secrets> kept;

    void load(const Domain::ConnectionProfile &profile, QObject *, LoadReply reply) override { reply(kept[profile.id]); }
    void save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *, SaveReply reply) override
    {
        kept[profile.id] = secrets;
        if (hasKeyring)
            reply(std::monostate{});
        else
            reply(Domain::Error{Domain::ErrorCode::NoKeyring});
    }
    void remove(const Domain::ConnectionProfile &profile) override { kept.erase(profile.id); }
};

/// The window over a scripted cluster, with everything else real.
struct Fixture
{
    QTemporaryDir folder;
    std::shared_ptr<TestSupport::FakeScript> script = std::make_shared<TestSupport::FakeScript>();
    Settings::ProfileStore profiles{folder.filePath(QStringLiteral("profiles.json"))};
    FakeSecretStore secrets;
    std::vector<Domain::CheckStep> checkSteps;
    Session::Connections connections{profiles, secrets,
                                     [this](const Domain::ConnectionProfile &, const Domain::Secrets &) { return TestSupport::fakeCluster(script); },
                                     [this](const Domain::ConnectionProfile &, const Domain::Secrets &) { return std::make_unique<FakeCheck>(checkSteps); }};
    Session::Preferences preferences{folder.filePath(QStringLiteral("preferences.json"))};
    Views::Appearance appearance{preferences};
    std::unique_ptr<Views::MainWindow> window;

    Domain::ConnectionProfile addProfile(const std::string &name, Domain::Environment environment = Domain::Environment::Development,
                                         const std::string &bootstrap = "localhost:9092")
    {
        Domain::ConnectionProfile profile;
        profile.id = "id-" + name;
        profile.name = name;
        profile.environment = environment;
        profile.bootstrapServers = bootstrap;
        profile.readOnly = environment == Domain::Environment::Production;
        if (!profiles.save(profile))
            qFatal("the profile could not be saved");
        return profile;
    }
    void show(QSize size = {1440, 900}, Views::RecordPageFactory factory = {})
    {
        window = std::make_unique<Views::MainWindow>(connections, preferences, appearance, std::move(factory));
        window->resize(size);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }
    template<typename Widget>
    Widget *find(const char *objectName) const
    {
        auto *widget = window->findChild<Widget *>(QLatin1String(objectName));
        if (!widget)
            qWarning("no widget named %s", objectName);
        return widget;
    }
    Session::ClusterSession *session() const { return connections.openClusters().empty() ? nullptr : connections.openClusters().back(); }
};

/// Three topics on a cluster that answers.
inline void addTopics(Fixture &x)
{
    x.script->addTopic("orders", 3);
    x.script->addTopic("orders.DLQ", 1);
    x.script->addTopic("payments", 2);
    for (int i = 0; i < 3; ++i)
        x.script->setWatermarks("orders", i, 0, 2000 + i);
    x.script->setWatermarks("orders.DLQ", 0, 5, 5);
    x.script->setWatermarks("payments", 0, 0, 10);
    x.script->setWatermarks("payments", 1, 0, 10);
    Domain::ConnectionState up;
    up.kind = Domain::ConnectionState::Kind::Up;
    x.script->setConnection(up);
}

/// The window with one open development connection and its topics listed.
inline void openLocal(Fixture &x)
{
    addTopics(x);
    x.addProfile("local");
    x.show();
    x.connections.openSaved("id-local");
    QTRY_VERIFY(x.session() && x.session()->snapshot());
}

} // namespace ViewTest
