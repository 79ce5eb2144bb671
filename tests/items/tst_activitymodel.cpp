// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/activitymodel.h"
#include "items/itemroles.h"
#include "session/activity.h"
#include "tests/settings/journalfixture.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace JournalTest;
using Items::ActivityModel;

class TestActivityModel : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }
    void readsWhatWasWritten();
    void followsWhatIsWritten();
    void filters();
    void readsFurtherBack();
    void tellsWhatCannotBeRead();
    void checksTheChain();
    void goesWhileItReads();
    void listsIt();
    void tellsWhatHasNoEnd();
    void showsHostileText();
};

void TestActivityModel::readsWhatWasWritten()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    QVERIFY(journal.begin(place(), intent("b")).ok());
    Session::Activity activity(x.path);
    QVERIFY(activity.entries().empty());
    activity.refresh();
    QVERIFY(activity.isReading());
    QTRY_COMPARE(activity.entries().size(), 2u);
    QVERIFY(!activity.isReading());
    QVERIFY(!activity.hasMore());
    QCOMPARE(activity.entries().front().intent.target, std::string("b"));
}

void TestActivityModel::followsWhatIsWritten()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    Session::Activity activity(x.path); // no folder yet
    QSignalSpy changed(&activity, &Session::Activity::changed);
    activity.refresh();
    QTRY_COMPARE(changed.size(), 1);
    const auto entry = journal.begin(place(), intent("a"));
    QVERIFY(entry.ok());
    QTRY_COMPARE(activity.entries().size(), 1u);
    QVERIFY(activity.entries()[0].isRunning);
    QVERIFY(journal.end(*entry, {.outcome = Domain::Outcome::Done}).ok());
    QTRY_VERIFY(activity.entries()[0].end.has_value());
}

void TestActivityModel::filters()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place("shop production"), intent("orders")).ok());
    QVERIFY(journal.begin(place("local"), intent("orders")).ok());
    QVERIFY(journal.begin(place("local"), intent("payments")).ok());
    Session::Activity activity(x.path);
    activity.setFilter(QStringLiteral("PRODUCTION "), {});
    QTRY_COMPARE(activity.entries().size(), 1u);
    QVERIFY(activity.isFiltered());
    activity.setFilter(QStringLiteral("local"), QStringLiteral("order"));
    QTRY_COMPARE(activity.entries().front().place.profile, std::string("local"));
    QCOMPARE(activity.entries().size(), 1u);
    activity.setFilter(QStringLiteral("cluster-1"), {});
    QTRY_COMPARE(activity.entries().size(), 3u);
    activity.setFilter({}, {});
    QVERIFY(!activity.isFiltered());
}

void TestActivityModel::readsFurtherBack()
{
    const Folder x;
    // Lines as they are, without their seals: how many are read is the question, and this many syncs take long.
    QVERIFY(QDir().mkpath(x.path));
    QByteArray lines;
    for (int i = 0; i < 1200; ++i)
        lines += "{\"id\":\"" + QByteArray::number(i) + "\",\"kind\":\"intent\",\"target\":\"t\",\"records\":" + QByteArray::number(i) + "}\n";
    QVERIFY(x.append(lines));
    Session::Activity activity(x.path);
    activity.refresh();
    QTRY_COMPARE(activity.entries().size(), Session::Activity::pageSize);
    QVERIFY(activity.hasMore());
    activity.readMore();
    QTRY_COMPARE(activity.entries().size(), 2 * Session::Activity::pageSize);
    QVERIFY(activity.hasMore());
    activity.readMore();
    QTRY_COMPARE(activity.entries().size(), 1200u);
    QVERIFY(!activity.hasMore());
    QCOMPARE(activity.entries().back().intent.records, 0u);
}

void TestActivityModel::tellsWhatCannotBeRead()
{
    const Folder x;
    QVERIFY(QDir().mkpath(x.file));
    Session::Activity activity(x.path);
    activity.refresh();
    QTRY_VERIFY(activity.error().has_value());
    QCOMPARE(activity.error()->code, Domain::ErrorCode::FileUnreadable);
}

void TestActivityModel::checksTheChain()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    Session::Activity activity(x.path);
    activity.check();
    QVERIFY(activity.isChecking());
    QTRY_VERIFY(activity.lastCheck().has_value());
    QVERIFY(activity.lastCheck()->holds());
    QCOMPARE(activity.lastCheck()->lines, 2u);
    QVERIFY(x.replace(x.content().replace("\"a\"", "\"b\"")));
    QSignalSpy checked(&activity, &Session::Activity::checked);
    activity.check();
    QTRY_COMPARE(checked.size(), 1);
    QVERIFY(!activity.lastCheck()->holds());
    QCOMPARE(activity.lastCheck()->first->arg("line"), std::string("2"));
}

