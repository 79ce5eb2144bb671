// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/deliverymodel.h"
#include "items/deliverytext.h"
#include "items/itemroles.h"
#include "produce/deliverykeeper.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace Items;
using Domain::Outcome;
using Model = DeliveryModel;

namespace {

/// A board as a run fills it.
struct Run
{
    std::shared_ptr<Produce::DeliveryBoard> board = std::make_shared<Produce::DeliveryBoard>();
    Produce::DeliveryKeeper keeper{board, {}};
    std::uint64_t count = 0;

    void send(int records, const std::optional<std::string> &key = "k")
    {
        Produce::MadeRecord record;
        record.key = key;
        record.value = "value";
        for (int i = 0; i < records; ++i)
            keeper.sent(++count, record);
    }
    void report(std::uint64_t number, Outcome outcome = Outcome::Done)
    {
        Domain::DeliveryReport report{.number = number, .outcome = outcome, .partition = Domain::PartitionId(int(number % 3)), .latency = std::chrono::microseconds(3800)};
        if (outcome == Outcome::Done)
            report.offset = Domain::Offset(std::int64_t(number) + 1000);
        else
            report.error = Domain::Error{.code = Domain::ErrorCode::SendTimedOut, .args = {{"topic", "orders"}, {"partition", "2"}, {"seconds", "10"}}};
        keeper.acknowledged(report);
        keeper.reported(report);
    }
};

} // namespace

/// The delivery table: what it says of a record, and that it follows a run however fast that is.
class tst_DeliveryModel : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        model = std::make_unique<Model>();
        tester = std::make_unique<QAbstractItemModelTester>(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        tester.reset();
        model.reset();
    }
    void showsTheLatestFirst();
    void followsReports();
    void saysNullAndEmptyApart();
    void keepsProblemsWhenThereIsNoRoom();
    void showsOnlyProblems();
    void beginsAnewWithAnotherRun();
    void totalsSayWhatThereIs();

private:
    QString text(int row, int column) const { return model->index(row, column).data().toString(); }
    std::unique_ptr<Model> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
};

void tst_DeliveryModel::showsTheLatestFirst()
{
    Run run;
    model->setBoard(run.board);
    run.send(3);
    model->update();
    QCOMPARE(model->rowCount(), 3);
    QCOMPARE(text(0, Model::Number), QStringLiteral("3"));
    QCOMPARE(text(2, Model::Number), QStringLiteral("1"));
    run.send(2);
    model->update();
    QCOMPARE(model->rowCount(), 5);
    QCOMPARE(text(0, Model::Number), QStringLiteral("5"));
}

void tst_DeliveryModel::followsReports()
{
    Run run;
    model->setBoard(run.board);
    run.send(3);
    model->update();
    QCOMPARE(text(1, Model::Result), QStringLiteral("in flight"));
    QCOMPARE(text(1, Model::Offset), QStringLiteral("–"));
    QVERIFY(!model->index(1, 0).data(Model::OutcomeRole).isValid());
    QSignalSpy changed(model.get(), &QAbstractItemModel::dataChanged);
    run.report(2);
    run.report(1, Outcome::Failed);
    run.report(3, Outcome::Unknown);
    model->update();
    QCOMPARE(changed.size(), 1); // one range
    QCOMPARE(text(1, Model::Result), QStringLiteral("delivered"));
    QCOMPARE(text(1, Model::Offset), QStringLiteral("1,002"));
    QCOMPARE(model->index(1, Model::Offset).data(CopyRole).toString(), QStringLiteral("1002"));
    QCOMPARE(text(1, Model::Latency), QStringLiteral("3.8 ms"));
    QCOMPARE(model->index(1, Model::Partition).data(PartitionBarRole).toInt(), 2);
    QCOMPARE(text(2, Model::Result), QStringLiteral("failed"));
    QVERIFY2(text(2, Model::Error).contains(QStringLiteral("did not acknowledge")), qPrintable(text(2, Model::Error)));
    QCOMPARE(model->index(2, Model::Error).data(AttentionRole).toInt(), 2);
    QCOMPARE(text(0, Model::Result), QStringLiteral("unknown"));
    QCOMPARE(model->problemNumbers(), (std::vector<std::uint64_t>{1, 3}));
}

