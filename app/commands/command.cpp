// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/command.h"

#include "items/errortext.h"
#include "items/safetext.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace App {

namespace {

constexpr int maxRawText = 1000;

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
    const QString line = Items::errorLine(error);
    const QString raw = Items::safeText(error.technical, maxRawText);
    std::fprintf(stderr, "playhead: %s\n", qPrintable(line));
    if (!raw.isEmpty() && !line.contains(raw))
        std::fprintf(stderr, "          (%s)\n", qPrintable(raw));
}

void openStandardDescriptors()
{
    // The next file or socket would get the number, and what is printed would go there. One that cannot be written to, so
    // that writing fails as it should.
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF)
            static_cast<void>(::open("/dev/null", O_RDONLY)); // gets the lowest free number: this one
}

void catchSignals()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, signalPipe) == 0) {
        std::signal(SIGINT, onSignal);
        std::signal(SIGTERM, onSignal);
    }
    std::signal(SIGPIPE, SIG_IGN); // a closed stdout is an error of write(), which the command reports
}

int runCommand(Command &command)
{
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
    std::signal(SIGINT, SIG_DFL); // nobody listens any more
    std::signal(SIGTERM, SIG_DFL);
    return exitCode;
}

} // namespace App
