// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkasource.h"

#include "domain/readboard.h"
#include "kafka/consumerthread.h"
#include "kafka/threadreaper.h"

#include <utility>

namespace Kafka {

namespace {

constexpr int niceness = 10; // the window stays smooth while records pour in (architecture T8)

/// The handle its user holds: a board to look at and a ticket that stops the thread.
class KafkaSource : public Domain::RecordSource
{
public:
    KafkaSource(std::shared_ptr<Domain::ReadBoard> board, std::shared_ptr<ThreadReaper> reaper, ThreadTicket ticket)
        : m_board(std::move(board)), m_reaper(std::move(reaper)), m_ticket(std::move(ticket))
    {
    }

    void pause() override { m_board->pause(); }
    void resume() override { m_board->resume(); }
    void stop() override
    {
        m_board->stop();
        m_ticket.requestStop();
    }
    std::uint64_t statusGeneration() const override { return m_board->generation(); }
    Domain::ReadStatus status() const override { return m_board->status(); }

private:
    std::shared_ptr<Domain::ReadBoard> m_board;
    std::shared_ptr<ThreadReaper> m_reaper;
    ThreadTicket m_ticket;
};

} // namespace

std::unique_ptr<Domain::RecordSource> startRead(const ReadContext &context, const Domain::ReadPlan &plan,
                                                Domain::RecordSinkFactory sinkFactory)
{
    auto board = std::make_shared<Domain::ReadBoard>();
    // A std::function wants a body that can be copied; the thread's state is made in the thread itself.
    ReadContext taken = context;
    taken.reaper.reset(); // a thread must not keep alive who joins it
    auto body = [context = std::move(taken), plan, sinkFactory = std::move(sinkFactory), board](const std::stop_token &stop) {
        ConsumerThread(context, plan, sinkFactory, board).run(stop);
    };
    ThreadTicket ticket = context.reaper->spawn("read " + plan.topic(), niceness, std::move(body));
    return std::make_unique<KafkaSource>(std::move(board), context.reaper, std::move(ticket));
}

} // namespace Kafka
