// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/replaypagefixture.h"

#include "views/mainwindow/mainwindow.h"
#include "views/replaypage/stoppedreplays.h"

#include <QStandardPaths>
#include <QToolButton>

using namespace ViewTest;

/// The replay studio: a dry run first, then the run, then the verdict.
class tst_ReplayPage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true); // the window's journal of replays is not the user's
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void runNeedsADryRunOfTheSameSettings();
    void dryRunWritesNothing();
    void runIsVerifiedByItself();
    void stepsAreCheckedAsTyped();
    void stepsMoveByKeysAndAreSwitchedOff();
    void lockedTargetCannotBeRun();
    void missingTopicsAreMadeOnlyWhenAsked();
    void stoppedRunIsResumedFromItsBanner();
    void stoppedRunIsToldAtTheNextStart();
    void damageIsFoundAndLeadsToTheRecord();
    void severalTopicsAreMapped();
    void pagesWithARunAskBeforeTheyClose();
    void everythingHasAName();
    void looks_data();
    void looks();
};

void tst_ReplayPage::runNeedsADryRunOfTheSameSettings()
{
    ReplayPageFixture x;
    x.open();
    QVERIFY(!x.button("runButton")->isEnabled());
    QCOMPARE(x.button("runButton")->toolTip(), QStringLiteral("Run it dry first."));
    QTest::keyClick(x.page.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY2(x.button("runButton")->isEnabled(), qPrintable(x.button("runButton")->toolTip()));
    QCOMPARE(x.find<QAbstractItemView>("dryRunTable")->model()->rowCount(), 60);
    QVERIFY(x.find<QLabel>("dryRunFacts")->text().startsWith(QStringLiteral("60 read  ·  60 would be sent")));

    x.addStep(QStringLiteral("Drop"));
    x.stepEdit(0)->setPlainText(QStringLiteral("value.amount == 0"));
    QVERIFY(!x.button("runButton")->isEnabled());
    QCOMPARE(x.button("runButton")->toolTip(), QStringLiteral("The settings have changed since the dry run: run it dry again."));
    x.dryRun();
    QTRY_VERIFY(x.button("runButton")->isEnabled());
    QCOMPARE(x.steps().front()->findChild<QLabel *>(QStringLiteral("stepCounter"))->text(), QStringLiteral("drops 15"));
    // Back to what the dry run saw: it counts again.
    QTest::mouseClick(x.steps().front()->findChild<QAbstractButton *>(QStringLiteral("stepOn")), Qt::LeftButton, {}, QPoint(8, 12));
    QTRY_VERIFY(!x.button("runButton")->isEnabled());
    QTest::mouseClick(x.steps().front()->findChild<QAbstractButton *>(QStringLiteral("stepOn")), Qt::LeftButton, {}, QPoint(8, 12));
    QTRY_VERIFY(x.button("runButton")->isEnabled());
}

void tst_ReplayPage::dryRunWritesNothing()
{
    ReplayPageFixture x;
    x.open();
    x.addStep(QStringLiteral("Patch value"));
    x.stepEdit(0)->setPlainText(QStringLiteral("{\"attempt\": 2, \"error\": null}"));
    x.dryRun();
    const auto *table = x.find<QAbstractItemView>("dryRunTable");
    QVERIFY(table->model()->index(0, 5).data().toString().startsWith(QStringLiteral("{\"attempt\":2")));
    QCOMPARE(x.log->opened(), 0);
    QVERIFY(x.log->records().empty());
}

void tst_ReplayPage::runIsVerifiedByItself()
{
    ReplayPageFixture x;
    x.open();
    x.dryRun();
    QTRY_VERIFY(x.button("runButton")->isEnabled());
    x.click("runButton");
    const QString words = x.confirm();
    QVERIFY2(words.contains(QStringLiteral("orders → copy")), qPrintable(words));
    QVERIFY(words.contains(QStringLiteral("Records cannot be taken back from Kafka")));
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible(), 30'000);
    QVERIFY2(x.verdict()->title().startsWith(QStringLiteral("PASS. All 60 records")), qPrintable(x.verdict()->title() + x.verdict()->detail()));
    QCOMPARE(x.log->records().size(), std::size_t(60));
    QCOMPARE(x.find<QLabel>("runAcknowledged")->text(), QStringLiteral("60"));
    QCOMPARE(x.find<QLabel>("runFailed")->text(), QStringLiteral("0"));
    QTRY_COMPARE(x.find<QAbstractItemView>("journalTable")->model()->rowCount(), 1);
    QSignalSpy wanted(x.page.get(), &Views::ReplayPage::recordsWanted);
    QTRY_VERIFY(x.button("openTargetButton")->isVisible());
    x.click("openTargetButton");
    QCOMPARE(wanted.count(), 1);
}

void tst_ReplayPage::stepsAreCheckedAsTyped()
{
    ReplayPageFixture x;
    x.open();
    x.addStep(QStringLiteral("Drop"));
    auto *problem = x.steps().front()->findChild<QLabel *>(QStringLiteral("stepProblem"));
    QVERIFY(problem->isVisible());
    QVERIFY(!x.button("dryRunButton")->isEnabled());
    x.stepEdit(0)->setPlainText(QStringLiteral("vale.amount == 0"));
    QVERIFY2(problem->text().startsWith(QStringLiteral("Column 1:")), qPrintable(problem->text()));
    QVERIFY(problem->text().contains(QStringLiteral("Did you mean value?")));
    x.stepEdit(0)->setPlainText(QStringLiteral("value.amount == 0"));
    QVERIFY(!problem->isVisible());
    QVERIFY(x.button("dryRunButton")->isEnabled());
}

void tst_ReplayPage::stepsMoveByKeysAndAreSwitchedOff()
{
    ReplayPageFixture x;
    x.open();
    x.addStep(QStringLiteral("Remove header"));
    x.addStep(QStringLiteral("Drop"));
    QCOMPARE(x.steps().front()->accessibleName(), QStringLiteral("Step 1: Remove header"));
    x.stepEdit(1)->setFocus();
    QTest::keyClick(x.stepEdit(1), Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE(x.steps().front()->accessibleName(), QStringLiteral("Step 1: Drop"));
    QCOMPARE(Items::stepKind(x.page->plan().steps.front()), Items::StepKind::Drop);
    QTest::keyClick(x.stepEdit(0), Qt::Key_Down, Qt::AltModifier);
    QTRY_COMPARE(x.steps().front()->accessibleName(), QStringLiteral("Step 1: Remove header"));
    // Dragged by its dots above the other.
    auto *dots = x.steps().back()->findChild<QWidget *>(QStringLiteral("stepHandle"));
    QTest::mousePress(dots, Qt::LeftButton);
    QTest::mouseMove(dots, dots->mapFromGlobal(x.steps().front()->mapToGlobal(QPoint(8, 1))));
    QTest::mouseRelease(dots, Qt::LeftButton);
    QTRY_COMPARE(Items::stepKind(x.page->plan().steps.front()), Items::StepKind::Drop);
    QTest::mouseClick(x.steps().front()->findChild<QToolButton *>(QStringLiteral("stepRemove")), Qt::LeftButton);
    QCOMPARE(x.page->plan().steps.size(), std::size_t(1));
}

void tst_ReplayPage::lockedTargetCannotBeRun()
{
    ReplayPageFixture x;
    x.open();
    x.dryRun();
    QTRY_VERIFY(x.button("runButton")->isEnabled());
    x.staging->lockWrites();
    QTRY_VERIFY(!x.button("runButton")->isEnabled());
    QVERIFY2(x.button("runButton")->toolTip().contains(QStringLiteral("read-only")), qPrintable(x.button("runButton")->toolTip()));
    QVERIFY(x.staging->unlockWrites({}));
    QTRY_VERIFY(x.button("runButton")->isEnabled());
}

void tst_ReplayPage::missingTopicsAreMadeOnlyWhenAsked()
{
    ReplayPageFixture x;
    x.open();
    x.find<QComboBox>("targetTopic")->setEditText(QStringLiteral("not.there"));
    x.dryRun();
    QVERIFY(!x.button("runButton")->isEnabled());
    QCOMPARE(x.button("runButton")->toolTip(), QStringLiteral("A target topic does not exist."));
    x.click("createTopicsButton");
    const QString words = x.confirm();
    QVERIFY2(words.contains(QStringLiteral("3 partitions")), qPrintable(words));
}

void tst_ReplayPage::stoppedRunIsResumedFromItsBanner()
{
    ReplayPageFixture x;
    x.open();
    x.choose("targetTempo", QStringLiteral("records a second"));
    x.find<QDoubleSpinBox>("targetRate")->setValue(20);
    x.dryRun();
    x.run();
    QTRY_VERIFY(x.log->commits() > 0);
    x.click("replayStopButton");
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible(), 20'000);
    QVERIFY2(x.verdict()->title().startsWith(QStringLiteral("The replay stopped at ")), qPrintable(x.verdict()->title()));
    QTRY_COMPARE(x.find<QAbstractItemView>("journalTable")->model()->rowCount(), 1);
    x.click("resumeButton");
    x.confirm();
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible() && x.verdict()->title().startsWith(QStringLiteral("PASS")), 40'000);
    QCOMPARE(x.log->records().size(), std::size_t(60));
}

void tst_ReplayPage::stoppedRunIsToldAtTheNextStart()
{
    ReplayPageFixture x;
    x.open();
    x.choose("targetTempo", QStringLiteral("records a second"));
    x.find<QDoubleSpinBox>("targetRate")->setValue(20);
    x.dryRun();
    x.run();
    QTRY_VERIFY(x.log->commits() > 0);
    x.click("replayStopButton");
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible(), 20'000);

    Views::MainWindow window(x.connections, x.preferences, x.appearance, {});
    window.show();
    Views::StoppedReplays stopped(window, x.connections, x.runs());
    stopped.look();
    auto *notice = window.findChild<Views::Banner *>(QStringLiteral("noticeBanner"));
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->title().startsWith(QStringLiteral("Replay stopped at ")) && notice->title().endsWith(QStringLiteral("orders → copy")), qPrintable(notice->title()));
    QTest::mouseClick(notice->findChild<QPushButton *>(QStringLiteral("stoppedReplayButton")), Qt::LeftButton);
    const auto *opened = window.findChild<Views::ReplayPage *>();
    QVERIFY(opened);
    QVERIFY(opened->findChild<QWidget *>(QStringLiteral("journalTable"))->isVisible());
    QVERIFY(!notice->isVisible());
}

void tst_ReplayPage::damageIsFoundAndLeadsToTheRecord()
{
    ReplayPageFixture x;
    x.open();
    x.dryRun();
    x.run();
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible(), 30'000);
    x.log->tamper([](std::vector<TestSupport::FakeRecord> &records) { records[7].value = "changed"; });
    QTest::mouseClick(x.verdict()->findChild<QPushButton *>(QStringLiteral("journalButton")), Qt::LeftButton);
    QTRY_VERIFY(x.button("journalVerifyButton")->isEnabled());
    x.click("journalVerifyButton");
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible(), 30'000);
    QVERIFY2(x.verdict()->title().startsWith(QStringLiteral("FAIL. ")), qPrintable(x.verdict()->title()));
    QVERIFY2(x.verdict()->detail().contains(QStringLiteral("another value")), qPrintable(x.verdict()->detail()));
    QSignalSpy wanted(x.page.get(), &Views::ReplayPage::recordsWanted);
    QTest::mouseClick(x.verdict()->findChild<QPushButton *>(QStringLiteral("openDifferenceButton")), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
}

void tst_ReplayPage::severalTopicsAreMapped()
{
    ReplayPageFixture x;
    x.open(Domain::Environment::Staging, {"orders", "payments"});
    QVERIFY(!x.find<QComboBox>("targetTopic")->isVisible());
    QCOMPARE(x.button("targetMappingButton")->text(), QStringLiteral("2 topics…"));
    x.click("targetMappingButton");
    QDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = x.page->findChild<QDialog *>(QStringLiteral("mappingDialog"))));
    const QList<QLineEdit *> edits = dialog->findChildren<QLineEdit *>(QStringLiteral("mappingEdit"));
    QCOMPARE(edits.size(), 2);
    for (QLineEdit *edit : edits)
        edit->setText(QStringLiteral("copy"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("mappingApplyButton")), Qt::LeftButton);
    QCOMPARE(x.page->plan().target.topicFor("payments"), std::string("copy"));
}

