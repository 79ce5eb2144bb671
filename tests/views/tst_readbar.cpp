// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/preferences.h"
#include "views/appearance.h"
#include "views/recordpage/readbar.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>

class tst_ReadBar : public QObject
{
    Q_OBJECT
private slots:
    void menusTickWhatIsChosen();
    void partitionsCanBeTypedAtOnce();
};

namespace {

QStringList ticked(const Views::ReadBar &bar, const char *menuName)
{
    auto *menu = bar.findChild<QMenu *>(QLatin1String(menuName));
    emit menu->aboutToShow();
    QStringList texts;
    for (const QAction *action : menu->actions()) {
        if (action->isChecked())
            texts.append(action->text().remove(u'&'));
    }
    return texts;
}

} // namespace

void tst_ReadBar::menusTickWhatIsChosen()
{
    QTemporaryDir folder;
    Session::Preferences preferences(folder.filePath(QStringLiteral("preferences.json")));
    Views::Appearance appearance(preferences);
    Views::ReadBar bar(appearance);
    Domain::ReadPlan plan;
    plan.from = Domain::Tail{20};
    plan.until = Domain::UntilLive{};
    bar.setPlan(plan);
    bar.setValueFormat(QStringLiteral("json"));
    QCOMPARE(ticked(bar, "fromMenu"), QStringList(QStringLiteral("Last N of each partition…")));
    QCOMPARE(ticked(bar, "untilMenu"), QStringList(QStringLiteral("Live")));
    QCOMPARE(ticked(bar, "isolationMenu").size(), 1);
    QVERIFY(ticked(bar, "isolationMenu").front().startsWith(QStringLiteral("read_committed")));
    QCOMPARE(ticked(bar, "valueMenu"), QStringList(QStringLiteral("JSON")));

    plan.from = Domain::Beginning{};
    plan.fromPerPartition = {{{.partition = Domain::PartitionId(1)}, Domain::AtOffset{Domain::Offset(5)}}};
    plan.limit = 100;
    plan.isolation = Domain::IsolationLevel::Uncommitted;
    bar.setPlan(plan);
    QCOMPARE(ticked(bar, "fromMenu"), QStringList(QStringLiteral("Offset…")));
    QCOMPARE(ticked(bar, "untilMenu"), QStringList(QStringLiteral("N records…")));
    QVERIFY(ticked(bar, "isolationMenu").front().startsWith(QStringLiteral("read_uncommitted")));
}

void tst_ReadBar::partitionsCanBeTypedAtOnce()
{
    QTemporaryDir folder;
    Session::Preferences preferences(folder.filePath(QStringLiteral("preferences.json")));
    Views::Appearance appearance(preferences);
    Views::ReadBar bar(appearance);
    bar.setPartitions({Domain::PartitionId(0), Domain::PartitionId(1), Domain::PartitionId(2)});
    bar.resize(1200, 40);
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    std::vector<Domain::PartitionId> chosen;
    connect(&bar, &Views::ReadBar::planChosen, this, [&chosen](const Domain::ReadPlan &plan) { chosen = plan.partitions; });
    auto *menu = bar.findChild<QMenu *>(QStringLiteral("partitionMenu"));
    menu->popup(bar.mapToGlobal(QPoint(0, 40)));
    auto *edit = menu->findChild<QLineEdit *>(QStringLiteral("partitionEdit"));
    QTRY_VERIFY(edit->hasFocus());
    QTest::keyClicks(edit, QStringLiteral("0,2"));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(!menu->isVisible());
    QCOMPARE(chosen, (std::vector{Domain::PartitionId(0), Domain::PartitionId(2)}));
}

QTEST_MAIN(tst_ReadBar)
#include "tst_readbar.moc"