void TestActivityModel::goesWhileItReads()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    for (int i = 0; i < 50; ++i) {
        Session::Activity activity(x.path);
        activity.refresh();
        activity.check();
    }
}

void TestActivityModel::listsIt()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    Session::Activity activity(x.path);
    ActivityModel model(activity);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setUtc(true);
    const auto text = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    const auto entry = journal.begin(place("shop"), intent("orders", 1200));
    QVERIFY(entry.ok());
    activity.refresh();
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(text(0, ActivityModel::Connection), QStringLiteral("shop"));
    QCOMPARE(text(0, ActivityModel::Action), QStringLiteral("Produce"));
    QCOMPARE(text(0, ActivityModel::Target), QStringLiteral("orders"));
    QCOMPARE(text(0, ActivityModel::Records), QStringLiteral("1,200 planned"));
    QCOMPARE(text(0, ActivityModel::Outcome), QStringLiteral("going on"));
    QCOMPARE(text(0, ActivityModel::Principal), QStringLiteral("User:alice"));
    QCOMPARE(text(0, ActivityModel::Note), QStringLiteral("1 record"));
    QVERIFY(journal.end(*entry, {.outcome = Domain::Outcome::Unknown, .done = 1197, .failed = 1, .unknown = 2, .note = "_TIMED_OUT"}).ok());
    const auto second = journal.begin(place(), intent("payments", 3));
    QVERIFY(second && journal.end(*second, {.outcome = Domain::Outcome::Failed, .failed = 3}));
    activity.refresh();
    QTRY_COMPARE(text(0, ActivityModel::Outcome), QStringLiteral("Failed"));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(text(0, ActivityModel::Records), QStringLiteral("3 failed"));
    QCOMPARE(model.index(0, ActivityModel::Outcome).data(Items::AttentionRole).toInt(), 2);
    QCOMPARE(text(1, ActivityModel::Outcome), QStringLiteral("Unknown"));
    QCOMPARE(text(1, ActivityModel::Records), QStringLiteral("1,197, 1 failed, 2 unknown"));
    QCOMPARE(text(1, ActivityModel::Note), QStringLiteral("_TIMED_OUT"));
    QCOMPARE(model.index(1, ActivityModel::Outcome).data(Items::AttentionRole).toInt(), 1);
    QCOMPARE(model.index(1, ActivityModel::Records).data(Items::CopyRole).toString(), QStringLiteral("1197"));
    QVERIFY(model.details(1).contains(QStringLiteral("Records unknown: 2")));
    QVERIFY(model.details(1).contains(QStringLiteral("Hash of the plan: abc")));
    activity.setFilter({}, QStringLiteral("payments"));
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(text(0, ActivityModel::Target), QStringLiteral("payments"));
}

void TestActivityModel::tellsWhatHasNoEnd()
{
    const Folder x;
    QVERIFY(QDir().mkpath(x.path));
    QVERIFY(x.append("{\"id\":\"1\",\"kind\":\"intent\",\"target\":\"t\",\"process\":\"1-0\"}\n"));
    Session::Activity activity(x.path);
    ActivityModel model(activity);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    activity.refresh();
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, ActivityModel::Outcome).data().toString(), QStringLiteral("no outcome: the program ended before"));
    QCOMPARE(model.index(0, ActivityModel::Records).data().toString(), QStringLiteral("unknown"));
    QCOMPARE(model.index(0, ActivityModel::Outcome).data(Items::AttentionRole).toInt(), 1);
}

void TestActivityModel::showsHostileText()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place("<b>evil</b>\n"), intent(std::string(1'000'000, 'x'))).ok());
    Session::Activity activity(x.path);
    ActivityModel model(activity);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    activity.refresh();
    QTRY_COMPARE(model.rowCount(), 1);
    QVERIFY(!model.index(0, ActivityModel::Connection).data().toString().contains(u'\n'));
    QVERIFY(!model.index(0, ActivityModel::Connection).data(Qt::ToolTipRole).toString().contains(u'<'));
    QVERIFY(model.index(0, ActivityModel::Target).data().toString().size() < 300);
}

QTEST_GUILESS_MAIN(TestActivityModel)
#include "tst_activitymodel.moc"
