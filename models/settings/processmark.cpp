// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/processmark.h"

#include <QByteArray>
#include <QFile>

#include <csignal>
#include <unistd.h>

namespace Settings {

namespace {

constexpr qint64 statLimit = 4096;
constexpr int startField = 19; // of /proc/PID/stat, counted behind the program's name, which may hold anything

/// When the process was started, in ticks since boot: a number is given again, a number with its start is not.
QByteArray startOf(qint64 pid)
{
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = stat.read(statLimit);
    const qsizetype name = text.lastIndexOf(')');
    return name < 0 ? QByteArray() : text.mid(name + 2).split(' ').value(startField);
}

std::string markOf(qint64 pid)
{
    return QByteArray(QByteArray::number(pid) + '-' + startOf(pid)).toStdString();
}

} // namespace

std::string ownProcessMark()
{
    return markOf(::getpid());
}

bool isProcessAlive(const std::string &mark)
{
    bool ok = false;
    const qint64 pid = QByteArray::fromStdString(mark.substr(0, mark.find('-'))).toLongLong(&ok);
    if (!ok || pid <= 0 || ::kill(static_cast<pid_t>(pid), 0) != 0)
        return false;
    return markOf(pid) == mark;
}

} // namespace Settings
