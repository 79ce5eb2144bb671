// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"
#include "domain/readplan.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace App {

/// Which cluster the command line names. At most one of the three.
struct Target
{
    bool demo = false;
    QString profileName;                               ///< --profile
    std::optional<Domain::ConnectionProfile> bootstrap; ///< --bootstrap with its -X properties
    Domain::Secrets secrets;                           ///< from -X or the environment; never printed

    bool isGiven() const { return demo || !profileName.isEmpty() || bootstrap; }
};

enum class ReadFormat { Jsonl, Text, Value };

/// What was asked for, checked. Nothing has been opened yet.
struct CommandLine
{
    enum class Command { Window, Topics, Read, Help, Version };

    Command command = Command::Window;
    Target target;
    Domain::ReadPlan plan;      ///< Read; its topic is also the one a window opens
    ReadFormat format = ReadFormat::Jsonl;
    bool json = false;          ///< topics --json
    bool stats = false;         ///< read --stats
    QString shotFile;           ///< --shot: render the main window and end
    QString shotsFolder;        ///< --shots: render every page and end
};

/// Reads the arguments (without the program's name). Errors are BadArgument, BadTime or those of client properties; the
/// program then ends with exit code 2. Reads files named by `-X …=@FILE`, nothing else.
Domain::Result<CommandLine> parseCommandLine(const QStringList &arguments);

/// The text of --help.
QString helpText();

} // namespace App