void tst_ReplayPage::pagesWithARunAskBeforeTheyClose()
{
    ReplayPageFixture x;
    x.open();
    QVERIFY(x.page->closeQuestion().isEmpty());
    x.choose("targetTempo", QStringLiteral("records a second"));
    x.find<QDoubleSpinBox>("targetRate")->setValue(5);
    x.dryRun();
    QVERIFY(x.page->closeQuestion().isEmpty());
    x.run();
    QTRY_VERIFY(!x.page->closeQuestion().isEmpty());
}

void tst_ReplayPage::everythingHasAName()
{
    ReplayPageFixture x;
    x.open();
    for (int i = 0; i < Items::stepKinds; ++i)
        if (Items::StepKind(i) != Items::StepKind::OriginalPlace)
            x.addStep(Items::stepName(Items::StepKind(i)));
    for (const QWidget *widget : x.page->findChildren<QWidget *>())
        if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible() && !qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()) && !qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()))
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName() + u' ' + QLatin1String(widget->metaObject()->className())));
}

void tst_ReplayPage::looks_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::newRow("dark-1440") << true << QSize(1188, 790);
    QTest::newRow("light-1440") << false << QSize(1188, 790);
    QTest::newRow("dark-1024") << true << QSize(772, 600);
    QTest::newRow("light-1024") << false << QSize(772, 600);
}

