// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandoptions.h"

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

constexpr unsigned inWindow = 1;
constexpr unsigned inTopics = 2;
constexpr unsigned inRead = 4;
constexpr unsigned inTimeline = 8;
constexpr unsigned inEval = 16;
constexpr unsigned inProduce = 32;
constexpr unsigned inReplay = 64;
constexpr unsigned everywhere = inWindow | inTopics | inRead | inTimeline | inProduce | inReplay;

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
    OptionRow{"partition", "0,3-5", inRead | inTimeline | inProduce | inReplay, QT_TRANSLATE_NOOP("CommandLine", "Partitions to read, of every topic; all of them by default. produce: N, key, or the line's (default). replay: same (default), key or N.")},
    OptionRow{"from", "WHERE", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "beginning (default), end, tail:N, offset:N or time:ISO8601.")},
    OptionRow{"until", "WHERE", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "end (default: as it is at the start), live, offset:N or time:ISO8601; exclusive.")},
    OptionRow{"lateness", "10m", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "How long behind --until time:… late records are looked for (10m; ms, s, m, h or d).")},
    OptionRow{"limit", "N", inRead, QT_TRANSLATE_NOOP("CommandLine", "Stop after N records of all partitions.")},
    OptionRow{"isolation", "LEVEL", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "committed (default) or uncommitted.")},
    OptionRow{"order", "ORDER", inRead, QT_TRANSLATE_NOOP("CommandLine", "arrival (default), offset (one partition after the other) or time (truly merged).")},
    OptionRow{"newest-first", nullptr, inRead, QT_TRANSLATE_NOOP("CommandLine", "From the end of the range back to its start.")},
    OptionRow{"text", "TEXT", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "Only records that hold this text.")},
    OptionRow{"regex", "PATTERN", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "Only records that a regular expression (PCRE2) matches.")},
    OptionRow{"filter", "CEL", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "Only records for which this expression is true: value.amount > 100 && key.startsWith(\"user-\")")},
    OptionRow{"case", "RULE", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "With --text or --regex: smart (default: as soon as a letter is upper case), sensitive or insensitive.")},
    OptionRow{"in", "key,value,headers", inRead | inReplay, QT_TRANSLATE_NOOP("CommandLine", "With --text or --regex: where to look; everywhere by default.")},
    OptionRow{"max-matches", "N", inRead, QT_TRANSLATE_NOOP("CommandLine", "Stop at N matches.")},
    OptionRow{"fail-if-none", nullptr, inRead, QT_TRANSLATE_NOOP("CommandLine", "Exit code 4 when there was no record or no match.")},
    OptionRow{"format", "FORMAT", inRead, QT_TRANSLATE_NOOP("CommandLine", "jsonl (default), csv, value (the bytes and a line feed), text (for eyes) or playhead (a recording).")},
    OptionRow{"output", "FILE", inRead, QT_TRANSLATE_NOOP("CommandLine", "Write there: to FILE.part first, which gets its name when all is written.")},
    OptionRow{"stats", nullptr, inRead, QT_TRANSLATE_NOOP("CommandLine", "End with one JSON line of figures on stderr.")},
    OptionRow{"buckets", "N", inTimeline, QT_TRANSLATE_NOOP("CommandLine", "How many stretches of time to count in (100).")},
    OptionRow{"record", "FILE", inEval, QT_TRANSLATE_NOOP("CommandLine", "The record to evaluate for: one line as `read` prints it.")},
    OptionRow{"batch", nullptr, inEval, QT_TRANSLATE_NOOP("CommandLine", "One expression per line of stdin, one answer per line of stdout.")},
    OptionRow{"input", "FILE", inProduce, QT_TRANSLATE_NOOP("CommandLine", "Records from a file, or from stdin (-), in place of --key and --value.")},
    OptionRow{"input-format", "FORMAT", inProduce, QT_TRANSLATE_NOOP("CommandLine", "jsonl (default, as `read` prints it), csv, or lines (one value a line).")},
    OptionRow{"column", "PART=NAME", inProduce, QT_TRANSLATE_NOOP("CommandLine", "With csv: the column of the key, value, timestamp, partition or header; may be repeated.")},
    OptionRow{"value", "TEXT", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The value. Also --value-json, --value-hex, --value-base64, --value-file, --value-null, --value-empty.")},
    OptionRow{"value-json", "JSON", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The value: checked, and sent as it stands.")},
    OptionRow{"value-hex", "DIGITS", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The value in hexadecimal digits.")},
    OptionRow{"value-base64", "BASE64", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The value in base64.")},
    OptionRow{"value-file", "FILE", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The value: the bytes of a file.")},
    OptionRow{"value-null", nullptr, inProduce, QT_TRANSLATE_NOOP("CommandLine", "A null value (a tombstone).")},
    OptionRow{"value-empty", nullptr, inProduce, QT_TRANSLATE_NOOP("CommandLine", "A value of no bytes.")},
    OptionRow{"key", "TEXT", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The key; none by default. Also --key-json, --key-hex, --key-base64, --key-file, --key-null, --key-empty.")},
    OptionRow{"key-json", "JSON", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The key: checked, and sent as it stands.")},
    OptionRow{"key-hex", "DIGITS", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The key in hexadecimal digits.")},
    OptionRow{"key-base64", "BASE64", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The key in base64.")},
    OptionRow{"key-file", "FILE", inProduce, QT_TRANSLATE_NOOP("CommandLine", "The key: the bytes of a file.")},
    OptionRow{"key-null", nullptr, inProduce, QT_TRANSLATE_NOOP("CommandLine", "No key.")},
    OptionRow{"key-empty", nullptr, inProduce, QT_TRANSLATE_NOOP("CommandLine", "A key of no bytes.")},
    OptionRow{"header", "NAME=TEXT", inProduce, QT_TRANSLATE_NOOP("CommandLine", "A header; in the order given, names may repeat. Also --header-hex, --header-base64, --header-null NAME.")},
    OptionRow{"header-hex", "NAME=DIGITS", inProduce, QT_TRANSLATE_NOOP("CommandLine", "A header in hexadecimal digits.")},
    OptionRow{"header-base64", "NAME=BASE64", inProduce, QT_TRANSLATE_NOOP("CommandLine", "A header in base64.")},
    OptionRow{"header-null", "NAME", inProduce, QT_TRANSLATE_NOOP("CommandLine", "A header whose value is null.")},
    OptionRow{"timestamp", "TIME", inProduce, QT_TRANSLATE_NOOP("CommandLine", "ISO 8601, milliseconds since 1970, or now (default; with jsonl: the line's).")},
    OptionRow{"repeat", "N", inProduce, QT_TRANSLATE_NOOP("CommandLine", "Send so many records (the file so many times), or forever: until interrupted.")},
    OptionRow{"rate", "R", inProduce | inReplay, QT_TRANSLATE_NOOP("CommandLine", "At most so many records a second.")},
    OptionRow{"template", nullptr, inProduce, QT_TRANSLATE_NOOP("CommandLine", "Fill in {{uuid()}}, {{seq(1)}}, {{pick(\"a\", \"b\")}} and the like in texts and JSON.")},
    OptionRow{"seed", "N", inProduce, QT_TRANSLATE_NOOP("CommandLine", "Of the templates: the same seed makes the same records.")},
    OptionRow{"transaction", "END", inProduce, QT_TRANSLATE_NOOP("CommandLine", "All records in one transaction: commit, or abort on purpose.")},
    OptionRow{"partitioner", "NAME", inProduce, QT_TRANSLATE_NOOP("CommandLine", "murmur2 (default, as Java), consistent (librdkafka) or fnv1a (Sarama).")},
    OptionRow{"compression", "CODEC", inProduce, QT_TRANSLATE_NOOP("CommandLine", "none (default), gzip, snappy, lz4 or zstd.")},
    OptionRow{"acks", "ACKS", inProduce, QT_TRANSLATE_NOOP("CommandLine", "all (default), 1 or 0.")},
    OptionRow{"stop-at-failure", nullptr, inProduce, QT_TRANSLATE_NOOP("CommandLine", "Send nothing more once a record has failed.")},
    OptionRow{"request", "FILE", inProduce, QT_TRANSLATE_NOOP("CommandLine", "A saved request (.kafka.json); other options change it.")},
    OptionRow{"to", "[PROFILE/]TOPIC", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Where the records are sent; without a profile, to the cluster they come from.")},
    OptionRow{"to-bootstrap", "HOST:PORT,…", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Send them to another cluster that is not saved.")},
    OptionRow{"map", "SOURCE=TARGET", inReplay, QT_TRANSLATE_NOOP("CommandLine", "The target of one of several topics; may be repeated.")},
    OptionRow{"create-missing", nullptr, inReplay, QT_TRANSLATE_NOOP("CommandLine", "Make target topics that do not exist, with the partitions of their source.")},
    OptionRow{"partitions", "0,3-5", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Partitions of the source; all of them by default.")},
    OptionRow{"keep", "CEL", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: send only records for which this is true. Steps work in the order given.")},
    OptionRow{"drop", "CEL", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: do not send records for which this is true.")},
    OptionRow{"set-header", "NAME=TEXT", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: set a header.")},
    OptionRow{"set-header-cel", "NAME=CEL", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: set a header to what an expression gives.")},
    OptionRow{"remove-header", "NAME", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: remove all headers of that name.")},
    OptionRow{"patch", "JSON", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: JSON merge patch of the value; \"{{CEL}}\" stands for what an expression gives.")},
    OptionRow{"rekey", "CEL", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: the key becomes what an expression gives.")},
    OptionRow{"redact", "PATH", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: hide a field of the value, such as card.number.")},
    OptionRow{"original", "PRESET", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: back to the topic and partition that a dead-letter queue has noted: spring, connect, or TOPIC_HEADER[,PARTITION_HEADER].")},
    OptionRow{"timestamps", "RULE", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Step: keep (default), now, or shift:MS.")},
    OptionRow{"tempo", "F", inReplay, QT_TRANSLATE_NOOP("CommandLine", "With the original gaps, F times as fast.")},
    OptionRow{"mode", "MODE", inReplay, QT_TRANSLATE_NOOP("CommandLine", "verified-once (default: transactions, provenance headers) or at-least-once (byte-identical).")},
    OptionRow{"resume", "RUN", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Go on with a run that stands still; with source and --to: from what the target holds of it.")},
    OptionRow{"verify", "RUN", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Read back what a run has sent and compare.")},
    OptionRow{"runs", nullptr, inReplay, QT_TRANSLATE_NOOP("CommandLine", "List the runs, one line of JSON each.")},
    OptionRow{"run-folder", "FOLDER", inReplay, QT_TRANSLATE_NOOP("CommandLine", "Where the journals of runs lie.")},
    OptionRow{"execute", nullptr, inProduce | inReplay, QT_TRANSLATE_NOOP("CommandLine", "Do it. Without this nothing is written and the plan is printed.")},
    OptionRow{"yes", "NAME", inProduce | inReplay, QT_TRANSLATE_NOOP("CommandLine", "The name of the connection: writes to a production cluster need it.")},
    OptionRow{"shot", "FILE", inWindow, QT_TRANSLATE_NOOP("CommandLine", "Render the main window into a PNG and end.")},
    OptionRow{"shots", "FOLDER", inWindow, QT_TRANSLATE_NOOP("CommandLine", "Render every page in both themes into PNGs and end.")},
    OptionRow{"help", nullptr, everywhere | inEval, QT_TRANSLATE_NOOP("CommandLine", "This text.")},
    OptionRow{"version", nullptr, everywhere | inEval, QT_TRANSLATE_NOOP("CommandLine", "The program's version.")},
};

QString dashed(const QString &option)
{
    return (option.size() == 1 ? QStringLiteral("-") : QStringLiteral("--")) + option;
}

struct Place
{
    unsigned bit;
    QString name;
};

Place placeOf(Command command)
{
    switch (command) {
    case Command::Topics: return {inTopics, QStringLiteral("topics")};
    case Command::Read: return {inRead, QStringLiteral("read")};
    case Command::Timeline: return {inTimeline, QStringLiteral("timeline")};
    case Command::Replay: return {inReplay, QStringLiteral("replay")};
    case Command::Eval: return {inEval, QStringLiteral("eval")};
    case Command::Produce: return {inProduce, QStringLiteral("produce")};
    default: return {inWindow, tr("the window")};
    }
}

} // namespace

Error wrongArgument(const char *problem, const QString &argument, const QString &expected)
{
    return Error{.code = ErrorCode::BadArgument, .args = {{"problem", problem}, {"argument", argument.toStdString()}, {"expected", expected.toStdString()}}};
}

Error wrongValue(const QString &argument, const QString &value, const QString &expected)
{
    return Error{.code = ErrorCode::BadArgument,
                 .args = {{"argument", argument.toStdString()}, {"value", value.toStdString()}, {"expected", expected.toStdString()}}};
}

CommandOptions::CommandOptions()
{
    for (const OptionRow &row : options) {
        QCommandLineOption option(QString::fromLatin1(row.name));
        if (row.value)
            option.setValueName(QString::fromUtf8(row.value));
        m_parser.addOption(option);
    }
}

Domain::Status CommandOptions::parse(const QStringList &arguments)
{
    if (m_parser.parse(QStringList{QStringLiteral("playhead")} + arguments))
        return std::monostate{};
    const QStringList unknown = m_parser.unknownOptionNames();
    if (!unknown.isEmpty())
        return wrongArgument("unknown", dashed(unknown.front()));
    Error error = wrongArgument("syntax", tr("option"));
    error.technical = m_parser.errorText().toStdString(); // such as "Missing value after '--from'."
    return error;
}

Domain::Status CommandOptions::checkPlaces(Command command) const
{
    const Place place = placeOf(command);
    for (const OptionRow &row : options)
        if (isSet(row.name) && !(row.where & place.bit)) {
            Error error = wrongArgument("misplaced", dashed(QString::fromLatin1(row.name)));
            error.args["place"] = place.name.toStdString();
            return error;
        }
    return std::monostate{};
}

QString helpText()
{
    QString text = tr("Usage:\n"
                      "  playhead [--profile NAME | --bootstrap HOST:PORT,… [-X KEY=VALUE]… | --demo] [TOPIC]\n"
                      "  playhead FILE.playhead [TOPIC]\n"
                      "  playhead topics   --bootstrap B [--json]\n"
                      "  playhead read     --bootstrap B TOPIC… [options]\n"
                      "  playhead timeline --bootstrap B TOPIC… [--buckets N]\n"
                      "  playhead replay   --bootstrap B SOURCE… --to [PROFILE/]TOPIC [steps] [--execute]\n"
                      "  playhead eval     'EXPRESSION' [--record FILE] | --batch\n"
                      "  playhead produce  --bootstrap B TOPIC [options] [--execute]\n\n"
                      "In place of --bootstrap B TOPIC…, a recording: FILE.playhead [TOPIC]…\n"
                      "Looking joins no consumer group, commits nothing and creates nothing.\n\nOptions:\n");
    for (const OptionRow &row : options) {
        QString name = dashed(QString::fromLatin1(row.name));
        if (row.value)
            name += u' ' + QString::fromUtf8(row.value);
        text += QStringLiteral("  ") + name.leftJustified(24) + tr(row.description) + u'\n';
    }
    text += tr("\nTimes: ISO 8601 (without a zone: UTC) or Unix milliseconds. PLAYHEAD_SASL_PASSWORD in the environment is the password.\n"
               "Exit codes: 0 done, 1 nothing could be read or sent, 2 wrong usage, 3 incomplete, 4 none found (--fail-if-none).\n");
    return text;
}

} // namespace App
