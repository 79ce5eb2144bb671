// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "app/commands/readoutput.h"
#include "domain/cluster.h"
#include "search/matchingsink.h"
#include "session/handover.h"
#include "session/recordreader.h"

#include <QElapsedTimer>
#include <QTimer>

namespace App {

/// `playhead read`: one read plan, with or without a filter, written to stdout or a file as it comes.
class ReadCommand final : public Command
{
    Q_OBJECT
public:
    ReadCommand(Services &services, CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

private:
    void open(const Services::Resolved &resolved);
    void askTopics(const std::string &source);
    void read(const Domain::ClusterSnapshot &snapshot, const std::string &source);
    void onStatus();
    void onFinished();
    void giveUp(); ///< nobody answered in time
    void giveUpWaiting(); ///< after an interrupt: the output takes nothing, so no reading thread can end
    void watchTrouble(const Domain::ReadStatus &status);
    void end(int exitCode, bool complete);
    int exitCode(const Domain::ReadStatus &status) const;
    bool finishOutput(int exitCode);
    void tellProblems(const Session::ExportFile::Totals &totals) const;
    ScanFigures figures(const Session::ExportFile::Totals &totals) const;

    Services &m_services;
    CommandLine m_line; ///< its plan gets the topics of a recording
    std::shared_ptr<const Search::Filter> m_filter;
    std::shared_ptr<Search::ScanCounters> m_counters; ///< with a filter
    std::shared_ptr<Session::ExportFile> m_output;    ///< once the topics are known
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::unique_ptr<Session::RecordReader> m_reader;
    QElapsedTimer m_clock;
    QTimer m_connectDeadline;
    QTimer m_troubleDeadline;
    bool m_interrupted = false;
    bool m_ended = false;
    Session::Handover m_handover; // last: answers that come later find nobody
};

} // namespace App
