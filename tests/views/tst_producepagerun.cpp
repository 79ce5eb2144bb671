// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/producefixture.h"

#include "items/deliverymodel.h"
#include "views/widgets/banner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

using namespace ViewTest;
using Delivery = Items::DeliveryModel;
using Domain::Outcome;

/// Runs of the page: many records, stopping, what fails, locks, records sent again.
class tst_ProducePageRun : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void sendsManyAndCounts();
    void stopsWhatHasNoEnd();
    void saysFailedAndUnknownApart();
    void savesWhatDidNotArrive();
    void aTransactionIsAbortedOnPurpose();
    void nothingIsSentWhileLocked();
    void productionIsConfirmedByName();
    void remembersHowATopicIsSentTo();
    void aRecordIsSentAgainByteForByte();
    void asksBeforeItIsClosed();
};

void tst_ProducePageRun::sendsManyAndCounts()
{
    ProduceFixture x;
    x.fill();
    x.type("keyEdit", QStringLiteral("k-{{seq(1)}}"));
    x.find<QSpinBox>("sendCount")->setValue(2000);
    QCOMPARE(x.find<QPushButton>("sendButton")->accessibleName(), QStringLiteral("Send 2,000"));
    QVERIFY(x.find<QPushButton>("sendOnceButton")->isVisible());
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    QTest::keyClick(x.page.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("2,000 delivered"));
    QTRY_COMPARE(x.label("deliveryState"), QStringLiteral("Ended"));
    QCOMPARE(x.deliveries()->rowCount(), 2000);
    QCOMPARE(x.delivery(0, Delivery::Number), QStringLiteral("2,000"));
    QCOMPARE(x.delivery(0, Delivery::Key), QStringLiteral("k-2000"));
    x.click("sendOnceButton");
    QTRY_COMPARE(x.label("deliveredTotal"), QStringLiteral("1 delivered"));
    QCOMPARE(x.gate->sent().size(), std::size_t(2001));
}

void tst_ProducePageRun::stopsWhatHasNoEnd()
{
    ProduceFixture x;
    x.fill();
    x.find<QSpinBox>("sendCount")->setValue(0);
    x.find<QDoubleSpinBox>("sendRate")->setValue(200);
    QCOMPARE(x.find<QPushButton>("sendButton")->accessibleName(), QStringLiteral("Send until stopped"));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_VERIFY(x.gate->sent().size() > 5);
    QVERIFY(x.page->isRunning());
    QVERIFY2(!x.find<QPushButton>("sendButton")->isEnabled(), "one run at a time");
    x.click("stopButton");
    QTRY_VERIFY(!x.page->isRunning());
    QVERIFY(!x.find<QPushButton>("stopButton")->isEnabled());
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
}

void tst_ProducePageRun::saysFailedAndUnknownApart()
{
    ProduceFixture x;
    x.gate->setOutcome([](const TestSupport::SentRecord &record) {
        Domain::DeliveryReport report{.number = record.number, .outcome = record.number == 1 ? Outcome::Failed : Outcome::Unknown, .partition = Domain::PartitionId(2)};
        report.error = Domain::Error{.code = Domain::ErrorCode::SendTimedOut, .args = {{"topic", "orders"}, {"partition", "2"}, {"seconds", "10"}}};
        return report;
    });
    x.fill();
    x.find<QSpinBox>("sendCount")->setValue(2);
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.label("failedTotal"), QStringLiteral("1 failed"));
    QTRY_COMPARE(x.label("unknownTotal"), QStringLiteral("1 unknown"));
    QCOMPARE(x.delivery(1, Delivery::Result), QStringLiteral("failed"));
    QCOMPARE(x.delivery(0, Delivery::Result), QStringLiteral("unknown"));
    QSignalSpy wanted(x.page.get(), &Views::ProducePage::recordsWanted);
    auto *table = x.find<QAbstractItemView>("deliveryTable");
    table->setFocus();
    table->setCurrentIndex(x.deliveries()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    const auto plan = wanted.front().front().value<Domain::ReadPlan>();
    QCOMPARE(plan.topic(), std::string("orders"));
    QVERIFY(plan.partitions == std::vector{Domain::PartitionId(2)});
    QVERIFY(std::holds_alternative<Domain::AtTime>(plan.from));
    QVERIFY(x.find<QCheckBox>("problemsOnly")->isVisible());
}

