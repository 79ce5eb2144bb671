// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"
#include "app/commands/command.h"
#include "app/commands/evalcommand.h"
#include "app/commands/producecommand.h"
#include "app/commands/readcommand.h"
#include "app/commands/replaycommand.h"
#include "app/commands/timelinecommand.h"
#include "app/commands/topicscommand.h"
#include "app/services.h"
#include "app/window.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace {

QStringList arguments(int argc, char **argv)
{
    QStringList list;
    for (int i = 1; i < argc; ++i)
        list.append(QString::fromLocal8Bit(argv[i]));
    return list;
}

std::unique_ptr<App::Command> makeCommand(App::Services &services, const App::CommandLine &line)
{
    switch (line.command) {
    case App::CommandLine::Command::Topics: return std::make_unique<App::TopicsCommand>(services, line);
    case App::CommandLine::Command::Read: return std::make_unique<App::ReadCommand>(services, line);
    case App::CommandLine::Command::Timeline: return std::make_unique<App::TimelineCommand>(services, line);
    case App::CommandLine::Command::Eval: return std::make_unique<App::EvalCommand>(line);
    case App::CommandLine::Command::Produce: return std::make_unique<App::ProduceCommand>(services, line);
    case App::CommandLine::Command::Replay: return std::make_unique<App::ReplayCommand>(services, line);
    default: return nullptr;
    }
}

int runHeadless(int argc, char **argv, const App::CommandLine &line)
{
    App::catchSignals();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("playhead"));
    int exitCode = 0;
    std::vector<std::string> living;
    {
        App::Services services;
        if (const auto &trouble = services.profiles.loadError()) // told once: by now the file has another name
            App::printError(*trouble);
        {
            const std::unique_ptr<App::Command> command = makeCommand(services, line);
            exitCode = command ? App::runCommand(*command) : int(App::Command::nothingRead);
        }
        living = services.finishThreads();
        if (!living.empty())
            std::_Exit(exitCode); // a thread that hangs in the client library must not keep the command from ending
    }
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    App::openStandardDescriptors();
    const auto line = App::parseCommandLine(arguments(argc, argv));
    if (!line) {
        App::printError(line.error());
        return App::Command::wrongUsage;
    }
    switch (line->command) {
    case App::CommandLine::Command::Help:
        std::fputs(qPrintable(App::helpText()), stdout);
        return 0;
    case App::CommandLine::Command::Version:
        std::puts("playhead " PLAYHEAD_VERSION);
        return 0;
    case App::CommandLine::Command::Window: return App::runWindow(argc, argv, line.value());
    case App::CommandLine::Command::Topics:
    case App::CommandLine::Command::Read:
    case App::CommandLine::Command::Timeline:
    case App::CommandLine::Command::Eval:
    case App::CommandLine::Command::Produce:
    case App::CommandLine::Command::Replay: return runHeadless(argc, argv, line.value());
    }
    return 0;
}
