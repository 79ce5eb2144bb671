// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/programrun.h"

#include <QElapsedTimer>
#include <QProcess>

ProgramRun finishRun(QProcess &process, int patienceMs)
{
    QElapsedTimer clock;
    clock.start();
    ProgramRun run;
    if (process.waitForFinished(patienceMs) && process.exitStatus() == QProcess::NormalExit)
        run.exitCode = process.exitCode();
    run.ms = clock.elapsed();
    process.kill();
    process.waitForFinished();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}
