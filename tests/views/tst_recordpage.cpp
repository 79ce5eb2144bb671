// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>

#include "recordpagefixture.h"

using Items::RecordTable;
using namespace ViewTest;

class TestRecordPage : public RecordPageFixture
{
    Q_OBJECT
private slots:
    void initTestCase() { makeLooks(); }
    void init() { makeCluster(); }
    void cleanup() { close(); }

    void looksLikeThePictures_data();
    void looksLikeThePictures();
    void opensOnTheLastRecordsAndGoesOnLive();
    void readingGoesOnWhileHidden();
    void theInspectorShowsTheCurrentRecord();
    void theInspectorTurns();
    void copiesRecordsCellsAndCommands();
    void whatWasReleasedCanBeReadAgain();
    void columnsAreKeptForTheTopic();
    void everyWidgetHasANameForTheEar();
    void noTwoActionsShareKeys();
};

void TestRecordPage::looksLikeThePictures_data()
{
    pictureLooks();
}

void TestRecordPage::looksLikeThePictures()
{
    openForPicture();
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QTRY_VERIFY(table()->table()->rowCount() >= 400);
    table()->setFocus();
    table()->selectRow(384);
    strip()->layout()->activate();
    QCOMPARE(cell(0, RecordTable::OffsetColumn), QStringLiteral("3,400,000"));
    shoot(QStringLiteral("recordpage-") + QLatin1String(QTest::currentDataTag()));
}

void TestRecordPage::opensOnTheLastRecordsAndGoesOnLive()
{
    openLive();
    QCOMPARE(std::get<Domain::Tail>(plan().from).count, 42); // 500 of 12 partitions
    QVERIFY(plan().isLive());
    QCOMPARE(field("fromField")->value(), QStringLiteral("last 42 of each"));
    QCOMPARE(field("untilField")->value(), QStringLiteral("live"));
    QCOMPARE(field("partitionField")->value(), QStringLiteral("all 12"));
    QCOMPARE(field("isolationField")->value(), QStringLiteral("read_committed"));
    QVERIFY(table()->isFollowing());
    QVERIFY(child<QToolButton>("liveButton")->isChecked());
    QVERIFY(!banner()->isVisible());
    QCOMPARE(reads(), 1);
}

void TestRecordPage::readingGoesOnWhileHidden()
{
    openLive();
    m_page->hide();
    read()->record({0, 3'500'000, 1'795'271'600'000, "k", "v"});
    read()->publish();
    QTRY_COMPARE(table()->table()->rowCount(), 401);
}

void TestRecordPage::theInspectorShowsTheCurrentRecord()
{
    openLive();
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(table()->model()->index(table()->topRow() + 1, RecordTable::ValueColumn)).center());
    const int row = table()->topRow() + 1;
    auto *inspector = child<QWidget>("inspector");
    const auto says = [inspector](const QString &text) {
        for (const QLabel *label : inspector->findChildren<QLabel *>())
            if (label->text().contains(text))
                return true;
        return false;
    };
    QTRY_VERIFY(says(cell(row, RecordTable::OffsetColumn)));
    QTest::keyClick(table(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(table()->currentIndex().row(), row + 1);
    QTRY_VERIFY(says(cell(row + 1, RecordTable::OffsetColumn)));
    QTest::keyClick(table(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(table()->currentIndex().row(), row);
}

void TestRecordPage::theInspectorTurns()
{
    openLive();
    auto *table = this->table();
    auto *inspector = child<QWidget>("inspector");
    QVERIFY(inspector->mapTo(m_page.get(), QPoint()).y() > table->mapTo(m_page.get(), QPoint()).y());
    QTest::keyClick(table, Qt::Key_Backslash, Qt::ControlModifier);
    QTRY_VERIFY(inspector->mapTo(m_page.get(), QPoint()).x() > table->mapTo(m_page.get(), QPoint()).x());
    QTest::keyClick(table, Qt::Key_Backslash, Qt::ControlModifier);
    QTRY_VERIFY(inspector->mapTo(m_page.get(), QPoint()).y() > table->mapTo(m_page.get(), QPoint()).y());
}

void TestRecordPage::copiesRecordsCellsAndCommands()
{
    openLive();
    table()->setFocus();
    table()->selectRow(0);
    QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith(QStringLiteral("{\"topic\":\"orders\",\"partition\":0,\"offset\":3400000,")), qPrintable(lines[0]));
    const auto act = [this](const QString &text) {
        for (QAction *action : m_page->recordActions())
            if (action->text() == text)
                return action->trigger();
        QFAIL(qPrintable(text));
    };
    table()->selectRow(0);
    QTest::keyClick(table(), Qt::Key_Right);
    act(QStringLiteral("Copy cell"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("3400000"));
    act(QStringLiteral("Copy key exactly"));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("order-700183"));
    act(QStringLiteral("Copy value exactly"));
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("{\"orderId\":9007199254740993,")));
    act(QStringLiteral("Copy kcat command"));
    QVERIFY2(QApplication::clipboard()->text().contains(QStringLiteral("-t orders -p 0 -o 3400000")), qPrintable(QApplication::clipboard()->text()));
    table()->selectRow(8); // a tombstone
    act(QStringLiteral("Copy value exactly"));
    QTRY_VERIFY(banner()->isVisible());
    QCOMPARE(banner()->title(), QStringLiteral("The value is null: there is nothing to copy."));
}

void TestRecordPage::whatWasReleasedCanBeReadAgain()
{
    openLive();
    emit table()->readAgainRequested();
    QTRY_COMPARE(reads(), 2);
    QVERIFY(std::holds_alternative<Domain::UntilEnd>(plan().until));
}

void TestRecordPage::columnsAreKeptForTheTopic()
{
    openLive();
    auto *button = child<QToolButton>("columnsButton");
    QTimer::singleShot(0, this, [] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions())
            if (action->text() == QStringLiteral("Time"))
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        if (QWidget *popup = QApplication::activePopupWidget())
            popup->close();
    });
    const QByteArray before = m_preferences->columnState(QStringLiteral("shop"), QStringLiteral("orders"));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(m_preferences->columnState(QStringLiteral("shop"), QStringLiteral("orders")) != before);
    m_page.reset();
    open(QStringLiteral("orders"));
    QVERIFY(child<QHeaderView>("recordHeader")->isSectionHidden(RecordTable::TimeColumn));
    m_preferences->setColumnState(QStringLiteral("shop"), QStringLiteral("orders"), {});
}

void TestRecordPage::everyWidgetHasANameForTheEar()
{
    openLive();
    for (const QWidget *widget : m_page->findChildren<QWidget *>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->inherits("QScrollBar") || widget->focusProxy() || widget->inherits("QMenu"))
            continue;
        if (widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(QStringLiteral("%1 %2 in %3").arg(QLatin1String(widget->metaObject()->className()), widget->objectName(), widget->parentWidget()->objectName())));
    }
}

void TestRecordPage::noTwoActionsShareKeys()
{
    openLive();
    QHash<QString, QString> keys;
    for (const QAction *action : m_page->recordActions()) {
        if (action->shortcut().isEmpty())
            continue;
        const QString key = action->shortcut().toString();
        QVERIFY2(!keys.contains(key), qPrintable(key + u' ' + action->text() + u' ' + keys.value(key)));
        keys.insert(key, action->text());
    }
    QVERIFY(keys.contains(QStringLiteral("Ctrl+L")));
}

QTEST_MAIN(TestRecordPage)
#include "tst_recordpage.moc"
