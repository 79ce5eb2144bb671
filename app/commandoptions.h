// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandline.h"

#include <QCommandLineParser>

namespace App {

/// The options of all commands, and the arguments as they were given: what parseCommandLine() reads from. A value on its stack.
class CommandOptions
{
public:
    CommandOptions();

    /// Syntax and names; not yet whether an option belongs to the command.
    Domain::Status parse(const QStringList &arguments);
    /// `misplaced` for an option that the command does not have.
    Domain::Status checkPlaces(CommandLine::Command command) const;

    bool isSet(const char *name) const { return m_parser.isSet(QString::fromLatin1(name)); }
    QString value(const char *name) const { return m_parser.value(QString::fromLatin1(name)); }
    QStringList values(const char *name) const { return m_parser.values(QString::fromLatin1(name)); }
    /// Names of the options as they were given, in their order; one given twice stands there twice.
    QStringList names() const { return m_parser.optionNames(); }
    QStringList words() const { return m_parser.positionalArguments(); }

private:
    QCommandLineParser m_parser;
};

/// For what is wrong apart from a value; `problem` is one of those that Items' words know.
Domain::Error wrongArgument(const char *problem, const QString &argument, const QString &expected = {});
/// A value that an option cannot have.
Domain::Error wrongValue(const QString &argument, const QString &value, const QString &expected);

} // namespace App