void tst_ProducePageRun::savesWhatDidNotArrive()
{
    ProduceFixture x;
    x.gate->setOutcome([](const TestSupport::SentRecord &record) {
        Domain::DeliveryReport report{.number = record.number, .outcome = record.number % 2 ? Outcome::Done : Outcome::Failed, .partition = Domain::PartitionId(0)};
        if (report.outcome == Outcome::Done)
            report.offset = Domain::Offset(std::int64_t(record.number));
        else
            report.error = Domain::Error{.code = Domain::ErrorCode::SendRefused, .args = {{"name", "INVALID_RECORD"}}};
        return report;
    });
    x.fill();
    x.type("keyEdit", QStringLiteral("k-{{seq(1)}}-{{hex(8)}}"));
    x.find<QSpinBox>("sendCount")->setValue(4);
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_COMPARE(x.label("failedTotal"), QStringLiteral("2 failed"));
    const QString file = x.folder.filePath(QStringLiteral("out.jsonl"));
    x.page->exportProblemsTo(file);
    QTRY_VERIFY(x.find<Views::Banner>("pageBanner")->isVisible());
    QVERIFY(x.find<Views::Banner>("pageBanner")->title().startsWith(QStringLiteral("2 records saved")));
    QFile saved(file);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = saved.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    for (int i = 0; i < 2; ++i) {
        const std::string key = x.gate->sent()[std::size_t(2 * i + 1)].key.value();
        QVERIFY2(lines[i].contains(QByteArray::fromStdString('"' + key + '"')), "made again from the same seed");
    }
}

void tst_ProducePageRun::aTransactionIsAbortedOnPurpose()
{
    ProduceFixture x;
    x.fill();
    auto *transaction = x.find<QComboBox>("sendTransaction");
    transaction->setCurrentIndex(2);
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_VERIFY(!x.page->isRunning());
    QCOMPARE(x.gate->transactionCalls(), (std::vector<std::string>{"begin", "abort"}));
    QVERIFY2(x.label("deliveryState").startsWith(QStringLiteral("Aborted")), qPrintable(x.label("deliveryState")));
}

