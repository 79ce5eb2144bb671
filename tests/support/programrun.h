// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

class QProcess;

/// What a program that a test has started left behind.
struct ProgramRun
{
    int exitCode = -1; ///< -1: it crashed, or had to be killed
    qint64 ms = 0;     ///< how long it was waited for
    QByteArray out;
    QByteArray err;
};

/// Waits until the started `process` ends, or kills it after `patienceMs`.
ProgramRun finishRun(QProcess &process, int patienceMs);
