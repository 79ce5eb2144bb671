// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/replayarguments.h"

#include "app/propertyargument.h"
#include "replay/stepchain.h"
#include "views/connection/fieldchecks.h"

#include <QCoreApplication>
#include <QHash>

#include <array>
#include <cmath>

namespace App {

namespace {

using Domain::Status;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

const Status fine = std::monostate{};

/// NAME=VALUE; none: no "=" or no name.
std::optional<std::pair<std::string, std::string>> splitPair(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals <= 0)
        return std::nullopt;
    return std::pair(text.left(equals).toStdString(), text.mid(equals + 1).toStdString());
}

Domain::Result<Replay::Step> timestampStep(const QString &text)
{
    using Kind = Replay::TimestampStep::Kind;
    if (text == u"keep")
        return Replay::Step{Replay::TimestampStep{Kind::Keep, 0}};
    if (text == u"now")
        return Replay::Step{Replay::TimestampStep{Kind::Now, 0}};
    bool isNumber = false;
    const qlonglong ms = text.startsWith(QStringLiteral("shift:")) ? text.mid(6).toLongLong(&isNumber) : 0;
    if (!isNumber)
        return wrongValue(QStringLiteral("--timestamps"), text, tr("keep, now or shift:MS, such as shift:-3600000"));
    return Replay::Step{Replay::TimestampStep{Kind::Shift, ms}};
}

Domain::Result<Replay::Step> originStep(const QString &text)
{
    if (text == u"spring")
        return Replay::Step{Replay::OriginalPlaceStep{.origin = Replay::Origin::Spring}};
    if (text == u"connect")
        return Replay::Step{Replay::OriginalPlaceStep{.origin = Replay::Origin::Connect}};
    const QStringList names = text.split(u',');
    if (names.size() > 2 || names.front().isEmpty())
        return wrongValue(QStringLiteral("--original"), text, tr("spring, connect, or TOPIC_HEADER[,PARTITION_HEADER]"));
    return Replay::Step{Replay::OriginalPlaceStep{
        .origin = Replay::Origin::Plain, .topicHeader = names.front().toStdString(), .partitionHeader = names.size() > 1 ? names.back().toStdString() : std::string()}};
}

/// None: the option is no step.
std::optional<Domain::Result<Replay::Step>> stepOf(const QString &option, const QString &value)
{
    using Result = Domain::Result<Replay::Step>;
    const std::string text = value.toStdString();
    if (option == u"keep")
        return Result(Replay::Step{Replay::KeepStep{text}});
    if (option == u"drop")
        return Result(Replay::Step{Replay::DropStep{text}});
    if (option == u"set-header" || option == u"set-header-cel") {
        const auto pair = splitPair(value);
        if (!pair)
            return Result(wrongValue(QStringLiteral("--") + option, value, tr("NAME=VALUE")));
        return Result(Replay::Step{Replay::SetHeaderStep{pair->first, pair->second, option != u"set-header"}});
    }
    if (option == u"remove-header")
        return Result(Replay::Step{Replay::RemoveHeaderStep{text}});
    if (option == u"patch")
        return Result(Replay::Step{Replay::PatchStep{text}});
    if (option == u"rekey")
        return Result(Replay::Step{Replay::RekeyStep{text}});
    if (option == u"redact")
        return Result(Replay::Step{Replay::RedactStep{.paths = {text}}});
    if (option == u"original")
        return originStep(value);
    if (option == u"timestamps")
        return timestampStep(value);
    return std::nullopt;
}

/// In the order of the command line.
Status readSteps(const CommandOptions &options, std::vector<Replay::Step> &steps)
{
    QHash<QString, int> seen;
    for (const QString &name : options.names()) {
        const QByteArray latin = name.toLatin1();
        const QStringList values = options.values(latin.constData());
        const int index = seen[name]++;
        if (index >= values.size())
            continue; // a switch
        const auto step = stepOf(name, values.at(index));
        if (!step)
            continue;
        if (!*step)
            return step->error();
        steps.push_back(step->value());
    }
    const auto chain = Replay::StepChain::compile(steps);
    return chain ? fine : Status(chain.error());
}

Status readPartitioning(const CommandOptions &options, Replay::Target &target)
{
    using Partitioning = Replay::Target::Partitioning;
    const QString text = options.value("partition");
    if (!options.isSet("partition") || text == u"same") {
        target.partitioning = Partitioning::Same;
        return fine;
    }
    if (text == u"key") {
        target.partitioning = Partitioning::ByKey;
        return fine;
    }
    bool isNumber = false;
    const int partition = text.toInt(&isNumber);
    if (!isNumber || partition < 0)
        return wrongValue(QStringLiteral("--partition"), text, tr("same, key, or the number of one partition"));
    target.partitioning = Partitioning::Fixed;
    target.fixed = Domain::PartitionId(partition);
    return fine;
}

Status readTempo(const CommandOptions &options, Replay::Tempo &tempo)
{
    if (options.isSet("rate") && options.isSet("tempo"))
        return wrongArgument("conflict", QStringLiteral("--rate, --tempo"));
    for (const char *name : {"rate", "tempo"}) {
        if (!options.isSet(name))
            continue;
        bool isNumber = false;
        const double value = options.value(name).toDouble(&isNumber);
        if (!isNumber || !std::isfinite(value) || value <= 0)
            return wrongValue(QStringLiteral("--") + QLatin1String(name), options.value(name), tr("a number above 0"));
        if (QLatin1String(name) == QLatin1String("rate"))
            tempo = Replay::Rate{value};
        else
            tempo = Replay::OriginalGaps{value};
    }
    return fine;
}

Status readMode(const CommandOptions &options, Replay::Mode &mode)
{
    const QString text = options.value("mode");
    if (!options.isSet("mode") || text == u"verified-once") {
        mode = Replay::Mode::VerifiedOnce;
        return fine;
    }
    mode = Replay::Mode::AtLeastOnce;
    return text == u"at-least-once" ? fine : Status(wrongValue(QStringLiteral("--mode"), text, tr("verified-once or at-least-once")));
}

/// [PROFILE/]TOPIC and --map: a topic's name holds no "/".
Status readTarget(const CommandOptions &options, ReplayRequest &request)
{
    const QString to = options.value("to");
    const qsizetype slash = to.lastIndexOf(u'/');
    request.toProfile = slash > 0 ? to.left(slash) : QString();
    request.plan.target.topic = to.mid(slash + 1).toStdString();
    if (options.isSet("to-bootstrap")) {
        if (!request.toProfile.isEmpty())
            return wrongArgument("conflict", QStringLiteral("--to PROFILE/TOPIC, --to-bootstrap"));
        request.toBootstrap = adHocProfile(options.value("to-bootstrap"));
        if (request.toBootstrap->bootstrapServers.empty() || Views::firstBadAddress(options.value("to-bootstrap")))
            return wrongValue(QStringLiteral("--to-bootstrap"), options.value("to-bootstrap"), tr("HOST:PORT, several separated by commas"));
    }
    for (const QString &text : options.values("map")) {
        const auto pair = splitPair(text);
        if (!pair || pair->second.empty())
            return wrongValue(QStringLiteral("--map"), text, tr("SOURCE=TARGET"));
        request.plan.target.topics[pair->first] = pair->second;
    }
    return fine;
}

/// Every topic of the source needs a target. A recording's topics are known only once it is open.
Status checkMapping(const CommandLine &line)
{
    const Replay::Target &target = line.replay.plan.target;
    if (!target.topic.empty() || (line.plan.topics.empty() && !target.topics.empty()))
        return fine;
    for (const std::string &topic : line.plan.topics)
        if (!target.topics.contains(topic))
            return wrongArgument("missing", tr("The target"), tr("--to [PROFILE/]TOPIC, or --map SOURCE=TARGET for every topic"));
    return line.plan.topics.empty() ? Status(wrongArgument("missing", tr("The target"), tr("--to [PROFILE/]TOPIC"))) : fine;
}

} // namespace

