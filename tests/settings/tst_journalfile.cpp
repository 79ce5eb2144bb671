// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalfile.h"
#include "tests/settings/journalfixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace JournalTest;

namespace {

constexpr int linesOfEach = 1000;
constexpr int entriesOfEach = linesOfEach / 2;

/// What another process does: entries one after the other, each said on its output when it is on disk.
int appendEntries(const QString &folder, int count, qint64 rotateAt)
{
    Settings::JournalFile journal(folder, rotateAt);
    for (int i = 0; i < count || count == 0; ++i) {
        const auto entry = journal.begin(place(), intent("other", std::uint64_t(i)));
        if (!entry || !journal.end(*entry, {.outcome = Domain::Outcome::Done, .done = 1}))
            return 1;
        std::printf("%s\n", entry->c_str());
        std::fflush(stdout);
    }
    return 0;
}

} // namespace

class TestJournalFile : public QObject
{
    Q_OBJECT
private slots:
    void writesIntentAndOutcome();
    void keepsNeitherPayloadNorSecret();
    void belongsToTheUserAlone();
    void chainsEveryLine();
    void twoProcessesAndTwoThreadsKeepOneChain();
    void aKillLeavesWhatWasSaid();
    void rotatesAndTheChainGoesOn();
    void aKillBetweenRotationAndStart();
    void aTornLineIsMarked();
    void aLineThatLacksOnlyItsEndIsKept();
    void nothingIsWrittenWithoutIt_data();
    void nothingIsWrittenWithoutIt();
    void aFullDiskLeavesNoHalfLine();
    void aLockThatIsHeldIsGivenUp();
    void takesHugeAndHostileText();

private:
    static void startWriter(QProcess &process, const QString &folder, int count, qint64 rotateAt)
    {
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--append"), folder, QString::number(count), QString::number(rotateAt)});
    }
};

void TestJournalFile::writesIntentAndOutcome()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(!QFile::exists(x.file));
    const auto entry = journal.begin(place("shop"), intent("orders", 12));
    QVERIFY(entry.ok());
    auto found = x.entries();
    QCOMPARE(found.size(), 1u);
    QVERIFY(!found[0].end);
    QVERIFY(found[0].isRunning);
    QVERIFY(journal.end(*entry, {.outcome = Domain::Outcome::Unknown, .done = 10, .failed = 1, .unknown = 1, .note = "_TIMED_OUT"}).ok());

    QCOMPARE(x.lines().size(), 3);
    const QJsonObject line = QJsonDocument::fromJson(x.lines()[1]).object();
    QCOMPARE(line.value(u"kind").toString(), QStringLiteral("intent"));
    QVERIFY(QRegularExpression(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$")).match(line.value(u"when").toString()).hasMatch());
    QCOMPARE(line.value(u"id").toString().toStdString(), *entry);
    found = x.entries();
    QCOMPARE(found.size(), 1u);
    QCOMPARE(found[0].id, *entry);
    QCOMPARE(found[0].place.profile, std::string("shop"));
    QCOMPARE(found[0].place.clusterId, std::string("cluster-1"));
    QCOMPARE(found[0].place.principal, std::string("User:alice"));
    QCOMPARE(found[0].intent.action, std::string("produce"));
    QCOMPARE(found[0].intent.target, std::string("orders"));
    QCOMPARE(found[0].intent.records, 12u);
    QVERIFY(found[0].end);
    QCOMPARE(found[0].end->outcome, Domain::Outcome::Unknown);
    QCOMPARE(found[0].end->done, 10u);
    QCOMPARE(found[0].end->failed, 1u);
    QCOMPARE(found[0].end->unknown, 1u);
    QCOMPARE(found[0].end->note, std::string("_TIMED_OUT"));
    QVERIFY(!found[0].isRunning);
}

void TestJournalFile::keepsNeitherPayloadNorSecret()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent()).ok());
    QStringList names = QJsonDocument::fromJson(x.lines()[1]).object().keys();
    names.sort();
    QCOMPARE(names.join(u' '), QStringLiteral("action clusterId hash id kind plan planHash previous principal process profile records runId target when"));
}

void TestJournalFile::belongsToTheUserAlone()
{
    const mode_t before = ::umask(0);
    const Folder x;
    Settings::JournalFile journal(x.path);
    const bool written = journal.begin(place(), intent()).ok();
    ::umask(before);
    QVERIFY(written);
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(x.file).constData(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0600);
    QCOMPARE(::stat(QFile::encodeName(x.path).constData(), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0700);
}

void TestJournalFile::chainsEveryLine()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    for (int i = 0; i < 5; ++i)
        QVERIFY(journal.begin(place(), intent()).ok());
    QByteArray previous(64, '0');
    for (const QByteArray &line : x.lines()) {
        QCOMPARE(QJsonDocument::fromJson(line).object().value(u"previous").toString().toLatin1(), previous);
        // As the README says it: the hash is that of the line without its member "hash".
        const qsizetype at = line.lastIndexOf(",\"hash\":\"");
        previous = QCryptographicHash::hash(QByteArray(line.first(at) + '}'), QCryptographicHash::Sha256).toHex();
        QCOMPARE(QJsonDocument::fromJson(line).object().value(u"hash").toString().toLatin1(), previous);
    }
    QVERIFY(x.check().holds());
    QCOMPARE(x.check().lines, 6u);
}

