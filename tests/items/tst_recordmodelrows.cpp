// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "items/recordcontent.h"
#include "items/recordmodel.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "tests/support/fakecluster.h"

using Items::PreviewCell;
using Items::RecordCells;
using Items::RecordModel;
using TestSupport::FakeRecord;

namespace {

std::shared_ptr<const Search::Filter> textFilter(const std::string &text)
{
    Search::FilterSpec spec;
    spec.pattern = text;
    auto filter = Search::Filter::compile(spec);
    return filter ? *filter : nullptr;
}

FakeRecord record(std::int64_t offset, std::string value, int partition = 0)
{
    FakeRecord r{partition, offset, 1000 + offset};
    r.key = "k" + std::to_string(offset);
    r.value = std::move(value);
    return r;
}

} // namespace

/// A RecordModel over rows that are filtered, ordered and read on.
class TestRecordModelRows : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void theCurrentRowStaysWithItsRecord();
    void matchesAreMarked();
    void fieldsAreColumns();
    void severalTopicsHaveAColumn();
    void lateRecordsAreMarked();
    void earlierRecordsComeInFront();
    void whatWasReleasedAndReadAgainIsNotCalledReleased();
    void recordsAreFoundByTheirPlace();
    void everythingKeepsToTheRulesOfModels();

private:
    void start(const std::vector<std::string> &topics = {"orders"}, std::size_t budget = 256U << 20);
    void give(const std::vector<FakeRecord> &records);
    TestSupport::FakeRead &read() const { return *m_script->lastRead(); }
    QString text(int row, int column) const { return m_model->index(row, column).data().toString(); }
    RecordCells cells(int row) const
    {
        RecordCells c;
        m_model->fill(row, c);
        return c;
    }

    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<TestSupport::FakeCluster> m_cluster;
    std::unique_ptr<Session::ReadSession> m_session;
    std::unique_ptr<Session::RecordRows> m_rows;
    std::unique_ptr<RecordModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestRecordModelRows::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_script = std::make_shared<TestSupport::FakeScript>();
    m_script->addTopic("orders", 12);
    m_script->addTopic("payments", 12);
    m_cluster = TestSupport::fakeCluster(m_script);
}

void TestRecordModelRows::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_rows.reset();
    m_session.reset();
    m_cluster.reset();
}

void TestRecordModelRows::start(const std::vector<std::string> &topics, std::size_t budget)
{
    m_session = std::make_unique<Session::ReadSession>(*m_cluster, budget);
    m_rows = std::make_unique<Session::RecordRows>(*m_session);
    m_model = std::make_unique<RecordModel>(*m_rows);
    m_model->setUtc(true);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    Domain::ReadPlan plan;
    plan.topics = topics;
    plan.until = Domain::UntilLive{};
    m_session->start(plan);
}

void TestRecordModelRows::give(const std::vector<FakeRecord> &records)
{
    const quint64 before = m_session->order().size();
    for (const FakeRecord &r : records)
        read().record(r);
    read().publish();
    QTRY_COMPARE(m_session->order().size(), before + records.size());
}

void TestRecordModelRows::theCurrentRowStaysWithItsRecord()
{
    start();
    std::vector<FakeRecord> records;
    for (int i = 0; i < 100; ++i)
        records.push_back(record(i, i % 2 ? "odd" : "even"));
    give(records);
    const QPersistentModelIndex odd = m_model->index(51, RecordModel::ValueColumn);
    const QPersistentModelIndex even = m_model->index(40, RecordModel::KeyColumn);
    m_rows->setFilter(textFilter("odd"));
    QTRY_COMPARE(m_model->rowCount(), 50);
    QCOMPARE(odd.row(), 25);
    QCOMPARE(odd.column(), int(RecordModel::ValueColumn));
    QVERIFY(!even.isValid());
    m_rows->setNewestFirst(true);
    QCOMPARE(odd.row(), 24);
    m_rows->setFilter({});
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(odd.row(), 48);
    QCOMPARE(odd.data(RecordModel::ValueRole), QVariant());
    QCOMPARE(text(odd.row(), RecordModel::OffsetColumn), QStringLiteral("51"));
    m_rows->setOrder(Domain::ReadOrder::Time);
    QSignalSpy replaced(m_rows.get(), &Session::RecordRows::replaced);
    QTRY_COMPARE(replaced.size(), 1);
    QCOMPARE(odd.row(), 48);
}

