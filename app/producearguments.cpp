// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/producearguments.h"

#include "items/readplantext.h"
#include "produce/csvmapping.h"
#include "produce/requestfile.h"
#include "produce/requestwords.h"

#include <QCoreApplication>
#include <QFile>
#include <QMap>

#include <limits>

namespace App {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Status;
using Produce::Field;
using Produce::FieldKind;
using Produce::ProduceRequest;

constexpr double fastestRate = 1e9;
constexpr qint64 maxRequestFile = 16 * 1024 * 1024 + 1;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

const Status fine = std::monostate{};

/// One of a few words, under the names that a saved request has for them.
template<typename T, std::size_t n>
Status readWord(const CommandOptions &options, const char *name, const std::array<std::pair<std::string_view, T>, n> &words, T &result)
{
    if (!options.isSet(name))
        return fine;
    QStringList expected;
    for (const auto &[word, meaning] : words) {
        if (options.value(name).toStdString() == word) {
            result = meaning;
            return fine;
        }
        expected += QString::fromStdString(std::string(word));
    }
    return wrongValue(QStringLiteral("--") + QLatin1String(name), options.value(name), expected.join(QStringLiteral(", ")));
}

Status readRequestFile(const QString &path, ProduceRequest &request)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Error error{.code = ErrorCode::FileUnreadable, .args = {{"file", path.toStdString()}}};
        error.technical = file.errorString().toStdString();
        return error;
    }
    auto read = Produce::readRequest(file.read(maxRequestFile).toStdString());
    if (!read) {
        Error error = read.error();
        error.args["file"] = path.toStdString();
        return error;
    }
    request = std::move(read).value();
    return fine;
}

/// --key… or --value…: how it is meant is part of the option's name.
Status readField(const CommandOptions &options, const QString &part, Field &field)
{
    static constexpr std::array<std::pair<const char *, FieldKind>, 7> kinds{{{"", FieldKind::Text},
                                                                              {"-json", FieldKind::Json},
                                                                              {"-hex", FieldKind::Hex},
                                                                              {"-base64", FieldKind::Base64},
                                                                              {"-file", FieldKind::File},
                                                                              {"-null", FieldKind::Null},
                                                                              {"-empty", FieldKind::Empty}}};
    QStringList given;
    for (const auto &[suffix, kind] : kinds) {
        const QByteArray name = (part + QLatin1String(suffix)).toLatin1();
        if (!options.isSet(name.constData()))
            continue;
        given += QStringLiteral("--") + QLatin1String(name);
        field = {kind, options.value(name.constData()).toStdString()};
    }
    return given.size() > 1 ? Status(wrongArgument("conflict", given.join(QStringLiteral(", ")))) : fine;
}

/// In the order of the command line, whatever the kinds.
Status readHeaders(const CommandOptions &options, ProduceRequest &request)
{
    static const QMap<QString, FieldKind> kinds{{QStringLiteral("header"), FieldKind::Text},
                                                {QStringLiteral("header-hex"), FieldKind::Hex},
                                                {QStringLiteral("header-base64"), FieldKind::Base64},
                                                {QStringLiteral("header-null"), FieldKind::Null}};
    QMap<QString, qsizetype> taken;
    bool isFirst = true;
    for (const QString &option : options.names()) {
        const auto kind = kinds.find(option);
        if (kind == kinds.end())
            continue;
        if (std::exchange(isFirst, false))
            request.headers.clear(); // those of a saved request
        const QString text = options.values(option.toLatin1().constData()).at(taken[option]++);
        const qsizetype equals = text.indexOf(u'=');
        if (*kind != FieldKind::Null && equals < 0)
            return wrongValue(QStringLiteral("--") + option, text, tr("NAME=VALUE"));
        const QString name = *kind == FieldKind::Null ? text : text.left(equals);
        const std::string value = *kind == FieldKind::Null ? std::string() : text.mid(equals + 1).toStdString();
        request.headers.push_back({name.toStdString(), {*kind, value}});
    }
    return fine;
}

