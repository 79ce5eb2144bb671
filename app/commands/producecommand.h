// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "app/commands/produceplan.h"
#include "domain/cluster.h"
#include "session/handover.h"
#include "session/producejob.h"

#include <QTimer>

#include <atomic>

namespace App {

/// `playhead produce`: sends what a request asks for and prints one line of JSON for each record; without --execute it prints what would be
/// sent, and no producer is made. Exit codes: 0 all done as asked, 1 nothing was sent, 2 wrong usage, 3 some failed or are unknown.
class ProduceCommand final : public Command
{
    Q_OBJECT
public:
    ProduceCommand(Services &services, CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

    /// The line for one record, LF included: {"partition","offset","timestamp","outcome"[,"transaction"][,"error","record"]}; `transaction`
    /// empty: there is none.
    static std::string outputLine(const Produce::Delivery &delivery, std::string_view transaction);

private:
    void open(const Services::Resolved &resolved);
    void askTopic();
    void askFacts(std::int32_t partitionCount);
    void go(const Domain::TopicFacts &facts, std::int32_t partitionCount);
    void send(const Domain::TopicFacts &facts);
    void plan();
    void onChanged();
    void onEnded();
    void fail(const Domain::Error &error, int exitCode = nothingRead);
    void end(int exitCode);
    int exitCode(const Produce::DeliveryBoard::Status &status) const;
    void tellTotals(const Produce::DeliveryBoard::Status &status) const;
    template<typename T, typename Function>
    Domain::Reply<T> reply(Function function);

    Services &m_services;
    const CommandLine m_line;
    std::shared_ptr<Domain::Cluster> m_cluster;
    std::string m_locked; ///< why nothing may be written; a dry run goes on
    std::unique_ptr<Session::ProduceJob> m_job;
    std::shared_ptr<std::atomic<bool>> m_outputBroken = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<Produce::RecordMaker> m_maker; ///< of a dry run
    std::optional<ProducePlan> m_plan;
    std::uint64_t m_looked = 0;
    int m_badLinesTold = 0;
    QTimer m_planTimer;
    bool m_interrupted = false;
    bool m_ended = false;
    Session::Handover m_handover; // last: answers that come later find nobody
};

} // namespace App