void TestJournalFile::twoProcessesAndTwoThreadsKeepOneChain()
{
    const Folder x;
    QProcess other;
    startWriter(other, x.path, entriesOfEach, 64 * 1024);
    const auto journal = std::make_shared<Settings::JournalFile>(x.path, 64 * 1024);
    std::atomic<int> failures = 0;
    const auto work = [&] {
        for (int i = 0; i < entriesOfEach / 2; ++i) {
            const auto entry = journal->begin(place(), intent("mine"));
            if (!entry || !journal->end(*entry, {.outcome = Domain::Outcome::Done}))
                ++failures;
        }
    };
    {
        const std::jthread first(work);
        const std::jthread second(work);
    }
    QVERIFY2(other.waitForFinished(60'000), qPrintable(other.errorString()));
    QCOMPARE(other.exitCode(), 0);
    QCOMPARE(failures.load(), 0);
    const Settings::JournalCheck check = x.check();
    QVERIFY2(check.holds(), check.first ? check.first->technical.c_str() : "");
    QVERIFY(check.files > 5);
    QCOMPARE(check.lines, quint64(2 * linesOfEach) + check.files);
    const auto entries = x.entries();
    QCOMPARE(entries.size(), std::size_t(2 * entriesOfEach));
    QCOMPARE(std::count_if(entries.begin(), entries.end(), [](const auto &e) { return e.intent.target == "other" && e.end; }), entriesOfEach);
}

void TestJournalFile::aKillLeavesWhatWasSaid()
{
    const Folder x;
    for (int round = 0; round < 10; ++round) {
        QProcess other;
        startWriter(other, x.path, 0, 16 * 1024);
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((other.waitForReadyRead(10), said += other.readAllStandardOutput(), said.count('\n') > 3 + 7 * round), 20'000);
        other.kill();
        QVERIFY(other.waitForFinished());
        said += other.readAllStandardOutput();
        const auto entries = x.entries();
        for (const QByteArray &id : said.first(said.lastIndexOf('\n')).split('\n'))
            QVERIFY(std::any_of(entries.begin(), entries.end(), [&id](const auto &e) { return e.id == id.toStdString() && e.end; }));
        QVERIFY(std::none_of(entries.begin(), entries.end(), [](const auto &e) { return e.isRunning; })); // "no outcome: the program ended before"
    }
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent()).ok());
    const Settings::JournalCheck check = x.check();
    QVERIFY2(check.holds(), check.first ? check.first->technical.c_str() : "");
}

void TestJournalFile::rotatesAndTheChainGoesOn()
{
    const Folder x;
    Settings::JournalFile journal(x.path, 2000);
    for (int i = 0; i < 20; ++i)
        QVERIFY(journal.begin(place(), intent("orders", std::uint64_t(i))).ok());
    const QStringList full = Settings::fullJournals(x.path);
    QVERIFY(full.size() > 2);
    QCOMPARE(full.front(), QStringLiteral("writes-000001.jsonl"));
    const QJsonObject start = QJsonDocument::fromJson(x.lines().front()).object();
    QCOMPARE(start.value(u"kind").toString(), QStringLiteral("start"));
    QCOMPARE(start.value(u"continues").toString(), full.back());
    QVERIFY(x.check().holds());
    QCOMPARE(x.check().files, quint64(full.size()) + 1);
    QCOMPARE(x.entries().size(), 20u);
    QCOMPARE(x.entries().front().intent.records, 19u); // newest first, across files
    QCOMPARE(x.entries().back().intent.records, 0u);

    QVERIFY(QFile::remove(x.path + u'/' + full[1])); // in the middle: found
    QCOMPARE(x.check().broken, 1u);
    QCOMPARE(x.check().first->arg("line"), std::string("1"));
    QVERIFY(QFile::remove(x.path + u'/' + full[0])); // the oldest ones: the rest holds
    QVERIFY(x.check().holds());
}

void TestJournalFile::aKillBetweenRotationAndStart()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent()).ok());
    QVERIFY(QFile::rename(x.file, x.path + QStringLiteral("/writes-000001.jsonl")));
    QVERIFY(journal.begin(place(), intent()).ok());
    QVERIFY(x.check().holds());
    QCOMPARE(x.check().files, 2u);
    QVERIFY(QFile::rename(x.file, x.path + QStringLiteral("/writes-000002.jsonl")));
    QVERIFY(x.replace({})); // made, and not written to
    QVERIFY(journal.begin(place(), intent()).ok());
    QVERIFY(x.check().holds());
    QCOMPARE(x.entries().size(), 3u);
}

