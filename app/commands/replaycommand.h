// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "session/handover.h"
#include "session/replayjob.h"
#include "session/topiccreation.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>

namespace App {

/// `playhead replay`: runs dry and prints the plan; with --execute it makes missing topics where asked, sends, reads back and prints the verdict.
/// Exit code 0 only on PASS (or for a dry run that saw everything).
class ReplayCommand final : public Command
{
    Q_OBJECT
public:
    ReplayCommand(Services &services, CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

private:
    void openSource(const Services::Resolved &resolved);
    void resolveTarget(const Services::Resolved &sourceResolved);
    void openTarget(const Services::Resolved &resolved);
    void askTopics();
    void askTarget();
    Domain::Status recall(const std::string &run);
    void begin();
    void dryRun();
    void onDryRun();
    void createTopics();
    void run();
    void onChanged();
    void onEnded();
    void tellTroubles();
    void tellProgress(bool isLast);
    void listRuns();
    void giveUp();
    QString folder() const;
    bool permit();
    void fail(const Domain::Error &error, int exitCode);
    void end(int exitCode);

    Services &m_services;
    CommandLine m_line;
    Domain::ConnectionProfile m_targetProfile;
    std::shared_ptr<Domain::Cluster> m_source;
    std::shared_ptr<Domain::Cluster> m_target;
    std::unique_ptr<Session::ReplayJob> m_job;
    std::unique_ptr<Session::TopicCreation> m_creation;
    Replay::RunStatus m_sent; ///< how the run ended, while it is verified
    Replay::Mode m_mode = Replay::Mode::VerifiedOnce;
    double m_sentSeconds = 0;
    QElapsedTimer m_clock; ///< since the run, or its verification, began
    QElapsedTimer m_told;
    QTimer m_connectDeadline;
    bool m_hasCreated = false;
    bool m_interrupted = false;
    bool m_ended = false;
    Session::Handover m_handover; // last: answers that come later find nobody
};

} // namespace App
