// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "inspectorfixture.h"

#include "views/inspector/hexview.h"
#include "views/inspector/partitionchip.h"
#include "views/inspector/problemline.h"
#include "views/inspector/textview.h"
#include "views/inspector/valuestate.h"

#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace Views;
using namespace ViewTest;

class TestInspector : public InspectorFixture
{
    Q_OBJECT
private slots:
    void init() { makeInspector(); }
    void showsTheRecord();
    void nullEmptyAndTheTextNullLookDifferent();
    void theFormatCanBeChosen();
    void whatIsNotJsonSaysWhy();
    void jsonThatBreaksLaterSaysSo();
    void headersAndDetails();
    void copiesTheRecord();
    void theBytesGoFirst();
    void hugeAndHostileValues();
    void bigArraysAreReadOnWhenScrolled();
    void nothingIsInterpreted();
    void everythingHasAName();
    void clearsAgain();
};

void TestInspector::showsTheRecord()
{
    show(record(orderJson));
    QCOMPARE(part<PartitionChip>("inspectorPartition")->text(), u"P3"_qs);
    QCOMPARE(part<QLabel>("inspectorOffset")->text(), u"offset 3,438,114"_qs);
    QCOMPARE(part<QLabel>("inspectorTime")->text(), u"2026-11-21 14:32:07.418"_qs);
    QCOMPARE(part<QToolButton>("formatButton")->text(), u"JSON, chosen automatically"_qs);
    QCOMPARE(part<QTabBar>("inspectorTabs")->tabText(Inspector::HeadersTab), u"Headers  3"_qs);
    QCOMPARE(part<QTabBar>("inspectorTabs")->count(), 4);
    const auto *tree = part<QTreeView>("fieldTree");
    QCOMPARE(tree->model()->rowCount(), 5);
    QCOMPARE(tree->model()->index(0, 1).data().toString(), u"9007199254740993"_qs);
    QVERIFY(part<TextView>("textView")->visibleText().startsWith(u"{\n  \"orderId\": 9007199254740993,\n  \"status\": \"PAID\",\n"_qs));
    QVERIFY(part<HexView>("byteView")->visibleText().startsWith(u"0000  7b 22 6f 72"_qs));
}

void TestInspector::nullEmptyAndTheTextNullLookDifferent()
{
    auto *state = part<ValueState>("valueState");
    show(record(std::nullopt));
    QVERIFY(state->isVisible());
    QCOMPARE(state->chipText(), u"tombstone"_qs);
    QCOMPARE(state->sentence(), u"deletes key order-700197 on compaction"_qs);
    show(record(std::nullopt, std::nullopt));
    QCOMPARE(state->chipText(), u"null"_qs);
    show(record(""));
    QCOMPARE(state->chipText(), u"empty"_qs);
    QVERIFY(!part<QToolButton>("formatButton")->isVisible());
    show(record("null"));
    QVERIFY(!state->isVisible());
    QCOMPARE(part<TextView>("textView")->visibleText(), u"null"_qs);
    QCOMPARE(part<QToolButton>("formatButton")->text(), u"Text, chosen automatically"_qs);
    show(record("x", std::nullopt));
    openTab(Inspector::KeyTab);
    QCOMPARE(part<ValueState>("keyState")->chipText(), u"null"_qs);
}

void TestInspector::theFormatCanBeChosen()
{
    show(record(orderJson));
    QSignalSpy chosen(m_inspector.get(), &Inspector::formatChosen);
    const auto choose = [this](const QString &name) {
        for (QAction *action : part<QMenu>("formatMenu")->actions())
            if (action->text() == name)
                action->trigger();
    };
    choose(u"Text"_qs);
    QCOMPARE(chosen.count(), 1);
    QVERIFY(chosen.at(0).at(0).value<Items::Format>() == Items::Format::Text);
    QCOMPARE(part<QToolButton>("formatButton")->text(), u"Text, chosen by you"_qs);
    QVERIFY(!part<QTreeView>("fieldTree")->isVisible());
    QCOMPARE(part<TextView>("textView")->visibleText(), QString::fromStdString(orderJson));
    choose(u"Binary"_qs);
    QVERIFY(!part<TextView>("textView")->isVisible());
    QVERIFY(part<HexView>("byteView")->isVisible());
    choose(u"UUID"_qs);
    QVERIFY(part<ProblemLine>("valueProblem")->isVisible());
    choose(u"Automatic"_qs);
    QVERIFY(part<QTreeView>("fieldTree")->isVisible());
    QVERIFY(!part<ProblemLine>("valueProblem")->isVisible());
    m_inspector->setFormat(Items::Format::Text); // from the settings: tells nobody
    QCOMPARE(chosen.count(), 4);
}

