// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/format.h"
#include "codec/preview.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Codec;
using namespace std::string_view_literals;

Q_DECLARE_METATYPE(Codec::Format)

class TestFormat : public QObject
{
    Q_OBJECT

private slots:
    void detects_data();
    void detects();
    void saysWhyItIsNotJson();
    void integersAreBigEndian();
    void uuidsInBothForms();
    void wordsComeBack();
    void previewsJsonOnOneLine();
    void previewNeverLosesDigits();
    void previewIsAtMost256Characters();
    void previewShowsBadBytesAsReplacement();
    void previewOfAChosenFormatThatDoesNotFit();
    void costDoesNotDependOnTheSize();
};

void TestFormat::detects_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Format>("value");
    QTest::addColumn<Format>("key");
    const auto both = [](const char *name, const QByteArray &bytes, Format format) { QTest::newRow(name) << bytes << format << format; };
    both("object", R"( {"a":1} )", Format::Json);
    both("array", "[1,2]", Format::Json);
    QTest::newRow("number") << QByteArray("12345678901234567890123") << Format::Json << Format::Text;
    QTest::newRow("string") << QByteArray("\"a\"") << Format::Json << Format::Text;
    QTest::newRow("true") << QByteArray("true") << Format::Json << Format::Text;
    both("null is text", "null", Format::Text);
    both("text", "order-700197", Format::Text);
    both("log line", "[INFO] started", Format::Text);
    both("leading zero", "007", Format::Text);
    both("truncated JSON", R"({"a":1,"b":[1,2)", Format::Text);
    both("lines of text", "one\r\n\ttwo\n", Format::Text);
    both("four printable bytes", "abcd", Format::Text);
    both("int32", QByteArray("\0\0\0\x2A", 4), Format::Integer);
    both("int64", QByteArray("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE", 8), Format::Integer);
    both("five bytes", QByteArray("\0\0\0\0\x2A", 5), Format::Binary);
    both("uuid text", "7F3A90C1-5BE2-44D6-8001-0123456789ab", Format::Uuid);
    both("uuid bytes", QByteArray("\x7F\x3A\x90\xC1\x5B\xE2\x44\xD6\x80\x01\x01\x23\x45\x67\x89\xAB", 16), Format::Uuid);
    both("16 bytes without a version", QByteArray("\x7F\x3A\x90\xC1\x5B\xE2\xF4\xD6\x80\x01\x01\x23\x45\x67\x89\xAB", 16), Format::Binary);
    both("latin 1", "caf\xE9 au lait, s'il vous pla\xEEt, monsieur", Format::Text);
    both("binary", QByteArray("\0\0\0\x03\x96\x02\x48\x0A\x7B\x22", 10), Format::Binary);
    both("deep", QByteArray(1'000'000, '['), Format::Text);
    both("JSON beyond the look", "[\"" + QByteArray(100'000, 'x'), Format::Json);
    both("character cut by the look", QByteArray(1023, 'x') + "\xE6\x97\xA5" + QByteArray(50, 'x'), Format::Text);
}

void TestFormat::detects()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Format, value);
    QFETCH(Format, key);
    const std::string_view view(bytes.constData(), size_t(bytes.size()));
    QCOMPARE(detect(view, false).format, value);
    QCOMPARE(detect(view, true).format, key);
}

void TestFormat::saysWhyItIsNotJson()
{
    QCOMPARE(detect(std::string(1000, '[')).problem, (Problem{Problem::Kind::TooDeep, 512, '['}));
    QCOMPARE(detect(R"({"a":1,"b":[1,2)").problem, (Problem{Problem::Kind::UnexpectedEnd, 15, 0}));
    QCOMPARE(detect(R"({"a":1,"b":01})").problem.kind, Problem::Kind::BadNumber);
    QVERIFY(!detect("[INFO] started").problem);
    QVERIFY(!detect("{curly} braces").problem);
    QCOMPARE(detect("caf\xE9 au lait, monsieur").problem, (Problem{Problem::Kind::InvalidUtf8, 3, 0xE9}));
    QVERIFY(!detect(R"({"a":1})").problem);
    // The end of the look is not the end of the value.
    QVERIFY(!detect(std::string(1023, 'x') + "\xE6\x97\xA5" + std::string(50, 'x')).problem);
    QVERIFY(detect(std::string(1023, 'x') + "\xE6").problem);
    QVERIFY(!resolve(Format::Text, std::string(1022, 'x') + "\xE6\x97\xA5" + std::string(50, 'x')).problem);
}

void TestFormat::integersAreBigEndian()
{
    QCOMPARE(bigEndianInteger("\x80\0\0\0\0\0\0\0"sv), std::optional(std::numeric_limits<std::int64_t>::min()));
    QCOMPARE(bigEndianInteger("\x7F\xFF\xFF\xFF"sv), std::optional<std::int64_t>(2147483647));
    QCOMPARE(bigEndianInteger("\xFF"sv), std::optional<std::int64_t>(-1));
    QVERIFY(!bigEndianInteger(""));
    QVERIFY(!bigEndianInteger("abc"));
}

