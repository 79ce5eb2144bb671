// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QRadioButton>

#include "recordpagefixture.h"

using namespace ViewTest;

/// Exporting from the record page, as a person does it: Ctrl+E, choices, the button.
class TestExportDialog : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init()
    {
        makeCluster();
        openLive(60);
        file = m_dir.filePath(QStringLiteral("out.jsonl"));
        QFile::remove(file);
    }
    void cleanup() { close(); }

    void loadedRowsAsJsonLines()
    {
        ask();
        QVERIFY(!child<QRadioButton>("exportSelected")->isEnabled() || child<QRadioButton>("exportLoaded")->isChecked());
        QVERIFY(child<QRadioButton>("exportLoaded")->text().contains(QStringLiteral("60 rows")));
        setFile(file);
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("60 records written to")));
        QCOMPARE(lines(), 60);
        QCOMPARE(child<QPushButton>("exportCloseButton")->text(), QStringLiteral("Close"));
        QTest::mouseClick(child<QPushButton>("exportCloseButton"), Qt::LeftButton);
        QTRY_VERIFY(!dialog("exportDialog"));
    }

    void selectedRows()
    {
        table()->setFocus();
        table()->selectRow(10);
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        ask();
        QVERIFY(child<QRadioButton>("exportSelected")->isChecked());
        setFile(file);
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("3 records written to")));
        QCOMPARE(lines(), 3);
    }

    void theFormatChangesTheSuffixAndShowsTheGuard()
    {
        ask();
        setFile(file);
        auto *guard = child<QWidget>("exportFormulaGuard");
        QVERIFY(!guard->isVisible());
        child<QComboBox>("exportFormat")->setFocus();
        QTest::keyClick(child<QComboBox>("exportFormat"), Qt::Key_Down);
        QVERIFY(guard->isVisible());
        QVERIFY(child<QLineEdit>("exportFile")->text().endsWith(QStringLiteral("out.csv")));
        QTest::keyClick(child<QComboBox>("exportFormat"), Qt::Key_End);
        QVERIFY(child<QLineEdit>("exportFile")->text().endsWith(QStringLiteral("out.playhead")));
    }

    void thePageBarAsksForBoth()
    {
        QTest::mouseClick(child<QWidget>("exportButton"), Qt::LeftButton);
        QTRY_VERIFY(dialog("exportDialog") && dialog("exportDialog")->isVisible());
        QVERIFY(child<QLineEdit>("exportFile")->text().endsWith(QStringLiteral(".jsonl")));
        dialog("exportDialog")->close();
        QTRY_VERIFY(!dialog("exportDialog"));
        QTest::mouseClick(child<QWidget>("recordingButton"), Qt::LeftButton);
        QTRY_VERIFY(dialog("exportDialog") && dialog("exportDialog")->isVisible());
        QVERIFY(child<QLineEdit>("exportFile")->text().endsWith(QStringLiteral(".playhead")));
        setFile(m_dir.filePath(QStringLiteral("out.playhead")));
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("60 records written to")));
    }

    void theLoadedRowsAreCountedWhileTheyCome()
    {
        ask();
        TestSupport::FakeRecord one = shopRecords(1).front();
        one.offset = 3'400'999;
        read()->record(one);
        read()->publish();
        QTRY_VERIFY(child<QRadioButton>("exportLoaded")->text().contains(QStringLiteral("61 rows")));
    }

    void aFileIsNotReplacedUnasked()
    {
        QFile there(file);
        QVERIFY(there.open(QIODevice::WriteOnly));
        there.write("precious");
        there.close();
        ask();
        setFile(file);
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QCOMPARE(message(), QStringLiteral("This file is there already. Press Export again to replace it."));
        QCOMPARE(there.size(), 8);
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("60 records written to")));
    }

    void aFullDiskIsSaid()
    {
        ask();
        setFile(QStringLiteral("/dev/full"));
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton); // it is there already
        QTRY_VERIFY2(message().contains(QStringLiteral("No space left on device")), qPrintable(message()));
        QVERIFY(child<QPushButton>("exportStartButton")->isEnabled());
    }

    void everythingIsReadAgain()
    {
        ask();
        setFile(file);
        QTest::mouseClick(child<QRadioButton>("exportEverything"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(child<QRadioButton>("exportEverything")->isChecked());
        const int before = reads();
        QTest::mouseClick(child<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().contains(QStringLiteral("records written to")));
        QCOMPARE(reads(), before + 1);
        QVERIFY(!plan().newestFirst && !read()->plan().isLive());
    }

private:
    void ask()
    {
        QTest::keyClick(m_page.get(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(dialog("exportDialog") && dialog("exportDialog")->isVisible());
    }
    void setFile(const QString &name)
    {
        child<QLineEdit>("exportFile")->clear();
        QTest::keyClicks(child<QLineEdit>("exportFile"), name);
    }
    QString message() const { return child<QLabel>("exportMessage")->text(); }
    int lines() const
    {
        QFile written(file);
        return written.open(QIODevice::ReadOnly) ? int(written.readAll().count('\n')) : -1;
    }
    QString file;
};

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
