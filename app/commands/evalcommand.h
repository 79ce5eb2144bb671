// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "codec/jsonlreader.h"

#include <QSocketNotifier>

#include <optional>
#include <string>

namespace App {

/// `playhead eval`: what an expression of the filter language gives, against a record of a file or none, as one line of JSON:
/// {"type","value"} or {"error"}. With --batch one line of output for each line of stdin. Opens no cluster.
class EvalCommand final : public Command
{
    Q_OBJECT
public:
    explicit EvalCommand(CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

    /// The line of output for one expression, LF included. `record` null: none.
    static std::string outputLine(std::string_view expression, const Codec::JsonlRecord *record);

private:
    bool readRecord();
    void onReadable();
    void take(std::string_view bytes);
    bool print(std::string_view expression);
    void end(int exitCode);

    const CommandLine m_line;
    std::optional<Codec::JsonlRecord> m_record;
    std::unique_ptr<QSocketNotifier> m_input;
    std::string m_pending; ///< of a line that is not complete
    bool m_ended = false;
};

} // namespace App
