// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "app/commands/recordwriter.h"
#include "domain/cluster.h"
#include "session/recordreader.h"

#include <QElapsedTimer>
#include <QTimer>

namespace App {

/// `playhead read`: one read plan, written to stdout as it comes.
class ReadCommand final : public Command
{
    Q_OBJECT
public:
    ReadCommand(Services &services, CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

private:
    void open(const Services::Resolved &resolved);
    void onStatus();
    void onFinished();
    void giveUp(); ///< nobody answered in time
    void giveUpWaiting(); ///< after an interrupt: the output takes nothing, so no reading thread can end
    void watchTrouble(const Domain::ReadStatus &status);
    void end(int exitCode, bool complete);
    int exitCode(const Domain::ReadStatus &status) const;

    Services &m_services;
    const CommandLine m_line;
    std::shared_ptr<RecordWriter> m_writer;
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::unique_ptr<Session::RecordReader> m_reader;
    QElapsedTimer m_clock;
    QTimer m_connectDeadline;
    QTimer m_troubleDeadline;
    bool m_interrupted = false;
    bool m_ended = false;
};

} // namespace App
