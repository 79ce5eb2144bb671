// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/command.h"

#include "items/errortext.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace App {

namespace {

// A signal handler may do little more than write to a descriptor; the event loop reads the other end.
int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t n = ::write(signalPipe[0], &byte, 1);
}

} // namespace

void printError(const Domain::Error &error)
{
    const Items::ErrorText text = Items::errorText(error);
    QString line = QStringLiteral("playhead: ") + text.what;
    if (!text.why.isEmpty())
        line += u' ' + text.why;
    line += u' ' + text.next;
    std::fprintf(stderr, "%s\n", qPrintable(line));
    if (!text.details.isEmpty())
        std::fprintf(stderr, "          (%s)\n", qPrintable(text.details));
}

int runCommand(Command &command)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, signalPipe) == 0) {
        std::signal(SIGINT, onSignal);
        std::signal(SIGTERM, onSignal);
    }
    std::signal(SIGPIPE, SIG_IGN); // a closed stdout is an error of write(), which the command reports
    QSocketNotifier notifier(signalPipe[1], QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &command, [&command] {
        char byte = 0;
        while (::read(signalPipe[1], &byte, 1) > 0) { }
        command.interrupt();
    });
    int exitCode = Command::done;
    QObject::connect(&command, &Command::finished, QCoreApplication::instance(), [&exitCode](int code) {
        exitCode = code;
        QCoreApplication::quit();
    });
    QMetaObject::invokeMethod(&command, &Command::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    return exitCode;
}

} // namespace App
