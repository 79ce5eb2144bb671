// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/dryrunmodel.h"
#include "items/itemroles.h"
#include "items/replaytext.h"
#include "items/runlistmodel.h"
#include "items/runreportmodel.h"
#include "items/stepstext.h"
#include "items/textdiff.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTest>

using namespace Items;

namespace {

Replay::Sample sample(std::int64_t offset, const std::string &before, const std::string &after)
{
    Replay::Sample made;
    made.topic = "orders";
    made.offset = Domain::Offset(offset);
    made.keyBefore = made.keyAfter = "k";
    made.valueBefore = before;
    made.valueAfter = after;
    made.timestampBefore = made.timestampAfter = 1'000;
    made.targetTopic = "orders.replayed";
    made.targetPartition = Domain::PartitionId(2);
    made.sizeBefore = std::int64_t(before.size());
    made.sizeAfter = std::int64_t(after.size());
    return made;
}

std::shared_ptr<Replay::DryRunReport> report()
{
    auto made = std::make_shared<Replay::DryRunReport>();
    made->read = 4;
    made->sent = 2;
    made->dropped = {{1, 1}};
    made->failed = 1;
    made->largest = 611;
    made->samples = {sample(1, R"({"a":1,"b":2})", R"({"a":1,"b":3})"), sample(2, "same", "same"), sample(3, "gone", ""), sample(4, "bad", "")};
    made->samples[2].droppedBy = 1;
    made->samples[3].error = Domain::Error{.code = Domain::ErrorCode::StepFailed, .args = {{"step", "2"}, {"topic", "orders"}, {"partition", "0"}, {"offset", "4"}, {"problem", "no JSON"}}};
    made->problems = {made->samples[3]};
    made->perTarget = {{{"orders.replayed", Domain::PartitionId(2)}, 2}};
    made->groups = {"billing"};
    made->groupsAsked = 3;
    made->groupsTotal = 9;
    return made;
}

QString joined(const std::vector<FindingLine> &lines)
{
    QStringList all;
    for (const FindingLine &line : lines)
        all += line.text;
    return all.join(u'\n');
}

} // namespace

/// What a replay says: differences, steps, findings, verdicts, and the lists they stand in.
class tst_ReplayText : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void differencesAreWordsOfBoth();
    void differencesOfVeryUnlikeTextsAreBounded();
    void stepsThatCannotBeUsedSayWhere();
    void everyKindOfStepHasWords();
    void dryRunRowsShowWhatChanges();
    void dryRunRowsAreChosen();
    void farDifferencesAreBroughtIntoSight();
    void dryRunSaysWhatIsToBeKnown();
    void runIsRefusedWithAReason();
    void verdictsAreNeverSofterThanTheyAre();
    void runListKeepsItsRows();
    void reportKeepsItsRowsWhileFiguresRun();
    void reportOfARunIsJson();
};

void tst_ReplayText::differencesAreWordsOfBoth()
{
    const QString before = QStringLiteral("{\"attempt\":1,\"error\":\"TIMEOUT\"}");
    const QString after = QStringLiteral("{\"attempt\":2}");
    const TextDiff diff = textDiff(before, after);
    QString removed;
    for (const auto &[start, length] : diff.removed)
        removed += before.mid(start, length);
    QString added;
    for (const auto &[start, length] : diff.added)
        added += after.mid(start, length);
    QCOMPARE(removed, QStringLiteral("1,\"error\":\"TIMEOUT\""));
    QCOMPARE(added, QStringLiteral("2"));
    QVERIFY(textDiff(before, before).isSame());
    QCOMPARE(diffText(QStringLiteral("a 1"), QStringLiteral("a 2")), QStringLiteral("a [\u22121\u2212]\ta [+2+]"));
}

void tst_ReplayText::differencesOfVeryUnlikeTextsAreBounded()
{
    QString before;
    QString after;
    for (int i = 0; i < 20'000; ++i) {
        before += QString::number(i) + u' ';
        after += QString::number(i * 7 + 1) + u' ';
    }
    const TextDiff diff = textDiff(before, after);
    QCOMPARE(diff.removed.size(), std::size_t(1));
    QCOMPARE(diff.added.size(), std::size_t(1));
    QVERIFY(textDiff(QString(), QStringLiteral("\"unclosed")).added.size() == 1);
}

