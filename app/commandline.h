// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/replayrequest.h"
#include "domain/connectionprofile.h"
#include "domain/error.h"
#include "domain/readplan.h"
#include "produce/producerequest.h"
#include "search/filterspec.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace App {

/// What the command line opens. At most one of the four.
struct Target
{
    bool demo = false;
    QString profileName;                               ///< --profile
    QString recordingFile;                             ///< a word that ends with ".playhead" where no cluster is named
    std::optional<Domain::ConnectionProfile> bootstrap; ///< --bootstrap with its -X properties
    Domain::Secrets secrets;                           ///< from -X or the environment; never printed

    bool isGiven() const { return demo || !profileName.isEmpty() || !recordingFile.isEmpty() || bootstrap; }
};

enum class ReadFormat { Jsonl, Text, Value, Csv, Playhead };

/// What was asked for, checked. Nothing has been opened yet.
struct CommandLine
{
    enum class Command { Window, Topics, Read, Timeline, Eval, Produce, Replay, Help, Version };

    Command command = Command::Window;
    Target target;
    /// Read: all of it; Timeline: topics and partitions; Window: the topic to open. No topic: with a recording all there are.
    Domain::ReadPlan plan;
    ReadFormat format = ReadFormat::Jsonl;
    QString outputFile;                            ///< read --output; empty: stdout
    std::optional<Search::FilterSpec> filter;      ///< read --text, --regex or --filter; not compiled yet
    std::optional<std::uint64_t> maxMatches;       ///< read --max-matches
    bool failIfNone = false;                       ///< read --fail-if-none
    bool json = false;                             ///< topics --json
    bool stats = false;                            ///< read --stats
    int buckets = 100;                             ///< timeline --buckets
    QString expression;                            ///< eval: the expression; empty with --batch
    QString recordFile;                            ///< eval --record: a file with one line of jsonl; empty: no record
    bool batch = false;                            ///< eval --batch: one expression per line of stdin
    Produce::ProduceRequest request;               ///< produce: everything of it
    ReplayRequest replay;                          ///< replay: everything but the source's range and filter
    bool execute = false;                          ///< a command that writes: do it; else tell what would be done
    QString yes;                                   ///< a command that writes: the name of the production connection it may write to
    QString shotFile;                              ///< --shot: render the main window and end
    QString shotsFolder;                           ///< --shots: render every page and end
};

/// Reads the arguments (without the program's name). Errors are BadArgument, BadTime or those of client properties; the
/// program then ends with exit code 2. Reads files named by `-X …=@FILE`, nothing else.
Domain::Result<CommandLine> parseCommandLine(const QStringList &arguments);

/// The text of --help.
QString helpText();

} // namespace App
