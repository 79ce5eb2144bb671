// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/stepstext.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/preferences.h"
#include "settings/memorysecretstore.h"
#include "settings/profilestore.h"
#include "tests/replay/fakelog.h"
#include "views/appearance.h"
#include "views/replaypage/replaypage.h"
#include "views/widgets/banner.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace ViewTest {

/// A replay studio over two clusters in memory, used as a person would: "shop", with 60 records of the topic orders, and "staging",
/// where the topic copy takes what is sent.
struct ReplayPageFixture
{
    QTemporaryDir dir;
    std::shared_ptr<TestSupport::FakeScript> script = std::make_shared<TestSupport::FakeScript>();
    std::shared_ptr<FakeLog> log = std::make_shared<FakeLog>("copy", 3);
    Settings::ProfileStore profiles{dir.filePath(QStringLiteral("profiles.json"))};
    Settings::MemorySecretStore secrets;
    Session::Connections connections{profiles, secrets,
                                     [this](const Domain::ConnectionProfile &profile, const Domain::Secrets &) -> std::unique_ptr<Domain::Cluster> {
                                         return profile.name == "shop" ? TestSupport::fakeCluster(script) : log->cluster();
                                     },
                                     {}};
    Session::Preferences preferences{dir.filePath(QStringLiteral("settings.json"))};
    Views::Appearance appearance{preferences};
    Session::ClusterSession *shop = nullptr;
    Session::ClusterSession *staging = nullptr;
    std::unique_ptr<Views::ReplayPage> page;

    void open(Domain::Environment target = Domain::Environment::Staging, std::vector<std::string> topics = {"orders"})
    {
        preferences.setTimeZone(Session::TimeZoneChoice::Utc);
        script->addTopic("orders", 3);
        script->addTopic("payments", 2);
        std::vector<TestSupport::FakeRecord> records = TestSupport::fakeRecords(3, 20);
        for (TestSupport::FakeRecord &record : records)
            record.value = "{\"attempt\":1,\"amount\":" + std::to_string(record.offset % 4) + ",\"error\":\"TIMEOUT\"}";
        script->setRecords("orders", records);
        shop = connections.open(profile("shop", Domain::Environment::Production), {});
        staging = connections.open(profile("staging", target), {});
        QTRY_VERIFY(shop->snapshot() && staging->snapshot());
        page = std::make_unique<Views::ReplayPage>(*shop, connections, preferences, Session::ReplayStart{Session::wholeTopics(std::move(topics))}, runs(), appearance);
        page->resize(1180, 760);
        page->show();
        page->activateWindow(); // without a window manager nobody else does, and shortcuts need an active window
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        choose("targetCluster", QStringLiteral("staging"));
        find<QComboBox>("targetTopic")->setEditText(QStringLiteral("copy"));
    }

    static Domain::ConnectionProfile profile(const std::string &name, Domain::Environment environment)
    {
        Domain::ConnectionProfile made;
        made.id = made.name = name;
        made.environment = environment;
        return made;
    }

    QString runs() const { return dir.filePath(QStringLiteral("runs")); }

    template<typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = page->template findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("no widget named %s", name);
        return widget;
    }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    Views::Banner *verdict() const { return find<Views::Banner>("replayVerdict"); }
    void click(const char *name) const { QTest::mouseClick(button(name), Qt::LeftButton); }
    void choose(const char *name, const QString &text) const
    {
        auto *box = find<QComboBox>(name);
        box->setCurrentIndex(box->findText(text));
        QCOMPARE(box->currentText(), text);
    }

    void addStep(const QString &name) const
    {
        for (QAction *action : find<QMenu>("addStepMenu")->actions())
            if (action->text() == name)
                return action->trigger();
        QFAIL(qPrintable(name));
    }
    QPlainTextEdit *stepEdit(int step) const { return steps().at(step)->findChild<QPlainTextEdit *>(QStringLiteral("stepEdit")); }
    /// In their order on the page.
    QList<QWidget *> steps() const
    {
        QList<QWidget *> rows = find<QWidget>("stepRows")->findChildren<QWidget *>(QStringLiteral("stepRow"));
        std::sort(rows.begin(), rows.end(), [](const QWidget *a, const QWidget *b) { return a->accessibleName() < b->accessibleName(); });
        return rows;
    }

    void dryRun() const
    {
        click("dryRunButton");
        QTRY_VERIFY(button("dryRunButton")->isVisible() && find<QAbstractItemView>("dryRunTable")->isVisible());
    }
    /// What the confirmation says, then yes.
    QString confirm() const
    {
        QDialog *dialog = nullptr;
        [&] { QTRY_VERIFY((dialog = page->findChild<QDialog *>(QStringLiteral("writeConfirmation")))); }();
        if (!dialog)
            return {};
        QStringList words;
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            words += label->text();
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("confirmWriteButton")), Qt::LeftButton);
        return words.join(u'\n');
    }
    void run() const
    {
        QVERIFY2(button("runButton")->isEnabled(), qPrintable(button("runButton")->toolTip()));
        click("runButton");
        confirm();
    }
    void shoot(const QString &name) const
    {
        const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS");
        if (!folder.isEmpty())
            QVERIFY(page->grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
    }
};

} // namespace ViewTest
