// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/evalcommand.h"

#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

/// A descriptor that stands for a file for a while.
class Redirection
{
public:
    Redirection(int descriptor, int file) : m_descriptor(descriptor), m_kept(::dup(descriptor)) { ::dup2(file, descriptor); }
    Redirection(const Redirection &) = delete;
    Redirection &operator=(const Redirection &) = delete;
    ~Redirection()
    {
        ::dup2(m_kept, m_descriptor);
        ::close(m_kept);
    }

private:
    int m_descriptor;
    int m_kept;
};

class TestEvalCommand : public QObject
{
    Q_OBJECT

private slots:
    void printsAValueOrAnError_data();
    void printsAValueOrAnError();
    void readsTheRecord();
    void answersLineByLine();
    void refusesWhatIsNoRecord();
};

struct Output
{
    QByteArray text;
    int exitCode = -1;
};

static Output run(App::CommandLine line, const QByteArray &input = {})
{
    QTemporaryFile out;
    QTemporaryFile in;
    if (!out.open() || !in.open())
        return {};
    in.write(input);
    in.flush();
    ::lseek(in.handle(), 0, SEEK_SET);
    line.command = App::CommandLine::Command::Eval;
    int exitCode = -1;
    {
        const Redirection stdoutFile(STDOUT_FILENO, out.handle());
        const Redirection stdinFile(STDIN_FILENO, in.handle());
        App::EvalCommand command(line);
        QSignalSpy finished(&command, &App::Command::finished);
        command.start();
        if (!finished.isEmpty() || finished.wait(30'000))
            exitCode = finished.first().first().toInt();
        std::fflush(stdout);
    }
    QFile file(out.fileName());
    return file.open(QIODevice::ReadOnly) ? Output{file.readAll(), exitCode} : Output();
}

static App::CommandLine lineOf(const char *expression)
{
    App::CommandLine line;
    line.expression = QString::fromUtf8(expression);
    return line;
}

static QString recordFile(QTemporaryFile &file, const QByteArray &text)
{
    return file.open() && file.write(text) == text.size() && file.flush() ? file.fileName() : QString();
}

void TestEvalCommand::printsAValueOrAnError_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("output");
    const auto row = [](const char *expression, const char *output) { QTest::newRow(expression) << QByteArray(expression) << QByteArray(output); };
    row("6 * 7", R"({"type":"int","value":"42"})");
    row("'\xC3\xA9'", "{\"type\":\"string\",\"value\":\"\xC3\xA9\"}");
    row("1 / 0", R"({"error":"division by zero"})");
    row("valeu.a == 1", R"({"error":"there is no name 'valeu' (at byte 0); did you mean 'value'?"})");
    row("value.a == 1", R"({"error":"there is no record to read 'value' from"})");
    row("", R"x({"error":"an expression is expected (at byte 0)"})x");
}

void TestEvalCommand::printsAValueOrAnError()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, output);
    const Output actual = run(lineOf(expression.constData()));
    QCOMPARE(actual.text, output + '\n');
    QCOMPARE(actual.exitCode, App::Command::done);
}

void TestEvalCommand::readsTheRecord()
{
    QTemporaryFile file;
    App::CommandLine line = lineOf("[topic, key, headers.h, value.n, string(partition), string(offset)]");
    line.recordFile = recordFile(file, "\n" R"({"topic":"orders","partition":2,"offset":9007199254740993,"timestamp":1,"timestampType":"create","key":"k",)"
                                       R"("value":{"base64":"eyJuIjoiXHUwMDQxIn0="},"headers":[["h",null]]})" "\nthe next line is not read\n");
    QCOMPARE(run(line).text, QByteArray(R"({"type":"list","value":[{"type":"string","value":"orders"},{"type":"string","value":"k"},{"type":"null","value":null},)"
                                        R"({"type":"string","value":"A"},{"type":"string","value":"2"},{"type":"string","value":"9007199254740993"}]})" "\n"));
}

void TestEvalCommand::answersLineByLine()
{
    App::CommandLine line;
    line.batch = true;
    const Output output = run(line, "1\r\n\n" + QByteArray(1'000'000, '(') + "\n2u");
    QCOMPARE(output.text, QByteArray("{\"type\":\"int\",\"value\":\"1\"}\n{\"error\":\"an expression is expected (at byte 0)\"}\n"
                                     "{\"error\":\"the expression is longer than 65536 bytes (at byte 65536)\"}\n{\"type\":\"uint\",\"value\":\"2\"}\n"));
    QCOMPARE(output.exitCode, App::Command::done);
    QCOMPARE(run(line, "").text, QByteArray());
}

void TestEvalCommand::refusesWhatIsNoRecord()
{
    App::CommandLine line = lineOf("value");
    line.recordFile = QStringLiteral("/nowhere/at/all.jsonl");
    QCOMPARE(run(line).exitCode, App::Command::nothingRead);
    QTemporaryFile file;
    line.recordFile = recordFile(file, "{\"value\": 5}\n");
    const Output output = run(line);
    QCOMPARE(output.exitCode, App::Command::nothingRead);
    QCOMPARE(output.text, QByteArray());
}

QTEST_GUILESS_MAIN(TestEvalCommand)
#include "tst_evalcommand.moc"