void tst_ReplayText::stepsThatCannotBeUsedSayWhere()
{
    const StepCheck empty = checkStep({Replay::DropStep{}});
    QVERIFY(!empty.isOk());
    QCOMPARE(empty.position, -1);
    QVERIFY(checkStep({Replay::DropStep{"value.amount == 0"}}).isOk());
    const StepCheck unknown = checkStep({Replay::DropStep{"vale.amount == 0"}});
    QVERIFY2(unknown.problem.startsWith(QStringLiteral("Column 1:")), qPrintable(unknown.problem));
    QVERIFY2(unknown.problem.contains(QStringLiteral("value")), qPrintable(unknown.problem));
    QCOMPARE(unknown.position, 0);
    QVERIFY(!checkStep({Replay::PatchStep{"{\"a\": }"}}).isOk());
    QVERIFY(checkStep({Replay::PatchStep{"{\"a\": null}"}}).isOk());
    QVERIFY(!checkStep({Replay::SetHeaderStep{}}).isOk());
    QVERIFY(checkStep({Replay::SetHeaderStep{.name = "x", .value = std::nullopt}}).isOk());
}

void tst_ReplayText::everyKindOfStepHasWords()
{
    for (int kind = 0; kind < stepKinds; ++kind) {
        const Replay::Step step = newStep(StepKind(kind));
        QCOMPARE(stepKind(step), StepKind(kind));
        QVERIFY(!stepName(StepKind(kind)).isEmpty());
        QVERIFY(!stepSentence(StepKind(kind)).isEmpty());
        stepText(step);
    }
    QCOMPARE(stepText({Replay::SetHeaderStep{.name = "x-retry", .value = "1"}}), QStringLiteral("\"x-retry\" = \"1\""));
}

void tst_ReplayText::dryRunRowsShowWhatChanges()
{
    DryRunModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setReport(report());
    QCOMPARE(model.rowCount(), 4);
    const DryRunModel::Cells first = model.cells(0);
    QCOMPARE(first.before.matches.size(), std::size_t(1));
    QCOMPARE(first.before.text.mid(first.before.matches[0].first, first.before.matches[0].second), QStringLiteral("2"));
    QCOMPARE(first.after.text.mid(first.after.matches[0].first, first.after.matches[0].second), QStringLiteral("3"));
    QCOMPARE(model.index(0, DryRunModel::Before).data(CopyRole).toString(), QStringLiteral("{\"a\":1,\"b\":[\u22122\u2212]}"));
    QCOMPARE(model.index(0, DryRunModel::After).data(CopyRole).toString(), QStringLiteral("{\"a\":1,\"b\":[+3+]}"));
    QCOMPARE(model.index(2, DryRunModel::After).data().toString(), QStringLiteral("dropped step 1"));
    QVERIFY(model.index(3, DryRunModel::After).data().toString().contains(QStringLiteral("Step 2")));
    QCOMPARE(model.index(0, DryRunModel::Target).data(Qt::AccessibleTextRole).toString(), QStringLiteral("to partition 2"));
}

