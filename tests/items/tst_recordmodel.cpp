// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "items/recordcontent.h"
#include "items/recordmodel.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "tests/support/fakecluster.h"

using Domain::GapReason;
using Items::PreviewCell;
using Items::RecordCells;
using Items::RecordModel;
using TestSupport::FakeRecord;

namespace {

constexpr std::size_t LargeBudget = 256U << 20;
constexpr std::size_t SmallBudget = 40U << 20;

FakeRecord record(int partition, std::int64_t offset, std::optional<std::string> key, std::optional<std::string> value)
{
    return {partition, offset, 1'795'271'527'418, std::move(key), std::move(value), {}, Domain::TimestampType::Create, 0};
}

} // namespace

class TestRecordModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void showsARecordInEveryColumn();
    void valueRolesAreForMachines();
    void nullEmptyAndTheTextNullDiffer();
    void gapsAreRowsWithAReason();
    void timesFollowTheZone();
    void recordsWithoutTimeSaySo();
    void columnsSayWhatAllRecordsAre();
    void aFormatOfOnesOwnSaysWhyItDoesNotFit();
    void hostileTextIsShownAsItIs();
    void aHugeValueCostsNoMoreThanASmallOne();
    void recordAtIsExact();
    void copiesWithoutGrouping();
    void eachTickIsOneRange();
    void releasedRowsBecomeOneRow();
    void everythingKeepsToTheRulesOfModels();

private:
    void start(std::size_t budget, bool live = true);
    TestSupport::FakeRead &read() const { return *m_script->lastRead(); }
    void give(const std::vector<FakeRecord> &records);
    RecordCells cells(int row) const
    {
        RecordCells c;
        m_model->fill(row, c);
        return c;
    }
    QString text(int row, int column) const { return m_model->index(row, column).data().toString(); }
    QVariant value(int row, int column) const { return m_model->index(row, column).data(RecordModel::ValueRole); }

    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<TestSupport::FakeCluster> m_cluster;
    std::unique_ptr<Session::ReadSession> m_session;
    std::unique_ptr<Session::RecordRows> m_rows;
    std::unique_ptr<RecordModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestRecordModel::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_script = std::make_shared<TestSupport::FakeScript>();
    m_script->addTopic("orders", 12);
    m_script->hold();
    m_cluster = TestSupport::fakeCluster(m_script);
}

void TestRecordModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_rows.reset();
    m_session.reset();
    m_cluster.reset();
    m_script.reset();
}

void TestRecordModel::start(std::size_t budget, bool live)
{
    m_session = std::make_unique<Session::ReadSession>(*m_cluster, budget);
    m_rows = std::make_unique<Session::RecordRows>(*m_session);
    m_model = std::make_unique<RecordModel>(*m_rows);
    m_model->setUtc(true);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    Domain::ReadPlan plan;
    plan.topics = {"orders"};
    if (live)
        plan.until = Domain::UntilLive{};
    m_session->start(plan);
}

void TestRecordModel::give(const std::vector<FakeRecord> &records)
{
    const int before = m_model->rowCount();
    for (const FakeRecord &r : records)
        read().record(r);
    read().publish();
    QTRY_COMPARE(m_model->rowCount(), before + int(records.size()));
}

void TestRecordModel::showsARecordInEveryColumn()
{
    start(LargeBudget);
    FakeRecord r = record(7, 3'438'114, "order-700197", R"({"orderId":9007199254740993,"status":"PAID"})");
    r.headers = {{"a", "1"}, {"a", std::nullopt}};
    give({r});
    QCOMPARE(text(0, RecordModel::PartitionColumn), QStringLiteral("7"));
    QCOMPARE(text(0, RecordModel::OffsetColumn), QStringLiteral("3,438,114"));
    QCOMPARE(text(0, RecordModel::TimeColumn), QStringLiteral("2026-11-21 14:32:07.418"));
    QCOMPARE(text(0, RecordModel::KeyColumn), QStringLiteral("order-700197"));
    QCOMPARE(text(0, RecordModel::ValueColumn), QStringLiteral("{\"orderId\":9007199254740993,\"status\":\"PAID\"}"));
    QCOMPARE(text(0, RecordModel::HeaderColumn), QStringLiteral("2"));
    QCOMPARE(text(0, RecordModel::SizeColumn), QStringLiteral("44 B"));
    const RecordCells c = cells(0);
    QCOMPARE(c.value.text.mid(c.value.spans[1].start, c.value.spans[1].length), QStringLiteral("\"orderId\""));
    QCOMPARE(c.value.spans[1].syntax, Items::Syntax::Key);
    QCOMPARE(m_model->index(0, RecordModel::PartitionColumn).data(Qt::AccessibleTextRole).toString(), QStringLiteral("partition 7"));
}

