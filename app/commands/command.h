// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/services.h"

#include <QObject>

namespace App {

/// One headless command: runs in the event loop of a QCoreApplication and ends with finished(exitCode). Results go to
/// stdout, sentences to stderr. Exit codes: 0 done as asked, 1 nothing could be read, 2 wrong usage, 3 incomplete,
/// 4 none found (--fail-if-none).
class Command : public QObject
{
    Q_OBJECT
public:
    static constexpr int done = 0;
    static constexpr int nothingRead = 1;
    static constexpr int wrongUsage = 2;
    static constexpr int incomplete = 3;
    static constexpr int noneFound = 4;

    using QObject::QObject;
    virtual void start() = 0;
    /// SIGINT or SIGTERM: end soon, keep what was written.
    virtual void interrupt() = 0;

signals:
    void finished(int exitCode);
};

/// Writes an error as a user reads it to stderr, and the raw text below it.
void printError(const Domain::Error &error);

/// Gives descriptors 0, 1 and 2 something to stand for when the caller closed them. First thing in main().
void openStandardDescriptors();

/// From here on SIGINT and SIGTERM interrupt the command, also one that is run only later. Once, before runCommand().
void catchSignals();

/// Runs the command until it is finished. → exit code.
int runCommand(Command &command);

} // namespace App