void TestRecordModelRows::matchesAreMarked()
{
    start();
    give({record(0, "a\x01 needle and needle"), record(1, "nothing")});
    QVERIFY(cells(0).value.matches.empty());
    m_rows->setFilter(textFilter("needle"));
    QTRY_COMPARE(m_model->rowCount(), 1);
    const PreviewCell cell = cells(0).value;
    QCOMPARE(cell.matches.size(), std::size_t(2));
    for (const auto &[first, length] : cell.matches)
        QCOMPARE(cell.text.mid(first, length), QStringLiteral("needle"));
    QVERIFY(cells(0).key.matches.empty());
}

void TestRecordModelRows::fieldsAreColumns()
{
    start();
    FakeRecord first = record(0, R"({"amount":12.50,"who":{"name":"Zoë \"Z\""},"list":[1,{"x":null}]})");
    first.headers = {{"trace", "abc"}};
    give({first, record(1, "no JSON")});
    m_model->setPathColumns({QStringLiteral("value.amount"), QStringLiteral("value.who.name"), QStringLiteral("value.list[1].x"), QStringLiteral("value.who"),
                             QStringLiteral("headers[\"trace\"]"), QStringLiteral("nonsense"), QStringLiteral("value.amount")});
    QCOMPARE(m_model->columnCount(), int(RecordModel::ColumnCount) + 5);
    const int column = m_model->firstPathColumn();
    QCOMPARE(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("value.amount"));
    QCOMPARE(text(0, column), QStringLiteral("12.50")); // as it was sent
    QCOMPARE(text(0, column + 1), QStringLiteral("Zoë \"Z\""));
    QCOMPARE(cells(0).fields[2].kind, PreviewCell::Kind::Null);
    QCOMPARE(text(0, column + 3), QStringLiteral("{\"name\":\"Zoë \\\"Z\\\"\"}"));
    QCOMPARE(text(0, column + 4), QStringLiteral("abc"));
    QCOMPARE(text(1, column), QString());
    QCOMPARE(m_model->pathColumns().size(), 5);
    m_model->setPathColumns({QStringLiteral("value.who.name")});
    QCOMPARE(m_model->columnCount(), int(RecordModel::ColumnCount) + 1);
    QCOMPARE(text(0, column), QStringLiteral("Zoë \"Z\""));
    m_model->setPathColumns({});
    QCOMPARE(m_model->columnCount(), int(RecordModel::ColumnCount));
}