void tst_ReplayText::dryRunRowsAreChosen()
{
    DryRunModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setReport(report());
    const std::pair<DryRunModel::Show, int> wanted[] = {{DryRunModel::Show::Changed, 1}, {DryRunModel::Show::Dropped, 1}, {DryRunModel::Show::Problems, 1}, {DryRunModel::Show::All, 4}};
    for (const auto &[show, rows] : wanted) {
        model.show(show);
        QCOMPARE(model.rowCount(), rows);
    }
    model.setReport(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void tst_ReplayText::farDifferencesAreBroughtIntoSight()
{
    auto made = std::make_shared<Replay::DryRunReport>();
    made->samples = {sample(1, std::string(5'000, 'x') + " old", std::string(5'000, 'x') + " new")};
    DryRunModel model;
    model.setReport(made);
    const DryRunModel::Cells cells = model.cells(0);
    QVERIFY(cells.before.text.endsWith(QStringLiteral("old")));
    QVERIFY(cells.after.text.endsWith(QStringLiteral("new")));
    QVERIFY(cells.after.text.startsWith(QChar(0x2026)));
}

void tst_ReplayText::dryRunSaysWhatIsToBeKnown()
{
    const auto made = report();
    QCOMPARE(dryRunText(*made), QStringLiteral("4 read  ·  2 would be sent  ·  1 dropped  ·  1 errors  ·  largest 611 B"));
    made->findings = {{"orders.replayed", {.kind = Produce::Finding::Kind::OlderThanRetention, .limit = 3'600'000, .records = 7}},
                      {"orders.replayed", {.kind = Produce::Finding::Kind::NoKeyOnCompacted, .blocks = true, .records = 2}}};
    Replay::Plan plan;
    plan.source.leftOut = {{{0, Domain::PartitionId(0)}, 12}};
    const std::vector<FindingLine> lines = dryRunFindings(*made, plan);
    QCOMPARE(lines.front().kind, FindingLine::Kind::Blocking);
    const QString text = joined(lines);
    for (const char *words : {"at least 1 of 9 groups, 3 of them asked", "billing", "P2 2", "12 offsets behind an open transaction", "older than the retention", "2 records have no key"})
        QVERIFY2(text.contains(QLatin1String(words)), qPrintable(text));
}

void tst_ReplayText::runIsRefusedWithAReason()
{
    auto made = report();
    QVERIFY(dryRunRefusal(*made).isEmpty());
    made->missingTopics = {"nowhere"};
    QVERIFY(!dryRunRefusal(*made).isEmpty());
    made = report();
    made->complete = false;
    QVERIFY(!dryRunRefusal(*made).isEmpty());
    made = report();
    made->sent = 0;
    QVERIFY(!dryRunRefusal(*made).isEmpty());
}

void tst_ReplayText::verdictsAreNeverSofterThanTheyAre()
{
    Replay::Verdict verdict{.kind = Replay::Verdict::Kind::Pass, .expected = 12'291, .found = 12'291};
    QVERIFY(verdictText(verdict).title.startsWith(QStringLiteral("PASS. All 12,291 records")));
    verdict.kind = Replay::Verdict::Kind::Fail;
    verdict.difference = Replay::Difference{.kind = Replay::Difference::Kind::Lost, .sourceTopic = "orders", .sourceOffset = Domain::Offset(5), .topic = "copy"};
    QVERIFY(verdictText(verdict).title.startsWith(QStringLiteral("FAIL")));
    QCOMPARE(verdictText(verdict).detail, QStringLiteral("Record 5 of orders, partition 0 was acknowledged but is not in copy, partition 0."));
    verdict = {.kind = Replay::Verdict::Kind::Incomplete, .expected = 9, .found = 4, .removed = 5};
    QVERIFY(verdictText(verdict).title.contains(QStringLiteral("INCOMPLETE. 9 sent, 4 read back. 5 were removed")));
}

void tst_ReplayText::runListKeepsItsRows()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Replay::Plan plan;
    plan.source.read.topics = {"orders"};
    plan.target.topic = "copy";
    const std::string json = Replay::writePlan(plan);
    std::vector<Replay::RunSummary> runs{{.runId = "B", .plan = json, .progress = 0.619}, {.runId = "A", .plan = json, .progress = 0.9999}};
    model.setRuns(runs);
    QPersistentModelIndex kept = model.index(1, RunListModel::Run);
    QCOMPARE(model.index(0, RunListModel::What).data().toString(), QStringLiteral("orders → copy"));
    QCOMPARE(model.index(0, RunListModel::Progress).data().toString(), QStringLiteral("61 %"));
    QCOMPARE(model.index(1, RunListModel::Progress).data().toString(), QStringLiteral("99 %"));
    runs.insert(runs.begin(), {.runId = "C", .plan = "no plan"});
    runs.erase(runs.begin() + 1);
    model.setRuns(runs);
    QCOMPARE(kept.row(), 1);
    QCOMPARE(kept.data().toString(), QStringLiteral("A"));
    QCOMPARE(model.index(0, RunListModel::What).data().toString(), QStringLiteral("unknown"));
}

void tst_ReplayText::reportKeepsItsRowsWhileFiguresRun()
{
    RunReportModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Replay::RunStatus status;
    model.show(status, "run");
    const int before = model.rowCount();
    QPersistentModelIndex kept = model.index(3, 1);
    status.read = 7;
    status.troubles.push_back({.topic = "orders", .offset = Domain::Offset(9), .error = {.code = Domain::ErrorCode::SendTimedOut, .args = {{"topic", "copy"}, {"partition", "1"}}}});
    model.show(status, "run");
    QVERIFY(kept.isValid());
    QCOMPARE(model.rowCount(), before + 2);
    QVERIFY(model.index(model.rowCount() - 1, 0).data().toString().contains(QStringLiteral("offset 9")));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void tst_ReplayText::reportOfARunIsJson()
{
    Replay::RunStatus status;
    status.acknowledged = 9'007'199'254'740'993ULL; // more than a double holds
    status.verdict = Replay::Verdict{.kind = Replay::Verdict::Kind::Pass};
    const QJsonObject json = QJsonDocument::fromJson(runReportJson("run", {}, status)).object();
    QCOMPARE(json[QStringLiteral("acknowledged")].toString(), QStringLiteral("9007199254740993"));
    QCOMPARE(json[QStringLiteral("verification")][QStringLiteral("verdict")].toString(), QStringLiteral("PASS"));
}

QTEST_GUILESS_MAIN(tst_ReplayText)
#include "tst_replaytext.moc"
