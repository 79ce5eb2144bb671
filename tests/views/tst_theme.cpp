// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/stylesheet.h"
#include "views/theme.h"

#include <QTest>

#include <cmath>

using Views::Theme;

namespace {

double channel(double c)
{
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &c)
{
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

/// WCAG 2.1 contrast ratio.
double contrast(const QColor &a, const QColor &b)
{
    const double l = luminance(a);
    const double m = luminance(b);
    return (std::max(l, m) + 0.05) / (std::min(l, m) + 0.05);
}

constexpr double textRatio = 4.5;
constexpr double graphicRatio = 3.0;

} // namespace

class tst_Theme : public QObject
{
    Q_OBJECT
private slots:
    void textIsReadableWhereItStands_data();
    void textIsReadableWhereItStands();
    void graphicsAreVisible_data();
    void graphicsAreVisible();
    void partitionColoursAreVisibleOnTheTable_data();
    void partitionColoursAreVisibleOnTheTable();
    void everyColourIsSet();
    void styleSheetStaysShortAndKnowsEveryName();
};

namespace {

void themes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

Theme theme(bool dark)
{
    return dark ? Theme::dark() : Theme::light();
}

} // namespace

void tst_Theme::textIsReadableWhereItStands_data()
{
    themes();
}

void tst_Theme::textIsReadableWhereItStands()
{
    QFETCH(bool, dark);
    const Theme t = theme(dark);
    struct Pair
    {
        const char *what;
        QColor ink;
        QList<QColor> grounds;
    };
    const QList<QColor> plain{t.window, t.base, t.altBase, t.raised, t.hover};
    const QList<QColor> banners{t.warnBg, t.dangerBg, t.okBg, t.infoBg};
    const QList<Pair> pairs{
        {"text", t.text, plain + banners},
        {"text2", t.text2, plain + banners},
        {"text3", t.text3, {t.window, t.base, t.altBase, t.raised}},
        {"accent", t.accent, {t.window, t.base, t.altBase, t.infoBg}},
        {"onAccentFill", t.onAccentFill, {t.accentFill}},
        {"onPrimary", t.onPrimary, {t.primary}},
        {"match", t.match, {t.window, t.base}},
        {"onMatchBg", t.onMatchBg, {t.matchBg}},
        {"ok", t.ok, {t.window, t.base, t.okBg}},
        {"warn", t.warn, {t.window, t.base, t.altBase, t.warnBg, t.accentFill}},
        {"danger", t.danger, {t.window, t.base, t.altBase, t.dangerBg}},
        {"onProd", t.onProd, {t.prod}},
        {"onStage", t.onStage, {t.stage}},
        {"onDev", t.onDev, {t.dev}},
        {"mark", t.mark, {t.window, t.base, t.altBase}},
        {"synKey", t.synKey, {t.base, t.altBase, t.accentFill}},
        {"synStr", t.synStr, {t.base, t.altBase, t.accentFill}},
        {"synNum", t.synNum, {t.base, t.altBase, t.accentFill}},
        {"synLit", t.synLit, {t.base, t.altBase, t.accentFill}},
        {"synPunct", t.synPunct, {t.base, t.altBase}},
        {"synFn", t.synFn, {t.base, t.altBase, t.accentFill}},
    };
    for (const Pair &pair : pairs) {
        for (const QColor &ground : pair.grounds) {
            const double ratio = contrast(pair.ink, ground);
            QVERIFY2(ratio >= textRatio, qPrintable(QStringLiteral("%1 on %2: %3").arg(QLatin1String(pair.what), ground.name()).arg(ratio)));
        }
    }
}

void tst_Theme::graphicsAreVisible_data()
{
    themes();
}

void tst_Theme::graphicsAreVisible()
{
    QFETCH(bool, dark);
    const Theme t = theme(dark);
    for (const auto &[what, color] : {std::pair{"input", t.input}, {"bar", t.bar}, {"barSel", t.barSel}, {"accent", t.accent}})
        QVERIFY2(contrast(color, t.base) >= graphicRatio, what);
}

void tst_Theme::partitionColoursAreVisibleOnTheTable_data()
{
    themes();
}

void tst_Theme::partitionColoursAreVisibleOnTheTable()
{
    QFETCH(bool, dark);
    const Theme t = theme(dark);
    for (int i = 0; i < 8; ++i)
        QVERIFY2(contrast(t.partition(i), t.base) >= graphicRatio, qPrintable(QString::number(i)));
    QCOMPARE(t.partition(11), t.partition(3)); // told apart by the notch
}

void tst_Theme::everyColourIsSet()
{
    for (const Theme &t : {Theme::dark(), Theme::light()}) {
        for (const QColor &c : {t.window, t.base, t.altBase, t.raised, t.hover, t.line, t.control, t.input, t.text, t.text2, t.text3, t.accent, t.accentFill, t.onAccentFill, t.primary, t.onPrimary, t.match,
                                t.matchBg, t.onMatchBg, t.ok, t.warn, t.danger, t.prod, t.onProd, t.stage, t.onStage, t.dev, t.onDev, t.warnBg, t.dangerBg, t.okBg, t.infoBg, t.mark, t.bar, t.barSel,
                                t.synKey, t.synStr, t.synNum, t.synLit, t.synPunct, t.synFn})
            QVERIFY(c.isValid());
    }
    QVERIFY(Theme::dark().isDark);
    QVERIFY(!Theme::light().isDark);
}

void tst_Theme::styleSheetStaysShortAndKnowsEveryName()
{
    const QString sheet = Views::styleSheet(Theme::dark(), {26, 24});
    QVERIFY(sheet.count(u'\n') <= 100);
    QVERIFY2(!sheet.contains(u'@'), "a name was not replaced");
    QCOMPARE(sheet.count(u'{'), sheet.count(u'}'));
    QVERIFY2(!sheet.contains(QLatin1String("::item:alternate")) && !sheet.contains(QLatin1String("QTreeView::item")), "item views are painted by delegates");
}

QTEST_APPLESS_MAIN(tst_Theme)
#include "tst_theme.moc"