void TestJournalFile::aTornLineIsMarked()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("whole")).ok());
    const QByteArray whole = x.content();
    QVERIFY(journal.begin(place(), intent("torn")).ok());
    const QByteArray line = x.content().sliced(whole.size());
    for (qsizetype cut = 1; cut < line.size() - 1; cut += 7) {
        QVERIFY(x.replace(whole + line.first(cut)));
        QVERIFY(x.check().holds());
        QCOMPARE(x.check().torn, 1u);
        QVERIFY(journal.begin(place(), intent("after")).ok());
        const Settings::JournalCheck check = x.check();
        QVERIFY2(check.holds(), qPrintable(QString::number(cut)));
        QCOMPARE(check.torn, 1u);
        QCOMPARE(x.entries().size(), 2u);
        QVERIFY(x.content().startsWith(QByteArray(whole + line.first(cut) + '\n'))); // what was there stays
        // and can no more be changed than the rest
        QByteArray changed = x.content();
        changed[whole.size()] = 'x';
        QVERIFY(x.replace(changed));
        QVERIFY(!x.check().holds());
    }
}

void TestJournalFile::aLineThatLacksOnlyItsEndIsKept()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    QVERIFY(x.replace(x.content().chopped(1)));
    QVERIFY(journal.begin(place(), intent("b")).ok());
    QVERIFY(x.check().holds());
    QCOMPARE(x.check().torn, 0u);
    QCOMPARE(x.check().lines, 3u);
}

void TestJournalFile::nothingIsWrittenWithoutIt_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"folder is a file", "file is a folder", "file is a device", "file is a pipe", "folder below a device"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestJournalFile::nothingIsWrittenWithoutIt()
{
    QFETCH(QString, what);
    Folder x;
    QDir dir(x.dir.path());
    if (what == u"folder is a file") {
        QFile file(x.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    } else if (what == u"folder below a device") {
        x.path = QStringLiteral("/dev/null/journal");
    } else {
        QVERIFY(dir.mkpath(x.path));
        if (what == u"file is a folder")
            QVERIFY(dir.mkpath(x.file));
        else if (what == u"file is a device")
            QVERIFY(QFile::link(QStringLiteral("/dev/full"), x.file));
        else
            QCOMPARE(::mkfifo(QFile::encodeName(x.file).constData(), 0600), 0);
    }
    Settings::JournalFile journal(x.path);
    const auto entry = journal.begin(place(), intent());
    QVERIFY(!entry);
    QCOMPARE(entry.error().code, Domain::ErrorCode::JournalUnwritable);
    QVERIFY(!entry.error().arg("problem").empty());
    QVERIFY(entry.error().arg("file").ends_with("journal/writes.jsonl"));
}

/// A limit on the size of files stands for the disk: the write ends in the middle of the line.
void TestJournalFile::aFullDiskLeavesNoHalfLine()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    const auto entry = journal.begin(place(), intent());
    QVERIFY(entry.ok());
    const QByteArray before = x.content();
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlimit small = limit;
    small.rlim_cur = rlim_t(before.size() + 40);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto second = journal.begin(place(), intent());
    const Domain::Status ended = journal.end(*entry, {});
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    QVERIFY(!second);
    QCOMPARE(second.error().code, Domain::ErrorCode::JournalUnwritable);
    QVERIFY(!ended);
    QCOMPARE(x.content(), before);
    QVERIFY(journal.end(*entry, {}).ok()); // there is room again
    QVERIFY(x.check().holds());
}

void TestJournalFile::aLockThatIsHeldIsGivenUp()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent()).ok());
    QFile lock(Settings::journalLockFile(x.path));
    QVERIFY(lock.open(QIODevice::ReadWrite));
    QCOMPARE(::flock(lock.handle(), LOCK_EX), 0);
    journal.setPatience(std::chrono::milliseconds(50));
    const auto entry = journal.begin(place(), intent());
    QVERIFY(!entry);
    QCOMPARE(entry.error().code, Domain::ErrorCode::JournalUnwritable);
    lock.close();
    QVERIFY(journal.begin(place(), intent()).ok());
}

void TestJournalFile::takesHugeAndHostileText()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    Domain::WriteIntent hostile = intent(std::string(3'000'000, '\x01'));
    hostile.action = "bad \xff\xc0\xaf \n\r\"}{\\";
    hostile.plan = std::string("nul \0 inside", 12);
    hostile.runId = "\",\"previous\":\"0000\",\"hash\":\"0000\"}";
    Domain::WritePlace where = place(std::string(100'000'000, '\xf0'));
    const auto entry = journal.begin(where, hostile);
    QVERIFY(entry.ok());
    QVERIFY(journal.end(*entry, {.outcome = Domain::Outcome::Failed, .note = "\xe2\x80\xae\xed\xa0\x80\n"}).ok());
    QCOMPARE(x.lines().size(), 3);
    QVERIFY(x.content().size() < 512 * 1024);
    QVERIFY(x.check().holds());
    const auto found = x.entries();
    QCOMPARE(found.size(), 1u);
    QCOMPARE(found[0].intent.plan, hostile.plan);
    QCOMPARE(found[0].intent.runId, hostile.runId);
    QVERIFY(found[0].end);
    QVERIFY(journal.begin(place(), intent()).ok());
    QVERIFY(x.check().holds());
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--append")
        return appendEntries(arguments.value(2), arguments.value(3).toInt(), arguments.value(4).toLongLong());
    TestJournalFile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journalfile.moc"
