// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayrun.h"
#include "replay/runjournal.h"
#include "replay/runledger.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>
#include <set>

using namespace Replay;
using Domain::ErrorCode;
using Keep = RunLedger::Keep;

namespace {

WindowEntry window(std::uint64_t number)
{
    WindowEntry w{.number = number, .records = 10, .bytes = 1'000, .dropped = 2, .failed = 1};
    w.source = {{0, 3, static_cast<std::int64_t>(number) * 12, static_cast<std::int64_t>(number) * 12 + 12}, {1, 0, 5, 6}};
    w.target = {{.topic = "target", .partition = 2, .records = 10, .content = {number, 2}, .timed = {3, ~0ULL}, .runs = {{100, 105}, {106, 111}}}};
    w.vanished = {{0, 3, 1, 2, 1}};
    w.disorder = Disorder{1, 0, 5, "target", 2, 101};
    return w;
}

} // namespace

class TestRunJournal : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void keepsWhatWasSaid();
    void onlyForItsUser();
    void lockedWhileItLives();
    void cutAnywhere();
    void damagedAnywhere();
    void missingLine();
    void linesOutOfTurn();
    void newRunIds();
    void oddNames();
    void lists();

private:
    QString file() const { return m_dir->filePath(QString::fromStdString(m_run + ".jsonl")); }
    std::string folder() const { return m_dir->path().toStdString(); }
    QByteArray content() const
    {
        QFile f(file());
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
    void put(const QByteArray &bytes) const
    {
        QFile f(file());
        QVERIFY(f.open(QIODevice::WriteOnly | QIODevice::Truncate));
        f.write(bytes);
    }
    /// Plan, starts, two windows, an intent that is pending.
    void writeRun() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    const std::string m_run = "01hzy0000000000000000000ab";
};

void TestRunJournal::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestRunJournal::writeRun() const
{
    auto ledger = RunLedger::create(folder(), m_run, "{\"plan\":\"\xc3\xa4\"}", 100);
    QVERIFY(bool(ledger));
    RunLedger &l = **ledger;
    QVERIFY(bool(l.starts({{{"target", Domain::PartitionId(2)}, 100}})));
    QVERIFY(bool(l.intent(window(1))));
    QVERIFY(bool(l.committed(1)));
    QVERIFY(bool(l.intent(window(2))));
    QVERIFY(bool(l.gone(2)));
    QVERIFY(bool(l.intent(window(2))));
    QVERIFY(bool(l.committed(2)));
    QVERIFY(bool(l.intent(window(3))));
}

void TestRunJournal::keepsWhatWasSaid()
{
    writeRun();
    RunHistory h;
    auto ledger = RunLedger::open(folder(), m_run, Keep::Windows, h);
    QVERIFY(bool(ledger));
    QCOMPARE(h.runId, m_run);
    QCOMPARE(h.plan, std::string("{\"plan\":\"\xc3\xa4\"}"));
    QCOMPARE(h.total, std::uint64_t(100));
    QCOMPARE(h.windows.size(), std::size_t(2));
    QVERIFY(h.windows[0] == window(1));
    QVERIFY(h.windows[1] == window(2));
    QVERIFY(h.pending && *h.pending == window(3));
    QCOMPARE(h.acknowledged, std::uint64_t(20));
    QCOMPARE(h.positions.at({0, 3}), std::int64_t(36));
    QCOMPARE((h.landedEnds.at({"target", Domain::PartitionId(2)})), std::int64_t(111));
    QCOMPARE((h.starts.at({"target", Domain::PartitionId(2)})), std::int64_t(100));
    QCOMPARE(h.vanished, std::uint64_t(2));
    // And goes on from there.
    const Verdict verdict{.kind = Verdict::Kind::Fail, .expected = 20, .found = 19, .hash = "ab", .difference = Difference{.kind = Difference::Kind::Lost, .sourceTopic = "s", .sourceOffset = Domain::Offset(4), .topic = "t"},
                          .error = Domain::Error{.code = ErrorCode::UnknownTopic, .args = {{"topic", "t"}}}, .finishedMs = 5};
    QVERIFY(bool(ledger.value()->committed(3)));
    QVERIFY(bool(ledger.value()->complete()));
    QVERIFY(bool(ledger.value()->verdict(verdict)));
    ledger.value().reset();
    bool isHeld = true;
    const auto again = RunLedger::read(folder(), m_run, Keep::Totals, isHeld);
    QVERIFY(again && !isHeld);
    QVERIFY(again->isComplete && again->windows.empty() && again->windowCount == 3 && !again->pending);
    QVERIFY(again->verdict == verdict);
}

void TestRunJournal::onlyForItsUser()
{
    const std::string deep = folder() + "/a/b";
    auto ledger = RunLedger::create(deep, m_run, "{}", 1);
    QVERIFY(bool(ledger));
    const QFileInfo info(QString::fromStdString(deep + "/" + m_run + ".jsonl"));
    QCOMPARE(info.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    QVERIFY(!QFileInfo(QString::fromStdString(deep)).permission(QFile::ReadOther));
}

void TestRunJournal::lockedWhileItLives()
{
    writeRun();
    RunHistory h;
    auto one = RunLedger::open(folder(), m_run, Keep::Totals, h);
    QVERIFY(bool(one));
    const auto two = RunLedger::open(folder(), m_run, Keep::Totals, h);
    QVERIFY(!two);
    QCOMPARE(two.error().code, ErrorCode::ReplayBusy);
    QCOMPARE(RunLedger::remove(folder(), m_run).error().code, ErrorCode::ReplayBusy);
    bool isHeld = false;
    QVERIFY(bool(RunLedger::read(folder(), m_run, Keep::Totals, isHeld)));
    QVERIFY(isHeld);
    one.value().reset();
    QVERIFY(bool(RunLedger::remove(folder(), m_run)));
    QCOMPARE(RunLedger::remove(folder(), m_run).error().code, ErrorCode::ReplayUnknown);
}

void TestRunJournal::cutAnywhere()
{
    writeRun();
    const QByteArray whole = content();
    const qsizetype lastLine = whole.lastIndexOf('\n', whole.size() - 2) + 1;
    for (qsizetype size = lastLine; size < whole.size(); ++size) {
        put(whole.first(size));
        RunHistory h;
        auto ledger = RunLedger::open(folder(), m_run, Keep::Windows, h);
        QVERIFY2(bool(ledger), qPrintable(QString::number(size)));
        QVERIFY(!h.pending); // never announced, so never done
        QCOMPARE(h.windows.size(), std::size_t(2));
        QCOMPARE(content().size(), lastLine);
    }
    // What is written behind it fits.
    RunHistory h;
    auto ledger = RunLedger::open(folder(), m_run, Keep::Windows, h);
    QVERIFY(bool(ledger.value()->intent(window(3))));
    QCOMPARE(content().first(lastLine), whole.first(lastLine));
    ledger.value().reset();
    QVERIFY(bool(RunLedger::open(folder(), m_run, Keep::Windows, h)));
    QVERIFY(h.pending.has_value());
}

void TestRunJournal::damagedAnywhere()
{
    writeRun();
    const QByteArray whole = content();
    const qsizetype lastLine = whole.lastIndexOf('\n', whole.size() - 2) + 1;
    std::mt19937 random(5);
    for (int i = 0; i < 300; ++i) {
        const qsizetype at = static_cast<qsizetype>(random() % static_cast<unsigned>(lastLine));
        QByteArray bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
        put(bytes);
        RunHistory h;
        const auto ledger = RunLedger::open(folder(), m_run, Keep::Windows, h);
        QVERIFY2(!ledger, qPrintable(QString::number(at)));
        QCOMPARE(ledger.error().code, ErrorCode::ReplayJournalBroken);
        QCOMPARE(ledger.error().arg("line"), std::to_string(whole.first(at).count('\n') + 1));
        QCOMPARE(content(), bytes); // nothing is thrown away
    }
    QCOMPARE(listRuns(folder())[0].state, RunSummary::State::Broken);
}

void TestRunJournal::missingLine()
{
    writeRun();
    QList<QByteArray> lines = content().split('\n');
    lines.removeAt(3);
    put(lines.join('\n'));
    RunHistory h;
    const auto ledger = RunLedger::open(folder(), m_run, Keep::Windows, h);
    QVERIFY(!ledger);
    QCOMPARE(ledger.error().arg("line"), std::string("4"));
}

void TestRunJournal::linesOutOfTurn()
{
    writeRun();
    RunHistory h;
    auto ledger = RunLedger::open(folder(), m_run, Keep::Windows, h);
    QVERIFY(bool(ledger.value()->committed(7))); // the third one is pending
    ledger.value().reset();
    const auto again = RunLedger::open(folder(), m_run, Keep::Windows, h);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::ReplayJournalBroken);
}

void TestRunJournal::newRunIds()
{
    std::set<std::string> ids;
    std::string last;
    for (int i = 0; i < 1'000; ++i) {
        const std::string id = newRunId();
        QCOMPARE(id.size(), std::size_t(26));
        QVERIFY(RunLedger::isRunId(id));
        QVERIFY(ids.insert(id).second);
        QVERIFY(last.substr(0, 10) <= id.substr(0, 10));
        last = id;
    }
}

void TestRunJournal::oddNames()
{
    RunHistory h;
    for (const std::string name : {"", "short", "../../../etc/passwd", "01hzy000000000000000000/ab", "01hzy0000000000000000.0000"}) {
        QVERIFY(!RunLedger::create(folder(), name, "{}", 1));
        QCOMPARE(RunLedger::open(folder(), name, Keep::Totals, h).error().code, ErrorCode::ReplayUnknown);
        QCOMPARE(forgetRun(folder(), name).error().code, ErrorCode::ReplayUnknown);
    }
    QVERIFY(!RunLedger::create("/proc/no/such/place", m_run, "{}", 1));
    QFile::link(QStringLiteral("/etc/passwd"), file());
    QVERIFY(!RunLedger::open(folder(), m_run, Keep::Totals, h)); // links are not followed
}

void TestRunJournal::lists()
{
    QVERIFY(listRuns(folder() + "/none").empty());
    std::vector<std::string> ids;
    for (int i = 0; i < 3; ++i) {
        ids.push_back("01hzy000000000000000000000" + std::to_string(i));
        QVERIFY(bool(RunLedger::create(folder(), ids.back(), "{}", 24)));
    }
    put("junk\n");
    QFile other(m_dir->filePath(QStringLiteral("notes.txt")));
    QVERIFY(other.open(QIODevice::WriteOnly));
    const auto runs = listRuns(folder());
    QCOMPARE(runs.size(), std::size_t(4));
    QCOMPARE(runs[0].state, RunSummary::State::Broken);
    QCOMPARE(runs[1].runId, ids[2]);
    QCOMPARE(runs[3].state, RunSummary::State::Stopped);
    QCOMPARE(runs[3].progress, 0.0);
}

QTEST_GUILESS_MAIN(TestRunJournal)
#include "tst_runjournal.moc"