Status readColumns(const CommandOptions &options, Produce::InputFile &input)
{
    for (const QString &column : options.values("column")) {
        const qsizetype equals = column.indexOf(u'=');
        const QString part = column.left(std::max<qsizetype>(equals, 0));
        const std::string name = column.mid(equals + 1).toStdString();
        std::string *const target = part == u"key"         ? &input.keyColumn
                                    : part == u"value"     ? &input.valueColumn
                                    : part == u"timestamp" ? &input.timestampColumn
                                    : part == u"partition" ? &input.partitionColumn
                                                           : nullptr;
        if (name.empty() || (!target && part != u"header"))
            return wrongValue(QStringLiteral("--column"), column, tr("key=NAME, value=NAME, timestamp=NAME, partition=NAME or header=NAME"));
        if (target)
            *target = name;
        else
            input.headerColumns.push_back(name);
    }
    return fine;
}

/// A part of the record that the input already has.
Status checkFieldsBesideInput(const CommandOptions &options, const Produce::InputFile &input)
{
    if (input.format == Produce::InputFile::Format::Csv)
        return fine; // what no column gives comes from the fields
    for (const QString &name : options.names()) {
        const bool isField = name.startsWith(u"header") || name == u"key" || name.startsWith(u"key-") || name == u"value" || name.startsWith(u"value-");
        const bool isValue = name == u"value" || name == u"value-json";
        if (isField && (input.format == Produce::InputFile::Format::Jsonl || (name.startsWith(u"value") && !isValue)))
            return wrongArgument("conflict", QStringLiteral("--input, --%1").arg(name));
    }
    return fine;
}

Status readInput(const CommandOptions &options, ProduceRequest &request)
{
    if (options.isSet("input")) {
        request.input.emplace();
        request.input->path = options.value("input").toStdString();
        if (request.input->path.empty())
            return wrongValue(QStringLiteral("--input"), {}, tr("the name of a file, or - for stdin"));
    }
    for (const char *name : {"input-format", "column"})
        if (options.isSet(name) && !request.input)
            return wrongArgument("missing", tr("--input beside --%1").arg(QLatin1String(name)), tr("--input FILE"));
    if (!request.input)
        return fine;
    if (const Status status = readWord(options, "input-format", Produce::inputFormats, request.input->format); !status)
        return status;
    if (options.isSet("column") && request.input->format != Produce::InputFile::Format::Csv)
        return wrongArgument("missing", tr("--input-format csv beside --column"), tr("--input-format csv"));
    if (const Status status = readColumns(options, *request.input); !status)
        return status;
    return checkFieldsBesideInput(options, *request.input);
}

Status readPlace(const CommandOptions &options, ProduceRequest &request)
{
    if (options.isSet("partition")) {
        const QString text = options.value("partition");
        bool isNumber = false;
        const int number = text.toInt(&isNumber);
        request.partition.reset();
        if (text == u"key" && request.input)
            request.input->keepsPartition = false;
        else if (isNumber && number >= 0)
            request.partition = Domain::PartitionId(number);
        else if (text != u"key")
            return wrongValue(QStringLiteral("--partition"), text, tr("a whole number, or key"));
    }
    if (options.isSet("timestamp")) {
        const QString text = options.value("timestamp");
        request.timestampMs.reset();
        if (text == u"now") {
            if (request.input)
                request.input->keepsTimestamp = false;
        } else if (!(request.timestampMs = Produce::parseTime(text.toStdString()))) {
            return Error{.code = ErrorCode::BadTime, .args = {{"value", text.toStdString()}}};
        }
        if (request.timestampMs == 0)
            return wrongValue(QStringLiteral("--timestamp"), text, tr("another time: 0 cannot be sent, the client library takes it for now"));
    }
    return fine;
}

