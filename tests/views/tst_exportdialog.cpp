// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QComboBox>
#include <QDialog>
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
        QVERIFY(!in<QRadioButton>("exportSelected")->isEnabled() || in<QRadioButton>("exportLoaded")->isChecked());
        QVERIFY(in<QRadioButton>("exportLoaded")->text().contains(QStringLiteral("60 rows")));
        setFile(file);
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("60 records written to")));
        QCOMPARE(lines(), 60);
        QCOMPARE(in<QPushButton>("exportCloseButton")->text(), QStringLiteral("Close"));
        QTest::mouseClick(in<QPushButton>("exportCloseButton"), Qt::LeftButton);
        QTRY_VERIFY(!dialog());
    }

    void selectedRows()
    {
        table()->setFocus();
        table()->selectRow(10);
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        ask();
        QVERIFY(in<QRadioButton>("exportSelected")->isChecked());
        setFile(file);
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("3 records written to")));
        QCOMPARE(lines(), 3);
    }

    void theFormatChangesTheSuffixAndShowsTheGuard()
    {
        ask();
        setFile(file);
        auto *guard = in<QWidget>("exportFormulaGuard");
        QVERIFY(!guard->isVisible());
        in<QComboBox>("exportFormat")->setFocus();
        QTest::keyClick(in<QComboBox>("exportFormat"), Qt::Key_Down);
        QVERIFY(guard->isVisible());
        QVERIFY(in<QLineEdit>("exportFile")->text().endsWith(QStringLiteral("out.csv")));
        QTest::keyClick(in<QComboBox>("exportFormat"), Qt::Key_End);
        QVERIFY(in<QLineEdit>("exportFile")->text().endsWith(QStringLiteral("out.playhead")));
    }

    void aFileIsNotReplacedUnasked()
    {
        QFile there(file);
        QVERIFY(there.open(QIODevice::WriteOnly));
        there.write("precious");
        there.close();
        ask();
        setFile(file);
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton);
        QCOMPARE(message(), QStringLiteral("This file is there already. Press Export again to replace it."));
        QCOMPARE(there.size(), 8);
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().startsWith(QStringLiteral("60 records written to")));
    }

    void aFullDiskIsSaid()
    {
        ask();
        setFile(QStringLiteral("/dev/full"));
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton); // it is there already
        QTRY_VERIFY2(message().contains(QStringLiteral("No space left on device")), qPrintable(message()));
        QVERIFY(in<QPushButton>("exportStartButton")->isEnabled());
    }

    void everythingIsReadAgain()
    {
        ask();
        setFile(file);
        QTest::mouseClick(in<QRadioButton>("exportEverything"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(in<QRadioButton>("exportEverything")->isChecked());
        const int before = reads();
        QTest::mouseClick(in<QPushButton>("exportStartButton"), Qt::LeftButton);
        QTRY_VERIFY(message().contains(QStringLiteral("records written to")));
        QCOMPARE(reads(), before + 1);
        QVERIFY(!plan().newestFirst && !read()->plan().isLive());
    }

private:
    QDialog *dialog() const { return m_page->findChild<QDialog *>(QStringLiteral("exportDialog")); }
    void ask()
    {
        QTest::keyClick(m_page.get(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(dialog() && dialog()->isVisible());
    }
    template<typename T>
    T *in(const char *name) const
    {
        T *found = dialog()->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void setFile(const QString &name)
    {
        in<QLineEdit>("exportFile")->clear();
        QTest::keyClicks(in<QLineEdit>("exportFile"), name);
    }
    QString message() const { return in<QLabel>("exportMessage")->text(); }
    int lines() const
    {
        QFile written(file);
        return written.open(QIODevice::ReadOnly) ? int(written.readAll().count('\n')) : -1;
    }
    QString file;
};

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
