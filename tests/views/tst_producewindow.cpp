// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include "views/mainwindow/pagetabs.h"
#include "views/producepage/producepage.h"

#include <QDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

using namespace ViewTest;

/// The produce page in its window: how it opens, and that nothing written is lost without asking.
class tst_ProduceWindow : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void opensForTheTopicInFront();
    void asksBeforeATabIsClosed();
    void asksBeforeTheWindowIsClosed();

private:
    static Views::ProducePage *openPage(Fixture &x, const QString &text);
    static QDialog *question(const Fixture &x) { return x.window->findChild<QDialog *>(QStringLiteral("closeQuestion")); }
};

Views::ProducePage *tst_ProduceWindow::openPage(Fixture &x, const QString &text)
{
    x.window->openTopicPage(*x.session(), QStringLiteral("payments"));
    QTest::mouseClick(x.find<QToolButton>("produceButton"), Qt::LeftButton);
    auto *page = x.find<Views::ProducePage>("producePage");
    auto *edit = page->findChild<QPlainTextEdit *>(QStringLiteral("valueEdit"));
    edit->setFocus();
    QTest::keyClicks(edit, text);
    return page;
}

void tst_ProduceWindow::opensForTheTopicInFront()
{
    Fixture x;
    openLocal(x);
    const Views::ProducePage *page = openPage(x, {});
    QCOMPARE(page->topic(), QStringLiteral("payments"));
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Produce: payments"));
}

void tst_ProduceWindow::asksBeforeATabIsClosed()
{
    Fixture x;
    openLocal(x);
    openPage(x, QStringLiteral("1"));
    auto *tabs = x.find<Views::PageTabs>("pageTabs");
    const int count = tabs->count();
    QTest::keyClick(x.window.get(), Qt::Key_W, Qt::ControlModifier);
    QVERIFY(question(x));
    QCOMPARE(tabs->count(), count);
    QTest::mouseClick(question(x)->findChild<QPushButton *>(QStringLiteral("closeQuestionCancel")), Qt::LeftButton);
    QTRY_VERIFY(!question(x));
    QCOMPARE(tabs->count(), count);
    x.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(x.window.get()));
    QTest::keyClick(x.window.get(), Qt::Key_W, Qt::ControlModifier);
    QVERIFY(question(x));
    QTest::mouseClick(question(x)->findChild<QPushButton *>(QStringLiteral("closeQuestionClose")), Qt::LeftButton);
    QTRY_COMPARE(tabs->count(), count - 1);
    // A page with nothing to lose goes at once.
    openPage(x, {});
    QCOMPARE(tabs->count(), count);
    QTest::keyClick(x.window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabs->count(), count - 1);
}

void tst_ProduceWindow::asksBeforeTheWindowIsClosed()
{
    Fixture x;
    openLocal(x);
    openPage(x, QStringLiteral("1"));
    QVERIFY(!x.window->close());
    QVERIFY(question(x));
    QVERIFY(x.window->isVisible());
    QTest::mouseClick(question(x)->findChild<QPushButton *>(QStringLiteral("closeQuestionClose")), Qt::LeftButton);
    QTRY_VERIFY(!x.window->isVisible());
}

QTEST_MAIN(tst_ProduceWindow)
#include "tst_producewindow.moc"