void tst_DeliveryModel::saysNullAndEmptyApart()
{
    Run run;
    model->setBoard(run.board);
    run.send(1, std::nullopt);
    run.send(1, "");
    run.send(1, "null");
    model->update();
    QCOMPARE(text(2, Model::Key), QStringLiteral("null"));
    QVERIFY(model->index(2, Model::Key).data(ChipRole).toBool());
    QCOMPARE(text(1, Model::Key), QStringLiteral("empty"));
    QVERIFY(model->index(1, Model::Key).data(ChipRole).toBool());
    QCOMPARE(text(0, Model::Key), QStringLiteral("null"));
    QVERIFY2(!model->index(0, Model::Key).data(ChipRole).toBool(), "the text null is a text");
}

void tst_DeliveryModel::keepsProblemsWhenThereIsNoRoom()
{
    tester.reset(); // looks at every row
    Run run;
    model->setBoard(run.board);
    constexpr int most = Model::mostRows;
    run.send(2 * most);
    for (std::uint64_t number = 1; number <= run.count; ++number)
        run.report(number, number % 5000 == 7 ? Outcome::Failed : Outcome::Done);
    model->update();
    run.send(most);
    model->update();
    QVERIFY2(model->rowCount() <= most + most / 10, qPrintable(QString::number(model->rowCount())));
    QCOMPARE(model->problemNumbers().size(), std::size_t(2 * most / 5000));
    QCOMPARE(model->delivery(0)->number, run.count);
    QVERIFY(model->leftOut() > 0);
    for (int row = 1; row < model->rowCount(); ++row)
        QVERIFY(model->delivery(row)->number < model->delivery(row - 1)->number);
}

void tst_DeliveryModel::showsOnlyProblems()
{
    Run run;
    model->setBoard(run.board);
    run.send(4);
    run.report(1);
    run.report(2, Outcome::Failed);
    model->update();
    model->setProblemsOnly(true);
    QCOMPARE(model->rowCount(), 1);
    QCOMPARE(text(0, Model::Number), QStringLiteral("2"));
    run.report(4, Outcome::Unknown);
    run.report(3);
    model->update();
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(text(0, Model::Number), QStringLiteral("4"));
    model->setProblemsOnly(false);
    QCOMPARE(model->rowCount(), 4);
}

void tst_DeliveryModel::beginsAnewWithAnotherRun()
{
    Run first;
    model->setBoard(first.board);
    first.send(3);
    model->update();
    Run second;
    second.send(1);
    model->setBoard(second.board);
    QCOMPARE(model->rowCount(), 1);
    model->setBoard(nullptr);
    QCOMPARE(model->rowCount(), 0);
}

void tst_DeliveryModel::totalsSayWhatThereIs()
{
    Produce::DeliveryBoard::Status status;
    status.state = Produce::RunState::Sending;
    status.totals = {.sent = 612, .done = 528, .failed = 1, .planned = 1000, .perSecond = 49.8, .latencyMedian = std::chrono::microseconds(2100), .latency99 = std::chrono::microseconds(9800)};
    TotalsText text = totalsText(status);
    QCOMPARE(text.delivered, QStringLiteral("528 delivered"));
    QCOMPARE(text.failed, QStringLiteral("1 failed"));
    QVERIFY2(text.unknown.isEmpty(), "nothing is unknown");
    QVERIFY(text.facts.contains(QStringLiteral("83 in flight")));
    QVERIFY(text.facts.contains(QStringLiteral("388 left")));
    QVERIFY(text.facts.contains(QStringLiteral("latency p50 2.1 ms, p99 9.8 ms")));
    QCOMPARE(text.share, 529);
    status.state = Produce::RunState::Ended;
    status.totals.sent = status.totals.done = 600;
    status.totals.failed = 0;
    QCOMPARE(totalsText(status).state, QStringLiteral("Stopped"));
    status.transaction = Produce::TransactionState::Aborted;
    QVERIFY(totalsText(status).state.startsWith(QStringLiteral("Aborted")));
    status.transaction = Produce::TransactionState::Unknown;
    QCOMPARE(totalsText(status).state, QStringLiteral("End of the transaction unknown"));
}

QTEST_MAIN(tst_DeliveryModel)
#include "tst_deliverymodel.moc"
