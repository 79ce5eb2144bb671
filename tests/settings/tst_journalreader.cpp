// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalreader.h"
#include "tests/settings/journalfixture.h"

#include <QDir>

#include <algorithm>

using namespace JournalTest;

class TestJournalReader : public QObject
{
    Q_OBJECT
private slots:
    void nothingYet();
    void pagesFromTheEnd();
    void filters();
    void joinsAnOutcomeThatStandsInAnotherFile();
    void skipsWhatItCannotRead();
    void staysSmallWithHugeLines();
    void endsWhenCancelled();
    void tellsWhatCannotBeOpened();
    void findsEveryChange_data();
    void findsEveryChange();
    void aChangedLastLineIsFoundAfterMoreWereWritten();
    void aLineTakenOutIsFound();
    void checkEndsWhenCancelled();
};

void TestJournalReader::nothingYet()
{
    const Folder x;
    Settings::JournalReader reader(x.path);
    const auto page = reader.next(10, {});
    QVERIFY(page.ok());
    QVERIFY(page->empty());
    QVERIFY(reader.isAtBeginning());
    QVERIFY(x.check().holds());
    QCOMPARE(x.check().files, 0u);
}

void TestJournalReader::pagesFromTheEnd()
{
    const Folder x;
    Settings::JournalFile journal(x.path, 6000);
    for (int i = 0; i < 50; ++i)
        QVERIFY(journal.begin(place(), intent("orders", std::uint64_t(i + 1))).ok());
    Settings::JournalReader reader(x.path);
    std::vector<std::uint64_t> seen;
    while (!reader.isAtBeginning()) {
        const auto page = reader.next(7, {});
        QVERIFY(page.ok());
        QVERIFY(page->size() <= 7);
        for (const auto &entry : *page)
            seen.push_back(entry.intent.records);
    }
    QCOMPARE(seen.size(), 50u);
    QVERIFY(std::is_sorted(seen.rbegin(), seen.rend()));
}

void TestJournalReader::filters()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    for (int i = 0; i < 40; ++i)
        QVERIFY(journal.begin(place(), intent(i % 4 == 0 ? "payments" : "orders", std::uint64_t(i))).ok());
    Settings::JournalReader reader(x.path);
    const auto page = reader.next(5, [](const Domain::WriteEntry &entry) { return entry.intent.target == "payments"; });
    QVERIFY(page.ok());
    QCOMPARE(page->size(), 5u);
    QCOMPARE(page->front().intent.records, 36u);
    QCOMPARE(page->back().intent.records, 20u);
}

void TestJournalReader::joinsAnOutcomeThatStandsInAnotherFile()
{
    const Folder x;
    Settings::JournalFile journal(x.path, 1500);
    const auto first = journal.begin(place(), intent("first"));
    QVERIFY(first.ok());
    for (int i = 0; i < 20; ++i)
        QVERIFY(journal.begin(place(), intent()).ok());
    QVERIFY(Settings::fullJournals(x.path).size() > 1);
    QVERIFY(journal.end(*first, {.outcome = Domain::Outcome::Failed, .failed = 3}).ok());
    const auto entries = x.entries();
    QCOMPARE(entries.back().intent.target, std::string("first"));
    QVERIFY(entries.back().end);
    QCOMPARE(entries.back().end->failed, 3u);
}

void TestJournalReader::skipsWhatItCannotRead()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    QVERIFY(x.append("not json\n{\"kind\":7}\n\n{\"kind\":\"from the future\",\"x\":1}\n\xff\xfe\n" + QByteArray(100'000, '[') + "\n{\"kind\":\"intent\",\"records\":-1,\"when\":[],\"id\":{}}\n"));
    QVERIFY(journal.begin(place(), intent("b")).ok());
    Settings::JournalReader reader(x.path);
    const auto page = reader.next(100, {});
    QVERIFY(page.ok());
    QCOMPARE(page->size(), 3u); // one of them hardly says anything
    QCOMPARE(page->front().intent.target, std::string("b"));
    QCOMPARE(page->back().intent.target, std::string("a"));
    QCOMPARE(reader.unreadable(), 4u);
    QVERIFY(!x.check().holds());
    QCOMPARE(x.check().first->arg("line"), std::string("3"));
}

void TestJournalReader::staysSmallWithHugeLines()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    QVERIFY(x.append(QByteArray(30'000'000, 'x') + '\n'));
    QVERIFY(x.append(QByteArray(9'000'000, 'y')));
    QVERIFY(journal.begin(place(), intent("b")).ok()); // behind it, in a file of its own: that one is full
    Settings::JournalReader reader(x.path);
    const auto page = reader.next(100, {});
    QVERIFY(page.ok());
    QCOMPARE(page->size(), 2u);
    QCOMPARE(reader.unreadable(), 2u);
    QVERIFY(!x.check().holds());
    QCOMPARE(x.check().first->arg("line"), std::string("3"));
}

void TestJournalReader::endsWhenCancelled()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent()).ok());
    Settings::JournalReader reader(x.path);
    const auto page = reader.next(100, {}, [] { return true; });
    QVERIFY(page.ok());
    QVERIFY(page->empty());
    QVERIFY(!reader.isAtBeginning());
}