void TestInspector::whatIsNotJsonSaysWhy()
{
    auto *problem = part<ProblemLine>("valueProblem");
    show(record(std::string(1'000'000, '[')));
    QCOMPARE(problem->text(), u"Shown as text: nested deeper than 512 levels."_qs);
    QVERIFY(problem->isVisible());
    show(record("caf\xE9 au lait, monsieur"));
    QCOMPARE(problem->text(), u"Not all of it is text: byte 3: 0xe9 is not valid UTF-8."_qs);
    show(record(R"({"a":1,"b":[1,2)"));
    QVERIFY2(problem->text().contains(u"the JSON breaks off"_qs), qPrintable(problem->text()));
    show(record(orderJson));
    QVERIFY(!problem->isVisible());
}

void TestInspector::jsonThatBreaksLaterSaysSo()
{
    std::string json = "[";
    while (json.size() < 200'000)
        json += "{\"k\":12345},";
    show(record(json + "oops]"));
    QTRY_VERIFY(part<ProblemLine>("valueProblem")->isVisible());
    QVERIFY(part<ProblemLine>("valueProblem")->text().startsWith(u"Shown as text from there on: byte 20"_qs));
}

void TestInspector::headersAndDetails()
{
    show(record(orderJson));
    openTab(Inspector::HeadersTab);
    auto *headers = part<QTableView>("headerTable");
    QVERIFY(headers->isVisible());
    QCOMPARE(headers->model()->rowCount(), 3);
    QTest::mouseClick(headers->viewport(), Qt::LeftButton, {}, headers->visualRect(headers->model()->index(0, 1)).center());
    QTest::keyClick(headers, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"abc"_qs);
    openTab(Inspector::DetailsTab);
    auto *details = part<QTableView>("detailTable");
    QVERIFY(details->isVisible());
    QTest::mouseClick(details->viewport(), Qt::LeftButton, {}, details->visualRect(details->model()->index(2, 1)).center());
    QTest::keyClick(details, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"3438114"_qs); // shown grouped, copied without
}

void TestInspector::copiesTheRecord()
{
    show(record(orderJson));
    m_inspector->setBootstrapServers(u"b:9092"_qs);
    const auto copy = [this](const QString &name) {
        for (QAction *action : part<QMenu>("copyMenu")->actions())
            if (action->text() == name)
                action->trigger();
        return QGuiApplication::clipboard()->text();
    };
    QCOMPARE(copy(u"Copy value"_qs).toStdString(), orderJson);
    QCOMPARE(copy(u"Copy key"_qs), u"order-700197"_qs);
    QVERIFY(copy(u"Copy record as JSON line"_qs).endsWith(u"\"headers\":[[\"trace\",\"abc\"],[\"trace\",null],[\"empty\",\"\"]]}"_qs));
    QCOMPARE(copy(u"Copy kcat command"_qs), u"kcat -C -b b:9092 -t orders -p 3 -o 3438114 -c 1 -e"_qs);
}

void TestInspector::theBytesGoFirst()
{
    show(record(orderJson));
    QVERIFY(part<HexView>("byteView")->isVisible());
    m_inspector->resize(760, 300);
    QTRY_VERIFY(!part<HexView>("byteView")->isVisible());
    QVERIFY(part<QTreeView>("fieldTree")->isVisible());
    QVERIFY(part<TextView>("textView")->isVisible());
    m_inspector->resize(1400, 300);
    QTRY_VERIFY(part<HexView>("byteView")->isVisible());
}

void TestInspector::hugeAndHostileValues()
{
    std::string wide;
    while (wide.size() < 3'000'000)
        wide += "\xF0\x9F\x98\x80";
    std::string nested;
    for (int i = 0; i < 300'000; ++i)
        nested += "{\"a\":[";
    const std::string values[] = {std::string(10'000'000, 'x'), std::string(10'000'000, '\n'), std::string(1'000'000, '\0'), "[\"" + std::string(10'000'000, 'y') + "\"]",
                                  wide, "\"" + wide + "\"", nested, std::string(1'000'000, '\xFF'), "[" + std::string(5'000'000, ' ') + "]", std::string(3'000'000, '7')};
    for (const std::string &value : values) {
        for (const Items::Format format : {Items::Format::Automatic, Items::Format::Json, Items::Format::Text}) {
            m_inspector->setFormat(format);
            show(record(value));
            QVERIFY(!m_inspector->grab().isNull());
            auto *text = part<TextView>("textView");
            text->verticalScrollBar()->setValue(text->verticalScrollBar()->maximum());
            QVERIFY(!m_inspector->grab().isNull());
        }
    }
}

void TestInspector::bigArraysAreReadOnWhenScrolled()
{
    std::string json = "{\"list\":[";
    for (int i = 0; i < 1000; ++i)
        json += std::to_string(i) + ",";
    json.back() = ']';
    show(record(json + ",\"after\":1}"));
    auto *tree = part<QTreeView>("fieldTree");
    const QModelIndex list = tree->model()->index(0, 0);
    tree->expand(list);
    QTRY_VERIFY(tree->model()->rowCount(list) >= 200);
    for (int i = 0; i < 10 && tree->model()->rowCount(list) < 1000; ++i) {
        tree->verticalScrollBar()->setValue(0);
        tree->verticalScrollBar()->setValue(tree->verticalScrollBar()->maximum());
    }
    QCOMPARE(tree->model()->rowCount(list), 1000);
}

void TestInspector::nothingIsInterpreted()
{
    Items::RecordContent r = record("<img src=\"file:///etc/passwd\"><b>bold</b> &amp; \x1b[31m");
    r.key = "<b>&key</b>\xE2\x80\xAE";
    show(r);
    QVERIFY(part<TextView>("textView")->visibleText().startsWith(u"<img src=\"file:///etc/passwd\"><b>bold</b> &amp; "_qs));
    show(record(std::nullopt, r.key));
    QVERIFY(part<ValueState>("valueState")->sentence().contains(u"<b>&key</b>"_qs));
    QVERIFY(!part<ValueState>("valueState")->sentence().contains(QChar(0x202E)));
    for (const QLabel *label : m_inspector->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText || !label->pixmap().isNull(), qPrintable(label->text()));
}

void TestInspector::everythingHasAName()
{
    show(record(orderJson));
    for (const QWidget *w : m_inspector->findChildren<QWidget *>()) {
        const bool isOurs = w->focusPolicy() != Qt::NoFocus && !w->objectName().startsWith(u"qt_"_qs) && !qobject_cast<const QMenu *>(w);
        QVERIFY2(!isOurs || !w->accessibleName().isEmpty(), qPrintable(w->objectName() + QLatin1Char(' ') + QString::fromLatin1(w->metaObject()->className())));
    }
}

void TestInspector::clearsAgain()
{
    show(record(orderJson));
    m_inspector->clear();
    QVERIFY(!m_inspector->hasRecord());
    QCOMPARE(part<ValueState>("valueState")->sentence(), u"No record is selected."_qs);
    QVERIFY(!part<QLabel>("inspectorOffset")->isVisible());
    QCOMPARE(part<QTabBar>("inspectorTabs")->tabText(Inspector::HeadersTab), u"Headers"_qs);
    m_inspector->copyValue(); // nothing to copy, nothing happens
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
}

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
