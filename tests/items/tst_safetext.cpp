// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/safetext.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>

using Items::safeRichText;
using Items::safeText;

class TestSafeText : public QObject
{
    Q_OBJECT

private slots:
    void showsHostileTextAsPlainVisibleCharacters_data();
    void showsHostileTextAsPlainVisibleCharacters();
    void cutsWithAnEllipsisWithinTheBound_data();
    void cutsWithAnEllipsisWithinTheBound();
    void neverExceedsTheBoundWhateverTheBytes();
    void neverReadsMoreThanItShows();
    void escapesWhatRichTextWouldInterpret();
};

void TestSafeText::showsHostileTextAsPlainVisibleCharacters_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &shown) { QTest::newRow(name) << bytes << shown; };

    row("plain", "order-700183", QStringLiteral("order-700183"));
    row("empty", "", QString());
    row("spaces kept", "  two  spaces ", QStringLiteral("  two  spaces "));
    row("markup stays text", "<img src=/etc/passwd>", QStringLiteral("<img src=/etc/passwd>"));
    row("ampersand stays one sign", "R&D", QStringLiteral("R&D"));
    row("NUL inside", QByteArray("a\0b", 3), QStringLiteral("a␀b"));
    row("line ends", "a\r\nb\tc", QStringLiteral("a␍␊b␉c"));
    row("escape sequence", "\x1b[31mred", QStringLiteral("␛[31mred"));
    row("delete", "\x7f", QStringLiteral("␡"));
    row("C1 control", "\xc2\x85", QStringLiteral("⟨U+0085⟩"));
    row("right-to-left override", "invoice\xe2\x80\xae" "fdp.exe", QStringLiteral("invoice⟨U+202E⟩fdp.exe"));
    row("bidi isolate", "\xe2\x81\xa6x", QStringLiteral("⟨U+2066⟩x"));
    row("zero width space", "a\xe2\x80\x8b" "b", QStringLiteral("a⟨U+200B⟩b"));
    row("byte order mark", "\xef\xbb\xbf{}", QStringLiteral("⟨U+FEFF⟩{}"));
    row("line separator", "\xe2\x80\xa8", QStringLiteral("⟨U+2028⟩"));
    row("tag character", "\xf3\xa0\x81\x81", QStringLiteral("⟨U+E0041⟩"));
    row("noncharacter", "\xef\xbf\xbf", QStringLiteral("⟨U+FFFF⟩"));
    row("joiner between letters", "a\xe2\x80\x8d" "b", QStringLiteral("a⟨U+200D⟩b"));
    row("joiner inside an emoji stays", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80", QString::fromUtf8("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80"));
    row("Arabic letters stay", "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", QStringLiteral("سلام"));
    row("lone continuation", "a\x80z", QStringLiteral("a\uFFFDz"));
    row("overlong slash", "\xc0\xaf", QStringLiteral("\uFFFD\uFFFD"));
    row("surrogate half", "\xed\xa0\x80", QStringLiteral("\uFFFD\uFFFD\uFFFD"));
    row("above U+10FFFF", "\xf4\x90\x80\x80", QStringLiteral("\uFFFD\uFFFD\uFFFD\uFFFD"));
    row("cut short", "\xf0\x9f\x98", QStringLiteral("\uFFFD"));
    row("broken then good", "\xe2\x82z", QStringLiteral("\uFFFDz"));
    row("0xFF", "\xff\xfe", QStringLiteral("\uFFFD\uFFFD"));
}

void TestSafeText::showsHostileTextAsPlainVisibleCharacters()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, shown);
    QCOMPARE(safeText(std::string_view(bytes.constData(), size_t(bytes.size()))), shown);
}

void TestSafeText::cutsWithAnEllipsisWithinTheBound_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("most");
    QTest::addColumn<QString>("shown");
    QTest::newRow("fits exactly") << QByteArray("abcd") << 4 << QStringLiteral("abcd");
    QTest::newRow("one too many") << QByteArray("abcde") << 4 << QStringLiteral("abc…");
    QTest::newRow("only the ellipsis") << QByteArray("ab") << 1 << QStringLiteral("…");
    QTest::newRow("nothing") << QByteArray("ab") << 0 << QString();
    QTest::newRow("negative") << QByteArray("ab") << -5 << QString();
    QTest::newRow("no half emoji") << QByteArray("ab\xf0\x9f\x98\x80zz") << 4 << QStringLiteral("ab…");
    QTest::newRow("no emoji without its skin") << QByteArray("ab\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbdzz") << 6 << QStringLiteral("ab…");
    QTest::newRow("no half name of a control") << QByteArray("ab\xe2\x80\xaezz") << 8 << QStringLiteral("ab…");
}

void TestSafeText::cutsWithAnEllipsisWithinTheBound()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, most);
    QFETCH(QString, shown);
    QCOMPARE(safeText(std::string_view(bytes.constData(), size_t(bytes.size())), most), shown);
}

void TestSafeText::neverExceedsTheBoundWhateverTheBytes()
{
    quint32 seed = 12345;
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (int i = 0; i < 60; ++i) {
            seed = seed * 1664525U + 1013904223U;
            bytes += char(seed >> 24);
        }
        for (const int most : {1, 7, 20, 59, 400}) {
            const QString shown = safeText(bytes, most);
            QVERIFY2(shown.size() <= most, qPrintable(shown));
            for (const QChar c : shown)
                QVERIFY(c.unicode() >= 0x20 && !(c.unicode() >= 0x7F && c.unicode() < 0xA0));
            QVERIFY(shown.isValidUtf16());
        }
    }
    QVERIFY(safeText(std::string(5000, '\xcc')).size() <= 256);
    std::string zalgo = "a"; // one letter under thousands of accents
    for (int i = 0; i < 5000; ++i)
        zalgo += "\xcc\x81";
    QCOMPARE(safeText(zalgo).size(), 256);
}

void TestSafeText::neverReadsMoreThanItShows()
{
    const std::string huge(100'000'000, 'x');
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(safeText(huge).size(), 256);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

void TestSafeText::escapesWhatRichTextWouldInterpret()
{
    QCOMPARE(safeRichText("<img src=\"x\"> & co"), QStringLiteral("&lt;img src=&quot;x&quot;&gt; &amp; co"));
    QCOMPARE(safeRichText("\xe2\x80\xae<b>"), QStringLiteral("⟨U+202E⟩&lt;b&gt;"));
    QCOMPARE(safeRichText("<<<<<", 3), QStringLiteral("&lt;&lt;…"));
}

QTEST_GUILESS_MAIN(TestSafeText)
#include "tst_safetext.moc"
