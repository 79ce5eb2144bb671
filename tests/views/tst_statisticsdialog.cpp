// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLabel>
#include <QRadioButton>
#include <QTreeView>

#include "recordpagefixture.h"

using namespace ViewTest;

class TestStatisticsDialog : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init()
    {
        makeCluster();
        openLive(60);
    }
    void cleanup() { close(); }

    void loadedRows()
    {
        ask();
        const QAbstractItemModelTester tester(child<QTreeView>("statisticsTable")->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(message(), QStringLiteral("60 records counted."));
        QCOMPARE(figure(QStringLiteral("Records")), QStringLiteral("60"));
        QCOMPARE(figure(QStringLiteral("Null keys")), QStringLiteral("3 (5.0 %)"));
        QCOMPARE(figure(QStringLiteral("Different keys")), QStringLiteral("≈ 57"));
        QVERIFY(figure(QStringLiteral("Partition 0")).startsWith(QStringLiteral("5 records, ")));
        QTest::mouseClick(child<QPushButton>("statisticsCopyButton"), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Null keys\t3 (5.0 %)\n")));
        QTest::mouseClick(child<QPushButton>("statisticsStopButton"), Qt::LeftButton);
        QTRY_COMPARE(message(), QStringLiteral("60 records counted."));
        QTest::mouseClick(child<QPushButton>("statisticsCloseButton"), Qt::LeftButton);
        QTRY_VERIFY(!dialog("statisticsDialog"));
    }

    void everythingReadAgain()
    {
        ask();
        QTRY_COMPARE(message(), QStringLiteral("60 records counted."));
        const int before = reads();
        child<QRadioButton>("statisticsEverything")->setFocus();
        QTest::keyClick(child<QRadioButton>("statisticsEverything"), Qt::Key_Space);
        QTRY_COMPARE(reads(), before + 1);
        QTRY_VERIFY(message().endsWith(QStringLiteral("records counted.")));
        QVERIFY(!read()->plan().isLive());
    }

    void theSelection()
    {
        table()->setFocus();
        table()->selectRow(10);
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        ask();
        QTest::mouseClick(child<QRadioButton>("statisticsSelected"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_COMPARE(message(), QStringLiteral("2 records counted."));
        if (!qEnvironmentVariableIsEmpty("PLAYHEAD_SHOTS"))
            QVERIFY(dialog("statisticsDialog")->grab().save(qEnvironmentVariable("PLAYHEAD_SHOTS") + QStringLiteral("/statistics.png")));
    }

private:
    void ask()
    {
        m_page->findChild<QAction *>(QStringLiteral("statisticsAction"))->trigger();
        QTRY_VERIFY(dialog("statisticsDialog") && dialog("statisticsDialog")->isVisible());
    }
    QString message() const { return child<QLabel>("statisticsMessage")->text(); }
    QString figure(const QString &name) const
    {
        const QAbstractItemModel *model = child<QTreeView>("statisticsTable")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data().toString() == name && !model->index(row, 1).data().toString().isEmpty())
                return model->index(row, 1).data().toString();
        return QStringLiteral("(none)");
    }
};

QTEST_MAIN(TestStatisticsDialog)
#include "tst_statisticsdialog.moc"
