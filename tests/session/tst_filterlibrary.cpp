// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/bookmarks.h"
#include "session/filterlibrary.h"
#include "session/preferences.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Session;
using Search::FilterSpec;

/// What a topic keeps with the preferences: filters and bookmarks.
class tst_FilterLibrary : public QObject
{
    Q_OBJECT
private slots:
    void init() { m_preferences = std::make_unique<Preferences>(m_dir.filePath(QStringLiteral("%1.json").arg(m_run++))); }

    void remembersTheNewestFirstAndEachOnce()
    {
        FilterLibrary library(*m_preferences, QStringLiteral("shop"), QStringLiteral("orders"));
        const FilterSpec cancelled{.mode = Search::Mode::Text, .pattern = "CANCELLED", .parts = Search::ValuePart, .caseRule = Search::CaseRule::Sensitive, .wholeWord = true};
        const FilterSpec expression{.mode = Search::Mode::Expression, .pattern = "value.amount > 100\n&& true"};
        library.remember(cancelled);
        library.remember(expression);
        library.remember(cancelled);
        library.remember(FilterSpec{});
        QCOMPARE(library.history(), (QList<FilterSpec>{cancelled, expression}));
        QVERIFY(FilterLibrary(*m_preferences, QStringLiteral("shop"), QStringLiteral("payments")).history().isEmpty());
    }

    void keepsNoMoreThanItSays()
    {
        FilterLibrary library(*m_preferences, QStringLiteral("shop"), QStringLiteral("orders"));
        for (int i = 0; i < FilterLibrary::MostRemembered + 5; ++i)
            library.remember({.pattern = std::to_string(i)});
        QCOMPARE(library.history().size(), FilterLibrary::MostRemembered);
        QCOMPARE(library.history().front().pattern, std::string("54"));
        library.remember({.pattern = std::string(FilterLibrary::LongestPattern + 1, 'x')});
        QCOMPARE(library.history().front().pattern, std::string("54"));
    }

    void savesForATopicOrEverywhere()
    {
        FilterLibrary orders(*m_preferences, QStringLiteral("shop"), QStringLiteral("orders"));
        FilterLibrary payments(*m_preferences, QStringLiteral("bank"), QStringLiteral("payments"));
        const SavedFilter here{QStringLiteral("Large"), {.mode = Search::Mode::Expression, .pattern = "value.amount > 100"}, false};
        const SavedFilter everywhere{QStringLiteral("Errors"), {.mode = Search::Mode::Regex, .pattern = "err(or)?"}, true};
        QVERIFY(orders.save(here));
        QVERIFY(orders.save(everywhere));
        QCOMPARE(orders.saved(), (QList<SavedFilter>{here, everywhere}));
        QCOMPARE(payments.saved(), QList<SavedFilter>{everywhere});
        SavedFilter other = here;
        other.spec.pattern = "value.amount > 200";
        QVERIFY(orders.save(other));
        QCOMPARE(orders.saved(), (QList<SavedFilter>{other, everywhere}));
        payments.remove(everywhere);
        QCOMPARE(orders.saved(), QList<SavedFilter>{other});
        QVERIFY(!orders.save({QStringLiteral("Nothing"), {}, false}));
        QVERIFY(!orders.save({QString(), here.spec, false}));
    }

    void linesOfSomebodyElseAreNoFilters()
    {
        m_preferences->setNotes(QStringLiteral("filters"), {}, {}, {QStringLiteral("no json"), QStringLiteral("{\"name\":\"x\",\"mode\":\"sql\",\"pattern\":\"p\"}"), QStringLiteral("[]")});
        QVERIFY(FilterLibrary(*m_preferences, QStringLiteral("shop"), QStringLiteral("orders")).saved().isEmpty());
    }

    void bookmarksAreKeptByTopicAndInOrder()
    {
        Bookmarks marks(*m_preferences, QStringLiteral("shop"), {QStringLiteral("orders"), QStringLiteral("payments")});
        const Bookmark late{QStringLiteral("orders"), Domain::PartitionId(3), Domain::Offset(9'007'199'254'740'993), 1'795'271'527'418, QStringLiteral("the one that was lost")};
        const Bookmark early{QStringLiteral("orders"), Domain::PartitionId(0), Domain::Offset(7), -1, {}};
        const Bookmark other{QStringLiteral("payments"), Domain::PartitionId(0), Domain::Offset(1), 5, {}};
        QVERIFY(marks.set(other));
        QVERIFY(marks.set(late));
        QVERIFY(marks.set(early));
        QCOMPARE(marks.all(), (QList<Bookmark>{early, late, other}));
        QCOMPARE(Bookmarks(*m_preferences, QStringLiteral("shop"), {QStringLiteral("payments")}).all(), QList<Bookmark>{other});
        Bookmark renamed = late;
        renamed.note = QStringLiteral("found");
        QVERIFY(marks.set(renamed));
        QCOMPARE(marks.all().size(), 3);
        QCOMPARE(marks.find(marks.all(), QStringLiteral("orders"), late.partition, late.offset) == nullptr, false);
        marks.remove(renamed);
        QCOMPARE(marks.all(), (QList<Bookmark>{early, other}));
    }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Preferences> m_preferences;
    int m_run = 0;
};

QTEST_GUILESS_MAIN(tst_FilterLibrary)
#include "tst_filterlibrary.moc"