Status readReplayTask(const CommandOptions &options, ReplayRequest &request)
{
    using Task = ReplayRequest::Task;
    int given = 0;
    for (const auto &[name, task] : std::array<std::pair<const char *, Task>, 3>{{{"resume", Task::Resume}, {"verify", Task::Verify}, {"runs", Task::List}}})
        if (options.isSet(name)) {
            ++given;
            request.task = task;
            request.run = options.value(name);
        }
    if (given > 1)
        return wrongArgument("conflict", QStringLiteral("--resume, --verify, --runs"));
    return fine;
}

Status readReplayArguments(const CommandOptions &options, CommandLine &line)
{
    ReplayRequest &request = line.replay;
    if (line.plan.isLive())
        return wrongValue(QStringLiteral("--until"), options.value("until"), tr("end, offset:N or time:ISO8601: where a replay ends is fixed when its plan is made"));
    request.createsMissing = options.isSet("create-missing");
    request.folder = options.value("run-folder");
    for (const Status &status : {readTarget(options, request), readPartitioning(options, request.plan.target), readTempo(options, request.plan.tempo),
                                 readMode(options, request.plan.mode), readSteps(options, request.plan.steps)})
        if (!status)
            return status;
    request.plan.source.read = line.plan;
    request.plan.source.filter = line.filter;
    request.hasPlan = !line.plan.topics.empty() && (!request.plan.target.topic.empty() || !request.plan.target.topics.empty());
    return request.task == ReplayRequest::Task::Replay ? checkMapping(line) : fine;
}

} // namespace App