void TestRecordModelRows::severalTopicsHaveAColumn()
{
    start({"orders", "payments"});
    QVERIFY(m_model->hasTopicColumn());
    FakeRecord other = record(0, "p");
    other.topic = 1;
    give({record(0, "o"), other});
    m_model->setPathColumns({QStringLiteral("value")});
    QCOMPARE(text(0, RecordModel::TopicColumn), QStringLiteral("orders"));
    QCOMPARE(text(1, RecordModel::TopicColumn), QStringLiteral("payments"));
    QCOMPARE(text(1, m_model->firstPathColumn()), QStringLiteral("p"));
    QCOMPARE(m_model->headerData(RecordModel::TopicColumn, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Topic"));
    QCOMPARE(m_model->recordAt(1)->topic, std::string("payments"));
    QCOMPARE(m_model->rowOfRecord("payments", 0, 0), 1);
    Domain::ReadPlan one = m_session->plan();
    one.topics = {"orders"};
    m_session->start(one);
    QVERIFY(!m_model->hasTopicColumn());
    QCOMPARE(m_model->columnCount(), int(RecordModel::ColumnCount) + 1);
}

void TestRecordModelRows::lateRecordsAreMarked()
{
    start();
    FakeRecord late = record(1, "late");
    late.timestampMs = 5;
    give({record(0, "first"), late});
    QVERIFY(!cells(1).isLate);
    m_rows->setOrder(Domain::ReadOrder::Time);
    QTRY_COMPARE(text(0, RecordModel::ValueColumn), QStringLiteral("late"));
    QVERIFY(cells(0).isLate && !cells(1).isLate);
    QVERIFY(m_model->index(0, RecordModel::TimeColumn).data(Qt::AccessibleTextRole).toString().endsWith(QStringLiteral("late")));
}

void TestRecordModelRows::earlierRecordsComeInFront()
{
    m_script->setRecords("orders", TestSupport::fakeRecords(3, 1000));
    start();
    Domain::ReadPlan plan = m_session->plan();
    plan.from = Domain::Tail{10};
    m_session->start(plan);
    QTRY_COMPARE(m_model->rowCount(), 30);
    const QPersistentModelIndex first = m_model->index(0, 0);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_session->readEarlier();
    QTRY_COMPARE(m_model->rowCount(), 3000);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.front()[1].toInt(), 0);
    QCOMPARE(first.row(), 2970);
    QCOMPARE(text(0, RecordModel::OffsetColumn), QStringLiteral("0"));
}

void TestRecordModelRows::whatWasReleasedAndReadAgainIsNotCalledReleased()
{
    std::vector<FakeRecord> records;
    for (int i = 0; i < 10'000; ++i)
        records.push_back(record(i, std::string(8000, 'v')));
    m_script->setRecords("orders", records);
    start({"orders"}, 40U << 20);
    QTRY_VERIFY(m_model->releasedInFront() > 0);
    QTRY_COMPARE(m_session->status().state, Domain::ReadState::Waiting);
    const quint64 released = m_model->releasedInFront();
    QCOMPARE(cells(0).kind, RecordCells::Kind::Released);
    m_session->raiseBudget();
    m_session->raiseBudget();
    m_session->raiseBudget();
    QVERIFY(m_session->canReadEarlier());
    m_session->readEarlier();
    QTRY_COMPARE(m_model->releasedInFront(), 0u);
    QCOMPARE(m_model->rowCount(), 10'000);
    QVERIFY(released > 0);
    QCOMPARE(text(0, RecordModel::OffsetColumn), QStringLiteral("0"));
}

void TestRecordModelRows::recordsAreFoundByTheirPlace()
{
    start();
    std::vector<FakeRecord> records;
    for (int i = 0; i < 300; ++i)
        records.push_back(record(i / 3, "v", i % 3));
    give(records);
    QCOMPARE(m_model->rowOfRecord("orders", 1, 50), 151);
    QCOMPARE(m_model->rowOfRecord("orders", 1, 100), -1);
    QCOMPARE(m_model->rowOfRecord("orders", 3, 0), -1);
    QCOMPARE(m_model->rowOfRecord("other", 1, 50), -1);
    m_rows->setNewestFirst(true);
    QCOMPARE(m_model->rowOfRecord("orders", 1, 50), 148);
    m_rows->setFilter(textFilter("nowhere"));
    QTRY_COMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->rowOfRecord("orders", 1, 50), -1);
}

void TestRecordModelRows::everythingKeepsToTheRulesOfModels()
{
    QRandomGenerator random(4712);
    start({"orders"}, 40U << 20);
    const std::string large(100'000, 'x');
    std::vector<std::int64_t> next(12, 0);
    for (int round = 0; round < 150; ++round) {
        switch (random.bounded(8)) {
        case 0:
            m_rows->setFilter(random.bounded(3) ? textFilter(std::string(1, char('0' + random.bounded(10)))) : nullptr);
            break;
        case 1:
            m_rows->setOrder(Domain::ReadOrder(random.bounded(3)));
            break;
        case 2:
            m_rows->setNewestFirst(random.bounded(2));
            break;
        case 3:
            m_rows->sortByPath(random.bounded(2) ? QStringLiteral("key") : QString());
            break;
        case 4:
            m_model->setPathColumns(random.bounded(2) ? QStringList{QStringLiteral("value.a"), QStringLiteral("key")} : QStringList{QStringLiteral("key")});
            break;
        case 5:
            if (random.bounded(10) == 0) {
                m_session->start(Domain::ReadPlan(m_session->plan()));
                next.assign(12, 0);
            }
            break;
        default:
            for (int i = int(random.bounded(60)); i >= 0; --i) {
                const int partition = int(random.bounded(12));
                if (random.bounded(8) == 0) {
                    read().gap(partition, next[partition], next[partition] + 3, Domain::GapReason::Hole);
                    next[partition] += 3;
                }
                read().record(record(next[partition]++, random.bounded(2) ? large + std::to_string(i) : std::to_string(i), partition));
            }
            read().publish();
        }
        const auto given = read().status();
        if (random.bounded(2))
            QTRY_COMPARE(m_session->recordsHeld() + m_session->recordsReleased(), given.records);
        if (random.bounded(2))
            QTRY_VERIFY(!m_rows->progress().isRunning);
        QCOMPARE(m_model->rowCount(), int(m_rows->size()) + (m_session->recordsReleased() > 0 ? 1 : 0));
        for (int i = 0; i < 20 && m_model->rowCount() > 0; ++i)
            QVERIFY(!text(int(random.bounded(m_model->rowCount())), RecordModel::OffsetColumn).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestRecordModelRows)
#include "tst_recordmodelrows.moc"