Status readTempo(const CommandOptions &options, ProduceRequest &request)
{
    if (options.isSet("repeat") && options.value("repeat") == u"forever") {
        request.repeat = Produce::UntilStopped{};
    } else if (options.isSet("repeat")) {
        const auto count = Items::parseCount(options.value("repeat"), 1, QStringLiteral("--repeat"));
        if (!count)
            return count.error();
        request.repeat = Produce::Times{static_cast<std::uint64_t>(count.value())};
    }
    if (options.isSet("rate")) {
        bool isNumber = false;
        request.perSecond = options.value("rate").toDouble(&isNumber);
        if (!isNumber || !(request.perSecond > 0) || request.perSecond > fastestRate)
            return wrongValue(QStringLiteral("--rate"), options.value("rate"), tr("a number above 0"));
    }
    if (options.isSet("seed")) {
        bool isNumber = false;
        request.seed = options.value("seed").toULongLong(&isNumber);
        if (!isNumber)
            return wrongValue(QStringLiteral("--seed"), options.value("seed"), tr("a whole number"));
    }
    return fine;
}

Status readProducer(const CommandOptions &options, ProduceRequest &request)
{
    static constexpr std::array<std::pair<std::string_view, Domain::Partitioner>, 3> names{{{"murmur2", Domain::Partitioner::Murmur2Random},
                                                                                            {"consistent", Domain::Partitioner::ConsistentRandom},
                                                                                            {"fnv1a", Domain::Partitioner::Fnv1aRandom}}};
    static constexpr std::array<std::pair<std::string_view, Produce::Transaction>, 2> ends{
        {{"commit", Produce::Transaction::Commit}, {"abort", Produce::Transaction::Abort}}};
    for (const Status &status : {readWord(options, "partitioner", names, request.partitioner), readWord(options, "compression", Produce::compressions, request.compression),
                                 readWord(options, "acks", Produce::acksWords, request.acks), readWord(options, "transaction", ends, request.transaction)})
        if (!status)
            return status;
    if (request.transaction != Produce::Transaction::None && request.acks != Domain::Acks::All)
        return wrongArgument("conflict", QStringLiteral("--transaction, --acks"));
    return fine;
}

Status readTopic(const QStringList &words, ProduceRequest &request)
{
    if (words.size() > 1) {
        Error error = wrongArgument("surplus", tr("topic"), tr("one topic name"));
        error.args["value"] = words.mid(1).join(u' ').toStdString();
        return error;
    }
    if (!words.isEmpty())
        request.topic = words.front().toStdString();
    return request.topic.empty() ? Status(wrongArgument("missing", tr("The topic"), tr("the name of a topic"))) : fine;
}

} // namespace

Status readProduceArguments(const CommandOptions &options, const QStringList &words, CommandLine &line)
{
    ProduceRequest &request = line.request;
    request.hasTemplates = false;
    if (options.isSet("request"))
        if (const Status status = readRequestFile(options.value("request"), request); !status)
            return status;
    request.hasTemplates = request.hasTemplates || options.isSet("template");
    request.stopsAtFailure = request.stopsAtFailure || options.isSet("stop-at-failure");
    const bool hasValue = options.isSet("request");
    for (const auto &read : {readField(options, QStringLiteral("key"), request.key), readField(options, QStringLiteral("value"), request.value),
                             readHeaders(options, request), readInput(options, request), readPlace(options, request), readTempo(options, request),
                             readProducer(options, request), readTopic(words, request)})
        if (!read)
            return read;
    const QStringList names = options.names();
    const bool isGiven = hasValue || request.input || std::any_of(names.begin(), names.end(), [](const QString &name) { return name == u"value" || name.startsWith(u"value-"); });
    return isGiven ? fine : Status(wrongArgument("missing", tr("The value"), tr("--value TEXT, --value-null, --input FILE or another of that kind")));
}

} // namespace App
