// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/base64.h"
#include "codec/hexdump.h"
#include "codec/jsonstring.h"
#include "codec/utf8.h"

#include <QStringDecoder>
#include <QTest>

using namespace Codec;
using namespace std::string_view_literals;

class TestUtf8 : public QObject
{
    Q_OBJECT

private slots:
    void findsTheFirstBadByte_data();
    void findsTheFirstBadByte();
    void agreesWithQtOnEveryThreeBytes();
    void cutsOnlyBetweenCharacters();
    void knowsACutCharacter();
    void writesBase64();
    void writesHex();
    void resolvesEscapesOfJsonStrings_data();
    void resolvesEscapesOfJsonStrings();
};

void TestUtf8::findsTheFirstBadByte_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("at"); // −1: valid
    QTest::newRow("empty") << QByteArray() << -1;
    QTest::newRow("ASCII with NUL") << QByteArray("a\0b", 3) << -1;
    QTest::newRow("two, three and four bytes") << QByteArray("\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80") << -1;
    QTest::newRow("highest") << QByteArray("\xF4\x8F\xBF\xBF") << -1;
    QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << 0;
    QTest::newRow("overlong slash") << QByteArray("ab\xC0\xAF") << 2;
    QTest::newRow("overlong three") << QByteArray("\xE0\x80\xAF") << 0;
    QTest::newRow("overlong four") << QByteArray("\xF0\x80\x80\xAF") << 0;
    QTest::newRow("surrogate") << QByteArray("x\xED\xA0\x80") << 1;
    QTest::newRow("lone continuation") << QByteArray("12345678\x80") << 8;
    QTest::newRow("cut at the end") << QByteArray("1234567\xE6\x97") << 7;
    QTest::newRow("bad in the ninth") << QByteArray("12345678\xFFtail") << 8;
    QTest::newRow("latin 1") << QByteArray("caf\xE9 au lait") << 3;
}

void TestUtf8::findsTheFirstBadByte()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, at);
    QCOMPARE(firstInvalid({bytes.constData(), size_t(bytes.size())}), at < 0 ? npos : size_t(at));
}

void TestUtf8::agreesWithQtOnEveryThreeBytes()
{
    // Every lead with every second byte and some third ones, against an implementation that is not ours.
    int valid = 0;
    for (int a = 0x80; a < 0x100; ++a) {
        for (int b = 0; b < 0x100; ++b) {
            for (const int c : {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF}) {
                const char bytes[] = {char(a), char(b), char(c), '.'};
                QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
                const QString text = decoder.decode(QByteArrayView(bytes, 4));
                const bool isValid = !decoder.hasError() && !text.contains(QChar::ReplacementCharacter);
                if ((firstInvalid({bytes, 4}) == npos) != isValid)
                    QFAIL(qPrintable(QString::number(a, 16) + QLatin1Char(' ') + QString::number(b, 16) + QLatin1Char(' ') + QString::number(c, 16)));
                valid += isValid;
            }
        }
    }
    QVERIFY(valid > 1000);
}

void TestUtf8::cutsOnlyBetweenCharacters()
{
    const std::string_view text = "a\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80z";
    const size_t borders[] = {0, 1, 3, 6, 10, 11};
    size_t expected = 0;
    for (size_t at = 0; at <= text.size(); ++at) {
        for (const size_t b : borders)
            if (b <= at)
                expected = b;
        QCOMPARE(characterBorder(text, at), expected);
    }
    QCOMPARE(characterBorder("\x80\x80\x80\x80\x80", 4), size_t(4)); // nothing to keep together
    QCOMPARE(characterBorder("abc", 99), size_t(3));
}

void TestUtf8::knowsACutCharacter()
{
    QVERIFY(isCutCharacter("x\xE6\x97", 1));
    QVERIFY(!isCutCharacter("x\xE6\x97\xA5", 1));
    QVERIFY(!isCutCharacter("x\xE6x", 1));
    QVERIFY(!isCutCharacter("\xFF", 0));
    QVERIFY(!isCutCharacter("\xED\xA0", 0)); // would become a surrogate
}

void TestUtf8::writesBase64()
{
    for (int size = 0; size < 70; ++size) {
        QByteArray bytes;
        for (int i = 0; i < size; ++i)
            bytes += char(i * 37 + 200);
        std::string out = "=";
        appendBase64(out, {bytes.constData(), size_t(bytes.size())});
        QCOMPARE(QByteArray::fromStdString(out), "=" + bytes.toBase64());
    }
}

void TestUtf8::writesHex()
{
    std::string out;
    appendHex(out, "\x00\x7f\xff"sv);
    QCOMPARE(out, "00 7f ff");
    QCOMPARE(hexDump("0123456789abcdef\x01"sv, 0x30),
             "0030  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n"
             "0040  01                                               .\n");
    QCOMPARE(hexDump("", 0), "");
}

void TestUtf8::resolvesEscapesOfJsonStrings_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray(R"("PAID")") << QByteArray("PAID");
    QTest::newRow("short escapes") << QByteArray(R"("\"\\\/\b\f\n\r\t")") << QByteArray("\"\\/\b\f\n\r\t");
    QTest::newRow("e acute") << QByteArray(R"("caf\u00e9")") << QByteArray("caf\xC3\xA9");
    QTest::newRow("pair") << QByteArray(R"("\ud83d\ude00!")") << QByteArray("\xF0\x9F\x98\x80!");
    QTest::newRow("lone high") << QByteArray(R"("\ud83dx")") << QByteArray("\xEF\xBF\xBDx");
    QTest::newRow("lone low") << QByteArray(R"("\ude00\ud83d")") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("two highs") << QByteArray(R"("\ud83d\ud83d")") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
    QTest::newRow("NUL") << QByteArray(R"("a\u0000b")") << QByteArray("a\0b", 3);
    QTest::newRow("no escape") << QByteArray(R"("\x\u12")") << QByteArray(R"(\x\u12)");
    QTest::newRow("ends in a backslash") << QByteArray("\"ab\\") << QByteArray("ab\\");
}

void TestUtf8::resolvesEscapesOfJsonStrings()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(jsonStringText({token.constData(), size_t(token.size())})), text);
}

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
