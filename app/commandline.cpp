// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"

#include "app/propertyargument.h"
#include "items/readplantext.h"
#include "views/connection/fieldchecks.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <array>

namespace App {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Command = CommandLine::Command;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

/// For what is wrong apart from a value; `problem` is one of those that Items' words know.
Error wrong(const char *problem, const QString &argument, const QString &expected = {})
{
    return Error{.code = ErrorCode::BadArgument, .args = {{"problem", problem}, {"argument", argument.toStdString()}, {"expected", expected.toStdString()}}};
}

/// A reader's complaint about a value, under the name of the option that holds it.
Error under(const QString &option, const QString &value, Error error)
{
    if (error.code == ErrorCode::BadArgument) {
        error.args["argument"] = option.toStdString();
        error.args["value"] = value.toStdString();
    }
    return error;
}

Error usage(const QString &argument, const QString &value, const QString &expected)
{
    return Error{.code = ErrorCode::BadArgument,
                 .args = {{"argument", argument.toStdString()}, {"value", value.toStdString()}, {"expected", expected.toStdString()}}};
}

constexpr unsigned inWindow = 1;
constexpr unsigned inTopics = 2;
constexpr unsigned inRead = 4;
constexpr unsigned everywhere = inWindow | inTopics | inRead;

struct OptionRow
{
    const char *name;
    const char *value; ///< null: a switch
    unsigned where;
    const char *description;
};

constexpr std::array options{
    OptionRow{"bootstrap", "HOST:PORT,…", everywhere, QT_TRANSLATE_NOOP("CommandLine", "Brokers to start from.")},
    OptionRow{"profile", "NAME", everywhere, QT_TRANSLATE_NOOP("CommandLine", "A saved connection.")},
    OptionRow{"demo", nullptr, everywhere, QT_TRANSLATE_NOOP("CommandLine", "The cluster inside the program, with a small company's records.")},
    OptionRow{"X", "KEY=VALUE", everywhere, QT_TRANSLATE_NOOP("CommandLine", "A client property, with --bootstrap; may be repeated. sasl.password=@FILE reads it from a file.")},
    OptionRow{"json", nullptr, inTopics, QT_TRANSLATE_NOOP("CommandLine", "One JSON object with brokers, topics, partitions and watermarks.")},
    OptionRow{"partition", "0,3-5", inRead, QT_TRANSLATE_NOOP("CommandLine", "Partitions to read; all of them by default.")},
    OptionRow{"from", "WHERE", inRead, QT_TRANSLATE_NOOP("CommandLine", "beginning (default), end, tail:N, offset:N or time:ISO8601.")},
    OptionRow{"until", "WHERE", inRead, QT_TRANSLATE_NOOP("CommandLine", "end (default: as it is at the start), live, offset:N or time:ISO8601; exclusive.")},
    OptionRow{"limit", "N", inRead, QT_TRANSLATE_NOOP("CommandLine", "Stop after N records of all partitions.")},
    OptionRow{"isolation", "LEVEL", inRead, QT_TRANSLATE_NOOP("CommandLine", "committed (default) or uncommitted.")},
    OptionRow{"format", "FORMAT", inRead, QT_TRANSLATE_NOOP("CommandLine", "jsonl (default), value (the bytes and a line feed) or text (for eyes).")},
    OptionRow{"stats", nullptr, inRead, QT_TRANSLATE_NOOP("CommandLine", "End with one JSON line of figures on stderr.")},
    OptionRow{"shot", "FILE", inWindow, QT_TRANSLATE_NOOP("CommandLine", "Render the main window into a PNG and end.")},
    OptionRow{"shots", "FOLDER", inWindow, QT_TRANSLATE_NOOP("CommandLine", "Render every page in both themes into PNGs and end.")},
    OptionRow{"help", nullptr, everywhere, QT_TRANSLATE_NOOP("CommandLine", "This text.")},
    OptionRow{"version", nullptr, everywhere, QT_TRANSLATE_NOOP("CommandLine", "The program's version.")},
};

void addOptions(QCommandLineParser &parser)
{
    for (const OptionRow &row : options) {
        QCommandLineOption option(QString::fromLatin1(row.name));
        if (row.value)
            option.setValueName(QString::fromUtf8(row.value));
        parser.addOption(option);
    }
}

QString dashed(const QString &option)
{
    return (option.size() == 1 ? QStringLiteral("-") : QStringLiteral("--")) + option;
}

bool isSet(const QCommandLineParser &parser, const char *name)
{
    return parser.isSet(QString::fromLatin1(name));
}

QString value(const QCommandLineParser &parser, const char *name)
{
    return parser.value(QString::fromLatin1(name));
}

std::optional<Error> checkWhere(const QCommandLineParser &parser, Command command)
{
    const unsigned bit = command == Command::Topics ? inTopics : command == Command::Read ? inRead : inWindow;
    const QString place = command == Command::Topics ? QStringLiteral("topics") : command == Command::Read ? QStringLiteral("read") : tr("the window");
    for (const OptionRow &row : options)
        if (isSet(parser, row.name) && !(row.where & bit)) {
            Error error = wrong("misplaced", dashed(QString::fromLatin1(row.name)));
            error.args["place"] = place.toStdString();
            return error;
        }
    return std::nullopt;
}

Domain::Result<Target> readTarget(const QCommandLineParser &parser, bool required)
{
    Target target;
    target.demo = isSet(parser, "demo");
    target.profileName = value(parser, "profile");
    const bool bootstrap = isSet(parser, "bootstrap");
    const int given = int(target.demo) + int(isSet(parser, "profile")) + int(bootstrap);
    if (given > 1)
        return wrong("conflict", QStringLiteral("--bootstrap, --profile, --demo"));
    if (required && given == 0)
        return wrong("missing", tr("The cluster"), tr("--bootstrap HOST:PORT, --profile NAME or --demo"));
    const QStringList properties = parser.values(QStringLiteral("X"));
    if (!bootstrap) {
        if (!properties.isEmpty())
            return wrong("missing", tr("--bootstrap beside -X"), tr("-X together with --bootstrap only; a saved connection has its own properties"));
        return target;
    }
    target.bootstrap = adHocProfile(value(parser, "bootstrap"));
    if (target.bootstrap->bootstrapServers.empty())
        return usage(QStringLiteral("--bootstrap"), value(parser, "bootstrap"), tr("HOST:PORT, several separated by commas"));
    if (const auto bad = Views::firstBadAddress(QString::fromStdString(target.bootstrap->bootstrapServers)))
        return usage(QStringLiteral("--bootstrap"), *bad, tr("HOST:PORT with a port from 1 to 65535, several separated by commas"));
    takeSecretsFromEnvironment(target.secrets);
    for (const QString &property : properties) {
        const Domain::Status status = applyPropertyArgument(property, *target.bootstrap, target.secrets);
        if (!status)
            return status.error();
    }
    return target;
}

Domain::Status readFormat(const QCommandLineParser &parser, CommandLine &line)
{
    if (!isSet(parser, "format"))
        return std::monostate{};
    const QString format = value(parser, "format");
    if (format == u"jsonl")
        line.format = ReadFormat::Jsonl;
    else if (format == u"value")
        line.format = ReadFormat::Value;
    else if (format == u"text")
        line.format = ReadFormat::Text;
    else
        return usage(QStringLiteral("--format"), format, QStringLiteral("jsonl, value, text"));
    return std::monostate{};
}

Domain::Status readPlan(const QCommandLineParser &parser, CommandLine &line)
{
    if (isSet(parser, "partition")) {
        auto partitions = Items::parsePartitions(value(parser, "partition"));
        if (!partitions)
            return under(QStringLiteral("--partition"), value(parser, "partition"), partitions.error());
        line.plan.partitions = std::move(partitions).value();
    }
    if (isSet(parser, "from")) {
        auto from = Items::parseSeekTarget(value(parser, "from"), true);
        if (!from)
            return under(QStringLiteral("--from"), value(parser, "from"), from.error());
        line.plan.from = from.value();
    }
    if (isSet(parser, "until")) {
        auto until = Items::parseUntil(value(parser, "until"), true);
        if (!until)
            return under(QStringLiteral("--until"), value(parser, "until"), until.error());
        line.plan.until = until.value();
    }
    if (isSet(parser, "limit")) {
        const auto limit = Items::parseCount(value(parser, "limit"), 0, QStringLiteral("--limit"));
        if (!limit)
            return limit.error();
        line.plan.limit = static_cast<std::uint64_t>(limit.value());
    }
    const QString isolation = value(parser, "isolation");
    if (isSet(parser, "isolation") && isolation != u"committed" && isolation != u"uncommitted")
        return usage(QStringLiteral("--isolation"), isolation, QStringLiteral("committed, uncommitted"));
    line.plan.isolation = isolation == u"uncommitted" ? Domain::IsolationLevel::Uncommitted : Domain::IsolationLevel::Committed;
    return std::monostate{};
}

/// The command word wins over a topic of the same name.
Command takeCommand(QStringList &words)
{
    if (words.isEmpty())
        return Command::Window;
    const Command command = words.front() == u"topics" ? Command::Topics : words.front() == u"read" ? Command::Read : Command::Window;
    if (command != Command::Window)
        words.removeFirst();
    return command;
}

} // namespace

