// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>

#include <csignal>

/// One `playhead replay … --execute` as a program of its own, with the journals of runs in a folder of the test's.
class ReplayChild
{
public:
    /// `arguments`: of the source, the target and the run.
    ReplayChild(const QString &program, const QString &bootstrap, const QString &folder, const QStringList &arguments)
    {
        m_process.start(program, QStringList{QStringLiteral("replay"), QStringLiteral("--bootstrap"), bootstrap, QStringLiteral("--run-folder"), folder, QStringLiteral("--execute")} + arguments);
        m_process.waitForStarted();
    }
    ~ReplayChild() { kill(); }

    /// The id of a new run: from here on it sends. Empty: it has ended before.
    QString waitForRun(int patienceMs = 60'000)
    {
        static const QRegularExpression id(QStringLiteral("Replay ([0-9a-z]{26})\\."));
        return waitForWords(id, patienceMs).captured(1);
    }
    QRegularExpressionMatch waitForWords(const QRegularExpression &words, int patienceMs)
    {
        QElapsedTimer clock;
        clock.start();
        for (;;) {
            m_said += m_process.readAllStandardError();
            const QRegularExpressionMatch match = words.match(QString::fromUtf8(m_said));
            if (match.hasMatch() || !isRunning() || clock.elapsed() > patienceMs)
                return match;
            m_process.setReadChannel(QProcess::StandardError);
            m_process.waitForReadyRead(50);
        }
    }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    /// False: it still runs.
    bool waitForEnd(int ms) { return !isRunning() || m_process.waitForFinished(ms); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    void suspend(bool isSuspended) { ::kill(static_cast<pid_t>(m_process.processId()), isSuspended ? SIGSTOP : SIGCONT); }
    void interrupt() { ::kill(static_cast<pid_t>(m_process.processId()), SIGINT); }

    /// −1: it was killed, or crashed.
    int exitCode() const { return m_process.exitStatus() == QProcess::NormalExit && !isRunning() ? m_process.exitCode() : -1; }
    QByteArray said()
    {
        m_said += m_process.readAllStandardError();
        return m_said;
    }
    /// The last line that it printed.
    QJsonObject verdict()
    {
        m_printed += m_process.readAllStandardOutput();
        const QList<QByteArray> lines = m_printed.trimmed().split('\n');
        return QJsonDocument::fromJson(lines.back()).object();
    }

private:
    QProcess m_process;
    QByteArray m_said;
    QByteArray m_printed;
};