void TestFormat::uuidsInBothForms()
{
    const std::string text = "7f3a90c1-5be2-44d6-8001-0123456789ab";
    QCOMPARE(uuidText("\x7F\x3A\x90\xC1\x5B\xE2\x44\xD6\x80\x01\x01\x23\x45\x67\x89\xAB"sv), std::optional(text));
    QCOMPARE(uuidText("7F3A90C1-5BE2-44D6-8001-0123456789AB"), std::optional(text));
    QVERIFY(!uuidText("7F3A90C1_5BE2-44D6-8001-0123456789AB"));
    QVERIFY(!uuidText("7F3A90C1-5BE2-44D6-8001-0123456789AG"));
}

void TestFormat::wordsComeBack()
{
    for (const Format f : allFormats)
        QCOMPARE(formatFromWord(formatWord(f)), f);
    QCOMPARE(formatFromWord("avro"), Format::Automatic);
}

void TestFormat::previewsJsonOnOneLine()
{
    const Preview p = preview("{ \"a\" :\n  [ 1, true , \"x  y\" ] }");
    QCOMPARE(p.text, R"({"a":[1,true,"x  y"]})");
    QCOMPARE(p.format, Format::Json);
    QVERIFY(!p.isCut);
    const std::pair<Syntax, std::string> expected[] = {{Syntax::Punctuation, "{"}, {Syntax::Key, "\"a\""}, {Syntax::Punctuation, ":["}, {Syntax::Number, "1"},
                                                       {Syntax::Punctuation, ","}, {Syntax::Literal, "true"}, {Syntax::Punctuation, ","}, {Syntax::String, "\"x  y\""},
                                                       {Syntax::Punctuation, "]}"}};
    QCOMPARE(p.spans.size(), std::size(expected));
    for (size_t i = 0; i < p.spans.size(); ++i) {
        QCOMPARE(p.spans[i].syntax, expected[i].first);
        QCOMPARE(p.text.substr(p.spans[i].begin, p.spans[i].end - p.spans[i].begin), expected[i].second);
    }
}

void TestFormat::previewNeverLosesDigits()
{
    const std::string value = R"({"n":12345678901234567890123,"f":1.10000000000000000001e+400,"n":2,"s":"\ud83d\u00e9"})";
    QCOMPARE(preview(value).text, value);
    QCOMPARE(preview("\0\0\0\0\0\x20\0\x01"sv).text, "2097153");
}

void TestFormat::previewIsAtMost256Characters()
{
    std::string value = "[\"";
    for (int i = 0; i < 10'000; ++i)
        value += "\xF0\x9F\x98\x80";
    for (const Format format : {Format::Automatic, Format::Text, Format::Binary}) {
        const Preview p = preview(value, format);
        QVERIFY(p.isCut);
        const QString text = QString::fromStdString(p.text);
        QVERIFY(!text.contains(QChar::ReplacementCharacter));
        QVERIFY2(text.toUcs4().size() <= 256 && text.toUcs4().size() > 250, qPrintable(QString::number(text.toUcs4().size())));
        QCOMPARE(p.spans.back().end, p.text.size());
    }
    QVERIFY(!preview(std::string(256, 'x')).isCut);
    QVERIFY(preview(std::string(257, 'x')).isCut);
}

void TestFormat::previewShowsBadBytesAsReplacement()
{
    const Preview p = preview("caf\xE9 au lait, monsieur");
    QCOMPARE(p.text, "caf\xEF\xBF\xBD au lait, monsieur");
    QCOMPARE(p.problem.position, size_t(3));
    QVERIFY(!p.hasFailed);
}

void TestFormat::previewOfAChosenFormatThatDoesNotFit()
{
    const Preview p = preview("abc", Format::Json);
    QVERIFY(p.hasFailed);
    QCOMPARE(p.text, "61 62 63");
    QCOMPARE(p.problem, (Problem{Problem::Kind::UnexpectedByte, 0, 'a'}));
    QVERIFY(preview("abc", Format::Integer).hasFailed);
    QVERIFY(preview("abc", Format::Uuid).hasFailed);
    QVERIFY(!preview("abc", Format::Text).hasFailed);
    QCOMPARE(preview("null", Format::Json).spans.front().syntax, Syntax::Literal);
}

void TestFormat::costDoesNotDependOnTheSize()
{
    const auto best = [](const std::string &value, Format format) {
        qint64 least = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 20; ++i) {
            QElapsedTimer clock;
            clock.start();
            preview(value, format);
            least = std::min(least, clock.nsecsElapsed());
        }
        return least;
    };
    for (const std::string &start : {std::string("[\""), std::string("plain "), std::string("[1,"), std::string("[[[["), std::string("\0\1\2\3", 4)}) {
        const std::string small = start + std::string(2000, 'x');
        const std::string large = start + std::string(100'000'000, 'x');
        QVERIFY2(best(large, Format::Automatic) < 5 * best(small, Format::Automatic) + 100'000, start.c_str());
    }
    // A run of blanks is no reason to read a whole value either.
    QVERIFY(best("[" + std::string(100'000'000, ' '), Format::Json) < 10'000'000);
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
