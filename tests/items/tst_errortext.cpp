// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/errortext.h"

#include <QRegularExpression>
#include <QTest>

using Domain::Error;
using Domain::ErrorCode;

namespace {

const std::vector<std::string> argumentNames = {
    "host", "port", "looksLike", "broker", "subject", "issuer", "names", "validFrom", "validUntil", "file", "mechanism", "user",
    "offered", "resource", "name", "operation", "topic", "partition", "offset", "low", "high", "limit", "what", "property", "value",
    "argument", "expected", "profile", "keptAs", "version", "seconds", "hint",
    "environment", "reason", "problem", "line", "size", "timestamp", "id", "estimate", "where", "position", "length", "suggestion", "step", "run", "folder", "detail"};

Error withArguments(ErrorCode code, const std::string &value)
{
    Error error{.code = code, .technical = value, .origin = value};
    for (const std::string &name : argumentNames)
        if (code != ErrorCode::BadArgument || name != "problem") // there it is a key word
            error.args[name] = value;
    return error;
}

bool hasPlaceholder(const QString &text)
{
    return text.contains(QRegularExpression(QStringLiteral("%[0-9]")));
}

} // namespace

class ErrorTextTest : public QObject
{
    Q_OBJECT

    static constexpr int codeCount = int(ErrorCode::Broker) + 1;

private slots:
    void everyCode_data()
    {
        QTest::addColumn<int>("code");
        for (int i = 0; i < codeCount; ++i)
            QTest::addRow("%d", i) << i;
    }

    void everyCode()
    {
        QFETCH(int, code);
        // With all its arguments, with none, and with those that a hostile broker could send.
        for (const std::string value : {"kafka-1", "", "<b>&x</b>\x1b[31m\xe2\x80\xae\xff%1 %2\n"}) {
            const Items::ErrorText text = Items::errorText(withArguments(ErrorCode(code), value));
            QVERIFY(!text.what.isEmpty());
            QVERIFY(text.what.endsWith(QLatin1Char('.')) || text.what.endsWith(QStringLiteral("…")));
            QVERIFY(!text.next.isEmpty());
            QVERIFY(!text.what.contains(QLatin1Char('!')));
            for (const QString &part : {text.what, text.why, text.next}) {
                if (value.find('%') == std::string::npos)
                    QVERIFY2(!hasPlaceholder(part), qPrintable(part));
                QVERIFY2(!part.contains(QLatin1Char('\n')), qPrintable(part));
                QVERIFY(!part.contains(QChar(0x1b)) && !part.contains(QChar(0x202e)));
                QVERIFY2(!part.contains(QStringLiteral("  ")) && !part.contains(QStringLiteral(" .")), qPrintable(part));
            }
            QVERIFY(!Items::errorLine(withArguments(ErrorCode(code), value)).isEmpty());
        }
    }

    void wordsAreTheirOwn()
    {
        QStringList seen;
        for (int i = 0; i < codeCount; ++i)
            if (const QString what = Items::errorText(withArguments(ErrorCode(i), "x")).what; seen.contains(what))
                QFAIL(qPrintable(QStringLiteral("twice: ") + what));
            else
                seen << what;
        QCOMPARE(seen.size(), codeCount);
    }

    void longArgumentsAreCut()
    {
        const Items::ErrorText text = Items::errorText({.code = ErrorCode::UnknownTopic, .args = {{"topic", std::string(10'000'000, 'x')}}});
        QVERIFY(text.what.size() < 1000);
        QVERIFY(text.details.size() < 100'000);
    }

    void placeholdersInArgumentsStay()
    {
        const Error error{.code = ErrorCode::UnknownPartition, .args = {{"topic", "%2"}, {"partition", "7"}}};
        QCOMPARE(Items::errorText(error).what, QStringLiteral("Topic %2 has no partition 7."));
    }

    void theExampleOfTheDesign()
    {
        const Error error{.code = ErrorCode::ConnectionRefused, .args = {{"host", "kafka-1"}, {"port", "9092"}}, .technical = "raw", .origin = "_TRANSPORT"};
        const Items::ErrorText text = Items::errorText(error);
        QCOMPARE(text.what, QStringLiteral("Cannot reach kafka-1:9092: connection refused."));
        QVERIFY(text.details.contains(QStringLiteral("_TRANSPORT")) && text.details.contains(QStringLiteral("raw")));
        QVERIFY(!text.what.contains(QStringLiteral("_TRANSPORT")));
    }
};

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "tst_errortext.moc"
