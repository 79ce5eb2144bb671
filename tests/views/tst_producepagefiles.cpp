// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/producefixture.h"

#include "items/deliverymodel.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QInputDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QTabWidget>

using namespace ViewTest;
using Delivery = Items::DeliveryModel;

namespace {

QString written(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("the file cannot be written");
    return file.fileName();
}

void drop(QWidget *page, const QString &file)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(page, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(page, &event);
}

} // namespace

/// Records from files, and requests that are kept as files.
class tst_ProducePageFiles : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void sendsTheRecordsOfAFile();
    void aBadLineIsOneFailedRecord();
    void mapsTheColumnsOfACsvFile();
    void aLineMayStandInsideAText();
    void aDroppedDocumentBecomesTheValue();
    void savesAndOpensRequests();
};

void tst_ProducePageFiles::sendsTheRecordsOfAFile()
{
    ProduceFixture x;
    const QString file = written(x.folder, QStringLiteral("in.jsonl"),
                                 "{\"key\":\"a\",\"value\":\"1\",\"headers\":[[\"h\",\"x\"],[\"h\",null]],\"partition\":1,\"timestamp\":1700000000000}\n"
                                 "{\"key\":null,\"value\":{\"base64\":\"/w==\"}}\n");
    drop(x.page.get(), file);
    QVERIFY(x.find<QWidget>("inputPanel")->isVisible());
    QVERIFY(!x.find<QPlainTextEdit>("valueEdit")->isEnabled());
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    QTRY_VERIFY(x.label("nextRecordFacts").contains(QStringLiteral("key a")));
    x.click("sendButton");
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("2 delivered"));
    const std::vector<TestSupport::SentRecord> sent = x.gate->sent();
    QCOMPARE(sent[0].key, std::optional<std::string>("a"));
    QCOMPARE(sent[0].headers.size(), std::size_t(2));
    QVERIFY(!sent[0].headers[1].second);
    QCOMPARE(sent[1].value, std::optional<std::string>("\xff"));
    QVERIFY(!sent[1].key);
    x.click("inputCloseButton");
    QVERIFY(!x.find<QWidget>("inputPanel")->isVisible());
    QVERIFY(x.find<QPlainTextEdit>("valueEdit")->isEnabled());
}

void tst_ProducePageFiles::aBadLineIsOneFailedRecord()
{
    ProduceFixture x;
    x.page->importFile(written(x.folder, QStringLiteral("in.jsonl"), "{\"value\":\"1\"}\n{\"value\":\n{\"value\":\"3\"}\n"));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    QTRY_VERIFY2(x.label("inputMessage").contains(QStringLiteral("2")), qPrintable(x.label("inputMessage")));
    x.click("sendButton");
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("2 delivered"));
    QTRY_COMPARE(x.label("failedTotal"), QStringLiteral("1 failed"));
    QVERIFY2(x.delivery(1, Delivery::Error).contains(QStringLiteral("Line 2")), qPrintable(x.delivery(1, Delivery::Error)));
}

void tst_ProducePageFiles::mapsTheColumnsOfACsvFile()
{
    ProduceFixture x;
    x.page->importFile(written(x.folder, QStringLiteral("in.csv"), "id,\"the, value\",kind\r\nk1,\"a\"\"b\",x\r\nk2,c,y\r\n"));
    auto *value = x.find<QComboBox>("csvValueColumn");
    QVERIFY(value->isVisible());
    QCOMPARE(x.find<QComboBox>("csvKeyColumn")->currentText(), QStringLiteral("id"));
    value->setCurrentText(QStringLiteral("the, value"));
    x.find<QLineEdit>("csvHeaderColumns")->setText(QStringLiteral("kind"));
    QTRY_VERIFY2(x.label("nextRecordFacts").contains(QStringLiteral("key k1")), qPrintable(x.label("nextRecordFacts") + x.label("inputMessage")));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_VERIFY(!x.page->isRunning());
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("2 delivered"));
    const std::vector<TestSupport::SentRecord> sent = x.gate->sent();
    QCOMPARE(sent[0].key, std::optional<std::string>("k1"));
    QCOMPARE(sent[0].value, std::optional<std::string>("a\"b"));
    QVERIFY((sent[1].headers == std::vector<std::pair<std::string, std::optional<std::string>>>{{"kind", "y"}}));
}

void tst_ProducePageFiles::aLineMayStandInsideAText()
{
    ProduceFixture x;
    x.page->importFile(written(x.folder, QStringLiteral("in.txt"), "one\ntwo\n"));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    QTRY_VERIFY2(x.label("nextRecordFacts").startsWith(QStringLiteral("3 B")), qPrintable(x.label("nextRecordFacts") + x.label("inputMessage")));
    x.type("valueEdit", QStringLiteral("{\"line\": \"{{line()}}\"}"));
    QTRY_VERIFY(x.label("nextRecordFacts").startsWith(QStringLiteral("15 B")));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("2 delivered"));
    QCOMPARE(x.gate->sent()[1].value, std::optional<std::string>("{\"line\": \"two\"}"));
}

void tst_ProducePageFiles::aDroppedDocumentBecomesTheValue()
{
    ProduceFixture x;
    drop(x.page.get(), written(x.folder, QStringLiteral("one.json"), "{\n  \"a\": 1\n}"));
    QCOMPARE(x.find<QPlainTextEdit>("valueEdit")->toPlainText(), QStringLiteral("{\n  \"a\": 1\n}"));
    QVERIFY(!x.find<QWidget>("inputPanel")->isVisible());
}

void tst_ProducePageFiles::savesAndOpensRequests()
{
    ProduceFixture x;
    x.fill();
    x.click("saveRequestButton");
    auto *dialog = x.page->findChild<QInputDialog *>(QStringLiteral("saveRequestDialog"));
    QVERIFY(dialog);
    auto *name = dialog->findChild<QLineEdit *>();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("seven"));
    QTest::keyClick(name, Qt::Key_Return);
    auto *list = x.find<QListWidget>("savedRequestList");
    QTRY_COMPARE(list->count(), 1);
    QVERIFY(x.page->closeQuestion().isEmpty());
    const Produce::ProduceRequest saved = x.page->request();
    x.type("valueEdit", QStringLiteral("2"));
    QVERIFY(x.page->request() != saved);
    QVERIFY(!x.page->closeQuestion().isEmpty());
    auto *tabs = x.find<QTabWidget>("produceSideTabs");
    tabs->setCurrentIndex(1);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
    QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
    QTRY_VERIFY(x.page->request() == saved);
    QCOMPARE(x.find<QPlainTextEdit>("valueEdit")->toPlainText(), QStringLiteral("{\"a\": 1}"));
}

QTEST_MAIN(tst_ProducePageFiles)
#include "tst_producepagefiles.moc"
