// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/clustersession.h"
#include "session/preferences.h"
#include "tests/support/fakecluster.h"
#include "tests/support/fakewrites.h"
#include "views/appearance.h"
#include "views/producepage/producepage.h"

#include <QAbstractItemView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

namespace ViewTest {

/// A produce page over a scripted cluster with a topic "orders" of three partitions, and a door to writes that remembers what was sent.
struct ProduceFixture
{
    QTemporaryDir folder;
    std::shared_ptr<TestSupport::FakeScript> script = std::make_shared<TestSupport::FakeScript>();
    std::shared_ptr<TestSupport::FakeGate> gate;
    Session::Preferences preferences{folder.filePath(QStringLiteral("preferences.json"))};
    Views::Appearance appearance{preferences};
    std::unique_ptr<Session::ClusterSession> session;
    std::unique_ptr<Views::ProducePage> page;

    explicit ProduceFixture(Domain::ConnectionProfile profile = development(), QSize size = {1180, 800})
    {
        gate = std::make_shared<TestSupport::FakeGate>(std::make_shared<Domain::WriteLock>(profile));
        gate->setPartitions("orders", 3);
        script->setWrites(gate);
        script->addTopic("orders", 3);
        script->addTopic("payments", 2);
        script->setConnection({.kind = Domain::ConnectionState::Kind::Up});
        preferences.setNotes(QStringLiteral("requestFolder"), {}, {}, {folder.filePath(QStringLiteral("requests"))});
        session = std::make_unique<Session::ClusterSession>(profile, TestSupport::fakeCluster(script));
        session->refresh();
        open(size);
    }
    void open(QSize size = {1180, 800})
    {
        page = std::make_unique<Views::ProducePage>(*session, QStringLiteral("orders"), preferences, appearance);
        page->resize(size);
        page->show();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
        QTRY_VERIFY(session->snapshot());
    }

    static Domain::ConnectionProfile development()
    {
        Domain::ConnectionProfile profile;
        profile.id = "local";
        profile.name = "local";
        profile.environment = Domain::Environment::Development;
        return profile;
    }
    static Domain::ConnectionProfile production()
    {
        Domain::ConnectionProfile profile = development();
        profile.id = profile.name = "shop";
        profile.environment = Domain::Environment::Production;
        return profile;
    }

    template<typename Widget>
    Widget *find(const char *objectName) const
    {
        auto *widget = page->findChild<Widget *>(QLatin1String(objectName));
        if (!widget)
            qFatal("no widget named %s", objectName);
        return widget;
    }
    QString label(const char *objectName) const { return find<QLabel>(objectName)->text(); }
    void click(const char *objectName) const { QTest::mouseClick(find<QAbstractButton>(objectName), Qt::LeftButton); }
    void type(const char *objectName, const QString &text) const
    {
        auto *edit = find<QPlainTextEdit>(objectName);
        edit->setFocus();
        edit->selectAll();
        if (text.isEmpty())
            QTest::keyClick(edit, Qt::Key_Delete);
        else
            QTest::keyClicks(edit, text);
    }
    /// A key and a JSON value that can be sent.
    void fill() const
    {
        type("keyEdit", QStringLiteral("user-7"));
        type("valueEdit", QStringLiteral("{\"a\": 1}"));
        QTRY_VERIFY(find<QPushButton>("sendButton")->isEnabled());
    }
    QAbstractItemModel *deliveries() const { return find<QAbstractItemView>("deliveryTable")->model(); }
    QString delivery(int row, int column) const { return deliveries()->index(row, column).data().toString(); }
};

} // namespace ViewTest
