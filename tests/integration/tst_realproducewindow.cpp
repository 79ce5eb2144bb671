// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QTest>

#include "items/deliverymodel.h"
#include "items/itemroles.h"
#include "tests/integration/realwindowfixture.h"
#include "tests/support/kafkabroker.h"
#include "views/mainwindow/pagetabs.h"
#include "views/producepage/producepage.h"
#include "views/widgets/banner.h"

#include <QAction>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace RealWindowTest;

namespace {

/// Records by partition, in order, without what differs between a topic and its copy.
QMap<int, QList<QByteArray>> contents(const QByteArray &dump)
{
    QMap<int, QMap<qint64, QByteArray>> places;
    for (const QByteArray &line : dump.split('\n')) {
        QJsonObject record = QJsonDocument::fromJson(line).object();
        if (record.isEmpty())
            continue;
        const int partition = record[u"partition"].toInt();
        const qint64 offset = record[u"offset"].toInteger();
        for (const char *name : {"topic", "partition", "offset"})
            record.remove(QLatin1String(name));
        places[partition].insert(offset, QJsonDocument(record).toJson(QJsonDocument::Compact));
    }
    QMap<int, QList<QByteArray>> result;
    for (auto place = places.begin(); place != places.end(); ++place)
        result.insert(place.key(), place->values());
    return result;
}

} // namespace

/// The produce page of a real window on a real Kafka, read back by Kafka's own client.
class RealProduceWindow final : public QObject
{
    Q_OBJECT
private slots:
    void recordsAreSentAgainAsTheyAre();

private:
    static void chooseTopic(RealFixture &x, const QString &topic);
    static void send(RealFixture &x);
};

void RealProduceWindow::chooseTopic(RealFixture &x, const QString &topic)
{
    auto *edit = x.shown<QComboBox>("produceTopic")->lineEdit();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, topic);
    QTest::keyClick(edit, Qt::Key_Return);
}

void RealProduceWindow::send(RealFixture &x)
{
    QTRY_VERIFY2_WITH_TIMEOUT(x.shown<QPushButton>("sendButton")->isEnabled(), qPrintable(x.shown<QPushButton>("sendButton")->toolTip()), 20'000);
    QTest::mouseClick(x.shown<QPushButton>("sendButton"), Qt::LeftButton);
    const auto isDelivered = [&x] { return x.shown<QLabel>("deliveredTotal") && x.shown<QLabel>("deliveredTotal")->text() == u"1 delivered"; };
    QString shown;
    if (!QTest::qWaitFor(isDelivered, 20'000)) {
        for (const char *name : {"deliveryState", "deliveredTotal", "failedTotal", "unknownTotal"})
            shown += (x.shown<QLabel>(name) ? x.shown<QLabel>(name)->text() : QString()) + u' ';
        if (const auto *table = x.shown<QAbstractItemView>("deliveryTable"))
            shown += table->model()->index(0, Items::DeliveryModel::Error).data(Items::CopyRole).toString();
        if (const auto *banner = x.shown<Views::Banner>("pageBanner"))
            shown += banner->title() + banner->detail();
    }
    QVERIFY2(isDelivered(), qPrintable(shown));
    QTRY_VERIFY_WITH_TIMEOUT(!x.shown<Views::ProducePage>("producePage")->isRunning(), 20'000);
}

void RealProduceWindow::recordsAreSentAgainAsTheyAre()
{
    KafkaBroker broker(KafkaBroker::Version::V4);
    QVERIFY2(broker.start(), qPrintable(broker.error()));
    QVERIFY2(!broker.oracle({QStringLiteral("fill"), QStringLiteral("kinds"), QStringLiteral("header-names")}).isNull(), qPrintable(broker.error()));
    for (const QString &topic : {QStringLiteral("kinds"), QStringLiteral("header-names")})
        QVERIFY2(!broker.oracle({QStringLiteral("create"), topic + QStringLiteral("-copy"), QStringLiteral("3"), QStringLiteral("1"), QStringLiteral("max.message.bytes=4000000"),
                                 QStringLiteral("retention.ms=-1"), QStringLiteral("message.timestamp.after.max.ms=9223372036854775807")})
                      .isNull(),
                 qPrintable(broker.error()));
    RealFixture x;
    QVERIFY(x.open(broker.bootstrap()));
    auto *tabs = x.window.findChild<Views::PageTabs *>(QStringLiteral("pageTabs"));
    for (const QString &topic : {QStringLiteral("kinds"), QStringLiteral("header-names")}) {
        const QMap<int, QList<QByteArray>> before = contents(broker.oracle({QStringLiteral("dump"), topic}));
        int expected = 0;
        for (const QList<QByteArray> &records : before)
            expected += int(records.size());
        QVERIFY(expected > 0);
        QVERIFY(x.openTopic(topic));
        const int tab = tabs->currentIndex();
        auto *view = x.shown<Views::RecordView>("recordTable");
        const auto &table = *qobject_cast<const Items::RecordTable *>(view->model());
        QTRY_COMPARE_WITH_TIMEOUT(int(linesOf(table, topic.toStdString()).size()), expected, 20'000);
        // In the order of each partition's offsets.
        std::vector<std::tuple<int, qint64, int>> rows;
        for (int row = 0; row < table.rowCount(); ++row) {
            if (const auto record = table.recordAt(row))
                rows.emplace_back(record->partition.value(), record->offset.value(), row);
        }
        std::sort(rows.begin(), rows.end());
        for (const auto &[partition, offset, row] : rows) {
            tabs->setCurrentIndex(tab);
            view->setCurrentIndex(view->model()->index(row, 0));
            auto *resend = x.window.findChild<QAction *>(QStringLiteral("resendAction"));
            for (QAction *action : tabs->currentWidget()->actions()) {
                if (action->objectName() == u"resendAction")
                    resend = action;
            }
            QVERIFY(resend && resend->isEnabled());
            resend->trigger();
            QVERIFY(x.shown<Views::ProducePage>("producePage"));
            chooseTopic(x, topic + QStringLiteral("-copy"));
            send(x);
            if (QTest::currentTestFailed())
                return;
            tabs->closePage(tabs->currentIndex());
        }
        QCOMPARE(contents(broker.oracle({QStringLiteral("dump"), topic + QStringLiteral("-copy")})), before);
    }
    x.window.close();
}

QTEST_MAIN(RealProduceWindow)
#include "tst_realproducewindow.moc"