void TestRecordModel::valueRolesAreForMachines()
{
    start(LargeBudget);
    give({record(7, 9'007'199'254'740'993, std::nullopt, "abc")});
    QCOMPARE(value(0, RecordModel::PartitionColumn), QVariant(7));
    QCOMPARE(value(0, RecordModel::OffsetColumn), QVariant(qint64(9'007'199'254'740'993)));
    QCOMPARE(value(0, RecordModel::TimeColumn), QVariant(qint64(1'795'271'527'418)));
    QCOMPARE(value(0, RecordModel::HeaderColumn), QVariant(0));
    QCOMPARE(value(0, RecordModel::SizeColumn), QVariant(qint64(3)));
    QVERIFY(!value(0, RecordModel::ValueColumn).isValid());
}

void TestRecordModel::nullEmptyAndTheTextNullDiffer()
{
    start(LargeBudget);
    give({record(0, 0, "k", std::nullopt), record(0, 1, std::nullopt, std::nullopt), record(0, 2, "", ""), record(0, 3, "null", "null")});
    QCOMPARE(cells(0).value.kind, PreviewCell::Kind::Tombstone);
    QCOMPARE(cells(0).value.text, QStringLiteral("k"));
    QCOMPARE(text(0, RecordModel::SizeColumn), QStringLiteral("null"));
    QCOMPARE(cells(1).value.kind, PreviewCell::Kind::Null);
    QCOMPARE(cells(1).key.kind, PreviewCell::Kind::Null);
    QCOMPARE(cells(2).value.kind, PreviewCell::Kind::Empty);
    QCOMPARE(text(2, RecordModel::SizeColumn), QStringLiteral("0 B"));
    QCOMPARE(cells(3).value.kind, PreviewCell::Kind::Text);
    QCOMPARE(cells(3).value.text, QStringLiteral("null"));
    QCOMPARE(text(3, RecordModel::SizeColumn), QStringLiteral("4 B"));
    const auto spoken = [this](int row) { return m_model->index(row, RecordModel::ValueColumn).data(Qt::AccessibleTextRole).toString(); };
    QCOMPARE(spoken(0), QStringLiteral("value null, tombstone"));
    QCOMPARE(spoken(1), QStringLiteral("value null"));
    QCOMPARE(spoken(2), QStringLiteral("value empty, 0 bytes"));
    QCOMPARE(spoken(3), QStringLiteral("value is the text null"));
}

void TestRecordModel::gapsAreRowsWithAReason()
{
    start(LargeBudget);
    read().gap(7, 100, 4218, GapReason::Retention);
    read().record(record(7, 4218, "k", "v"));
    read().gap(7, 4219, 4220, GapReason::Hole);
    read().gap(7, 4220, 4222, GapReason::Refused);
    read().publish();
    QTRY_COMPARE(m_model->rowCount(), 4);
    QCOMPARE(text(0, RecordModel::OffsetColumn), QStringLiteral("offsets 100–4,217 removed by retention (4,118 offsets)"));
    QCOMPARE(text(2, RecordModel::OffsetColumn), QStringLiteral("offset 4,219 missing, reason unknown"));
    QCOMPARE(text(3, RecordModel::OffsetColumn), QStringLiteral("offsets 4,220–4,221 refused by the client (2 offsets)"));
    QCOMPARE(m_model->index(0, 0).data(RecordModel::KindRole).toInt(), int(RecordCells::Kind::Gap));
    QCOMPARE(m_model->index(0, 0).data(RecordModel::GapReasonRole).toInt(), int(GapReason::Retention));
    QVERIFY(!m_model->index(1, 0).data(RecordModel::GapReasonRole).isValid());
    QVERIFY(m_model->explanation(2).contains(QStringLiteral("read_committed")));
    QVERIFY(!m_model->recordAt(0));
    QVERIFY(!value(0, RecordModel::OffsetColumn).isValid());
}

void TestRecordModel::timesFollowTheZone()
{
    start(LargeBudget);
    give({record(0, 0, "k", "v")});
    qputenv("TZ", "XYZ-05:30");
    tzset();
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setUtc(false);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(text(0, RecordModel::TimeColumn), QStringLiteral("2026-11-21 20:02:07.418"));
    QCOMPARE(m_model->copyText(0, RecordModel::TimeColumn), QStringLiteral("2026-11-21T20:02:07.418+05:30"));
    qputenv("TZ", "UTC");
    tzset();
}

void TestRecordModel::recordsWithoutTimeSaySo()
{
    start(LargeBudget);
    FakeRecord r = record(0, 0, "k", "v");
    r.timestampType = Domain::TimestampType::None;
    give({r});
    QCOMPARE(text(0, RecordModel::TimeColumn), QStringLiteral("—"));
    QVERIFY(!value(0, RecordModel::TimeColumn).isValid());
}

void TestRecordModel::columnsSayWhatAllRecordsAre()
{
    start(LargeBudget);
    const auto head = [this](int column) { return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); };
    QCOMPARE(head(RecordModel::TimeColumn), QStringLiteral("Time"));
    give({record(0, 0, "k", "{}"), record(0, 1, "k", "[1]")});
    QCOMPARE(head(RecordModel::TimeColumn), QStringLiteral("Time (CreateTime)"));
    QCOMPARE(head(RecordModel::ValueColumn), QStringLiteral("Value  ·  JSON"));
    QVERIFY(!cells(0).timeTypeDiffers);
    FakeRecord other = record(0, 2, "k", "plain words");
    other.timestampType = Domain::TimestampType::LogAppend;
    give({other});
    QCOMPARE(head(RecordModel::ValueColumn), QStringLiteral("Value"));
    QVERIFY(cells(2).timeTypeDiffers);
}

void TestRecordModel::aFormatOfOnesOwnSaysWhyItDoesNotFit()
{
    start(LargeBudget);
    give({record(0, 0, "k", std::string("\x00\x01\xff", 3))});
    QCOMPARE(cells(0).value.kind, PreviewCell::Kind::Text); // binary, found by itself: nothing is wrong
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setValueFormat(QStringLiteral("json"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(cells(0).value.kind, PreviewCell::Kind::Undecodable);
    QVERIFY2(cells(0).value.reason.startsWith(QStringLiteral("JSON: ")), qPrintable(cells(0).value.reason));
    QVERIFY2(cells(0).value.text.startsWith(QStringLiteral("00 01 ff")), qPrintable(cells(0).value.text));
    QCOMPARE(m_model->headerData(RecordModel::ValueColumn, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Value  ·  JSON"));
    m_model->setValueFormat({});
    QCOMPARE(cells(0).value.kind, PreviewCell::Kind::Text);
    QCOMPARE(m_model->headerData(RecordModel::ValueColumn, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Value  ·  Binary"));
}

void TestRecordModel::hostileTextIsShownAsItIs()
{
    start(LargeBudget);
    give({record(0, 0, "<img src=/etc/passwd>\xe2\x80\xae", "line\r\nbreak \x1b[31m & <b>")});
    QCOMPARE(text(0, RecordModel::KeyColumn), QStringLiteral("<img src=/etc/passwd>⟨U+202E⟩"));
    QCOMPARE(text(0, RecordModel::ValueColumn), QStringLiteral("line␍␊break ␛[31m & <b>"));
}

void TestRecordModel::aHugeValueCostsNoMoreThanASmallOne()
{
    start(LargeBudget);
    std::string huge = "{\"a\":\"" + std::string(60'000'000, 'x') + "\"}";
    give({record(0, 0, "k", std::move(huge)), record(0, 1, "k", std::string(1'000'000, '['))});
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 1000; ++i)
        cells(i & 1);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(cells(0).value.isCut);
    QVERIFY(cells(0).value.text.size() <= 256);
    QVERIFY(m_model->fullText(0, RecordModel::ValueColumn).size() <= 2000);
}

void TestRecordModel::recordAtIsExact()
{
    start(LargeBudget);
    FakeRecord r = record(3, 17, std::string("\x00\xff", 2), "v");
    r.headers = {{"h", std::nullopt}, {"h", ""}, {"\xfe", "x"}};
    give({r});
    const auto content = m_model->recordAt(0);
    QVERIFY(content);
    QCOMPARE(content->topic, std::string("orders"));
    QCOMPARE(content->partition, Domain::PartitionId(3));
    QCOMPARE(content->offset, Domain::Offset(17));
    QCOMPARE(*content->key, std::string("\x00\xff", 2));
    QCOMPARE(content->headers.size(), std::size_t(3));
    QVERIFY(!content->headers[0].value);
    QCOMPARE(*content->headers[1].value, std::string());
    QVERIFY(!m_model->recordAt(1));
    QVERIFY(!m_model->recordAt(-1));
}

void TestRecordModel::copiesWithoutGrouping()
{
    start(LargeBudget);
    give({record(3, 1'234'567, "k", std::string(2000, 'v'))});
    QCOMPARE(m_model->copyText(0, RecordModel::OffsetColumn), QStringLiteral("1234567"));
    QCOMPARE(m_model->copyText(0, RecordModel::TimeColumn), QStringLiteral("2026-11-21T14:32:07.418Z"));
    QCOMPARE(m_model->copyText(0, RecordModel::SizeColumn), QStringLiteral("2000"));
}

void TestRecordModel::eachTickIsOneRange()
{
    start(LargeBudget);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (int i = 0; i < 20'000; ++i)
        read().record(record(i % 12, i / 12, "k", "v"));
    read().publish();
    QTRY_COMPARE(m_model->rowCount(), 20'000);
    QVERIFY2(inserted.size() <= 2, qPrintable(QString::number(inserted.size())));
}

void TestRecordModel::releasedRowsBecomeOneRow()
{
    start(SmallBudget);
    const std::string large(200'000, 'v');
    for (int i = 0; i < 600; ++i) {
        read().record(record(0, i, "k", large));
        if (i % 50 == 49)
            read().publish();
    }
    QTRY_VERIFY(m_model->releasedInFront() > 0);
    QTRY_COMPARE(m_session->recordsHeld() + m_session->recordsReleased(), std::uint64_t(600));
    QCOMPARE(m_model->rowCount(), int(m_session->order().size()) + 1);
    QCOMPARE(m_model->releasedInFront(), m_session->recordsReleased());
    QCOMPARE(cells(0).kind, RecordCells::Kind::Released);
    QCOMPARE(text(0, RecordModel::OffsetColumn), QStringLiteral("%1 records released to stay within the memory budget").arg(m_session->recordsReleased()));
    QCOMPARE(value(1, RecordModel::OffsetColumn), QVariant(qint64(m_session->recordsReleased())));
    QCOMPARE(value(m_model->rowCount() - 1, RecordModel::OffsetColumn), QVariant(qint64(599)));
    QVERIFY(!m_model->explanation(0).isEmpty());
    QVERIFY(!m_model->recordAt(0));
}

void TestRecordModel::everythingKeepsToTheRulesOfModels()
{
    QRandomGenerator random(4711);
    start(SmallBudget);
    const std::string large(300'000, 'x');
    std::vector<std::int64_t> next(12, 0);
    for (int round = 0; round < 60; ++round) {
        if (random.bounded(15) == 0) {
            Domain::ReadPlan plan = m_session->plan();
            m_session->start(plan);
            QCOMPARE(m_model->rowCount(), 0);
            next.assign(12, 0);
        }
        for (int i = random.bounded(60); i >= 0; --i) {
            const int partition = random.bounded(12);
            if (random.bounded(8) == 0) {
                read().gap(partition, next[partition], next[partition] + 3, GapReason::Hole);
                next[partition] += 3;
            }
            read().record(record(partition, next[partition]++, "k", random.bounded(2) ? large : std::string("small")));
        }
        read().publish();
        const auto given = read().status();
        QTRY_COMPARE(m_session->recordsHeld() + m_session->recordsReleased(), given.records);
        QCOMPARE(m_model->rowCount(), int(m_session->order().size()) + (m_session->recordsReleased() > 0 ? 1 : 0));
        for (int i = 0; i < 20 && m_model->rowCount() > 0; ++i)
            QVERIFY(!text(random.bounded(m_model->rowCount()), RecordModel::OffsetColumn).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestRecordModel)
#include "tst_recordmodel.moc"
