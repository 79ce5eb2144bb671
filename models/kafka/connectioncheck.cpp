// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/connectioncheck.h"

#include "kafka/checkrun.h"
#include "kafka/threadreaper.h"

namespace Kafka {

namespace {

class RunningCheck final : public Domain::ConnectionCheck
{
public:
    RunningCheck(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, std::shared_ptr<ThreadReaper> reaper)
        : m_reaper(std::move(reaper)), m_board(std::make_shared<CheckBoard>())
    {
        const auto run = std::make_shared<CheckRun>(profile, secrets, m_board, m_reaper);
        m_thread = m_reaper->spawn("kafka-check", 0, [run](const std::stop_token &stop) { run->run(stop); });
    }

    std::uint64_t generation() const override { return m_board->generation(); }
    std::vector<Domain::CheckStep> steps() const override { return m_board->steps(); }
    bool finished() const override { return m_board->isFinished(); }

private:
    std::shared_ptr<ThreadReaper> m_reaper;
    std::shared_ptr<CheckBoard> m_board;
    ThreadTicket m_thread;
};

} // namespace

std::unique_ptr<Domain::ConnectionCheck> checkConnection(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                                         std::shared_ptr<ThreadReaper> reaper)
{
    return std::make_unique<RunningCheck>(profile, secrets, std::move(reaper));
}

std::unique_ptr<Domain::ConnectionCheck> checkConnection(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    return checkConnection(profile, secrets, std::make_shared<ThreadReaper>());
}

Domain::ConnectionCheckFactory connectionCheckFactory(std::shared_ptr<ThreadReaper> reaper)
{
    return [reaper = std::move(reaper)](const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets) {
        return checkConnection(profile, secrets, reaper);
    };
}

} // namespace Kafka