void tst_ReplayPage::looks()
{
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    ReplayPageFixture x;
    x.preferences.setTheme(dark ? Session::ThemeChoice::Dark : Session::ThemeChoice::Light);
    x.open();
    x.page->resize(size);
    x.page->setSteps({{Replay::DropStep{"value.amount == 0"}},
                      {Replay::SetHeaderStep{.name = "x-retry", .value = "1"}},
                      {Replay::PatchStep{"{\"error\":null,\"attempt\":2}"}},
                      {Replay::RekeyStep{"string(value.amount)"}}});
    x.shoot(QStringLiteral("replay-begin-") + QString::fromLatin1(QTest::currentDataTag()));
    x.dryRun();
    QTRY_VERIFY(x.button("runButton")->isEnabled());
    x.shoot(QStringLiteral("replay-dryrun-") + QString::fromLatin1(QTest::currentDataTag()));
    x.run();
    QTRY_VERIFY_WITH_TIMEOUT(x.verdict()->isVisible(), 30'000);
    QVERIFY2(x.verdict()->title().startsWith(QStringLiteral("PASS")), qPrintable(x.verdict()->title()));
    x.shoot(QStringLiteral("replay-pass-") + QString::fromLatin1(QTest::currentDataTag()));
    // Nothing is squeezed out of its card.
    QVERIFY(x.page->minimumSizeHint().width() <= size.width());
}

QTEST_MAIN(tst_ReplayPage)
#include "tst_replaypage.moc"
