// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"

#include "app/commandoptions.h"
#include "app/producearguments.h"
#include "app/propertyargument.h"
#include "app/readarguments.h"
#include "app/replayarguments.h"
#include "items/readplantext.h"
#include "views/connection/fieldchecks.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace App {

namespace {

using Command = CommandLine::Command;
using Domain::Status;

constexpr int maxBuckets = 4096;
constexpr qsizetype maxTopics = 10'000; // Record::topic counts to 65,535

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

const Status fine = std::monostate{};

bool isRecording(const QString &word)
{
    return word.endsWith(QStringLiteral(".playhead")) || word.endsWith(QStringLiteral(".playhead.part")); // one that was not finished
}

/// `words`: a recording stands first among them, and is taken out.
Domain::Result<Target> readTarget(const CommandOptions &options, QStringList &words, bool required)
{
    Target target;
    target.demo = options.isSet("demo");
    target.profileName = options.value("profile");
    const bool bootstrap = options.isSet("bootstrap");
    const int given = int(target.demo) + int(options.isSet("profile")) + int(bootstrap);
    if (given > 1)
        return wrongArgument("conflict", QStringLiteral("--bootstrap, --profile, --demo"));
    if (given == 0 && !words.isEmpty() && isRecording(words.front()))
        target.recordingFile = words.takeFirst();
    if (required && given == 0 && target.recordingFile.isEmpty())
        return wrongArgument("missing", tr("The cluster"), tr("--bootstrap HOST:PORT, --profile NAME or --demo"));
    const QStringList properties = options.values("X");
    if (!bootstrap) {
        if (!properties.isEmpty())
            return wrongArgument("missing", tr("--bootstrap beside -X"), tr("-X together with --bootstrap only; a saved connection has its own properties"));
        return target;
    }
    target.bootstrap = adHocProfile(options.value("bootstrap"));
    if (target.bootstrap->bootstrapServers.empty())
        return wrongValue(QStringLiteral("--bootstrap"), options.value("bootstrap"), tr("HOST:PORT, several separated by commas"));
    if (const auto bad = Views::firstBadAddress(QString::fromStdString(target.bootstrap->bootstrapServers)))
        return wrongValue(QStringLiteral("--bootstrap"), *bad, tr("HOST:PORT with a port from 1 to 65535, several separated by commas"));
    takeSecretsFromEnvironment(target.secrets);
    for (const QString &property : properties) {
        const Status status = applyPropertyArgument(property, *target.bootstrap, target.secrets);
        if (!status)
            return status.error();
    }
    return target;
}

/// The command word wins over a topic of the same name.
Command takeCommand(QStringList &words)
{
    static constexpr std::array<std::pair<const char *, Command>, 6> commands{{{"topics", Command::Topics},
                                                                               {"read", Command::Read},
                                                                               {"timeline", Command::Timeline},
                                                                               {"eval", Command::Eval},
                                                                               {"produce", Command::Produce},
                                                                               {"replay", Command::Replay}}};
    if (!words.isEmpty())
        for (const auto &[word, command] : commands)
            if (words.front() == QLatin1String(word)) {
                words.removeFirst();
                return command;
            }
    return Command::Window;
}

Domain::Error tooMany(const QStringList &words, qsizetype wanted, const QString &expected)
{
    Domain::Error error = wrongArgument("surplus", tr("topic"), expected);
    error.args["value"] = words.mid(wanted).join(u' ').toStdString();
    return error;
}

Status readTopics(const QStringList &words, CommandLine &line)
{
    // A run that goes on or is verified has its plan in its journal.
    const bool isReplay = line.command == Command::Replay && line.replay.task == ReplayRequest::Task::Replay;
    const bool isSeveral = line.command == Command::Read || line.command == Command::Timeline || isReplay;
    if (line.command == Command::Topics && !words.isEmpty())
        return tooMany(words, 0, tr("no topic name"));
    if (line.command == Command::Window && words.size() > 1)
        return tooMany(words, 1, tr("one topic name"));
    if (words.size() > maxTopics)
        return tooMany(words, maxTopics, tr("at most %1 topic names").arg(maxTopics));
    if ((words.isEmpty() && isSeveral && line.target.recordingFile.isEmpty()) || words.contains(QString()))
        return wrongArgument("missing", tr("The topic"), tr("the name of a topic"));
    if (line.command == Command::Window && !words.isEmpty() && !line.target.isGiven())
        return wrongArgument("missing", tr("The cluster of topic %1").arg(words.front()),
                             tr("--bootstrap HOST:PORT, --profile NAME or --demo; the commands are topics, read, timeline, produce, replay and eval"));
    for (const QString &word : words) {
        const std::string topic = word.toStdString();
        if (std::find(line.plan.topics.begin(), line.plan.topics.end(), topic) == line.plan.topics.end())
            line.plan.topics.push_back(topic); // named twice, it is read once
    }
    return fine;
}

Status readBuckets(const CommandOptions &options, CommandLine &line)
{
    if (!options.isSet("buckets"))
        return fine;
    const auto count = Items::parseCount(options.value("buckets"), 1, QStringLiteral("--buckets"));
    if (!count)
        return count.error();
    if (count.value() > maxBuckets)
        return wrongValue(QStringLiteral("--buckets"), options.value("buckets"), tr("a whole number from 1 to %1").arg(maxBuckets));
    line.buckets = static_cast<int>(count.value());
    return fine;
}

Status readEval(const CommandOptions &options, const QStringList &words, CommandLine &line)
{
    line.batch = options.isSet("batch");
    line.recordFile = options.value("record");
    const qsizetype wanted = line.batch ? 0 : 1;
    if (words.size() < wanted)
        return wrongArgument("missing", tr("The expression"), tr("one expression, or --batch for one per line of stdin"));
    if (words.size() > wanted)
        return tooMany(words, wanted, line.batch ? tr("no expression beside --batch") : tr("one expression, in quotes"));
    if (!line.batch)
        line.expression = words.front();
    return fine;
}

} // namespace

Domain::Result<CommandLine> parseCommandLine(const QStringList &arguments)
{
    CommandOptions options;
    if (const Status status = options.parse(arguments); !status)
        return status.error();
    CommandLine line;
    if (options.isSet("help") || options.isSet("version")) {
        line.command = options.isSet("help") ? Command::Help : Command::Version;
        return line;
    }
    QStringList words = options.words();
    line.command = takeCommand(words);
    if (const Status status = options.checkPlaces(line.command); !status)
        return status.error();
    if (line.command == Command::Eval) {
        const Status status = readEval(options, words, line);
        return status ? Domain::Result<CommandLine>(line) : status.error();
    }
    auto target = readTarget(options, words, line.command != Command::Window && !options.isSet("runs"));
    if (!target)
        return target.error();
    line.target = std::move(target).value();
    line.execute = options.isSet("execute");
    line.yes = options.value("yes");
    if (line.command == Command::Produce) {
        const Status status = readProduceArguments(options, words, line);
        return status ? Domain::Result<CommandLine>(line) : status.error();
    }
    if (line.command == Command::Replay) {
        if (const Status status = readReplayTask(options, line.replay); !status)
            return status.error();
    }
    line.json = options.isSet("json");
    line.shotFile = options.value("shot");
    line.shotsFolder = options.value("shots");
    for (const Status &status : {readTopics(words, line), readPlanArguments(options, line), readFilterArguments(options, line),
                                 readOutputArguments(options, line), readBuckets(options, line)})
        if (!status)
            return status.error();
    if (line.command == Command::Replay)
        if (const Status status = readReplayArguments(options, line); !status)
            return status.error();
    return line;
}

} // namespace App
