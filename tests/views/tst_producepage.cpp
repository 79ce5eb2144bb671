// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/producefixture.h"

#include "items/deliverymodel.h"
#include "items/producedheadermodel.h"
#include "items/templatelistmodel.h"
#include "views/widgets/banner.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

using namespace ViewTest;
using Delivery = Items::DeliveryModel;
using Header = Items::ProducedHeaderModel;

/// What the page shows of a record to be sent, and what it sends.
class tst_ProducePage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void sendsWhatIsWritten();
    void saysWhereTheKeyGoes();
    void nullAndEmptyGreyTheEditor();
    void jsonIsCheckedAsItIsTyped();
    void formatsOnlyWhenAsked();
    void templateErrorsStandUnderTheEditor();
    void insertsTemplateFunctions();
    void headersAreEditedInTheTable();
    void previewShowsWhatIsSent();
    void timestampZeroCannotBeSent();
    void findingsStandBeforeSending();
    void aTopicThatIsNotThereIsRefused();
    void everyPartHasAName();
    void nothingIsCutInASmallWindow();
};

void tst_ProducePage::sendsWhatIsWritten()
{
    ProduceFixture x;
    x.type("keyEdit", QStringLiteral("user-7"));
    x.type("valueEdit", QStringLiteral("{\"a\":  1.50}"));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.gate->sent().size(), std::size_t(1));
    const TestSupport::SentRecord sent = x.gate->sent().front();
    QCOMPARE(sent.topic, std::string("orders"));
    QCOMPARE(sent.key, std::optional<std::string>("user-7"));
    QCOMPARE(sent.value, std::optional<std::string>("{\"a\":  1.50}"));
    QVERIFY(!sent.wantedPartition);
    QVERIFY(!sent.timestampMs);
    QTRY_COMPARE(x.deliveries()->rowCount(), 1);
    QTRY_COMPARE(x.delivery(0, Delivery::Result), QStringLiteral("delivered"));
    QCOMPARE(x.delivery(0, Delivery::Key), QStringLiteral("user-7"));
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("1 delivered"));
}

void tst_ProducePage::saysWhereTheKeyGoes()
{
    ProduceFixture x;
    x.fill();
    QTRY_VERIFY(x.label("produceNextPartition").startsWith(QStringLiteral("key → partition ")));
    const QString java = x.label("produceNextPartition");
    x.click("keyKindNull");
    QTRY_COMPARE(x.label("produceNextPartition"), QStringLiteral("no key: any partition"));
    x.click("keyKindText");
    QTRY_COMPARE(x.label("produceNextPartition"), java);
    auto *partition = x.find<QComboBox>("producePartition");
    partition->setCurrentIndex(partition->count() - 1);
    auto *number = x.find<QSpinBox>("producePartitionNumber");
    QVERIFY(number->isVisible());
    number->setValue(2);
    QTRY_COMPARE(x.label("produceNextPartition"), QString());
    QCOMPARE(x.page->request().partition, std::optional(Domain::PartitionId(2)));
    number->setValue(3);
    QTRY_VERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    QVERIFY2(x.find<QPushButton>("sendButton")->toolTip().contains(QStringLiteral("partition 3")), qPrintable(x.find<QPushButton>("sendButton")->toolTip()));
}

void tst_ProducePage::nullAndEmptyGreyTheEditor()
{
    ProduceFixture x;
    x.fill();
    x.click("valueKindNull");
    QVERIFY(!x.find<QPlainTextEdit>("valueEdit")->isEnabled());
    x.click("keyKindEmpty");
    QVERIFY(!x.find<QPlainTextEdit>("keyEdit")->isEnabled());
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.gate->sent().size(), std::size_t(1));
    QVERIFY(!x.gate->sent().front().value);
    QCOMPARE(x.gate->sent().front().key, std::optional<std::string>(""));
    x.click("valueKindJson");
    QCOMPARE(x.find<QPlainTextEdit>("valueEdit")->toPlainText(), QStringLiteral("{\"a\": 1}"));
}

void tst_ProducePage::jsonIsCheckedAsItIsTyped()
{
    ProduceFixture x;
    x.type("valueEdit", QStringLiteral("{\"a\": x}"));
    QVERIFY2(x.label("valueProblem").startsWith(QStringLiteral("Column 7")), qPrintable(x.label("valueProblem")));
    QVERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->toolTip().contains(QStringLiteral("Column 7")));
    x.click("valueKindText");
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    QVERIFY(!x.find<QLabel>("valueProblem")->isVisible());
}