Domain::Result<CommandLine> parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList{QStringLiteral("playhead")} + arguments)) {
        const QStringList unknown = parser.unknownOptionNames();
        if (!unknown.isEmpty())
            return wrong("unknown", dashed(unknown.front()));
        Error error = wrong("syntax", tr("option"));
        error.technical = parser.errorText().toStdString(); // such as "Missing value after '--from'."
        return error;
    }
    CommandLine line;
    if (isSet(parser, "help") || isSet(parser, "version")) {
        line.command = isSet(parser, "help") ? Command::Help : Command::Version;
        return line;
    }
    QStringList words = parser.positionalArguments();
    line.command = takeCommand(words);
    if (const auto misplaced = checkWhere(parser, line.command))
        return *misplaced;
    auto target = readTarget(parser, line.command != Command::Window);
    if (!target)
        return target.error();
    line.target = std::move(target).value();
    line.json = isSet(parser, "json");
    line.stats = isSet(parser, "stats");
    line.shotFile = value(parser, "shot");
    line.shotsFolder = value(parser, "shots");
    const qsizetype topics = line.command == Command::Topics ? 0 : 1;
    if (words.size() > topics) {
        Error error = wrong("surplus", tr("topic"), topics ? tr("one topic name") : tr("no topic name"));
        error.args["value"] = words.mid(topics).join(u' ').toStdString();
        return error;
    }
    if (words.isEmpty() ? line.command == Command::Read : words.front().isEmpty())
        return wrong("missing", tr("The topic"), tr("the name of a topic"));
    if (line.command == Command::Window && !words.isEmpty() && !line.target.isGiven())
        return wrong("missing", tr("The cluster of topic %1").arg(words.front()), tr("--bootstrap HOST:PORT, --profile NAME or --demo; the commands are topics and read"));
    if (!words.isEmpty())
        line.plan.topics = {words.front().toStdString()};
    for (const auto &status : {readPlan(parser, line), readFormat(parser, line)})
        if (!status)
            return status.error();
    return line;
}

QString helpText()
{
    QString text = tr("Usage:\n"
                      "  playhead [--profile NAME | --bootstrap HOST:PORT,… [-X KEY=VALUE]… | --demo] [TOPIC]\n"
                      "  playhead topics --bootstrap B [--json]\n"
                      "  playhead read   --bootstrap B TOPIC [options]\n\n"
                      "Looking joins no consumer group, commits nothing and creates nothing.\n\nOptions:\n");
    for (const OptionRow &row : options) {
        QString name = dashed(QString::fromLatin1(row.name));
        if (row.value)
            name += u' ' + QString::fromUtf8(row.value);
        text += QStringLiteral("  ") + name.leftJustified(24) + tr(row.description) + u'\n';
    }
    text += tr("\nTimes: ISO 8601 (without a zone: UTC) or Unix milliseconds. PLAYHEAD_SASL_PASSWORD in the environment is the password.\n"
               "Exit codes: 0 done, 1 nothing could be read, 2 wrong usage, 3 incomplete.\n");
    return text;
}

} // namespace App
