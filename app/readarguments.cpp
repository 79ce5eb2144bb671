// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/readarguments.h"

#include "items/readplantext.h"

#include <QCoreApplication>

#include <array>
#include <limits>

namespace App {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Status;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

const Status fine = std::monostate{};

/// A reader's complaint about a value, under the name of the option that holds it.
Error under(const QString &option, const QString &value, Error error)
{
    if (error.code == ErrorCode::BadArgument) {
        error.args["argument"] = option.toStdString();
        error.args["value"] = value.toStdString();
    }
    return error;
}

/// One of a few words.
template<typename T, std::size_t n>
Status readWord(const CommandOptions &options, const char *name, const std::array<std::pair<const char *, T>, n> &words, T &result)
{
    if (!options.isSet(name))
        return fine;
    QStringList expected;
    for (const auto &[word, meaning] : words) {
        if (options.value(name) == QLatin1String(word)) {
            result = meaning;
            return fine;
        }
        expected += QLatin1String(word);
    }
    return wrongValue(QStringLiteral("--") + QLatin1String(name), options.value(name), expected.join(QStringLiteral(", ")));
}

Status readCount(const CommandOptions &options, const char *name, qint64 low, std::optional<std::uint64_t> &result)
{
    if (!options.isSet(name))
        return fine;
    const auto count = Items::parseCount(options.value(name), low, QStringLiteral("--") + QLatin1String(name));
    if (!count)
        return count.error();
    result = static_cast<std::uint64_t>(count.value());
    return fine;
}

/// "10m", "90s", "0"; none: not understood.
std::optional<std::int64_t> durationMs(const QString &text)
{
    static constexpr std::array<std::pair<const char *, std::int64_t>, 5> units{
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    bool isNumber = false;
    if (text == u"0")
        return 0;
    for (const auto &[unit, ms] : units) {
        const QLatin1String suffix(unit);
        if (!text.endsWith(suffix))
            continue;
        const qulonglong number = text.left(text.size() - suffix.size()).toULongLong(&isNumber);
        if (isNumber && number <= static_cast<qulonglong>(std::numeric_limits<std::int64_t>::max() / ms) && text.front().isDigit())
            return static_cast<std::int64_t>(number) * ms;
    }
    return std::nullopt;
}

Status readLateness(const CommandOptions &options, Domain::ReadPlan &plan)
{
    if (!options.isSet("lateness"))
        return fine;
    const auto ms = durationMs(options.value("lateness"));
    if (!ms)
        return wrongValue(QStringLiteral("--lateness"), options.value("lateness"), tr("a number with ms, s, m, h or d, such as 10m"));
    auto *time = std::get_if<Domain::UntilTime>(&plan.until);
    if (!time)
        return wrongArgument("missing", tr("--until time:… beside --lateness"), tr("--until time:ISO8601"));
    time->latenessMs = *ms;
    return fine;
}

/// `partitionsOption`: which names those to be read.
Status readRange(const CommandOptions &options, const char *partitionsOption, Domain::ReadPlan &plan)
{
    if (options.isSet(partitionsOption)) {
        auto partitions = Items::parsePartitions(options.value(partitionsOption));
        if (!partitions)
            return under(QStringLiteral("--") + QLatin1String(partitionsOption), options.value(partitionsOption), partitions.error());
        plan.partitions = std::move(partitions).value();
    }
    if (options.isSet("from")) {
        auto from = Items::parseSeekTarget(options.value("from"), true);
        if (!from)
            return under(QStringLiteral("--from"), options.value("from"), from.error());
        plan.from = from.value();
    }
    if (options.isSet("until")) {
        auto until = Items::parseUntil(options.value("until"), true);
        if (!until)
            return under(QStringLiteral("--until"), options.value("until"), until.error());
        plan.until = until.value();
    }
    return fine;
}

/// Live has no last record to begin with, and no partition that ends before the next one.
Status checkLive(const Domain::ReadPlan &plan)
{
    if (!plan.isLive())
        return fine;
    if (plan.newestFirst)
        return wrongArgument("conflict", QStringLiteral("--newest-first, --until live"));
    if (plan.order == Domain::ReadOrder::Offset)
        return wrongArgument("conflict", QStringLiteral("--order offset, --until live"));
    return fine;
}

Status readParts(const CommandOptions &options, Search::FilterSpec &spec)
{
    static constexpr std::array<std::pair<const char *, Search::Part>, 3> words{
        {{"key", Search::KeyPart}, {"value", Search::ValuePart}, {"headers", Search::HeaderPart}}};
    if (!options.isSet("in"))
        return fine;
    spec.parts = 0;
    for (const QString &word : options.value("in").split(u',')) {
        std::uint8_t part = 0;
        for (const auto &[name, meaning] : words)
            if (word.trimmed() == QLatin1String(name))
                part = meaning;
        if (part == 0)
            return wrongValue(QStringLiteral("--in"), options.value("in"), tr("key, value, headers, several separated by commas"));
        spec.parts = static_cast<std::uint8_t>(spec.parts | part);
    }
    return fine;
}

} // namespace

Status readPlanArguments(const CommandOptions &options, CommandLine &line)
{
    using Domain::IsolationLevel;
    using Domain::ReadOrder;
    static constexpr std::array<std::pair<const char *, IsolationLevel>, 2> levels{
        {{"committed", IsolationLevel::Committed}, {"uncommitted", IsolationLevel::Uncommitted}}};
    static constexpr std::array<std::pair<const char *, ReadOrder>, 3> orders{
        {{"arrival", ReadOrder::Arrival}, {"offset", ReadOrder::Offset}, {"time", ReadOrder::Time}}};
    line.plan.newestFirst = options.isSet("newest-first");
    for (const Status &status : {readRange(options, line.command == CommandLine::Command::Replay ? "partitions" : "partition", line.plan), readLateness(options, line.plan), readCount(options, "limit", 0, line.plan.limit),
                                 readWord(options, "isolation", levels, line.plan.isolation), readWord(options, "order", orders, line.plan.order)})
        if (!status)
            return status;
    return checkLive(line.plan);
}

Status readFilterArguments(const CommandOptions &options, CommandLine &line)
{
    static constexpr std::array<std::pair<const char *, Search::Mode>, 3> modes{
        {{"text", Search::Mode::Text}, {"regex", Search::Mode::Regex}, {"filter", Search::Mode::Expression}}};
    static constexpr std::array<std::pair<const char *, Search::CaseRule>, 3> rules{
        {{"smart", Search::CaseRule::Smart}, {"sensitive", Search::CaseRule::Sensitive}, {"insensitive", Search::CaseRule::Insensitive}}};
    Search::FilterSpec spec;
    int given = 0;
    for (const auto &[name, mode] : modes)
        if (options.isSet(name)) {
            ++given;
            spec.mode = mode;
            spec.pattern = options.value(name).toStdString();
        }
    if (given > 1)
        return wrongArgument("conflict", QStringLiteral("--text, --regex, --filter"));
    const bool looksInParts = given == 1 && spec.mode != Search::Mode::Expression;
    for (const char *name : {"case", "in"})
        if (options.isSet(name) && !looksInParts)
            return wrongArgument("missing", tr("--text or --regex beside --%1").arg(QLatin1String(name)), tr("--text TEXT or --regex PATTERN"));
    if (options.isSet("max-matches") && given == 0)
        return wrongArgument("missing", tr("The filter for --max-matches"), tr("--text, --regex or --filter; --limit N without a filter"));
    for (const Status &status : {readWord(options, "case", rules, spec.caseRule), readParts(options, spec), readCount(options, "max-matches", 1, line.maxMatches)})
        if (!status)
            return status;
    if (given == 1)
        line.filter = std::move(spec);
    return fine;
}

Status readOutputArguments(const CommandOptions &options, CommandLine &line)
{
    static constexpr std::array<std::pair<const char *, ReadFormat>, 5> formats{{{"jsonl", ReadFormat::Jsonl},
                                                                               {"csv", ReadFormat::Csv},
                                                                               {"value", ReadFormat::Value},
                                                                               {"text", ReadFormat::Text},
                                                                               {"playhead", ReadFormat::Playhead}}};
    if (const Status status = readWord(options, "format", formats, line.format); !status)
        return status;
    line.failIfNone = options.isSet("fail-if-none");
    line.stats = options.isSet("stats");
    line.outputFile = options.value("output");
    if (options.isSet("output") && line.outputFile.isEmpty())
        return wrongValue(QStringLiteral("--output"), {}, tr("the name of a file"));
    if (line.format == ReadFormat::Playhead && line.outputFile.isEmpty())
        return wrongArgument("missing", tr("--output beside --format playhead"), tr("--output FILE.playhead"));
    return fine;
}

} // namespace App