void tst_ProducePage::formatsOnlyWhenAsked()
{
    ProduceFixture x;
    x.type("valueEdit", QStringLiteral("{\"a\":1.50}"));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    QCOMPARE(x.find<QPlainTextEdit>("valueEdit")->toPlainText(), QStringLiteral("{\"a\":1.50}"));
    x.click("formatButton");
    QCOMPARE(x.find<QPlainTextEdit>("valueEdit")->toPlainText(), QStringLiteral("{\n  \"a\": 1.50\n}"));
    x.find<QPlainTextEdit>("valueEdit")->undo();
    QCOMPARE(x.find<QPlainTextEdit>("valueEdit")->toPlainText(), QStringLiteral("{\"a\":1.50}"));
}

void tst_ProducePage::templateErrorsStandUnderTheEditor()
{
    ProduceFixture x;
    x.type("keyEdit", QStringLiteral("u {{uid()}}"));
    QTRY_VERIFY(x.find<QLabel>("keyProblem")->isVisible());
    QVERIFY2(x.label("keyProblem").contains(QStringLiteral("uuid")), qPrintable(x.label("keyProblem")));
    QVERIFY2(x.label("keyProblem").startsWith(QStringLiteral("Column ")), qPrintable(x.label("keyProblem")));
    QVERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
}

void tst_ProducePage::insertsTemplateFunctions()
{
    ProduceFixture x;
    auto *edit = x.find<QPlainTextEdit>("keyEdit");
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("k-"));
    auto *table = x.find<QAbstractItemView>("templateTable");
    const QModelIndex first = table->model()->index(0, 0);
    table->setCurrentIndex(first);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Return);
    const QString example = first.data(Items::TemplateListModel::ExampleRole).toString();
    QCOMPARE(edit->toPlainText(), QStringLiteral("k-") + example);
    // The list that Ctrl+Space opens finishes what was begun.
    x.type("keyEdit", QStringLiteral("k-{{de"));
    QTest::keyClick(edit, Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(QApplication::activePopupWidget());
    QCOMPARE(QApplication::activePopupWidget()->objectName(), QStringLiteral("templateCompletion"));
    QTest::keyClick(edit, Qt::Key_Tab);
    QVERIFY2(edit->toPlainText().startsWith(QStringLiteral("k-{{decimal(")), qPrintable(edit->toPlainText()));
    QVERIFY(edit->toPlainText().endsWith(QStringLiteral("}}")));
}

void tst_ProducePage::headersAreEditedInTheTable()
{
    ProduceFixture x;
    x.fill();
    auto *table = x.find<QAbstractItemView>("producedHeaderTable");
    for (const char *name : {"source", "source", "reason"}) {
        x.click("addHeaderButton");
        auto *edit = table->findChild<QLineEdit *>(QStringLiteral("headerNameEdit"));
        QVERIFY(edit);
        QTest::keyClicks(edit, QLatin1String(name));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(!table->findChild<QLineEdit *>(QStringLiteral("headerNameEdit")));
    }
    QAbstractItemModel *model = table->model();
    QCOMPARE(model->rowCount(), 3);
    model->setData(model->index(0, Header::Value), QStringLiteral("a"));
    model->setData(model->index(1, Header::Kind), int(Produce::FieldKind::Hex));
    model->setData(model->index(1, Header::Value), QStringLiteral("9f 2c"));
    model->setData(model->index(2, Header::Kind), int(Produce::FieldKind::Null));
    table->setCurrentIndex(model->index(2, 0));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier);
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.gate->sent().size(), std::size_t(1));
    const std::vector<std::pair<std::string, std::optional<std::string>>> wanted{{"source", "a"}, {"reason", std::nullopt}, {"source", "\x9f\x2c"}};
    QVERIFY(x.gate->sent().front().headers == wanted);
    QTRY_COMPARE(model->index(2, Header::Size).data().toString(), QStringLiteral("2"));
}

void tst_ProducePage::previewShowsWhatIsSent()
{
    ProduceFixture x;
    x.fill();
    x.type("keyEdit", QStringLiteral("{{uuid()}}"));
    QTRY_VERIFY(x.label("nextRecordFacts").contains(QStringLiteral("key ")));
    QTRY_VERIFY(!x.label("nextRecordFacts").contains(QStringLiteral("user-7")));
    const QString facts = x.label("nextRecordFacts");
    const QString key = facts.section(QStringLiteral("key "), 1).section(u',', 0, 0);
    QCOMPARE(key.size(), 36);
    x.click("sendButton");
    QTRY_COMPARE(x.gate->sent().size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(x.gate->sent().front().key.value()), key);
    QTRY_VERIFY2(x.label("nextRecordFacts") != facts, "the next run sends another one");
}