void tst_ProducePageRun::nothingIsSentWhileLocked()
{
    Domain::ConnectionProfile profile = ProduceFixture::development();
    profile.readOnly = true;
    ProduceFixture x(profile);
    x.type("keyEdit", QStringLiteral("k"));
    x.type("valueEdit", QStringLiteral("1"));
    QTRY_COMPARE(x.label("keySize"), QStringLiteral("1 B"));
    for (const char *name : {"sendButton"}) {
        QVERIFY(!x.find<QPushButton>(name)->isEnabled());
        QVERIFY2(x.find<QPushButton>(name)->toolTip().contains(QStringLiteral("read-only")), qPrintable(x.find<QPushButton>(name)->toolTip()));
    }
    QTest::keyClick(x.page.get(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(x.gate->intents().empty());
    QVERIFY(x.session->unlockWrites({}));
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.session->lockWrites();
    QTRY_VERIFY(!x.find<QPushButton>("sendButton")->isEnabled());
    QVERIFY(x.gate->intents().empty());
}

void tst_ProducePageRun::productionIsConfirmedByName()
{
    ProduceFixture x(ProduceFixture::production());
    QVERIFY(x.session->unlockWrites("shop"));
    x.fill();
    x.find<QSpinBox>("sendCount")->setValue(3);
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    auto *dialog = x.page->findChild<Views::WriteConfirmation *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY2(x.gate->intents().empty(), "nothing before it is confirmed");
    auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("confirmNameEdit"));
    QVERIFY(name);
    QTest::keyClicks(name, QStringLiteral("shop"));
    bool isPressed = false;
    for (auto *button : dialog->findChildren<QPushButton *>()) {
        if (button->text() == u"Send 3 records") {
            QVERIFY(button->isEnabled());
            isPressed = true;
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    }
    QVERIFY(isPressed);
    QTRY_COMPARE(x.gate->sent().size(), std::size_t(3));
    QTRY_VERIFY(!x.page->isRunning());
}

void tst_ProducePageRun::remembersHowATopicIsSentTo()
{
    ProduceFixture x;
    x.fill();
    x.find<QComboBox>("producePartition")->setCurrentIndex(1);
    x.find<QSpinBox>("sendCount")->setValue(5);
    x.click("valueKindText");
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_VERIFY(x.gate->sent().size() == 5);
    QTRY_VERIFY(!x.page->isRunning());
    x.open();
    QCOMPARE(x.find<QComboBox>("producePartition")->currentIndex(), 1);
    QCOMPARE(x.find<QSpinBox>("sendCount")->value(), 5);
    QVERIFY(x.find<QPushButton>("valueKindText")->isChecked());
    QVERIFY2(x.find<QPlainTextEdit>("valueEdit")->toPlainText().isEmpty(), "what was sent is not kept");
}

void tst_ProducePageRun::aRecordIsSentAgainByteForByte()
{
    ProduceFixture x;
    Items::RecordContent record;
    record.topic = "orders";
    record.partition = Domain::PartitionId(1);
    record.timestamp = {1'700'000'000'123, Domain::TimestampType::Create};
    record.key = std::string("\0k", 2);
    record.value = "{\"price\": \"{{int(1, 5)}}\",\r\n \"n\": 1.00}";
    record.headers = {{"h", "a"}, {"h", ""}, {"h", std::nullopt}, {"b", "\xff"}};
    const std::optional<std::string> large = std::string(2'000'000, '\xfe');
    for (const auto &value : {record.value, std::optional<std::string>(), large}) {
        record.value = value;
        x.page->take(record);
        QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
        const std::size_t before = x.gate->sent().size();
        x.click("sendButton");
        QTRY_COMPARE(x.gate->sent().size(), before + 1);
        const TestSupport::SentRecord sent = x.gate->sent().back();
        QVERIFY(sent.key == record.key);
        QVERIFY(sent.value == record.value);
        QCOMPARE(sent.wantedPartition, std::optional<std::int32_t>(1));
        QCOMPARE(sent.timestampMs, std::optional<std::int64_t>(1'700'000'000'123));
        QCOMPARE(sent.headers.size(), record.headers.size());
        for (std::size_t i = 0; i < sent.headers.size(); ++i)
            QVERIFY(sent.headers[i].first == record.headers[i].name && sent.headers[i].second == record.headers[i].value);
        QTRY_VERIFY(!x.page->isRunning());
    }
}

void tst_ProducePageRun::asksBeforeItIsClosed()
{
    ProduceFixture x;
    QVERIFY(x.page->closeQuestion().isEmpty());
    x.fill();
    QVERIFY2(!x.page->closeQuestion().isEmpty(), "typed and neither sent nor saved");
    x.find<QSpinBox>("sendCount")->setValue(0);
    x.find<QDoubleSpinBox>("sendRate")->setValue(100);
    QTRY_VERIFY(x.find<QPushButton>("sendButton")->isEnabled());
    x.click("sendButton");
    QTRY_VERIFY(x.page->isRunning());
    QVERIFY(x.page->closeQuestion().contains(QStringLiteral("being sent")));
    x.page.reset(); // closing stops it
    QTRY_COMPARE_WITH_TIMEOUT(x.gate->producersAlive(), 0, 2000);
}

QTEST_MAIN(tst_ProducePageRun)
#include "tst_producepagerun.moc"
