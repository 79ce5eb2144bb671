// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QTest>

#include "codec/recordtext.h"
#include "items/recordcontent.h"
#include "items/recordtable.h"
#include "items/topictreemodel.h"
#include "kafka/connectioncheck.h"
#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "tests/support/kafkabroker.h"
#include "tests/views/windowfixture.h"
#include "views/mainwindow/clusterdock.h"
#include "views/recordpage/recordpage.h"
#include "views/recordview/recordview.h"
#include "views/tree/clustertree.h"

#include <QSignalSpy>

#include <algorithm>

/// The window on a real Kafka: a topic that another client filled is opened with clicks, and its table holds the records which
/// that client reads, byte for byte.
class RealWindow final : public QObject
{
    Q_OBJECT
private slots:
    void showsWhatTheOtherClientReads_data();
    void showsWhatTheOtherClientReads();
};

namespace {

/// The window with everything real but the keyring.
struct RealFixture
{
    QTemporaryDir folder;
    std::shared_ptr<Kafka::ThreadReaper> reaper = std::make_shared<Kafka::ThreadReaper>();
    Settings::ProfileStore profiles{folder.filePath(QStringLiteral("profiles.json"))};
    ViewTest::FakeSecretStore secrets;
    Session::Connections connections{profiles, secrets, Kafka::clusterFactory(reaper), Kafka::connectionCheckFactory(reaper)};
    Session::Preferences preferences{folder.filePath(QStringLiteral("preferences.json"))};
    Views::Appearance appearance{preferences};
    Views::MainWindow window{connections, preferences, appearance,
                             [this](Session::ClusterSession &session, const QString &topic, QWidget *parent) -> QWidget * {
                                 return new Views::RecordPage(session, topic, preferences, appearance, parent);
                             }};

    ~RealFixture()
    {
        while (!connections.openClusters().empty())
            connections.close(connections.openClusters().front());
    }
};

/// Every record of the table as a line of jsonl, sorted.
QList<QByteArray> linesOf(const Items::RecordTable &table, const std::string &topic)
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

} // namespace

void RealWindow::showsWhatTheOtherClientReads_data()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

void RealWindow::showsWhatTheOtherClientReads()
{
    QFETCH(bool, newer);
    KafkaBroker broker(newer ? KafkaBroker::Version::V4 : KafkaBroker::Version::V3_9);
    QVERIFY2(broker.start(), qPrintable(broker.error()));
    QVERIFY2(!broker.oracle({QStringLiteral("fill")}).isNull(), qPrintable(broker.error()));
    RealFixture x;
    Domain::ConnectionProfile profile;
    profile.id = "real";
    profile.name = "real";
    profile.bootstrapServers = broker.bootstrap().toStdString();
    QVERIFY(x.profiles.save(profile));
    x.window.resize(1440, 900);
    x.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&x.window));
    x.connections.open(profile, {});

    auto *tree = x.window.findChild<Views::ClusterTree *>(QStringLiteral("clusterTree"));
    auto &model = x.window.findChild<Views::ClusterDock *>()->model();
    QVERIFY(tree);
    for (const QString &topic : {QStringLiteral("kinds"), QStringLiteral("transactions"), QStringLiteral("codec-zstd")}) {
        QTRY_VERIFY_WITH_TIMEOUT(model.topicIndex(QStringLiteral("real"), topic).isValid(), 20'000);
        const QModelIndex index = model.topicIndex(QStringLiteral("real"), topic);
        tree->scrollTo(index);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(index).center());
        QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(index).center());

        QList<QByteArray> expected = broker.oracle({QStringLiteral("dump"), topic}).split('\n');
        expected.removeAll(QByteArray());
        std::sort(expected.begin(), expected.end());
        QVERIFY(!expected.isEmpty());

        Views::RecordView *view = nullptr;
        for (Views::RecordView *candidate : x.window.findChildren<Views::RecordView *>(QStringLiteral("recordTable")))
            if (candidate->isVisible())
                view = candidate;
        QVERIFY(view);
        const auto &table = *qobject_cast<const Items::RecordTable *>(view->model());
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(table, topic.toStdString()).size(), expected.size(), 20'000);
        const QList<QByteArray> shown = linesOf(table, topic.toStdString());
        for (qsizetype i = 0; i < expected.size(); ++i)
            QCOMPARE(shown[i], expected[i]);
    }
    x.window.close();
}

QTEST_MAIN(RealWindow)
#include "tst_realwindow.moc"