void tst_ProducePage::timestampZeroCannotBeSent()
{
    ProduceFixture x;
    x.fill();
    x.find<QComboBox>("produceTimestamp")->setCurrentIndex(1);
    auto *edit = x.find<QLineEdit>("produceTimestampEdit");
    QVERIFY(edit->isVisible());
    QVERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    QTest::keyClicks(edit, QStringLiteral("0"));
    QTRY_VERIFY(x.find<Views::Banner>("pageBanner")->isVisible());
    QVERIFY(x.find<Views::Banner>("pageBanner")->title().contains(QStringLiteral("0 cannot be sent")));
    QVERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    edit->clear();
    QTest::keyClicks(edit, QStringLiteral("-5000"));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.gate->sent().size(), std::size_t(1));
    QCOMPARE(x.gate->sent().front().timestampMs, std::optional<std::int64_t>(-5000));
}

void tst_ProducePage::findingsStandBeforeSending()
{
    ProduceFixture x;
    Domain::TopicFacts facts;
    facts.isCompacted = true;
    facts.maxMessageBytes = 1'000'000;
    x.script->setTopicFacts("payments", facts);
    x.fill();
    x.click("keyKindNull");
    auto *topic = x.find<QComboBox>("produceTopic");
    topic->lineEdit()->selectAll();
    QTest::keyClicks(topic->lineEdit(), QStringLiteral("payments"));
    QTest::keyClick(topic->lineEdit(), Qt::Key_Return);
    auto *banner = x.find<Views::Banner>("pageBanner");
    QTRY_VERIFY(banner->isVisible() && banner->title().contains(QStringLiteral("compacted")));
    QVERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    QVERIFY(x.find<QPushButton>("sendButton")->toolTip().contains(QStringLiteral("compacted")));
    x.click("keyKindText");
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
}

void tst_ProducePage::aTopicThatIsNotThereIsRefused()
{
    ProduceFixture x;
    x.fill();
    auto *topic = x.find<QComboBox>("produceTopic");
    topic->lineEdit()->selectAll();
    QTest::keyClicks(topic->lineEdit(), QStringLiteral("nowhere"));
    QTest::keyClick(topic->lineEdit(), Qt::Key_Return);
    QTRY_VERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    QVERIFY(x.find<Views::Banner>("pageBanner")->title().contains(QStringLiteral("nowhere")));
    QTest::keyClick(x.page.get(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(x.gate->sent().empty());
}

void tst_ProducePage::everyPartHasAName()
{
    ProduceFixture x;
    for (const QWidget *widget : x.page->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
    }
    for (const char *name : {"keyEdit", "valueEdit", "producedHeaderTable", "templateTable", "nextRecordView"})
        QVERIFY2(x.find<QWidget>(name)->isVisible(), name);
}

void tst_ProducePage::nothingIsCutInASmallWindow()
{
    // 1024 × 700 without the tree and the bars of the window.
    ProduceFixture x(ProduceFixture::development(), {772, 560});
    x.fill();
    x.click("sendButton");
    QTRY_COMPARE(x.deliveries()->rowCount(), 1);
    QVERIFY2(x.page->minimumSizeHint().width() <= 772 && x.page->minimumSizeHint().height() <= 560,
             qPrintable(QStringLiteral("%1 x %2").arg(x.page->minimumSizeHint().width()).arg(x.page->minimumSizeHint().height())));
    for (const char *name : {"produceTopic", "producePartition", "produceTimestamp", "saveRequestButton", "importButton", "keyEdit", "valueEdit", "addHeaderButton", "sendCount", "sendRate",
                             "producerButton", "sendTransaction", "stopOnError", "sendButton", "stopButton"}) {
        const auto *widget = x.find<QWidget>(name);
        const QRect place(widget->mapTo(x.page.get(), QPoint()), widget->size());
        QVERIFY2(widget->isVisible() && x.page->rect().contains(place), name);
        QVERIFY2(widget->width() >= widget->minimumSizeHint().width() && widget->height() >= widget->minimumSizeHint().height(),
                 qPrintable(QStringLiteral("%1: %2 x %3, wants %4 x %5").arg(QLatin1String(name)).arg(widget->width()).arg(widget->height()).arg(widget->minimumSizeHint().width()).arg(widget->minimumSizeHint().height())));
    }
}

QTEST_MAIN(tst_ProducePage)
#include "tst_producepage.moc"
