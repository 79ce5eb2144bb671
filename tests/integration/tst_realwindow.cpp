// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QTest>

#include "tests/integration/realwindowfixture.h"
#include "tests/support/kafkabroker.h"

#include <algorithm>

using namespace RealWindowTest;

/// The window on a real Kafka: a topic that another client filled is opened with clicks, and its table holds the records which
/// that client reads, byte for byte.
class RealWindow final : public QObject
{
    Q_OBJECT
private slots:
    void showsWhatTheOtherClientReads_data();
    void showsWhatTheOtherClientReads();
};

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
    QVERIFY(x.open(broker.bootstrap()));
    for (const QString &topic : {QStringLiteral("kinds"), QStringLiteral("transactions"), QStringLiteral("codec-zstd")}) {
        QVERIFY(x.openTopic(topic));
        QList<QByteArray> expected = broker.oracle({QStringLiteral("dump"), topic}).split('\n');
        expected.removeAll(QByteArray());
        std::sort(expected.begin(), expected.end());
        QVERIFY(!expected.isEmpty());

        const Views::RecordView *view = x.shown<Views::RecordView>("recordTable");
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
