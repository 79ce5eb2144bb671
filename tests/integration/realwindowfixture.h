// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTest>

#include "codec/recordtext.h"
#include "items/recordcontent.h"
#include "items/recordtable.h"
#include "items/topictreemodel.h"
#include "kafka/connectioncheck.h"
#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "settings/journalfile.h"
#include "tests/views/windowfixture.h"
#include "views/mainwindow/clusterdock.h"
#include "views/recordpage/recordpage.h"
#include "views/recordview/recordview.h"
#include "views/tree/clustertree.h"

#include <algorithm>

/// The window on a real Kafka, for several test programs.
namespace RealWindowTest {

/// The window with everything real but the keyring.
struct RealFixture
{
    QTemporaryDir folder;
    std::shared_ptr<Kafka::ThreadReaper> reaper = std::make_shared<Kafka::ThreadReaper>();
    Settings::ProfileStore profiles{folder.filePath(QStringLiteral("profiles.json"))};
    ViewTest::FakeSecretStore secrets;
    std::shared_ptr<Settings::JournalFile> journal = std::make_shared<Settings::JournalFile>(folder.filePath(QStringLiteral("journal")));
    Session::Connections connections{profiles, secrets, Kafka::clusterFactory(reaper, journal), Kafka::connectionCheckFactory(reaper)};
    Session::Preferences preferences{folder.filePath(QStringLiteral("preferences.json"))};
    Views::Appearance appearance{preferences};
    Views::MainWindow window{connections, preferences, appearance,
                             [this](Session::ClusterSession &session, const QStringList &topics, QWidget *parent) -> QWidget * {
                                 return new Views::RecordPage(session, topics, preferences, appearance, parent);
                             }};

    /// Shows the window on this broker.
    bool open(const QString &bootstrap)
    {
        Domain::ConnectionProfile profile;
        profile.id = "real";
        profile.name = "real";
        profile.bootstrapServers = bootstrap.toStdString();
        if (!profiles.save(profile))
            return false;
        window.resize(1440, 900);
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            return false;
        connections.open(profile, {});
        return true;
    }

    /// By clicks into the tree.
    bool openTopic(const QString &topic)
    {
        auto *tree = window.findChild<Views::ClusterTree *>(QStringLiteral("clusterTree"));
        const auto index = [this, &topic] { return window.findChild<Views::ClusterDock *>()->model().topicIndex(QStringLiteral("real"), topic); };
        if (!tree || !QTest::qWaitFor([&index] { return index().isValid(); }, 20'000))
            return false;
        tree->scrollTo(index());
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(index()).center());
        QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(index()).center());
        return shown<Views::RecordView>("recordTable") != nullptr;
    }

    /// The visible one of this name.
    template<typename Widget>
    Widget *shown(const char *name) const
    {
        for (Widget *candidate : window.findChildren<Widget *>(QLatin1String(name)))
            if (candidate->isVisible())
                return candidate;
        return nullptr;
    }

    ~RealFixture()
    {
        while (!connections.openClusters().empty())
            connections.close(connections.openClusters().front());
    }
};

/// Every record of the table as a line of jsonl, sorted.
inline QList<QByteArray> linesOf(const Items::RecordTable &table, const std::string &topic)
{
    QList<QByteArray> lines;
    for (int row = 0; row < table.rowCount(); ++row) {
        const std::optional<Items::RecordContent> content = table.recordAt(row);
        if (!content)
            continue; // a gap
        std::vector<Domain::Header> headers;
        lines.append(QByteArray::fromStdString(Codec::recordJsonLine(content->asRecord(headers), topic)));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace RealWindowTest
