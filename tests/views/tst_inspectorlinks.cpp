// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "inspectorfixture.h"

#include "views/inspector/hexview.h"
#include "views/inspector/textview.h"

#include <QTreeView>

using namespace Views;
using namespace ViewTest;

/// A field in the tree, its text and its bytes light up together.
class TestInspectorLinks : public InspectorFixture
{
    Q_OBJECT
private slots:
    void init() { makeInspector(); }
    void fieldLightsUpInTextAndBytes();
    void clickInTheTextFindsTheField();
    void clickInTheBytesFindsTheField();
    void draggingSelectsAndCopies();
    void keyboardInTheText();

private:
    std::string selected() { return orderJson.substr(part<HexView>("byteView")->range().begin, part<HexView>("byteView")->range().size()); }
    QPoint hexCell(int byte);
    QPoint textCell(int line, const QString &word);
};

/// Where a byte's hex digits are, found as a user would: by the picture of the row.
QPoint TestInspectorLinks::hexCell(int byte)
{
    auto *view = part<HexView>("byteView");
    const QString row = view->visibleText().split(QLatin1Char('\n')).at(byte / 16);
    const QFont font = [this] {
        QFont f = m_appearance->fixedFont(0.85);
        f.setStyleStrategy(QFont::StyleStrategy(f.styleStrategy() | QFont::PreferNoShaping));
        return f;
    }();
    const QFontMetricsF metrics(font);
    const qreal cell = metrics.horizontalAdvance(QString(64, QLatin1Char('0'))) / 64;
    const int column = 6 + (byte % 16) * 3 + (byte % 16 >= 8 ? 1 : 0);
    Q_UNUSED(row);
    return {qRound(8 + (column + 0.5) * cell), qRound((byte / 16 + 0.5) * (qCeil(metrics.height()) + 3))};
}

QPoint TestInspectorLinks::textCell(int line, const QString &word)
{
    auto *view = part<TextView>("textView");
    QFont font = m_appearance->fixedFont();
    font.setStyleStrategy(QFont::StyleStrategy(font.styleStrategy() | QFont::PreferNoShaping));
    const QFontMetricsF metrics(font);
    const qreal cell = metrics.horizontalAdvance(QString(64, QLatin1Char('0'))) / 64;
    const qsizetype column = view->visibleText().split(QLatin1Char('\n')).at(line).indexOf(word);
    return {qRound(10 + (double(column) + 0.5) * cell), qRound((line + 0.5) * (qCeil(metrics.height()) + 2))};
}

void TestInspectorLinks::fieldLightsUpInTextAndBytes()
{
    show(record(orderJson));
    auto *tree = part<QTreeView>("fieldTree");
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(tree->model()->index(2, 0)).center());
    QCOMPARE(selected(), "214.90");
    QVERIFY(part<TextView>("textView")->range() == part<HexView>("byteView")->range());
    QTest::keyClick(tree, Qt::Key_Up);
    QCOMPARE(selected(), "\"PAID\"");
}

void TestInspectorLinks::clickInTheTextFindsTheField()
{
    show(record(orderJson));
    auto *text = part<TextView>("textView");
    auto *tree = part<QTreeView>("fieldTree");
    QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, textCell(3, u"214.90"_qs));
    QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), u"amount"_qs);
    QCOMPARE(selected(), "214.90");
    // A nested field opens the tree down to it.
    QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, textCell(6, u"\"MS-220\""_qs));
    QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), u"sku"_qs);
    QVERIFY(tree->visualRect(tree->currentIndex()).isValid());
    QCOMPARE(selected(), "\"MS-220\"");
    // The key counts for its value.
    QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, textCell(2, u"\"status\""_qs));
    QCOMPARE(selected(), "\"PAID\"");
}

void TestInspectorLinks::clickInTheBytesFindsTheField()
{
    show(record(orderJson));
    auto *bytes = part<HexView>("byteView");
    QTest::mouseClick(bytes->viewport(), Qt::LeftButton, {}, hexCell(int(orderJson.find("14.90"))));
    QCOMPARE(part<QTreeView>("fieldTree")->currentIndex().siblingAtColumn(0).data().toString(), u"amount"_qs);
    QCOMPARE(selected(), "214.90");
    QTest::keyClick(bytes, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"32 31 34 2e 39 30"_qs);
}

void TestInspectorLinks::draggingSelectsAndCopies()
{
    show(record(orderJson));
    auto *text = part<TextView>("textView");
    const QPoint from = textCell(1, u"9007199254740993"_qs);
    const QPoint to = textCell(3, u"214.90"_qs);
    QTest::mousePress(text->viewport(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, text->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(text->viewport(), &move);
    QTest::mouseRelease(text->viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(selected(), R"(9007199254740993,"status":"PAID","amount":2)");
    QTest::keyClick(text, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"9007199254740993,\n  \"status\": \"PAID\",\n  \"amount\": 2"_qs);
}

void TestInspectorLinks::keyboardInTheText()
{
    show(record("one\ntwo\nthree"));
    auto *text = part<TextView>("textView");
    QTest::mouseClick(text->viewport(), Qt::LeftButton, {}, textCell(0, u"one"_qs));
    QTest::keyClick(text, Qt::Key_Down);
    QVERIFY((text->range() == Items::ByteRange{4, 5}));
    QTest::keyClick(text, Qt::Key_End, Qt::ShiftModifier);
    QVERIFY((text->range() == Items::ByteRange{4, 7}));
    QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(text, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"one\ntwo\nthree"_qs);
}

QTEST_MAIN(TestInspectorLinks)
#include "tst_inspectorlinks.moc"