void TestJournalReader::tellsWhatCannotBeOpened()
{
    const Folder x;
    QVERIFY(QDir().mkpath(x.file));
    Settings::JournalReader reader(x.path);
    const auto page = reader.next(100, {});
    QVERIFY(!page);
    QCOMPARE(page.error().code, Domain::ErrorCode::FileUnreadable);
    QVERIFY(reader.isAtBeginning());
    QVERIFY(!x.check().holds());
    QCOMPARE(x.check().first->code, Domain::ErrorCode::FileUnreadable);
}

void TestJournalReader::findsEveryChange_data()
{
    QTest::addColumn<int>("line");
    for (int line = 1; line <= 7; ++line)
        QTest::newRow(qPrintable(QString::number(line))) << line;
}

/// Each byte of a line, one after the other, changed to another one.
void TestJournalReader::findsEveryChange()
{
    QFETCH(int, line);
    const Folder x;
    Settings::JournalFile journal(x.path);
    for (int i = 0; i < 3; ++i) {
        const auto entry = journal.begin(place(), intent());
        QVERIFY(entry && journal.end(*entry, {.outcome = Domain::Outcome::Done}));
    }
    const QByteArray whole = x.content();
    QVERIFY(x.check().holds());
    qsizetype start = 0;
    for (int i = 1; i < line; ++i)
        start = whole.indexOf('\n', start) + 1;
    const qsizetype end = whole.indexOf('\n', start);
    for (qsizetype at = start; at < end; ++at) {
        QByteArray changed = whole;
        changed[at] = changed[at] == '1' ? '2' : '1';
        QVERIFY(x.replace(changed));
        const Settings::JournalCheck check = x.check();
        QVERIFY2(!check.holds(), changed.constData() + start);
        QCOMPARE(check.first->code, Domain::ErrorCode::JournalBroken);
        QCOMPARE(check.first->arg("line"), std::to_string(line));
    }
}

void TestJournalReader::aChangedLastLineIsFoundAfterMoreWereWritten()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent("a")).ok());
    QVERIFY(journal.begin(place(), intent("b")).ok());
    QByteArray changed = x.content();
    changed.replace("\"target\":\"b\"", "\"target\":\"c\"");
    QVERIFY(x.replace(changed));
    QVERIFY(journal.begin(place(), intent("d")).ok());
    const Settings::JournalCheck check = x.check();
    QCOMPARE(check.broken, 1u);
    QCOMPARE(check.first->arg("line"), std::string("3"));
    QCOMPARE(x.entries().size(), 3u);
}

void TestJournalReader::aLineTakenOutIsFound()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    for (int i = 0; i < 4; ++i)
        QVERIFY(journal.begin(place(), intent()).ok());
    QList<QByteArray> lines = x.lines();
    lines.removeAt(2);
    QVERIFY(x.replace(lines.join('\n') + '\n'));
    QCOMPARE(x.check().broken, 1u);
    QCOMPARE(x.check().first->arg("line"), std::string("3"));
}

void TestJournalReader::checkEndsWhenCancelled()
{
    const Folder x;
    Settings::JournalFile journal(x.path);
    QVERIFY(journal.begin(place(), intent()).ok());
    const Settings::JournalCheck check = Settings::checkJournal(x.path, [] { return true; });
    QVERIFY(check.isCancelled);
    QVERIFY(!check.holds());
}

QTEST_GUILESS_MAIN(TestJournalReader)
#include "tst_journalreader.moc"
